"""What each sign says about leaving, before and after the world changed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.live import by_month
from cases.churn.readings import NOBODY_LEAVES
from cases.figure import Absent, Drawn, bars
from cases.run import Run
from pipelines.training import standard

MOST = 9


def effects(run: Run) -> Drawn:
    """Weights of a linear model fitted on live snapshots before and after the change."""
    judged, past, names = run["judged"], run["past"], run["prepared"].names
    places = past.subscriptions.about["customers"]
    first = past.launch * places
    matrix = run["prepared"].served[first : first + judged.months * places].astype(float)
    matrix = np.nan_to_num(matrix)
    leaves = by_month(past, past.outcomes.leaves)[run["live"].judged].ravel()
    after = np.repeat(judged.changed, places)
    mean, spread = standard(matrix)
    matrix = (matrix - mean) / spread
    weights = {}
    for name, part in (("before the change", ~after), ("after it", after)):
        if len(np.unique(leaves[part])) < 2:
            return Absent(NOBODY_LEAVES)
        weights[name] = _weights(matrix[part], leaves[part])
    moved = np.abs(weights["after it"] - weights["before the change"])
    shown = np.argsort(-np.maximum(moved, np.abs(weights["after it"])), kind="stable")[:MOST]
    frame = pd.concat(
        [
            pd.DataFrame({"feature": [names[i] for i in shown], "weight": own[shown], "when": name})
            for name, own in weights.items()
        ]
    )
    most = names[int(np.argmax(moved))]
    return bars(
        frame,
        x=("feature", ""),
        y=("weight", "log odds of leaving for one standard deviation"),
        by="when",
        colours={"before the change": "muted", "after it": "true"},
        horizontal=True,
        caption=f"The weight of {most} moves most. Fitted on outcomes, so nobody has this in time.",
    )


def _weights(matrix: np.ndarray, leaves: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=200, tol=1e-3).fit(matrix, leaves).coef_[0]
