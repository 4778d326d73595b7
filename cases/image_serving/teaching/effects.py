"""What the lessons of image serving measure, beside what all scenarios measure."""

from __future__ import annotations

import math

import numpy as np

from kit.effects import true
from kit.run import Run


def no_latency(run: Run) -> float:
    """1 where there is no percentile and the reading says why; 0 where there is one."""
    reading = run.reading("p95")
    return float(math.isnan(reading.true) and bool(reading.why))


def has_latency(endless: Run, bounded: Run) -> float:
    """1 where only the queue with an end has a percentile."""
    return no_latency(endless) * (1.0 - no_latency(bounded))


def mean_and_slice(before: Run, after: Run) -> float:
    """How much further the worst-hit slice falls than the mean."""
    lost = before["judged"].right - after["judged"].right
    slices = [inside for inside in before["judged"].slices.values() if inside.sum() >= 30]
    return max(float(lost[inside].mean()) for inside in slices) - float(lost.mean())


def load_of(run: Run, name: str) -> float:
    """The load of one station at the dial's position."""
    at = run["serving"].at[run.position]
    return at.path[name].load(at.rate)


def decoders_over_network(run: Run) -> float:
    """The load of the decoders over that of the network."""
    return load_of(run, "decode") / load_of(run, "model")


def work(run: Run) -> float:
    """Milliseconds of work of the networks on a picture, on average."""
    return sum(crew.share * crew.batch.time_ms(1) for crew in run["machines"].crews)


def work_saved(one: Run, first: Run) -> float:
    """The share of the networks' work that looking twice saves, where it is as right to a point;
    else -1."""
    if true(first, "accuracy") < true(one, "accuracy") - 0.01:
        return -1.0
    return 1.0 - work(first) / work(one)


def seen_too_low(run: Run) -> float:
    """The true 95th percentile over what the load test saw."""
    reading = run.reading("p95")
    return reading.true / reading.seen


def summed_tails(run: Run) -> float:
    """The stations' own 99th percentiles of waiting and work, added up, over the path's, less
    one."""
    at = run["serving"].at[run.position]
    return sum(each.p99_wait_ms + each.p99_service_ms for each in at.stations) / at.p99.value - 1


def first_thousand(run: Run) -> float:
    """What a cache of a thousand pictures finds, over what one of twenty thousand finds."""
    return run["repeated"].hits(1000) / run["repeated"].hits(20_000)


def sure_and_wrong(before: Run, after: Run) -> float:
    """How much the chances promised over right rise."""
    return true(after, "promised") - true(before, "promised")


def batch_formed(run: Run) -> float:
    """Pictures in a batch of the network, on average, over the largest allowed."""
    at = run["serving"].at[run.position]
    formed = next(each.mean_batch for each in at.stations if each.name == "model")
    return formed / run["machines"].main.batch.max_batch


def times_as_many(first: Run, second: Run) -> float:
    """How many times as many pictures a second one replica of the second design serves."""
    each = [run["machines"].main.each_per_s for run in (first, second)]
    return float(np.divide(each[1], each[0]))


def speed_up_apart(first: Run, second: Run) -> float:
    """By what factor precision speeds the first design's network up, over that of the second's."""
    ups = [times_as_many(run.with_changes(precision="fp32"), run) for run in (first, second)]
    return ups[0] / ups[1]
