"""steps."""
STEPS = ()
