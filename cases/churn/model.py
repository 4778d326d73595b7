"""From history to a model: which snapshots, which model, and what the team believes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cases.churn.features import Prepared
from cases.churn.labels import Labels
from cases.churn.world import Outcomes
from data.world import World, stream
from pipelines.evaluation.splitting import folds
from pipelines.learning.calibration import calibrator
from pipelines.learning.training import Predict, Recipe, fit, standard

RECIPES = {
    "constant": Recipe("constant"),
    "logistic": Recipe("logistic"),
    "hazard": Recipe("logistic"),
    "lightgbm": Recipe("lightgbm"),
    "tree": Recipe("shallow_tree", depth=5),
    "deep": Recipe("tree"),
}
TREES = ("lightgbm", "tree", "deep")
HELD_MONTHS = 3
"""Months held back to judge the model by, where the split is by time."""

TRIAL_MONTHS = 12
"""For how many months before launch some customers are contacted at random."""


@dataclass(frozen=True)
class Learner:
    """How this design turns snapshots into a model.

    `wait` is how many months the labels it learns from take; `window` how many months of snapshots
    it looks back; a `growing` window keeps all from the launch model's first on. `newest` takes
    each customer's last snapshot only. `hazard` predicts leaving in the next month and strings
    months together.
    """

    recipe: Recipe
    wait: int
    window: int
    growing: bool
    newest: bool
    hazard: bool
    gap: int
    horizon: int


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model: prepared features to the chance of leaving in the window."""

    predict: Predict
    rows: int
    positives: int
    importance: np.ndarray | None = None
    nbytes: int = 2_000_000


@dataclass(frozen=True, eq=False)
class Snapshots:
    """Rows a model may learn from, and the label of each; by rising month."""

    rows: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True, eq=False)
class Trial:
    """The randomised trial before launch: its rows, who was contacted, and who left."""

    rows: np.ndarray
    contacted: np.ndarray
    left: np.ndarray


def trial(subscriptions: World, outcomes: Outcomes, *, trial_share: float, seed: int) -> Trial:
    """Contact a share of the customers at random for a year, half of them, and see who leaves."""
    month, launch = subscriptions.seen["month"].to_numpy(), subscriptions.about["launch"]
    end = launch - outcomes.wait
    luck = stream(seed, "trial").random((2, len(month)))
    inside = (
        (month > end - TRIAL_MONTHS) & (month <= end) & ~outcomes.early & (luck[0] < trial_share)
    )
    rows = np.flatnonzero(inside)
    contacted = (luck[1][rows] < 0.5).astype(float)
    left = np.where(contacted == 1, outcomes.leaves_contacted[rows], outcomes.leaves[rows])
    return Trial(rows, contacted, left)


def learner(
    *,
    model: str,
    calibration: str,
    training_window: int,
    window_kind: str,
    rows: str,
    gap: int,
    horizon: int,
    seed: int,
) -> Learner:
    """Fix how models are made: kind, calibration, and which snapshots they learn from."""
    base = RECIPES[model]
    recipe = Recipe(base.model, calibration=calibration, seed=seed, depth=base.depth)
    hazard = model == "hazard"
    return Learner(
        recipe=recipe,
        wait=1 if hazard else gap + horizon,
        window=training_window,
        growing=window_kind == "expanding",
        newest=rows == "one",
        hazard=hazard,
        gap=gap,
        horizon=horizon,
    )


def known_at(
    subscriptions: World,
    labels: Labels,
    complete: np.ndarray,
    learner: Learner,
    now: int,
    *,
    label: np.ndarray | None = None,
    kept: np.ndarray | None = None,
) -> Snapshots:
    """The snapshots to learn from at the start of month `now`: those whose label is in.

    `label` replaces the labels (those a campaign has changed), `kept` leaves rows out.
    """
    month, launch = subscriptions.seen["month"].to_numpy(), subscriptions.about["launch"]
    last = now - learner.wait
    first = (min(now, launch) if learner.growing else now) - learner.wait - learner.window
    # Rows are sorted by month: the span is a slice.
    begin, end = np.searchsorted(month, [first + 1, last + 1])
    usable = complete[begin:end] & (labels.usable[begin:end] | learner.hazard)
    if kept is not None:
        usable = usable & kept[begin:end]
    rows = begin + np.flatnonzero(usable)
    if learner.newest and len(rows):
        customer = subscriptions.seen["customer"].to_numpy()[rows]
        rows = np.sort(rows[len(rows) - 1 - np.unique(customer[::-1], return_index=True)[1]])
    own = labels.monthly if learner.hazard else labels.label
    return Snapshots(rows, (own if label is None else label)[rows])


def untreated(subscriptions: World, trial: Trial) -> np.ndarray:
    """Which rows were left alone by the trial: those a risk model may learn from."""
    alone = np.ones(len(subscriptions), dtype=bool)
    alone[trial.rows[trial.contacted == 1]] = False
    return alone


def make(snapshots: Snapshots, matrix: np.ndarray, learner: Learner) -> Model:
    """Train by the learner on some snapshots."""
    fitted = fit(matrix[snapshots.rows], snapshots.labels, learner.recipe)
    predict = _windowed(fitted.predict, learner) if learner.hazard else fitted.predict
    return Model(guarded(predict), fitted.rows, fitted.positives, fitted.importance)


def _windowed(hazard: Predict, learner: Learner) -> Predict:
    """A month's chance of leaving strung together: to the window, then to its end."""

    def predict(rows: np.ndarray) -> np.ndarray:
        stays = 1 - hazard(rows)
        return stays**learner.gap - stays ** (learner.gap + learner.horizon)

    return predict


def guarded(predict: Predict) -> Predict:
    """A prediction that takes no rows at all as well."""
    return lambda rows: np.asarray(predict(rows), float) if len(rows) else np.empty(0)


def deployed(
    subscriptions: World, labels: Labels, prepared: Prepared, learner: Learner, trial: Trial
) -> Model:
    """Train the model that goes live, on the labels known at launch."""
    kept = untreated(subscriptions, trial)
    launch = subscriptions.about["launch"]
    known = known_at(subscriptions, labels, prepared.complete, learner, launch, kept=kept)
    return make(known, prepared.offline, learner)


@dataclass(frozen=True, eq=False)
class Validation:
    """Held-back snapshots with the scores of a model that did not learn from them."""

    rows: np.ndarray
    scores: np.ndarray
    labels: np.ndarray

    @cached_property
    def chances(self) -> Callable[[np.ndarray], np.ndarray]:
        """A map from scores to chances to leave, as the held-back labels have it (Platt)."""
        if not len(self.labels):
            return lambda scores: scores
        return calibrator(self.scores, self.labels, method="sigmoid")


def validation(
    subscriptions: World,
    labels: Labels,
    prepared: Prepared,
    learner: Learner,
    trial: Trial,
    *,
    split: str,
    seed: int,
) -> Validation:
    """Judge the model as the team does: hold snapshots back, train on the rest, score them."""
    launch = subscriptions.about["launch"]
    month = subscriptions.seen["month"].to_numpy()
    last = launch - labels.wait
    first = last - learner.window - HELD_MONTHS - labels.wait
    begin, end = np.searchsorted(month, [first + 1, last + 1])
    alone = untreated(subscriptions, trial)[begin:end]
    rows = begin + np.flatnonzero(prepared.complete[begin:end] & labels.usable[begin:end] & alone)
    if not len(rows):
        return Validation(rows, np.empty(0), np.empty(0))
    customers = subscriptions.seen["customer"].to_numpy()[rows]
    (train, held), *_ = _cut(month[rows], customers, learner, split, labels.wait, seed)
    own = labels.monthly if learner.hazard else labels.label
    # Where each customer's newest snapshot trains, it is the newest before the cut.
    if learner.newest and len(train):
        train = train[len(train) - 1 - np.unique(customers[train][::-1], return_index=True)[1]]
        train = np.sort(train)
    model = make(Snapshots(rows[train], own[rows[train]]), prepared.offline, learner)
    return Validation(
        rows[held], model.predict(prepared.offline[rows[held]]), labels.label[rows[held]]
    )


def _cut(
    month: np.ndarray, customers: np.ndarray, learner: Learner, split: str, wait: int, seed: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    names = {"rows": "random", "customers": "entity", "time": "time", "gap": "gap"}
    cuts = folds(
        month,
        customers,
        split=names[split],
        gap=learner.wait - 1,
        window=learner.window,
        length=HELD_MONTHS,
        rng=stream(seed, "split"),
    )
    nothing = np.empty(0, dtype=int)
    return cuts or [(nothing, nothing)]


@dataclass(eq=False)
class Online:
    """A linear model that takes a few gradient steps a month on the labels that just came in."""

    mean: np.ndarray
    spread: np.ndarray
    model: object
    step: Callable[[np.ndarray, np.ndarray], None]

    @classmethod
    def start(cls, features: np.ndarray, labels: np.ndarray, seed: int) -> Online | None:
        """Begin with several passes over history; None where it holds one class only."""
        from sklearn.linear_model import SGDClassifier

        if len(np.unique(labels)) < 2:
            return None
        mean, spread = standard(features)
        model = SGDClassifier(
            loss="log_loss",
            alpha=1e-5,
            learning_rate="constant",
            eta0=0.003,
            random_state=seed,
        )

        def step(rows: np.ndarray, target: np.ndarray) -> None:
            model.partial_fit((rows - mean) / spread, target, classes=[0.0, 1.0])

        online = cls(mean, spread, model, step)
        for _ in range(4):
            online.step(features, labels)
        return online

    def frozen(self) -> Predict:
        """What it predicts now, whatever it learns later."""
        weights, level = self.model.coef_[0].copy(), float(self.model.intercept_[0])  # type: ignore[attr-defined]
        mean, spread = self.mean, self.spread
        return lambda rows: 1 / (1 + np.exp(-(((rows - mean) / spread) @ weights + level)))
