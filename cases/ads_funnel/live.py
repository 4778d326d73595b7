"""The live weeks: each trains on what was shown, serves, logs the winners, and so on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.exploration import Exploration, boosts, explored
from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.light_ranker import LightRanker, LightRecipe, train_light
from cases.ads_funnel.logs import Counts, Log, counts_by_week
from cases.ads_funnel.model import HeavyModel, Recipe, Sampling, Trainer
from cases.ads_funnel.retrieval import Candidates, Selection, candidates_of
from cases.ads_funnel.week import SHORTLIST, Judge, Scored, Shortlist, Week
from cases.ads_funnel.world import JUDGED
from data.ads import AdMarket, pair_draw
from pipelines.over_time.loop import turns
from pipelines.ranking.auction import Rules, sell
from pipelines.ranking.retrieval import NOBODY, best

EVERY = {"weekly": 1, "half": 2, "never": 0}
"""Weeks from one training to the next."""

USUAL = 12
"""How many candidates the heavy model sees while the funnel learns, whatever the dial says."""


@dataclass(frozen=True)
class Models:
    """The models of a week: the heavy one, the light one, and the week they were trained before."""

    heavy: HeavyModel
    light: LightRanker
    trained: int


@dataclass(frozen=True, eq=False)
class State:
    """What has been shown and learnt by the start of a week.

    `before` holds the counts known before each week so far; `attention` (users,) how much of ads
    each user still takes in.
    """

    logs: tuple[Log, ...]
    counts: Counts
    before: dict[int, Counts]
    attention: np.ndarray


@dataclass(frozen=True, eq=False)
class Funnel:
    """The funnel as designed, on its market: how each phase selects, scores and explores."""

    market: AdMarket
    store: FeatureStore
    selection: Selection
    light_recipe: LightRecipe
    trainer: Trainer
    launch_model: HeavyModel
    exploration: Exploration
    slots: tuple[float, ...]

    def start(self, past_log: tuple[Log, ...]) -> State:
        """The state before the first live week."""
        before, counts = counts_by_week(self.market, past_log, by_slot=self.trainer.by_slot)
        return State(past_log, counts, before, np.ones(self.market.constants.users))

    def learn(self, state: State, week: int) -> Models:
        """Train both models on the window's log; the first week's heavy model is there already."""
        rows = self.trainer.rows(state.logs, week)
        before = state.before | {week: state.counts}
        heavy = self.trainer.train(rows, before, week) if week else self.launch_model
        sample = self.candidates(state.counts, week, self.requests(week)[1::30])
        light = train_light(
            self.market, self.store, rows, heavy, sample, state.counts, self.light_recipe, week=week
        )
        return Models(heavy, light, week)

    def serve(self, models: Models, state: State, week: int) -> tuple[Week, Log]:
        """Serve a week: everything the log needs for all requests, and more for the judged ones."""
        market, counts, rows = self.market, state.counts, self.requests(week)
        pairs = self.candidates(counts, week, rows)
        light_chance = models.light.chance(self.store, pairs, counts)
        boost = boosts(market, self.store, counts, self.exploration, week, pairs)
        order = _lifted(models.light, models.light.score(market, pairs, light_chance), boost)
        tried = explored(market, self.exploration, week, rows)
        score = _shuffled(market, pairs, order, tried)
        kept = best(score, min(SHORTLIST, score.shape[1]))
        shortlist = Shortlist.of(pairs, kept, light_chance, boost)
        judged = np.arange(len(rows)) % JUDGED == 0
        chance = _heavy_chance(models.heavy, shortlist, counts, week, judged)
        boosted = np.where(tried[:, None], _even(shortlist, chance, kept, score), shortlist.boost)
        log = self._log(state, week, shortlist, chance, boosted, tried)
        judge = Judge(market, self.store, counts, state.attention, week)
        scored = self._scored(judge, pairs, shortlist, chance, boosted, judged)
        ranker = models.heavy.ranker
        return Week(
            week=week,
            trained=models.trained,
            log=log,
            scored=scored,
            reference=judge.reference(models.heavy, scored.rows),
            logged=judge.logged(models.heavy, log),
            heavy_order=judge.heavy_order(models.heavy, pairs, order),
            rows_trained=ranker.rows,
            clicks_trained=ranker.positives,
            importance=ranker.importance,
        ), log

    def grow(self, state: State, log: Log, week: int) -> State:
        """Add the week's log; users who met much that was of no use learn to overlook ads."""
        made = self.market.constants
        useless = 1 - self.market.ads.truth["landing"].to_numpy()[log.ad]
        weight = np.array(made.slots)[log.slot] * useless
        burden = np.bincount(self.store.user[log.request], weight, made.users)
        asked = np.bincount(self.store.user[self.requests(week)], minlength=made.users)
        mean = np.divide(burden, asked, out=np.full(made.users, made.tolerated), where=asked > 0)
        attention = state.attention * np.exp(-made.blinding * (mean - made.tolerated))
        return State(
            (*state.logs, log),
            state.counts.after(self.market, log, by_slot=self.trainer.by_slot),
            state.before | {week: state.counts},
            np.clip(attention, made.least_attention, 1.0),
        )

    def requests(self, week: int) -> np.ndarray:
        """The requests of a week."""
        return np.flatnonzero(self.market.requests.seen["week"].to_numpy() == week)

    def candidates(self, counts: Counts, week: int, rows: np.ndarray) -> Candidates:
        """What phase 1 selects for some requests of a week."""
        return candidates_of(self.market, self.store, rows, counts, self.selection, week=week)

    def _log(
        self,
        state: State,
        week: int,
        shortlist: Shortlist,
        chance: np.ndarray,
        boost: np.ndarray,
        tried: np.ndarray,
    ) -> Log:
        """Sell the slots by a plain auction of the first candidates, and let the users answer."""
        first = shortlist.there & (np.arange(SHORTLIST) < USUAL)
        sold = sell(shortlist.bid, chance, Rules(slots=self.slots), open_to=first, boost=boost)
        return Log.of(
            self.market,
            week,
            shortlist.rows,
            sold.of(shortlist.ads, empty=NOBODY).astype(int),
            explored=tried,
            shown=state.counts.shown,
            attention=state.attention[self.store.user[shortlist.rows]],
        )

    def _scored(
        self,
        judge: Judge,
        pairs: Candidates,
        shortlist: Shortlist,
        chance: np.ndarray,
        boost: np.ndarray,
        judged: np.ndarray,
    ) -> Scored:
        """The judged requests with the truth behind their shortlists."""
        rows, ads = shortlist.rows[judged], shortlist.ads[judged]
        return Scored(
            rows,
            np.where(shortlist.there[judged], ads, NOBODY).astype(np.int32),
            chance[judged],
            shortlist.light_chance[judged].astype(np.float32),
            judge.truth(rows, ads).astype(np.float32),
            boost[judged].astype(np.float32),
            judge.attention[self.store.user[rows]],
            pairs.there[judged].sum(axis=1),
            judge.reachable(pairs, judged, np.array(self.slots)),
        )


def live(
    market: AdMarket,
    store: FeatureStore,
    past_log: tuple[Log, ...],
    selection: Selection,
    light_recipe: LightRecipe,
    sampling: Sampling,
    recipe: Recipe,
    launch_model: HeavyModel,
    exploration: Exploration,
    *,
    retrain: str,
    slots: int,
) -> tuple[Week, ...]:
    """Run the funnel for five weeks: train, serve, log the winners, learn from them, and again.

    What is logged is sold by a plain auction of twelve heavily scored ads, whatever the auction
    and the dial say: those are tried afterwards, on the models learnt here.
    """
    trainer = Trainer(market, store, sampling, recipe)
    funnel = Funnel(
        market,
        store,
        selection,
        light_recipe,
        trainer,
        launch_model,
        exploration,
        market.constants.slots[:slots],
    )
    weeks = turns(
        funnel.start(past_log),
        rounds=market.constants.live_weeks,
        every=EVERY[retrain],
        learn=funnel.learn,
        serve=funnel.serve,
        grow=funnel.grow,
    )
    return tuple(turn.record for turn in weeks)


def _lifted(light: LightRanker, score: np.ndarray, boost: np.ndarray) -> np.ndarray:
    """Light scores with exploration's boost, which adds where the score is a logarithm."""
    return score + np.log(boost) if light.agreement is not None else score * boost


def _shuffled(
    market: AdMarket, pairs: Candidates, score: np.ndarray, tried: np.ndarray
) -> np.ndarray:
    """The scores, and random ones for the requests that explore."""
    score = score.copy()
    drawn = pair_draw(market.seed, "luck", pairs.rows[tried][:, None], pairs.ads[tried])
    score[tried] = np.where(pairs.there[tried], drawn, -np.inf)
    return score


def _even(
    shortlist: Shortlist, chance: np.ndarray, kept: np.ndarray, score: np.ndarray
) -> np.ndarray:
    """Boosts under which every candidate's rank score is its random number."""
    drawn = np.ones(shortlist.ads.shape)
    own = np.take_along_axis(score, np.maximum(kept, 0), axis=1)
    drawn[:, : kept.shape[1]] = np.where(np.isfinite(own), own, 0.0)
    return drawn / np.maximum(shortlist.bid * chance, 1e-12)


def _heavy_chance(
    heavy: HeavyModel, shortlist: Shortlist, counts: Counts, week: int, judged: np.ndarray
) -> np.ndarray:
    """Heavy scores where needed: of all candidates if judged, of the usual first otherwise."""
    wanted = shortlist.there & (judged[:, None] | (np.arange(SHORTLIST) < USUAL))
    row, column = np.nonzero(wanted)
    chance = np.zeros(shortlist.ads.shape, dtype=np.float32)
    chance[row, column] = heavy.predict(
        shortlist.rows[row], shortlist.ads[row, column], week=week, counts=counts
    )
    return chance
