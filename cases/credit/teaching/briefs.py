"""x"""
BRIEFS = ()
