"""twists."""
TWISTS = ()
