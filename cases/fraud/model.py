"""From history to a model, and to what the team believes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cases.fraud.features import DAY, Features
from data.world import World, stream
from pipelines.evaluation.splitting import HELD_BACK, folds
from pipelines.learning.resampling import Resampling, rebalance
from pipelines.learning.training import Fitted, Recipe, fit, standard

ENCODED = ("terminal", "card")
VALIDATION = 14  # days held back at the end


@dataclass(frozen=True, eq=False)
class History:
    """Payments a model may learn from at some moment: row numbers, labels as known, feedback.

    `alerted` marks rows an analyst has checked.
    """

    rows: np.ndarray
    labels: np.ndarray
    alerted: np.ndarray


@dataclass(frozen=True, eq=False)
class Validation:
    """Held-back payments with the scores of a model that did not train on them.

    `day` and `card` are -1 for rows made up by resampling. `share` is the part of their days'
    payments that was held back.
    """

    scores: np.ndarray
    labels: np.ndarray
    amount: np.ndarray
    day: np.ndarray
    card: np.ndarray
    share: float = 1.0


@dataclass(frozen=True, eq=False)
class Learner:
    """How this design turns rows into a model.

    `resampled_first` says that all rows are resampled before the split; `scale` are means and
    spreads fitted beforehand.
    """

    recipe: Recipe
    late_labels: str
    encoding: str
    resampled_first: bool
    scale: tuple[np.ndarray, np.ndarray] | None


def at_launch(payments: World) -> float:
    """The moment the model goes live, in seconds."""
    return payments.about["live_from"] * DAY


def history(
    payments: World,
    seen: pd.DataFrame,
    population: np.ndarray,
    *,
    window: int,
    late_labels: str,
    delay: int,
) -> History:
    """Collect the payments to learn from on the day of launch, with their labels as known."""
    now = at_launch(payments)
    return known_at(seen, population, now, window=window, late_labels=late_labels, delay=delay)


def past(
    payments: World,
    seen: pd.DataFrame,
    population: np.ndarray,
    *,
    window: int,
    late_labels: str,
    delay: int,
) -> History:
    """Collect what validation needs: the history, and as much before it as is held back."""
    longer = window + VALIDATION + 2 * (delay + 1)
    now = at_launch(payments)
    return known_at(seen, population, now, window=longer, late_labels=late_labels, delay=delay)


def known_at(
    seen: pd.DataFrame,
    population: np.ndarray,
    now: float,
    *,
    window: int,
    late_labels: str,
    delay: int,
    unlabelled: np.ndarray | None = None,
) -> History:
    """The rows to learn from at `now` (seconds): the last `window` days there are labels for.

    `wait` leaves out the days whose labels are not due yet; `genuine` keeps them and takes what is
    unreported as genuine; `feedback` keeps what analysts checked; `two` keeps both kinds.
    `unlabelled` marks payments that were declined and so never show what they were.
    """
    time = seen["time"].to_numpy()
    known = seen["label_time"].to_numpy() <= now
    alerted = seen["incumbent_alert"].to_numpy() & known
    wait = (delay + 1) * DAY if late_labels in ("wait", "two") else 0.0
    usable = (time < now) & (time >= now - wait - window * DAY) & population
    if unlabelled is not None:
        usable &= ~unlabelled
    due = known & (time < now - wait)
    keep = {"wait": due, "genuine": True, "feedback": alerted, "two": due | alerted}[late_labels]
    rows = np.flatnonzero(usable & keep)
    labels = np.where(known[rows], seen["reported"].to_numpy()[rows], 0)
    return History(rows, labels.astype(np.int8), alerted[rows])


def learner(
    history: History,
    offline: Features,
    *,
    model: str,
    depth: int,
    resampling: str,
    ratio: float,
    resampled_rows: str,
    prior_correction: str,
    calibration: str,
    late_labels: str,
    encoding: str,
    features: str,
    scaler: str,
    seed: int,
) -> Learner:
    """Fix how models are made: kind, class imbalance, calibration, encoding."""
    method = Resampling(resampling, ratio, corrected=prior_correction == "on")
    recipe = Recipe(model, method, calibration, seed, depth)
    scale = None
    if scaler == "before" and len(history.rows):
        scale = standard(offline.matrix[history.rows])
    used = encoding if features == "encoded" else "none"
    return Learner(recipe, late_labels, used, resampled_rows == "all", scale)


def validation(
    past: History,
    seen: pd.DataFrame,
    offline: Features,
    learner: Learner,
    *,
    split: str,
    delay: int,
    window: int,
    seed: int,
) -> Validation:
    """Judge the model as the team does: train without the held-back rows, then score them."""
    examples = Examples.of(past, seen, offline)
    rng = stream(seed, "split")
    if learner.resampled_first:
        recent = examples.take(np.flatnonzero(examples.day >= examples.day.max(initial=0) - window))
        examples, split = recent.resampled(learner.recipe, rng), "random"
    cuts = folds(
        examples.day,
        examples.ids[:, 1],
        split=split,
        gap=delay + 1,
        window=10**6 if learner.resampled_first else window,
        length=VALIDATION,
        rng=rng,
    )
    parts = [(_judge(examples, train, held, learner), held) for train, held in cuts]
    if not parts:
        nothing = np.empty(0)
        return Validation(nothing, nothing, nothing, nothing, nothing)
    held = np.concatenate([rows for _, rows in parts])
    return Validation(
        np.concatenate([scores for scores, _ in parts]),
        examples.labels[held],
        examples.matrix[held, 0].astype(float),
        examples.day[held],
        examples.ids[held, 1],
        share=HELD_BACK if split in ("random", "entity") else 1.0,
    )


def deployed(history: History, seen: pd.DataFrame, offline: Features, learner: Learner) -> Model:
    """Train the model that goes live, on all the history."""
    return make(Examples.of(history, seen, offline), learner)


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows to learn from: features, (terminal, card), label, day, whether an analyst checked."""

    matrix: np.ndarray
    ids: np.ndarray
    labels: np.ndarray
    day: np.ndarray
    alerted: np.ndarray

    @classmethod
    def of(cls, history: History, seen: pd.DataFrame, features: Features) -> Examples:
        """Gather the rows of a history."""
        rows = history.rows
        ids = seen[list(ENCODED)].to_numpy()[rows]
        day = seen["day"].to_numpy()[rows]
        return cls(features.matrix[rows], ids, history.labels, day, history.alerted)

    def take(self, rows: np.ndarray) -> Examples:
        """Some of the rows."""
        return Examples(
            self.matrix[rows], self.ids[rows], self.labels[rows], self.day[rows], self.alerted[rows]
        )

    def resampled(self, recipe: Recipe, rng: np.random.Generator) -> Examples:
        """The rows after resampling all of them, shuffled; made-up rows have ids and day -1."""
        asked = recipe.resampling
        new = rebalance(
            self.matrix, self.labels, method=asked.method, ratio=asked.ratio, seed=recipe.seed
        )
        made_up = new.rows < 0
        ids = np.where(made_up[:, None], -1, self.ids[new.rows])
        day = np.where(made_up, -1, self.day[new.rows])
        alerted = np.where(made_up, False, self.alerted[new.rows])
        mixed = Examples(new.features, ids, new.labels, day, alerted)
        return mixed.take(rng.permutation(len(day)))


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted design: from features and (terminal, card) to a probability of fraud."""

    predict: Callable[[np.ndarray, np.ndarray], np.ndarray]
    fitted: Fitted
    names_added: tuple[str, ...] = ()
    nbytes: int = 2_000_000


def make(examples: Examples, learner: Learner, encoder=None) -> Model:
    """Train by the learner: one model, or one on feedback and one on due labels, averaged."""
    if learner.late_labels != "two":
        return _train(examples, learner, encoder)
    feedback = _train(examples.take(np.flatnonzero(examples.alerted)), learner, encoder)
    delayed = _train(examples.take(np.flatnonzero(~examples.alerted)), learner, encoder)
    return Model(
        lambda matrix, ids: 0.5 * (feedback.predict(matrix, ids) + delayed.predict(matrix, ids)),
        delayed.fitted,
        delayed.names_added,
    )


def _judge(examples: Examples, train: np.ndarray, held: np.ndarray, learner: Learner) -> np.ndarray:
    encoder = None
    if learner.encoding == "global":
        encoder = _target_encoder(learner, examples.labels).fit(examples.ids, examples.labels)
    # What is prepared before the split is not prepared again inside it.
    inside = replace(learner, recipe=replace(learner.recipe, resampling=Resampling()))
    model = make(examples.take(train), inside if learner.resampled_first else learner, encoder)
    return model.predict(examples.matrix[held], examples.ids[held])


def _train(examples: Examples, learner: Learner, encoder=None) -> Model:
    if learner.encoding == "none" or len(np.unique(examples.labels)) < 2:
        fitted = fit(examples.matrix, examples.labels, learner.recipe, scale=learner.scale)
        return Model(lambda matrix, ids: fitted.predict(matrix), fitted)
    if learner.encoding == "fold":
        encoder = _target_encoder(learner, examples.labels)
        # Cross-fitted on its own rows, so that a row's encoding does not hold its own label.
        encoded = encoder.fit_transform(examples.ids, examples.labels)
    else:
        if encoder is None:
            encoder = _target_encoder(learner, examples.labels).fit(examples.ids, examples.labels)
        encoded = encoder.transform(examples.ids)
    fitted = fit(np.hstack([examples.matrix, encoded]), examples.labels, learner.recipe, scale=None)
    return Model(
        lambda matrix, ids: fitted.predict(np.hstack([matrix, encoder.transform(ids)])),
        fitted,
        tuple(f"{name} encoding" for name in ENCODED),
    )


def _target_encoder(learner: Learner, labels: np.ndarray):
    """Cross-fitted in five parts, or in as many as there are rows of the rarer class."""
    from sklearn.model_selection import StratifiedKFold
    from sklearn.preprocessing import TargetEncoder

    rarer = int(min(labels.sum(), (1 - labels).sum()))
    parts = StratifiedKFold(max(2, min(5, rarer)), shuffle=True, random_state=learner.recipe.seed)
    return TargetEncoder(target_type="binary", cv=parts)
