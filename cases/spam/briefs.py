"""briefs."""

BRIEFS = ()
