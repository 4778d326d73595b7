"""What stands between a scenario's page and the log of an interview: gestures go in as events, and
what others did comes back onto the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kit.board.graph import Graph
from kit.board.reading import as_link
from kit.case import Case
from kit.choice import Design, Refused
from kit.explain import what_changed
from kit.interview.events import INTERVIEWER
from kit.interview.measuring import measured, outcome
from kit.interview.sides import for_side
from kit.interview.state import State
from kit.interview.store import Seat, Store
from kit.listing import Listing
from kit.run import Run
from ui.session import Session
from ui.work import missing


@dataclass
class Room:
    """One browser tab at one seat of an interview.

    `state` is what this seat may see, `shown` the last event that its screen shows or that it made
    itself; `laid` and `stood` are the design and the stop last laid on the table from the log.
    `gate` asks for a prediction before each change. `refused` are sentences to show once.
    """

    store: Store
    seat: Seat
    case: Case
    listing: Listing
    state: State
    shown: int = 0
    laid: Design | None = None
    stood: str = ""
    led_to: int = 0
    twists: int = 0
    gate: bool = True
    refused: list[str] = field(default_factory=list)

    @classmethod
    def entered(cls, store: Store, seat: Seat, listing: Listing) -> Room:
        """Take a seat: the first time is noted."""
        state = store.state(seat.interview)
        room = cls(store, seat, listing.load(state.plan.case), listing, state)
        if seat.side not in room.state.joined:
            room.say("joined")
        room.refresh()
        return room

    @property
    def place(self) -> str:
        """Its name among the places a visitor can stand at."""
        return f"room {self.seat.interview} {self.seat.side}"

    @property
    def leads(self) -> bool:
        """Whether an interviewer leads it."""
        return self.state.plan.led

    @property
    def warned(self) -> bool:
        """Whether the page may name leaks."""
        return self.state.plan.asks.warned

    @property
    def kept(self) -> frozenset[str]:
        """The choices that hold what is hidden."""
        return self.state.kept

    @property
    def shut(self) -> bool:
        """Whether what is hidden may not be seen yet."""
        return self.state.shut

    def say(self, kind: str, /, **payload: Any) -> bool:
        """Append an event of this seat; whether it could happen."""
        return self.append(self.seat.side, kind, payload)

    def append(self, who: str, kind: str, payload: dict[str, Any]) -> bool:
        """Append an event; a refusal becomes a sentence to show."""
        try:
            state = self.store.append(self.seat.interview, who, kind, payload)
        except Refused as refusal:
            self.refused.append(str(refusal))
            return False
        if state.length == self.shown + 1:
            self.shown = state.length
        self.state = for_side(state, self.seat.side)
        return True

    def refresh(self) -> None:
        """Read what happened since; the screen that is drawn now shows it."""
        state = self.store.state(self.seat.interview)
        self.state, self.shown = for_side(state, self.seat.side), state.length

    def has_news(self) -> bool:
        """Whether something happened that this screen does not show yet."""
        state = self.store.state(self.seat.interview)
        mine = self.seat.side == INTERVIEWER or not self.leads
        return (state.length if mine else state.public) > self.shown

    def holds(self, session: Session, design: Design) -> bool:
        """Whether a change waits until it has been predicted: all but the dial's, while asked."""
        changed = set(design.differs_from(session.design)) - {self.case.dial.name}
        return self.gate and bool(changed)

    def keep(self, session: Session, *, part: bool = False) -> None:
        """Note what changed on the table, and lay on it what others changed.

        A `part` of the page that is drawn alone shows nothing of what others did: that stays news.
        """
        if self.laid is not None:
            self._note_design(session, self.laid)
        self._note_stop(session)
        if not part:
            self.refresh()
        self._lay(session)

    def _note_design(self, session: Session, laid: Design) -> None:
        changed = {name: new for name, (_, new) in session.design.differs_from(laid).items()}
        if changed:
            said = what_changed(self.case, laid, session.design)
            kind = "dial" if set(changed) == {self.case.dial.name} else "pick"
            self.say(kind, changes=changed, said=said)

    def _note_stop(self, session: Session) -> None:
        if self.stood and session.show and session.show != self.stood:
            self.say("stop", stop=session.show)

    def _lay(self, session: Session) -> None:
        state = self.state
        if not self.stood or state.led_to != self.led_to:
            session.show, self.led_to = state.here, state.led_to
        self.stood = session.show
        design = self.case.design(state.design)
        for twist in state.twists[self.twists :]:
            session.pin(self.case.change(session.design, twist.payload["needs"]))
            session.twist, session.held = twist.payload["name"], None
        self.twists = len(state.twists)
        if design != session.design:
            session.before, session.design = session.design, design
        self.laid = design

    def _before(self, session: Session) -> Run | None:
        """The run that the last change left behind, where it is still in memory."""
        run = self.case.run(session.before) if session.before else None
        return None if run is None or missing(run, self.case.final) else run

    def drawn(self, graph: Graph) -> None:
        """Take note of another whiteboard."""
        link = as_link(graph) if graph.boxes else ""
        if link != self.state.board:
            self.say("board", link=link, boxes=len(graph.boxes))

    def ran(self, session: Session, run: Run) -> None:
        """Take note of what a design measured, once a change; and of what was predicted of it."""
        state = self.state
        since = state.change.number if state.change else 0
        if state.phase != "running" or (state.ran and state.ran.number > since):
            return
        goals = session.open_brief.goals if session.open_brief else ()
        self.say("ran", **measured(self.case, run, goals, self._before(session)))
        guess = state.pending
        if guess is not None and since > guess.number:
            before = self.case.run(self.case.design(guess.start))
            self.say("measured", prediction=guess.number, **outcome(guess.said, before, run))
