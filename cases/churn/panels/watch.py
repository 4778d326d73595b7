"""Monitors beside each other: over several worlds, over plain streams, and in this very world."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from cases.churn.choices import DETECTORS
from cases.churn.race import RACED, alarms_of, raced, raced_size
from cases.churn.readings import TOO_LATE
from cases.churn.world import DAYS, SIZES
from kit.figure import Absent, Drawn, Table
from kit.run import Run
from kit.words import say
from pipelines.over_time.monitors import Runner, steps

SEEDS = 6
MOVES = ("price", "prior", "covariate", "competitor")


def monitor_race(run: Run) -> Drawn:
    """A race of monitors.

    Which monitor rings soon and only when it should? Several worlds, the same model; the dummy
    rings every six months, and the others have to beat it.
    """
    drift = run.settings["drift"] if run.settings["drift"] in MOVES else "price"
    table = raced(run, seeds(run), drift)
    if table["true"].sum() + table["false"].sum() == 0 and table["missed"].sum() == 0:
        return Absent(TOO_LATE)
    shown = pd.DataFrame(
        {
            "monitor": [DETECTORS[name] for name in table["monitor"]],
            "false alarms a world": table["false"],
            "change missed": table["missed"],
            "days to the alarm": table["delay"] * DAYS,
            "lost before it": table["harm"],
        }
    )
    dummy = table[table["monitor"] == "dummy"].iloc[0]
    better = int((table["harm"] < dummy["harm"]).sum())
    return Table(
        shown,
        f"{len(seeds(run))} worlds of {SIZES[raced_size(run)]:,} customers, drift {drift!r}, never "
        f"retrained, at this threshold. {better} of {len(table) - 1} monitors lose less than the "
        "dummy.",
        {
            "false alarms a world": "count",
            "change missed": "share",
            "days to the alarm": "days",
            "lost before it": "money",
        },
    )


def seeds(run: Run) -> list[int]:
    """The seeds of a race, next to the page's own; fewer where worlds are tiny."""
    first = int(run.settings["seed"]) + 1
    return list(range(first, first + (SEEDS if raced_size(run) == "small" else 2)))


RUNNERS = {
    "ADWIN 0.002": Runner("adwin"),
    "Page-Hinkley 50": Runner("page_hinkley"),
    "Page-Hinkley 10": Runner("page_hinkley", bar=0.2),
    "DDM": Runner("ddm"),
    "EDDM": Runner("eddm"),
    "HDDM_A": Runner("hddm_a"),
    "HDDM_W": Runner("hddm_w"),
    "KSWIN": Runner("kswin", rows=800, runs=1),
    "every 1,000": Runner("dummy"),
}
STEPS = ((0.02, 0.05), (0.02, 0.10), (0.15, 0.25))
RUNS = 4


@cache
def stepped() -> pd.DataFrame:
    """The detectors on streams of errors whose rate steps up; the same for every design."""
    return steps(RUNNERS, STEPS, seed=0, runs=RUNS)


def detector_table(run: Run) -> Drawn:
    """Detectors on plain streams of errors.

    How many rows does a detector need at your error rate? Measured once, at the library's own
    settings.
    """
    frame = stepped()
    columns: dict[str, list[str]] = {"detector": list(RUNNERS)}
    for before, after in STEPS:
        part = frame[(frame["before"] == before) & (frame["after"] == after)]
        columns[f"{before:.0%} to {after:.0%}"] = [_cell(row) for row in part.itertuples()]
    quiet = frame[(frame["false"] == 0) & (frame["missed"] == 0)]["monitor"].value_counts()
    sure = [name for name, times in quiet.items() if times == len(STEPS)]
    return Table(
        pd.DataFrame(columns),
        "Error rate steps up after 8,000 rows (KSWIN, which is slow: 800, one run). False alarms a "
        f"run / median rows to the alarm / missed of {RUNS}. Never false and never missed: "
        f"{', '.join(sure) or 'none'}.",
    )


def _cell(row) -> str:
    delay = f"{row.delay:,.0f}" if np.isfinite(row.delay) else "never"
    return f"{row.false:.2g} / {delay} / {row.missed} of {row.runs}"


def alarms(run: Run) -> Drawn:
    """Which monitor rings when, in this world.

    Which monitor would have told you, and was it right? The same months as seen by each.
    """
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    rows = []
    for name in RACED:
        rang = alarms_of(run, name)
        months = ", ".join(str(month + 1) for month in rang[:8])
        told = {"alarms": len(rang), "in months": months or "never"}
        rows.append({"monitor": DETECTORS[name]} | told)
    wait = run["past"].outcomes.wait
    said = "The world does not change: every alarm is false."
    if judged.changed.any():
        start = int(np.argmax(judged.changed)) + 1
        said = (
            f"The world changes in month {start}; labels of that month are in from month "
            f"{start + wait}."
        )
    return Table(pd.DataFrame(rows), f"{said} Labels take {say(wait * DAYS, 'days')}.")
