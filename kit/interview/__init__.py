"""Interviews that are held, kept and debriefed: a log of events, and plain functions of it."""
