"""The funnel as a whole: what is left, what it takes and what is lost, phase by phase."""

from __future__ import annotations

import math

import numpy as np

from cases.ads_funnel.decide import KEEPS
from cases.ads_funnel.serving import mean_ms
from kit.figure import Absent, Drawn
from kit.panels.along import along
from kit.panels.funnel import Phase
from kit.panels.funnel import funnel as as_funnel
from kit.panels.path import stations as path_stations
from kit.run import Run
from kit.words import say

PHASES = (
    "corpus, all slots",
    "slots on this page",
    "1 selection",
    "2 light ranker",
    "3 heavy model",
    "answered in time",
)
STATIONS = (("index",), ("light",), ("features", "heavy", "auction"))
"""How the names of the stations of phases 1 to 3 start."""


def funnel(run: Run) -> Drawn:
    """The funnel, phase by phase.

    Where are good ads lost, and what does each phase cost? A bar is the welfare that perfect
    choices among the ads still left would bring; the grey around it is what the phase lost.
    """
    nothing = (math.nan, math.nan)
    takes = [nothing, nothing, *(_takes(run, phase) for phase in range(len(STATIONS))), nothing]
    rows = zip(PHASES, _left(run), _reach(run), takes, strict=True)
    phases = [Phase(name, left, worth, ms, cost) for name, left, worth, (ms, cost) in rows]
    return as_funnel(
        phases,
        unit="money",
        left="ads left",
        worth="welfare per 1,000 requests",
        note="Milliseconds are mean work on a request; machines are $ per million requests.",
    )


def _left(run: Run) -> list[float]:
    """Ads a request has left after each phase."""
    sales, at, corpus = run["sales"], run.position, run["market"].constants.corpus
    return [
        corpus,
        corpus,
        float(np.mean(np.concatenate([week.scored.selected for week in run["live"]]))),
        sales.auctions.there[:, : KEEPS[at]].sum(axis=1).mean(),
        sales.sums["shown"][at].mean(),
        run.reading("fill").true * len(sales.rules.slots),
    ]


def _reach(run: Run) -> list[float]:
    """The welfare a thousand requests could still bring by perfect choices after each phase."""
    sales, at, welfare = run["sales"], run.position, run.reading("welfare")
    slots = np.array(sales.rules.slots)
    worth = sales.auctions.worth() * ~sales.auctions.bot[:, None]
    best = -np.sort(-worth[:, : KEEPS[at]], axis=1)[:, : len(slots)]
    means = (
        run["ceilings"].by_slots[len(slots) - 1],
        np.mean(np.concatenate([week.scored.reachable for week in run["live"]])),
        np.mean(best @ slots[: best.shape[1]]),
        sales.sums["welfare"][at].mean(),
    )
    return [welfare.ceiling, *(1000 * float(mean) for mean in means), welfare.true]


def _takes(run: Run, phase: int) -> tuple[float, float]:
    """The mean work of a phase on a request (ms), and its machines' price ($ per million)."""
    path, traffic = run["serving"].paths[run.position], run.settings["traffic"]
    own = [one for one in path.stations if one.name.startswith(STATIONS[phase])]
    hourly = sum(one.servers * one.price_per_hour for one in own)
    return sum(map(mean_ms, own)), hourly / (traffic * 3600 / 1e6)


def cut(run: Run) -> Drawn:
    """What the cut between light and heavy ranker costs.

    How few ads can the heavy model see? By their number: welfare, the light ranker's recall, and
    the share of the deadline that the slowest requests use.
    """
    tracks, axis = run.readout.tracks, run.readout.axis
    welfare = tracks["welfare"].true
    if not np.nanmax(welfare) > 0:
        return Absent("Nothing is shown at any number of ads kept.")
    shares = {
        "welfare, of its best": welfare / np.nanmax(welfare),
        "stage recall": tracks["recall"].true,
        "99th percentile, of the deadline": tracks["p99"].true / run.settings["deadline"],
        "deadline missed": tracks["missed_deadline"].true,
    }
    keep, now = axis[run.position], shares["welfare, of its best"][run.position]
    return along(
        {name: (axis, np.broadcast_to(values, axis.shape)) for name, values in shares.items()},
        x="ads the heavy model sees (k2)",
        y="share",
        marks={"now": (keep, now)},
        caption=f"At {keep:.0f} ads welfare is {say(now, 'share')} of the best on the dial. "
        f"{run['serving'].why}".strip(),
    )


def stations(run: Run) -> Drawn:
    """The machines on the path.

    Which machine is full first? Load, waiting and work of each, at the traffic given.
    """
    serving, at = run["serving"], run.position
    return path_stations(
        serving.paths[at],
        serving.nearest(at),
        rate=serving.traffic,
        requests="requests",
        note="Waits and times were simulated at the nearest of a few positions of the dial.",
    )
