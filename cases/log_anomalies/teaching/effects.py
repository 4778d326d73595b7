"""What the log lessons measure over their runs."""

from __future__ import annotations

import math

import numpy as np

from cases.log_anomalies.judged import within_budget
from cases.log_anomalies.live import Scored
from data.logs import DAY, USUAL
from kit.run import Run
from pipelines.detection.deviations import THREE_SIGMA, standard
from pipelines.detection.events import by_points, segments
from pipelines.evaluation.scores import average_precision


def found(run: Run) -> float:
    """The share of incidents paged at the level that just keeps the budget in truth."""
    judged = run["judged"]
    at = within_budget(judged, run["rules"].budget)
    return float(judged.warned.found[:, at].mean())


def found_more(first: Run, second: Run) -> float:
    """How much more of the incidents the second run finds for the same false pages."""
    return found(second) - found(first)


def ranked(run: Run) -> float:
    """Average precision of the windows, without the ceiling."""
    judged = run["judged"]
    return average_precision(judged.label.astype(float), judged.surprise)


def ranked_over_mean(first: Run, *others: Run) -> float:
    """Average precision of the first run beyond the mean of the others."""
    return ranked(first) - float(np.mean([ranked(run) for run in others]))


def ranked_more(*pairs: Run) -> float:
    """How much better the second run of a pair ranks windows than the first: of the pairs of runs
    in turn, the one that gains least."""
    both = zip(pairs[::2], pairs[1::2], strict=True)
    return min(ranked(after) - ranked(before) for before, after in both)


def loses_less(*runs: Run) -> float:
    """How much less the first detector gains by clean windows than the second; of each, all of a
    history and its clean windows."""
    return ranked_more(*runs[2:]) - ranked_more(*runs[:2])


def blind_spot(run: Run) -> float:
    """What the detector with the smallest blind spot finds of the kind that it finds least of."""
    race = run["race"]
    by_kind = [race.found[:, race.kinds == kind].mean(axis=1) for kind in np.unique(race.kinds)]
    return float(np.min(by_kind, axis=0).max())


def seen_ranking(first: Run, second: Run) -> float:
    """How much better the second run's backtest says it ranks windows."""
    both = [run["believed"] for run in (first, second)]
    told = [average_precision(one.label.astype(float), one.surprise) for one in both]
    return told[1] - told[0]


def best_f1(run: Run, *, adjust: float | None) -> float:
    """The highest F1 of windows over all levels."""
    judged = run["judged"]
    cuts = np.unique(np.quantile(judged.surprise, 1 - np.geomspace(5e-4, 0.9, 60)))
    alarms = judged.surprise[None, :] >= cuts[:, None]
    return float(np.nanmax(by_points(alarms, judged.label, adjust=adjust).f1))


def flattery(run: Run) -> float:
    """What point adjustment adds to the highest F1."""
    return best_f1(run, adjust=0.0) - best_f1(run, adjust=None)


def adjusted_by_luck(run: Run, *, rate: float = 0.05, draws: int = 300) -> float:
    """Adjusted recall of random flags at a rate, over 1 - (1 - rate)^L of each segment of L."""
    label = run["judged"].label
    first, last = segments(label)
    length = last - first
    expected = (length * (1 - (1 - rate) ** length)).sum() / length.sum()
    flags = np.random.default_rng(0).random((draws, len(label))) < rate
    return float(by_points(flags, label, adjust=0.0).found.mean() / label.sum() / expected)


def largest_z(run: Run, *, points: int = 10) -> float:
    """The largest z-score one of so many points can have, less sqrt(n - 1)."""
    x = np.zeros((points, 1))
    x[-1] = 1e9
    z = standard(x).deviations(x, np.zeros(points, dtype=int))
    return float(np.abs(z).max() - math.sqrt(points - 1))


def three_sigma(run: Run) -> float:
    """Windows a day beyond three sigma where nothing is wrong, over what normal columns give."""
    judged, windows = run["judged"], run["windows"]
    detector = run["deployed"].launch[0]
    score = detector.score(run["deployed"].rows)
    alarms = (score >= 3.0) & ~judged.label
    normal = windows.a_day * (1 - (1 - THREE_SIGMA) ** len(USUAL))
    return float(alarms.sum() / ((~judged.label).sum() / windows.a_day) / normal)


def alarms_on_the_day(run: Run, deployed: Scored) -> float:
    """False alarming windows in the day from the change on, at the budget's promise."""
    judged, windows = run["judged"], run["windows"]
    begin = run["logs"].about["live_from"] + DAY * (run.settings["change_day"] - 1) + 600
    start = windows.start[deployed.rows]
    day = (start >= begin) & (start < begin + DAY) & ~judged.label
    level = np.log10(windows.a_day / run["rules"].budget)
    return float((judged.surprise[day] >= level).sum())


def alarms_ratio(calm: Run, changed: Run) -> float:
    """False alarms on the day of a release, over those of the same day without (one added)."""
    both = [alarms_on_the_day(run, run["deployed"]) + 1 for run in (calm, changed)]
    return both[1] / both[0]
