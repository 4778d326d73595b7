"""What each sign says about leaving, before and after the world changed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.live import by_month
from cases.churn.readings import NOBODY_LEAVES
from kit.figure import Absent, Drawn, bars
from kit.run import Run
from pipelines.learning.training import standard

MOST = 9


def effects(run: Run) -> Drawn:
    """Weights of a linear model fitted on live snapshots before and after the change."""
    judged, names = run["judged"], run["prepared"].names
    matrix, leaves = _snapshots(run)
    after = np.repeat(judged.changed, judged.own.leaves.shape[1])
    parts = {"before the change": ~after, "after it": after}
    if any(len(np.unique(leaves[part])) < 2 for part in parts.values()):
        return Absent(NOBODY_LEAVES)
    weights = {name: _weights(matrix[part], leaves[part]) for name, part in parts.items()}
    moved = np.abs(weights["after it"] - weights["before the change"])
    shown = np.argsort(-np.maximum(moved, np.abs(weights["after it"])), kind="stable")[:MOST]
    frame = pd.concat(
        [
            pd.DataFrame({"feature": [names[i] for i in shown], "weight": own[shown], "when": name})
            for name, own in weights.items()
        ]
    )
    return bars(
        frame,
        x=("feature", ""),
        y=("weight", "log odds of leaving for one standard deviation"),
        by="when",
        colours={"before the change": "muted", "after it": "true"},
        horizontal=True,
        caption=f"The weight of {names[int(np.argmax(moved))]} moves most. Fitted on outcomes, so "
        "nobody has this in time.",
    )


def _snapshots(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Standardised features of the judged months' customers, and who of them leaves."""
    past, judged = run["past"], run["judged"]
    leaves = by_month(past, past.outcomes.leaves)[run["live"].judged].ravel()
    first = past.launch * judged.own.leaves.shape[1]
    rows = run["prepared"].served[first : first + len(leaves)]
    matrix = np.nan_to_num(rows.astype(float))
    mean, spread = standard(matrix)
    return (matrix - mean) / spread, leaves


def _weights(matrix: np.ndarray, leaves: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=200, tol=1e-3).fit(matrix, leaves).coef_[0]
