"""The words a scenario is declared with. From one declaration come its page, its address, its
command line, its sweeps, its glossary and the tests it owes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kit.choice import Value
from kit.feasibility import Feasibility
from kit.figure import Drawn
from kit.metric import Metric
from kit.rubric import Area
from kit.run import Run, System
from kit.words import say, say_change

if TYPE_CHECKING:
    from kit.board.declared import Board


@dataclass(frozen=True)
class Panel:
    """A picture or table drawn from a run, under the question it answers.

    `waits_for` names a stage that takes long and that no reading needs: a page makes it in the
    background and draws the panel once it is there. `seen_only` marks one that shows nothing but
    what a team would know: it need not wait until the truth is asked for.

    `draw` takes the run. A panel that shows one user, request or card of many has `subjects`: from
    a run to the names one may pick and their labels, the most telling first. Its `draw` also takes
    the picked `subject`; the empty one stands for the first. One that takes a text of the reader's
    own has an example, `typed`: its `draw` takes the text as the `subject`, and the empty one
    stands for the example.
    """

    name: str
    title: str
    help: str
    draw: Callable[..., Drawn]
    group: str = "quality"
    waits_for: str = ""
    seen_only: bool = False
    subjects: Callable[[Run], Mapping[str, str]] | None = None
    subject: str = ""
    typed: str = ""

    def of(self, run: Run) -> Drawn:
        """The picture of a run; of the panel's subject or text, where it takes one."""
        return self.draw(run, self.subject) if self.subjects or self.typed else self.draw(run)


def panel(
    draw: Callable[..., Drawn],
    group: str = "quality",
    *,
    name: str = "",
    waits_for: str = "",
    seen_only: bool = False,
    subjects: Callable[[Run], Mapping[str, str]] | None = None,
    typed: str = "",
) -> Panel:
    """A panel declared by its function: the docstring's first line is the title, the rest the help.

    Its name is the function's where none is given.
    """
    title, _, help = (inspect.getdoc(draw) or "").partition("\n\n")
    words = " ".join(help.split())
    named = name or draw.__name__
    about = (named, title.rstrip("."), words, draw, group)
    return Panel(*about, waits_for, seen_only, subjects, typed=typed)


@dataclass(frozen=True)
class Step:
    """A stop of the walkthrough: its question first, then its own choices and panels; a model
    answer and follow-ups wait until asked for.

    For the practice room it has three `hints` (a nudge, a direction, nearly the answer) and
    `points`: what a good answer says, ticked by the interviewer as it is said.
    """

    name: str
    title: str
    question: str
    answer: str
    choices: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    followups: tuple[str, ...] = ()
    feasibility: bool = False
    hints: tuple[str, str, str] | tuple[()] = ()
    points: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Each follow-up as the question to ask and, where there is one, what a good answer says.

        >>> Step("s", "S", "?", "!", followups=("Why a gap? Good: labels are late.",)).asked
        (('Why a gap?', 'Labels are late.'),)
        """
        parts = (text.partition(" Good: ") for text in self.followups)
        return tuple((question, good[:1].upper() + good[1:]) for question, _, good in parts)


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
    `null` is what the effect would be if the sentence were untrue, which the band must leave out: 0
    for a difference, 1 for a ratio; None where the sentence claims that there is no effect. `flips`
    names what the lesson depends on and the setting that turns it around.
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
    null: float | None = 0.0


QUALIFIERS = {
    "true": "",
    "seen": " (as the team sees it)",
    "low": " (lower end of its interval)",
    "high": " (upper end of its interval)",
    "of_ceiling": " (share of the ceiling)",
    "gap": " (seen beyond what is true)",
}


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

    def said(self, metric: Metric, value: float | None = None) -> str:
        """The goal as words, or another value in the goal's terms.

        >>> money = Metric("net", "Net savings", "money", "up", "Help.")
        >>> Goal("net", "at least", 0.8, of="of_ceiling").said(money)
        'Net savings (share of the ceiling) at least 80 %'
        >>> Goal("net", "at least", 0.8, of="of_ceiling").said(money, 0.5)
        '50 %'
        """
        tell = say_change if self.of == "gap" else say
        if value is not None:
            return tell(value, self.unit(metric))
        target = tell(self.value, self.unit(metric))
        return f"{metric.label}{QUALIFIERS[self.of]} {self.bound} {target}"

    def unit(self, metric: Metric) -> str:
        """The unit of the value: the metric's own, or a share of its ceiling."""
        return "share" if self.of == "of_ceiling" else metric.unit

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
class Expected:
    """What a twist does to a reading of the design it is thrown at: it rises, falls or stays."""

    metric: str
    goes: str


@dataclass(frozen=True)
class Twist:
    """A change announced mid-way, and the question it puts.

    It starts from the design on the table; `needs` are choices it sets first because it would mean
    nothing without them. A twist changes the situation: choices of the world alone; one that tells
    the team what to do (`kind` "order", not "world") says so. `expects` is what it does to readings
    of the default design with `needs`, tested on seeds nobody tuned on.
    """

    name: str
    sentence: str
    changes: Mapping[str, Value]
    question: str
    expects: tuple[Expected, ...] = ()
    needs: Mapping[str, Value] = field(default_factory=dict)
    kind: str = "world"


@dataclass(frozen=True)
class Hidden:
    """What only an interviewer knows of a round in the practice room: one of `options`, by name.

    `seal(name, seed)` gives which it is, the empty name being drawn by the seed, and the choices
    that hold it without saying it: these the candidate neither sees nor changes. `opens` are the
    choices that let the pages speak of it, and `answer` is the choice with which the candidate says
    what it is.
    """

    label: str
    options: Mapping[str, str]
    seal: Callable[[str, int], tuple[str, Mapping[str, Value]]]
    opens: Mapping[str, Value]
    answer: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Case(System):
    """A scenario, declared: what runs, and what is shown and taught of it.

    `forms` are other forms than rows that a run can be exported in: each writes a folder and says
    what is in it.

    `kit.checks.checked` refuses one whose parts do not fit together.
    """

    tension: str
    learn: str
    facts: Callable[[Run], Mapping[str, str]]
    groups: Mapping[str, str]
    panels: tuple[Panel, ...]
    steps: tuple[Step, ...]
    presets: tuple[Preset, ...]
    lessons: tuple[Lesson, ...]
    briefs: tuple[Brief, ...]
    twists: tuple[Twist, ...]
    export: Callable[[Run], pd.DataFrame]
    feasibility: Feasibility | None = None
    curves: tuple[tuple[str, str], ...] = ()
    board: Board | None = None
    rubric: tuple[Area, ...] = ()
    hidden: Hidden | None = None
    forms: Mapping[str, Callable[[Run, Path], str]] = field(default_factory=dict)
