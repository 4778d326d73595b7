"""How the live months unfold: by themselves, or with labels that our own campaign has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from cases.churn.features import Prepared
from cases.churn.labels import Labels
from cases.churn.model import (
    Learner,
    Model,
    Online,
    Snapshots,
    known_at,
    make,
)
from cases.churn.world import Outcomes
from data.world import World
from pipelines.over_time.replay import ScoreGrid

LOOK_BACK = 13
"""Months before launch that are scored too, so that monitors have a last year to compare with."""


@dataclass(frozen=True, eq=False)
class Past:
    """All that models are made of, month after month."""

    subscriptions: World
    outcomes: Outcomes
    labels: Labels
    prepared: Prepared
    alone: np.ndarray
    learner: Learner
    deployed: Model

    @property
    def launch(self) -> int:
        """The first live month, counted from the panel's first."""
        return int(self.subscriptions.about["launch"])

    @property
    def judged(self) -> np.ndarray:
        """Which live months' outcomes are known before the panel ends."""
        about = self.subscriptions.about
        return self.launch + np.arange(about["live"]) + self.outcomes.wait <= about["months"]

    def rows_of(self, month: int) -> slice:
        """The rows of a month of the panel."""
        places = self.subscriptions.about["customers"]
        return slice(month * places, (month + 1) * places)

    def known(
        self, period: int, label: np.ndarray | None = None, kept: np.ndarray | None = None
    ) -> Snapshots:
        """The snapshots to learn from at the start of a live month."""
        kept = self.alone if kept is None else self.alone & kept
        return known_at(
            self.subscriptions,
            self.labels,
            self.prepared.complete,
            self.learner,
            self.launch + period,
            label=label,
            kept=kept,
        )

    def scored(self, predict: Callable[[np.ndarray], np.ndarray]) -> Callable[[int], np.ndarray]:
        """The scores of any live month (before launch where negative), made all at once."""
        places, first = self.subscriptions.about["customers"], self.launch - LOOK_BACK
        last = self.launch + self.subscriptions.about["live"]
        rows = slice(first * places, last * places)
        scores = np.asarray(predict(self.prepared.served[rows]), float).reshape(-1, places)
        return lambda period: scores[period + LOOK_BACK]


def open_grid(past: Past) -> ScoreGrid:
    """Every model's scores of every month, each when first needed; labels are left as they are."""

    def train(period: int) -> Callable[[int], np.ndarray]:
        model = (
            make(past.known(period), past.prepared.offline, past.learner)
            if period
            else past.deployed
        )
        return past.scored(model.predict)

    return ScoreGrid(train)


def online_grid(past: Past, seed: int) -> ScoreGrid:
    """The scores of one linear model that learns month by month; asked for in order of time."""
    first = past.known(0)
    whole, offline = past.prepared.whole, past.prepared.offline
    online = Online.start(whole(offline[first.rows]), first.labels, seed)
    month = past.subscriptions.seen["month"].to_numpy()

    def train(period: int) -> Callable[[int], np.ndarray]:
        if online is None:
            return past.scored(past.deployed.predict)
        if period:
            known = past.known(period)
            newest = month[known.rows] == past.launch + period - past.learner.wait
            if newest.any():
                online.step(whole(offline[known.rows[newest]]), known.labels[newest])
        now = online.frozen()
        return past.scored(lambda rows: now(whole(rows)))

    return ScoreGrid(train)


@dataclass(eq=False)
class ServedMonths:
    """The live months as they are served: scores, who is contacted, and the labels that result.

    `pick(period, risk)` says who of a month is contacted. With `answers`, whoever is contacted
    shows the label of a contacted customer, and models learn from `learn_from`: "all" labels,
    those of the "untouched", or those of the "holdout" (marked rows, never contacted).
    """

    past: Past
    grid: ScoreGrid
    pick: Callable[[int, np.ndarray], np.ndarray]
    answers: bool = False
    learn_from: str = "all"
    holdout: np.ndarray | None = None
    scores: list[np.ndarray] = field(default_factory=list)
    contacted: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.label = self.past.labels.label.copy()
        self.touched = np.zeros(len(self.label), dtype=bool)
        if self.answers:
            self.grid = ScoreGrid(self._train)

    def serve(self, period: int, trained: int) -> None:
        """Score one month by the model that serves it, and contact whom the rule picks."""
        risk = self.grid.scores(trained, period)
        chosen = self.pick(period, risk)
        rows = self.past.rows_of(self.past.launch + period)
        if self.answers and self.holdout is not None:
            chosen = chosen & ~self.holdout
        self.scores.append(risk)
        self.contacted.append(chosen)
        if self.answers:
            self.touched[rows] = chosen
            answer = self.past.outcomes.leaves_contacted[rows]
            self.label[rows] = np.where(chosen, answer, self.label[rows])

    def shown(self, period: int) -> np.ndarray:
        """The labels of a live month as they come in."""
        return self.label[self.past.rows_of(self.past.launch + period)]

    def judged(self, period: int) -> np.ndarray:
        """The customers of a month whose labels say how good the model is by itself."""
        rows = self.past.rows_of(self.past.launch + period)
        usable = self.past.labels.usable[rows]
        return usable & self._kept()[rows] if self.answers else usable

    def _kept(self) -> np.ndarray:
        if self.learn_from == "untouched":
            return ~self.touched
        if self.learn_from == "holdout" and self.holdout is not None:
            launch = self.past.launch * len(self.holdout)
            live = np.tile(self.holdout, len(self.label) // len(self.holdout))
            return live | (np.arange(len(self.label)) < launch)
        return np.ones(len(self.label), dtype=bool)

    def _train(self, period: int) -> Callable[[int], np.ndarray]:
        if not period:
            return self.past.scored(self.past.deployed.predict)
        label = None if self.past.learner.hazard else self.label
        known = self.past.known(period, label, self._kept())
        return self.past.scored(make(known, self.past.prepared.offline, self.past.learner).predict)
