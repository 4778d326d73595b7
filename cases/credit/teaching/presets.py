"""x"""
PRESETS = ()
