"""The stages of the ads funnel: what each one does, and which choices it reads."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

import cases.ads_funnel.past as before
from cases.ads_funnel.heavy import Recipe
from cases.ads_funnel.loop import live
from cases.ads_funnel.plan import Plan
from cases.ads_funnel.readings import FIXED
from cases.ads_funnel.served import KEEPS, Table, serve
from pipelines.ranking.auction import Rules

SHADED = 0.35  # share of the value that bids lose in the end under a first price: assumed
WRONG_RATE = 4.0  # how many times fewer negatives are kept than the formula believes


RESERVES = (
    0.0,
    0.1,
    0.2,
    0.3,
    0.4,
    0.5,
    0.6,
    0.8,
    1.0,
    1.2,
    1.4,
    1.6,
    1.8,
    2.0,
    2.5,
    3.0,
    4.0,
    5.0,
)


def market(*, seed, size, surface, drift):
    """Draw users, requests, advertisers and ads, and how likely each is to be clicked."""
    return before.market(seed=seed, size=size, surface=surface, drift=drift)


def past(market):
    """Let the previous system show ads for six weeks; only what it showed was logged."""
    return before.past(market)


def learned(
    market,
    past,
    *,
    drift,
    match,
    k1,
    policy,
    light,
    objective,
    heavy,
    features,
    history,
    rows,
    window,
    sample,
    keep,
    recalibration,
    position,
    retrain,
    judged_by,
    explore,
    share,
    lift,
    slots,
    cap,
):
    """Run the funnel for five weeks: train, serve, log the winners, learn from them, and again.

    What is logged is sold by a plain auction of twelve heavily scored ads, whatever the auction
    and the dial say: those are tried afterwards, on the models learnt here.
    """
    recipe = Recipe(heavy, features, history, rows, sample, keep, recalibration, position)
    plan = Plan(
        recipe=recipe,
        match=match,
        k1=k1,
        policy=policy == "on",
        light=light,
        objective=objective,
        window=window,
        retrain=retrain,
        explore=explore,
        amount=share if explore == "epsilon" else lift,
        slots=min(slots, len(market.constants.slots)),
        cap=cap,
        thinned=keep / WRONG_RATE if drift == "sampling" else None,
        judged_by=judged_by,
    )
    return live(market, past, plan)


def auctioned(market, learned, *, scale, price, bids):
    """Line up every judged request's candidates with their bids and probabilities."""
    shading = SHADED if price == "first" and bids == "follow" else 0.0
    return Table.of(market, learned, shading=shading, scale=scale)


def served(
    market, auctioned, *, rank, squash, price, reserve_kind, reserve, slots, pacing, solvent
):
    """Sell the slots hour by hour, under budgets, for every number of ads the dial may keep."""
    rules = _rules(market, rank, squash, price, slots)
    if reserve_kind != "none":
        rules = replace(rules, reserve_kind=reserve_kind, reserve=reserve)
    return serve(market, auctioned, rules, pacing=pacing, early=solvent == "early")


def reserves(market, auctioned, *, rank, squash, price, reserve_kind, slots):
    """Sell everything again at one reserve after another, budgets aside."""
    plain = _rules(market, rank, squash, price, slots)
    kind = "score" if reserve_kind == "score" else "click"
    rows = []
    for level in RESERVES:
        rules = replace(plain, reserve_kind=kind, reserve=level)
        sold = serve(
            market, auctioned, rules, pacing="off", early=True, keeps=KEEPS[FIXED : FIXED + 1]
        )
        rows.append((level, *(1000 * float(sold.sums[name][0].mean()) for name in SOLD)))
    return pd.DataFrame(rows, columns=["reserve", *SOLD])


def paces(market, auctioned, *, rank, squash, price, slots, solvent):
    """Sell everything again under each way to pace budgets, and add up the spending by hour."""
    rules, frames = _rules(market, rank, squash, price, slots), []
    for kind in ("greedy", "throttle", "bid"):
        sold = serve(
            market, auctioned, rules, pacing=kind, early=solvent == "early",
            keeps=KEEPS[FIXED:FIXED + 1],
        )  # fmt: skip
        spent = sold.spent[0].sum(axis=(0, 2))
        frames.append(pd.DataFrame({"hour": range(1, 25), "spent": spent, "pacing": kind}))
    return pd.concat(frames, ignore_index=True)


def _rules(market, rank, squash, price, slots):
    return Rules(slots=market.constants.slots[:slots], rank=rank, squash=squash, price=price)


SOLD = ("welfare", "revenue", "shown")
