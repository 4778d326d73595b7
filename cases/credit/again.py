"""A design taught anew each year, by the loans that it granted itself the year before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cases.credit.choices import SCORED
from cases.credit.methods import Decider, decider
from cases.credit.model import Examples, columns, matrix, plain
from cases.credit.world import Applicants

Teach = Callable[[Applicants, np.ndarray, np.ndarray], Decider]
"""From a year's applicants, who of them had a loan and who repaid, to the next year's decider."""


def again(
    *,
    retrain: str,
    attribute: str,
    model: str,
    method: str,
    constraint: str,
    tightness: float,
    objective: str,
    band: float,
    loss: float,
    seed: int,
) -> Teach | None:
    """Say how the design is taught anew each year; None where it stays as it was launched.

    Only who had a loan teaches anything: the labels are as selective as the decisions were.
    Reductions, which train a dozen models each time, are left as they are. Where the method is
    forgotten, the plain model decides from the second year on.
    """
    if retrain == "never" or method not in SCORED:
        return None
    method = "none" if retrain == "forgotten" else method

    def teach(people: Applicants, granted: np.ndarray, repaid: np.ndarray) -> Decider:
        features, rows = matrix(people.seen, columns(attribute)), np.flatnonzero(granted)
        weight = np.ones(len(rows))
        examples = Examples(features[rows], repaid[rows], people.group[rows], weight)
        return decider(
            people,
            examples,
            plain(examples, model=model, attribute=attribute, seed=seed),
            method=method,
            constraint=constraint,
            tightness=tightness,
            objective=objective,
            band=band,
            loss=loss,
            model=model,
            seed=seed,
        )

    return teach
