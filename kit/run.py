"""What runs: choices, a dial and a pipeline make designs and their runs."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from kit.choice import AUTO, Choice, Design, Dial, Refused, Value
from kit.difference import Ends, are_paired, changes
from kit.metric import Difference, Metric, Reading
from pipelines.engine import Pipeline
from pipelines.memo import Kept
from pipelines.readout import Readout
from pipelines.watching import Watch

VERSION = 1
Made = TypeVar("Made")


@dataclass(frozen=True, eq=False, kw_only=True)
class System:
    """The part of a scenario that runs: what may be chosen, how it is computed, what is read off.

    `final` names the stage that hands over the readings. `aliases` maps old names of choices to
    their names of today, so that old links work.
    """

    slug: str
    title: str
    situation: str
    choices: tuple[Choice, ...]
    dial: Dial
    pipeline: Pipeline
    final: str
    metrics: tuple[Metric, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def choice(self, name: str) -> Choice | Dial:
        """The choice or dial called `name`, or a `Refused` that lists what there is."""
        known: dict[str, Choice | Dial] = {choice.name: choice for choice in self.choices}
        known[self.dial.name] = self.dial
        if name not in known:
            names = ", ".join(known)
            raise Refused(f"{self.slug} has no choice called {name:.80}: there are {names}.")
        return known[name]

    def metric(self, name: str) -> Metric:
        """The metric called `name`."""
        return next(metric for metric in self.metrics if metric.name == name)

    def design(self, changes: Mapping[str, Any] | None = None) -> Design:
        """The default design with some choices changed; each value is checked."""
        values: dict[str, Value] = {choice.name: choice.default for choice in self.choices}
        values[self.dial.name] = AUTO
        return self.change(Design(self.slug, tuple(values.items())), changes or {})

    def change(self, design: Design, changes: Mapping[str, Any]) -> Design:
        """A design with some choices changed; each value is checked."""
        values = dict(design.chosen)
        for name, given in changes.items():
            for new, value in self.today(name, given).items():
                values[new] = self.choice(new).read(value)
        return Design(self.slug, tuple(values.items()))

    def today(self, name: str, given: Any) -> dict[str, Any]:
        """What a choice and its value, perhaps of an older version, are called today."""
        choice = self.choice(self.aliases.get(name, name))
        return dict(choice.replaced.get(str(given), {choice.name: given}))

    def from_json(self, text: str) -> Design:
        """The design saved by `to_json`, or a `Refused` that says what is wrong with the text."""
        try:
            saved = json.loads(text)
        except (ValueError, RecursionError):
            raise Refused("This is not a saved design: it is not JSON.") from None
        if not isinstance(saved, dict) or not isinstance(saved.get("choices"), dict):
            raise Refused('A saved design is a JSON object with "case" and "choices".')
        if saved.get("case") != self.slug:
            given = str(saved.get("case"))
            raise Refused(f"This design is for {given:.80}, not for {self.slug}.")
        version = saved.get("version", VERSION)
        if type(version) is not int or not 1 <= version <= VERSION:
            said = json.dumps(version)
            raise Refused(f"This design is of version {said:.20}: this is version {VERSION}.")
        return self.design(saved["choices"])

    def to_json(self, design: Design) -> str:
        """A design as JSON: the case, a version and every choice."""
        saved = {"case": self.slug, "version": VERSION, "choices": dict(design.chosen)}
        return json.dumps(saved, indent=2)

    def settled(self, design: Design) -> dict[str, Value]:
        """The choices as stages read them: those that do not apply stand at their default."""
        settled: dict[str, Value] = {}
        for choice in self.choices:
            applies = choice.applies(settled)
            settled[choice.name] = design[choice.name] if applies else choice.default
        return settled

    def applies(self, design: Design, name: str) -> bool:
        """Whether a choice has an effect under a design."""
        choice = next(choice for choice in self.choices if choice.name == name)
        return choice.applies(self.settled(design))

    def run(self, design: Design | Mapping[str, Any], watch: Watch | None = None) -> Run:
        """The run of a design, or of the default with some changes; computed when it is read."""
        chosen = design if isinstance(design, Design) else self.design(design)
        return Run(self, chosen, watch)

    def leaks(self, design: Design) -> tuple[str, ...]:
        """Why the team's own evaluation of this design is too good: one sentence a leak."""
        settled = self.settled(design)
        chosen = ((choice, settled[choice.name]) for choice in self.choices)
        return tuple(choice.leaks[str(value)] for choice, value in chosen if value in choice.leaks)


@dataclass(frozen=True, eq=False)
class Run:
    """A design's results. Stage results are fetched by name when first asked for, then shared.

    `seconds` maps each stage that was needed to what it cost when it was made; `fresh` names those
    made for this run, the others came from memory. `asked` holds the dial's position once anything
    that moves with the dial was asked for: what is derived without it is the same wherever the dial
    stands.
    """

    case: System
    design: Design
    watch: Watch | None = None
    phases: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    def __getitem__(self, stage: str) -> Any:
        """The result of a stage under this design."""
        return self.kept(stage).value

    def kept(self, stage: str) -> Kept:
        """The result of a stage with what it cost; as long as it is held, it is not made again."""
        return self.case.pipeline.result(stage, self.settings, self._notice)

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

    def with_changes(self, **changes: Any) -> Run:
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
            return Kept.of(value, time.perf_counter() - began)

        key = ("still", self.case.slug, make, tuple(self.settings.items()))
        return self.case.pipeline.memo.get(key, timed)[0].value

    def against(self, other: Run, name: str) -> Difference:
        """How a reading differs from another run's, paired where both share their resamples."""
        found = self.changes(other, name, np.array([self._place(name)]))
        change, low, high = (math.nan if end is None else float(end[0]) for end in found)
        return Difference(change, low, high, are_paired(self.readout, other.readout, name))

    def changes(self, other: Run, name: str, kept: np.ndarray) -> Ends:
        """How a reading at the positions `kept` differs from another run's at its own position."""
        paired = are_paired(self.readout, other.readout, name)
        spread = self.case.metric(name).spread
        return changes(
            self.readout.tracks[name],
            other.readout.tracks[name],
            kept=kept,
            at=other._place(name),
            paired=paired,
            wider=spread.difference / spread.level if paired else 1.0,
        )

    def _notice(self, stage: str, phase: str, seconds: float) -> None:
        if phase in ("done", "memory") and self.phases.get(stage) != "done":
            self.phases[stage] = phase
            self.seconds[stage] = seconds
        if self.watch:
            self.watch(stage, phase, seconds)
