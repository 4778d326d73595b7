"""Monitors beside each other: over many seeds, over plain streams, and in this very world."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from cases.churn.choices import TIME
from cases.churn.readings import TOO_LATE, lost_by_month
from cases.churn.world import DAYS, SIZES
from kit.figure import Absent, Drawn, Table
from kit.run import Run
from kit.words import say
from pipelines.over_time.monitors import Judged, Runner, judge, race, steps

SEEDS = 6
RACED = (
    "realised",
    "cbpe",
    "scores",
    "psi",
    "ks",
    "chi2",
    "wasserstein",
    "adwin",
    "page_hinkley",
    "ddm",
    "dummy",
)
MOVES = ("price", "prior", "covariate", "competitor")
LABELS = dict(next(choice for choice in TIME if choice.name == "detector").options)  # type: ignore[arg-type]


def monitor_race(run: Run) -> Drawn:
    """Every monitor over the same small worlds, several seeds: alarms, delay, what it cost."""
    drift = run.settings["drift"] if run.settings["drift"] in MOVES else "price"
    table = race(lambda seed: one_seed(run, seed, drift), seeds(run))
    if table["true"].sum() + table["false"].sum() == 0 and table["missed"].sum() == 0:
        return Absent(TOO_LATE)
    shown = pd.DataFrame(
        {
            "monitor": [LABELS[name] for name in table["monitor"]],
            "false alarms a run": table["false"],
            "missed": table["missed"],
            "days to the alarm": table["delay"] * DAYS,
            "lost before it": table["harm"],
        }
    )
    dummy = table[table["monitor"] == "dummy"].iloc[0]
    better = int((table["harm"] < dummy["harm"]).sum())
    return Table(
        shown,
        f"{len(seeds(run))} worlds of {SIZES[_size(run)]:,} customers, drift {drift!r}, never "
        f"retrained, at this bar. {better} of {len(table) - 1} monitors lose less than the dummy.",
        {
            "false alarms a run": "count",
            "missed": "share",
            "days to the alarm": "days",
            "lost before it": "money",
        },
    )


def seeds(run: Run) -> list[int]:
    """The seeds of a race, next to the page's own; fewer where worlds are tiny."""
    first = int(run.settings["seed"]) + 1
    return list(range(first, first + (SEEDS if _size(run) == "small" else 2)))


def one_seed(run: Run, seed: int, drift: str) -> dict[str, Judged]:
    """Each monitor judged on one world, the launch model serving throughout."""
    base = run.but(seed=seed, size=_size(run), policy="never", drift=drift, detector="dummy")
    judged = base["judged"]
    lost = lost_by_month(judged, base["aim"].at)
    found = {}
    for name in RACED:
        alarms = base.but(detector=name)["live"].replayed.alarms
        found[name] = judge([a for a in alarms if a < judged.months], judged.changed, lost)
    return found


def _size(run: Run) -> str:
    """The size of the raced worlds: small, or as tiny as the run's own."""
    return "tiny" if run.settings["size"] == "tiny" else "small"


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
    """Detectors on plain 0/1 streams: false alarms, rows until they ring, how often they miss."""
    frame = stepped()
    columns: dict[str, list[str]] = {"detector": list(RUNNERS)}
    for before, after in STEPS:
        part = frame[(frame["before"] == before) & (frame["after"] == after)]
        columns[f"{before:g} to {after:g}"] = [_cell(row) for row in part.itertuples()]
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
    """The alarms of every kind of monitor in this very world, as a table of months."""
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    rows = []
    for name in RACED:
        rang = [m for m in run.but(detector=name)["live"].replayed.alarms if m < judged.months]
        months = ", ".join(str(month + 1) for month in rang[:8])
        rows.append({"monitor": LABELS[name], "alarms": len(rang), "in months": months or "never"})
    start = int(np.argmax(judged.changed)) + 1 if judged.changed.any() else 0
    wait = run["past"].outcomes.wait
    sooner = f"changes in month {start}; labels of that month are in from month {start + wait}"
    return Table(
        pd.DataFrame(rows),
        f"The world {sooner if start else 'does not change: every alarm is false'}. Labels take "
        f"{say(wait * DAYS, 'days')}.",
    )
