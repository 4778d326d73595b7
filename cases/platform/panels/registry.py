"""The registry of models: versions, aliases and stages, in MLflow's words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.platform.choices import WATCHED
from cases.platform.live import SHADOW
from cases.platform.panels.releases import outcomes
from cases.platform.signals import NEVER
from cases.platform.world import SOAKS
from data.platform import HOURS
from kit.figure import Table
from kit.run import Run

ON_TRIAL = "on trial"


def registered(run: Run) -> Mapping[str, str]:
    """The registered models, the most valuable first."""
    fleet = run["fleet"].sort_values("value", ascending=False)
    return {str(number): str(name) for number, name in fleet["name"].items()}


def registry(run: Run, subject: str) -> Table:
    """What does the registry hold of one registered model?

    Versions of three months with MLflow's words: a registered model has versions, aliases point at
    them (champion, challenger), and a stage says what each is for. Only the newest are kept. To
    see a month in MLflow itself: sandtable export platform --as mlflow --out FOLDER.
    """
    number = int(subject or next(iter(registered(run))))
    rows = versions(run, number, months=3)
    kept = int(run.settings["versions_kept"])
    rows["kept"] = np.where(np.arange(len(rows)) >= len(rows) - kept, "yes", "no longer")
    name = run["fleet"]["name"].iloc[number]
    told = rows.iloc[::-1].head(15).drop(columns=["row"])
    return Table(
        told,
        f"{name}: {len(rows)} versions in three months, {kept} kept; the champion is version "
        f"{champion(rows) or 'none'}.",
        {"offline gain": "share", "day": "count"},
    )


def versions(run: Run, number: int, *, months: int) -> pd.DataFrame:
    """Every version of a model in the first months, oldest first, as the registry stands at their
    end: version, day, offline gain, outcome, stage, alias and its row among the releases."""
    world, done, at = run["platform"], run["released"], run.position
    own = (world.seen["model"] == number) & (world.seen["month"] < months)
    rows = np.flatnonzero(own.to_numpy())
    outcome = np.where(_on_trial(run, rows, months * HOURS), ON_TRIAL, outcomes(done, rows, at))
    seen = world.seen.iloc[rows]
    frame = pd.DataFrame(
        {
            "version": np.arange(1, len(rows) + 1),
            "day": ((seen["month"] * HOURS + seen["hour"]) / 24).round(1).to_numpy(),
            "offline gain": run["gate"].gain[rows],
            "outcome": outcome,
            "stage": np.where(outcome == "refused at the gate", "None", "Archived"),
            "alias": "",
            "row": rows,
        }
    )
    frame.loc[frame["outcome"] == ON_TRIAL, "stage"] = "Staging"
    for alias, stage in (("champion", "Production"), ("challenger", "Staging")):
        if named := ALIASES[alias](frame):
            frame.loc[frame["version"] == named, ["stage", "alias"]] = [stage, alias]
    return frame


def _on_trial(run: Run, rows: np.ndarray, end: float) -> np.ndarray:
    """Which releases a shadow or a canary tries at an hour."""
    design, seen, gate = run.settings, run["platform"].seen.iloc[rows], run["gate"]
    if design["rollout"] not in WATCHED:
        return np.zeros(len(rows), dtype=bool)
    begun = (seen["month"] * HOURS + seen["hour"]).to_numpy() + gate.hours
    stop = run["stops"].at[rows, run.position]
    soak = np.where(stop < NEVER, SOAKS[np.minimum(stop, NEVER - 1)], SOAKS[run.position])
    soak = soak + (SHADOW if design["rollout"] == "both" else 0.0)
    return gate.passed[rows] & (begun <= end) & (end < begun + soak)


def champion(frame: pd.DataFrame) -> int:
    """The newest version that serves everybody; 0 where none does."""
    return _newest(frame, "serves everybody")


def challenger(frame: pd.DataFrame) -> int:
    """The newest version on trial; 0 where none is."""
    return _newest(frame, ON_TRIAL)


def _newest(frame: pd.DataFrame, outcome: str) -> int:
    found = frame.loc[frame["outcome"] == outcome, "version"]
    return int(found.iloc[-1]) if len(found) else 0


ALIASES = {"champion": champion, "challenger": challenger}
"""Which version an alias of MLflow's points at."""
