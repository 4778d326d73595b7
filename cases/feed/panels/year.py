"""The year: two policies on one axis, the short run against the long one, authors who stop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from cases.feed.ceilings import FAMILY
from cases.feed.readings import TEST, WEEK
from cases.feed.scoring import PENALTIES
from cases.feed.year import Year
from kit.figure import Absent, Chart, Drawn, lines
from kit.overlay import with_rules
from kit.run import Run
from kit.words import say

BEST = "the best that knows the truth"
NONE = "no penalty"
CLOSE = "penalty {}"


def rivals(run: Run) -> dict[str, int]:
    """The two policies compared, by their places on the dial: none, and the design's own.

    A design without a penalty is compared with the one that is best over the year.
    """
    own = run.position or run.readout.marks["best over the year"] or 1
    return {NONE: 0, CLOSE.format(f"{PENALTIES[own]:g}"): own}


def weekly(values: np.ndarray) -> np.ndarray:
    """Means of each week of (days, users): (weeks,); what is left of the last week counts too."""
    daily = values.mean(axis=1, dtype=float)
    starts = np.arange(0, len(daily), WEEK)
    return np.add.reduceat(daily, starts) / np.diff(np.r_[starts, len(daily)])


def the_year(run: Run) -> Drawn:
    """Engagement a user and day, week by week, under two policies and the best there is."""
    return _two(run, "engagement", "points a user and day", "engagement_28", "engagement_year")


def actives(run: Run) -> Drawn:
    """The share of users who come on a day, week by week."""
    return _two(run, "visits", "share of users active on a day", "actives_28", "actives_240")


def _two(run: Run, what: str, title: str, early: str, late: str) -> Drawn:
    year, oracle = run["year"], run["ceilings"].year
    pair = rivals(run)
    top = int(np.argmax(oracle.engagement.mean(axis=(1, 2))))
    curves = {name: weekly(getattr(year, what)[at]) for name, at in pair.items()}
    curves[BEST] = weekly(getattr(oracle, what)[top])
    frame = pd.concat(
        [
            pd.DataFrame({"week": np.arange(1, len(values) + 1), "level": values, "policy": name})
            for name, values in curves.items()
        ]
    )
    (one, a), (other, b) = pair.items()
    tracks, unit = run.readout.tracks, run.case.metric(early).unit
    told = [say(tracks[name].at("true", at), unit) for name in (early, late) for at in (a, b)]
    chart = lines(
        frame,
        x=("week", "week of the year"),
        y=("level", title),
        by="policy",
        colours={one: "seen", other: "true", BEST: "ceiling"},
        dashed=(BEST,),
        caption=f"After four weeks {told[0]} with {one} and {told[1]} with {other}; "
        f"{_late(late)} {told[2]} and {told[3]}.",
    )
    rule = pd.DataFrame({"week": [TEST / WEEK], "text": ["a four-week test ends"]})
    return with_rules(chart, rule)


def _late(metric: str) -> str:
    return "over the whole year" if metric.endswith("year") else "in the last week"


def pareto(run: Run) -> Drawn:
    """Each penalty's four weeks against its year, with the family that knows the truth."""
    tracks = run.readout.tracks
    short, long = tracks["engagement_28"].true, tracks["engagement_year"].true
    oracle = run["ceilings"].year
    frames = [
        pd.DataFrame({"test": short, "year": long, "policies": "this design, penalty 0 to 4"}),
        pd.DataFrame(
            {
                "test": oracle.engagement[:, :TEST].mean(axis=(1, 2)),
                "year": oracle.engagement.mean(axis=(1, 2)),
                "policies": f"knows the truth, gladness 0 to {FAMILY[-1]:g}",
            }
        ),
    ]
    best, picked = int(np.argmax(long)), int(np.argmax(short))
    if not long[best] > 0:
        return Absent("Nobody engages with anything under any penalty.")
    chart = lines(
        pd.concat(frames),
        x=("test", "points a user and day, four-week test"),
        y=("year", "points a user and day, 240 days"),
        by="policies",
        points=True,
        marks=_marks(run, short, long),
        caption=f"The test would pick a penalty of {PENALTIES[picked]:g}; the year is best at "
        f"{PENALTIES[best]:g} and loses {say(1 - long[picked] / long[best], 'share')} by the "
        "test's pick.",
    )
    return _in_order(chart)


def _marks(run: Run, short: np.ndarray, long: np.ndarray) -> pd.DataFrame:
    """Where the design stands, and the best of the year where that is elsewhere."""
    at, best = run.position, int(np.argmax(long))
    texts = {at: f"now: {PENALTIES[at]:g}"}
    texts |= {} if at == best else {best: f"best over the year: {PENALTIES[best]:g}"}
    spots = list(texts)
    return pd.DataFrame({"test": short[spots], "year": long[spots], "text": list(texts.values())})


def _in_order(chart: Chart) -> Chart:
    """The chart with its points joined in the order of its rows: along a family, not along x."""
    layers = [dict(layer) for layer in chart.spec["layer"]]
    layers[0]["encoding"] = layers[0]["encoding"] | {"order": {"field": "step", "type": "ordinal"}}
    data = chart.data.assign(step=np.arange(len(chart.data)))
    return replace(chart, spec={**chart.spec, "layer": layers}, data=data)


def authors_left(run: Run) -> Drawn:
    """The share of authors who still post, period by period, under two policies."""
    year, oracle = run["year"], run["ceilings"].year
    days = run["feed"].constants.days
    curves: dict[str, tuple[Year, int]] = {name: (year, at) for name, at in rivals(run).items()} | {
        BEST: (oracle, int(np.argmax(oracle.engagement.mean(axis=(1, 2)))))
    }
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "day": days * np.arange(lived.active.shape[1]),
                    "share": lived.active[at].mean(axis=1),
                    "policy": name,
                }
            )
            for name, (lived, at) in curves.items()
        ]
    )
    reading = run.reading("silent")
    one, other = rivals(run)
    return lines(
        frame,
        x=("day", "day of the year"),
        y=("share", "share of authors who still post"),
        by="policy",
        colours={one: "seen", other: "true", BEST: "ceiling"},
        dashed=(BEST,),
        points=True,
        caption=f"By the end {say(reading.true, 'share')} of authors have fallen silent; when the "
        f"test ended it was {say(reading.seen, 'share')}.",
    )
