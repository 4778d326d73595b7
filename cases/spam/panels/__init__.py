"""Panels."""
PANELS = ()
