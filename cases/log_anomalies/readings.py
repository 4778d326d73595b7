"""Every reading of the log scenario: what it means, its formula, and where it is read."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from cases.log_anomalies.decide import AXIS, Rules
from cases.log_anomalies.judged import Best, Judged
from cases.log_anomalies.orders import Orders
from cases.log_anomalies.parsing import Parsed
from cases.log_anomalies.serving import Stream
from kit.metric import Metric, Spread
from kit.readings import Evidence, bounds, tracks, widened
from kit.service import HEADROOM, SERVING_COST
from pipelines.detection.events import f1
from pipelines.evaluation.scores import precision_area
from pipelines.evaluation.tally import Curve, Draws, Fixed, Grid, Part, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.readout import Readout, Track, track

NO_INCIDENT = "Nothing went wrong in the time judged, or nobody wrote it up."
NO_PAGE = "Nobody is paged at this level."
NEVER_CAUGHT_UP = "The parser is still behind at the end of the day."
KNOTS = 200
COARSE = ("average_precision",)
ADDED_UP = "Added up over a day from traffic and the parser's capacity: nothing is sampled."

METRICS = (
    Metric(
        "recall",
        "Incidents paged",
        "share",
        "up",
        "Share of incidents for which somebody was paged while they lasted. The team counts those "
        "of its backtest that were written up: few, so chance alone moves it. Decides which "
        "detectors to add.",
        role="value",
        headline=True,
        formula=lambda sums: sums["found"] / sums["incidents"],
        spread=Spread(1.5, 1.7),
    ),
    Metric(
        "false_pages",
        "False pages a day",
        "count",
        "down",
        "Pages while nothing was wrong; to the team also those for what nobody wrote up. Decides "
        "the level.",
        role="harm",
        headline=True,
        formula=lambda sums: sums["false"] / sums["days"],
        spread=Spread(1.8, 6.8),
    ),
    Metric(
        "minutes",
        "Minutes unnoticed",
        "count",
        "down",
        "Mean minutes an incident ran before somebody was paged, its whole length where nobody "
        "was. Decides windows and how many must alarm.",
        role="value",
        headline=True,
        formula=lambda sums: sums["minutes"] / sums["incidents"],
        spread=Spread(1.0, 1.6),
    ),
    Metric(
        "f1",
        "F1",
        "score",
        "up",
        "As seen by the chosen evaluation; in truth of pages and incidents. Where the two differ, "
        "the evaluation is the reason before the detector is: to the team, what nobody wrote up "
        "was a false alarm.",
        role="ranking",
        headline=True,
        formula=lambda sums: f1(sums["right"], sums["raised"], sums["caught"], sums["there"]),
        spread=Spread(1.4, 1.2),
    ),
    Metric(
        "average_precision",
        "Average precision of windows",
        "score",
        "up",
        "How well surprise puts windows of incidents first, over all levels; a useless score has "
        "their share. To the team, windows of what nobody wrote up are normal. Choose detectors "
        "by it.",
        role="ranking",
        headline=True,
        formula=lambda sums: precision_area(sums["hits by surprise"], sums["by surprise"]),
        spread=Spread(1.2, 1.5),
    ),
    Metric(
        "cost",
        "Cost a day",
        "money",
        "down",
        "False pages, minutes unnoticed and incidents missed, in money. What to decide by.",
        role="cost",
        headline=True,
        formula=lambda sums: (
            (
                sums["page cost"] * sums["false"]
                + sums["minute cost"] * sums["minutes"]
                + sums["miss cost"] * (sums["incidents"] - sums["found"])
            )
            / sums["days"]
        ),
        spread=Spread(1.3, 2.0),
    ),
    Metric(
        "in_time",
        "Paged in time",
        "share",
        "up",
        "Share of incidents paged within the time wanted. Decides windows and the stream.",
        role="value",
        formula=lambda sums: sums["in time"] / sums["incidents"],
        spread=Spread(1.0, 1.4),
    ),
    Metric(
        "minutes_95",
        "Minutes unnoticed, 95th percentile",
        "count",
        "down",
        "What nineteen of twenty incidents do not exceed. The mean hides the night nobody knew.",
        role="value",
        spread=Spread(1.7, 1.9),
    ),
    Metric(
        "precision",
        "Pages that were right",
        "share",
        "up",
        "Of ten pages, how many were for something? The team counts one for what nobody wrote up "
        "as for nothing. Decides whether people still look.",
        role="harm",
        formula=lambda sums: sums["right pages"] / sums["pages"],
        spread=Spread(1.7, 1.7),
    ),
    Metric(
        "pages",
        "Pages a day",
        "count",
        "none",
        "All of them, right and false: how often somebody is called.",
        role="volume",
        formula=lambda sums: sums["pages"] / sums["days"],
        spread=Spread(1.6, 6.2),
    ),
    Metric(
        "grouping",
        "Grouping accuracy",
        "share",
        "up",
        "Share of lines whose mined group holds all lines of their message and no other.",
        role="drift",
        exact="Counted on the lines mined, weighted by how often each message is written.",
    ),
    Metric(
        "session_f1",
        "F1 of strange payments",
        "score",
        "up",
        "How well the rule for payments finds those that went an unusual way.",
        role="ranking",
        spread=Spread(1.0, 1.0),
    ),
    Metric(
        "lag",
        "Largest lag of the parser",
        "seconds",
        "down",
        "How far behind the log the parser is at worst, in an outage's burst. Decides workers.",
        role="latency",
        exact=ADDED_UP,
    ),
    HEADROOM,
    SERVING_COST,
    Metric(
        "storage",
        "Lines kept",
        "share",
        "down",
        "Share of the lines whose text is stored.",
        role="cost",
        exact="Set by the design.",
    ),
)


def readings(
    judged: Judged,
    believed: Judged,
    attainable: Best,
    operating: int,
    rules: Rules,
    parsed: Parsed,
    orders: Orders,
    served: Stream,
    *,
    sampling: str,
    sample_share: float,
    seed: int,
) -> Readout:
    """Read every metric at every level, as seen and as true, with intervals."""
    resamples = Resamples.draw(judged.blocks, seed=seed, world="logs")
    false = judged.warned.false.sum(axis=1) / judged.days
    found = _of_pages(judged, believed, attainable, false, rules, resamples)
    kept = sample_share if sampling != "none" else 1.0
    found |= {
        "minutes_95": _slowest(judged, believed, resamples),
        "grouping": track(parsed.accuracy),
        "session_f1": _sessions(orders, seed),
        "lag": _lag(served),
        "headroom": track(served.headroom, budget=1.0),
        "serving_cost": track(served.cost),
        "storage": track(kept),
    }
    within = np.flatnonzero(np.r_[True, false[1:] <= rules.budget])
    marks = {"budget": int(within[-1])} if len(believed.incidents) else {}
    return Readout(AXIS, operating, found, marks=marks, resamples=resamples.name)


def _of_pages(
    judged: Judged,
    believed: Judged,
    attainable: Best,
    false: np.ndarray,
    rules: Rules,
    resamples: Resamples,
) -> dict[str, Track]:
    """The readings that are added up from incidents, pages and windows; `false` pages a day."""
    own = parts(judged, rules)
    evidence = Evidence(
        Tally(own, AXIS),
        Draws.of(own, AXIS, resamples),
        Tally(parts(believed, rules), AXIS),
    )
    return tracks(
        METRICS,
        evidence,
        ceilings=_ceilings(attainable, false),
        budgets={"false_pages": rules.budget},
        why={name: NO_PAGE if name == "precision" else NO_INCIDENT for name in NAMES},
        centred=COARSE,
    )


NAMES = tuple(metric.name for metric in METRICS)


def parts(judged: Judged, rules: Rules) -> Mapping[str, Part]:
    """What the formulas add up: incidents, pages and windows, by the block of time they lie in."""
    prices = {
        "page cost": Fixed(rules.page_cost),
        "minute cost": Fixed(rules.minute_cost),
        "miss cost": Fixed(rules.miss_cost),
    }
    found = _of_incidents(judged, rules.deadline) | _of_time(judged) | _of_windows(judged) | prices
    return found | _of_f1(judged, found)


def _of_incidents(judged: Judged, deadline: float) -> dict[str, Part]:
    block = judged.block(judged.incidents["start"].to_numpy())
    met, there = judged.warned, judged.warned.found.astype(float)
    return {
        "incidents": Summand(np.ones(len(block)), block),
        "found": Grid(there, block),
        "in time": Grid(there * (met.minutes <= deadline), block),
        "minutes": Grid(met.minutes, block),
    }


def _of_time(judged: Judged) -> dict[str, Part]:
    """Pages in each block of time, right and false."""
    blocks, own = np.arange(judged.blocks), judged.block(judged.times)
    false, pages = (by_block(judged, own, each) for each in (judged.warned.false, judged.raised))
    return {
        "false": Grid(false, blocks),
        "pages": Grid(pages, blocks),
        "right pages": Grid(pages - false, blocks),
        "days": Summand(np.full(judged.blocks, judged.days / judged.blocks), blocks),
    }


def _of_windows(judged: Judged) -> dict[str, Part]:
    own, window = judged.block(judged.times), np.ones(len(judged.times))
    knots = np.quantile(judged.surprise, np.linspace(0, 1, KNOTS)) if len(window) else np.zeros(1)
    return {
        "by surprise": Curve(window, own, judged.ordered, knots),
        "hits by surprise": Curve(judged.label.astype(float), own, judged.ordered, knots),
    }


def _of_f1(judged: Judged, found: Mapping[str, Part]) -> dict[str, Part]:
    """What F1 is made of: incidents and pages, or what the chosen evaluation counted."""
    if judged.evaluation == "event":
        same = {"right": "right pages", "raised": "pages", "caught": "found", "there": "incidents"}
        return {name: found[part] for name, part in same.items()}
    count = judged.counted
    counts = {
        "right": count.right,
        "raised": count.raised,
        "caught": count.found,
        "there": count.there,
    }
    one = np.zeros(1, dtype=int)
    return {name: Grid(each[None, :].astype(float), one) for name, each in counts.items()}


def by_block(judged: Judged, block: np.ndarray, marked: np.ndarray) -> np.ndarray:
    """How many windows are marked in each block at each level: (blocks, levels)."""
    found = np.zeros((judged.blocks, len(marked)))
    np.add.at(found, block, marked.T.astype(float))
    return found


def _ceilings(best: Best, false: np.ndarray) -> dict[str, np.ndarray | float | None]:
    """The exact odds at no more false pages than the design has; the best level for the rest."""
    return {
        "recall": best.at_most(false, best.recall),
        "minutes": best.at_most(false, best.minutes, lowest=True),
        "in_time": best.at_most(false, best.in_time),
        "cost": best.cost,
        "f1": best.f1,
        "average_precision": best.average_precision,
    }


def _slowest(judged: Judged, believed: Judged, resamples: Resamples) -> Track:
    """The 95th percentile of minutes unnoticed, and what resampled incidents make of it."""
    minutes = judged.warned.minutes
    if not len(minutes):
        return track(np.full(len(AXIS), math.nan), why=NO_INCIDENT)
    block = judged.block(judged.incidents["start"].to_numpy())
    value = _percentile(minutes, np.ones((1, len(minutes))))[0]
    metric = next(metric for metric in METRICS if metric.name == "minutes_95")
    draws = _percentile(minutes, resamples.weights[:, block])
    draws = widened(draws, value, metric.spread.level)
    low, high = bounds(draws, value, metric.unit)
    seen = believed.warned.minutes
    told = _percentile(seen, np.ones((1, len(seen))))[0] if len(seen) else None
    return track(value, told, low, high, draws=draws, why=NO_INCIDENT)


def _percentile(values: np.ndarray, weights: np.ndarray, share: float = 0.95) -> np.ndarray:
    """The weighted quantile of each column of `values` (rows, levels) under `weights` (draws,
    rows): (draws, levels); NaN where a draw has no row."""
    order = np.argsort(values, axis=0)
    ordered = np.take_along_axis(values, order, axis=0)
    total = np.cumsum(weights[:, order], axis=1)
    place = (total < share * total[:, -1:] - 1e-9).sum(axis=1).clip(max=len(values) - 1)
    found = np.take_along_axis(ordered[None], place[:, None, :], axis=1)[:, 0]
    return np.where(total[:, -1] > 0, found, np.nan)


def _sessions(orders: Orders, seed: int) -> Track:
    """F1 of the payments flagged: seen on those held back, true on the live ones."""
    true, flagged = orders.strange[orders.live], orders.flagged[orders.live]
    held = orders.backtest
    seen = _f1_of(orders.strange[held], orders.guess[held], np.ones((1, held.sum())))
    value = _f1_of(true, flagged, np.ones((1, len(true))))
    hours = orders.minute[orders.live] // BLOCK_OF_PAYMENTS
    hours = hours - hours.min() if len(hours) else hours
    drawn = Resamples.draw(int(hours.max(initial=0)) + 1, seed=seed, world="payments")
    low, high = interval(_f1_of(true, flagged, drawn.weights[:, hours])[:, None])
    return track(value, seen, low, np.minimum(high, 1.0), why="No payment went a strange way.")


BLOCK_OF_PAYMENTS = 360


def _f1_of(true: np.ndarray, flagged: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """F1 under weights (draws, rows): (draws,)."""
    hits, raised, there = (weights @ each.astype(float) for each in (true & flagged, flagged, true))
    return f1(hits, raised, hits, there)


def _lag(served: Stream) -> Track:
    ends = math.isfinite(served.day.drain_seconds)
    return track(float(served.lag.max()) if ends else math.nan, budget=60.0, why=NEVER_CAUGHT_UP)
