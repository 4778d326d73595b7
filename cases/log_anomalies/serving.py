"""The stream: lines from the agents through parser workers, and how far behind they fall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kit.service import SMALL_SERVER
from pipelines.serving import Lognormal, Path, Station, cost_per_million, headroom
from pipelines.serving.load import Overload
from pipelines.serving.stream import DAY, STEP, Burst, Day, day_of_rates, through, unstable

# Milliseconds of processor time a line: assumed (see the whiteboard figures: 0.2 with Drain).
WORK = {"none": 0.01, "masking": 0.08, "drain": 0.2, "perfect": 0.15}
LEVEL_OF_TREE = 0.01  # ms for each level of Drain's tree beyond the fourth


@dataclass(frozen=True, eq=False)
class Stream:
    """A day of lines through the parser, with an outage's burst.

    `lag` is how many seconds a line waits that comes in each ten seconds of the day. `overload`
    says that even a usual day's peak is too much.
    """

    path: Path
    day: Day
    peak: float
    work: float
    cost: float
    overload: Overload | None

    @property
    def headroom(self) -> float:
        """How many times the usual peak fits before workers are 90 % busy."""
        return headroom(self.path, self.peak)

    @property
    def lag(self) -> np.ndarray:
        """Seconds a line waits for those before it, in each step of the day."""
        return next(iter(self.day.stages.values())).wait

    def lag_at(self, minute: np.ndarray) -> np.ndarray:
        """The lag (minutes) at these minutes of any day."""
        place = (np.asarray(minute) % 1440 * 60 / STEP).astype(int)
        return self.lag[np.minimum(place, DAY // int(STEP) - 1)] / 60


def served(
    *,
    parsing: str,
    depth: int,
    sampling: str,
    sample_share: float,
    traffic: int,
    workers: int,
    burst: float,
) -> Stream:
    """Send a day of lines through the parser workers: what they fall behind, what they cost."""
    work = WORK[parsing] + LEVEL_OF_TREE * (depth - 4) * (parsing == "drain")
    rate = traffic * (sample_share if sampling == "before" else 1.0)
    station = Station("parser", workers, Lognormal(work, 3 * work), price_per_hour=SMALL_SERVER)
    path = Path(station)
    usual = day_of_rates(rate, Burst())
    day = through(path, day_of_rates(rate, Burst(burst)), room=np.inf, when_full="delay")
    return Stream(
        path,
        day,
        rate,
        work,
        cost_per_million(path, float(usual.mean())),
        unstable("parser", usual, station.capacity_per_s),
    )
