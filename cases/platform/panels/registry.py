"""The registry of models: versions, aliases and stages, in MLflow's words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.platform.panels.releases import outcomes
from data.platform import HOURS
from kit.figure import Table
from kit.run import Run


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
    """Every version of a model in the first months, oldest first: version, day, offline gain,
    outcome, stage, alias and its row among the releases."""
    world, done, at = run["platform"], run["released"], run.position
    own = (world.seen["model"] == number) & (world.seen["month"] < months)
    rows = np.flatnonzero(own.to_numpy())
    outcome = outcomes(done, rows, at)
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
    live = champion(frame)
    if live:
        frame.loc[frame["version"] == live, ["stage", "alias"]] = ["Production", "champion"]
    return frame


def champion(frame: pd.DataFrame) -> int:
    """The newest version that serves everybody; 0 where none does."""
    live = frame.loc[frame["outcome"] == "serves everybody", "version"]
    return int(live.iloc[-1]) if len(live) else 0
