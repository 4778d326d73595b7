"""Phase 3: the learned model that says how likely each remaining ad is to be clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.features import Sight
from cases.ads_funnel.logs import Counts, Log
from data.ads import AdMarket, pair_draw
from pipelines.ranking.rankers import Predict, Ranker, down_sample, fit_ranker, recalibration

UNSHOWN = 2
"""Ads never shown that are added as negatives for each shown one, where a team does that."""


@dataclass(frozen=True)
class Recipe:
    """How the heavy model is made; every field is a choice of the page."""

    heavy: str
    features: str
    history: str
    rows: str
    sample: float
    keep: float
    recalibration: str
    position: str


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
class Heavy:
    """A trained heavy model; `made` says from how many rows and clicks."""

    sight: Sight
    recipe: Recipe
    ranker: Ranker
    adjust: Predict
    slots: tuple[float, ...]

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
        table = self.sight.of_pairs(rows, ads, week=week, counts=counts, group=self.recipe.features)
        where = np.zeros(len(rows)) if slot is None else slot
        if self.recipe.position == "feature":
            table = np.hstack([table, where.astype(np.float32)[:, None]])
        chance = self.adjust(self.ranker.predict(table))
        if self.recipe.position == "ips" and slot is not None:
            chance = chance * np.array(self.slots)[slot]
        return np.clip(chance, 0.0, 1.0).astype(np.float32)


def gather(market: AdMarket, logs: Sequence[Log], recipe: Recipe) -> Rows:
    """The rows a team trains on, before negatives are thinned out."""
    parts = [
        (log.request, log.ad, log.slot, log.click, np.full(len(log), log.week)) for log in logs
    ]
    rows = Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    if recipe.rows == "top":
        rows = rows.at(rows.slot == 0)
    elif recipe.rows == "explored":
        rows = rows.at(np.concatenate([log.explored for log in logs]))
    elif recipe.rows == "unshown":
        rows = _with_unshown(market, rows)
    if recipe.sample < 1:
        rows = rows.at(pair_draw(market.seed, "sample", rows.request, rows.ad) < recipe.sample)
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


def train(
    market: AdMarket,
    sight: Sight,
    rows: Rows,
    counts_at: Mapping[int, Counts],
    recipe: Recipe,
    *,
    now: int,
    thinned: float | None = None,
) -> Heavy:
    """Thin the negatives out, fit, and map scores back to probabilities.

    `counts_at` holds the counts known before each week. `thinned` is the share of negatives that
    was really kept, where it is not the share the formula believes in.
    """
    held = _held_back(rows, recipe)
    learnt = rows.at(~held)
    draws = pair_draw(market.seed, "thinning", learnt.request, learnt.ad)
    learnt = learnt.at(down_sample(learnt.click, thinned or recipe.keep, draws))
    table = tabulate(sight, learnt, counts_at, recipe, now=now)
    slots = np.array(market.constants.slots)
    weights = None
    if recipe.position == "ips":
        weights = np.where(learnt.click, 1 / slots[learnt.slot], 1.0)
    ranker = fit_ranker(
        table,
        learnt.click.astype(float),
        kind=recipe.heavy,
        weights=weights,
        groups=learnt.request,
        seed=market.seed,
    )
    kept = rows.at(held)
    scores = ranker.predict(tabulate(sight, kept, counts_at, recipe, now=now))
    adjust = recalibration(
        recipe.recalibration, keep=recipe.keep, scores=scores, labels=kept.click.astype(float)
    )
    return Heavy(sight, recipe, ranker, adjust, market.constants.slots)


def tabulate(
    sight: Sight, rows: Rows, counts_at: Mapping[int, Counts], recipe: Recipe, *, now: int
) -> np.ndarray:
    """The training table of rows: each week's with the counts known before it.

    With `history="window"` all rows take today's counts, which hold their own clicks.
    """
    weeks = np.unique(rows.week)
    parts, order = [], []
    for week in weeks:
        here = np.flatnonzero(rows.week == week)
        counts = counts_at[now if recipe.history == "window" else int(week)]
        parts.append(
            sight.of_pairs(
                rows.request[here],
                rows.ad[here],
                week=int(week),
                counts=counts,
                group=recipe.features,
            )
        )
        order.append(here)
    if not parts:
        return np.zeros((0, 1), dtype=np.float32)
    table = np.empty((len(rows.week), parts[0].shape[1]), dtype=np.float32)
    table[np.concatenate(order)] = np.concatenate(parts)
    if recipe.position == "feature":
        table = np.hstack([table, rows.slot.astype(np.float32)[:, None]])
    return table


def _held_back(rows: Rows, recipe: Recipe) -> np.ndarray:
    """Rows kept for the recalibration: the last week's first slots, if it needs any."""
    if recipe.recalibration in ("none", "formula") or not len(rows.week):
        return np.zeros(len(rows.week), dtype=bool)
    last = rows.week == rows.week.max()
    if last.all():
        last = rows.request % 4 == 0
    return last & (rows.slot == 0)
