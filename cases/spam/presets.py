"""presets."""
PRESETS = ()
