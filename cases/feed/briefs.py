"""Situations in which the shipped feed fails, with a way out, a wrong one and a sham."""

BRIEFS = ()
