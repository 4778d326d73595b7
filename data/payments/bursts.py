"""Card testing: bursts of tiny payments that try out stolen cards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.payments.constants import DAY, PaymentConstants
from data.payments.entities import draw_luck
from data.world import stream


def draw_bursts(
    constants: PaymentConstants,
    terminals: pd.DataFrame,
    rate: np.ndarray,
    *,
    customers: int,
    seed: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bursts of card tests: extra payments on one card, at online merchants, within an hour.

    `rate` is bursts per day. Returns the payments, and a table of bursts (card, start in seconds,
    size). Where the world has no online merchants any terminal will do. What would fall after the
    last day does not happen.
    """
    slot, day = _arrivals(rate, seed=seed)
    most, cells = constants.burst_largest, (slot.max(initial=0) + 1, len(rate))
    card, start, size = (
        stream(seed, f"testing/{key}").random(cells)[slot, day] for key in ("card", "start", "size")
    )
    card, start = (card * customers).astype(np.int32), (day + start) * DAY
    size = constants.burst_smallest + (size * (most - constants.burst_smallest + 1)).astype(int)
    offset = stream(seed, "testing/offset").random((*cells, most))[slot, day]
    offset[:, 0] = 0.0
    time = start[:, None] + offset * constants.burst_seconds
    burst, member = np.nonzero((np.arange(most) < size[:, None]) & (time < len(rate) * DAY))
    cell = ((slot * cells[1] + day)[burst]) * most + member
    tests = _tests(constants, terminals, cell, most=cells[0] * cells[1] * most, seed=seed)
    columns = {"card": card[burst], "day": (time[burst, member] // DAY).astype(np.int32)}
    columns |= {"clock": time[burst, member] % DAY, "burst": burst.astype(np.int32)}
    return tests.assign(**columns), pd.DataFrame({"card": card, "start": start, "size": size})


def _tests(constants, terminals, cell, *, most: int, seed: int) -> pd.DataFrame:
    """Where and how much each test is, with the luck it carries; `cell` picks from fixed draws."""
    shops = np.flatnonzero(terminals["online"].to_numpy())
    shops = shops if shops.size else np.arange(len(terminals))
    pick = stream(seed, "testing/shop").random(most)[cell]
    small = stream(seed, "testing/amount").random(most)[cell]
    small = constants.micro_low + small * (constants.micro_high - constants.micro_low)
    luck = {key: values[cell] for key, values in draw_luck(most, name="testing", seed=seed).items()}
    columns = {"terminal": shops[(pick * shops.size).astype(int)].astype(np.int32)}
    return pd.DataFrame(columns | {"amount": np.round(small, 2)} | luck)


def _arrivals(rate: np.ndarray, *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Slot within the day, and day, of each burst: floor(rate + U) a day, so more only adds."""
    counts = np.floor(rate + stream(seed, "testing/counts").random(len(rate))).astype(int)
    day, slot = np.nonzero(np.arange(counts.max(initial=0)) < counts[:, None])
    return slot, day
