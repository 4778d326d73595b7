"""The rows that readings are made of, and the sums over them that the formulas take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cases.ads_funnel.auctions import served_chance
from cases.ads_funnel.decide import KEEPS, Sales
from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.logs import Counts, Log, counts_by_week
from cases.ads_funnel.model import Recipe, Rows, Sampling, Trainer
from cases.ads_funnel.week import Pairs, Week
from data.ads import AdMarket, pair_draw
from kit.service import TimedAlong
from pipelines.evaluation.decisions import Ordered, threshold_axis
from pipelines.evaluation.ranking_metrics import cross_entropy, let_through
from pipelines.evaluation.tally import Curve, Fixed, Grid, Part, Summand

TOP = 4  # ads of the heavy model's order that the light ranker should let through
KNOTS = 256  # scores at which the area under the curve is resampled

HELD_BACK = 0.25
"""The share of training rows a team holds back that judges on random rows."""


def judged(live: tuple[Week, ...], *, scale: float) -> Pairs:
    """Line up pairs drawn whatever the design, with what is served for them and what is true."""
    return _served(Pairs.joined(week.reference for week in live), scale)


def _served(pairs: Pairs, scale: float) -> Pairs:
    """The pairs with the probability the auction would get for them."""
    return replace(pairs, predicted=served_chance(pairs.predicted, scale))


def believed(
    market: AdMarket,
    store: FeatureStore,
    past_log: tuple[Log, ...],
    live: tuple[Week, ...],
    sampling: Sampling,
    recipe: Recipe,
    *,
    judged_by: str,
    scale: float,
) -> Pairs:
    """Line up the pairs the team judges by: of each week's own log, or random training rows."""
    if judged_by == "next":
        return _served(Pairs.joined(week.logged for week in live), scale)
    trainer = Trainer(market, store, sampling, recipe)
    logs = (*past_log, *(week.log for week in live))
    before, _ = counts_by_week(market, logs, by_slot=trainer.by_slot)
    held = {
        week: _random_quarter(trainer, trainer.rows(logs, week), before, week)
        for week in {each.trained for each in live}
    }
    pairs = Pairs.joined(held[week.trained] or week.logged for week in live)
    return _served(pairs, scale)


def _random_quarter(trainer: Trainer, rows: Rows, before: Mapping[int, Counts], week: int) -> Pairs:
    """A third of a quarter of the training rows, scored by a model trained on the other rows."""
    out = pair_draw(trainer.market.seed, "quarter", rows.request, rows.ad) < HELD_BACK
    model = trainer.train(rows.at(~out), before, week)
    some = rows.at(np.flatnonzero(out)[::3])
    said = model.chance(trainer.table(some, before, week), some.slot)
    return Pairs(some.request, some.ad, some.week, said, some.click.astype(float))


@dataclass(frozen=True, eq=False)
class Answered:
    """What each judged request brought in the end, at every position of the dial.

    `sums` maps what `Sales` measures to (positions, requests): what the funnel sold, weighed by the
    share of requests answered in time, and what the fallback sold for the others. `week` and
    `user` are those of the requests.
    """

    sums: Mapping[str, np.ndarray]
    week: np.ndarray
    user: np.ndarray


def answered(sales: Sales, serving: TimedAlong, *, late: str) -> Answered:
    """Weigh what requests bring with who is answered in time, and who gets the fallback."""
    on_time = (1 - serving.missed.value)[:, None].astype(np.float32)
    fallback = 1.0 if late == "light" else 0.0
    sums = {
        name: sold[:-1] * on_time + sold[-1] * (1 - on_time) * fallback
        for name, sold in sales.sums.items()
    }
    return Answered(sums, sales.auctions.week, sales.auctions.user)


def request_parts(answered: Answered, sales: Sales) -> dict[str, Part]:
    """What each judged request brought at each position of the dial, and how many there are."""
    user = answered.user
    sums = {name: Grid(values.T, user) for name, values in answered.sums.items()}
    return {
        **sums,
        "requests": Summand(np.ones(len(user)), user),
        "slots": Fixed(len(sales.rules.slots)),
    }


def seen_parts(answered: Answered, sales: Sales) -> dict[str, Part]:
    """The same as the log has it: clicks as recorded, of bots too, worth what was bid."""
    own = request_parts(answered, sales)
    logged = {name: own[f"seen_{name}"] for name in ("welfare", "revenue", "clicks")}
    return {name: part for name, part in own.items() if name != "user"} | logged


def candidate_parts(sales: Sales) -> dict[str, Part]:
    """Clicks promised and true, and gains of the auction's order, over the candidates kept."""
    auctions, last = sales.auctions, np.array(KEEPS) - 1
    people = auctions.there & ~auctions.bot[:, None]
    promised, true = (
        np.cumsum(values * people, axis=1, dtype=float)[:, last]
        for values in (auctions.chance, auctions.truth)
    )
    some = slice(None, None, 4)
    gain, has_gain = order_gain(sales, some)
    return {
        "promised to candidates": Grid(promised, auctions.user),
        "clicks of candidates": Grid(true, auctions.user),
        "gain of the order": Grid(gain, auctions.user[some]),
        "requests with gain": Summand(has_gain.astype(float), auctions.user[some]),
    }


def order_gain(sales: Sales, some: slice) -> tuple[np.ndarray, np.ndarray]:
    """nDCG@4 of the auction's order for each number kept (requests, positions), 0 without gain.

    The ideal order is that of all candidates; and whether each request has anything to gain.
    """
    auctions, rules = sales.auctions, sales.rules
    worth = auctions.worth()[some]
    weight = {"ecpm": auctions.bid * auctions.chance**rules.squash, "bid": auctions.bid}
    score = weight.get(rules.rank, auctions.chance)[some]
    discount = 1 / np.log2(2 + np.arange(TOP))
    ideal = (-np.sort(-worth, axis=1)[:, :TOP]) @ discount
    gain = np.zeros((len(worth), len(KEEPS)))
    for place, keep in enumerate(KEEPS):
        found = np.argsort(-score[:, :keep], axis=1, kind="stable")[:, :TOP]
        reached = np.take_along_axis(worth, found, axis=1)
        gain[:, place] = reached @ discount[: reached.shape[1]]
    has_gain = ideal > 0
    return np.divide(gain, ideal[:, None], where=has_gain[:, None], out=gain), has_gain


def best_of_heavy_parts(live: tuple[Week, ...], user: np.ndarray) -> dict[str, Part]:
    """The heavy model's best ads of all selected, and those of them the light ranker lets through.

    Of one request in a hundred.
    """
    kept, best, rows = [], [], []
    for order in (week.heavy_order for week in live):
        places = np.broadcast_to(np.arange(order.scores.shape[1]), order.scores.shape)
        found = let_through(order.scores, places, top=TOP, keeps=np.array(KEEPS))
        kept.append(found[0])
        best.append(found[1])
        rows.append(order.rows)
    who = user[np.concatenate(rows)]
    return {
        "best let through": Grid(np.concatenate(kept), who),
        "best of heavy model": Summand(np.concatenate(best), who),
    }


def pair_parts(pairs: Pairs, user: np.ndarray) -> dict[str, Part]:
    """Log losses and clicks on pairs, and both by falling score."""
    who, ones = user[pairs.request], np.ones(len(pairs))
    ordered = Ordered.by(pairs.predicted)
    knots = threshold_axis(pairs.predicted, positions=KNOTS)
    return {
        "pairs": Summand(ones, who),
        "clicks on pairs": Summand(pairs.outcome, who),
        "log loss": Summand(cross_entropy(pairs.outcome, pairs.predicted), who),
        "clicks by score": Curve(pairs.outcome, who, ordered, knots),
        "pairs by score": Curve(ones, who, ordered, knots),
    }


def logged_parts(believed: Pairs, user: np.ndarray) -> dict[str, Part]:
    """The team's own pairs, which also are all it has of the candidates."""
    parts, who = pair_parts(believed, user), user[believed.request]
    return parts | {
        "promised to candidates": Summand(believed.predicted, who),
        "clicks of candidates": Summand(believed.outcome, who),
    }


def budget_parts(sales: Sales) -> dict[str, Part]:
    """The days on which each advertiser's money is gone by six: what varies is who advertises."""
    gone = sales.exhausted[:-1].sum(axis=1).T.astype(float)
    who = np.arange(len(gone))
    days = np.full(len(gone), float(sales.exhausted.shape[1]))
    return {"days out of money": Grid(gone, who), "days of advertisers": Summand(days, who)}
