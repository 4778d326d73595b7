"""The graph of features: what is computed from what, and which models a broken one reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import numpy as np


@dataclass(frozen=True, eq=False)
class FeatureGraph:
    """Features, their parents, and how much each model relies on each feature directly.

    `parents` maps a feature to those it is computed from; `weights` (models, features) is the share
    of a model's value that is gone without the feature, in the order of `parents`.

    >>> graph = FeatureGraph({"clicks": (), "rate": ("clicks",)}, np.array([[0.0, 0.3]]))
    >>> graph.reached("clicks").tolist(), graph.lost("clicks").round(6).tolist()
    ([True], [0.3])
    """

    parents: Mapping[str, tuple[str, ...]]
    weights: np.ndarray

    def __post_init__(self) -> None:
        for name, parents in self.parents.items():
            if unknown := [parent for parent in parents if parent not in self.parents]:
                raise ValueError(f"{name} is computed from {unknown[0]}, which is no feature")
        self.order  # noqa: B018  (it is worked out once, and a circle is found here)

    @property
    def names(self) -> tuple[str, ...]:
        """The features, in the order of the columns of `weights`."""
        return tuple(self.parents)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every feature after those it is computed from; refuses a graph with a circle."""
        try:
            return tuple(TopologicalSorter(self.parents).static_order())
        except CycleError as circle:
            turn = " > ".join(circle.args[1][::-1])
            raise ValueError(f"features are computed from each other in a circle: {turn}") from None

    def downstream(self, name: str) -> tuple[str, ...]:
        """A feature and every feature computed from it, however far."""
        if name not in self.parents:
            raise ValueError(f"there is no feature {name!r}")
        found = {name}
        for feature in self.order:
            if found & set(self.parents[feature]):
                found.add(feature)
        return tuple(feature for feature in self.names if feature in found)

    def lost(self, name: str) -> np.ndarray:
        """The share of each model's value that is gone while a feature is useless: (models,)."""
        columns = [self.names.index(feature) for feature in self.downstream(name)]
        return 1 - np.prod(1 - self.weights[:, columns], axis=1)

    def reached(self, name: str) -> np.ndarray:
        """Which models use a feature or one computed from it: (models,) booleans."""
        return self.lost(name) > 0
