"""The years after launch: who is granted a loan, repays or defaults, and what that does to them.

After Liu et al. (2018): a repaid loan raises creditworthiness, a default lowers it by twice as
much, and people apply again next year as what they have become.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.credit.decide import SHARES, by_lot
from cases.credit.judged import Judged
from cases.credit.methods import Decider
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

    `merit` has shape (years + 1, people, knots), the first before any decision; `group` is the
    people's, and `kept` are the positions of the knots.
    """

    merit: np.ndarray
    group: np.ndarray
    kept: np.ndarray

    def gaps(self, at: int) -> np.ndarray:
        """Mean creditworthiness of group A less that of B after each year, in points, at a
        position of the dial."""
        means = self.means(at)
        return means[:, 0] - means[:, 1]

    def means(self, at: int) -> np.ndarray:
        """Mean creditworthiness of each group after each year, in points: (years + 1, 2)."""
        found = [self._mean_of(group) for group in (0, 1)]
        return POINTS * np.stack(
            [[np.interp(at, self.kept, year) for year in group] for group in found], axis=1
        )

    def _mean_of(self, group: int) -> np.ndarray:
        """Mean creditworthiness of a group, NaN where nobody is in it: (years + 1, knots)."""
        own = self.merit[:, self.group == group]
        return own.mean(axis=1) if own.shape[1] else np.full(own.shape[::2], np.nan)


def years(
    loans: World,
    live: Applicants,
    decider: Decider,
    judged: Judged,
    *,
    horizon: int,
    impact: float,
    seed: int,
) -> Years:
    """Live on for some years: decide, repay or default, and apply again as what one has become."""
    people = slice(0, min(PEOPLE, len(live.seen)))
    kept = np.linspace(0, len(SHARES) - 1, KNOTS).round().astype(int)
    seen = live.seen.iloc[people]
    group, odds = seen["group"].to_numpy(), loans.truth["odds"].to_numpy()[-len(live.seen) :]
    merit = np.repeat(live.merit[people, None], KNOTS, axis=1)
    course = [merit]
    for year in range(1, horizon + 1):
        luck = stream(seed, f"repayment of year {year}").random(len(merit))[:, None]
        pays = luck < repaid_chance(loans.about["constants"], odds[people, None], merit)
        score = _scores(loans, seen, merit, decider, seed, year)
        has = score >= judged.cutoffs[kept]
        merit = merit + impact * np.where(has, np.where(pays, 1.0, -FALL), 0.0)
        course.append(merit)
    return Years(np.stack(course), group, kept)


def _scores(
    loans: World, seen: pd.DataFrame, merit: np.ndarray, decider: Decider, seed: int, year: int
) -> np.ndarray:
    """What the people score this year: (people, knots)."""
    lots = stream(seed, f"lots of year {year}").random(len(seen))
    if year == 1:  # as they applied: all knots are alike
        return np.repeat(by_lot(decider.scores(seen), lots)[:, None], merit.shape[1], axis=1)
    group = seen["group"].to_numpy()
    bureau, income = remeasured(loans.about["constants"], merit, group, seed, year)
    again = pd.concat([seen] * merit.shape[1], ignore_index=True)
    again["bureau"], again["income"] = bureau.T.ravel(), income.T.ravel()
    found = by_lot(decider.scores(again), np.tile(lots, merit.shape[1]))
    return found.reshape(merit.shape[1], -1).T
