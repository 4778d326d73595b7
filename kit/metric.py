"""What is read off a run: metrics, their readings, and how two readings differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipelines.evaluation.tally import Formula


@dataclass(frozen=True)
class Spread:
    """How many times wider than resampled entities alone say a reading varies over worlds.

    A bootstrap of users or cards knows nothing of another training sample or another draw of the
    world. `level` widens the interval of a reading, `difference` that of the change between two
    designs on one world. Both are measured over fresh seeds (see `kit.coverage`).
    """

    level: float = 1.0
    difference: float = 1.0


ENTITIES_ALONE = Spread()


@dataclass(frozen=True)
class Metric:
    """What a reading measures: its unit, which way is better, and the decision it drives.

    `unit` is one of `kit.words.UNITS`. `better` is up, down, one (the nearer to 1 the better) or
    none. `role` says what a change in it means when two runs are compared: value (what the business
    wants), ranking (how well rows are ordered), calibration, volume, harm, latency, cost or drift.
    `formula` is the reading as arithmetic on sums (see `pipelines.evaluation.tally`), for those
    that are read off rows. `exact` says why a reading has no interval, where it has none.
    `spread` widens its interval to what other worlds with the same settings would give.
    """

    name: str
    label: str
    unit: str
    better: str
    help: str
    role: str = ""
    headline: bool = False
    formula: Formula | None = None
    exact: str = ""
    spread: Spread = ENTITIES_ALONE


@dataclass(frozen=True)
class Reading:
    """One metric of one run at one position of the dial."""

    metric: Metric
    seen: float
    true: float
    low: float
    high: float
    ceiling: float
    budget: float | None
    why: str

    @property
    def of_ceiling(self) -> float:
        """The share of the ceiling reached, for readings where more is better; else NaN."""
        if self.metric.better != "up" or not self.ceiling > 0:
            return math.nan
        return self.true / self.ceiling

    @property
    def gap(self) -> float:
        """What the team sees beyond what is true; NaN where it sees nothing."""
        return self.seen - self.true


@dataclass(frozen=True)
class Difference:
    """How a reading of one run differs from another's: the change, its interval, and its kind."""

    change: float
    low: float
    high: float
    paired: bool

    @property
    def real(self) -> bool:
        """Whether the interval leaves out zero; without an interval, whether there is a change."""
        if math.isnan(self.low):
            return not math.isnan(self.change) and self.change != 0
        return not self.low <= 0 <= self.high
