"""Every detector on the same windows: what each finds of each kind at one number of false pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cases.log_anomalies.choices import DETECTORS
from cases.log_anomalies.decide import Rules
from cases.log_anomalies.features import Windows
from cases.log_anomalies.judged import Judged, judge, within_budget
from cases.log_anomalies.live import recent, scored, span
from cases.log_anomalies.model import Recipe
from cases.log_anomalies.serving import Stream
from cases.log_anomalies.world import incidents_of
from data.world import World
from pipelines.detection.events import by_points
from pipelines.evaluation.scores import average_precision


@dataclass(frozen=True, eq=False)
class Race:
    """`detectors`: one row each: name, recall, minutes, average_precision, f1 and adjusted (the
    highest F1 of windows, plain and point-adjusted). `found` (detectors, incidents) says what each
    found, `kinds` of what kind an incident is."""

    detectors: pd.DataFrame
    found: np.ndarray
    kinds: np.ndarray


def race(logs: World, windows: Windows, recipe: Recipe, rules: Rules, served: Stream) -> Race:
    """Fit every detector alone and page at the level with the budget's false pages in truth."""
    launch, rows = logs.about["live_from"], np.flatnonzero(windows.live)
    past = recent(windows, launch, recipe.history)
    incidents = incidents_of(logs, live=True)
    told, found = [], []
    for name in DETECTORS:
        alone = replace(recipe, detectors=(name,))
        once = scored([span(logs, windows, alone, rows, past, launch)], alone)
        own = judge(windows, once, incidents, rules, served, "point")
        at = within_budget(own, rules.budget)
        found.append(own.warned.found[:, at])
        told.append(
            {
                "name": name,
                "recall": _mean(own.warned.found[:, at]),
                "minutes": _mean(own.warned.minutes[:, at]),
                "average_precision": average_precision(own.label.astype(float), own.surprise),
                **_f1(own),
            }
        )
    return Race(pd.DataFrame(told), np.array(found), incidents["kind"].to_numpy(str))


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _f1(judged: Judged) -> dict[str, float]:
    """The highest F1 over all thresholds, of windows and of adjusted windows."""
    cuts = np.unique(np.quantile(judged.surprise, 1 - np.geomspace(5e-4, 0.9, 60)))
    alarms = judged.surprise[None, :] >= cuts[:, None]
    ways = {"f1": None, "adjusted": 0.0}
    best = {}
    for way, adjust in ways.items():
        f1 = by_points(alarms, judged.label, adjust=adjust).f1
        best[way] = float(np.nanmax(f1)) if judged.label.any() else float("nan")
    return best
