"""Loan applications: who could repay, what is seen of it, and whose outcome was ever seen."""

from data.loans.ceilings import attainable, repaid_chance
from data.loans.generator import DRIFTS, HISTORIES, loans, remeasured

__all__ = ["DRIFTS", "HISTORIES", "attainable", "loans", "remeasured", "repaid_chance"]
