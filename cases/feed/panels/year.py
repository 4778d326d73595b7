"""The year: two policies on one axis, the short run against the long one, authors who stop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cases.feed.decide import PENALTIES
from cases.feed.evidence import SPANS, TEST, WEEK
from cases.feed.live import Year
from kit.figure import Absent, Chart, Drawn
from kit.panels.along import along
from kit.panels.experiment import experiment
from kit.panels.legend import CLAIRVOYANT
from kit.panels.over_time import Event, over_time
from kit.run import Run
from kit.words import say

NONE = "no penalty"
PAGES_A_DAY = 20
IN_TEST = 0.01
TEST_ENDS = Event(TEST / WEEK, "the four-week test ends")


def rivals(run: Run) -> dict[str, int]:
    """The two policies compared, by their places on the dial: none, and the design's own.

    A design without a penalty is compared with the penalty that is best over the year.
    """
    own = run.position or run.readout.marks["best over the year"] or 1
    return {NONE: 0, f"penalty {PENALTIES[own]:g}": own}


def colours(run: Run) -> dict[str, str]:
    """The design's own policy stands out; the other is grey."""
    return {name: "current" if at == run.position else "muted" for name, at in rivals(run).items()}


def weekly(values: np.ndarray) -> np.ndarray:
    """Means of each week of (days, users): (weeks,); what is left of the last week counts too."""
    daily = values.mean(axis=1, dtype=float)
    starts = np.arange(0, len(daily), WEEK)
    return np.add.reduceat(daily, starts) / np.diff(np.r_[starts, len(daily)])


def the_year(run: Run) -> Drawn:
    """The year for two policies.

    Who wins the test, and who the year? Engagement per user and day, week by week; users who stay
    away count as 0.
    """
    return _two(run, "engagement_28", "engagement_year", "points per user and day")


def actives(run: Run) -> Drawn:
    """Who still comes.

    Does the feed live on fewer and fewer? The share of all users who come on a day.
    """
    return _two(run, "actives_28", "actives_240", "share of users active on a day")


def _two(run: Run, early: str, late: str, title: str) -> Chart | Absent:
    """What `late` averages, week by week; the ceiling is the policy that is best by `late`."""
    year, best, pair = run["year"], run["ceilings"].year, rivals(run)
    what, _ = SPANS[late]
    curves = {name: weekly(getattr(year, what)[at]) for name, at in pair.items()}
    curves[CLAIRVOYANT] = weekly(getattr(best, what)[best_policy(best, late)])
    tracks, unit = run.readout.tracks, run.case.metric(early).unit
    told = [
        say(tracks[name].at("true", at), unit) for name in (early, late) for at in pair.values()
    ]
    one, other = pair
    when = "over the whole year" if late.endswith("year") else "in the last week"
    return over_time(
        curves,
        period="week",
        value=title,
        colours=colours(run),
        dashed=(CLAIRVOYANT,),
        events=(TEST_ENDS,),
        caption=f"After four weeks {told[0]} with {one} and {told[1]} with {other}; "
        f"{when} {told[2]} and {told[3]}.",
    )


def best_policy(family: Year, metric: str) -> int:
    """Which policy of a family is best by a reading of the year."""
    what, days = SPANS[metric]
    return int(np.argmax(getattr(family, what)[:, days].mean(axis=(1, 2))))


def pareto(run: Run) -> Drawn:
    """Short run against long run.

    What does a longer horizon cost now? Each point is a penalty, from the test's view and the
    year's.
    """
    tracks, best = run.readout.tracks, run["ceilings"].year
    short, long = tracks["engagement_28"].true, tracks["engagement_year"].true
    at, top, picked = run.position, int(np.argmax(long)), int(np.argmax(short))
    if not long[top] > 0:
        return Absent("Nobody engages with anything under any penalty.")
    named = {at: f"now: {PENALTIES[at]:g}"}
    named |= {} if at == top else {top: f"best over the year: {PENALTIES[top]:g}"}
    family = (best.engagement[:, :TEST].mean(axis=(1, 2)), best.engagement.mean(axis=(1, 2)))
    chart = along(
        {"this design, penalty 0 to 4": (short, long), CLAIRVOYANT: family},
        x="points per user and day, four-week test",
        y="points per user and day, 240 days",
        colours={"this design, penalty 0 to 4": "true"},
        marks={text: (float(short[spot]), float(long[spot])) for spot, text in named.items()},
        caption=f"The test would pick a penalty of {PENALTIES[picked]:g}; the year is best at "
        f"{PENALTIES[top]:g} and loses {say(1 - long[picked] / long[top], 'share')} by the "
        "test's pick. The ceiling weighs engagement and gladness, both known.",
    )
    return _in_order(chart) if isinstance(chart, Chart) else chart


def _in_order(chart: Chart) -> Chart:
    """The chart with its points joined in the order of its rows: along a family, not along x."""
    layers = [dict(layer) for layer in chart.spec["layer"]]
    layers[0]["encoding"] = layers[0]["encoding"] | {"order": {"field": "step", "type": "ordinal"}}
    data = chart.data.assign(step=np.arange(len(chart.data)))
    return replace(chart, spec={**chart.spec, "layer": layers}, data=data)


def authors_left(run: Run) -> Drawn:
    """Authors who still post.

    Who writes tomorrow's posts? Authors whom nobody answers stop posting.
    """
    year, best, days = run["year"], run["ceilings"].year, run["feed"].constants.days
    active = {name: year.active[at] for name, at in rivals(run).items()}
    active[CLAIRVOYANT] = best.active[best_policy(best, "engagement_year")]
    reading = run.reading("silent")
    return along(
        {name: (days * np.arange(len(each)), each.mean(axis=1)) for name, each in active.items()},
        x="day of the year",
        y="share of authors who still post",
        colours=colours(run),
        dashed=(CLAIRVOYANT,),
        caption=f"By the end {say(reading.true, 'share')} of authors have stopped; when the test "
        f"ended it was {say(reading.seen, 'share')}. The policy of the ceiling knows what readers "
        "want and does nothing for authors.",
    )


def test_size(run: Run) -> Drawn:
    """How large a test, and how long.

    How many readers does it take to notice a change, and what would the guardrails notice?
    """
    readers = run.settings["traffic"] * 86_400 / PAGES_A_DAY
    return experiment(
        run,
        metrics=("engagement_28", "wanted", "actives_28", "complaints"),
        unit="readers",
        entities=run["feed"].constants.users,
        units_a_day=IN_TEST * readers,
        note=f"With {say(IN_TEST, 'share')} of the readers in the test, who load {PAGES_A_DAY} "
        "pages a day (both assumed). Readers are not what is short: run it until people have "
        "changed, which takes months here; split by clusters for what happens to authors.",
    )
