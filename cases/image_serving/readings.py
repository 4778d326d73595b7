"""Every reading of image serving: what it means, its formula, and where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cases.image_serving.day import Day
from cases.image_serving.decide import Answers
from cases.image_serving.judged import Judged
from cases.image_serving.machines import Machines
from cases.image_serving.serving import BUSIEST, Serving
from cases.image_serving.world import Repeats
from data.world import World
from kit.metric import Metric
from kit.readings import Evidence, tracks
from kit.service import ARITHMETIC, MISSED_DEADLINE, P99
from pipelines.evaluation.tally import Draws, Grid, Part, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, Track, track
from pipelines.serving.served import in_groups, share_estimate

LEAST = 5
"""Pictures below which a slice is not judged."""

FLUID = "A fluid: arrivals less capacity, step by step. Nothing is sampled."
NO_LABELS = "No slice holds enough labelled pictures."
NONE_STARTS = "No replica is started for the sale: there is no autoscaler, or it has all it may."
ALL_MISSED = "No upload is answered in time and right."


def worst_slice(sums: Mapping[str, np.ndarray]) -> np.ndarray:
    """Accuracy of the slice where it is lowest, of those with enough pictures."""
    names = [name.removeprefix("in ") for name in sums if name.startswith("in ")]
    found = np.broadcast_arrays(*(_of_slice(sums, name) for name in names))
    return np.fmin.reduce(found)


def _of_slice(sums: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    inside = sums[f"in {name}"]
    return np.where(inside >= LEAST, sums[f"right in {name}"] / inside, np.nan)


METRICS = (
    Metric(
        "accuracy",
        "Accuracy",
        "share",
        "up",
        "Share of the answered pictures whose class is right. Its ceiling is the exact posterior "
        "of what was drawn. Decides which network is good enough.",
        role="ranking",
        headline=True,
        formula=lambda sums: sums["right"] / sums["pictures"],
    ),
    Metric(
        "worst_slice",
        "Accuracy of the worst slice",
        "share",
        "up",
        "The lowest accuracy among blurred, covered, rotated, dim, rare and new pictures. Decides "
        "whether a change may go live.",
        role="harm",
        headline=True,
        formula=worst_slice,
    ),
    Metric(
        "goodput",
        "Answered in time and right",
        "share",
        "up",
        "Share of all uploads with the right class before the deadline. What the marketplace gets.",
        role="value",
        headline=True,
    ),
    Metric(
        "p95",
        "Time to answer, 95th percentile",
        "ms",
        "down",
        "What 95 of 100 answered uploads do not exceed; its ceiling is the work alone, no queue. "
        "Decides replicas and batches.",
        role="latency",
        headline=True,
    ),
    Metric(
        "cost_right",
        "Cost per million right answers",
        "money",
        "down",
        "All machines by the hour over the answers that are in time and right. Decides whether a "
        "better network pays.",
        role="cost",
        headline=True,
    ),
    Metric(
        "sale_missed",
        "Sale: uploads that fail",
        "share",
        "down",
        "Share of the sale's uploads that wait longer than half a second for a backlog, or are "
        "turned away; as seen is a plan for a steady rate as high. Decides the room one keeps.",
        role="latency",
        headline=True,
        exact=FLUID,
    ),
    replace(MISSED_DEADLINE, help="Share of uploads not answered by the deadline. Decides room."),
    Metric(
        "p50",
        "Time to answer, median",
        "ms",
        "down",
        "What half of the answered uploads do not exceed.",
        role="latency",
    ),
    replace(P99, label="Time to answer, 99th percentile"),
    Metric(
        "load",
        "Load of the busiest station",
        "ratio",
        "none",
        "Share of its capacity that is in use; from 1 on a backlog grows. Says what to buy.",
        role="latency",
        exact=ARITHMETIC,
    ),
    Metric(
        "throughput",
        "Uploads a second at the limit",
        "count",
        "up",
        "Where the narrowest station is full; its ceiling are batches of any size and decoders "
        "without end. Decides how far the design goes.",
        role="volume",
        exact=ARITHMETIC,
    ),
    Metric(
        "dropped",
        "Turned away",
        "share",
        "down",
        "Share of uploads never answered: no room, or the client gave up for good.",
        role="harm",
    ),
    Metric(
        "stood_in",
        "Answered by the small network",
        "share",
        "none",
        "Share of uploads that found the queue full and got the small network's answer.",
        role="harm",
    ),
    Metric(
        "passed_on",
        "Passed on",
        "share",
        "none",
        "Share of pictures of which the first network is unsure. Decides what a cascade saves.",
        role="volume",
        formula=lambda sums: sums["went on"] / sums["pictures"],
    ),
    Metric(
        "promised",
        "Chances promised over right",
        "ratio",
        "one",
        "Mean chance the answers claim, over the share that is right: 1 is honest. Decides whether "
        "a cut-off means what it says.",
        role="calibration",
        formula=lambda sums: sums["sure"] / sums["right alone"],
    ),
    Metric(
        "cache_hits",
        "Found in the cache",
        "share",
        "none",
        "Share of uploads that the cache answers. Decides its size.",
        role="volume",
    ),
    Metric(
        "cold_start",
        "Sale: seconds to the first new replica",
        "seconds",
        "down",
        "From the beginning of the sale until the first replica that the autoscaler orders for it "
        "works: look, order, start. Decides a warm pool.",
        role="latency",
        exact=FLUID,
    ),
    Metric(
        "short_seconds",
        "Too little capacity",
        "seconds",
        "down",
        "Time of the day of the sale during which more came to some station than it could serve.",
        role="latency",
        exact=FLUID,
    ),
    Metric(
        "day_cost",
        "Cost of the day",
        "money",
        "down",
        "All machines over the day of the sale, those starting and those kept warm included.",
        role="cost",
        exact=FLUID,
    ),
)


def readings(
    uploads: World,
    judged: Judged,
    believed: Judged,
    attainable: Judged,
    answers: Answers,
    repeated: Repeats,
    machines: Machines,
    serving: Serving,
    day: Day,
    *,
    traffic: int,
    sale: float,
    deadline: int,
    cache: int,
    load_test: str,
    seed: int,
) -> Readout:
    """Read every metric at every rate of uploads, as seen and as true, with intervals."""
    stood_in = _share_of_answers(serving)
    resamples = Resamples.draw(len(uploads), seed=seed, world="pictures")
    own = parts(judged, stood_in, answers.went_on)
    evidence = Evidence(
        Tally(own, serving.rates),
        Draws.of(own, serving.rates, resamples),
        Tally(parts(believed, stood_in), serving.rates) if len(believed.right) else None,
        Tally(parts(attainable, stood_in), serving.rates),
    )
    found = tracks(
        METRICS, evidence, ceilings={"promised": None}, why=NO_LABELS, centred=("worst_slice",)
    )
    found |= _latencies(serving, deadline, idle=load_test == "idle")
    found |= _worth(serving, found, deadline, idle=load_test == "idle")
    found |= _volumes(serving, machines, repeated, cache)
    found |= {
        "sale_missed": track(day.sale_missed, _planned(serving, traffic * sale), budget=0.01),
        "cold_start": track(day.cold_start, why=NONE_STARTS),
        "short_seconds": track(day.short_seconds),
        "day_cost": track(day.cost),
    }
    names = {"night": 1.0, "busiest hour": BUSIEST}
    places = {name: _place(serving, traffic * times) for name, times in names.items()}
    return Readout(serving.rates, places["busiest hour"], found, places, resamples.name)


def _planned(serving: Serving, rate: float) -> float:
    """What a plan on paper says of the sale: the share that the machines of such a rate cannot
    serve, as if they had been there from the start."""
    return max(0.0, 1.0 - serving.at[_place(serving, rate)].capacity / rate)


def parts(
    judged: Judged, stood_in: np.ndarray, went_on: np.ndarray | None = None
) -> Mapping[str, Part]:
    """What the formulas add up: pictures and right answers, overall and by slice.

    At each position `stood_in` of the answers are the small network's, whatever the picture.
    """
    entity = np.arange(len(judged.right))
    mixed = np.outer(judged.right, 1 - stood_in) + np.outer(judged.right_fallback, stood_in)
    ones = np.ones(len(entity))
    found: dict[str, Part] = {
        "pictures": Summand(ones, entity),
        "right": Grid(mixed, entity),
        "right alone": Summand(judged.right, entity),
        "sure": Summand(judged.sure, entity),
    }
    if went_on is not None:
        found["went on"] = Summand(went_on.astype(float), entity)
    for name, inside in judged.slices.items():
        found[f"in {name}"] = Summand(inside.astype(float), entity)
        found[f"right in {name}"] = Grid(mixed * inside[:, None], entity)
    return found


def _share_of_answers(serving: Serving) -> np.ndarray:
    """Share of the answers that are the small network's, at each position."""
    passed_by, dropped = serving.values("passed_by")[0], serving.values("dropped")[0]
    return np.clip(passed_by / np.maximum(1 - dropped, 1e-9), 0.0, 1.0)


def _latencies(serving: Serving, deadline: float, *, idle: bool) -> dict[str, Track]:
    """The times to answer, what misses the deadline, and what is turned away."""
    why = _why(serving)
    found = {}
    for name, percent in (("p50", 50), ("p95", 95), ("p99", 99)):
        value, low, high = serving.values(name)
        alone = float(np.percentile(serving.alone, percent))
        found[name] = track(
            value,
            np.full(len(value), alone) if idle else value,
            low,
            high,
            ceiling=None if serving.limits else alone,
            budget=deadline if name == "p95" else None,
            why=why,
        )
    for name, source in (
        ("missed_deadline", "missed"),
        ("dropped", "dropped"),
        ("stood_in", "passed_by"),
    ):
        value, low, high = serving.values(source)
        found[name] = track(value, low=low, high=high)
    missed = found["missed_deadline"]
    seen = _alone_late(serving, deadline) if idle else missed.true
    return found | {"missed_deadline": replace(missed, seen=np.atleast_1d(seen), budget=0.05)}


def _alone_late(serving: Serving, deadline: float) -> float:
    return float((serving.alone > deadline).mean())


def _why(serving: Serving) -> str:
    """Why there is no latency, from the first rate at which there is none."""
    gone = [one for one in serving.at if one.why]
    return f"From {gone[0].rate:,.0f} uploads a second on: {gone[0].why}" if gone else ""


def _worth(
    serving: Serving, found: Mapping[str, Track], deadline: float, *, idle: bool
) -> dict[str, Track]:
    """What is answered in time and right, and what a million such answers cost."""
    accuracy, missed = found["accuracy"], found["missed_deadline"]
    late = _alone_late(serving, deadline) if idle else missed.true
    draws = None if accuracy.draws is None else accuracy.draws * (1 - missed.true)
    assert accuracy.low is not None and accuracy.high is not None
    assert missed.low is not None and missed.high is not None
    good = track(
        accuracy.true * (1 - missed.true),
        None if accuracy.seen is None else accuracy.seen * (1 - late),
        accuracy.low * (1 - missed.high),
        accuracy.high * (1 - missed.low),
        ceiling=accuracy.ceiling,
        draws=draws,
        why=NO_LABELS,
    )
    hourly = np.array([one.cost_per_hour for one in serving.at])

    def cost(share: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):
            dollars = hourly / (serving.rates * 3600 * share) * 1e6
        return np.where(np.isfinite(dollars), dollars, np.nan)

    assert good.low is not None and good.high is not None
    priced = Track(
        cost(good.true),
        seen=None if good.seen is None else cost(good.seen),
        low=cost(good.high),
        high=cost(good.low),
        why=ALL_MISSED,
    )
    return {"goodput": good, "cost_right": priced}


def _volumes(
    serving: Serving, machines: Machines, repeated: Repeats, cache: int
) -> dict[str, Track]:
    """Load, limit, and what the cache finds."""
    most = machines.main.replicas * 1000 / machines.main.batch.per_item_ms
    return {
        "load": track(np.array([one.load for one in serving.at]), budget=0.9),
        "throughput": track(
            np.array([one.capacity for one in serving.at]),
            ceiling=None if machines.autoscale else most / max(machines.main.share, 1e-6),
        ),
        "cache_hits": _hits(repeated, cache),
    }


def _hits(repeated: Repeats, cache: int) -> Track:
    found = repeated.found(cache)
    estimate = share_estimate(float(found.mean()), in_groups(found).mean(axis=1))
    return track(estimate.value, low=estimate.low, high=estimate.high)


def _place(serving: Serving, rate: float) -> int:
    return int(np.argmin(np.abs(serving.rates - rate)))
