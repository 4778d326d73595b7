"""The constants of a world of loans: what makes people default, and what is seen of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MONTHS_BEFORE, MONTHS_LIVE = 36, 12
"""Months of applications before launch, and months of them that are judged."""

YOUNG_SHARE = 0.25
INCOME_NOISE = 1.2
GAMED = 1.0
"""How far the income that a gaming applicant states lies above the one measured, in spreads."""

GAMING_SHARE = 0.5
RECESSION = 0.6
SEASON = (10, 11, 0)
"""Months of the year, from 0, in which a season makes defaults likelier."""

MIX = 0.25
OFFICER_NOISE = 0.7


@dataclass(frozen=True)
class LoanConstants:
    """Log odds of default are `base - slope * z`, with creditworthiness z of spread 1.

    z has mean 0 less `gap` for group B, less `young` for people under thirty, less
    `young_in_b` more for those of them in group B. The bureau measures z with noise of `bureau`
    in group A and `bureau + noise_gap` in group B. A district says the group with a strength
    `proxy`: of group B (0.5 + proxy / 2) live in district 1, of group A (0.5 - proxy / 2).
    """

    base: float = -1.6
    slope: float = 1.3
    gap: float = 0.5
    young: float = 0.1
    young_in_b: float = 0.3
    bureau: float = 0.6
    noise_gap: float = 0.4
    proxy: float = 0.8
    group_share: float = 0.3

    def mean_merit(self, group: np.ndarray, young: np.ndarray) -> np.ndarray:
        """The mean creditworthiness of people of a group (1 is B) and age (1 is under thirty)."""
        both = (group == 1) & (young == 1)
        return -self.gap * (group == 1) - self.young * (young == 1) - self.young_in_b * both

    def bureau_noise(self, group: np.ndarray) -> np.ndarray:
        """The spread of what the bureau adds to creditworthiness."""
        return self.bureau + self.noise_gap * (group == 1)

    def in_district_1(self, group: np.ndarray | int) -> np.ndarray | float:
        """The chance to live in district 1."""
        return 0.5 + self.proxy * (group - 0.5)
