"""What the networks say: they run here, on the pictures themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.image_serving.world import Labelled
from data.world import World
from pipelines.vision.family import chances, logits, with_early_exit
from pipelines.vision.resizing import shrunk
from pipelines.vision.shapes import Part

FALLBACK = Part("small")
"""What answers for a full queue."""


def says(part: Part, pixels: np.ndarray, side: str) -> np.ndarray:
    """The chance a network gives each of the ten classes, on pictures shrunk to an input size:
    (pictures, 10)."""
    if not len(pixels):
        return np.zeros((0, 10), dtype=np.float32)
    return chances(logits(part, shrunk(pixels, int(side))))


def plain(uploads: World, *, model: str, side: str, way: str) -> np.ndarray:
    """Run the network in 32-bit floats on today's pictures; one with an early exit runs later."""
    pixels = uploads.about["pixels"]
    return says(Part(model), pixels[:0] if way == "exit" else pixels, side)


def candidate(
    uploads: World, plain: np.ndarray, *, model: str, precision: str, side: str
) -> np.ndarray:
    """Run the network in its new precision on today's pictures."""
    if precision == "fp32":
        return plain
    return says(Part(model, precision), uploads.about["pixels"], side)


@dataclass(frozen=True, eq=False)
class Release:
    """A new precision before its gate: accuracy by slice as the team sees it, before and after.

    `precision` is what goes live, `failed` names the slices for which the gate kept 32-bit floats.
    """

    precision: str
    before: dict[str, float]
    after: dict[str, float]
    failed: tuple[str, ...]


def release(
    labelled: Labelled,
    plain: np.ndarray,
    candidate: np.ndarray,
    *,
    model: str,
    precision: str,
    side: str,
    rollout: str,
    tolerance: float,
) -> Release:
    """Compare a new precision with 32-bit floats on labelled pictures: is it let through?"""
    if precision == "fp32":
        return Release("fp32", {}, {}, ())
    if labelled.rows is None:
        parts = (Part(model), Part(model, precision))
        both = [says(part, labelled.pixels, side) for part in parts]
    else:
        both = [plain[labelled.rows], candidate[labelled.rows]]
    before, after = (_by_slice(labelled, each) for each in both)
    looked_at = {"direct": (), "mean": ("all",), "slices": tuple(before)}[rollout]
    failed = tuple(name for name in looked_at if before[name] - after[name] > tolerance)
    return Release("fp32" if failed else precision, before, after, failed)


def _by_slice(labelled: Labelled, said: np.ndarray) -> dict[str, float]:
    """Accuracy overall ("all") and in every slice that has a labelled picture."""
    right = said.argmax(axis=1) == labelled.kind
    parts = {"all": np.ones(len(right), dtype=bool)} | labelled.slices
    return {name: float(right[inside].mean()) for name, inside in parts.items() if inside.any()}


@dataclass(frozen=True, eq=False)
class Said:
    """The chances of each class by the network, by what looks first (the same where nothing does),
    and by the small one that stands in for a full queue: (pictures, 10) each."""

    main: np.ndarray
    first: np.ndarray
    fallback: np.ndarray


def said(
    uploads: World,
    plain: np.ndarray,
    candidate: np.ndarray,
    release: Release,
    *,
    precision: str,
    side: str,
    way: str,
    first: str,
) -> Said:
    """Run what else looks at today's pictures: what stands in, what looks first, an early exit."""
    main = candidate if release.precision == precision else plain
    return _with_others(main, uploads.about["pixels"], side=side, way=way, first=first)


def run_on(
    pixels: np.ndarray, release: Release, *, model: str, side: str, way: str, first: str
) -> Said:
    """What the networks of a design say of some pictures."""
    shown = pixels[:0] if way == "exit" else pixels
    main = says(Part(model, release.precision), shown, side)
    return _with_others(main, pixels, side=side, way=way, first=first)


def _with_others(main: np.ndarray, pixels: np.ndarray, *, side: str, way: str, first: str) -> Said:
    """What the network says, and the others beside it."""
    fallback = says(FALLBACK, pixels, side)
    if way == "exit":
        early, late = with_early_exit(shrunk(pixels, int(side)))
        return Said(chances(late), chances(early), fallback)
    return Said(main, says(Part(first), pixels, side) if way == "cascade" else main, fallback)
