"""How a filter is made: columns, a model or two, and defences against poisoned mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.spam.defences import harmless_rows
from pipelines.text.bags import Bags, stacked
from pipelines.text.features import SCALED, STRENGTH, Prepared, fitted_columns, prepare
from pipelines.text.models import TextModel, constant, fit_text, update

LIMIT = 1.0  # what a word may weigh, in log odds, with limited weights
HELD = 0.25  # the last part of the training mail, on which a cascade's stages are calibrated
MIDDLE = 2.0  # log odds a cascade takes for doubtful: between the usual two thresholds
SURE = 30.0  # log odds beyond which nothing is told apart


@dataclass(frozen=True)
class FilterDesign:
    """What a filter is made of; `expensive` is the second stage of a cascade, `band` its share."""

    representation: str
    sender: bool
    model: str
    expensive: str
    band: float
    defence: str
    seed: int

    @property
    def stages(self) -> tuple[tuple[str, str], ...]:
        """(representation, model) of each stage."""
        if self.model != "cascade":
            return ((self.representation, self.model),)
        return (("words", "nb"), EXPENSIVE[self.expensive])


EXPENSIVE = {
    "chars": ("chars", "logistic"),
    "boosted": ("embedding", "lightgbm"),
    "encoder": ("encoder", "logistic"),
}


@dataclass(frozen=True, eq=False)
class Examples:
    """Mail to learn from, in order of time: bags, label, weight in training, day, mailbox, group
    of near-copies, and whether it is known to be what its label says (audited or old)."""

    bags: Bags
    label: np.ndarray
    weight: np.ndarray
    day: np.ndarray
    mailbox: np.ndarray
    group: np.ndarray

    def take(self, rows: np.ndarray) -> Examples:
        """Some of the rows (row numbers or a mask)."""
        parts = (self.label, self.weight, self.day, self.mailbox, self.group)
        index = np.flatnonzero(rows) if rows.dtype == bool else rows
        return Examples(self.bags.take(index), *(part[index] for part in parts))


@dataclass(frozen=True, eq=False)
class Filter:
    """A filter that runs: from bags (and their mailboxes) to log odds of spam.

    `passes_on(bags)` says which messages its expensive stage reads; `renew` gives the filter after
    one pass over newly labelled mail.
    """

    log_odds: Callable[[Bags, np.ndarray], np.ndarray]
    passes_on: Callable[[Bags], np.ndarray]
    training: Bags
    renew: Callable[[Examples], Filter] | None = None
    nbytes: int = 4_000_000


@dataclass(frozen=True, eq=False)
class Basis:
    """What is fixed once, at launch: embeddings by stage, and mail from before that is trusted."""

    stages: tuple[Prepared, ...]
    trusted: Examples


def prepared_stages(launch: Bags, everything: Bags, design: FilterDesign) -> tuple[Prepared, ...]:
    """What each stage of a filter fixes once, at launch."""
    return tuple(
        prepare(
            launch,
            everything,
            representation=representation,
            sender=design.sender,
            dense=model == "lightgbm",
        )
        for representation, model in design.stages
    )


def make(examples: Examples, design: FilterDesign, basis: Basis) -> Filter:
    """Train a filter: one for all, or one for each mailbox."""
    if design.defence != "personal":
        return _make(examples, design, basis)
    own = {
        int(box): _make(examples.take(examples.mailbox == box), design, basis)
        for box in np.unique(examples.mailbox)
    }

    def log_odds(rows: Bags, mailbox: np.ndarray) -> np.ndarray:
        scores = np.zeros(len(rows))
        for box, filter in own.items():
            mine = np.flatnonzero(mailbox == box)
            scores[mine] = filter.log_odds(rows.take(mine), mailbox[mine])
        return scores

    first = next(iter(own.values())) if own else _make(examples, design, basis)
    return Filter(log_odds, first.passes_on, examples.bags)


def _make(examples: Examples, design: FilterDesign, basis: Basis) -> Filter:
    used = examples.take(examples.weight > 0)
    if design.defence == "roni":
        used = used.take(harmless(used, basis.trusted))
    if design.model == "cascade":
        return _cascade(used, design, basis)
    stage = _stage(used, design, basis.stages[0], design.model)
    return _alone(stage, used)


@dataclass(frozen=True, eq=False)
class Stage:
    """One model and the columns it reads."""

    columns: Callable[[Bags], object]
    model: TextModel
    limit: float | None

    def log_odds(self, rows: Bags) -> np.ndarray:
        """Log odds of spam, finite: shape (messages,)."""
        if not len(rows):
            return np.empty(0)
        scores = np.asarray(self.model.log_odds(self.columns(rows)), dtype=float)
        return np.clip(scores, -1e3, 1e3)


def _stage(used: Examples, design: FilterDesign, prepared: Prepared, model: str) -> Stage:
    limit = LIMIT if design.defence == "limit" else None
    if not len(used.label):
        return Stage(lambda rows: rows.counts, constant(0.5), limit)
    columns = fitted_columns(prepared, used.bags)
    fitted = fit_text(
        columns(used.bags),
        used.label,
        model=model,
        weights=None if (used.weight == 1).all() else used.weight / used.weight.mean(),
        limit=limit,
        strength=STRENGTH.get(prepared.representation, SCALED),
        seed=design.seed,
    )
    return Stage(columns, fitted, limit)


def _alone(stage: Stage, used: Examples) -> Filter:
    def renew(new: Examples) -> Filter:
        kept = new.take(new.weight > 0)
        if not len(kept.label):
            return _alone(stage, used)
        model = update(stage.model, stage.columns(kept.bags), kept.label, stage.limit)
        return _alone(Stage(stage.columns, model, stage.limit), used)

    return Filter(
        lambda rows, mailbox: stage.log_odds(rows),
        lambda rows: np.zeros(len(rows), dtype=bool),
        used.bags,
        renew if stage.model.keep is not None else None,
    )


@dataclass(frozen=True, eq=False)
class Pair:
    """A cascade's stages, each giving calibrated log odds, and how far from the middle the cheap
    one was on the mail it was calibrated on."""

    cheap: Callable[[Bags], np.ndarray]
    expensive: Callable[[Bags], np.ndarray]
    certainty: np.ndarray
    nbytes: int = 4_000_000

    def reach(self, band: float) -> float:
        """How far from the middle the second stage is asked, to read a share `band` of the mail."""
        return float(np.quantile(self.certainty, band)) if band and len(self.certainty) else -1.0


def pair_of(used: Examples, design: FilterDesign, prepared: tuple[Prepared, ...]) -> Pair:
    """Train both stages of a cascade, calibrated on the last quarter of the training mail so that
    their log odds can stand in one list."""
    cut = int((1 - HELD) * len(used.label))
    first, held = used.take(np.arange(cut)), used.take(np.arange(cut, len(used.label)))
    stages, scores = [], []
    for (_, model), fixed in zip(design.stages, prepared, strict=True):
        trial = _stage(first, design, fixed, model).log_odds(held.bags)
        level = _calibrated(trial, held.label)
        stage = _stage(used, design, fixed, model)
        stages.append(lambda rows, level=level, stage=stage: level(stage.log_odds(rows)))
        scores.append(level(trial))
    return Pair(stages[0], stages[1], certainty(scores[0]))


def certainty(log_odds: np.ndarray) -> np.ndarray:
    """How far log odds lie from what a cascade takes for doubtful."""
    return np.abs(log_odds - MIDDLE)


def _cascade(used: Examples, design: FilterDesign, basis: Basis) -> Filter:
    """A cheap stage for all mail, an expensive one for the share the cheap one is least sure of."""
    pair = pair_of(used, design, basis.stages)
    reach = pair.reach(design.band)

    def asked(rows: Bags) -> np.ndarray:
        return certainty(pair.cheap(rows)) <= reach

    def log_odds(rows: Bags, mailbox: np.ndarray) -> np.ndarray:
        found = pair.cheap(rows)
        unsure = np.flatnonzero(certainty(found) <= reach)
        found[unsure] = pair.expensive(rows.take(unsure))
        return found

    return Filter(log_odds, asked, used.bags)


def _calibrated(scores: np.ndarray, label: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Platt's map from log odds to log odds, fitted on held-back mail."""
    if len(label) < 10 or label.min() == label.max():
        return lambda rows: np.clip(rows, -SURE, SURE)
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0).fit(np.clip(scores, -SURE, SURE)[:, None], label)
    slope, base = float(model.coef_[0, 0]), float(model.intercept_[0])
    return lambda rows: slope * np.clip(rows, -SURE, SURE) + base


def harmless(used: Examples, trusted: Examples) -> np.ndarray:
    """Which examples may be learnt from: spam that would not turn trusted mail against itself."""
    good, bad = (trusted.bags.take(np.flatnonzero(trusted.label == kind)) for kind in (0, 1))
    spam = np.flatnonzero(used.label == 1)
    kept = np.ones(len(used.label), dtype=bool)
    kept[spam] = harmless_rows(used.bags.take(spam), good, bad)
    return kept


def together(parts: list[Examples]) -> Examples:
    """Several sets of examples as one, in order of their day."""
    names = ("label", "weight", "day", "mailbox", "group")
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    order = np.argsort(columns["day"], kind="stable")
    whole = stacked([part.bags for part in parts]).take(order)
    return Examples(whole, **{name: values[order] for name, values in columns.items()})


def probability(log_odds: np.ndarray) -> np.ndarray:
    """The chance of spam that log odds stand for."""
    return 1 / (1 + np.exp(-np.clip(np.asarray(log_odds, dtype=float), -500, 500)))
