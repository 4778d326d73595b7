"""What changes day by day in a payment world: rates of compromise, tactics, volume, hours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.drift import episode, ramp, recurring, sudden
from data.payments.constants import PaymentConstants

HANDBOOK_TERMINALS, HANDBOOK_CUSTOMERS = 10_000, 5_000
SMALLEST_MULTIPLIER = 1.3
LATEST_START = 7
"""Days after going live at which a drift begins, or earlier where the live period is short."""


def drift_shape(drift: str, *, days: int, live_from: int) -> np.ndarray:
    """How far the world has changed, 0 to 1, on each day; drift starts shortly after going live."""
    day = np.arange(days)
    live = days - live_from
    start = live_from + min(LATEST_START, live // 4)
    if drift == "none":
        return np.zeros(days)
    if drift in ("terminal_to_card", "smaller_fraud"):
        return ramp(day + 1, start=start, length=max(1, min(28, live // 2)))
    if drift == "campaign":
        return episode(day, start=start, length=14)
    if drift == "holiday":
        return recurring(day, period=7, length=2, start=start) * sudden(day, start=start)
    return sudden(day, start=start)


def plan(
    constants: PaymentConstants,
    *,
    drift: str,
    severity: float,
    prevalence: float,
    customers: int,
    terminals: int,
    days: int,
    live_from: int,
) -> pd.DataFrame:
    """The schedules by day: new compromises, multiplier, night shares, volume, and the change."""
    changed = drift_shape(drift, days=days, live_from=live_from)
    level = severity * changed
    cards = prevalence * customers / HANDBOOK_CUSTOMERS
    shops = prevalence * terminals / HANDBOOK_TERMINALS
    terminal_rate = np.full(days, constants.terminal_rate * shops)
    card_rate = np.full(days, constants.card_rate * cards)
    testing = np.full(days, constants.testing_rate * cards)
    multiplier, night, volume = np.full(days, constants.multiplier), np.zeros(days), np.ones(days)
    if drift == "new_mechanism":
        testing += constants.testing_surge * cards * level
    elif drift == "terminal_to_card":
        lost = terminal_rate * np.minimum(level, 1)
        terminal_rate = terminal_rate - lost
        card_rate += lost * _cards_per_terminal(constants, customers / terminals)
    elif drift == "smaller_fraud":
        multiplier += np.minimum(level, 1) * (SMALLEST_MULTIPLIER - multiplier)
    elif drift == "holiday":
        volume += 0.5 * level
        night += 0.2 * level
    elif drift == "campaign":
        terminal_rate, card_rate = terminal_rate * (1 + 2 * level), card_rate * (1 + 2 * level)
    columns = {"terminal_rate": terminal_rate, "card_rate": card_rate, "testing_rate": testing}
    columns |= {"multiplier": multiplier, "night": night, "volume": volume, "changed": changed}
    return pd.DataFrame(columns).assign(fraud_night=constants.fraud_night)


def _cards_per_terminal(constants: PaymentConstants, cards_per_terminal: float) -> float:
    """Compromised cards that bring as much fraud as one compromised terminal does."""
    one_terminal = constants.terminal_days * constants.terminal_share * cards_per_terminal
    return one_terminal / (constants.card_days * constants.card_share)
