"""What every threshold earns, and what the one that stands does in a day's work."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.facts import MINUTES_A_REVIEW
from cases.fraud.panels.outcomes import outcomes
from cases.fraud.readings import parts
from kit.figure import Absent, Drawn, Table
from kit.panels.along import Curve, along, of_track, standing
from kit.panels.legend import ATTAINABLE
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
    """What every threshold saves.

    Where should the line be drawn? Each point is a threshold, placed by how many cards it alerts a
    day; analysts' capacity and all costs are in it.
    """
    savings, alerts = (run.readout.tracks[name] for name in ("net_savings", "alerts"))
    reading, best = run.reading("net_savings"), int(np.argmax(savings.true))
    return along(
        of_track(run, "net_savings", over="alerts") | {ATTAINABLE: run.still(_attainable)},
        x="cards alerted a day",
        y="net savings per 10,000 payments ($)",
        log="x",
        marks=standing(run, "net_savings", over="alerts", names=MARKS),
        caption=f"Now {say(reading.true, 'money')} per 10,000 payments; the best threshold, known "
        f"only afterwards, alerts {say(alerts.true[best], 'count')} cards a day and saves "
        f"{say(savings.true[best], 'money')}.",
    )


def confusion(run: Run) -> Drawn:
    """A day's work at this threshold.

    Who is stopped, who is turned away, who waits? Per 10,000 payments, a day, and for each analyst
    on shift.
    """
    rows = outcomes(run)
    if rows.empty:
        return Absent("No payment is judged.")
    kinds = {"fraud": rows["fraud"] == 1, "genuine": rows["fraud"] == 0}
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


def _attainable(run: Run) -> Curve:
    """The same curve for the best score attainable under the same rule and capacity."""
    judged = run["attainable"].judged
    sums = Tally(parts(judged), threshold_axis(judged.score, positions=POINTS))
    alerts, savings = (read(run.case.metric(name), sums) for name in ("alerts", "net_savings"))
    return alerts, savings


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
    if staff < 1:
        return f"{say(staff, 'share')} of one analyst's shift of {say(calls, 'count')} calls"
    return f"{say(staff, 'count')} analysts at {say(calls, 'count')} calls a shift"
