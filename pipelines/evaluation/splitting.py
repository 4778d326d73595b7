"""How a team holds rows back to judge a model by, honest ways and flattering ones."""

from __future__ import annotations

import numpy as np

SPLITS = ("random", "entity", "time", "gap", "prequential")

HELD_BACK = 0.25
"""The share of rows, or of entities, that the two random splits hold back."""

Fold = tuple[np.ndarray, np.ndarray]


def folds(
    days: np.ndarray,
    entities: np.ndarray,
    *,
    split: str,
    gap: float,
    window: int,
    length: int,
    rng: np.random.Generator,
) -> list[Fold]:
    """Pairs of (training rows, validation rows), as index arrays; training spans `window` days.

    `random` holds back a quarter of the rows and `entity` a quarter of the entities, both from
    the last `window` days. `time` holds back the last `length` days; `gap` too, and leaves out
    the `gap` days before them, whose labels would not have been known then. `prequential` does
    the latter three times with half the length, each fold ending where the next begins. Folds
    with nothing to train on are dropped.
    """
    end = int(days.max(initial=-1)) + 1
    if split in ("random", "entity"):
        recent = np.flatnonzero(days >= end - window)
        luck = rng.random(len(recent) if split == "random" else int(entities.max(initial=0)) + 1)
        held = luck < HELD_BACK if split == "random" else (luck < HELD_BACK)[entities[recent]]
        return [(recent[~held], recent[held])]
    if split not in SPLITS:
        raise ValueError(f"no split is called {split}; there are {', '.join(SPLITS)}")
    wait = 0.0 if split == "time" else gap
    count, length = (3, max(1, length // 2)) if split == "prequential" else (1, length)
    cuts = [_cut(days, end - length * (back + 1), length, wait, window) for back in range(count)]
    return [(train, held) for train, held in cuts if len(train)]


def _cut(days: np.ndarray, start: float, length: int, wait: float, window: int) -> Fold:
    trained = (days < start - wait) & (days >= start - wait - window)
    return np.flatnonzero(trained), np.flatnonzero((days >= start) & (days < start + length))
