"""Situations in which the shipped churn design fails, each with a fix and a tempting wrong one."""

from cases.case import Brief

BRIEFS: tuple[Brief, ...] = ()
