"""Pools of servers during one team's launch."""

from __future__ import annotations

import pandas as pd

from cases.platform.serving import LAG, LAUNCHING
from kit.figure import Absent, Chart, Table, bars
from kit.panels.path import stations
from kit.run import Run
from kit.words import say


def loads(run: Run) -> Chart:
    """Which pool runs out first when one team launches?

    Work over servers in each pool during the launch. From 1 on a pool has no latency, only a
    backlog.
    """
    pools = run["served"].pools
    worst = pools.loc[pools["load"].idxmax()]
    return bars(
        pools.assign(
            name=[f"{n} ({s})" for n, s in zip(pools["name"], pools["servers"], strict=True)]
        ),
        x=("name", ""),
        y=("load", "load (share of the pool's servers)"),
        horizontal=True,
        caption=f"While {LAUNCHING} launches, {worst['name']} is at "
        f"{say(float(worst['load']), 'share')} "
        f"of its {worst['servers']:.0f} servers.{_late(pools)}",
    )


def _late(pools: pd.DataFrame) -> str:
    """What the autoscaler's delay costs the pool that feels it most."""
    worst = pools.loc[pools["late"].idxmax()]
    if worst["late"] == 0:
        return ""
    return (
        f" The autoscaler's servers work after {say(LAG, 'seconds')}: by then "
        f"{say(worst['late'], 'share')} of the launch's requests to {worst['name']} are late."
    )


def tails(run: Run) -> Chart | Absent:
    """What does one team's launch do to everybody's slowest answers?

    The 99th percentile of each pool with the launch and without it, by the same random numbers.
    """
    parts = []
    for name, other in (("with the launch", run), ("without", run.with_changes(burst=1.0))):
        frame = other["served"].pools[["name", "p99"]].dropna()
        parts.append(frame.assign(when=name))

    rows = pd.concat(parts, ignore_index=True)
    if rows.empty:
        return Absent("Every pool is overloaded, with the launch and without it.")
    gone = set(run["served"].pools["name"]) - set(parts[0]["name"])
    said = f" Overloaded: {', '.join(sorted(gone))}." if gone else ""
    others = run.reading("others_p99")
    return bars(
        rows,
        x=("name", ""),
        y=("p99", "99th percentile (ms)"),
        by="when",
        colours={"with the launch": "current", "without": "muted"},
        horizontal=True,
        caption=f"Teams that do not launch: {say(others.true, 'ms')}.{said}",
    )


def path(run: Run) -> Table:
    """Where does a request wait?

    Router, feature store, and one of the pools.
    """
    timed = run["served"].timed
    return stations(timed.path, timed.served, rate=timed.traffic, requests="requests")
