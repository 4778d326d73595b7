"""The years after launch: who is granted a loan, repays or defaults, and what that does to them.

After Liu et al. (2018): a repaid loan raises creditworthiness, a default lowers it by twice as
much, and people apply again next year as what they have become.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cases.credit.choices import SCORED
from cases.credit.decide import SHARES, by_lot
from cases.credit.judged import Judged, shares_reaching
from cases.credit.methods import Decider, decider
from cases.credit.model import Examples, columns, matrix, plain
from cases.credit.world import Applicants
from data.loans import remeasured, repaid_chance
from data.world import World, stream

PEOPLE = 2000
KNOTS = 11  # positions of the dial at which the years are lived
FALL = 2.0
"""How many times further a default lowers creditworthiness than a repayment raises it."""

POINTS = 60.0
"""Points of a bureau's scale in one spread of creditworthiness."""


@dataclass(frozen=True, eq=False)
class Years:
    """The same people year by year under one policy, at some positions of the dial.

    `merit` has shape (years + 1, people, knots), the first before any decision; `granted` (years,
    people, knots) is who had a loan; `group` is the people's, and `kept` are the positions of the
    knots.
    """

    merit: np.ndarray
    granted: np.ndarray
    group: np.ndarray
    kept: np.ndarray

    def means(self, at: int) -> np.ndarray:
        """Mean creditworthiness of each group after each year, in points: (years + 1, 2)."""
        return POINTS * self._by_group(self.merit, at)

    def approval(self, at: int) -> np.ndarray:
        """The share of each group that is approved in each year: (years, 2)."""
        return self._by_group(self.granted.astype(float), at)

    def _by_group(self, values: np.ndarray, at: int) -> np.ndarray:
        """Means over people, NaN where a group has nobody, at a position of the dial."""
        found = []
        for number in (0, 1):
            own = values[:, self.group == number]
            mean = own.mean(axis=1) if own.shape[1] else np.full(own.shape[::2], np.nan)
            found.append([np.interp(at, self.kept, year) for year in mean])
        return np.stack(found, axis=1)


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


def years(
    loans: World,
    live: Applicants,
    decider: Decider,
    judged: Judged,
    again: Teach | None,
    *,
    horizon: int,
    impact: float,
    seed: int,
) -> Years:
    """Live on for some years: decide, repay or default, and apply again as what one has become.

    A design that is taught anew keeps the share approved; any other keeps its cut-offs.
    """
    people = slice(0, min(PEOPLE, len(live.seen)))
    kept = np.linspace(0, len(SHARES) - 1, KNOTS).round().astype(int)
    seen = live.seen.iloc[people]
    group, odds = seen["group"].to_numpy(), loans.truth["odds"].to_numpy()[-len(live.seen) :]
    merit = np.repeat(live.merit[people, None], KNOTS, axis=1)
    course, granted, deciders = [merit], [], [decider] * KNOTS
    for year in range(1, horizon + 1):
        luck, lots = (
            stream(seed, f"{what} of year {year}").random(len(merit))
            for what in ("repayment", "lots")
        )
        pays = luck[:, None] < repaid_chance(loans.about["constants"], odds[people, None], merit)
        applied = _applied(loans, seen, merit, seed, year)
        if again is None or year == 1:
            has = _scores(applied, decider, lots) >= judged.cutoffs[kept]
        else:
            has = _in_turn(applied, deciders, lots, kept)
        if again is not None and year < horizon:
            deciders = _taught(again, live, applied, has, pays)
        merit = merit + impact * np.where(has, np.where(pays, 1.0, -FALL), 0.0)
        course.append(merit)
        granted.append(has)
    return Years(np.stack(course), np.stack(granted), group, kept)


def _applied(
    loans: World, seen: pd.DataFrame, merit: np.ndarray, seed: int, year: int
) -> list[pd.DataFrame]:
    """What the people's files say this year, a frame for each knot."""
    if year == 1:  # as they applied: all knots are alike
        return [seen] * merit.shape[1]
    group = seen["group"].to_numpy()
    bureau, income = remeasured(loans.about["constants"], merit, group, seed, year)
    pairs = zip(bureau.T, income.T, strict=True)
    return [seen.assign(bureau=one, income=other) for one, other in pairs]


def _scores(applied: list[pd.DataFrame], decider: Decider, lots: np.ndarray) -> np.ndarray:
    """What one decider says of the people: (people, knots)."""
    if applied[0] is applied[-1]:
        return np.repeat(by_lot(decider.scores(applied[0]), lots)[:, None], len(applied), axis=1)
    found = by_lot(decider.scores(pd.concat(applied)), np.tile(lots, len(applied)))
    return found.reshape(len(applied), -1).T


def _in_turn(
    applied: list[pd.DataFrame], deciders: list[Decider], lots: np.ndarray, kept: np.ndarray
) -> np.ndarray:
    """Who is approved where each knot has a decider of its own: (people, knots)."""
    turns = (
        shares_reaching(by_lot(own.scores(frame), lots), lots)[0]
        for frame, own in zip(applied, deciders, strict=True)
    )
    return np.stack(list(turns), axis=1) <= SHARES[kept] + 1e-9


def _taught(
    again: Teach, live: Applicants, applied: list[pd.DataFrame], has: np.ndarray, pays: np.ndarray
) -> list[Decider]:
    """Next year's decider of each knot, taught by the loans of this one."""
    return [
        again(replace(live, seen=frame), granted, repaid.astype(float))
        for frame, granted, repaid in zip(applied, has.T, pays.T, strict=True)
    ]
