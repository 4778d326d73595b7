"""What the judge looks up in a live week: the truth of what was scored, and of fixed pairs."""

from __future__ import annotations

import numpy as np

from cases.ads_funnel.features import Sight
from cases.ads_funnel.heavy import Heavy, Rows, tabulate, train
from cases.ads_funnel.light import Candidates
from cases.ads_funnel.logs import Log
from cases.ads_funnel.plan import Plan, State, Taken, Week
from data.ads import AdMarket, pair_draw
from pipelines.ranking.retrieval import NOBODY


def judge(market, sight, state: State, plan: Plan, week, heavy, taken: Taken, log: Log) -> Week:
    """Look up the truth for the judged requests, and score pairs drawn whatever the design."""
    counts, rows = state.counts, taken.rows
    user, seeing = sight.user[rows], state.sight[sight.user[rows]]
    shown = counts.shown[user[:, None], taken.ads]
    truth = market.probability(rows, taken.ads, shown=shown, sight=seeing)
    ads = _reference(market, sight, rows, week)
    flat = np.repeat(rows, ads.shape[1])
    said = heavy.predict(flat, ads.ravel(), week=week, counts=counts)
    known = market.probability(rows, ads, shown=counts.shown[user[:, None], ads], sight=seeing)
    some = slice(None, None, 3)
    seen = heavy.predict(
        log.request[some], log.ad[some], week=week, counts=counts, slot=log.slot[some]
    )
    return Week(
        week=week,
        rows=rows,
        ads=np.where(taken.there, taken.ads, NOBODY).astype(np.int32),
        chance=np.zeros(0),
        guess=taken.guess.astype(np.float32),
        truth=truth.astype(np.float32),
        boost=np.zeros(0),
        sight=seeing,
        found=np.zeros(0),
        sample=np.c_[flat, ads.ravel(), said, known.ravel()],
        seen=np.c_[log.request[some], log.ad[some], seen, log.click[some]],
        recall=np.zeros(0),
        reachable=np.zeros(0),
        rows_trained=heavy.ranker.rows,
        clicks_trained=heavy.ranker.positives,
        importance=heavy.ranker.importance,
    )


def _reference(market: AdMarket, sight: Sight, rows: np.ndarray, week: int) -> np.ndarray:
    """Eight running ads of each request's own category, drawn the same whatever the design."""
    made = market.constants
    running = np.flatnonzero(market.running(week))
    by_category = [running[sight.ad_category[running] == each] for each in range(made.categories)]
    longest = max(1, min(len(each) for each in by_category))
    table = np.stack([each[:longest] for each in by_category])
    drawn = pair_draw(market.seed, "reference", rows[:, None], np.arange(8)[None, :])
    return table[(sight.topic[rows] % made.categories)[:, None], (drawn * longest).astype(int)]


def reachable(market, sight, state: State, plan: Plan, week, pairs: Candidates, judged):
    """The welfare of the best selected ads by their true probability, a judged request."""
    rows, ads, there = pairs.rows[judged], pairs.ads[judged], pairs.there[judged]
    shown = state.counts.shown[sight.user[rows][:, None], ads]
    truth = market.probability(rows, ads, shown=shown, sight=state.sight[sight.user[rows]])
    people = ~market.requests.truth["bot"].to_numpy()[rows][:, None]
    worth = truth * market.value(week)[ads] * there * people
    slots = np.array(market.constants.slots[: plan.slots])
    top = -np.sort(-worth, axis=1)[:, : len(slots)]
    return top @ slots[: top.shape[1]]


def recall(heavy: Heavy, counts, week, pairs: Candidates, score, rows) -> np.ndarray:
    """Heavy rank scores of all candidates of some requests, in the light ranker's order."""
    some = np.arange(len(rows))[3::100]
    order = np.argsort(-score[some], axis=1, kind="stable")
    ads = np.take_along_axis(pairs.ads[some], order, axis=1)
    there = np.take_along_axis(pairs.there[some], order, axis=1)
    bid = np.take_along_axis(pairs.bid[some], order, axis=1)
    flat = np.repeat(rows[some], ads.shape[1])
    chance = heavy.predict(flat, ads.ravel(), week=week, counts=counts).reshape(ads.shape)
    return np.where(there, chance * bid, -np.inf)


def judge_on_random_rows(
    market, sight, rows: Rows, before, plan: Plan, week, thinned
) -> np.ndarray:
    """A quarter of the training rows, scored by a model of the rest: what a team sees then."""
    out = pair_draw(market.seed, "quarter", rows.request, rows.ad) < 0.25
    model = train(market, sight, rows.at(~out), before, plan.recipe, now=week, thinned=thinned)
    some = rows.at(np.flatnonzero(out)[::3])
    chance = model.adjust(
        model.ranker.predict(tabulate(sight, some, before, plan.recipe, now=week))
    )
    if plan.recipe.position == "ips":
        chance = chance * np.array(market.constants.slots)[some.slot]
    return np.c_[some.request, some.ad, np.clip(chance, 0, 1), some.click]
