"""A design's results, and how two of them compare."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from cases.choice import AUTO, Design
from pipelines.engine import Watch
from pipelines.memo import Kept, weigh
from pipelines.readout import Readout

if TYPE_CHECKING:
    from cases.case import Case

Made = TypeVar("Made")


@dataclass(frozen=True)
class Metric:
    """What a reading measures: its unit, which way is better, and the decision it drives.

    `unit` is one of `cases.words.UNITS`. `better` is up, down, one (the
    nearer to 1 the better) or none. `role` says what a change in it means when two runs are
    compared: value (what the business wants), ranking (how well rows are ordered), calibration,
    volume, harm, latency, cost or drift.
    """

    name: str
    label: str
    unit: str
    better: str
    help: str
    role: str = ""
    headline: bool = False


@dataclass(frozen=True)
class Reading:
    """One metric of one run at one position of the dial."""

    metric: Metric
    seen: float
    true: float
    low: float
    high: float
    ceiling: float
    budget: float | None
    why: str

    @property
    def of_ceiling(self) -> float:
        """The share of the ceiling reached, for readings where more is better; else NaN."""
        if self.metric.better != "up" or not self.ceiling > 0:
            return math.nan
        return self.true / self.ceiling

    @property
    def gap(self) -> float:
        """What the team sees beyond what is true; NaN where it sees nothing."""
        return self.seen - self.true

    @property
    def kept_budget(self) -> bool | None:
        """Whether the budget is kept; None where there is no budget or no value."""
        if self.budget is None or math.isnan(self.true):
            return None
        return self.true >= self.budget if self.metric.better == "up" else self.true <= self.budget


@dataclass(frozen=True)
class Difference:
    """How a reading of one run differs from another's: the change, its interval, and its kind."""

    change: float
    low: float
    high: float
    paired: bool

    @property
    def real(self) -> bool:
        """Whether the interval leaves out zero; without an interval, whether there is a change."""
        if math.isnan(self.low):
            return not math.isnan(self.change) and self.change != 0
        return not self.low <= 0 <= self.high


@dataclass(frozen=True, eq=False)
class Run:
    """A design's results. Stage results are fetched by name when first asked for, then shared.

    `seconds` maps each stage that was needed to what it cost when it was made; `fresh` names those
    made for this run, the others came from memory. `asked` holds the dial's position once anything
    that moves with the dial was asked for: what is derived without it is the same wherever the dial
    stands.
    """

    case: Case
    design: Design
    watch: Watch | None = None
    phases: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    def __getitem__(self, stage: str) -> Any:
        """The result of a stage under this design."""
        return self.case.pipeline.result(stage, self.settings, self._notice).value

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The choices as the stages read them: those that do not apply stand at their default."""
        return self.case.settled(self.design)

    @cached_property
    def readout(self) -> Readout:
        """Every reading at every position of the dial."""
        return self[self.case.final]

    @property
    def position(self) -> int:
        """The position of the dial: the design's own where the dial is left on auto."""
        self.asked.add(self._position)
        return self._position

    @cached_property
    def _position(self) -> int:
        given = self.design[self.case.dial.name]
        return self.readout.at if given == AUTO else self.readout.locate(float(given))

    @property
    def fresh(self) -> tuple[str, ...]:
        """The stages made for this run."""
        return tuple(stage for stage, phase in self.phases.items() if phase == "done")

    def readings(self, position: int | None = None) -> dict[str, Reading]:
        """Every metric at a position of the dial (by default the design's), by name."""
        at = self.position if position is None else position
        return {metric.name: self._reading(metric, at) for metric in self.case.metrics}

    def reading(self, name: str) -> Reading:
        """One metric at the design's position of the dial."""
        return self._reading(self.case.metric(name), self._place(name))

    def _reading(self, metric: Metric, at: int) -> Reading:
        track = self.readout.tracks[metric.name]
        parts = {name: track.at(name, at) for name in ("seen", "true", "low", "high", "ceiling")}
        return Reading(metric, **parts, budget=track.budget, why=track.why)

    def but(self, **changes: Any) -> Run:
        """The run of the same design with some choices changed."""
        other = self.case.run(self.case.change(self.design, changes), self.watch)
        return replace(other, asked=self.asked)

    def _place(self, name: str) -> int:
        """Where a reading is read: the dial's position, which one that never moves does not ask."""
        return self.position if self.readout.tracks[name].moves else 0

    def still(self, make: Callable[[Run], Made]) -> Made:
        """What `make` derives from this design wherever its dial stands, made once and kept.

        `make` is given the run with its dial on auto, and is the key: a function of a module.
        """

        def timed() -> Kept:
            began = time.perf_counter()
            at_rest = self.case.change(self.design, {self.case.dial.name: AUTO})
            value = make(self.case.run(at_rest))
            return Kept(value, time.perf_counter() - began, weigh(value))

        key = ("still", self.case.slug, make, tuple(self.settings.items()))
        return self.case.pipeline.memo.get(key, timed)[0].value

    def against(self, other: Run, name: str) -> Difference:
        """How a reading differs from another run's, paired where both share their resamples."""
        mine, theirs = self.reading(name), other.reading(name)
        change = mine.true - theirs.true
        a = self.readout.tracks[name].draws_at(self._place(name))
        b = other.readout.tracks[name].draws_at(other._place(name))
        if a is None or b is None or math.isnan(change):
            return Difference(change, math.nan, math.nan, False)
        scheme = self.readout.resamples
        paired = scheme != "" and scheme == other.readout.resamples and len(a) == len(b)
        spread = a - b if paired else a - np.random.default_rng(0).choice(b, len(a))
        known = spread[~np.isnan(spread)]
        if not known.size:
            return Difference(change, math.nan, math.nan, paired)
        low, high = np.quantile(known, [0.025, 0.975])
        return Difference(change, float(low), float(high), paired)

    def _notice(self, stage: str, phase: str, seconds: float) -> None:
        if phase in ("done", "memory") and self.phases.get(stage) != "done":
            self.phases[stage] = phase
            self.seconds[stage] = seconds
        if self.watch:
            self.watch(stage, phase, seconds)
