"""Pages against incidents: what was found, how soon, and what woke somebody for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cases.log_anomalies.decide import AXIS, Rules, levels, promised
from cases.log_anomalies.features import Windows
from cases.log_anomalies.live import Scored
from cases.log_anomalies.serving import Stream
from cases.log_anomalies.world import Ceilings, incidents_of
from data.logs import DAY
from data.world import World
from pipelines.detection.events import Counted, K, Warned, by_points, warned
from pipelines.detection.paging import Paging, pages
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import average_precision

BLOCK = 360
"""Minutes that are resampled as a whole."""

GRACE = 5.0
"""Minutes after an incident within which a page still counts."""

CEILING_LEVELS = 80


@dataclass(frozen=True, eq=False)
class Judged:
    """Windows with how surprising they are, the pages at every level, and the incidents.

    `raised` is (levels, windows), `times` when each window's page is there (minutes). `label` says
    whether half of a window lies in an incident. `first` is the first minute of the time judged,
    `minutes` how much time that is; `counted` is what the team's F1 is made of.
    """

    incidents: pd.DataFrame
    surprise: np.ndarray
    label: np.ndarray
    raised: np.ndarray
    times: np.ndarray
    warned: Warned
    counted: Counted
    evaluation: str
    first: int
    minutes: float

    @property
    def days(self) -> float:
        """Days of time judged."""
        return self.minutes / DAY

    @property
    def length(self) -> np.ndarray:
        """Minutes each incident lasts."""
        return (self.incidents["end"] - self.incidents["start"]).to_numpy(float)

    @cached_property
    def blocks(self) -> int:
        """How many blocks of time are resampled."""
        last = max(
            self.times.max(initial=0), self.incidents["end"].max() if len(self.incidents) else 0
        )
        return int((last - self.first) // BLOCK) + 1

    def block(self, minute: np.ndarray) -> np.ndarray:
        """The block that each minute lies in."""
        place = (np.asarray(minute, dtype=float) - self.first) // BLOCK
        return np.clip(place.astype(int), 0, self.blocks - 1)

    @cached_property
    def ordered(self) -> Ordered:
        """Windows by surprise, the most surprising first."""
        return Ordered.by(self.surprise)


def judge(
    windows: Windows,
    scored: Scored,
    incidents: pd.DataFrame,
    rules: Rules,
    lag: Stream,
    evaluation: str,
) -> Judged:
    """Page at every level, and hold the pages against some incidents."""
    rows = scored.rows
    ends = windows.end[rows].astype(float)
    times = np.maximum.accumulate(ends + lag.lag_at(ends)) if len(ends) else ends
    at = levels(windows)
    raised = pages(scored.surprise, ends, at, rules.paging)
    start, end = (incidents[name].to_numpy(float) for name in ("start", "end"))
    found = warned(raised, times, start, end, grace=GRACE)
    label = windows.inside(incidents)[rows]
    alarms = scored.surprise[None, :] >= at[:, None]
    return Judged(
        incidents,
        scored.surprise,
        label,
        raised,
        times,
        found,
        counted(evaluation, alarms, label, raised, found),
        evaluation,
        int(windows.start[rows[0]]) if len(rows) else 0,
        float(len(rows) * windows.step),
    )


def counted(
    evaluation: str, alarms: np.ndarray, label: np.ndarray, raised: np.ndarray, found: Warned
) -> Counted:
    """What F1 is made of, under the chosen evaluation."""
    if evaluation == "event":
        total = raised.sum(axis=1)
        there = np.full(len(raised), len(found.found))
        return Counted(total - found.false.sum(axis=1), total, found.found.sum(axis=0), there)
    adjust = {"point": None, "adjusted": 0.0, "pak": K}[evaluation]
    return by_points(alarms, label, adjust=adjust)


def judged(logs: World, windows: Windows, deployed: Scored, rules: Rules, served: Stream) -> Judged:
    """Hold the live pages against all that went wrong."""
    return judge(windows, deployed, incidents_of(logs, live=True), rules, served, "event")


def believed(
    logs: World,
    windows: Windows,
    backtest: Scored,
    rules: Rules,
    served: Stream,
    *,
    evaluation: str,
) -> Judged:
    """Hold the pages of the backtest against the tickets there are, as the team does."""
    found = incidents_of(logs, live=False)
    first = windows.start[backtest.rows].min() if len(backtest.rows) else 0
    known = found[found["ticket"] & (found["end"] > first)].reset_index(drop=True)
    return judge(windows, backtest, known, rules, served, evaluation)


@dataclass(frozen=True, eq=False)
class Best:
    """What the exact odds of an incident would do, minute by minute, at many levels: `false` pages
    a day, the share of incidents found, minutes unnoticed, share in time. `cost` a day at its best
    level, `f1` at its best; `of_windows` is the probability of an incident in each window
    of the design, `average_precision` how well that ranks them."""

    false: np.ndarray
    recall: np.ndarray
    minutes: np.ndarray
    in_time: np.ndarray
    cost: float
    f1: float
    average_precision: float
    warned: Warned
    of_windows: np.ndarray

    def at_most(self, false: np.ndarray, values: np.ndarray, *, lowest: bool = False) -> np.ndarray:
        """The best of `values` with at most so many false pages a day; NaN where there is none."""
        order = np.argsort(self.false, kind="stable")
        best = np.minimum if lowest else np.maximum
        run = best.accumulate(values[order])
        # One in a hundred more: a design that waits for several windows skips the very first.
        allowed = 1.01 * np.asarray(false) + 1e-9
        place = np.searchsorted(self.false[order], allowed, side="right") - 1
        return np.where(place >= 0, run[np.maximum(place, 0)], np.nan)


def attainable(
    logs: World, ceiling: Ceilings, windows: Windows, judged: Judged, rules: Rules
) -> Best:
    """Page by the exact odds of an incident: what no detector can beat."""
    return best_of(ceiling.attainable, logs, windows, judged, rules)


def best_of(odds: np.ndarray, logs: World, windows: Windows, judged: Judged, rules: Rules) -> Best:
    """Page by some log odds of each live minute."""
    launch, found = logs.about["live_from"], judged.incidents
    ends = launch + 1.0 + np.arange(len(odds))
    cuts = np.unique(np.quantile(odds, 1 - np.geomspace(2e-5, 1.0, CEILING_LEVELS)))
    cuts = np.r_[odds.min(initial=0.0), cuts, np.nextafter(odds.max(initial=0.0), np.inf)]
    raised = np.concatenate(
        [pages(odds, ends, cuts, Paging(quiet=quiet)) for quiet in {rules.paging.quiet, 30}]
    )
    start, end = (found[name].to_numpy(float) for name in ("start", "end"))
    met = warned(raised, ends, start, end, grace=GRACE)
    count = counted("event", raised, np.zeros(len(odds), bool), raised, met)
    days = len(odds) / DAY
    false = met.false.sum(axis=1) / days
    lost = rules.minute_cost * met.minutes.sum(axis=0) + rules.miss_cost * (~met.found).sum(axis=0)
    of_window = _means(odds, windows, launch)
    return Best(
        false,
        met.found.mean(axis=0) if len(found) else np.full(len(raised), np.nan),
        met.minutes.mean(axis=0) if len(found) else np.full(len(raised), np.nan),
        (met.found & (met.minutes <= rules.deadline)).mean(axis=0)
        if len(found)
        else np.full(len(raised), np.nan),
        float((rules.page_cost * false + lost / days).min()),
        float(np.nanmax(count.f1)) if len(found) else float("nan"),
        average_precision(judged.label.astype(float), of_window),
        met,
        of_window,
    )


def _means(odds: np.ndarray, windows: Windows, launch: int) -> np.ndarray:
    """The mean probability of an incident over the minutes of each live window."""
    chance = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    total = np.concatenate([[0.0], np.cumsum(chance)])
    live = windows.live
    start, end = windows.start[live] - launch, windows.end[live] - launch
    return (total[end] - total[start]) / (end - start)


def position(axis: np.ndarray, promised: float) -> int:
    """The position of the dial nearest to a promise, on its logarithmic scale."""
    return int(np.argmin(np.abs(np.log(axis) - np.log(max(promised, axis[0])))))


def operating(
    windows: Windows,
    backtest: Scored,
    believed: Judged,
    rules: Rules,
    *,
    level: str,
    quantile: float,
    contamination: float,
    correction: str,
) -> int:
    """Put the level where the rule says: a position of the dial."""
    if level == "budget":
        return position(AXIS, rules.budget)
    if level == "best_f1":
        f1 = np.nan_to_num(believed.counted.f1, nan=-1.0)
        return int(np.argmax(f1)) if f1.max() > 0 else position(AXIS, rules.budget)
    wanted = promised(
        windows,
        backtest,
        level=level,
        quantile=quantile,
        contamination=contamination,
        correction=correction,
    )
    return position(AXIS, wanted)


def within_budget(judged: Judged, budget: float) -> int:
    """The last position before false pages first exceed the budget, in the time judged."""
    false = judged.warned.false.sum(axis=1) / max(judged.days, 1e-9)
    over = np.flatnonzero(false > budget)
    return max(int(over[0]) - 1, 0) if len(over) else len(false) - 1
