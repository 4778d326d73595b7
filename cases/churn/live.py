"""The live months: models replaced by a policy, monitors that watch, labels that come late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.churn.closed_loop import Past, ServedMonths, online_grid, open_grid
from cases.churn.decide import Policy
from cases.churn.features import WATCHED, Features, Prepared
from cases.churn.labels import Labels
from cases.churn.model import Learner, Model, Trial, Validation, untreated
from cases.churn.world import Outcomes, grid_of
from data.world import World, stream
from pipelines.evaluation.scores import roc_auc
from pipelines.over_time.monitors import Monitor
from pipelines.over_time.replay import Replayed, ScoreGrid, replay

ERRORS_A_MONTH = 400
"""How many matured decisions a month a stream detector is told of; KSWIN, which is slow, fewer."""

SEASON = {"training": 0, "last_year": 12}


@dataclass(frozen=True, eq=False)
class Live:
    """The live months: scores, contacts and labels as they came in, of shape (months, places).

    `replayed` says which model served each month and when the monitor rang; `judged` marks months
    whose outcome is known before the panel ends.
    """

    scores: np.ndarray
    contacted: np.ndarray
    shown: np.ndarray
    replayed: Replayed
    judged: np.ndarray
    online: bool


@dataclass(frozen=True, eq=False)
class AsWatched:
    """What monitors may look at, month by month."""

    course: ServedMonths
    watched: np.ndarray
    capacity: float
    most: int
    wait: int

    def scores(self, trained: int, period: int) -> np.ndarray:
        """The scores of a month by a model."""
        return self.course.grid.scores(trained, period)

    def outcomes(self, period: int) -> tuple[np.ndarray, np.ndarray]:
        """The labels of a month as they came in, and whose count."""
        return self.course.shown(period), self.course.judged(period)

    def inputs(self, period: int) -> np.ndarray:
        """The watched features of a month."""
        return self.watched[self.course.past.rows_of(self.course.past.launch + period)]

    def errors(self, trained: int, period: int) -> np.ndarray:
        """Whether being among the share to contact and leaving disagree, for some customers."""
        labels, counts = self.outcomes(period)
        scores = self.scores(trained, period)[counts][: self.most]
        cut = np.quantile(scores, 1 - self.capacity) if len(scores) else 0.0
        return ((scores >= cut) != (labels[counts][: self.most] > 0)).astype(int)


def past(
    subscriptions: World,
    outcomes: Outcomes,
    labels: Labels,
    prepared: Prepared,
    trial: Trial,
    learner: Learner,
    deployed: Model,
) -> Past:
    """Gather what every month's model is made of."""
    alone = untreated(subscriptions, trial)
    return Past(
        subscriptions,
        outcomes,
        labels,
        prepared,
        alone,
        learner,
        deployed,
    )


def grid(past: Past) -> ScoreGrid:
    """Prepare to score every month by the model of every month, each when first needed."""
    return open_grid(past)


def live(
    past: Past,
    grid: ScoreGrid,
    served: Features,
    validation: Validation,
    policy: Policy,
    *,
    drift: str,
    retraining: str,
    retrain_every: int,
    detector: str,
    monitor_threshold: float,
    reference: str,
    learn_from: str,
    holdout: float,
    seed: int,
) -> Live:
    """Run the live months: score, contact, wait for labels, watch, and retrain by the policy."""
    course = ServedMonths(
        past,
        online_grid(past, seed) if retraining == "online" else grid,
        lambda period, risk: policy.contacts(past.rows_of(past.launch + period), risk),
        answers=drift == "campaign",
        learn_from=learn_from,
        holdout=_held_out(past, holdout, seed),
    )
    seen = served.matrix[:, list(WATCHED)]
    watched = AsWatched(course, seen, policy.capacity, _most(detector), past.outcomes.wait)
    promised = roc_auc(validation.labels, validation.scores) if len(validation.rows) else np.nan
    monitor = Monitor(
        detector,
        watched,
        promised,
        bar=monitor_threshold,
        season=SEASON[reference],
        rest=past.outcomes.wait,
        adjust=validation.chances,
    )
    rang: list[int] = []
    months = int(past.subscriptions.about["live"])
    replayed = _replay(course, retraining, retrain_every, monitor, rang, months)
    return Live(
        np.stack(course.scores),
        np.stack(course.contacted),
        np.stack([course.shown(period) for period in range(months)]),
        Replayed(replayed.trained, tuple(rang)),
        past.judged,
        retraining == "online",
    )


def _replay(
    course: ServedMonths,
    retraining: str,
    every: int,
    monitor: Monitor,
    rang: list[int],
    months: int,
) -> Replayed:
    """Walk through the months; the monitor watches whether or not the policy listens to it."""

    def alarm(period: int, trained: int) -> bool:
        rings = monitor(period, trained)
        if rings:
            rang.append(period)
        return rings and retraining == "alarm"

    often = {"schedule": every, "online": 1}.get(retraining, 0)
    return replay(months, every=often, alarm=alarm, serve=course.serve)


def _held_out(past: Past, share: float, seed: int) -> np.ndarray | None:
    places = past.subscriptions.about["customers"]
    return stream(seed, "holdout").random(places) < share if share else None


def _most(detector: str) -> int:
    return ERRORS_A_MONTH // 8 if detector == "kswin" else ERRORS_A_MONTH


def by_month(past: Past, values: np.ndarray) -> np.ndarray:
    """Values a row of the panel, for the live months: shape (months, places)."""
    live = past.subscriptions.about["live"]
    return grid_of(past.subscriptions, values)[past.launch : past.launch + live]
