"""briefs."""
BRIEFS = ()
