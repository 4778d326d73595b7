"""The funnel learning live: each week it trains on what it showed, serves, and logs the winners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cases.ads_funnel.exploring import boosts, explored
from cases.ads_funnel.features import Sight
from cases.ads_funnel.heavy import Heavy, gather, train
from cases.ads_funnel.judging import judge, judge_on_random_rows, reachable, recall
from cases.ads_funnel.light import Candidates, Light, train_light
from cases.ads_funnel.logs import Counts, Log, within
from cases.ads_funnel.plan import JUDGED, LARGEST, USUAL, Plan, State, Taken, Week
from cases.ads_funnel.retrieve import retrieve
from data.ads import AdMarket, pair_draw
from data.ads.constants import CHANGE
from pipelines.over_time.loop import turns
from pipelines.ranking.auction import Rules, sell
from pipelines.ranking.retrieval import NOBODY, best

EVERY = {"weekly": 1, "half": 2}
"""Weeks from one training to the next; any other plan trains once."""


def live(market: AdMarket, past: Sequence[Log], plan: Plan) -> tuple[Week, ...]:
    """Run the live weeks one after another."""
    sight = Sight.of(market)
    lived = turns(
        _start(market, past, plan),
        rounds=market.constants.live_weeks,
        every=EVERY.get(plan.retrain, 0),
        learn=lambda state, week: _learn(market, sight, state, plan, week),
        serve=lambda learnt, state, week: _serve(market, sight, state, plan, week, *learnt),
        grow=lambda state, log, week: _next(market, state, log, plan, week),
    )
    return tuple(turn.record for turn in lived)


def _start(market: AdMarket, past: Sequence[Log], plan: Plan) -> State:
    counts, before = Counts.none(market), {}
    for log in past:
        before[log.week] = counts
        counts = counts.after(market, log, by_slot=plan.recipe.position != "ignored")
    return State(tuple(past), counts, before, np.ones(market.constants.users))


def _learn(
    market: AdMarket, sight: Sight, state: State, plan: Plan, week: int
) -> tuple[Heavy, Light, np.ndarray]:
    """Train both models on the window's log; where the team judges on random rows, score those."""
    before = state.before | {week: state.counts}
    rows = gather(market, within(state.logs, week, plan.window), plan.recipe)
    thinned = plan.thinned if week >= CHANGE else None
    heavy = train(market, sight, rows, before, plan.recipe, now=week, thinned=thinned)
    queries = _requests(market, week)[1::30]
    sample = _candidates(market, sight, state.counts, plan, week, queries)
    light = train_light(
        market, sight, rows, heavy, sample, state.counts,
        kind=plan.light, objective=plan.objective, week=week,
    )  # fmt: skip
    held = np.zeros((0, 4))
    if plan.judged_by == "random":
        held = judge_on_random_rows(market, sight, rows, before, plan, week, thinned)
    return heavy, light, held


def _requests(market: AdMarket, week: int) -> np.ndarray:
    return np.flatnonzero(market.requests.seen["week"].to_numpy() == week)


def _candidates(market, sight, counts: Counts, plan: Plan, week: int, rows) -> Candidates:
    found = retrieve(
        market, sight, rows, counts, week=week, match=plan.match, cap=plan.k1, policy=plan.policy
    )
    if plan.cap:
        user = sight.user[rows][:, None]
        often = counts.shown[user, np.maximum(found, 0)] >= plan.cap
        found = np.where(often, NOBODY, found)
    return Candidates.of(sight, rows, found, market.bid(week))


def _serve(
    market: AdMarket,
    sight: Sight,
    state: State,
    plan: Plan,
    week: int,
    heavy: Heavy,
    light: Light,
    held: np.ndarray,
) -> tuple[Week, Log]:
    """Serve a week: everything the log needs for all requests, and more for the judged ones."""
    rows, counts = _requests(market, week), state.counts
    judged = np.arange(len(rows)) % JUDGED == 0
    pairs = _candidates(market, sight, counts, plan, week, rows)
    guess = light.chance(sight, pairs, counts)
    boost = boosts(market, sight, counts, plan, week, pairs)
    order = _lifted(light, light.score(market, pairs, guess), boost)
    tried = explored(market, plan, week, rows)
    score = order.copy()
    lots = pair_draw(market.seed, "luck", rows[tried][:, None], pairs.ads[tried])
    score[tried] = np.where(pairs.there[tried], lots, -np.inf)
    kept = best(score, min(LARGEST, score.shape[1]))
    taken = Taken.of(pairs, kept, guess, boost)
    chance = _heavy_chance(heavy, taken, counts, week, judged=judged)
    boosted = np.where(tried[:, None], _even(taken, chance, kept, score), taken.boost)
    log = _log(market, sight, state, plan, week, taken, chance, boosted, tried)
    week_judged = judge(market, sight, state, plan, week, heavy, taken.at(judged), log)
    return replace(
        week_judged,
        seen=held if len(held) else week_judged.seen,
        chance=chance[judged],
        boost=boosted[judged].astype(np.float32),
        recall=recall(heavy, counts, week, pairs, order, rows),
        found=pairs.there[judged].sum(axis=1),
        reachable=reachable(market, sight, state, plan, week, pairs, judged),
    ), log


def _lifted(light: Light, score: np.ndarray, boost: np.ndarray) -> np.ndarray:
    """Light scores with exploration's boost, which adds where the score is a logarithm."""
    return score + np.log(boost) if light.agreement is not None else score * boost


def _log(market, sight, state: State, plan: Plan, week, taken: Taken, chance, boost, tried) -> Log:
    """Sell the slots by a plain auction of the first candidates, and let the users answer."""
    first = taken.there & (np.arange(taken.ads.shape[1]) < USUAL)
    rules = Rules(slots=market.constants.slots[: plan.slots])
    sold = sell(taken.bid, chance, rules, open_to=first, boost=boost)
    return Log.of(
        market,
        week,
        taken.rows,
        sold.of(taken.ads, empty=NOBODY).astype(int),
        explored=tried,
        shown=state.counts.shown,
        sight=state.sight[sight.user[taken.rows]],
    )


def _even(taken: Taken, chance: np.ndarray, kept: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Boosts under which every candidate's rank score is its lot."""
    lots = np.ones(taken.ads.shape)
    place = np.maximum(kept, 0)
    drawn = np.take_along_axis(score, place, axis=1)
    lots[:, : kept.shape[1]] = np.where(np.isfinite(drawn), drawn, 0.0)
    return lots / np.maximum(taken.bid * chance, 1e-12)


def _heavy_chance(heavy: Heavy, taken: Taken, counts, week: int, *, judged) -> np.ndarray:
    """Heavy scores where needed: of all candidates if judged, of the usual first otherwise."""
    wanted = taken.there & (judged[:, None] | (np.arange(taken.ads.shape[1]) < USUAL))
    row, column = np.nonzero(wanted)
    chance = np.zeros(taken.ads.shape, dtype=np.float32)
    chance[row, column] = heavy.predict(
        taken.rows[row], taken.ads[row, column], week=week, counts=counts
    )
    return chance


def _next(market: AdMarket, state: State, log: Log, plan: Plan, week: int) -> State:
    """Add the week's log; users who met much that was of no use learn to overlook ads."""
    known_users = market.drift != "tracking" or week < CHANGE
    counts = state.counts.after(
        market, log, by_slot=plan.recipe.position != "ignored", users=known_users
    )
    made = market.constants
    user = market.requests.seen["user"].to_numpy()
    useless = 1 - market.ads.truth["landing"].to_numpy()[log.ad]
    burden = np.bincount(user[log.request], np.array(made.slots)[log.slot] * useless, made.users)
    asked = np.bincount(user[_requests(market, week)], minlength=made.users)
    mean = np.divide(burden, asked, out=np.full(made.users, made.tolerated), where=asked > 0)
    sight = state.sight * np.exp(-made.blinding * (mean - made.tolerated))
    before = state.before | {week: state.counts}
    return State((*state.logs, log), counts, before, np.clip(sight, made.sight_floor, 1.0))
