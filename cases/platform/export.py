"""The rows behind the readings: one a release, and one a month for what is no release."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.platform import HOURS
from kit.run import Run

COLUMNS = {
    "time": "hour since the first month began (months have four weeks)",
    "split": "release, or month (what a month earned and lost beside its releases)",
    "month": "number of the month, from 0",
    "model": "the registered model; empty for a month",
    "team": "its owner",
    "label": "1 where the team found out that the release does harm",
    "label_time": "hour at which outcomes of its first requests are known on average",
    "truth": "true effect on its model's value, relative",
    "score": "the gain that the offline test measured",
    "decision": "1 where it came to serve everybody",
    "bad": "1 where the effect lies below -0.003",
    "tried": "1 where the gate let it pass",
    "stopped": "1 where shadow or canary stopped it",
    "rolled_back": "1 where it served everybody and was rolled back",
    "earned": "what it earned in its four weeks, $",
    "earnable": "what it would have earned had its effect been known, $",
    "lived": "hours in which it served somebody though it does harm",
    "undone": "hours from being found to being gone; empty where it was not rolled back",
    "reached": "people who met it though it does harm",
    "worth": "what all models earn in the month before any loss, $",
    "stale": "lost to age in the month, $",
    "broken": "lost to broken features, $",
    "skewed": "lost to skew and leaks, $",
    "unserved": "lost to answers that no model gave, $",
    "cost": "paid for the platform, $",
}


def export(run: Run) -> pd.DataFrame:
    """Every release at the design's soak, and every month's books."""
    world, done, gate = run["platform"], run["released"], run["gate"]
    models, at, seen = run["fleet"], run.position, world.seen
    model = seen["model"].to_numpy()
    worth = models["value"].to_numpy()[model] / 24
    time = HOURS * seen["month"] + seen["hour"]
    rows = pd.DataFrame(
        {
            "time": time,
            "split": "release",
            "month": seen["month"],
            "model": models["name"].to_numpy()[model],
            "team": models["team"].to_numpy()[model],
            "label": (done.bad & (done.stopped | done.rolled)[:, at]).astype(np.int8),
            "label_time": time + 24 * run.settings["label_days"],
            "truth": world.truth["effect"],
            "score": gate.gain,
            "decision": done.shipped[:, at].astype(np.int8),
            "bad": done.bad.astype(np.int8),
            "tried": done.tried.astype(np.int8),
            "stopped": done.stopped[:, at].astype(np.int8),
            "rolled_back": done.rolled[:, at].astype(np.int8),
            "earned": worth * done.earned[:, at],
            "earnable": worth * done.earnable[:, at],
            "lived": done.lived[:, at],
            "undone": done.undone[:, at],
            "reached": done.reached[:, at],
        }
    )
    together = pd.concat([rows, _months(run)], ignore_index=True)
    together.attrs["columns"] = COLUMNS
    return together


def _months(run: Run) -> pd.DataFrame:
    sums, months = run["judged"].true, run["platform"].about["months"]

    def column(name: str) -> np.ndarray:
        values = sums[name]
        place = run.position if values.shape[1] > 1 else 0
        return np.broadcast_to(values[:, place], months)

    names = {"worth": "base"} | {n: n for n in ("stale", "broken", "skewed", "unserved", "cost")}
    found = {name: column(own) for name, own in names.items()}
    start = {"time": HOURS * np.arange(months), "split": "month", "month": np.arange(months)}
    return pd.DataFrame(start | found)
