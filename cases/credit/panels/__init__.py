"""x"""
PANELS=()
