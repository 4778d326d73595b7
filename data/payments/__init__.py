"""Payments by card at terminals, some of them fraud: the world of the payment-fraud scenario."""

from data.payments.generator import (
    DRIFTS,
    MECHANISMS,
    PRESETS,
    Tactics,
    next_tactics,
    payments,
    with_label_delay,
    with_tactics,
)

__all__ = [
    "DRIFTS",
    "MECHANISMS",
    "PRESETS",
    "Tactics",
    "next_tactics",
    "payments",
    "with_label_delay",
    "with_tactics",
]
