"""Applicants judged: how a design ranks them, and what becomes of those it approves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.credit.decide import SHARES, by_lot
from cases.credit.labels import Outcomes
from cases.credit.methods import Decider
from cases.credit.model import Estimator, chance_of, columns, fitted, matrix
from cases.credit.world import Applicants
from data.loans.ceilings import logistic
from data.world import stream

TELLING = 0.7
"""Share of group A that states its group: assumed."""

SURE, SURER = 0.5, 0.5
"""Log odds that somebody of group B states it whose bureau score is 0, and what each spread of that
score adds, for who fears a refusal keeps silent: assumed."""

UNTOLD = -1  # the group of who states none


@dataclass(frozen=True, eq=False)
class Judged:
    """Applicants with a score, one row each: (rows,) arrays.

    `score` is what they are ranked by, `at` the share approved from which on each is approved (0
    for who is approved at random, whatever the score), `young` whether they are under thirty,
    `promised` the chance of default the design states, `default` whether they would default, as far
    as `known`. `changing` is how likely two lots decide differently, at each position of the dial:
    (rows, positions), or (rows, 1).
    """

    score: np.ndarray
    at: np.ndarray
    group: np.ndarray
    young: np.ndarray
    promised: np.ndarray
    default: np.ndarray
    known: np.ndarray
    changing: np.ndarray
    cutoffs: np.ndarray

    def approved(self, position: int) -> np.ndarray:
        """Who is approved at a position of the dial."""
        return self.at <= SHARES[position] + 1e-9


def judged(
    live: Applicants,
    decider: Decider,
    *,
    rejects: str,
    exploration: float,
) -> Judged:
    """Rank the applicants of the live year, whose outcomes only a simulator knows."""
    alternatives = decider.scores(live.seen)
    score = by_lot(alternatives, live.lots)
    at, cutoffs = shares_reaching(score, live.explore)
    if rejects == "explore":
        at = np.where(live.explore < exploration, 0.0, at)
    return Judged(
        score,
        at,
        live.group,
        live.young,
        decider.promises(live.seen),
        live.default,
        np.ones(len(score), dtype=bool),
        _changing(alternatives, cutoffs),
        cutoffs,
    )


def attainable(live: Applicants) -> Judged:
    """Rank the same applicants by the best anybody could know of them."""
    return _known_best(live, live.best)


def attainable_blind(live: Applicants) -> Judged:
    """Rank them by the best anybody could know who is not told the group."""
    return _known_best(live, live.blind)


def clairvoyant(live: Applicants) -> Judged:
    """Rank them by their true chances."""
    return _known_best(live, live.chance)


def guesses(past: Applicants, *, attribute: str) -> Estimator:
    """Learn to tell the group from what else is known of a past applicant."""
    names = tuple(name for name in columns(attribute) if name != "group")
    model = fitted("logistic", matrix(past.seen, names), past.group.astype(float), None, 0)
    told = chance_of(model)
    return lambda seen: 1.0 - told(matrix(seen, names))


def told(live: Applicants, guesses: Estimator) -> np.ndarray:
    """Guess how likely each live applicant is of group B: (rows,)."""
    return guesses(live.seen)


def audit_groups(
    past: Applicants, guesses: Estimator, *, audit_group: str, seed: int
) -> np.ndarray:
    """Take the group of past applicants as the audit knows it: recorded, stated, or guessed."""
    if audit_group == "inferred":
        return (guesses(past.seen) > 0.5).astype(int)
    if audit_group == "recorded":
        return past.group
    bureau = past.seen["bureau"].to_numpy()
    likely = np.where(past.group == 1, logistic(SURE + SURER * bureau), TELLING)
    states = stream(seed, "who states a group").random(len(bureau)) < likely
    return np.where(states, past.group, UNTOLD)


def audited(outcomes: Outcomes, audit_groups: np.ndarray, *, sample: int, seed: int) -> np.ndarray:
    """Draw the held-back applicants that the audit looks at: at most `sample` of each group, and
    nobody whose group it does not know."""
    rows = np.flatnonzero(outcomes.held & (audit_groups != UNTOLD))
    luck = pd.Series(stream(seed, "audit").random(len(audit_groups))[rows])
    order = luck.groupby(audit_groups[rows]).rank(method="first").to_numpy()
    return rows[order <= sample]


def believed(
    past: Applicants,
    outcomes: Outcomes,
    decider: Decider,
    judged: Judged,
    audit_groups: np.ndarray,
    audited: np.ndarray,
    *,
    population: str,
) -> Judged:
    """Judge the design as the team does: on months held back, by the outcomes it has.

    What cannot be known of the rejected is left out, or taken from the simulator where everybody's
    outcome is asked for.
    """
    rows, everybody = audited, population == "all"
    seen = past.seen.iloc[rows]
    score = by_lot(decider.scores(seen), past.lots[rows])
    return Judged(
        score,
        SHARES[np.searchsorted(-judged.cutoffs, -score)],
        audit_groups[rows],
        past.young[rows],
        decider.promises(seen),
        seen["recorded"].to_numpy(float) if everybody else outcomes.label[rows],
        np.ones(len(rows), dtype=bool) if everybody else outcomes.known[rows],
        np.zeros((len(rows), 1)),
        judged.cutoffs,
    )


def shares_reaching(score: np.ndarray, ties: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share approved from which on each row is, and the score that each share reaches down to.

    Equal scores follow each other by the numbers `ties`. Shapes (rows,) and (positions,).
    """
    order = np.lexsort((ties, -score))
    place = np.empty(len(score))
    place[order] = np.arange(1, len(score) + 1)
    ranked = score[order]
    last = np.round(SHARES * len(score)).astype(int) - 1
    cutoffs = np.where(last < 0, np.inf, ranked[np.maximum(last, 0)])
    cutoffs[-1] = -np.inf
    return (place - 0.5) / len(score), cutoffs


def _known_best(live: Applicants, chance: np.ndarray) -> Judged:
    at, cutoffs = shares_reaching(-chance, live.explore)
    known, none = np.ones(len(chance), dtype=bool), np.zeros((len(chance), 1))
    return Judged(-chance, at, live.group, live.young, chance, live.default, known, none, cutoffs)


def _changing(alternatives: tuple[np.ndarray, np.ndarray], cutoffs: np.ndarray) -> np.ndarray:
    """How likely two lots decide differently about each row, 2 q (1 - q), at each position."""
    said, chance = alternatives
    if said.shape[1] == 1:
        return np.zeros((len(said), 1))
    approved = np.zeros((len(said), len(cutoffs)))
    for score, share in zip(said.T, chance.T, strict=True):
        approved += share[:, None] * (score[:, None] >= cutoffs)
    return 2 * approved * (1 - approved)
