"""Is what somebody asks for possible? What it implies, and whether anything allows it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kit.run import Run
from kit.words import say


@dataclass(frozen=True)
class Ask:
    """A number somebody asks for or states: its unit, where it starts, and its limits."""

    name: str
    label: str
    unit: str
    start: float
    low: float
    high: float


@dataclass(frozen=True)
class Answer:
    """What a requirement implies (label to value, as words) and whether it can be met.

    `kind` is yes (this design does), maybe (a better one may) or no (none can).
    """

    implied: Mapping[str, str]
    kind: str
    sentence: str


@dataclass(frozen=True)
class Feasibility:
    """A check: what is known of a run, what may be asked for, and the answer.

    `ground(run)` is computed once a run; `asks(ground)` and `answer(ground, given)` are quick.
    """

    ground: Callable[[Run], Any]
    asks: Callable[[Any], tuple[Ask, ...]]
    answer: Callable[[Any, Mapping[str, float]], Answer]


Curves = tuple[pd.DataFrame, pd.DataFrame]


def of_alerts(
    facts: Callable[[Run], Mapping[str, float]], curves: Callable[[Run], Curves]
) -> Feasibility:
    """The check of a system that raises alerts: rates, alerts and hours, then the curves.

    `facts(run)` gives volume_a_day, base_rate (0 to 1) and minutes_a_review; `curves(run)` the
    recall and precision that the design and the ceiling reach, as frames with those columns.
    """
    return Feasibility(lambda run: (facts(run), *curves(run)), _alert_asks, _alert_answer)


def false_positive_rate(base_rate: float, precision: float, recall: float) -> float:
    """The share of good rows flagged that a precision and a recall imply.

    o (1 - P) / P R, with the odds o of the base rate; above 1 it cannot be.

    >>> round(false_positive_rate(0.01, 0.5, 0.8), 5)
    0.00808
    """
    return base_rate / (1 - base_rate) * (1 - precision) / precision * recall


def best_precision(curve: pd.DataFrame, recall: float) -> float:
    """The highest precision a curve reaches with at least that recall; NaN where it has none."""
    reached = curve.loc[curve["recall"] >= recall, "precision"]
    return float(reached.max()) if len(reached) else math.nan


def _alert_asks(ground: tuple[Mapping[str, float], pd.DataFrame, pd.DataFrame]) -> tuple[Ask, ...]:
    facts = ground[0]
    return (
        Ask("base_rate", "Base rate", "share", facts["base_rate"], 1e-6, 0.99),
        Ask("volume_a_day", "Volume a day", "count", facts["volume_a_day"], 1.0, 1e10),
        Ask("precision", "Precision asked for", "share", 0.9, 0.001, 1.0),
        Ask("recall", "Recall asked for", "share", 0.8, 0.001, 1.0),
        Ask("minutes_a_review", "Minutes a review", "count", facts["minutes_a_review"], 0.0, 1e4),
    )


def _alert_answer(
    ground: tuple[Mapping[str, float], pd.DataFrame, pd.DataFrame], given: Mapping[str, float]
) -> Answer:
    precision, recall, base_rate = (given[k] for k in ("precision", "recall", "base_rate"))
    flagged = false_positive_rate(base_rate, precision, recall)
    alerts = given["volume_a_day"] * base_rate * recall / precision
    implied = {
        "False-positive rate": say(flagged, "share"),
        "Alerts a day": say(alerts, "count"),
        "Staff hours a day": say(alerts * given["minutes_a_review"] / 60, "count"),
    }
    now, ceiling = (best_precision(curve, recall) for curve in ground[1:])
    return Answer(implied, *alert_verdict(precision, recall, flagged, now, ceiling))


def alert_verdict(
    precision: float, recall: float, flagged: float, now: float, ceiling: float
) -> tuple[str, str]:
    """Whether the design, or at least the ceiling, allows a precision at a recall: kind, sentence.

    `now` and `ceiling` are the best precision each reaches at that recall.
    """
    wanted = f"precision {say(precision, 'share')} at recall {say(recall, 'share')}"
    if flagged > 1:
        return "no", "More good rows would have to be flagged than there are."
    if now >= precision:
        return "yes", f"This design reaches {wanted}: its precision there is {say(now, 'share')}."
    if ceiling >= precision:
        sentence = f"This design does not reach {wanted} ({say(now, 'share')}), a better one may: "
        return "maybe", sentence + f"the ceiling there is {say(ceiling, 'share')}."
    sentence = f"No design can reach {wanted}: even the ceiling there is {say(ceiling, 'share')}."
    return "no", sentence
