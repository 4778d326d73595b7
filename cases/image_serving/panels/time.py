"""The day of the sale, what a cache finds, and the system as it stands."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.image_serving.day import START, STEP
from kit.figure import Absent, Card, Cards, Drawn
from kit.overlay import with_rules
from kit.panels.along import along
from kit.run import Run
from kit.words import say

POINTS = 400  # of a curve
ROOMY = 3.0  # times the most that comes: what can serve more is left out of the picture
SIZES = (1, 10, 30, 100, 300, 1000, 2000, 3000, 5000, 10_000, 20_000, 50_000)


def day(run: Run) -> Drawn:
    """The day of the sale: what comes, and what can be served.

    How long does the autoscaler take? It has to look, order and wait for servers to start; until
    then a backlog grows. Drawn from half an hour before the sale to an hour after it.
    """
    found = run["day"]
    hours = np.arange(len(found.rates)) * STEP / 3600
    length = float(run.settings["sale_minutes"]) / 60
    shown = (hours >= START / 3600 - 0.5) & (hours <= START / 3600 + length + 1)
    kept = _some(np.flatnonzero(shown))
    curves = {"uploads that come": found.rates} | _served(run)
    chart = along(
        {name: (hours[kept], values[kept]) for name, values in curves.items()},
        x="hour of the day",
        y="uploads a second",
        colours={"uploads that come": "current", "model can serve": "one"},
        caption=_told(run),
    )
    return with_rules(
        chart, pd.DataFrame({"x": [START / 3600], "text": ["sale"], "colour": ["alarm"]})
    )


def _some(places: np.ndarray) -> np.ndarray:
    """So many of the places that a curve has no more than POINTS."""
    return places[:: max(1, -(-len(places) // POINTS))]


def _served(run: Run) -> dict[str, np.ndarray]:
    """Uploads a second that each station can serve, those left out that have room for far more."""
    found, machines = run["day"], run["machines"]
    shares = {each.name: max(each.share, 1e-9) for each in (*machines.before, *machines.crews)}
    served = {
        f"{name} can serve": one.servers * one.fluid.capacity / shares[name]
        for name, one in found.stages.items()
    }
    most = ROOMY * found.rates.max()
    return {name: values for name, values in served.items() if values.min() < most}


def _told(run: Run) -> str:
    found = run["day"]
    started = ""
    if np.isfinite(found.cold_start):
        started = f"The first new replica works after {say(found.cold_start, 'seconds')}. "
    return (
        f"{say(found.sale_missed, 'share')} of the sale's uploads fail. {started}For "
        f"{say(found.short_seconds, 'seconds')} more comes than can be served; the day costs "
        f"{say(found.cost, 'money')}, with {found.replica_hours:,.0f} replica hours."
    )


def backlog(run: Run) -> Drawn:
    """How far behind each station is.

    Who is the narrow one? Seconds that a picture waits for those before it, station by station.
    """
    found = run["day"]
    hours = np.arange(len(found.rates)) * STEP / 3600
    waits = {name: one.fluid.wait for name, one in found.stages.items()}
    if not any(wait.max() > 0 for wait in waits.values()):
        return Absent("Nothing waits for a backlog on this day: there is room at every station.")
    behind = np.sum(list(waits.values()), axis=0) > 0
    first, last = hours[behind].min() - 0.25, hours[behind].max() + 0.25
    kept = _some(np.flatnonzero((hours >= first) & (hours <= last)))
    worst = max(waits, key=lambda name: waits[name].max())
    return along(
        {name: (hours[kept], wait[kept]) for name, wait in waits.items() if wait.max() > 0},
        x="hour of the day",
        y="seconds behind",
        caption=f"The narrowest is {worst}: up to {say(float(waits[worst].max()), 'seconds')} "
        "behind.",
    )


def cache_curve(run: Run) -> Drawn:
    """What a cache finds, by its size.

    How large is large enough? All sizes at once, from how many other pictures come in between.
    """
    repeated = run["repeated"]
    sizes = np.array(SIZES)
    found = np.array([repeated.hits(int(size)) for size in sizes])
    now = int(run.settings["cache"])
    marks = {f"{now:,} pictures": (float(now), repeated.hits(now))} if now else {}
    return along(
        {"true": (sizes, found)},
        x="pictures it remembers (log)",
        y="share of uploads found",
        marks=marks,
        log="x",
        caption=f"A cache of 1,000 pictures finds {say(repeated.hits(1000), 'share')} of the "
        f"uploads, one of 20,000 {say(repeated.hits(20_000), 'share')}.",
    )


def architecture(run: Run) -> Drawn:
    """The components and their load.

    What does a picture pass? Each component with this design's choice for it, its servers and how
    busy they are; below, what watches over it.
    """
    one, labels = run["serving"].at[run.position], _labels(run)
    cards = [_card(station, one.rate) for station in one.path.stations]
    watch = [
        Card("Gate", (labels["rollout"], labels["precision"])),
        Card("Autoscaler", (labels["autoscaler"],)),
        Card("When it gets tight", (labels["overflow"], f"retries: {run.settings['retries']}")),
        Card("Judged on", (labels["judged_on"], f"load test: {labels['load_test']}")),
    ]
    busy = max(one.path.stations, key=lambda station: station.load(one.rate))
    return Cards(
        {"The way of a picture": cards, "What watches over it": watch},
        f"At {one.rate:,.0f} uploads a second the busiest is {busy.name}, "
        f"{say(busy.load(one.rate), 'share')} loaded.",
    )


def _labels(run: Run) -> dict[str, str]:
    return {one.name: one.label_of(run.settings[one.name]) for one in run.case.choices}


def _card(station, rate: float) -> Card:
    load = station.load(rate)
    tag, colour = ("overloaded", "alarm") if load >= 1 else (f"{say(load, 'share')} busy", "true")
    lines = [f"{station.servers} servers"]
    if station.batch:
        lines.append(f"batches of up to {station.batch.max_batch}")
    if station.share < 1:
        lines.append(f"{say(station.share, 'share')} of the pictures come here")
    return Card(station.name.capitalize(), tuple(lines), tag, colour)
