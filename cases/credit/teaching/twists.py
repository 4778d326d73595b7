"""x"""
TWISTS = ()
