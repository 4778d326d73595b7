"""The words a scenario is declared with. From one declaration come its page, its address, its
command line, its sweeps, its glossary and the tests it owes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cases.choice import AUTO, Choice, Design, Dial, Refused, Value
from cases.feasibility import Feasibility
from cases.figure import Drawn
from cases.run import Metric, Run
from pipelines.engine import Pipeline, Watch

VERSION = 1


@dataclass(frozen=True)
class Panel:
    """A picture or table drawn from a run, under the question it answers.

    `waits_for` names a stage that takes long and that no reading needs: a page makes it in the
    background and draws the panel once it is there.
    """

    name: str
    title: str
    help: str
    draw: Callable[[Run], Drawn]
    group: str = "quality"
    waits_for: str = ""


@dataclass(frozen=True)
class Step:
    """A stop of the walkthrough: its question first, then its own choices and panels; a model
    answer and follow-ups wait until asked for."""

    name: str
    title: str
    question: str
    answer: str
    choices: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    followups: tuple[str, ...] = ()
    feasibility: bool = False


@dataclass(frozen=True)
class Preset:
    """A named design: the choices in which it differs from the default."""

    name: str
    label: str
    help: str
    changes: Mapping[str, Value]


@dataclass(frozen=True)
class Lesson:
    """A sentence that is checked by running it: designs, a measured effect, and a pass band.

    `designs` maps a label to the choices in which that design differs from the default, in the
    order `measure` takes their runs. The lesson holds on a seed when the effect lies in `band`.
    `flips` names what the lesson depends on and the setting that turns it around.
    """

    name: str
    sentence: str
    designs: Mapping[str, Mapping[str, Value]]
    measure: Callable[..., float]
    effect: str
    band: tuple[float, float]
    source: str
    flips: str = ""
    unit: str = "score"


@dataclass(frozen=True)
class Goal:
    """A target on a reading: its true value (or what is seen, or the share of the ceiling)."""

    metric: str
    bound: str
    value: float
    of: str = "true"

    def met(self, run: Run) -> bool:
        """Whether a run reaches the goal; a value that is not available does not."""
        value = self.value_in(run)
        return value >= self.value if self.bound == "at least" else value <= self.value

    def value_in(self, run: Run) -> float:
        """What the goal is judged by, in a run."""
        return float(getattr(run.reading(self.metric), self.of))


@dataclass(frozen=True)
class Brief:
    """A situation in which the shipped design fails; judged over five seeds, passed on four.

    `shipped` differs from the default design, and holds the situation's world; `fixes`, `decoys`
    and `degenerate` differ from the shipped design. Every fix passes and nothing else does.
    """

    name: str
    title: str
    situation: str
    shipped: Mapping[str, Value]
    goals: tuple[Goal, ...]
    fixes: Mapping[str, Mapping[str, Value]]
    decoys: Mapping[str, Mapping[str, Value]]
    degenerate: Mapping[str, Mapping[str, Value]]
    debrief: str


@dataclass(frozen=True)
class Twist:
    """A change announced mid-way, and the question it puts."""

    name: str
    sentence: str
    changes: Mapping[str, Value]
    question: str


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario, declared. Refuses to be built when its parts do not fit together."""

    slug: str
    title: str
    situation: str
    tension: str
    learn: str
    facts: Callable[[Run], Mapping[str, str]]
    choices: tuple[Choice, ...]
    groups: Mapping[str, str]
    dial: Dial
    pipeline: Pipeline
    final: str
    metrics: tuple[Metric, ...]
    panels: tuple[Panel, ...]
    steps: tuple[Step, ...]
    presets: tuple[Preset, ...]
    lessons: tuple[Lesson, ...]
    briefs: tuple[Brief, ...]
    twists: tuple[Twist, ...]
    export: Callable[[Run], pd.DataFrame]
    feasibility: Feasibility | None = None
    curves: tuple[tuple[str, str], ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from cases.checks import fits_together

        fits_together(self)

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
            choice = self.choice(self.aliases.get(name, name))
            values[choice.name] = choice.read(given)
        return Design(self.slug, tuple(values.items()))

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
        return self.design(saved["choices"])

    def to_json(self, design: Design) -> str:
        """A design as JSON: the case, a version and every choice."""
        saved = {"case": self.slug, "version": VERSION, "choices": dict(design.chosen)}
        return json.dumps(saved, indent=2)

    def settled(self, design: Design) -> dict[str, Value]:
        """The choices as stages read them: those that do not apply stand at their default."""
        settled: dict[str, Value] = {}
        for choice in self.choices:
            applies = all(settled[name] in values for name, values in choice.when.items())
            settled[choice.name] = design[choice.name] if applies else choice.default
        return settled

    def applies(self, design: Design, name: str) -> bool:
        """Whether a choice has an effect under a design."""
        settled = self.settled(design)
        choice = next(choice for choice in self.choices if choice.name == name)
        return all(settled[other] in values for other, values in choice.when.items())

    def run(self, design: Design | Mapping[str, Any], watch: Watch | None = None) -> Run:
        """The run of a design, or of the default with some changes; computed when it is read."""
        chosen = design if isinstance(design, Design) else self.design(design)
        return Run(self, chosen, watch)

    def leaks(self, design: Design) -> tuple[str, ...]:
        """Why the team's own evaluation of this design is too good: one sentence a leak."""
        settled = self.settled(design)
        chosen = ((choice, settled[choice.name]) for choice in self.choices)
        return tuple(choice.leaks[str(value)] for choice, value in chosen if value in choice.leaks)
