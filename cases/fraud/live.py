"""The live weeks: models retrained by a policy, fraudsters who answer, payments nobody scored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.fraud.closed_loop import ClosedLoop, Course, OpenLoop, Upkeep, score, week_of
from cases.fraud.decide import Operating
from cases.fraud.features import DAY, Features
from cases.fraud.model import ENCODED, Examples, Learner, Model, at_launch, known_at, make
from cases.fraud.serving import Service
from cases.fraud.world import WEEK
from data.payments import Tactics
from data.world import World, stream
from pipelines.over_time.monitors import adwin_rings, psi
from pipelines.over_time.replay import Replayed, ScoreGrid, replay

EVERY = {"never": 0, "monthly": 4, "weekly": 1, "alarm": 0}
# The usual 0.1 is out of reach where one payment in a hundred is fraud and only their scores move.
PSI_RINGS = 0.02


@dataclass(frozen=True, eq=False)
class Live:
    """The judged payments, one row each, in order of time.

    Columns: payment, time, day, week, card, terminal, amount, reported, label_time, fraud,
    mechanism, clairvoyant, attainable, probability, unscored. `replayed` says which model served
    each week; `tactics` what the fraudsters did in it; `answered` whether they moved by themselves.
    """

    rows: pd.DataFrame
    replayed: Replayed
    tactics: tuple[Tactics, ...]
    weeks: int
    answered: bool


def upkeep(
    *,
    retraining: str,
    alarm: str,
    window: int,
    late_labels: str,
    delay: int,
    compromised: str,
    features: str,
    freshness: str,
) -> Upkeep:
    """Fix how the live model is kept: when it is retrained, and on what."""
    return Upkeep(retraining, alarm, window, late_labels, delay, compromised, features, freshness)


def grid(
    payments: World,
    seen: pd.DataFrame,
    population: np.ndarray,
    served: Features,
    offline: Features,
    learner: Learner,
    deployed: Model,
    *,
    window: int,
    late_labels: str,
    delay: int,
) -> ScoreGrid:
    """Prepare to score every live week by the model of every week, each when first needed."""
    launch, week = at_launch(payments), week_of(payments, seen)
    ids = seen[list(ENCODED)].to_numpy()

    def train(period: int):
        model = deployed
        if period:
            now = launch + period * WEEK * DAY
            known = known_at(
                seen, population, now, window=window, late_labels=late_labels, delay=delay
            )
            model = make(Examples.of(known, seen, offline), learner)
        return lambda scored: score(model, served.matrix, ids, (week == scored) & population)

    return ScoreGrid(train)


def live(
    payments: World,
    seen: pd.DataFrame,
    population: np.ndarray,
    ceiling: np.ndarray,
    served: Features,
    learner: Learner,
    deployed: Model,
    grid: ScoreGrid,
    operating: Operating,
    serving: Service,
    upkeep: Upkeep,
    *,
    drift: str,
    severity: float,
    action: str,
    exploration_share: float,
    seed: int,
) -> Live:
    """Run the live weeks: score, act, collect labels, retrain, and let the fraudsters answer."""
    declines = action in ("block", "bands") and upkeep.retraining != "never"
    if drift == "adversary" or declines:
        kept = 1.0 - exploration_share if declines else 0.0
        learning_rate = min(1.0, 0.5 * severity) if drift == "adversary" else 0.0
        course: Course = ClosedLoop(
            payments, served, learner, deployed, operating, upkeep, kept, learning_rate, seed
        )
    else:
        course = OpenLoop(payments, seen, population, ceiling, grid)
    weeks = -(-(payments.about["days"] - payments.about["live_from"]) // WEEK)
    rings = (
        (lambda week, trained: _rings(course, upkeep.alarm, week, trained))
        if (upkeep.retraining == "alarm")
        else None
    )
    replayed = replay(weeks, every=EVERY[upkeep.retraining], alarm=rings, serve=course.serve)
    rows = course.judged()
    luck = stream(seed, "unscored").random(len(rows))
    rows["unscored"] = luck < serving.timed.missed.value
    return Live(rows, replayed, tuple(course.tactics), weeks, drift == "adversary")


def _rings(course: Course, alarm: str, week: int, trained: int) -> bool:
    """Whether the alarm rings at the start of a week, from what is known by then."""
    rows = course.so_far()
    rows = rows[(rows["week"] >= trained) & (rows["week"] < week)]
    if alarm == "scores":
        first, last = rows["week"] == trained, rows["week"] == week - 1
        if week - 1 == trained:
            return False
        scores = rows["probability"].to_numpy()
        return psi(scores[first.to_numpy()], scores[last.to_numpy()]) > PSI_RINGS
    now = at_launch(course.payments) + week * WEEK * DAY
    known = rows[rows["label_time"] <= now].sort_values("label_time")
    return adwin_rings((known["probability"] - known["reported"]).abs().to_numpy())
