"""Phase 3: the heavy model, which says how likely each remaining ad is to be clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.logs import Counts, Log, counts_by_week, within
from data.ads import AdMarket, pair_draw
from data.ads.constants import CHANGE
from pipelines.ranking.rankers import Predict, Ranker, down_sample, fit_ranker, recalibration

UNSHOWN = 2
"""Ads never shown that are added as negatives for each shown one, where a team does that."""

WRONG_RATE = 4.0
"""How many times fewer negatives are kept than the formula believes, once the rates differ."""


@dataclass(frozen=True)
class Sampling:
    """Which rows of the log the heavy model learns from.

    `rows` is shown, top, explored or unshown; `window` counts weeks; `share` is that of a uniform
    sample. `keep` is the share of rows without a click that the formula believes is kept,
    `keep_after_change` the share that is kept once the world has changed.
    """

    rows: str
    window: int
    share: float
    keep: float
    keep_after_change: float

    def kept_in(self, week: int) -> float:
        """The share of rows without a click that is really kept for a model of `week`."""
        return self.keep_after_change if week >= CHANGE else self.keep


def sampling(*, rows: str, window: int, sample: float, keep: float, drift: str) -> Sampling:
    """Fix which rows of the log the heavy model learns from."""
    return Sampling(rows, window, sample, keep, keep / (WRONG_RATE if drift == "sampling" else 1))


@dataclass(frozen=True)
class Recipe:
    """How the heavy model is made of its rows: kind, feature group, recalibration.

    `own_click_counted` says that past click rates of training rows hold the rows' own clicks;
    `position` is what is done about lower slots being overlooked.
    """

    kind: str
    features: str
    own_click_counted: bool
    recalibration: str
    position: str


def recipe(*, heavy: str, features: str, history: str, recalibration: str, position: str) -> Recipe:
    """Fix how the heavy model is made."""
    return Recipe(heavy, features, history == "window", recalibration, position)


@dataclass(frozen=True, eq=False)
class Rows:
    """Training rows: pairs, the slot each was shown in, its click, the week, the request."""

    request: np.ndarray
    ad: np.ndarray
    slot: np.ndarray
    click: np.ndarray
    week: np.ndarray

    def at(self, chosen: np.ndarray) -> Rows:
        """Some of the rows."""
        return Rows(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


@dataclass(frozen=True, eq=False)
class HeavyModel:
    """A trained heavy model: `adjust` maps what `ranker` says back to probabilities."""

    store: FeatureStore
    recipe: Recipe
    ranker: Ranker
    adjust: Predict
    slots: tuple[float, ...]
    nbytes: int = 2_000_000

    def predict(
        self,
        rows: np.ndarray,
        ads: np.ndarray,
        *,
        week: int,
        counts: Counts,
        slot: np.ndarray | None = None,
    ) -> np.ndarray:
        """The predicted chance of a click for pairs (n,), in the first slot or in `slot`."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        table = self.store.of_pairs(rows, ads, week=week, counts=counts, group=self.recipe.features)
        if self.recipe.position == "feature":
            where = np.zeros(len(rows)) if slot is None else slot
            table = np.hstack([table, where.astype(np.float32)[:, None]])
        return self.chance(table, slot).astype(np.float32)

    def chance(self, table: np.ndarray, slot: np.ndarray | None) -> np.ndarray:
        """What the model says of a feature table, as a chance of a click in `slot`."""
        chance = self.adjust(self.ranker.predict(table))
        if self.recipe.position == "ips" and slot is not None:
            chance = chance * np.array(self.slots)[slot]
        return np.clip(chance, 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Trainer:
    """Makes heavy models of one market out of logs."""

    market: AdMarket
    store: FeatureStore
    sampling: Sampling
    recipe: Recipe

    @property
    def by_slot(self) -> bool:
        """Whether the counts allow for lower slots being overlooked."""
        return self.recipe.position != "ignored"

    def rows(self, logs: Sequence[Log], week: int) -> Rows:
        """The rows of the window before `week`, before negatives are thinned out."""
        return gather(self.market, within(logs, week, self.sampling.window), self.sampling)

    def train(self, rows: Rows, counts_at: Mapping[int, Counts], week: int) -> HeavyModel:
        """Thin the negatives out, fit, and map scores back to probabilities.

        The model is trained at the start of `week`; `counts_at` holds the counts known before
        each week.
        """
        recipe, seed = self.recipe, self.market.seed
        held = _held_back(rows, recipe)
        learnt, kept = rows.at(~held), rows.at(held)
        draws = pair_draw(seed, "thinning", learnt.request, learnt.ad)
        learnt = learnt.at(down_sample(learnt.click, self.sampling.kept_in(week), draws))
        ranker = fit_ranker(
            self.table(learnt, counts_at, week),
            learnt.click.astype(float),
            kind=recipe.kind,
            weights=self._weights(learnt),
            groups=learnt.request,
            seed=seed,
        )
        adjust = recalibration(
            recipe.recalibration,
            keep=self.sampling.keep,
            scores=ranker.predict(self.table(kept, counts_at, week)),
            labels=kept.click.astype(float),
        )
        return HeavyModel(self.store, recipe, ranker, adjust, self.market.constants.slots)

    def _weights(self, rows: Rows) -> np.ndarray | None:
        """Under IPS a click counts 1 / examination of its slot."""
        if self.recipe.position != "ips":
            return None
        return np.where(rows.click, 1 / np.array(self.market.constants.slots)[rows.slot], 1.0)

    def table(self, rows: Rows, counts_at: Mapping[int, Counts], now: int) -> np.ndarray:
        """The feature table of rows: each week's with the counts known before it.

        Where own clicks are counted, all rows take the counts of `now`.
        """
        if not len(rows.week):
            return np.zeros((0, 1), dtype=np.float32)
        order = np.argsort(rows.week, kind="stable")
        parts = [
            self.store.of_pairs(
                rows.request[here],
                rows.ad[here],
                week=int(week),
                counts=counts_at[now if self.recipe.own_click_counted else int(week)],
                group=self.recipe.features,
            )
            for week in np.unique(rows.week)
            for here in [np.flatnonzero(rows.week == week)]
        ]
        table = np.empty((len(order), parts[0].shape[1]), dtype=np.float32)
        table[order] = np.concatenate(parts)
        if self.recipe.position == "feature":
            table = np.hstack([table, rows.slot.astype(np.float32)[:, None]])
        return table


def launch_model(
    market: AdMarket,
    store: FeatureStore,
    past_log: tuple[Log, ...],
    sampling: Sampling,
    recipe: Recipe,
) -> HeavyModel:
    """Train the heavy model of the first live week on the previous system's log."""
    trainer = Trainer(market, store, sampling, recipe)
    before, counts = counts_by_week(market, past_log, by_slot=trainer.by_slot)
    return trainer.train(trainer.rows(past_log, 0), before | {0: counts}, 0)


def gather(market: AdMarket, logs: Sequence[Log], sampling: Sampling) -> Rows:
    """The rows a team trains on, before negatives are thinned out."""
    parts = [
        (log.request, log.ad, log.slot, log.click, np.full(len(log), log.week)) for log in logs
    ]
    rows = Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    if sampling.rows == "top":
        rows = rows.at(rows.slot == 0)
    elif sampling.rows == "explored":
        rows = rows.at(np.concatenate([log.explored for log in logs]))
    elif sampling.rows == "unshown":
        rows = _with_unshown(market, rows)
    if sampling.share < 1:
        rows = rows.at(pair_draw(market.seed, "sample", rows.request, rows.ad) < sampling.share)
    return rows


def _with_unshown(market: AdMarket, rows: Rows) -> Rows:
    """The rows and, for each, some random ads of the market taken for not clicked."""
    request = np.repeat(rows.request, UNSHOWN)
    turn = np.tile(np.arange(UNSHOWN), len(rows.request)) + UNSHOWN * np.repeat(rows.ad, UNSHOWN)
    ad = (pair_draw(market.seed, "unshown", request, turn) * market.constants.ads).astype(int)
    blank = np.zeros(len(request), dtype=int)
    more = Rows(request, ad, blank, blank.astype(bool), np.repeat(rows.week, UNSHOWN))
    names = Rows.__dataclass_fields__
    return Rows(*(np.concatenate([getattr(rows, name), getattr(more, name)]) for name in names))


def _held_back(rows: Rows, recipe: Recipe) -> np.ndarray:
    """Rows kept for the recalibration: the last week's first slots, if it needs any."""
    if recipe.recalibration in ("none", "formula") or not len(rows.week):
        return np.zeros(len(rows.week), dtype=bool)
    last = rows.week == rows.week.max()
    if last.all():
        last = rows.request % 4 == 0
    return last & (rows.slot == 0)
