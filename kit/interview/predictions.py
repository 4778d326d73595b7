"""Predictions and how good they were: direction, size, and whether one was as sure as right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kit.interview.trace import Trace
from kit.words import say_change

BINS = (0.0, 0.55, 0.65, 0.75, 0.85, 0.93, 1.0)
TWICE = 2.0  # a size is right when it is within this factor of what was measured


@dataclass(frozen=True)
class Prediction:
    """One prediction in words and numbers. `hit` and `sized` are whether direction and size were
    right, None where unknown or not said."""

    number: int
    clock: float
    metric: str
    said: str
    measured: str
    sure: float
    hit: bool | None
    sized: bool | None


@dataclass(frozen=True)
class Bin:
    """Predictions about equally sure: how many, how sure on average, and which share was right."""

    count: int
    sure: float
    right: float


def predictions(read: Trace) -> tuple[Prediction, ...]:
    """Every prediction of an interview."""
    found = []
    for guess in read.end.guesses:
        said, outcome = guess.said, guess.outcome
        metric = read.plan.metrics.get(said["metric"], {"label": said["metric"], "unit": "score"})
        size = _size(said["by"], metric["unit"])
        told = f"{said['said']}: {metric['label']} {said['way']}{size} ({said['sure']:.0%} sure)"
        change = None if outcome is None else outcome["change"]
        measured = (
            "never run" if outcome is None else _went(outcome["went"], change, metric["unit"])
        )
        found.append(
            Prediction(
                guess.number,
                read.clock_of(guess.number),
                metric["label"],
                told,
                measured,
                said["sure"],
                guess.hit,
                _sized(said["by"], change),
            )
        )
    return tuple(found)


def _size(by: float | None, unit: str) -> str:
    return "" if by is None else f" by about {say_change(abs(by), unit)[1:]}"


def _went(went: str, change: float | None, unit: str) -> str:
    value = math.nan if change is None else change
    words = {"rises": "it rose", "falls": "it fell", "stays": "within noise", "unknown": "n/a"}
    return words[went] if change is None else f"{words[went]} ({say_change(value, unit)})"


def _sized(by: float | None, change: float | None) -> bool | None:
    if by is None or change is None:
        return None
    return abs(by) <= TWICE * abs(change) and abs(change) <= TWICE * abs(by)


def brier(made: Sequence[Prediction]) -> float | None:
    """The mean squared distance of how sure one was from whether one was right (Brier 1950); 0 is
    perfect, a quarter is what always saying 50 % gives. None without predictions that ran."""
    known = [(each.sure, each.hit) for each in made if each.hit is not None]
    return sum((sure - hit) ** 2 for sure, hit in known) / len(known) if known else None


def reliability(made: Sequence[Prediction]) -> tuple[Bin, ...]:
    """Predictions grouped by how sure one was: the reliability diagram's points."""
    found = []
    for low, high in pairwise(BINS):
        last = high == BINS[-1]
        there = [
            each
            for each in made
            if each.hit is not None and (low <= each.sure < high or (last and each.sure == high))
        ]
        if there:
            count = len(there)
            sure, right = (
                sum(part) / count
                for part in zip(*((e.sure, bool(e.hit)) for e in there), strict=True)
            )
            found.append(Bin(count, sure, right))
    return tuple(found)
