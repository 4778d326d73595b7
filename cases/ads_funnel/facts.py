"""What an interviewer would answer when asked, and the check of what somebody asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.serving import HEAVY_US
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say

BUSY = 0.7  # how busy a fleet is planned to be


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, corpus, click rate, values, budgets and the deadline."""
    market, settings = run["market"], run.settings
    made, value = market.constants, market.ads.truth["value"]
    impressions = sum(len(log) for log in run["past_log"])
    clicks = sum(int(log.click.sum()) for log in run["past_log"])
    return {
        "Traffic": f"{settings['traffic']:,} requests a second at peak, answered within "
        f"{say(settings['deadline'], 'ms')}",
        "Corpus": f"{made.corpus:,} ads; {made.ads:,} of {made.advertisers} advertisers run in "
        "this market and are simulated one by one",
        "A page": f"up to {len(made.slots)} ads; a lower slot is looked at "
        f"{', '.join(say(each, 'share') for each in made.slots[1:])} as often as the first",
        "Click rate": f"{say(clicks / max(impressions, 1), 'share')} of what the previous system "
        "showed",
        "Log": f"{impressions:,} impressions and {clicks:,} clicks of six weeks",
        "A click": f"worth {say(float(np.median(value)), 'money')} to half the advertisers, more "
        f"than {say(float(np.quantile(value, 0.9)), 'money')} to a tenth",
        "Budgets": f"{say(1000 * made.budget, 'money')} of daily money per 1,000 requests in all",
    }


@dataclass(frozen=True, eq=False)
class Ground:
    """The dial's positions (ads the heavy model sees) with their 99th percentile and welfare."""

    keeps: np.ndarray
    p99: np.ndarray
    welfare: np.ndarray
    ceiling: float
    keep: float
    ad_ms: float
    traffic: float
    deadline: float


def ground(run: Run) -> Ground:
    """Read latency and welfare off every position of the dial."""
    tracks, axis = run.readout.tracks, run.readout.axis
    return Ground(
        axis,
        np.broadcast_to(tracks["p99"].true, axis.shape),
        np.broadcast_to(tracks["welfare"].true, axis.shape),
        run.reading("welfare").ceiling,
        float(axis[run.position]),
        float(run.settings["slow"]) * HEAVY_US[str(run.settings["heavy"])] / 1000,
        float(run.settings["traffic"]),
        float(run.settings["deadline"]),
    )


def asks(ground: Ground) -> tuple[Ask, ...]:
    """What somebody may ask for or state of the funnel."""
    return (
        Ask("traffic", "Requests a second", "count", ground.traffic, 1.0, 1e7),
        Ask("keep", "Ads the heavy model sees", "count", ground.keep, 1.0, 1e5),
        Ask("ad_ms", "Heavy model: ms an ad", "ms", ground.ad_ms, 0.0001, 1e3),
        Ask("deadline", "99th percentile asked for", "ms", ground.deadline, 1.0, 1e5),
        Ask("share", "Share of the ceiling's welfare asked for", "share", 0.6, 0.01, 1.0),
    )


def answer(ground: Ground, given: Mapping[str, float]) -> Answer:
    """The fleet it takes, and whether some position of the dial has both time and welfare."""
    work = given["keep"] * given["ad_ms"]
    implied = {
        "Heavy work a request": say(work, "ms"),
        "Servers for the heavy model alone": say(
            np.ceil(given["traffic"] * work / 1000 / BUSY), "count"
        ),
        "Predictions a second": say(given["traffic"] * given["keep"], "count"),
    }
    shares = ground.welfare / ground.ceiling
    in_time = np.where(ground.p99 <= given["deadline"], shares, -np.inf)
    best, anywhere = float(in_time.max()), float(np.nanmax(shares))
    wanted = f"{say(given['share'], 'share')} of the ceiling within {say(given['deadline'], 'ms')}"
    if best >= given["share"]:
        keep = ground.keeps[int(in_time.argmax())]
        return Answer(implied, "yes", f"This design reaches {wanted}, with {keep:.0f} ads kept.")
    if anywhere >= given["share"]:
        return Answer(implied, "maybe", f"This design reaches {wanted} only if it may take longer.")
    if not np.isfinite(best):
        return Answer(
            implied, "no", f"No position of the dial keeps {say(given['deadline'], 'ms')}."
        )
    return Answer(
        implied,
        "maybe",
        f"This design reaches {say(best, 'share')} in that time. The ceiling knows every true "
        "probability and has no deadline: what lies between is what better models could win.",
    )


FEASIBILITY = Feasibility(ground, asks, answer)
