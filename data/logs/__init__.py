"""Logs: thirty services that write messages, incidents of many kinds, and changes that are none."""

from data.logs.constants import DAY, KINDS, MIXED
from data.logs.generator import base_rates, logs, profile
from data.logs.templates import EVERY, FAILURES, LATENCY, RENAMED, USUAL, Template, lines

__all__ = [
    "DAY",
    "EVERY",
    "FAILURES",
    "KINDS",
    "LATENCY",
    "MIXED",
    "RENAMED",
    "USUAL",
    "Template",
    "base_rates",
    "lines",
    "logs",
    "profile",
]
