"""The uploads: pictures to judge by, those that come again, and what moderators label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.image_serving.choices import PICTURES
from data.pictures import pictures
from data.pictures.constants import NAMES, SLICES
from data.pictures.repeats import upload_numbers
from data.world import World, stream
from pipelines.serving.caching import hit_rate, stack_distances

TEST_SET = 500
UPLOADS, SETTLED = 30_000, 10_000
"""Uploads of the stream that says how often a cache finds a picture again, and how many of them
fill it first."""


def uploads(*, seed: int, size: str, drift: str, drift_share: float) -> World:
    """Draw today's pictures, with the exact posterior of what each shows."""
    return pictures(seed=seed, pictures=PICTURES[size], drift=drift, share=drift_share)


@dataclass(frozen=True, eq=False)
class Labelled:
    """Pictures with labels, by which the team judges: pixels, classes, and slices by name."""

    pixels: np.ndarray
    kind: np.ndarray
    slices: dict[str, np.ndarray]
    rows: np.ndarray | None
    """Where they stand among today's pictures; None for the test set."""


def labelled(uploads: World, *, seed: int, judged_on: str, labelled: float) -> Labelled:
    """Take the pictures the team has labels for: some of today's, or last year's test set."""
    if judged_on == "test":
        world = pictures(seed=seed, pictures=TEST_SET, name="test")
        return _labelled(world, np.arange(TEST_SET), None)
    chosen = np.flatnonzero(stream(seed, "moderators").random(len(uploads)) < labelled)
    return _labelled(uploads, chosen, chosen)


def _labelled(world: World, kept: np.ndarray, rows: np.ndarray | None) -> Labelled:
    kind = world.truth["class"].to_numpy()[kept]
    return Labelled(world.about["pixels"][kept], kind, _slices(world, kept), rows)


def _slices(world: World, rows: np.ndarray) -> dict[str, np.ndarray]:
    return {name: world.truth[f"in {name}"].to_numpy()[rows] for name in SLICES}


def posterior_of(world: World) -> np.ndarray:
    """The exact chance of each class for each picture: (pictures, 11)."""
    return world.truth[[f"p {name}" for name in NAMES]].to_numpy()


def slices_of(world: World) -> dict[str, np.ndarray]:
    """Which pictures lie in which slice, by its name."""
    return _slices(world, np.arange(len(world)))


@dataclass(frozen=True, eq=False)
class Repeats:
    """How far apart uploads of the same picture lie: stack distances of a stream of uploads."""

    distances: np.ndarray

    def found(self, size: int) -> np.ndarray:
        """Which uploads a cache of `size` pictures still has an answer for, once it has filled."""
        return self.distances[SETTLED:] <= size

    def hits(self, size: int) -> float:
        """Share of uploads whose answer a cache of `size` pictures still has."""
        return hit_rate(self.distances, size, settled=SETTLED)


def repeated(*, seed: int, repeats: float, flood: float) -> Repeats:
    """Draw which picture each of a stream of uploads is, and how soon it comes again."""
    numbers = upload_numbers(seed=seed, uploads=UPLOADS, repeats=repeats, flood=flood)
    return Repeats(stack_distances(numbers))
