"""Every fairness method on the same applicants, and the best that anybody could trade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from cases.credit.cutoffs import level_curves, turns
from cases.credit.decide import SHARES, earned, operating
from cases.credit.judged import judged
from cases.credit.labels import Outcomes
from cases.credit.methods import AFTER, BEFORE, WITHIN, decider
from cases.credit.model import Examples, Model
from cases.credit.plainly import position_of
from cases.credit.readings import METRICS
from cases.credit.sums import parts
from cases.credit.world import Applicants
from kit.readings import read
from pipelines.evaluation.decisions import best_value_threshold
from pipelines.evaluation.tally import Fixed, Tally
from pipelines.watching import part_done

READ = ("profit", "approval", "accept_gap", "tpr_gap", "fpr_gap", "ppv_gap", "lots")
BLIND_TO_COSTS = ("grid", "optimizer")
"""Methods of fairlearn's that count errors and cannot be told what a default costs."""

ALLOWED = (0.0, 0.02, 0.05, 0.08, 0.11, 0.14, 0.17, 0.2, 0.25, 0.3, 0.4)
"""Gaps for which the frontier is worked out."""


@dataclass(frozen=True, eq=False)
class Rivals:
    """`table` has a row for each method at its own line, with its readings; `frontier` the most
    profit at each gap allowed, of whoever knows the exact chances."""

    table: pd.DataFrame
    frontier: pd.DataFrame


def rivals(
    past: Applicants,
    live: Applicants,
    outcomes: Outcomes,
    examples: Examples,
    plain: Model,
    *,
    tightness: float,
    band: float,
    loss: float,
    model: str,
    seed: int,
) -> Rivals:
    """Run every fairness method on the same applicants (takes some seconds)."""
    run = partial(
        decider,
        past,
        examples,
        plain,
        tightness=tightness,
        band=band,
        loss=loss,
        model=model,
        seed=seed,
    )
    rows, tried = [], list(_variants())
    for done, (method, constraint, objective) in enumerate(tried):
        part_done(done / len(tried))
        found = run(method=method, constraint=constraint, objective=objective)
        line = operating(past, outcomes, found, rule="expected", loss=loss)
        ranked = judged(live, found, rejects="none", exploration=0.0)
        sums = Tally(parts(ranked) | {"loss": Fixed(loss)}, SHARES)
        at = position_of(ranked, line.cutoff)
        read_off = {name: _at(sums, name, at) for name in READ}
        rows.append(
            {"method": method, "constraint": constraint, "objective": objective}
            | {"asks": found.at_decision}
            | read_off
        )
    return Rivals(pd.DataFrame(rows), frontier(live, loss))


def frontier(live: Applicants, loss: float) -> pd.DataFrame:
    """The most that 1,000 applications earn at each gap in approval allowed: columns gap, profit.

    By the exact chances, each group up to its own level; in repaid loans an application.
    """
    group, best = live.group, live.best
    if len(np.unique(group)) < 2:
        return pd.DataFrame(columns=["gap", "profit"])
    curves, worth = level_curves(best, np.ones(len(best)), group), earned(best, loss)
    rows = []
    for allowed in ALLOWED:
        score = -turns(curves, best, group, allowed)
        approved = score >= best_value_threshold(worth, score)
        gap = abs(approved[group == 0].mean() - approved[group == 1].mean())
        rows.append((gap, float((approved * earned(live.default, loss)).mean())))
    return pd.DataFrame(rows, columns=["gap", "profit"])


def _variants() -> Iterator[tuple[str, str, str]]:
    """Each method with each constraint it takes: (method, constraint, objective)."""
    for method in ("none", *BEFORE, "band"):
        yield method, "parity", "money"
    for constraint in ("parity", "opportunity", "odds"):
        for method in (*WITHIN, *AFTER[:2]):
            yield method, constraint, "accuracy" if method in BLIND_TO_COSTS else "money"
        yield "exponentiated", constraint, "accuracy"


def _at(sums: Tally, name: str, position: int) -> float:
    """A reading at a position of the dial."""
    metric = next(metric for metric in METRICS if metric.name == name)
    values = read(metric, sums)
    return float(values[position if len(values) > 1 else 0])
