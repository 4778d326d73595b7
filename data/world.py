"""What every generator returns, and the named random streams it draws from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class World:
    """A synthetic world: the rows a team would have, and the truth behind them.

    `seen` and `truth` have one row per event, in the same order (by time) and with the same
    RangeIndex. Models may read `seen` alone. `about` holds what is not a row: the constants the
    world was drawn with, schedules, entity tables.
    """

    seen: pd.DataFrame
    truth: pd.DataFrame
    about: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.seen) != len(self.truth):
            raise ValueError(f"{len(self.seen)} seen rows but {len(self.truth)} rows of truth")
        shared = set(self.seen.columns) & set(self.truth.columns)
        if shared:
            raise ValueError(f"columns both seen and true: {', '.join(sorted(shared))}")
        object.__setattr__(self, "about", MappingProxyType(dict(self.about)))

    def __len__(self) -> int:
        return len(self.seen)


def stream(seed: int, mechanism: str) -> np.random.Generator:
    """The random stream of one named mechanism, independent of every other name.

    Two designs with one seed share every stream they both use, so switching one mechanism on
    never reshuffles another (common random numbers).

    >>> stream(1, "amounts").random() == stream(1, "amounts").random()
    True
    >>> stream(1, "amounts").random() == stream(1, "labels").random()
    False
    """
    return np.random.default_rng(np.random.SeedSequence([seed, crc32(mechanism.encode())]))
