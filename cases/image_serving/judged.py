"""Pictures with their answers: how right each is, in truth and as the team sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.image_serving.decide import Answers
from cases.image_serving.decide import answers as answered
from cases.image_serving.model import Release, run_on
from cases.image_serving.world import Labelled, posterior_of, slices_of
from data.world import World


@dataclass(frozen=True, eq=False)
class Judged:
    """Pictures, and how right the answers on them are: (pictures,) each.

    `right` is the posterior of the class that was given (in truth) or whether the label agrees (as
    seen); `right_fallback` the same of the small network's answer; `sure` the chance the answer
    itself claims.
    """

    right: np.ndarray
    right_fallback: np.ndarray
    sure: np.ndarray
    slices: Mapping[str, np.ndarray]


def judged(uploads: World, answers: Answers) -> Judged:
    """Judge the answers by the exact posterior of what each picture shows."""
    posterior = posterior_of(uploads)
    row = np.arange(len(posterior))
    return Judged(
        posterior[row, answers.kind],
        posterior[row, answers.fallback],
        answers.sure,
        slices_of(uploads),
    )


def attainable(uploads: World) -> Judged:
    """Judge the best there is: the likeliest class of each picture, by the exact posterior."""
    best = posterior_of(uploads).max(axis=1)
    return Judged(best, best, best, slices_of(uploads))


def believed(
    labelled: Labelled,
    answers: Answers,
    release: Release,
    *,
    model: str,
    side: str,
    way: str,
    first: str,
    cutoff: float,
) -> Judged:
    """Judge the answers on the pictures that have labels, as the team does."""
    if labelled.rows is not None:
        kind, fallback = answers.kind[labelled.rows], answers.fallback[labelled.rows]
        sure = answers.sure[labelled.rows]
    else:
        said = run_on(labelled.pixels, release, model=model, side=side, way=way, first=first)
        found = answered(said, way=way, cutoff=cutoff)
        kind, fallback, sure = found.kind, found.fallback, found.sure
    return Judged(
        (kind == labelled.kind).astype(float),
        (fallback == labelled.kind).astype(float),
        sure,
        labelled.slices,
    )
