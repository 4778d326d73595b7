"""x"""

BRIEFS = ()
