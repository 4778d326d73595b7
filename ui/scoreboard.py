"""The dial with the scoreboard: the one part of a page where the browser answers by itself.

While the dial is dragged, tiles, table and curves follow in the browser and nothing is sent. Only
a release comes back. What the browser is sent does not depend on where the dial stands, so a
release costs one small message and the browser keeps what it has.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import ref

import numpy as np
import streamlit as st

from kit.case import Case
from kit.choice import AUTO, Dial, Value
from kit.run import Run
from pipelines.readout import Readout
from ui.scoreboard_data import nearest, payload, positions_sent

__all__ = ["payload", "released", "scoreboard"]

_FOLDER = Path(__file__).parent / "dial"
_SCRIPTS = ("say.js", "curve.js", "tile.js", "dial.js")


def read_script() -> str:
    """The component's JavaScript: its files one after another, as one module."""
    return "\n".join((_FOLDER / name).read_text("utf-8") for name in _SCRIPTS)


_mount = st.components.v2.component(
    "sandtable_dial", css=(_FOLDER / "dial.css").read_text("utf-8"), js=read_script()
)


@dataclass
class Hand:
    """What one session's dial and its browser know of each other.

    `stands` is the value both agree on; `gesture` the browser's last release that has arrived.
    `order` is the last value set from this side and `serial` its name: an order is obeyed once,
    and not by a browser whose dial has been moved since.
    """

    dial: Dial | None = None
    axis: np.ndarray = field(default_factory=lambda: np.zeros(1))
    kept: np.ndarray = field(default_factory=lambda: np.zeros(1, dtype=int))
    stands: Value | None = None
    order: Value = AUTO
    serial: str = ""
    after: int = 0
    gesture: int = 0
    text: str = ""
    made_of: tuple[Any, ...] = ()

    def tell(self, value: Value) -> None:
        """Set the browser's dial to a value, unless it stands there already."""
        if value != self.stands:
            self.stands = self.order = value
            self.serial, self.after = uuid4().hex, self.gesture

    def hear(self, release: dict[str, Any]) -> None:
        """Take a release from the browser: the gesture, and a position or auto."""
        self.gesture = int(release["gesture"])
        index = min(max(int(release["position"]), 0), len(self.kept) - 1)
        self.stands = AUTO if release["auto"] else self._value(int(self.kept[index]))

    def readings(self, case: Case, run: Run, pinned: Run | None, **told: bool) -> str:
        """The payload as text, without the dial's place: made once for as long as nothing changes.

        As text it is also cheaper to send: streamlit encodes its data several times a run.
        """
        theirs = pinned and (ref(pinned.readout), pinned.position)
        made_of = (ref(run.readout), theirs, case.leaks(run.design), self.kept.tobytes(), told)
        if made_of != self.made_of:
            parts = payload(case, run, pinned, **told)
            del parts["position"], parts["auto"]  # the order says both, and outlives a release
            self.text, self.made_of = json.dumps(parts, allow_nan=False), made_of
        return self.text

    def _value(self, position: int) -> float:
        """The shortest number that stands for a position, so that addresses stay readable."""
        exact = float(self.axis[position])
        readout = Readout(self.axis, 0, {})
        for digits in range(2, 16):
            short = float(f"{exact:.{digits}g}")
            legal = self.dial is None or self.dial.low <= short <= self.dial.high
            if legal and readout.locate(short) == position:
                return short
        return exact


def scoreboard(
    case: Case,
    run: Run,
    *,
    pinned: Run | None,
    key: str,
    hidden: bool = False,
    leaks: bool = True,
    unfolded: bool = False,
    on_release: Callable[[Value], None] | None = None,
) -> Value | None:
    """Show the headline readings and the dial; return the axis value on which it was released.

    The value is returned once, in the run that the release started: a number, or "auto" where the
    dial was put back to the design's own position; else None. Call it directly in the block in
    view of which the tiles are to stay: they stick to the top of it. `key` names the dial. With
    `hidden`, what is true is not sent; without `leaks`, none is named; `unfolded` opens the curves.
    `on_release` hears the value before the script runs again, and may say what has to.
    """
    hand = _hand(key)
    value = released(key)
    if value is None:
        hand.tell(run.design[case.dial.name])
    hand.dial, hand.axis = case.dial, run.readout.axis
    hand.kept = positions_sent(run.readout, run.position)
    readings = hand.readings(case, run, pinned, hidden=hidden, leaks=leaks)
    order = _order(hand, run.readout)
    data = {"key": key, "order": order, "readings": readings, "open": unfolded}
    _mount(key=key, data=data, on_dial_change=lambda: _hear(key, on_release))
    return value


def released(key: str) -> Value | None:
    """The value on which the dial `key` was released just now, else None.

    Known from the top of the script on, so that a page can show the new position at once.
    """
    return _hand(key).stands if _release(key) is not None else None


def _order(hand: Hand, readout: Readout) -> dict[str, Any]:
    auto = hand.order == AUTO
    position = readout.at if auto else readout.locate(float(hand.order))
    place = nearest(hand.kept, position)
    return {"position": place, "auto": auto, "serial": hand.serial, "after": hand.after}


def _hand(key: str) -> Hand:
    return st.session_state.setdefault(f"{key}-hand", Hand())


def _release(key: str) -> dict[str, Any] | None:
    state = st.session_state.get(key)
    return state.get("dial") if isinstance(state, dict) else None


def _hear(key: str, on_release: Callable[[Value], None] | None) -> None:
    release = _release(key)
    if release is not None:
        hand = _hand(key)
        hand.hear(release)
        if on_release and hand.stands is not None:
            on_release(hand.stands)
