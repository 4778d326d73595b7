"""How good the model is, and what preparing the data does to it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.choices import DATA, FEATURES
from cases.churn.live import by_month
from cases.churn.readings import TOO_LATE
from kit.figure import Absent, Drawn, Table, waterfall
from kit.panels.importance import importance as drawn_importance
from kit.panels.legend import TRUE
from kit.panels.promises import promises
from kit.panels.reliability import reliability
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import roc_auc

OPTIONS = {choice.name: choice.options for choice in (*DATA, *FEATURES)}


def windows(run: Run) -> Drawn:
    """The months around a snapshot.

    What may a row know, and when is its label there? A window that reaches past the snapshot is a
    leak.
    """
    design = run.settings
    observe, gap, horizon = (int(design[n]) for n in ("observation_window", "gap", "horizon"))
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
            "observation window": "one",
            "gap": "muted",
            "outcome window": "two",
            "looked at by mistake": "alarm",
        },
        caption=f"A snapshot's label is known {wait} months later; the newest snapshot a model "
        f"can learn from is {newest} old.",
    )


def splits(run: Run) -> Drawn:
    """What each validation split would have reported.

    Which validation can be believed? What the team sees at launch, beside what the same model does
    live.
    """
    return _promises(run, "split", "validation split")


def leaks(run: Run) -> Drawn:
    """What each leak would have reported.

    How does a notebook come to report too much? A model trained on features that look past the
    snapshot: what the team sees, and what the model does live.
    """
    return _promises(run, "leak", "features look past the snapshot")


def _promises(run: Run, choice: str, compared: str) -> Drawn:
    """The launch model under every option of a choice."""
    if not run["judged"].months:
        return Absent(TOO_LATE)
    options: dict[str, str] = dict(OPTIONS[choice])  # type: ignore[arg-type]
    others = {label: run.with_changes(**{choice: value}) for value, label in options.items()}
    return promises(
        {label: _seen(other) for label, other in others.items()},
        {label: _true(other) for label, other in others.items()},
        compared=compared,
        metric="ROC AUC of the launch model",
        now=options[str(run.settings[choice])],
    )


def preparation(run: Run) -> Drawn:
    """Missing values and outliers.

    Does it matter how gaps are filled and what is done about broken meters? Every way beside the
    others.
    """
    if not run["judged"].months:
        return Absent(TOO_LATE)
    rows = []
    for name in ("missing", "outliers"):
        for value, label in OPTIONS[name].items():  # type: ignore[union-attr]
            other = run.with_changes(**{name: value})
            here = " · now" if run.settings[name] == value else ""
            kept = other["prepared"].complete.mean()
            told = {"way": f"{label}{here}", "rows trained on": float(kept)}
            rows.append(told | {"ROC AUC": _true(other), "predicted over actual": _promise(other)})
    gaps = np.isnan(run["offline"].matrix).mean(axis=0)
    worst = run["offline"].names[int(np.argmax(gaps))]
    return Table(
        pd.DataFrame(rows),
        f"The launch model, live. Most often missing: {worst}, in {say(gaps.max(), 'share')} of "
        "snapshots; surveys are missing "
        + ("at random." if run.settings["missingness"] == "random" else "where engagement is low."),
        {"rows trained on": "share", "ROC AUC": "score", "predicted over actual": "ratio"},
    )


def calibration(run: Run) -> Drawn:
    """Predicted probability against the share that left.

    May a predicted probability be multiplied by money? On the grey line predictions are right.
    """
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    ratio = run.reading("calibration").true
    return reliability(
        {TRUE: (judged.scores.ravel(), judged.leaves.ravel())},
        promised="predicted probability",
        happened="share that left",
        caption=f"Over all months {say(ratio, 'ratio')} leavers were predicted for each one.",
    )


def importance(run: Run) -> Drawn:
    """Features the launch model relies on.

    What would hurt most if it were late or missing? One far above the rest may know too much: check
    it for a leak.
    """
    return drawn_importance(
        run["prepared"].names,
        run["deployed"].importance,
        of="what all features weigh",
        nothing="This model does not say what it relies on.",
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
