"""What one visitor has on the table of a case: the design, pins, and what is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import streamlit as st

from kit.board.graph import Graph
from kit.case import Brief, Case, Goal, Lesson, Step, Twist
from kit.checks import PINS
from kit.choice import Choice, Design, Refused, Value
from kit.run import Run
from kit.verdicts import Judgement

MOST_PINS = len(PINS)
ON_THE_TABLE = ("design", "pins", "reference", "brief", "judgement", "passed", "twist", "undo")


class Around(Protocol):
    """What surrounds a scenario's page, where something does: the practice room.

    `place` is its own name among the places a visitor can stand at, `leads` whether somebody else
    leads it, `warned` whether it lets the page name leaks. `kept` are choices that are not the
    visitor's to make, and while it is `shut` not theirs to see either: they hold what is hidden.
    """

    @property
    def place(self) -> str: ...

    @property
    def leads(self) -> bool: ...

    @property
    def warned(self) -> bool: ...

    @property
    def kept(self) -> frozenset[str]: ...

    @property
    def shut(self) -> bool: ...

    def say(self, kind: str, /, **payload: Any) -> bool:
        """Note that something happened; whether it could."""

    def keep(self, session: Session, *, part: bool = False) -> None:
        """Note what changed on the table, and lay on it what others changed; `part` says that only
        a part of the page is drawn."""

    def holds(self, session: Session, design: Design) -> bool:
        """Whether a change waits until it has been predicted."""

    def drawn(self, graph: Graph) -> None:
        """Take note of what is drawn on the board."""

    def ran(self, session: Session, run: Run) -> None:
        """Take note of what a design measured."""


@dataclass(frozen=True)
class Furniture:
    """What the practice room shows on a scenario's page: the facts to ask for, what is under the
    choices of a stop, what is above the consequence, and what is beside the explanation."""

    asking: Callable[[Run], None]
    answer: Callable[[Step], None]
    prediction: Callable[[], None]
    outcome: Callable[[], None]


@dataclass
class Session:
    """One case in one browser tab. Lives outside the widgets, so leaving the page loses nothing.

    `before` is the design that the last change left behind. `undo` holds the values a twist
    changed. `aside` is what lay on the table before a lesson was shown. `seen_first` hides what is
    true until it is asked for; `revealed` is the design it was asked for. `deck` is what the
    sidebar holds: lessons, briefs, twists or nothing. `touched` says that the page itself, and not
    the address, is what the visitor just acted on; `drawn` is the place that was drawn last;
    `notices` are sentences to show once. `board` is the board of a link, until it is drawn.
    `room` is the practice room around the page, `furniture` what it shows there; a change may be
    `held` there until it is predicted.
    """

    case: Case
    design: Design
    before: Design | None = None
    pins: list[Design] = field(default_factory=list)
    reference: int = 0
    brief: str = ""
    judgement: Judgement | None = None
    passed: bool = False
    twist: str = ""
    undo: dict[str, Value] = field(default_factory=dict)
    lesson: str = ""
    aside: dict[str, Any] | None = None
    show: str = ""
    board: str = ""
    deck: str = ""
    seen_first: bool = False
    revealed: Design | None = None
    bare: bool = True
    opened: bool = False
    shown: bool = False
    drawn: str | None = None
    touched: bool = False
    address: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    room: Around | None = None
    furniture: Furniture | None = None
    held: Design | None = None
    goals: tuple[Goal, ...] = ()

    def touch(self) -> None:
        """Note a gesture on the page: it wins over an address that is still on its way.

        Every widget calls this, or something that does, even one that changes no design.
        """
        self.touched = True

    def put(self, design: Design) -> None:
        """Lay another design on the table; in the practice room, what is held stays as it is."""
        self.touched = True
        if self.room:
            held = {c.name: self.design[c.name] for c in self.case.choices if self.locked(c)}
            design = self.case.change(design, held)
        if self.room and self.room.holds(self, design):
            self.held = design
        elif design != self.design:
            self.before, self.design, self.held = self.design, design, None

    def change(self, changes: Mapping[str, Any]) -> None:
        """Change some choices; what is refused becomes a notice and changes nothing."""
        self.touched = True
        try:
            self.put(self.case.change(self.wanted, changes))
        except Refused as refusal:
            self.notices.append(str(refusal))

    def pin(self, design: Design) -> None:
        """Keep a design to compare with; it becomes the one that readings are compared to."""
        self.touched = True
        if design in self.pins:
            self.reference = self.pins.index(design)
        elif len(self.pins) == MOST_PINS:
            self.notices.append(f"There is room for {MOST_PINS} pinned designs: unpin one first.")
        else:
            self.pins.append(design)
            self.reference = len(self.pins) - 1

    def unpin(self, at: int) -> None:
        """Forget a pinned design."""
        self.touched = True
        del self.pins[at]
        self.reference = max(0, min(self.reference, len(self.pins) - 1))

    def clear(self) -> None:
        """Clear the table for a design of its own: no pins, no brief, no twist, no lesson."""
        self.lesson, self.aside = "", None
        self.pins, self.reference, self.judgement, self.passed = [], 0, None, False
        self.brief, self.twist, self.undo = "", "", {}

    def set_aside(self) -> None:
        """Keep what is on the table, unless something is kept already."""
        if self.aside is None:
            self.aside = {name: copy(getattr(self, name)) for name in ON_THE_TABLE}

    def bring_back(self) -> None:
        """Lay what was set aside on the table again."""
        self.touched, self.lesson = True, ""
        if self.aside is not None:
            design = self.aside.pop("design")
            vars(self).update(self.aside)
            self.aside = None
            self.put(design)

    @property
    def wanted(self) -> Design:
        """The design as its controls show it: with the change that is held, if one is."""
        return self.held or self.design

    @property
    def place(self) -> str:
        """Where its visitor stands."""
        return self.room.place if self.room else self.case.slug

    @property
    def pinned(self) -> Design | None:
        """The design that readings are compared to."""
        return self.pins[self.reference] if self.pins else None

    @property
    def base(self) -> Design:
        """Where Reset goes back to: the brief's shipped design in a brief, else the default."""
        brief = self.open_brief
        return self.case.design(brief.shipped if brief else {})

    @property
    def open_brief(self) -> Brief | None:
        """The brief being worked on; in the practice room with its goals as the level has them."""
        brief = self.declared_brief
        return replace(brief, goals=self.goals) if brief and self.goals else brief

    @property
    def declared_brief(self) -> Brief | None:
        """The brief being worked on, as the scenario declares and proves it."""
        return next((brief for brief in self.case.briefs if brief.name == self.brief), None)

    @property
    def open_lesson(self) -> Lesson | None:
        """The lesson being shown."""
        return next((item for item in self.case.lessons if item.name == self.lesson), None)

    @property
    def open_twist(self) -> Twist | None:
        """The twist last thrown."""
        return next((twist for twist in self.case.twists if twist.name == self.twist), None)

    @property
    def hides(self) -> bool:
        """Whether what is true is withheld: it was not asked for since the last pick."""
        if not self.seen_first or self.revealed is None:
            return self.seen_first
        return bool(set(self.design.differs_from(self.revealed)) - {self.case.dial.name})

    @property
    def names_leaks(self) -> bool:
        """Whether the page may say that an evaluation leaks: in a brief, only once it is passed."""
        warned = self.room is None or self.room.warned
        return warned and not self.hides and (self.passed or not self.brief)

    @property
    def unseen(self) -> frozenset[str]:
        """The choices that are hidden from this visitor."""
        return self.room.kept if self.room and self.room.shut else frozenset()

    def locked(self, choice: Choice) -> bool:
        """Whether a choice is held: by a brief the world and its seed, in an interview the seed and
        what is kept."""
        if self.room is not None and choice.name in self.room.kept:
            return True
        if choice.name == "seed":
            return bool(self.brief) or self.room is not None
        return bool(self.brief) and choice.world


def session_of(case: Case) -> Session:
    """The visitor's session at a case, begun with the default design."""
    key = f"session:{case.slug}"
    if key not in st.session_state:
        st.session_state[key] = Session(case, case.design())
    return st.session_state[key]
