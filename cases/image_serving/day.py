"""The day of the sale: what comes, what can be served, and how long the autoscaler takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cases.image_serving.machines import HALVES, Crew, Machines
from cases.image_serving.serving import BUSIEST
from pipelines.serving.load import Overload
from pipelines.serving.scaling import Scaled, scaled
from pipelines.serving.stream import Burst, day_of_rates

STEP = 5.0  # seconds
START = Burst().start
SWING = (BUSIEST - 1) / (BUSIEST + 1)  # of the wave, so that the busiest hour has three times
PATIENCE = 500.0
"""Milliseconds a user waits: longer, and the upload counts as failed."""


@dataclass(frozen=True, eq=False)
class Day:
    """A day with a sale in it, through the stations one after the other.

    `missed` is the share of each step's uploads that wait longer for a backlog than a user does, or
    are turned away and not answered; `sale` marks the steps of the sale; `cost` is in dollars;
    `cold_start` the seconds from the sale's beginning to the first replica ordered for it at work,
    NaN where none is ordered.
    """

    rates: np.ndarray
    stages: dict[str, Scaled]
    sale: np.ndarray
    missed: np.ndarray
    cost: float
    cold_start: float
    unstable: Overload | None

    @property
    def main(self) -> Scaled:
        """The crew that the autoscaler looks after."""
        return next(reversed(self.stages.values()))

    @property
    def sale_missed(self) -> float:
        """Share of the sale's uploads that are not answered before users give up."""
        came = self.rates[self.sale]
        return float((self.missed[self.sale] * came).sum() / came.sum())

    @property
    def short_seconds(self) -> float:
        """Seconds of the day during which more came to some station than it could serve."""
        short = [one.fluid.arriving > one.servers * one.fluid.capacity for one in _all(self)]
        return float(np.any(short, axis=0).sum() * STEP)

    @property
    def replica_hours(self) -> float:
        """Hours of replicas of the main crew that are paid for."""
        return self.main.server_hours


def _all(day: Day) -> list[Scaled]:
    return list(day.stages.values())


def day(
    machines: Machines,
    *,
    traffic: int,
    sale: float,
    sale_minutes: int,
    overflow: str,
    queue_limit: int,
) -> Day:
    """Work off a day with a sale, step by step, with the replicas there are at each time."""
    usual, rates = (
        day_of_rates(BUSIEST * traffic, burst, swing=SWING, step=STEP)
        for burst in (Burst(), Burst(sale / BUSIEST, 60.0 * sale_minutes, START))
    )
    room = math.inf if overflow == "wait" else float(queue_limit)
    stages, came, cost = _before(machines, rates)
    behind = np.sum([one.fluid.wait for one in stages.values()], axis=0)
    away = np.zeros(len(rates))
    for crew in machines.crews:
        one = stages[crew.name] = _through(machines, crew, came, room)
        behind = behind + one.fluid.wait
        away = away + one.fluid.excess
        cost += (one.server_hours + 24 * machines.dead * _scales(machines, crew)) * crew.price
    lost = np.zeros(len(rates)) if overflow == "small" else np.minimum(away / rates, 1.0)
    late = np.where(1000 * behind > PATIENCE, 1.0, 0.0)
    at = np.arange(0, 86_400, STEP)
    inside = (at >= START) & (at < START + 60 * sale_minutes)
    return Day(
        rates,
        stages,
        inside,
        np.maximum(late, lost),
        cost,
        _cold_start(machines, stages[machines.main.name], inside),
        _unstable(machines, usual),
    )


def _before(machines: Machines, rates: np.ndarray) -> tuple[dict[str, Scaled], np.ndarray, float]:
    """The stations before the networks through the day: each of them, what passes the last of them
    (pictures a second, by step), and what they cost."""
    stages, cost, came = {}, 0.0, rates
    for station in machines.before:
        stages[station.name] = scaled(
            came, station.capacity_per_s / station.servers, station.servers, step=STEP
        )
        cost += 24 * station.servers * station.price_per_hour
        came = stages[station.name].fluid.passed
    return stages, came, cost


def _through(machines: Machines, crew: Crew, came: np.ndarray, room: float) -> Scaled:
    """A crew through the day, of what comes past the stations before it."""
    scales = _scales(machines, crew)
    count = crew.replicas if machines.autoscale is None or not scales else _started(machines)
    return scaled(
        came * max(crew.share, 1e-9),
        crew.each_per_s,
        max(1, count - machines.dead * scales),
        autoscale=machines.autoscale if scales else None,
        warm=machines.warm if scales else None,
        together=crew.batch.max_batch,
        room=room,
        step=STEP,
    )


def _scales(machines: Machines, crew: Crew) -> bool:
    """Whether the autoscaler looks after a crew: the last one, or both halves of a split model."""
    return crew is machines.main or crew.name in HALVES


def _cold_start(machines: Machines, main: Scaled, sale: np.ndarray) -> float:
    """Seconds until more replicas work than had been ordered when the sale began."""
    begins = int(sale.argmax())
    ordered = main.paid[begins] - machines.warm.servers
    more = np.flatnonzero(main.servers[begins:] > ordered)
    return float(more[0] * STEP) if len(more) else math.nan


def _started(machines: Machines) -> int:
    """The replicas the autoscaler keeps as a day begins, whatever those of a fixed design are."""
    rule = machines.autoscale
    assert rule is not None
    return min(max(machines.main.replicas, rule.least), rule.most)


def _unstable(machines: Machines, usual: np.ndarray) -> Overload | None:
    """The station that cannot serve the busiest hour of an ordinary day, if any."""
    from pipelines.serving import overloads

    peak = float(usual.max())
    found = overloads(machines.path(peak), peak)
    return found[0] if found else None
