"""Prices, reserves and budgets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kit.figure import Drawn, bars
from kit.panels.along import along
from kit.panels.experiment import experiment as planned
from kit.panels.legend import SEEN, TRUE
from kit.panels.over_time import over_time
from kit.run import Run
from kit.words import say

AVERAGE = 0.4  # traffic of an average second, as a share of the peak: assumed
MONEY = "$ per 1,000 requests"
PACINGS = {"greedy": "until it is gone", "throttle": "skip auctions", "bid": "lower bids"}
RESERVED = {"click": "least price of a click ($)", "score": "least bid times probability ($)"}


def reserve_curve(run: Run) -> Drawn:
    """Revenue at every reserve.

    Is there a better least price? Everything is sold again at each level, budgets aside.
    """
    frame = run["reserve_curve"]
    best = frame.loc[frame["revenue"].idxmax()]
    gain = best["revenue"] / max(frame["revenue"][0], 1e-9) - 1
    kind = run.settings["reserve_kind"]
    used = 0.0 if kind == "none" else float(run.settings["reserve"])
    levels = frame["reserve"].to_numpy(dtype=float)
    return along(
        {name: (levels, frame[name].to_numpy()) for name in ("revenue", "welfare")},
        x=RESERVED["score" if kind == "score" else "click"],
        y=MONEY,
        marks={"now": (used, float(np.interp(used, levels, frame["revenue"])))},
        caption=f"Revenue is highest at a reserve of {say(best['reserve'], 'money')}: "
        f"{say(gain, 'share')} more than without; beyond it slots stay empty.",
    )


def spending(run: Run) -> Drawn:
    """Spending by the hour.

    When is the money gone? A day's spending of all advertisers under each way of pacing.
    """
    frame = run["hourly_spending"]
    shares = {}
    for kind, name in PACINGS.items():
        own = frame[frame["pacing"] == kind]
        shares[name] = own["spent"].to_numpy() / max(own["spent"].sum(), 1e-9)
    late = {name: share[18:].sum() for name, share in shares.items()}
    return along(
        {name: (np.arange(1, 25), share) for name, share in shares.items()},
        x="hour of the day",
        y="share of the day's spending",
        caption=f"After 18:00 budgets spent until they are gone spend "
        f"{say(late[PACINGS['greedy']], 'share')} of their day, lowered bids "
        f"{say(late[PACINGS['bid']], 'share')}.",
    )


def division(run: Run) -> Drawn:
    """Who gets the welfare.

    Is revenue made by more welfare, or by a larger part of it? Platform, advertisers, and what
    nobody got.
    """
    welfare, revenue = run.reading("welfare"), run.reading("revenue")
    parts = {
        "platform": revenue.true,
        "advertisers": welfare.true - revenue.true,
        "not reached": max(welfare.ceiling - welfare.true, 0.0),
    }
    frame = pd.DataFrame({"who": list(parts), "amount": list(parts.values())})
    return bars(
        frame,
        x=("who", ""),
        y=("amount", MONEY),
        horizontal=True,
        caption=f"Of {say(welfare.ceiling, 'money')} that perfect knowledge could make, "
        f"{say(welfare.true, 'money')} is made and {say(revenue.true, 'money')} paid.",
    )


def weeks(run: Run) -> Drawn:
    """Money, week by week.

    Does it last? What is logged, what people's clicks were really worth, and what advertisers paid.
    """
    answered, at = run["answered"], run.position
    count = np.bincount(answered.week)
    names = {
        "welfare": "welfare",
        f"revenue, {TRUE}": "revenue",
        f"revenue, {SEEN}": "seen_revenue",
    }
    curves = {
        label: 1000 * np.bincount(answered.week, answered.sums[name][at]) / count
        for label, name in names.items()
    }
    first, last = curves[f"revenue, {TRUE}"][[0, -1]]
    attention = float(np.mean(run["live"][-1].scored.attention))
    return over_time(
        curves,
        period="live week",
        value=MONEY,
        colours={f"revenue, {SEEN}": "seen", f"revenue, {TRUE}": "true", "welfare": "muted"},
        dashed=(f"revenue, {SEEN}",),
        caption=f"Revenue goes from {say(first, 'money')} to {say(last, 'money')}; by the last "
        f"week users still take in {say(attention, 'share')} of the ads they would have at first.",
    )


def experiment(run: Run) -> Drawn:
    """The size of an experiment.

    How many users does a test need, and would its guardrails notice harm? From the noise of this
    design's own readings, half of the users in each arm.
    """
    made = run["market"].constants
    judged_a_user = len(run["auctions"].rows) / made.users
    return planned(
        run,
        metrics=("welfare", "revenue", "user", "value_per_spend"),
        unit="users",
        entities=made.users,
        units_a_day=AVERAGE * run.settings["traffic"] * 86_400 / judged_a_user,
        note=f"A user is taken to make {say(judged_a_user, 'count')} requests, as here.",
    )
