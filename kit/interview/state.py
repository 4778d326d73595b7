"""Where an interview stands: a plain function of its log, one event after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kit.choice import Refused, Value
from kit.interview.events import INTERVIEWER, KINDS, Event, Payload
from kit.interview.plan import Plan


@dataclass(frozen=True)
class Stop:
    """What has happened at one stop: answers committed, as (number of the event, text); hints
    given; points said; and the event that revealed the model answer, 0 before."""

    answers: tuple[tuple[int, str], ...] = ()
    hints: tuple[str, ...] = ()
    points: frozenset[str] = frozenset()
    revealed: int = 0

    @property
    def open_unanswered(self) -> bool:
        """Whether the model answer was opened before anything was committed."""
        return bool(self.revealed) and not [n for n, _ in self.answers if n < self.revealed]


@dataclass(frozen=True)
class Guess:
    """A prediction: the event that locked it, what it says, the design it starts from, and what
    was measured once its change ran."""

    number: int
    said: Payload
    start: Mapping[str, Value]
    outcome: Payload | None = None

    @property
    def hit(self) -> bool | None:
        """Whether the direction was right; None while unknown."""
        if self.outcome is None or self.outcome["went"] == "unknown":
            return None
        return bool(self.outcome["went"] == self.said["way"])


@dataclass(frozen=True)
class State:
    """Everything both screens are made of. Immutable; `after` gives the next one.

    `length` is the number of the last event, `public` of the last one that a candidate may see, and
    `at` the time. `design` holds what differs from the
    scenario's default, `here` the place the candidate looks at; `led_to` is the event by which the
    interviewer brought them there last. `running` is the time since which the clock runs, None
    while it stands; `spent` what it showed then (seconds). `sealed` is what is hidden from the
    candidate, and `unsealed` says that it was opened.
    """

    plan: Plan
    length: int = 0
    public: int = 0
    at: float = 0.0
    started: float | None = None
    running: float | None = None
    spent: float = 0.0
    ended: float | None = None
    here: str = ""
    led_to: int = 0
    design: Mapping[str, Value] = field(default_factory=dict)
    stops: Mapping[str, Stop] = field(default_factory=dict)
    twists: tuple[Event, ...] = ()
    guesses: tuple[Guess, ...] = ()
    asked: tuple[Event, ...] = ()
    notes: tuple[Event, ...] = ()
    scores: Mapping[str, Event] = field(default_factory=dict)
    ran: Event | None = None
    change: Event | None = None
    judged: Event | None = None
    board: str = ""
    looks: int = 0
    picks: int = 0
    joined: frozenset[str] = frozenset()
    sealed: Event | None = None
    unsealed: bool = False

    @property
    def phase(self) -> str:
        """Whether it waits to be started, runs, is paused or over."""
        if self.ended is not None:
            return "over"
        if self.started is None:
            return "waiting"
        return "paused" if self.running is None else "running"

    def elapsed(self, now: float) -> float:
        """What the clock shows at a time of the server (seconds); pauses do not count."""
        running = 0.0 if self.running is None else max(0.0, now - self.running)
        return self.spent + running

    def stop(self, name: str) -> Stop:
        """What has happened at a stop."""
        return self.stops.get(name, Stop())

    @property
    def kept(self) -> frozenset[str]:
        """The choices that hold what is hidden."""
        return frozenset(self.sealed.payload["changes"] if self.sealed else ())

    @property
    def open_design(self) -> Mapping[str, Value]:
        """The design with nothing hidden any more."""
        return {**self.design, **(self.sealed.payload["opens"] if self.sealed else {})}

    @property
    def shut(self) -> bool:
        """Whether something is hidden from the candidate now."""
        return self.sealed is not None and not self.unsealed and self.phase != "over"

    @property
    def pending(self) -> Guess | None:
        """The prediction whose change has not run yet."""
        last = self.guesses[-1] if self.guesses else None
        return last if last is not None and last.outcome is None else None

    def twist_due(self, now: float) -> bool:
        """Whether the clock has come to the next twist that comes by itself."""
        due = self.plan.twists_due
        count = len(self.twists)
        return self.phase == "running" and count < len(due) and self.elapsed(now) >= due[count]

    def after(self, event: Event) -> State:
        """The state once an event has happened."""
        public = self.public if KINDS[event.kind].hidden else event.number
        there = replace(self, length=event.number, public=public, at=max(self.at, event.at))
        change = _CHANGES.get(event.kind)
        return change(there, event) if change else there


def fold(log: Iterable[Event], state: State | None = None) -> State:
    """The state of a log; of its further events where the state before them is given."""
    for event in log:
        state = _begun(event) if state is None else state.after(event)
    if state is None:
        raise Refused("There is no such interview.")
    return state


def _begun(event: Event) -> State:
    if event.kind != "opened":
        raise Refused("This log does not begin with how the interview was set up.")
    made = Plan(**event.payload)
    here = next(iter(made.stops), "lab")
    return State(made, event.number, event.number, event.at, here=here, design=dict(made.start))


def _started(state: State, event: Event) -> State:
    return replace(state, started=event.at, running=event.at)


def _paused(state: State, event: Event) -> State:
    return replace(state, running=None, spent=state.elapsed(event.at))


def _resumed(state: State, event: Event) -> State:
    return replace(state, running=event.at)


def _ended(state: State, event: Event) -> State:
    return replace(_paused(state, event), ended=event.at)


def _moved(state: State, event: Event) -> State:
    led = event.number if event.who == INTERVIEWER else state.led_to
    return replace(state, here=event.payload["stop"], led_to=led)


def _changed(state: State, event: Event) -> State:
    design = {**state.design, **event.payload["changes"]}
    picks = state.picks + (event.kind == "pick")
    return replace(state, design=design, change=event, picks=picks)


def _twisted(state: State, event: Event) -> State:
    design = {**state.design, **event.payload["needs"], **event.payload["changes"]}
    return replace(state, design=design, change=event, twists=(*state.twists, event))


def _at_stop(state: State, event: Event, **changes: Any) -> State:
    name = event.payload["stop"]
    return replace(state, stops={**state.stops, name: replace(state.stop(name), **changes)})


def _committed(state: State, event: Event) -> State:
    answers = state.stop(event.payload["stop"]).answers
    return _at_stop(state, event, answers=(*answers, (event.number, event.payload["text"])))


def _revealed(state: State, event: Event) -> State:
    return _at_stop(state, event, revealed=event.number)


def _hinted(state: State, event: Event) -> State:
    hints = state.stop(event.payload["stop"]).hints
    return _at_stop(state, event, hints=(*hints, event.payload["text"]))


def _ticked(state: State, event: Event) -> State:
    points, point = state.stop(event.payload["stop"]).points, event.payload["point"]
    return _at_stop(
        state, event, points=points | {point} if event.payload["on"] else points - {point}
    )


def _predicted(state: State, event: Event) -> State:
    guess = Guess(event.number, event.payload, state.design)
    return replace(state, guesses=(*state.guesses, guess))


def _measured(state: State, event: Event) -> State:
    *before, last = state.guesses
    return replace(state, guesses=(*before, replace(last, outcome=event.payload)))


def _scored(state: State, event: Event) -> State:
    return replace(state, scores={**state.scores, event.payload["area"]: event})


def _sealed(state: State, event: Event) -> State:
    return replace(state, sealed=event, design={**state.design, **event.payload["changes"]})


def _unsealed(state: State, event: Event) -> State:
    return replace(state, unsealed=True, design=state.open_design)


_CHANGES = {
    "sealed": _sealed,
    "unsealed": _unsealed,
    "joined": lambda state, event: replace(state, joined=state.joined | {event.who}),
    "started": _started,
    "paused": _paused,
    "resumed": _resumed,
    "ended": _ended,
    "stop": _moved,
    "pick": _changed,
    "dial": _changed,
    "twist": _twisted,
    "ran": lambda state, event: replace(state, ran=event),
    "asked": lambda state, event: replace(state, asked=(*state.asked, event)),
    "committed": _committed,
    "revealed": _revealed,
    "hint": _hinted,
    "tick": _ticked,
    "predicted": _predicted,
    "measured": _measured,
    "looked": lambda state, event: replace(state, looks=state.looks + 1),
    "board": lambda state, event: replace(state, board=event.payload["link"]),
    "judged": lambda state, event: replace(state, judged=event),
    "note": lambda state, event: replace(state, notes=(*state.notes, event)),
    "score": _scored,
}
