"""The rows behind the readings: releases, months, two real models' rows, and requests."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.platform import HOURS
from kit.run import Run

COLUMNS = {
    "time": "hour since the first month began (months have four weeks)",
    "split": "release; month (what a month earned and lost beside its releases); held or live (a "
    "row that a real model scored: held back from its history, or served); feature (of a real "
    "one); request (simulated, during the launch)",
    "month": "number of the month, from 0",
    "model": "the registered model; empty for a month",
    "feature": "a feature of a real model",
    "team": "its owner",
    "label": "1 where the team found out that the release does harm; held: what came of the row",
    "label_time": "hour at which outcomes of its first requests are known on average",
    "truth": "true effect on its model's value, relative; live: the true chance of the row",
    "score": "the gain that the offline test measured; held and live: the model's score",
    "decision": "1 where it came to serve everybody",
    "bad": "1 where the effect lies below -0.003",
    "tried": "1 where the gate let it pass",
    "stopped": "1 where shadow or canary stopped it",
    "rolled_back": "1 where it served everybody and was rolled back",
    "earned": "what it earned in its four weeks, $",
    "earnable": "what it would have earned had its effect been known, $",
    "lived": "hours in which it served somebody though it does harm",
    "found": "hours it served everybody until a monitor found it; empty where none did",
    "undone": "hours from being found to being gone; empty where it was not rolled back",
    "reached": "people who met it though it does harm",
    "worth": "what all models earn in the month before any loss, $",
    "stale": "lost to age in the month, $",
    "broken": "lost to broken features, $",
    "skewed": "lost to skew and leaks, $",
    "unserved": "lost to answers that no model gave, $",
    "cost": "paid for the platform, $",
    "age": "mean age of the newest label that serving models learned from, by value, hours",
    "training": "mean of the feature in the rows trained on",
    "spread": "its standard deviation there",
    "serving": "its mean in the rows served",
    "latency": "ms from a request to its answer; there are none where a pool is overloaded",
}


def export(run: Run) -> pd.DataFrame:
    """Every release at the design's soak, every month's books, the real models' rows, and requests.

    Quality is the mean over the real models of the average precision of their live rows, where a
    row of chance c counts as c of a hit and 1 - c of a miss; skew the mean over the models of the
    mean over their features of |serving - training| / spread. The 99th percentile is that of the
    requests' latency, linear between neighbours.
    """
    parts = [_releases(run), _months(run), *_real_models(run), _requests(run)]
    together = pd.concat(parts, ignore_index=True)
    together.attrs["columns"] = COLUMNS
    return together


def _releases(run: Run) -> pd.DataFrame:
    """Every release at the design's soak."""
    world, done, at = run["platform"], run["released"], run.position
    models, seen = run["fleet"], world.seen
    model = seen["model"].to_numpy()
    worth = models["value"].to_numpy()[model] / 24
    time = HOURS * seen["month"] + seen["hour"]
    noticed = np.isfinite(done.found) | done.stopped
    return pd.DataFrame(
        {
            "time": time,
            "split": "release",
            "month": seen["month"],
            "model": models["name"].to_numpy()[model],
            "team": models["team"].to_numpy()[model],
            "label": (done.bad & noticed[:, at]).astype(np.int8),
            "label_time": time + 24 * run.settings["label_days"],
            "truth": world.truth["effect"],
            "score": run["gate"].gain,
            "decision": done.shipped[:, at].astype(np.int8),
            "bad": done.bad.astype(np.int8),
            "tried": done.tried.astype(np.int8),
            "stopped": done.stopped[:, at].astype(np.int8),
            "rolled_back": done.rolled[:, at].astype(np.int8),
            "earned": worth * done.earned[:, at],
            "earnable": worth * done.earnable[:, at],
            "lived": done.lived[:, at],
            "found": done.found[:, at],
            "undone": done.undone[:, at],
            "reached": done.reached[:, at],
        }
    )


def _months(run: Run) -> pd.DataFrame:
    sums, months = run["judged"].true, run["platform"].about["months"]

    def column(name: str) -> np.ndarray:
        values = sums[name]
        place = run.position if values.shape[1] > 1 else 0
        return np.broadcast_to(values[:, place], months)

    same = ("stale", "broken", "skewed", "unserved", "cost", "age")
    names = {"worth": "base"} | dict(zip(same, same, strict=True))
    found = {name: column(own) for name, own in names.items()}
    start = {"time": HOURS * np.arange(months), "split": "month", "month": np.arange(months)}
    return pd.DataFrame(start | found)


def _real_models(run: Run) -> list[pd.DataFrame]:
    """Scored rows and features of the real models."""
    found = []
    for own in run["measured"].fed:
        held = {"split": "held", "label": own.held.truth, "score": own.held.score}
        live = {"split": "live", "truth": own.live.truth, "score": own.live.score}
        features = own.apart.features.drop(columns="skew").assign(split="feature")
        each = (pd.DataFrame(held), pd.DataFrame(live), features)
        found += [part.assign(model=own.name) for part in each]
    return found


def _requests(run: Run) -> pd.DataFrame:
    """The simulated requests of the launch, once the queues have settled."""
    latency = run["served"].timed.served.latency_ms
    return pd.DataFrame({"split": "request", "latency": latency})
