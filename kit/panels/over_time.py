"""Period by period: what was seen and true, what happened meanwhile, which labels are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kit.figure import Absent, Chart
from kit.overlay import with_rules, with_shading
from kit.panels.along import along
from kit.words import say
from pipelines.over_time.replay import Replayed

MOST_NAMED = 8  # events of a kind whose text is written beside their lines


@dataclass(frozen=True)
class Event:
    """Something that happened, drawn as an upright line.

    `at` counts periods since launch (0 where the first begins, 2.5 in the middle of the third);
    `colour` is a name in `kit.figure.COLOURS`.
    """

    at: float
    text: str
    colour: str = "muted"


def over_time(
    curves: Mapping[str, np.ndarray],
    *,
    period: str,
    value: str,
    caption: str,
    colours: Mapping[str, str] | None = None,
    dashed: Sequence[str] = (),
    events: Sequence[Event] = (),
    unknown: np.ndarray | None = None,
) -> Chart | Absent:
    """Curves by period since launch: when did the world change, and when could anyone notice?

    `curves` maps a name in the legend to one value for each period, NaN where there is none;
    `period` and `value` are the axis titles ("week since launch", "average precision of the
    week"). Names, `colours` and `dashed` are as in `along`. `unknown` is, for each period, the
    share (0 to 1) of its labels that nobody has yet: the larger, the darker the grey behind it,
    which the caption then says.
    """
    numbered = {name: (np.arange(1, len(y) + 1), np.asarray(y)) for name, y in curves.items()}
    said = caption if unknown is None else f"{caption} {_greys(unknown)}"
    rules = [(one.at + 0.5, one.text, one.colour) for one in events]
    chart = with_rules(
        along(numbered, x=period, y=value, caption=said, colours=colours, dashed=dashed),
        pd.DataFrame(rules, columns=["x", "text", "colour"]),
    )
    return chart if unknown is None else with_shading(chart, _spans(unknown))


def by_period(
    measure: Callable[..., float], period: np.ndarray, *columns: np.ndarray, periods: int
) -> np.ndarray:
    """A measure of each period's own rows, shape (periods,).

    `period` says for each row in which period it falls, from 0; `measure` is given each period's
    part of the columns.

    >>> by_period(np.mean, np.array([0, 0, 1]), np.array([1.0, 3.0, 5.0]), periods=2).tolist()
    [2.0, 5.0]
    """
    rows = [np.flatnonzero(period == one) for one in range(periods)]
    return np.array([measure(*(column[own] for column in columns)) for own in rows])


def events_of(replayed: Replayed, *, world_changes: float | None = None) -> list[Event]:
    """The world's change, the alarms and the retrainings of a replay, as events.

    `world_changes` is when the world starts to change, in periods since launch. An alarm in whose
    period a model was trained is told as "alarm, retrained". Of many, only the lines are drawn.

    >>> [event.text for event in events_of(Replayed((0, 1, 1, 3), (1,)), world_changes=0.5)]
    ['world changes', 'alarm, retrained', 'retrained']
    """
    trained = set(replayed.trained) - {0}
    answered = [at for at in replayed.alarms if at in trained]
    unanswered = [at for at in replayed.alarms if at not in trained]
    planned = sorted(trained - set(answered))
    changes = [] if world_changes is None else [Event(world_changes, "world changes", "world")]
    return [
        *changes,
        *_told(answered, "alarm, retrained", "alarm"),
        *_told(unanswered, "alarm", "alarm"),
        *_told(planned, "retrained", "muted"),
    ]


def _told(periods: Sequence[int], text: str, colour: str) -> list[Event]:
    return [Event(at, text if len(periods) <= MOST_NAMED else "", colour) for at in periods]


def _spans(unknown: np.ndarray) -> pd.DataFrame:
    start = np.arange(len(unknown)) + 0.5
    return pd.DataFrame({"start": start, "end": start + 1, "level": unknown}).dropna()


def _greys(unknown: np.ndarray) -> str:
    known = unknown[np.isfinite(unknown)]
    if not np.any(known > 0):
        return "All labels are in."
    last = say(float(known[-1]), "share")
    return f"Grey: labels still missing at the end, {last} of the last period's."
