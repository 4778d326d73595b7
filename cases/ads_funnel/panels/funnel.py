"""The funnel as a whole: what is left, what it takes and what is lost, phase by phase."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.ads_funnel.served import KEEPS
from kit.figure import Absent, Drawn, Table, lines
from kit.run import Run
from kit.words import say


def waterfall(run: Run) -> Drawn:
    """Ads left, time, cost and the welfare that can still be reached after each phase."""
    at = run.position
    frame = pd.DataFrame(
        {
            "phase": [
                "corpus",
                "1 selection",
                "2 light ranker",
                "3 heavy model, auction",
                "in time",
            ],
            "ads left": _left(run, at),
            "work": [np.nan, *_work(run, at), np.nan],
            "machines": [np.nan, *_money(run, at), np.nan],
            "welfare in reach": 1000 * np.array(_reach(run, at), dtype=float),
        }
    )
    # The last phase adds what the ones before it left, in another order of summing.
    frame["lost here"] = -frame["welfare in reach"].diff().round(6)
    names = ("selection", "the light ranker", "the heavy model and the auction", "the clock")
    most = int(np.nanargmax(frame["lost here"].to_numpy()[1:]))
    money = dict.fromkeys(("machines", "welfare in reach", "lost here"), "money")
    return Table(
        frame,
        f"Most is lost by {names[most]}: {say(frame['lost here'][most + 1], 'money')} of welfare a "
        "thousand requests. Work is a request's mean; machines are dollars a million requests.",
        {"ads left": "count", "work": "ms"} | money,
    )


def _left(run: Run, at: int) -> list[float]:
    """Ads a request has left after each phase."""
    served = run["served"]
    return [
        run["market"].constants.corpus,
        np.mean(np.concatenate([week.found for week in run["learned"]])),
        served.table.there[:, : KEEPS[at]].sum(axis=1).mean(),
        served.sums["shown"][at].mean(),
        run.readout.tracks["fill"].at("true", at) * len(served.rules.slots),
    ]


def _reach(run: Run, at: int) -> list[float]:
    """The welfare a request could still bring by perfect choices among what each phase left."""
    table, slots = run["served"].table, np.array(run["served"].rules.slots)
    worth = table.truth * table.value * table.there * ~table.bot[:, None]
    best = -np.sort(-worth[:, : KEEPS[at]], axis=1)[:, : len(slots)]
    return [
        run["ceilings"].by_slots[len(slots) - 1],
        np.mean(np.concatenate([week.reachable for week in run["learned"]])),
        np.mean(best @ slots[: best.shape[1]]),
        run["served"].sums["welfare"][at].mean(),
        run.reading("welfare").true / 1000,
    ]


_PHASES = (("index",), ("light",), ("features", "heavy", "auction"))


def _stations(run: Run, at: int, starts: tuple[str, ...]):
    return [one for one in run["latency"].paths[at].stations if one.name.startswith(starts)]


def _work(run: Run, at: int) -> list[float]:
    return [sum(one.service.mean_ms for one in _stations(run, at, starts)) for starts in _PHASES]


def _money(run: Run, at: int) -> list[float]:
    hourly = run.settings["traffic"] * 3600 / 1e6
    return [
        sum(one.servers * one.price_per_hour for one in _stations(run, at, starts)) / hourly
        for starts in _PHASES
    ]


def cut(run: Run) -> Drawn:
    """Welfare, stage recall and latency against the number of ads kept."""
    readout, deadline = run.readout, run.settings["deadline"]
    welfare = readout.tracks["welfare"].true
    if not np.nanmax(welfare) > 0:
        return Absent("Nothing is shown at any number of ads kept.")
    kinds = {
        "welfare, of its best": welfare / np.nanmax(welfare),
        "stage recall": readout.tracks["recall"].true,
        "99th percentile, of the deadline": readout.tracks["p99"].true / deadline,
        "late or shed": readout.tracks["missed"].true,
    }
    frame = pd.concat(
        [
            pd.DataFrame({"kept": KEEPS, "share": values, "what": kind})
            for kind, values in kinds.items()
        ]
    ).dropna()
    mark = welfare[run.position] / np.nanmax(welfare)
    return lines(
        frame,
        x=("kept", "ads the heavy model sees (k2)"),
        y=("share", "share"),
        by="what",
        points=True,
        marks=pd.DataFrame({"kept": [KEEPS[run.position]], "share": [mark], "text": ["now"]}),
        caption=f"At {KEEPS[run.position]} ads welfare is {say(mark, 'share')} of the best on the "
        f"dial. {run['latency'].why}",
    )


def stations(run: Run) -> Drawn:
    """Load, waiting and work of each machine on the path, at the simulated cut nearest the dial."""
    timing, rate = run["latency"], run.settings["traffic"]
    path = timing.paths[run.position]
    known = min(timing.served, key=lambda at: abs(at - run.position), default=None)
    served = {} if known is None else {one.name: one for one in timing.served[known].stations}
    rows = []
    for station in path.stations:
        one = served.get(station.name)
        wait, tail = (one.mean_wait_ms, one.p99_service_ms) if one else (np.nan, np.nan)
        load = station.load(rate)
        rows.append((station.name, load, station.servers, wait, station.service.mean_ms, tail))
    columns = {
        "load": "share",
        "servers": "count",
        "mean wait": "ms",
        "mean work": "ms",
        "work, 99th percentile": "ms",
    }
    frame = pd.DataFrame(rows, columns=["station", *columns])
    busiest = frame.loc[frame["load"].idxmax()]
    caption = f"The busiest is the {busiest['station']}, {say(busiest['load'], 'share')} loaded."
    room = timing.headroom[run.position]
    caption += f" At {room:.1f} times the traffic it is nine tenths full."
    if known is not None:
        caption += f" Half the requests take {say(timing.p50[known], 'ms')}."
        caption += f" Waits and tails as simulated at {KEEPS[known]} ads."
    return Table(frame, caption, columns)
