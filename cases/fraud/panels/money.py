"""What every threshold earns, and what the one that stands does in a day's work."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.facts import MINUTES_A_REVIEW
from cases.fraud.panels.outcomes import outcomes
from cases.fraud.panels.quality import ATTAINABLE, COLOURS, SEEN, TRUE
from cases.fraud.readings import parts
from kit.figure import Absent, Drawn, Table, lines
from kit.readings import read
from kit.run import Run
from kit.words import say
from pipelines.evaluation.decisions import threshold_axis
from pipelines.evaluation.tally import Tally

MARKS = {
    "half": "0.5",
    "f1": "best F1",
    "cost": "cost-optimal",
    "capacity": "capacity",
    "amount": "amount-aware",
}
COLUMNS = {"per 10,000": "count", "a day": "count", "an analyst's day": "count"} | {
    "money a day": "money"
}
SHIFT_MINUTES = 8 * 60
POINTS = 85


def cost_curve(run: Run) -> Drawn:
    """Net savings over how many cards a threshold alerts: true, as seen, and attainable."""
    savings, alerts = (run.readout.tracks[name] for name in ("net_savings", "alerts"))
    parts = [_thinned(alerts.true, savings.true, TRUE)]
    if savings.seen is not None:
        parts.append(_thinned(alerts.true, savings.seen, SEEN))
    parts.append(run.still(_attainable))
    frame = pd.concat(parts)
    if frame.empty:
        return Absent("No threshold alerts a card.")
    reading = run.reading("net_savings")
    at = int(np.argmax(savings.true))
    return lines(
        frame,
        x=("alerts", "cards alerted a day"),
        y=("savings", "net savings per 10,000 payments ($)"),
        by="curve",
        colours=COLOURS,
        dashed=(SEEN,),
        log_x=True,
        marks=_marks(run),
        caption=f"Now {say(reading.true, 'money')} per 10,000 payments; the best threshold, known "
        f"only afterwards, alerts {say(alerts.true[at], 'count')} cards a day and saves "
        f"{say(savings.true[at], 'money')}.",
    )


def confusion(run: Run) -> Drawn:
    """What happens to frauds and to honest payments: of 10,000, in a day, on an analyst's day."""
    rows = outcomes(run)
    if rows.empty:
        return Absent("No payment is judged.")
    kinds = {"fraud": rows["fraud"] == 1, "honest": rows["fraud"] == 0}
    frame = pd.DataFrame(
        [
            _line(f"{kind}, {outcome}", rows[mask & of_kind])
            for outcome, mask in _outcomes(rows)
            for kind, of_kind in kinds.items()
        ],
        columns=["payments", "count", "money"],
    )
    days, staff = rows["day"].nunique(), _analysts(run)
    a_day = frame["count"] / days
    table = pd.DataFrame(
        {
            "payments": frame["payments"],
            "per 10,000": 1e4 * frame["count"] / len(rows),
            "a day": a_day,
            "an analyst's day": a_day / staff if staff else np.nan,
            "money a day": frame["money"] / days,
        }
    )
    precision = say(run.reading("precision").true, "share")
    return Table(table, f"{_staffing(staff)}; {precision} of alerts are fraud.", COLUMNS)


def _thinned(alerts: np.ndarray, savings: np.ndarray, name: str) -> pd.DataFrame:
    some = np.flatnonzero(alerts > 0)
    kept = (
        some[np.unique(np.linspace(0, len(some) - 1, POINTS).round().astype(int))]
        if len(some)
        else some
    )
    return pd.DataFrame({"alerts": alerts[kept], "savings": savings[kept], "curve": name})


def _attainable(run: Run) -> pd.DataFrame:
    """The same curve for the best score attainable under the same rule and capacity."""
    judged = run["attainable"].judged
    sums = Tally(parts(judged), threshold_axis(judged.score, positions=POINTS))
    alerts, savings = (read(run.case.metric(name), sums) for name in ("alerts", "net_savings"))
    return _thinned(alerts, savings, ATTAINABLE)


def _marks(run: Run) -> pd.DataFrame:
    """Where the usual rules and the design stand on the true curve, those that alert anybody."""
    places = {MARKS[name]: at for name, at in run.readout.marks.items()} | {"now": run.position}
    named: dict[int, str] = {}
    for name, at in places.items():
        named[at] = f"{named[at]}, {name}" if at in named else name
    savings, alerts = (run.readout.tracks[name].true for name in ("net_savings", "alerts"))
    rows = [(alerts[at], savings[at], text) for at, text in named.items() if alerts[at] > 0]
    return pd.DataFrame(rows, columns=["alerts", "savings", "text"])


def _outcomes(rows: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    return [
        ("acted on", rows["acted"]),
        ("alerted, no analyst free", rows["alerted"] & ~rows["acted"]),
        ("passed", ~rows["alerted"]),
    ]


def _line(name: str, rows: pd.DataFrame) -> tuple[str, int, float]:
    return name, len(rows), float(rows["amount"].sum())


def _analysts(run: Run) -> float:
    """How many analysts the capacity stands for, at eight hours a day; 0 where none is asked."""
    policy = run["operating"].policy
    staffed = policy.action in ("review", "bands")
    return policy.capacity * MINUTES_A_REVIEW / SHIFT_MINUTES if staffed else 0.0


def _staffing(staff: float) -> str:
    if not staff:
        return "No analyst calls anybody"
    calls = SHIFT_MINUTES / MINUTES_A_REVIEW
    return f"{say(staff, 'count')} analysts at {say(calls, 'count')} calls a shift"
