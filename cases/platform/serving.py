"""Pools of servers: who shares one with whom, what a launch does to the others, what it costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kit.service import NO_LATENCY, Timed, timed
from pipelines.serving import Estimate, Lognormal, Path, Station, arrival_times, sweep
from pipelines.serving.served import GROUPS, time_estimate

SERVER_PRICE = 1.006
"""Dollars an hour for a server with an accelerator: a public price list of June 2026."""
LAUNCHING = "shop"
"""The team whose launch brings more traffic."""
LAUNCH_HOURS = 2.0  # of a day
QUOTA = 1.5  # times its usual traffic that a team may send
ROOM = 0.9  # load up to which a circuit breaker lets requests through
TARGET, MOST = 0.6, 3.0  # an autoscaler's target use, and how many times the servers at most
LAG = 15.0 + 120.0  # seconds until an autoscaler looks and a server has started
FALLBACK = 0.6  # of a model's worth is lost where the fallback answers
OF_A_NIGHT = 0.03  # of a model's worth is lost where its answers are computed at night
TOP = 5
REQUESTS = 8_000


@dataclass(frozen=True, eq=False)
class Pools:
    """Servers in pools during the launch.

    `pools`: a row a pool: name, servers, load, kept (share of its requests that are answered by a
    model), late (share of the launch's requests that come before an autoscaler's servers can answer
    them in time), others (share of its requests that are other teams'), p99 (ms). `member`
    (models,) says in which pool each is, -1 where answers are computed at night. `timed` is the
    whole path, `others` the 99th percentile of teams that do not launch; `lost` the share of a
    day's value that is answered by no model, (models,); `cost` $ a day by model.
    """

    pools: pd.DataFrame
    member: np.ndarray
    timed: Timed
    others: Estimate
    why_others: str
    lost: np.ndarray
    cost: np.ndarray


def members(models: pd.DataFrame, pools: str, mode: str) -> tuple[np.ndarray, list[str]]:
    """The pool of each model and the pools' names; -1 for models whose answers are not online."""
    online = ~models["nightly"].to_numpy() if mode == "mixed" else np.ones(len(models), dtype=bool)
    if pools == "team":
        number, names = pd.factorize(models["team"])
        return np.where(online, number, -1), [f"{name} pool" for name in names]
    place = np.zeros(len(models), dtype=int)
    if pools == "shared":
        return np.where(online, place, -1), ["shared pool"]
    busy = np.where(online, models["rate"] * models["work_ms"], 0.0)
    top = np.argsort(-busy, kind="stable")[:TOP]
    place[top] = np.arange(1, TOP + 1)
    names = ["shared pool", *(f"{models['name'].iloc[m]} pool" for m in top)]
    return np.where(online, place, -1), names


def shared_out(work: np.ndarray, servers: int) -> np.ndarray:
    """Servers to pools in proportion to their work, each at least one: largest remainders.

    >>> shared_out(np.array([6.0, 3.0, 0.1]), 10).tolist()
    [6, 3, 1]
    """
    left = servers - len(work)
    wanted = work / work.sum() * left
    given = np.floor(wanted).astype(int)
    rest = np.argsort(-(wanted - given), kind="stable")[: left - int(given.sum())]
    given[rest] += 1
    return given + 1


def service_of(models: pd.DataFrame, rates: np.ndarray) -> Lognormal:
    """The service time of a pool: its models' log times, mixed by their traffic."""
    weight = rates / rates.sum()
    log = np.log(models["work_ms"].to_numpy())
    sigma = np.log(models["tail_ms"].to_numpy() / models["work_ms"].to_numpy()) / 2.3263
    mean = float(weight @ log)
    spread = math.sqrt(float(weight @ (sigma**2 + (log - mean) ** 2)))
    return Lognormal(math.exp(mean), math.exp(mean + 2.3263 * spread))


def served(
    fleet: pd.DataFrame,
    *,
    pools: str,
    replicas: int,
    autoscaler: str,
    isolation: str,
    mode: str,
    burst: float,
    traffic: float,
    region: str,
    deadline: int,
    seed: int,
) -> Pools:
    """Send the traffic of a launch through the pools: latency, load, who is turned away."""
    member, names = members(fleet, pools, mode)
    usual, asked, let_in = _sent(fleet, burst, traffic, isolation)
    by_pool = [np.flatnonzero(member == number) for number in range(len(names))]
    stations = [service_of(fleet.iloc[own], let_in[own]) for own in by_pool]
    work = usual * (fleet["work_ms"].to_numpy() / 1000)
    busy = np.array([work[own].sum() for own in by_pool])
    given = shared_out(busy, max(len(names), replicas // (2 if region == "lost" else 1)))
    wanted, calm = (_at_work(stations, by_pool, rate) for rate in (let_in, usual))
    servers, paid, late = _staffed(given, wanted, calm, autoscaler, isolation)
    load = wanted / servers
    kept = np.minimum(1.0, ROOM / load) if isolation == "breaker" else np.ones(len(load))
    rates = kept * np.array([let_in[own].sum() for own in by_pool])
    path = _path(names, servers, stations, rates)
    whole = timed(path, float(rates.sum()), deadline, seed=seed, requests=REQUESTS)
    launches = (fleet["team"] == LAUNCHING).to_numpy()
    others = [1 - let_in[own][launches[own]].sum() / let_in[own].sum() for own in by_pool]
    columns = {"name": names, "servers": servers, "load": load * kept, "kept": kept, "late": late}
    frame = pd.DataFrame(columns | {"others": others})
    frame["p99"], calmly, why = _by_pool(frame, stations, rates, seed)
    answered = kept * (frame["load"] < 1).to_numpy() * (1 - late)
    turned = np.where(member >= 0, 1 - answered[np.maximum(member, 0)] * let_in / asked, 0.0)
    lost = FALLBACK * turned * LAUNCH_HOURS / 24 + OF_A_NIGHT * (member < 0)
    return Pools(frame, member, whole, calmly, why, lost, _cost(paid, busy, member, work))


def _sent(
    fleet: pd.DataFrame, burst: float, traffic: float, isolation: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Requests a second of each model: as usual, during the launch, and those a quota lets in."""
    usual = traffic * fleet["rate"].to_numpy()
    launches = (fleet["team"] == LAUNCHING).to_numpy()
    asked = np.where(launches, burst, 1.0) * usual
    if isolation != "quota":
        return usual, asked, asked
    return usual, asked, np.where(launches, min(burst, QUOTA), 1.0) * usual


def _at_work(stations: list, by_pool: list[np.ndarray], rates: np.ndarray) -> np.ndarray:
    """Servers at work in each pool at the models' rates, on average."""
    both = zip(stations, by_pool, strict=True)
    return np.array([each.mean_ms / 1000 * rates[own].sum() for each, own in both])


def _cost(paid: np.ndarray, busy: np.ndarray, member: np.ndarray, work: np.ndarray) -> np.ndarray:
    """Dollars a day by model: its part of its pool's servers, by its work (servers' worth).

    A night's batch keeps servers busy, and works four times as fast on many rows together.
    """
    each = (paid / np.maximum(busy, 1e-12))[np.maximum(member, 0)]
    return 24 * SERVER_PRICE * work * np.where(member >= 0, each, 1 / ROOM / 4)


def _staffed(
    given: np.ndarray, wanted: np.ndarray, calm: np.ndarray, autoscaler: str, isolation: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Servers of each pool during the launch, those paid for on average, and the share of the
    launch's requests that are late because an autoscaler's are not there yet."""
    if autoscaler == "off":
        return given, given.astype(float), np.zeros(len(given))
    before, after = (
        np.clip(np.ceil(work / TARGET), 1, MOST * given).astype(int) for work in (calm, wanted)
    )
    late = _late(wanted, before, after, isolation) / 3600 / LAUNCH_HOURS
    return after, before + (after - before) * LAUNCH_HOURS / 24, np.minimum(late, 1.0)


def _late(wanted: np.ndarray, before: np.ndarray, after: np.ndarray, isolation: str) -> np.ndarray:
    """Seconds' worth of requests that find no server in time, from a launch on.

    A breaker turns away what does not fit until new servers start. Without it a queue builds, and
    everybody in it is late until it is worked off: backlog over (capacity - arrivals) later.
    """
    if isolation == "breaker":
        return LAG * np.maximum(1 - ROOM * before / wanted, 0)
    backlog = LAG * np.maximum(wanted - before, 0)
    drained = backlog / np.maximum(after - wanted, 1e-9)
    return np.where(backlog > 0, LAG + drained, 0.0)


def _path(names: list[str], servers: np.ndarray, stations: list, rates: np.ndarray) -> Path:
    """Router, feature store, and one pool or another."""
    share = rates / rates.sum()
    start = np.r_[0.0, np.cumsum(share)[:-1]]
    pools = [
        Station(
            name, int(count), each, share=min(float(part), 1.0), price_per_hour=SERVER_PRICE,
            route=None if len(names) == 1 else ("pools", float(begin)),
        )
        for name, count, each, part, begin in zip(
            names, servers, stations, share, start, strict=True
        )
    ]  # fmt: skip
    return Path(
        Station("router", 64, Lognormal(1, 4)),
        Station("feature store", 128, Lognormal(2, 8)),
        *pools,
    )


def _by_pool(
    frame: pd.DataFrame, stations: list, rates: np.ndarray, seed: int
) -> tuple[np.ndarray, Estimate, str]:
    """The 99th percentile of each pool, and of the requests of teams that do not launch.

    A pool that is overloaded has none, and is left out of the path of the others.
    """
    calm = np.flatnonzero(frame["load"] < 1)
    tail = np.full(len(frame), math.nan)
    stuck = frame[(frame["load"] >= 1) & (frame["others"] > 0)]
    why = "" if stuck.empty else f"{stuck['name'].iloc[0]} is overloaded, and others share it."
    if not len(calm):
        return tail, NO_LATENCY, why
    part = frame.iloc[calm]
    path = _path(
        list(part["name"]), part["servers"].to_numpy(), [stations[i] for i in calm], rates[calm]
    )
    total = float(rates[calm].sum())
    trace = sweep(path, arrival_times(total, REQUESTS, seed=seed), seed)
    groups = np.zeros(REQUESTS, dtype=bool)
    for place, name, others in zip(calm, part["name"], part["others"], strict=True):
        rows = trace.visits[name].request
        tail[place] = np.percentile(trace.latency_ms[rows], 99)
        groups[rows] = others > 0
    if why or not groups.any():
        return tail, NO_LATENCY, why or "Every team launches."
    latency = trace.latency_ms[groups]
    split = [np.percentile(each, 99) for each in np.array_split(latency, GROUPS)]
    return tail, time_estimate(float(np.percentile(latency, 99)), np.array(split)), ""
