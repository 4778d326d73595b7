"""The stream: how long messages wait, and what builds up over a day."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from kit.figure import Absent, Chart, Drawn, Table
from kit.overlay import with_rules
from kit.panels.along import Curve, along
from kit.run import Run
from kit.words import say
from pipelines.serving import Path, simulate
from pipelines.serving.queues import mean_wait_estimate
from pipelines.serving.stream import STEP, Burst, Fluid

POINTS = 700  # moments of a day drawn
WHOLE_DAY, BURST_AT = (0.0, 24.0), Burst().start / 3600
STAGE_COLOURS = {"workers": "one", "expensive model": "two"}
BUSY = 0.9  # the load at which headroom ends
TAIL, MEDIAN = "99th percentile", "median"
ALONE = "99th percentile, one worker without batches"
LOADS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
COLUMNS = {
    "load at the peak": "share",
    "servers": "count",
    "capacity a second": "count",
    "mean wait": "ms",
    "wait, p99": "ms",
    "in theory": "ms",
    "mean batch": "score",
}


def queue_depth(run: Run) -> Drawn:
    """Messages waiting during a Monday.

    How large is the backlog of a burst, and how long does it last?
    """
    day = run["stream"].monday
    if not day.peak_backlog:
        return _arrivals(run)
    hours = {name: (_hours(stage), stage.backlog) for name, stage in day.stages.items()}
    shown = _busy_hours(day.stages.values())
    curves = {name: _thinned(*curve, shown) for name, curve in hours.items()}
    chart = along(
        curves,
        x="hour of the day",
        y="messages waiting",
        colours=STAGE_COLOURS,
        caption=_arithmetic(run),
    )
    return _with_burst(run, chart, shown)


def _arrivals(run: Run) -> Drawn:
    """What comes and what can be served, where nothing waits."""
    first = run["stream"].monday.stages["workers"]
    hours = _hours(first)
    chart = along(
        {
            "messages that come": _thinned(hours, first.arriving, WHOLE_DAY),
            "messages that can be served": (hours[[0, -1]], np.full(2, first.capacity)),
        },
        x="hour of the day",
        y="messages a second",
        colours={"messages that come": "one", "messages that can be served": "muted"},
        caption=_arithmetic(run),
    )
    return _with_burst(run, chart, WHOLE_DAY)


def _with_burst(run: Run, chart: Chart | Absent, shown: tuple[float, float]) -> Drawn:
    if run.settings["burst"] == 1 or not shown[0] <= BURST_AT <= shown[1]:
        return chart
    burst = {"hour": [BURST_AT], "text": ["burst"], "colour": ["alarm"]}
    return with_rules(chart, pd.DataFrame(burst))


def _hours(stage: Fluid) -> np.ndarray:
    return np.arange(len(stage.arriving)) * STEP / 3600


def _busy_hours(stages: Iterable[Fluid]) -> tuple[float, float]:
    """From when to when anybody waits, with half an hour around it; a whole day if it is long."""
    waiting = np.sum([stage.backlog for stage in stages], axis=0)
    busy = np.flatnonzero(waiting > 0) * STEP / 3600
    if busy[-1] - busy[0] >= 8:
        return WHOLE_DAY
    return busy[0] - 0.5, max(busy[-1], busy[0] + 1) + 0.5


def _thinned(
    hours: np.ndarray, values: np.ndarray, shown: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """At most POINTS moments of the hours shown."""
    kept = np.flatnonzero((hours >= shown[0]) & (hours <= shown[1]))
    kept = kept[:: max(1, -(-len(kept) // POINTS))]
    return hours[kept], values[kept]


def load_curve(run: Run) -> Drawn:
    """Time to decision by load.

    How much busier may the workers get? The tail grows before the median, and from a load of 100 %
    on there is a backlog instead of a waiting time.
    """
    curves = run.still(_by_load)
    now = run["stream"].served.headroom
    load = BUSY / now if now else math.inf
    _, tails = curves[TAIL]
    marks = {"now, at the peak": (load, float(np.interp(load, LOADS, tails)))} if load < 1 else {}
    return along(
        curves,
        x="load of the busiest stage",
        y="time to decide (ms, log)",
        colours={TAIL: "one", MEDIAN: "two", ALONE: "muted"},
        dashed=(ALONE,),
        log="y",
        marks=marks,
        caption=f"The 99th percentile goes from {say(tails[0], 'ms')} at a load of "
        f"{say(LOADS[0], 'share')} to {say(tails[-1], 'ms')} at {say(LOADS[-1], 'share')}; "
        f"{_why_flat(run)} The usual peak is a load of {say(load, 'share')}.",
    )


def _why_flat(run: Run) -> str:
    first = run["stream"].path.stations[0]
    if first.batch.max_batch > 1:
        return (
            "micro-batches only get fuller until just below 100 %, where one worker that takes "
            "one message at a time waits long before."
        )
    if first.servers > 1:
        return f"{first.servers} workers share the waiting that one worker has alone."
    return "this is one worker that takes one message at a time."


def _by_load(run: Run) -> dict[str, Curve]:
    path, seed = run["stream"].path, int(run.settings["seed"])
    first = path.stations[0]
    alone = replace(first, servers=1, batch=replace(first.batch, max_batch=1, max_delay_ms=0.0))
    own, other = _latencies(path, seed), _latencies(Path(alone), seed)
    loads = np.array(LOADS)
    return {TAIL: (loads, own[1]), MEDIAN: (loads, own[0]), ALONE: (loads, other[1])}


def _latencies(path: Path, seed: int) -> np.ndarray:
    """Median and 99th percentile (ms) at each of LOADS: shape (2, loads)."""
    full = min(1 / station.load(1.0) for station in path.stations)
    samples = [simulate(path, load * full, requests=4_000, seed=seed).latency_ms for load in LOADS]
    return np.percentile(samples, (50, 99), axis=1)


def _arithmetic(run: Run) -> str:
    stream, design = run["stream"], run.settings
    if stream.overload:
        return f"No latency to speak of: {stream.why}"
    first = stream.monday.stages["workers"]
    burst = first.arriving.max()
    if not stream.monday.peak_backlog:
        return (
            f"At most {burst:,.0f} messages a second come and {first.capacity:,.0f} can be served: "
            "nothing builds up."
        )
    drained = (
        f"gone after {say(stream.monday.drain_seconds, 'seconds')}"
        if math.isfinite(stream.monday.drain_seconds)
        else "not gone by midnight"
    )
    return (
        f"In the burst {burst:,.0f} a second come for {design['burst_minutes']} minutes and "
        f"{first.capacity:,.0f} can be served: {say(stream.monday.peak_backlog, 'count')} wait at "
        f"the height, {drained}."
    )


def stations(run: Run) -> Drawn:
    """Where a message waits.

    Which stage runs out of capacity first, and does theory agree?
    """
    stream = run["stream"]
    served = {one.name: one for one in stream.served.stations}
    rate = float(stream.served.rate_per_s)
    rows = []
    for station in stream.path.stations:
        one, batch = served.get(station.name), station.batch
        capacity = station.capacity_per_s
        place = (station.name, station.load(rate), station.servers, capacity)
        measured = (one.mean_wait_ms, one.p99_wait_ms) if one else (math.nan, math.nan)
        theory, mean = math.nan, one.mean_batch if one else math.nan
        if one and batch.max_batch == 1:
            spread = {"service_scv": batch.cv**2}
            theory = float(
                mean_wait_estimate(
                    rate * station.share, batch.time_ms(1), station.servers, **spread
                )
            )
        rows.append([*place, *measured, theory, mean])
    frame = pd.DataFrame(rows, columns=["stage", *COLUMNS])
    said = f"Unstable: {stream.why}" if stream.overload else _calm(run)
    return Table(frame, said, COLUMNS)


def _calm(run: Run) -> str:
    p50, p95, p99 = (_time(run.reading(name).true) for name in ("p50", "p95", "p99"))
    return (
        f"Over a Monday half the messages are decided within {p50}, 95 of 100 within {p95}, 99 "
        f"within {p99}. In theory: the two-moment formula for messages taken one at a time (exact "
        "for one worker); for batches there is none so simple."
    )


def _time(ms: float) -> str:
    return say(ms, "ms") if ms < 1000 else say(ms / 1000, "seconds")
