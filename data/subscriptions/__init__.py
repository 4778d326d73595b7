"""Customers of a subscription, month by month: who shows what, who leaves, and why in truth."""

from data.subscriptions.generator import (
    poisson_by,
    schedule_of,
    subscriptions,
)

__all__ = ["poisson_by", "schedule_of", "subscriptions"]
