"""Choices as widgets: one control each, by what may be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import streamlit as st

from kit.choice import Choice, Range, Value
from ui.markdown import escape
from ui.session import Session

# Options shown side by side as long as their labels fit a line (letters), else in a list.
IN_A_ROW, WRAPPED = 34, 72
MOST_STEPS = 100


def show_choices(session: Session, names: Iterable[str]) -> None:
    """One control for each named choice; the seed has its own place in the menu.

    Those that cannot be made now stand together below, folded, with the reason said once.
    """
    known = {choice.name: choice for choice in session.case.choices}
    idle: dict[str, list[Choice]] = {}
    unseen = session.unseen | {"seed"}
    for choice in (known[name] for name in names if name in known and name not in unseen):
        if reason := why_not(session, choice):
            idle.setdefault(reason, []).append(choice)
        else:
            show_choice(session, choice)
    if idle:
        count = sum(map(len, idle.values()))
        label = "The brief fixes" if session.brief else "Without effect now:"
        with st.expander(f"{label} {count} of these choices", type="compact"):
            for reason, choices in idle.items():
                st.caption(escape(reason))
                for choice in choices:
                    show_choice(session, choice, noted=False)


def named(session: Session, choice: Choice) -> str:
    """A choice's label; with its group where another control has the same one."""
    case = session.case
    labels = [each.label for each in (*case.choices, case.dial)]
    group = f" ({case.groups.get(choice.group, choice.group)})"
    return choice.label + group * (labels.count(choice.label) > 1)


def show_choice(session: Session, choice: Choice, *, noted: bool = True) -> None:
    """The control of one choice, with its help and, below it, its warning or why it is disabled."""
    key = f"{session.case.slug}.{choice.name}"
    value = session.wanted[choice.name]
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    reason = why_not(session, choice)
    _widget(choice, value)(
        escape(named(session, choice)),
        key=key,
        help=escape(choice.help if noted or not reason else f"{choice.help} {reason}"),
        disabled=bool(reason),
        on_change=_picked,
        args=(session, choice.name, key),
    )
    if not noted:
        return
    if reason:
        st.caption(escape(reason))
    elif choice.unusual(value):
        st.caption(f":orange[:material/warning:] {escape(unusual(choice))}")


def why_not(session: Session, choice: Choice) -> str:
    """Why a choice cannot be made now, as a sentence; empty where it can."""
    if session.locked(choice):
        fixes = "The brief fixes this" if session.brief else "The interview fixes this"
        return f"{fixes}: the world is not yours to change."
    if session.case.applies(session.wanted, choice.name):
        return ""
    settled = session.case.settled(session.wanted)
    needs = [
        f"{session.case.choice(other).label} is {_either(session, other, values)}"
        for other, values in choice.when.items()
        if settled[other] not in values
    ]
    either = [
        f"{session.case.choice(other).label} is {_either(session, other, values)}"
        for other, values in choice.when_any.items()
    ]
    needs += [" or ".join(either)] if either else []
    return f"Has an effect when {' and '.join(needs)}." if needs else "Has no effect here."


def unusual(choice: Choice) -> str:
    """The warning for a value outside the usual part of a range."""
    assert isinstance(choice.options, Range) and choice.options.usual
    low, high = choice.options.usual
    return f"Allowed, and outside what is met in practice ({low:g} to {high:g})."


def _either(session: Session, name: str, values: tuple[Value, ...]) -> str:
    choice = next(choice for choice in session.case.choices if choice.name == name)
    if not isinstance(choice.options, Range) and len(values) > len(choice.options) // 2:
        others = [label for option, label in choice.options.items() if option not in values]
        return f"not {' or '.join(others)}"
    return " or ".join(choice.label_of(value) for value in values)


def _picked(session: Session, name: str, key: str) -> None:
    session.change({name: st.session_state[key]})


def _widget(choice: Choice, value: Value) -> Callable[..., Any]:
    """The widget for a choice, still to be given its label, key, help and state."""
    if isinstance(choice.options, Range):
        return _number(choice.options, float(value))
    options, letters = list(choice.options), sum(map(len, choice.options.values()))
    if letters > WRAPPED or len(options) > 5:
        return partial(st.selectbox, options=options, format_func=choice.label_of)
    side_by_side = letters <= IN_A_ROW and len(options) <= 4
    widget = partial(st.segmented_control, width="stretch") if side_by_side else st.pills
    return partial(
        widget,
        options=options,
        required=True,
        wrap=True,
        format_func=lambda option: escape(choice.label_of(option)),
    )


def _number(within: Range, value: float) -> Callable[..., Any]:
    kind = int if within.whole else float
    steps = (within.high - within.low) / within.step
    few = steps <= MOST_STEPS and within.usual is None
    shape = {} if within.whole else {"format": f"%.{max(map(_places, (within.step, value)))}f"}
    limits = {"min_value": kind(within.low), "max_value": kind(within.high)}
    return partial(st.slider if few else st.number_input, step=kind(within.step), **limits, **shape)


def _places(number: float) -> int:
    """Decimals needed to write a number, six at most."""
    return len(f"{number:.6f}".rstrip("0").partition(".")[2])
