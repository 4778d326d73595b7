"""How far predicted probabilities can be believed, week by week and bin by bin."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.ads_funnel.features import names
from cases.ads_funnel.served import KEEPS
from kit.figure import Absent, Drawn, bars, lines
from kit.run import Run
from kit.words import say
from pipelines.evaluation.ranking_metrics import normalised_entropy
from pipelines.learning.calibration import reliability as binned
from pipelines.learning.resampling import undo_undersampling

LEAST = 1e-5


def reliability(run: Run) -> Drawn:
    """Promised against true chances of all candidates, before and after the formula."""
    table, keep = run["served"].table, KEEPS[run.position]
    there = table.there[:, :keep] & ~table.bot[:, None]
    said, true = table.chance[:, :keep][there], table.truth[:, :keep][there]
    if not len(said):
        return Absent("No candidates were selected.")
    parts = {"as served": said}
    kept = float(run.settings["keep"])
    if run.settings["recalibration"] == "formula" and kept < 1:
        # The formula with 1 / w is its own inverse's direction: what the model said before it.
        parts["before the formula"] = said / (said + (1 - said) * kept)
    elif run.settings["recalibration"] == "none" and kept < 1:
        parts["had the formula been used"] = undo_undersampling(said, kept)
    frames = [binned(values, true).assign(curve=name) for name, values in parts.items()]
    ends = np.array([max(LEAST, true.min()), 1.0])
    frames.append(pd.DataFrame({"said": ends, "happened": ends, "curve": "promises kept"}))
    frame = pd.concat(frames)
    frame = frame[(frame["said"] > LEAST) & (frame["happened"] > LEAST)]
    reading = run.reading("calibration")
    return lines(
        frame,
        x=("said", "predicted chance of a click"),
        y=("happened", "true chance"),
        by="curve",
        colours={"promises kept": "muted", "as served": "true", "before the formula": "seen"},
        dashed=("promises kept",),
        log_x=True,
        log_y=True,
        caption=f"Candidates are promised {say(reading.true, 'ratio')} times the clicks they would "
        f"get; winners {say(run.reading('calibration_winners').true, 'ratio')} times.",
    )


def by_week(run: Run) -> Drawn:
    """Normalised entropy of each live week: as seen, true, and the floor under it."""
    rows = []
    for week in run["learned"]:
        said, truth = week.sample[:, 2], week.sample[:, 3]
        rows.append((week.week + 1, normalised_entropy(truth, said), "true"))
        rows.append((week.week + 1, normalised_entropy(truth, truth), "floor"))
        rows.append(
            (week.week + 1, normalised_entropy(week.seen[:, 3], week.seen[:, 2]), "as seen")
        )
    frame = pd.DataFrame(rows, columns=["week", "entropy", "what"])
    frame = frame[np.isfinite(frame["entropy"])]
    true = frame[frame["what"] == "true"]["entropy"]
    if true.empty:
        return Absent("No clicks to judge by.")
    return lines(
        frame,
        x=("week", "live week"),
        y=("entropy", "normalised entropy"),
        by="what",
        colours={"true": "true", "floor": "ceiling", "as seen": "seen"},
        points=True,
        caption=f"From {say(true.iloc[0], 'score')} to {say(true.iloc[-1], 'score')} over the live "
        "weeks; the log holds winners only, so what is seen need not move alike.",
    )


def importance(run: Run) -> Drawn:
    """How much of the heavy model's gain each feature brings, in the last week."""
    week = run["learned"][-1]
    if week.importance is None or not np.sum(week.importance):
        return Absent("This model does not say what it relies on.")
    columns = [*names(run.settings["features"])]
    if run.settings["position"] == "feature":
        columns.append("slot")
    frame = pd.DataFrame({"feature": columns, "share": week.importance / week.importance.sum()})
    frame = frame.sort_values("share", ascending=False).head(12)
    top = frame.iloc[0]
    return bars(
        frame,
        x=("feature", ""),
        y=("share", "share of the gain"),
        horizontal=True,
        caption=f"{top['feature']} brings {say(top['share'], 'share')}; trained on "
        f"{week.rows_trained:,} rows with {week.clicks_trained:,.0f} clicks.",
    )
