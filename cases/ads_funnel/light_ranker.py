"""Phase 2: a fast score that trims the candidates to what the heavy model can afford."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.logs import Counts
from cases.ads_funnel.model import HeavyModel, Rows
from cases.ads_funnel.retrieval import Candidates
from data.ads import AdMarket, pair_draw
from pipelines.learning.resampling import undo_undersampling
from pipelines.ranking.rankers import Predict, down_sample, fit_ranker, linear

KEEP = 0.1
AGREE_ON = 8
"""How many of the heavy model's best a light ranker is taught to keep."""


@dataclass(frozen=True)
class LightRecipe:
    """The kind of light ranker, and what it sorts by (pctr, ecpm, or agree with the heavy one)."""

    kind: str
    objective: str


def light_recipe(*, light: str, objective: str) -> LightRecipe:
    """Fix how the light ranker is made, and what it sorts by."""
    return LightRecipe(light, objective)


@dataclass(frozen=True, eq=False)
class LightRanker:
    """A light ranker: `chance` is its probability, `score` what it sorts by."""

    recipe: LightRecipe
    model: Predict | None = None
    agreement: np.ndarray | None = None

    def chance(self, store: FeatureStore, pairs: Candidates, counts: Counts) -> np.ndarray:
        """Its own predicted click probability: (requests, candidates)."""
        if self.model is None:
            return counts.rate("ad").astype(np.float32)[pairs.ads]
        columns = _columns(store, pairs, counts, dot=self.recipe.kind == "dot")
        return self.model(columns.reshape(-1, columns.shape[-1])).reshape(pairs.ads.shape)

    def score(self, market: AdMarket, pairs: Candidates, chance: np.ndarray) -> np.ndarray:
        """What candidates are sorted by; -inf where there is none."""
        if self.recipe.kind == "none":
            score = pair_draw(market.seed, "no order", pairs.rows[:, None], pairs.ads)
        elif self.recipe.objective == "pctr":
            score = chance
        elif self.recipe.objective == "ecpm":
            score = chance * pairs.bid
        elif self.agreement is not None:
            on_chance, on_bid = self.agreement
            score = on_chance * np.log(np.maximum(chance, 1e-9)) + on_bid * np.log(pairs.bid)
        else:
            raise ValueError(f"a light ranker by {self.recipe.objective} has not been taught")
        return np.where(pairs.there, score, -np.inf)


def train_light(
    market: AdMarket,
    store: FeatureStore,
    rows: Rows,
    heavy: HeavyModel,
    sample: Candidates,
    counts: Counts,
    recipe: LightRecipe,
    *,
    week: int,
) -> LightRanker:
    """Fit a light ranker on the log (`rows`), or on the heavy model's scores of `sample`."""
    if recipe.kind == "none":
        return LightRanker(recipe)
    agrees = recipe.objective == "agree"
    taught_by = np.zeros(sample.ads.shape)
    if recipe.kind == "distilled" or agrees:
        taught_by = _heavy_scores(heavy, sample, counts, week)
    light = LightRanker(recipe, _fitted(market, store, rows, sample, counts, recipe, taught_by))
    if not agrees:
        return light
    return replace(light, agreement=_agreement(light, store, sample, counts, taught_by))


def _fitted(
    market: AdMarket,
    store: FeatureStore,
    rows: Rows,
    sample: Candidates,
    counts: Counts,
    recipe: LightRecipe,
    taught_by: np.ndarray,
) -> Predict | None:
    """The ranker's own probability; None where the ad's click rate serves as it is."""
    if recipe.kind in ("dot", "logistic"):
        return _on_the_log(market, store, rows, counts, dot=recipe.kind == "dot")
    if recipe.kind == "distilled":
        columns = _columns(store, sample, counts)[sample.there]
        return linear(columns, np.clip(taught_by[sample.there], 1e-6, 1 - 1e-6))[0]
    return None


def _columns(
    store: FeatureStore, pairs: Candidates, counts: Counts, *, dot: bool = False
) -> np.ndarray:
    """What a light ranker looks at: few things, quick to look up."""
    if dot:
        return pairs.closeness[..., None]
    by_ad = np.log(counts.rate("ad")).astype(np.float32)
    same = store.topic[pairs.rows][:, None] == store.ad_topic[pairs.ads]
    return np.stack([pairs.closeness, by_ad[pairs.ads], same], axis=-1)


def _on_the_log(
    market: AdMarket, store: FeatureStore, rows: Rows, counts: Counts, *, dot: bool
) -> Predict:
    first = rows.at(rows.slot == 0)
    draws = pair_draw(market.seed, "light thinning", first.request, first.ad)
    first = first.at(down_sample(first.click, KEEP, draws))
    ads = first.ad[:, None]
    close = (store.vectors[first.request] * store.ad_vectors[first.ad]).sum(axis=1)[:, None]
    pairs = Candidates(first.request, ads, ads >= 0, close, np.ones_like(close))
    columns = _columns(store, pairs, counts, dot=dot)[:, 0]
    fitted = fit_ranker(columns, first.click.astype(float), kind="logistic")
    return lambda given: undo_undersampling(fitted.predict(given), KEEP)


def _heavy_scores(heavy: HeavyModel, sample: Candidates, counts: Counts, week: int) -> np.ndarray:
    rows = np.repeat(sample.rows, sample.ads.shape[1])
    chance = heavy.predict(rows, sample.ads.ravel(), week=week, counts=counts)
    return np.where(sample.there, chance.reshape(sample.ads.shape), 0.0)


def _agreement(
    light: LightRanker,
    store: FeatureStore,
    sample: Candidates,
    counts: Counts,
    taught_by: np.ndarray,
) -> np.ndarray:
    """Weights of log chance and log bid that best tell the heavy model's first from the rest."""
    worth = np.where(sample.there, taught_by * sample.bid, -1.0)
    wanted = np.argsort(np.argsort(-worth, axis=1, kind="stable"), axis=1) < AGREE_ON
    chance = np.maximum(light.chance(store, sample, counts), 1e-9)
    columns = np.stack([np.log(chance), np.log(sample.bid)], axis=-1)[sample.there]
    from sklearn.linear_model import LogisticRegression

    target = wanted[sample.there]
    if target.all() or not target.any():
        return np.ones(2)
    model = LogisticRegression(max_iter=200).fit(columns, target)
    return model.coef_[0]
