"""How good the model is, and what preparing the data does to it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.choices import DATA, FEATURES
from cases.churn.live import by_month
from cases.churn.readings import NOTHING_SEEN, TOO_LATE
from kit.figure import Absent, Drawn, Table, bars, lines, waterfall
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import roc_auc
from pipelines.learning.calibration import reliability

SEEN, TRUE, CEILING = "as seen", "true", "attainable"
COLOURS = {SEEN: "seen", TRUE: "true", CEILING: "ceiling"}
OPTIONS = {choice.name: choice.options for choice in (*DATA, *FEATURES)}


def windows(run: Run) -> Drawn:
    """The months around a snapshot: what is looked at, what is left out, what is waited for."""
    design = run.settings
    observe, gap, horizon = (int(design[n]) for n in ("observe", "gap", "horizon"))
    ends = [-observe, 0, gap, gap + horizon]
    names = ["observation window", "gap", "outcome window"]
    rows = [
        {"part": name, "start": ends[i], "end": ends[i + 1]}
        for i, name in enumerate(names)
        if ends[i] < ends[i + 1]
    ]
    leak = {"dated": 1, "today": gap + horizon, "page": gap + horizon}.get(design["leak"], 0)
    if leak:
        rows.append({"part": "looked at by mistake", "start": 0, "end": leak})
    wait = run["past"].outcomes.wait
    newest = "one month" if run["past"].learner.hazard else f"{wait} months"
    return waterfall(
        pd.DataFrame(rows),
        category=("part", ""),
        start=("start", "months from the snapshot"),
        end="end",
        by="part",
        colours={
            "observation window": "true",
            "gap": "muted",
            "outcome window": "ceiling",
            "looked at by mistake": "seen",
        },
        caption=f"A snapshot's label is known {wait} months later; the newest snapshot a model "
        f"can learn from is {newest} old.",
    )


def promises(run: Run) -> Drawn:
    """The same design under every split and every leak: what is promised, what is true."""
    if not run["judged"].months:
        return Absent(TOO_LATE)
    rows = []
    for name in ("split", "leak"):
        for value, label in OPTIONS[name].items():  # type: ignore[union-attr]
            title = f"{name}: {str(label).lower()}"
            other = run.but(**{name: value}, policy="never")
            rows += [(title, SEEN, _seen(other)), (title, TRUE, _true(other))]
    frame = pd.DataFrame(rows, columns=["design", "which", "auc"]).dropna()
    if frame.empty:
        return Absent(NOTHING_SEEN)
    wide = frame.pivot_table(index="design", columns="which", values="auc")
    gap = (wide[SEEN] - wide[TRUE]) if {SEEN, TRUE} <= set(wide.columns) else pd.Series(dtype=float)
    most = gap.idxmax() if len(gap.dropna()) else "none"
    return bars(
        frame,
        x=("design", ""),
        y=("auc", "ROC AUC, at launch and live"),
        by="which",
        colours=COLOURS,
        horizontal=True,
        caption=f'Furthest from the truth is "{most}", by {say(float(gap.max()), "score")}.'
        if len(gap.dropna())
        else NOTHING_SEEN,
    )


def preparation(run: Run) -> Drawn:
    """Each way with missing values and outliers, the rest of the design as it is."""
    if not run["judged"].months:
        return Absent(TOO_LATE)
    rows = []
    for name in ("missing", "outliers"):
        for value, label in OPTIONS[name].items():  # type: ignore[union-attr]
            other = run.but(**{name: value}, policy="never")
            here = " (here)" if run.settings[name] == value else ""
            kept = other["prepared"].complete.mean()
            told = {"way": f"{label}{here}", "rows trained on": float(kept)}
            rows.append(told | {"ROC AUC": _true(other), "promised over seen": _promise(other)})
    frame = pd.DataFrame(rows)
    gaps = np.isnan(run["offline"].matrix).mean(axis=0)
    worst = run["offline"].names[int(np.argmax(gaps))]
    return Table(
        frame,
        f"Live, without retraining. Most often missing: {worst}, in {say(gaps.max(), 'share')} of "
        f"snapshots; surveys are missing "
        + ("at random." if run.settings["missing_is"] == "random" else "where engagement is low."),
        {"rows trained on": "share", "ROC AUC": "score", "promised over seen": "ratio"},
    )


def calibration(run: Run) -> Drawn:
    """Chances promised and churn seen, in groups of customers from low to high."""
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    frame = reliability(judged.own.scores.ravel(), judged.own.leaves.ravel())
    top = float(max(frame["said"].max(), frame["happened"].max(), 1e-6))
    parts = [
        frame[["said", "happened"]].assign(which="this design"),
        pd.DataFrame({"said": [0, top], "happened": [0, top], "which": "promises kept"}),
    ]
    ratio = run.reading("calibration").true
    return lines(
        pd.concat(parts, ignore_index=True),
        x=("said", "chance promised"),
        y=("happened", "share that left"),
        by="which",
        colours={"this design": "true", "promises kept": "muted"},
        dashed=("promises kept",),
        points=True,
        caption=f"Over all months {say(ratio, 'ratio')} leavers were promised for each one seen.",
    )


def importance(run: Run) -> Drawn:
    """The features the launch model leans on."""
    weight = run["deployed"].importance
    if weight is None:
        return Absent("This model does not say what it leans on.")
    names = run["prepared"].names
    total = max(float(np.sum(weight)), 1e-12)
    best = np.argsort(-np.asarray(weight), kind="stable")[:10]
    frame = pd.DataFrame(
        {"feature": [names[i] for i in best], "share": [float(weight[i]) / total for i in best]}
    )
    return bars(
        frame,
        x=("feature", ""),
        y=("share", "share of what all features weigh"),
        horizontal=True,
        caption=f"{names[best[0]]} weighs {say(float(weight[best[0]]) / total, 'share')}.",
    )


def _seen(run: Run) -> float:
    held = run["validation"]
    return roc_auc(held.labels, held.scores) if len(held.rows) else float("nan")


def _live(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and the launch model's scores in the judged months."""
    past = run["past"]
    leaves = by_month(past, past.outcomes.leaves)[past.judged]
    first = past.launch * leaves.shape[1]
    scores = past.deployed.predict(past.prepared.served[first : first + leaves.size])
    return leaves, scores.reshape(leaves.shape)


def _true(run: Run) -> float:
    pairs = zip(*_live(run), strict=True)
    found = np.array([roc_auc(leaves, scores) for leaves, scores in pairs])
    return float(np.nanmean(found)) if np.isfinite(found).any() else float("nan")


def _promise(run: Run) -> float:
    leaves, scores = _live(run)
    return float(scores.sum() / leaves.sum()) if leaves.any() else float("nan")
