"""The log of an interview: what may happen, what each side sees, and what is made of it."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import event, given, settings

from kit.case import Goal
from kit.choice import Refused
from kit.interview.debrief import debrief
from kit.interview.events import Event
from kit.interview.plan import plan
from kit.interview.replay import replayed
from kit.interview.sides import for_candidate, seen_by
from kit.interview.state import fold
from kit.interview.telling import as_markdown, as_record
from tests.interviews import logs
from tests.lamps import CASE


@settings(max_examples=150, deadline=None)
@given(logs())
def test_any_legal_sequence_of_events_gives_a_debrief(log: tuple[Event, ...]) -> None:
    event(f"{len(log) // 10 * 10} events or more")
    found = debrief(log)
    text = as_markdown(found)
    json.dumps(as_record(found), allow_nan=False)
    assert "nan" not in text.lower().split()
    for check in found.checks:
        assert check.share is None or 0 <= check.share <= 1
        assert all(1 <= lost.event <= len(log) for lost in check.lost)
        assert check.lost or not check.missing, check


@settings(max_examples=60, deadline=None)
@given(logs())
def test_what_is_read_again_is_the_same(log: tuple[Event, ...]) -> None:
    told = [vars(each) for each in log]
    again = tuple(Event(**each) for each in json.loads(json.dumps(told)))
    assert tuple(replayed(again)) == log
    assert as_record(debrief(again)) == as_record(debrief(log))


@settings(max_examples=60, deadline=None)
@given(logs())
def test_a_led_candidate_never_sees_notes_points_or_scores(log: tuple[Event, ...]) -> None:
    led = fold(log).plan.led
    kinds = Counter(each.kind for each in seen_by("candidate", led, log))
    if led:
        assert not kinds & Counter(note=1, tick=1, score=1)
    assert seen_by("interviewer", led, log) == log
    debrief(seen_by("candidate", led, log))


@settings(max_examples=60, deadline=None)
@given(logs())
def test_what_is_hidden_is_nobodys_but_the_interviewers(log: tuple[Event, ...]) -> None:
    state = fold(log)
    told = as_candidate_sees(log)
    event(f"hidden: {state.shut}")
    assert ("worn" in told) == (state.sealed is not None and not state.shut)


def as_candidate_sees(log: tuple[Event, ...]) -> str:
    """All that a candidate's server side hands on: the state without its design, and the log."""
    state = for_candidate(fold(log))
    events = seen_by("candidate", state.plan.led, log)
    sealed = state.sealed.payload if state.sealed else {}
    return json.dumps([dict(sealed), [each.payload for each in events if each.kind == "sealed"]])


@pytest.mark.parametrize(("level", "share"), [("mid", 0.0), ("senior", 0.25), ("staff", 0.5)])
def test_a_level_tightens_a_briefs_goals_and_the_fix_still_meets_them(level, share) -> None:
    brief = CASE.briefs[0]
    made = plan(CASE, level=level, brief=brief.name, seed=5)
    fixed = CASE.run(CASE.change(CASE.design(made.start), next(iter(brief.fixes.values()))))
    goals = [Goal(**goal) for goal in made.goals]
    assert len(goals) == (len(brief.goals) if share else 0)
    for goal, declared in zip(goals, brief.goals, strict=bool(share)):
        assert goal.met(fixed)
        room = declared.value_in(fixed) - declared.value
        assert goal.value == pytest.approx(declared.value + share * room) and room


def test_a_log_from_before_goals_were_tightened_is_read() -> None:
    payload = plan(CASE).as_payload()
    del payload["goals"]
    assert fold(replayed([Event(1, 0.0, "room", "opened", payload)])).plan.goals == []


def test_a_log_that_could_not_have_happened_is_refused() -> None:
    with pytest.raises(Refused, match="begins with its set-up"):
        list(replayed([Event(1, 0.0, "candidate", "started")]))
