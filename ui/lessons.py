"""Lessons: a sentence, and the experiment that says whether it holds here and now."""

from __future__ import annotations

import math
from collections.abc import Callable

import streamlit as st

from kit.case import Case, Lesson
from kit.run import Run
from kit.verdicts import LESSON_SEEDS, LessonVerdict, check_lesson
from kit.words import say
from ui.cache import Tell, cached, known
from ui.markdown import escape
from ui.session import Session

# With more lessons than this there is a box to find one.
A_FEW = 6

Fill = Callable[[Run, Tell], None]


def show_lessons(session: Session) -> Fill:
    """Every lesson with its Show me."""
    for lesson in _found(session):
        shown = lesson.name == session.lesson
        with st.container(border=True, gap="xsmall"):
            st.markdown(escape(lesson.sentence))
            st.button(
                "Shown" if shown else "Show me",
                key=f"{session.case.slug}:lesson:{lesson.name}",
                icon=":material/check:" if shown else ":material/play_arrow:",
                help="Sets both designs, runs them, and says what was measured.",
                on_click=show_me,
                args=(session, lesson),
            )
    return lambda run, tell: None


def _found(session: Session) -> list[Lesson]:
    """The lessons with the words looked for; the one being shown is always among them."""
    lessons = session.case.lessons
    if len(lessons) <= A_FEW:
        return list(lessons)
    key = f"{session.case.slug}:find"
    asked = st.text_input(
        "Find a lesson", key=key, placeholder="a word of it", on_change=session.touch
    )
    words = asked.lower().split()
    return [
        lesson
        for lesson in lessons
        if lesson.name == session.lesson
        or all(word in f"{lesson.sentence} {lesson.flips}".lower() for word in words)
    ]


def show_me(session: Session, lesson: Lesson) -> None:
    """Lay a lesson's designs on the table: the last as the current one, those before it pinned.

    What lay there is set aside, and can be brought back.
    """
    seed = {"seed": session.design["seed"]} if "seed" in session.design else {}
    designs = [session.case.design({**changes, **seed}) for changes in lesson.designs.values()]
    session.set_aside()
    session.pins, session.reference, session.brief, session.twist = [], 0, "", ""
    for design in designs[:-1]:
        session.pin(design)
    session.reference = 0
    session.put(designs[-1])
    session.lesson, session.deck = lesson.name, ""


def announce_lesson(session: Session) -> Fill:
    """The lesson whose designs are on the table, its verdict, and the way back to one's own."""
    lesson = session.open_lesson
    if lesson is None:
        return lambda run, tell: None
    with st.container(key="lesson", border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/school: **{escape(lesson.sentence)}**", width="stretch")
            st.button(
                "Bring back my design",
                key=f"{session.case.slug}:bring-back",
                icon=":material/undo:",
                help="Puts back the design, pins, brief and twist that lay on the table before.",
                on_click=session.bring_back,
            )
        place = st.container(gap="xsmall")

    def fill(run: Run, tell: Tell) -> None:
        with place:
            _show_verdict(session, lesson, tell)

    return fill


def _show_verdict(session: Session, lesson: Lesson, tell: Tell) -> None:
    if session.hides:
        st.caption("What it measures rests on what is true: it waits for Reveal.")
        return
    case = session.case
    seed = (int(session.design["seed"]),) if "seed" in session.design else LESSON_SEEDS[:1]
    st.markdown(said(verdict_of(session, lesson, seed, tell)))
    more = f"Over {len(LESSON_SEEDS)} seeds"
    if "seed" in session.design and (
        known(_key(case, lesson, LESSON_SEEDS))
        or st.button(more, key=f"{case.slug}:seeds:{lesson.name}", on_click=session.touch)
    ):
        st.markdown(said(verdict_of(session, lesson, LESSON_SEEDS, tell)))
    labels, notes = list(lesson.designs), []
    if len(labels) > 1:
        notes = [escape(f"Pinned: {', '.join(labels[:-1])}. Current: {labels[-1]}.")]
    if lesson.flips:
        notes.append(f":material/swap_vert: {escape(lesson.flips)}")
    st.caption("  \n".join([*notes, f":material/menu_book: {escape(lesson.source)}"]))


def verdict_of(
    session: Session, lesson: Lesson, seeds: tuple[int, ...], tell: Tell
) -> LessonVerdict:
    """What a lesson measures on some seeds; made beside the page, and remembered."""
    case = session.case

    key = _key(case, lesson, seeds)
    return cached(key, lambda: check_lesson(case, lesson, seeds), f"Lesson: {lesson.name}", tell)


def _key(case: Case, lesson: Lesson, seeds: tuple[int, ...]) -> tuple[object, ...]:
    return (case.slug, lesson.name, lesson.measure, seeds)


def said(verdict: LessonVerdict) -> str:
    """A verdict as markdown: whether it holds, the number, and the band it has to meet."""
    lesson = verdict.lesson
    badge = ":green-badge[:material/check: Holds]" if verdict.holds else ":red-badge[Does not hold]"
    where = f"on {len(verdict.seeds)} seeds" if len(verdict.seeds) > 1 else "here"
    number = say(verdict.mean, lesson.unit)
    if not math.isnan(verdict.low):
        number += f" ({say(verdict.low, lesson.unit)} to {say(verdict.high, lesson.unit)})"
    effect = escape(f"{lesson.effect}: ") + f"**{escape(number)}** {where}"
    return f"{badge} {effect}; it holds {escape(band(lesson))}."


def band(lesson: Lesson) -> str:
    """The pass band of a lesson as words."""
    low, high = lesson.band
    if math.isinf(high):
        return f"from {say(low, lesson.unit)} up"
    if math.isinf(low):
        return f"up to {say(high, lesson.unit)}"
    return f"between {say(low, lesson.unit)} and {say(high, lesson.unit)}"
