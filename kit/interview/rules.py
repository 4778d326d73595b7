"""What may happen in an interview as it stands: by whom, when, once or in order."""

from __future__ import annotations

from kit.interview.events import KINDS, ROOM, Payload
from kit.interview.state import State
from kit.rubric import AREAS, LEVELS

MOST_HINTS = 3
VERDICTS = ("", "below", *LEVELS)  # no verdict (yet), or the level that was shown


def refusal(state: State | None, who: str, kind: str, payload: Payload) -> str:
    """Why an event cannot happen now, as a sentence; empty where it can."""
    if state is None:
        return "" if (kind, who) == ("opened", ROOM) else "An interview begins with its set-up."
    if kind == "opened":
        return "The interview is set up already."
    allowed = KINDS[kind].led if state.plan.led else KINDS[kind].alone
    if who not in allowed:
        return f"That is not for the {who} to do." if who != ROOM else "The room does not do that."
    return _too_early_or_late(state, kind) or _out_of_turn(state, who, kind, payload)


_IN_THEIR_PHASE = (("waiting", "started"), ("waiting", "sealed"), ("paused", "resumed"))


def _too_early_or_late(state: State, kind: str) -> str:
    anytime, phase = KINDS[kind].after_end, state.phase
    if kind == "drilled" and phase != "over":
        return "A drill comes after the interview."
    if anytime or (phase, kind) in _IN_THEIR_PHASE:
        return ""
    sentences = {
        "over": "The interview is over.",
        "waiting": "" if kind == "ended" else "The interview has not been started yet.",
        "paused": "" if kind == "ended" else "The clock is paused: resume it first.",
        "running": "The clock is running." if kind in ("started", "sealed", "resumed") else "",
    }
    return sentences[phase]


def _out_of_turn(state: State, who: str, kind: str, payload: Payload) -> str:
    """What the kind itself asks: once only, in order, of something that is there."""
    stop = state.stop(str(payload.get("stop", "")))
    thrown = [event.payload["name"] for event in state.twists]
    rules = {
        "revealed": (bool(stop.revealed), "That answer is open already."),
        "hint": (
            payload.get("level") != len(stop.hints) + 1 or len(stop.hints) >= MOST_HINTS,
            "Hints come one after the other, three at most.",
        ),
        "predicted": (state.pending is not None, "A prediction waits for its change already."),
        "measured": (
            state.pending is None or state.pending.number != payload.get("prediction"),
            "No such prediction waits to be measured.",
        ),
        "twist": (
            payload.get("name") in thrown
            or (who == ROOM and len(thrown) >= len(state.plan.twists_due)),
            "That twist was thrown already.",
        ),
        "sealed": (state.sealed is not None, "Something is hidden already."),
        "unsealed": (not state.shut, "Nothing is hidden."),
        "judged": (not state.plan.brief, "Only a brief is judged."),
        "score": (
            payload.get("area") not in AREAS
            or payload.get("level") not in VERDICTS
            or any(not 1 <= n <= state.length for n in payload.get("evidence", ())),
            "A score names an area, a level and events of the log.",
        ),
    }
    wrong, sentence = rules.get(kind, (False, ""))
    return sentence if wrong else ""
