"""Prices, reserves and budgets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.ads_funnel.readings import answered
from kit.figure import Drawn, bars, lines
from kit.run import Run
from kit.words import say


def reserve_curve(run: Run) -> Drawn:
    """Revenue and welfare at every reserve, on the same candidates and budgets aside."""
    frame = run["reserves"]
    best = frame.loc[frame["revenue"].idxmax()]
    gain = best["revenue"] / max(frame["revenue"][0], 1e-9) - 1
    kind = "score" if run.settings["reserve_kind"] == "score" else "click"
    title = {"click": "least price of a click ($)", "score": "least bid times probability ($)"}[
        kind
    ]
    long = frame.melt("reserve", ["revenue", "welfare"], "what", "amount")
    used = run.settings["reserve"] if run.settings["reserve_kind"] != "none" else 0.0
    now = float(np.interp(used, frame["reserve"], frame["revenue"]))
    return lines(
        long,
        x=("reserve", title),
        y=("amount", "$ a thousand requests"),
        by="what",
        marks=pd.DataFrame({"reserve": [used], "amount": [now], "text": ["now"]}),
        caption=f"Revenue is highest at a reserve of {say(best['reserve'], 'money')}: "
        f"{say(gain, 'share')} more than without; beyond it slots stay empty.",
    )


def spending(run: Run) -> Drawn:
    """Money spent by the hour under each way of pacing."""
    frame = run["paces"]
    total = frame.groupby("pacing", sort=False)["spent"].transform("sum")
    frame = frame.assign(share=frame["spent"] / np.maximum(total, 1e-9))
    names = {"greedy": "until it is gone", "throttle": "sit auctions out", "bid": "lower bids"}
    late = frame[frame["hour"] > 18].groupby("pacing", sort=False)["share"].sum()
    frame = frame.assign(pacing=frame["pacing"].map(names))
    return lines(
        frame,
        x=("hour", "hour of the day"),
        y=("share", "share of the day's spending"),
        by="pacing",
        caption=f"After 18:00 greedy budgets spend {say(late['greedy'], 'share')} of their day, "
        f"paced bids {say(late['bid'], 'share')}.",
    )


def cake(run: Run) -> Drawn:
    """Who gets what of the welfare: the platform, the advertisers, and what is lost to the best."""
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
        y=("amount", "$ a thousand requests"),
        horizontal=True,
        caption=f"Of {say(welfare.ceiling, 'money')} that perfect knowledge could make, "
        f"{say(welfare.true, 'money')} is made and {say(revenue.true, 'money')} paid.",
    )


def weeks(run: Run) -> Drawn:
    """Welfare and revenue of each live week, and revenue as logged."""
    at, served = run.position, run["served"]
    sums = answered(served, run["latency"].missed, run.settings["late"])
    names = {"welfare": "welfare", "revenue": "revenue, true", "seen_revenue": "revenue, as logged"}
    week = served.table.week
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "week": np.arange(week.max() + 1) + 1,
                    "amount": 1000 * np.bincount(week, sums[name][at]) / np.bincount(week),
                    "what": label,
                }
            )
            for name, label in names.items()
        ]
    )
    first, last = (frame[frame["what"] == "revenue, true"]["amount"].iloc[i] for i in (0, -1))
    sight = float(np.mean(run["learned"][-1].sight))
    return lines(
        frame,
        x=("week", "live week"),
        y=("amount", "$ a thousand requests"),
        by="what",
        colours={"revenue, as logged": "seen", "revenue, true": "true", "welfare": "ceiling"},
        points=True,
        caption=f"Revenue goes from {say(first, 'money')} to {say(last, 'money')}; by the last "
        f"week users still take in {say(sight, 'share')} of the ads they would have at first.",
    )
