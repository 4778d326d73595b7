"""Scores over time: on the part of the history held back, and live, with models that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.log_anomalies.features import Windows
from cases.log_anomalies.model import Detector, Material, Recipe, fitted, surprises
from data.logs import DAY
from data.world import World, stream

HELD_BACK = 1 / 3
FEWEST = 12  # windows a detector is fitted on at least, whatever was excluded


@dataclass(frozen=True, eq=False)
class Span:
    """The rows scored by one set of detectors, and those they learned from."""

    rows: np.ndarray
    learned: np.ndarray
    detectors: tuple[Detector, ...]


@dataclass(frozen=True, eq=False)
class Scored:
    """Rows of windows by time, how surprising each is, and which detectors said so."""

    rows: np.ndarray
    surprise: np.ndarray
    spans: tuple[Span, ...]

    @property
    def launch(self) -> tuple[Detector, ...]:
        """The detectors of the first span."""
        return self.spans[0].detectors

    @property
    def trained(self) -> int:
        """How often detectors were fitted again."""
        return len(self.spans) - 1


def tickets_known(logs: World, at: float) -> pd.DataFrame:
    """Incidents somebody had written up by a minute."""
    found = logs.about["incidents"]
    return found[found["ticket"] & (found["known"] <= at)]


def usable(logs: World, windows: Windows, rows: np.ndarray, training: str, at: float) -> np.ndarray:
    """The rows to learn normal from: without ticketed incidents, or without any, as chosen."""
    if training == "all":
        return rows
    known = tickets_known(logs, at) if training == "tickets" else logs.about["incidents"]
    kept = rows[~windows.inside(known, least=0.0)[rows]]
    return kept if len(kept) >= FEWEST else rows


def span(
    logs: World,
    windows: Windows,
    recipe: Recipe,
    rows: np.ndarray,
    past: np.ndarray,
    at: float,
    *,
    ahead: bool = False,
) -> Span:
    """Fit on the rows `past` as known at minute `at`, to score `rows`; `ahead`, with the texts of
    the next release in place of the old."""
    counts = windows.replayed if ahead else windows.counts
    ticket = windows.inside(tickets_known(logs, at))
    labelled = any(name in ("logistic", "boosted") for name in recipe.detectors)
    clean = usable(logs, windows, past, recipe.training, at)
    plain = Material(windows, counts, clean, ticket)
    whole = Material(windows, counts, past, ticket) if labelled else plain
    detectors = tuple(
        fitted(name, whole if name in ("logistic", "boosted") else plain, recipe)
        for name in recipe.detectors
    )
    return Span(rows, clean, detectors)


def scored(spans: list[Span], recipe: Recipe) -> Scored:
    """Score the rows of each span by its own detectors."""
    found = [surprises(one.detectors, one.rows, recipe.combine) for one in spans]
    rows = np.concatenate([one.rows for one in spans])
    return Scored(rows, np.concatenate(found), tuple(spans))


def backtest(logs: World, windows: Windows, recipe: Recipe, *, split: str) -> Scored:
    """Score the part of the history held back, by detectors that learned from the rest."""
    launch = logs.about["live_from"]
    past = recent(windows, launch, recipe.history)
    if split == "random":
        chosen = stream(recipe.seed, "windows held back").random(len(past)) < HELD_BACK
    else:
        chosen = np.arange(len(past)) >= (1 - HELD_BACK) * len(past)
    return scored([span(logs, windows, recipe, past[chosen], past[~chosen], launch)], recipe)


def deployed(logs: World, windows: Windows, recipe: Recipe, *, retraining: str) -> Scored:
    """Score the live windows, by detectors that learn again as chosen."""
    launch, rows = logs.about["live_from"], np.flatnonzero(windows.live)
    cuts = [launch]
    if retraining == "nightly":
        cuts = list(range(launch, len(logs), DAY))
    elif retraining == "release" and logs.about["change"] == "deploy":
        cuts = [launch, logs.about["change_from"]]
    spans = []
    for at, until in zip(cuts, [*cuts[1:], np.inf], strict=True):
        own = rows[(windows.start[rows] >= at) & (windows.start[rows] < until)]
        if not len(own):
            continue
        past = recent(windows, at, recipe.history)
        ahead = retraining == "release" and at > launch
        spans.append(span(logs, windows, recipe, own, past, at, ahead=ahead))
    return scored(spans, recipe)


def recent(windows: Windows, at: float, days: int) -> np.ndarray:
    """The rows of the last `days` before a minute."""
    return np.flatnonzero((windows.end <= at) & (windows.start >= at - DAY * days))
