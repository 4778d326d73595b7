"""Phase 2: a fast score that trims the candidates to what the heavy model can afford."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.features import Sight
from cases.ads_funnel.heavy import Heavy, Rows
from cases.ads_funnel.logs import Counts
from data.ads import AdMarket, pair_draw
from pipelines.learning.resampling import undo_undersampling
from pipelines.ranking.rankers import Predict, down_sample, fit_ranker, linear

KEEP = 0.1
AGREE_ON = 8
"""How many of the heavy model's best a light ranker is taught to keep."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs after phase 1: matrices (requests, candidates) of ad, whether there, closeness, bid."""

    rows: np.ndarray
    ads: np.ndarray
    there: np.ndarray
    closeness: np.ndarray
    bid: np.ndarray

    @classmethod
    def of(cls, sight: Sight, rows: np.ndarray, found: np.ndarray, bid: np.ndarray) -> Candidates:
        """Look up what the light ranker needs about candidates `found` (-1 where none)."""
        ads = np.maximum(found, 0)
        return cls(rows, ads, found >= 0, sight.closeness(rows, ads), bid.astype(np.float32)[ads])


@dataclass(frozen=True, eq=False)
class Light:
    """A light ranker: `chance` is its probability, `score` what it sorts by."""

    kind: str
    objective: str
    model: Predict | None = None
    agreement: np.ndarray | None = None

    def chance(self, sight: Sight, pairs: Candidates, counts: Counts) -> np.ndarray:
        """Its own predicted click probability: (requests, candidates)."""
        if self.model is None:
            return counts.rate("ad").astype(np.float32)[pairs.ads]
        columns = _columns(sight, pairs, counts, dot=self.kind == "dot")
        return self.model(columns.reshape(-1, columns.shape[-1])).reshape(pairs.ads.shape)

    def score(self, market: AdMarket, pairs: Candidates, chance: np.ndarray) -> np.ndarray:
        """What candidates are sorted by; -inf where there is none."""
        if self.kind == "none":
            score = pair_draw(market.seed, "no order", pairs.rows[:, None], pairs.ads)
        elif self.objective == "pctr":
            score = chance
        elif self.objective == "ecpm":
            score = chance * pairs.bid
        elif self.agreement is not None:
            on_chance, on_bid = self.agreement
            score = on_chance * np.log(np.maximum(chance, 1e-9)) + on_bid * np.log(pairs.bid)
        else:
            raise ValueError(f"a light ranker by {self.objective} has not been taught")
        return np.where(pairs.there, score, -np.inf)


def train_light(
    market: AdMarket,
    sight: Sight,
    rows: Rows,
    heavy: Heavy,
    sample: Candidates,
    counts: Counts,
    *,
    kind: str,
    objective: str,
    week: int,
) -> Light:
    """Fit a light ranker on the log (`rows`), or on the heavy model's scores of `sample`."""
    if kind == "none":
        return Light(kind, objective)
    model = None
    taught_by = np.zeros(sample.ads.shape)
    if kind == "distilled" or objective == "agree":
        taught_by = _heavy_scores(heavy, sample, counts, week)
    if kind in ("dot", "logistic"):
        model = _on_the_log(market, sight, rows, counts, dot=kind == "dot")
    elif kind == "distilled":
        columns = _columns(sight, sample, counts)[sample.there]
        model = linear(columns, np.clip(taught_by[sample.there], 1e-6, 1 - 1e-6))[0]
    light = Light(kind, objective, model)
    if objective != "agree":
        return light
    return Light(kind, objective, model, _agreement(light, sight, sample, counts, taught_by))


def _columns(sight: Sight, pairs: Candidates, counts: Counts, *, dot: bool = False) -> np.ndarray:
    """What a light ranker looks at: few things, quick to look up."""
    if dot:
        return pairs.closeness[..., None]
    by_ad = np.log(counts.rate("ad")).astype(np.float32)
    same = sight.topic[pairs.rows][:, None] == sight.ad_topic[pairs.ads]
    return np.stack([pairs.closeness, by_ad[pairs.ads], same], axis=-1)


def _on_the_log(market: AdMarket, sight: Sight, rows: Rows, counts: Counts, *, dot: bool):
    first = rows.at(rows.slot == 0)
    draws = pair_draw(market.seed, "light thinning", first.request, first.ad)
    first = first.at(down_sample(first.click, KEEP, draws))
    ads = first.ad[:, None]
    close = (sight.vectors[first.request] * sight.ad_vectors[first.ad]).sum(axis=1)[:, None]
    pairs = Candidates(first.request, ads, ads >= 0, close, np.ones_like(close))
    columns = _columns(sight, pairs, counts, dot=dot)[:, 0]
    fitted = fit_ranker(columns, first.click.astype(float), kind="logistic")
    return lambda given: undo_undersampling(fitted.predict(given), KEEP)


def _heavy_scores(heavy: Heavy, sample: Candidates, counts: Counts, week: int) -> np.ndarray:
    rows = np.repeat(sample.rows, sample.ads.shape[1])
    chance = heavy.predict(rows, sample.ads.ravel(), week=week, counts=counts)
    return np.where(sample.there, chance.reshape(sample.ads.shape), 0.0)


def _agreement(light: Light, sight: Sight, sample: Candidates, counts, taught_by) -> np.ndarray:
    """Weights of log chance and log bid that best tell the heavy model's first from the rest."""
    worth = np.where(sample.there, taught_by * sample.bid, -1.0)
    wanted = np.argsort(np.argsort(-worth, axis=1, kind="stable"), axis=1) < AGREE_ON
    chance = np.maximum(light.chance(sight, sample, counts), 1e-9)
    columns = np.stack([np.log(chance), np.log(sample.bid)], axis=-1)[sample.there]
    from sklearn.linear_model import LogisticRegression

    target = wanted[sample.there]
    if target.all() or not target.any():
        return np.ones(2)
    model = LogisticRegression(max_iter=200).fit(columns, target)
    return model.coef_[0]
