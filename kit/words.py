"""Numbers and names as people read them."""

from __future__ import annotations

import math

UNITS = ("share", "money", "count", "ms", "seconds", "days", "ratio", "score")
LEAST = 0.00095
"""What is smaller is as good as nothing to a person: in units, or in hundredths for a share."""


def say(value: float, unit: str) -> str:
    """A number with its unit, at a precision a person can use; n/a where there is none.

    >>> say(0.0321, "share"), say(14_130, "money"), say(2.4, "money"), say(float("nan"), "score")
    ('3.2 %', '$14.1k', '$2.40', 'n/a')
    >>> say(3.0, "count"), say(2.55, "count"), say(38.2, "ms"), say(0.00029, "ms")
    ('3', '2.5', '38 ms', '~0 ms')
    """
    if value is None or math.isnan(value):
        return "n/a"
    if math.isinf(value):
        return "unbounded" if value > 0 else "-unbounded"
    if unit == "share":
        return f"{_digits(100 * value)} %"
    if unit == "money":
        return _money(value)
    if unit == "ms":
        return f"{_digits(value)} ms"
    if unit == "seconds":
        return _duration(value)
    if unit == "days":
        return f"{_digits(value)} days"
    if unit == "count":
        return _short(value)
    return _decimal(value)


def say_change(value: float, unit: str) -> str:
    """A difference with its sign; shares as points.

    >>> say_change(0.012, "share"), say_change(-120.0, "money")
    ('+1.2 pts', '-$120')
    """
    if math.isnan(value):
        return "n/a"
    if math.isinf(value):
        return say(value, unit)
    sign = "+" if value > 0 else "-" if value < 0 else "±"
    text = f"{_digits(abs(100 * value))} pts" if unit == "share" else say(abs(value), unit)
    return text if text.startswith("~") else f"{sign}{text}"


def _duration(seconds: float) -> str:
    for length, name in ((86_400, "days"), (3600, "h"), (60, "min")):
        if abs(seconds) >= length:
            return f"{_digits(seconds / length)} {name}"
    return f"{_digits(seconds)} s"


def _digits(value: float) -> str:
    size = abs(value)
    if size < LEAST:
        return "~0" if size else "0"
    if size >= 9.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 0.95 else f"{value:.2g}"


def _decimal(value: float) -> str:
    """Three decimals, fewer from ten on; what rounds to nothing has no sign."""
    if abs(value) < 0.0005:
        return "0.000"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.{1 if abs(value) < 99.95 else 0}f}"


def _money(value: float) -> str:
    if 0 < abs(value) < LEAST:
        return "~$0"
    return f"{'-' if value < 0 else ''}${_amount(abs(value))}"


def _amount(money: float) -> str:
    return f"{money:.2f}" if 0.095 <= money < 9.995 else _short(money)


def _short(value: float) -> str:
    if abs(value) < 10 and value == round(value):
        return f"{value:.0f}"
    for limit, letter in ((1e9, "bn"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= limit:
            return f"{value / (1e3 if letter == 'k' else limit):.1f}{letter}"
    return _digits(value)
