"""How long a picture takes: along the load, in batches, on this machine and on record."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.image_serving.bench import on_record, relations, same
from cases.image_serving.machines import PIXELS, Crew
from cases.image_serving.serving import AtRate, for_company
from kit.figure import Absent, Drawn, Table, waterfall
from kit.panels.along import Curve, along, of_track
from kit.run import Run
from kit.words import say
from pipelines.serving import Path
from pipelines.serving.formulas import batching_latency_hint
from pipelines.serving.load import BUSY, busiest
from pipelines.serving.queues import mean_wait_estimate
from pipelines.vision.accelerators import ACCELERATORS
from pipelines.vision.profile import BATCHES, record, recorded
from pipelines.vision.shapes import Part

SERVERS = {"fp32": "server", "dynamic": "int8 dynamic", "all": "int8 static"}
"""Precisions on a small server; what ranges are fixed on changes no time."""

FORMULA, MEAN = "mean, by formulas", "mean, simulated"
COLUMNS = {
    "load": "share",
    "servers": "count",
    "mean wait": "ms",
    "mean work": "ms",
    "work, 99th percentile": "ms",
    "mean batch": "score",
    "share that comes": "share",
}


def load_curve(run: Run) -> Drawn:
    """Time to answer along the load.

    Where is the knee? The tail leaves first. Where a station is overloaded the curves end: there is
    a backlog and no latency. The mean is also drawn by closed forms, as a check.
    """
    serving, tracks = run["serving"], run.readout.tracks
    curves: dict[str, Curve] = {
        f"{percent}th percentile": (serving.rates, tracks[f"p{percent}"].true)
        for percent in (99, 95)
    }
    curves[MEAN] = (serving.rates, np.array([_mean(one) for one in serving.at]))
    curves[FORMULA] = (serving.rates, np.array([_by_formulas(one) for one in serving.at]))
    floor = np.full(2, np.percentile(serving.alone, 95))
    curves["95th percentile, work alone"] = (serving.rates[[0, -1]], floor)
    now = serving.at[run.position]
    known = np.isfinite(now.p95.value)
    mark = {"now": (now.rate, now.p95.value)} if known else {}
    return along(
        curves,
        x="uploads a second (log)",
        y="ms to answer",
        colours={
            "95th percentile": "true",
            "99th percentile": "one",
            MEAN: "two",
            FORMULA: "muted",
            "95th percentile, work alone": "ceiling",
        },
        dashed=(FORMULA,),
        marks=mark,
        log="x",
        caption=_knee(run, now),
    )


def _knee(run: Run, now: AtRate) -> str:
    if now.why:
        return f"No latency at {now.rate:,.0f} uploads a second: {now.why}"
    station, load = busiest(now.path, now.rate)
    return (
        f"At {now.rate:,.0f} uploads a second {station.name} is {say(load, 'share')} loaded; it "
        f"reaches {say(BUSY, 'share')} at {BUSY * now.capacity:,.0f}."
    )


def _mean(one: AtRate) -> float:
    """The mean time of the stations, each by the share that comes."""
    if not one.stations or one.why:
        return float("nan")
    path = one.path
    return sum(
        path[each.name].share * (each.mean_wait_ms + each.mean_service_ms) for each in one.stations
    )


def _by_formulas(one: AtRate) -> float:
    """The mean time by closed forms: Allen-Cunneen where pictures come one by one, and for
    batches, which it does not know, one server's batches at its part of the rate."""
    return float(sum(_formula(one.path, name, one.rate) for name in _names(one.path)))


def _names(path: Path) -> list[str]:
    return [station.name for station in path.stations]


def _formula(path: Path, name: str, rate: float) -> float:
    station = path[name]
    come = rate * station.share
    if station.load(rate) >= 1:
        return float("nan")
    if station.service is not None:
        work, scv = station.service.mean_ms, station.service.scv
    elif station.batch is not None and station.batch.max_batch == 1:
        work, scv = station.batch.time_ms(1), station.batch.cv**2
    else:
        batch = station.batch
        assert batch is not None
        hint = batching_latency_hint(come / station.servers, batch.t0_ms, batch.per_item_ms)
        return station.share * float(hint)
    wait = mean_wait_estimate(come, work, station.servers, service_scv=scv)
    return station.share * (work + float(wait))


def goodput(run: Run) -> Drawn:
    """What is answered in time and right, along the load.

    Accuracy is lost to the clock first: a right answer after the deadline helps nobody.
    """
    track = of_track(run, "goodput")
    now = run.reading("goodput")
    rate = float(run.readout.axis[run.position])
    return along(
        track,
        x="uploads a second (log)",
        y="share of uploads",
        marks={"now": (rate, now.true)},
        log="x",
        caption=f"At {rate:,.0f} uploads a second {say(now.true, 'share')} are answered in time "
        f"and right, {say(run.reading('missed_deadline').true, 'share')} miss the deadline.",
    )


def where_time_goes(run: Run) -> Drawn:
    """Where the time of a picture goes.

    Is it the network? Waiting and work at every station, one after the other, on average over the
    pictures that come there. A picture waits for a replica, or an idle replica waits for company.
    """
    one = run["serving"].at[run.position]
    if not one.stations or one.why:
        return Absent(f"There is no time to speak of: {one.why or 'nothing was served.'}")
    company, rows, at = _company(run, one), [], 0.0
    for each in one.stations:
        waited = company.get(each.name, 0.0)
        times = {"waiting": each.mean_wait_ms - waited, "for company": waited}
        times["work"] = each.mean_service_ms
        for kind, took in times.items():
            if took > 0 or kind != "for company":
                rows.append((f"{each.name}: {kind}", kind, at, at + took))
                at += took
    longest = max(rows, key=lambda row: row[3] - row[2])
    return waterfall(
        pd.DataFrame(rows, columns=["part", "kind", "from", "to"]),
        category=("part", ""),
        start=("from", "ms since the upload came"),
        end="to",
        by="kind",
        colours={"waiting": "two", "for company": "three", "work": "one"},
        caption=f"The longest part is {longest[0]}: {say(longest[3] - longest[2], 'ms')} of "
        f"{say(at, 'ms')}."
        + (" Waiting includes the wait for company." if run["serving"].limits else ""),
    )


def _company(run: Run, one: AtRate) -> dict[str, float]:
    """The wait for company before each station (ms), where the sweep tells it."""
    design = run.settings
    if run["serving"].limits or not design["max_delay"]:
        return {}
    return for_company(one, arrivals=str(design["arrivals"]), seed=int(design["seed"]))


def stations(run: Run) -> Drawn:
    """The machines on the path, and the batches that form.

    Which is full first, and do batches fill? A batch is as large as what waits when a replica is
    free: at little load it is one picture, whatever is allowed.
    """
    one = run["serving"].at[run.position]
    fared = {each.name: each for each in one.stations}
    rows = []
    for station in one.path.stations:
        found = fared.get(station.name)
        times = (np.nan,) * 4
        if found:
            times = (
                found.mean_wait_ms,
                found.mean_service_ms,
                found.p99_service_ms,
                found.mean_batch,
            )
        rows.append((station.name, station.load(one.rate), station.servers, *times, station.share))
    said = one.why or f"The narrowest is full at {one.capacity:,.0f} uploads a second."
    return Table(pd.DataFrame(rows, columns=["station", *COLUMNS]), said, COLUMNS)


def batches(run: Run) -> Drawn:
    """What batches bring, by machine.

    Where arithmetic takes the time, a batch brings nothing; where starting does, it brings much.
    Points were measured or published, lines are the fit t0 + a b that the simulator uses.
    """
    side = PIXELS[str(run.settings["side"])]
    network = str(run.settings["model"])
    sizes = np.array([1, 2, 4, 8, 16, 32])
    curves: dict[str, Curve] = {}
    for form, name in SERVERS.items():
        times = recorded(Part(network, form), side)
        each = np.array([times.measured[size][1] / size for size in BATCHES])
        curves[name] = (np.array(BATCHES), each)
    for name, card in ACCELERATORS.items():
        each = card.t0_ms / sizes + card.per_picture_ms(network, side)
        curves[name.upper()] = (sizes, each)
    crew: Crew = run["machines"].main
    size = crew.batch.max_batch
    now = (float(size), crew.batch.time_ms(size) / size)
    gain = recorded(Part(network), side).gain
    card = ACCELERATORS["t4"]
    most = max(BATCHES)
    one, many = (card.t0_ms / n + card.per_picture_ms(network, side) for n in (1, most))
    return along(
        curves,
        x="pictures in a batch (log)",
        y="ms a picture (log)",
        marks={"as designed, full": now},
        log="xy",
        caption=f"A batch of {most} serves {gain:.2g} times as many pictures a second on a server, "
        f"{one / many:.2g} times on a T4. Fits lie within "
        f"{say(recorded(Part(network), side).error, 'share')} of what was measured.",
    )


def this_machine(run: Run) -> Drawn:
    """This machine beside the record.

    Does what holds on record hold here? The same files, timed on both. Only relations are compared:
    milliseconds are those of a machine, and of what else it does.
    """
    bench = run["measured_here"]
    here, there = relations(bench.times), relations(on_record(bench.side))
    rows = [
        (name, there[name], here[name], "yes" if same(here[name], there[name]) else "no")
        for name in here
    ]
    agreed = sum(row[3] == "yes" for row in rows)
    kept = record()
    return Table(
        pd.DataFrame(rows, columns=["times as fast", "on record", "here", "says the same"]),
        f"{agreed} of {len(rows)} relations say the same. Record: {kept['machine']['processor']}, "
        f"onnxruntime {kept['machine']['onnxruntime']}, {kept['runs']} runs. Here: "
        f"{bench.machine['processor']}, onnxruntime {bench.machine['onnxruntime']}.",
        {"on record": "score", "here": "score"},
    )
