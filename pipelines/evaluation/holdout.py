"""How a recommender's team holds back what it judges by."""

from __future__ import annotations

import numpy as np

from pipelines.evaluation.scores import rank_within

HOLDOUTS = ("random", "last", "user_time", "global_time")


def held_back(
    time: np.ndarray,
    user: np.ndarray,
    taken: np.ndarray,
    *,
    split: str,
    share: float = 0.2,
    length: float = 2,
    rng: np.random.Generator,
) -> np.ndarray:
    """Which rows of a log are held back: boolean, one per row.

    `random` holds back a share of all rows. `last` holds back the last row each user took, and
    `user_time` the last share of what each user took, at least one of two. `global_time` holds back
    the last `length` units of time of everybody, the only one that knows nothing of the future.
    """
    if split not in HOLDOUTS:
        raise ValueError(f"no split is called {split}; there are {', '.join(HOLDOUTS)}")
    if split == "random":
        return rng.random(len(time)) < share
    if split == "global_time":
        return time > (time.max() if len(time) else 0) - length
    rows = np.flatnonzero(taken > 0)
    held = np.zeros(len(time), dtype=bool)
    # Rows of one moment are ordered as they stand in the log: the later row is the later take.
    back = rank_within(user[rows], time[rows], luck=rows)
    count = np.bincount(user[rows], minlength=int(user.max(initial=0)) + 1)[user[rows]]
    most = np.ones(len(rows)) if split == "last" else np.ceil(share * count)
    held[rows[(back <= most) & (count > 1)]] = True
    return held
