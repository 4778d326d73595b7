"""The funnel as a whole: what is left, what it takes and what is lost, phase by phase."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.ads_funnel.decide import KEEPS
from kit.figure import Absent, Drawn, Table
from kit.panels.along import along
from kit.panels.path import stations as path_stations
from kit.run import Run
from kit.words import say

PHASES = ("corpus", "1 selection", "2 light ranker", "3 heavy model, auction", "in time")
LOSERS = ("selection", "the light ranker", "the heavy model and the auction", "the clock")
STATIONS = (("index",), ("light",), ("features", "heavy", "auction"))
"""How the names of the stations of phases 1 to 3 start."""


def waterfall(run: Run) -> Drawn:
    """Ads left, time, cost and the welfare that can still be reached after each phase."""
    at = run.position
    frame = pd.DataFrame(
        {
            "phase": PHASES,
            "ads left": _left(run, at),
            "work": [np.nan, *_work(run, at), np.nan],
            "machines": [np.nan, *_money(run, at), np.nan],
            "welfare in reach": 1000 * np.array(_reach(run, at), dtype=float),
        }
    )
    frame["lost here"] = -frame["welfare in reach"].diff().round(6)
    most = int(np.nanargmax(frame["lost here"].to_numpy()[1:]))
    money = dict.fromkeys(("machines", "welfare in reach", "lost here"), "money")
    return Table(
        frame,
        f"Most is lost by {LOSERS[most]}: {say(frame['lost here'][most + 1], 'money')} of welfare "
        "per 1,000 requests. Work is a request's mean; machines are $ per million requests.",
        {"ads left": "count", "work": "ms"} | money,
    )


def _left(run: Run, at: int) -> list[float]:
    """Ads a request has left after each phase."""
    sales = run["sales"]
    return [
        run["market"].constants.corpus,
        np.mean(np.concatenate([week.scored.selected for week in run["live"]])),
        sales.auctions.there[:, : KEEPS[at]].sum(axis=1).mean(),
        sales.sums["shown"][at].mean(),
        run.readout.tracks["fill"].at("true", at) * len(sales.rules.slots),
    ]


def _reach(run: Run, at: int) -> list[float]:
    """The welfare a request could still bring by perfect choices among what each phase left."""
    sales = run["sales"]
    slots = np.array(sales.rules.slots)
    worth = sales.auctions.worth() * ~sales.auctions.bot[:, None]
    best = -np.sort(-worth[:, : KEEPS[at]], axis=1)[:, : len(slots)]
    return [
        run["ceilings"].by_slots[len(slots) - 1],
        np.mean(np.concatenate([week.scored.reachable for week in run["live"]])),
        np.mean(best @ slots[: best.shape[1]]),
        sales.sums["welfare"][at].mean(),
        run.reading("welfare").true / 1000,
    ]


def _stations(run: Run, at: int, starts: tuple[str, ...]):
    return [one for one in run["serving"].paths[at].stations if one.name.startswith(starts)]


def _work(run: Run, at: int) -> list[float]:
    return [sum(one.service.mean_ms for one in _stations(run, at, starts)) for starts in STATIONS]


def _money(run: Run, at: int) -> list[float]:
    hourly = run.settings["traffic"] * 3600 / 1e6
    return [
        sum(one.servers * one.price_per_hour for one in _stations(run, at, starts)) / hourly
        for starts in STATIONS
    ]


def cut(run: Run) -> Drawn:
    """Welfare, stage recall and latency against the number of ads kept."""
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
    """Load, waiting and work of each machine on the path, at the simulated cut nearest the dial."""
    serving, at = run["serving"], run.position
    return path_stations(
        serving.paths[at],
        serving.nearest(at),
        rate=serving.traffic,
        requests="requests",
        note="Waits and times were simulated at the nearest of a few positions of the dial.",
    )
