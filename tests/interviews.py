"""Interviews made up for tests: any legal sequence of events, on the toy."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kit.choice import Refused
from kit.interview.events import KINDS, Event, read
from kit.interview.plan import Plan, plan
from kit.interview.rules import refusal
from kit.interview.state import State, fold
from kit.rubric import AREAS, LEVELS
from tests.lamps import CASE

METRICS = [metric.name for metric in CASE.metrics if metric.headline]
STOPS = st.sampled_from([step.name for step in CASE.steps] + ["lab", "board", "gone"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NUMBERS = st.none() | st.floats(-1e9, 1e9)
CHANGES = st.dictionaries(
    st.sampled_from(["noise", "bins", "method", "share"]), st.integers(0, 9) | WORDS, max_size=3
)
READINGS = st.fixed_dictionaries(
    dict.fromkeys(("true", "seen", "low", "high", "ceiling", "budget"), NUMBERS)
)
GOALS = st.fixed_dictionaries({"said": WORDS, "met": st.booleans(), "value": WORDS})
PAYLOADS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "stop": st.fixed_dictionaries({"stop": STOPS}),
    "pick": st.fixed_dictionaries({"changes": CHANGES, "said": WORDS}),
    "dial": st.fixed_dictionaries({"changes": CHANGES, "said": WORDS}),
    "ran": st.fixed_dictionaries(
        {
            "said": st.just(""),
            "readings": st.dictionaries(st.sampled_from([*METRICS, "gone"]), READINGS),
            "leaks": st.lists(st.sampled_from(["It has met the lamps.", "Another."]), max_size=2),
            "goals": st.lists(GOALS, max_size=2),
        }
    ),
    "asked": st.fixed_dictionaries({"about": WORDS, "answer": WORDS}),
    "committed": st.fixed_dictionaries({"stop": STOPS, "text": WORDS}),
    "revealed": st.fixed_dictionaries({"stop": STOPS}),
    "predicted": st.fixed_dictionaries(
        {
            "metric": st.sampled_from([*METRICS, "gone"]),
            "way": st.sampled_from(["rises", "falls", "stays"]),
            "by": NUMBERS,
            "sure": st.floats(0, 1),
            "of": st.sampled_from(["true", "seen"]),
            "said": WORDS,
        }
    ),
    "waived": st.fixed_dictionaries({"said": WORDS}),
    "measured": st.fixed_dictionaries(
        {
            "prediction": st.integers(1, 40),
            "change": NUMBERS,
            "low": NUMBERS,
            "high": NUMBERS,
            "went": st.sampled_from(["rises", "falls", "stays", "unknown"]),
        }
    ),
    "hint": st.fixed_dictionaries({"stop": STOPS, "level": st.integers(1, 3), "text": WORDS}),
    "twist": st.fixed_dictionaries(
        {
            "name": WORDS,
            "kind": st.sampled_from(["world", "order"]),
            "sentence": WORDS,
            "question": WORDS,
            "needs": CHANGES,
            "changes": CHANGES,
        }
    ),
    "board": st.fixed_dictionaries({"link": WORDS, "boxes": st.integers(0, 9)}),
    "judged": st.fixed_dictionaries(
        {"good": st.integers(0, 5), "of": st.just(5), "passes": st.booleans()}
    ),
    "note": st.fixed_dictionaries({"text": WORDS}),
    "tick": st.fixed_dictionaries({"stop": STOPS, "point": WORDS, "on": st.booleans()}),
    "score": st.fixed_dictionaries(
        {
            "area": st.sampled_from(AREAS),
            "level": st.sampled_from(["", "below", *LEVELS]),
            "evidence": st.lists(st.integers(1, 5), max_size=2),
        }
    ),
    "drilled": st.fixed_dictionaries({"kind": WORDS, "case": WORDS, "name": WORDS}),
}
SEALED = {
    "title": "What is wrong",
    "name": "worn",
    "options": {"worn": "The sensor is worn", "none": "Nothing is wrong"},
    "answer": "method",
    "changes": {"noise": 1.5},
    "opens": {"noise": 1.0},
}
STEPS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(
        st.sampled_from(["candidate", "interviewer", "room"]),
        st.just(kind),
        PAYLOADS.get(kind, st.just({})),
        st.floats(0, 900),
    )
)
PLANS = st.builds(
    lambda **parts: plan(CASE, **parts),
    level=st.sampled_from(LEVELS),
    minutes=st.sampled_from([20, 45, 60]),
    seed=st.integers(0, 99),
    led=st.booleans(),
    brief=st.sampled_from(["", "too_fine"]),
)


@st.composite
def logs(draw: st.DrawFn, most: int = 40) -> tuple[Event, ...]:
    """A log that could have happened: random gestures, of which the legal ones are kept."""
    begin = [("room", "sealed", SEALED, 0.0)] if draw(st.booleans()) else []
    begin.append(("candidate", "started", {}, 1.0))
    steps = [*begin, *draw(st.lists(STEPS, max_size=most))]
    return kept(draw(PLANS), steps)


def kept(made: Plan, steps: Any) -> tuple[Event, ...]:
    """The gestures that are legal, one after the other, as a log."""
    log = [Event(1, 1e9, "room", "opened", read("opened", made.as_payload()))]
    state: State = fold(log)
    for who, kind, payload, later in steps:
        try:
            checked = read(kind, payload)
        except Refused:
            continue
        if not refusal(state, who, kind, checked):
            event = Event(state.length + 1, state.at + later, who, kind, checked)
            log.append(event)
            state = state.after(event)
    return tuple(log)
