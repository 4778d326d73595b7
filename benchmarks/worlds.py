"""Drawing payments and their windows: against the published way with pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from benchmarks.peers_payments import (
    WINDOWS,
    features_with_pandas,
    handbook_with_pandas,
)
from benchmarks.rounds import Row, Work, compare, growth
from cases.fraud.features import served
from data.payments import payments
from data.payments.ceilings import attainable
from data.world import World
from pipelines.learning.windows import Moments

CARDS, TERMINALS, DAYS = 5_000, 10_000, 183
DAY = 86_400.0


def rows(*, quick: bool) -> Iterator[Row]:
    """Generation and windows at the handbook's size (a tenth of it when quick), and growth.

    The published way is timed on one fiftieth of the cards (one in five hundred when quick).
    """
    parts, rounds = (10, 1) if quick else (1, 3)
    draw, share = partial(handbook, parts), 500 if quick else 50
    world = draw()
    small = handbook_with_pandas(CARDS // share, TERMINALS // share, DAYS, 0)
    yield compare(
        f"Draw {len(world):,} payments with their truth",
        draw,
        "row by row in pandas",
        lambda: handbook_with_pandas(CARDS // share, TERMINALS // share, DAYS, 0),
        rounds=rounds,
        per=(1, len(small) / len(world)),
        note=f"the peer draws {len(small):,} and no truth; scaled by payments",
    )
    yield from _windows(world, small, rounds)
    yield from _growth(rounds, (40, 20, 10) if quick else (16, 8, 4, 2))


def handbook(parts: int = 1) -> World:
    """The published simulator's world, or one part in so many of its cards and terminals."""
    return payments(
        preset="handbook",
        customers=CARDS // parts,
        terminals=TERMINALS // parts,
        days=DAYS,
        live_from=141,
        seed=0,
    )


def same_windows(frame: pd.DataFrame, *, delay: int = 7) -> pd.DataFrame:
    """The peer's twelve windows by sorted look-ups; a card's hold the payment itself, as there."""
    second = (frame["time"] - pd.Timestamp("2018-04-01")) / pd.Timedelta(seconds=1)
    time, amount = second.to_numpy(float), frame["amount"].to_numpy()
    span = (float(time.min()) - 60 * DAY, float(time.max()) + DAY)
    columns = {}
    for name in ("card", "terminal"):
        entity = frame[name].to_numpy().astype(np.int64)
        events = Moments.sort(entity, time, span=span).events(entity, time)
        for days in WINDOWS:
            if name == "card":
                count = events.within(days * DAY) + 1
                value = (events.within(days * DAY, amount) + amount) / count
            else:
                fraud = frame["fraud"].to_numpy()
                back, late = (delay + days) * DAY, delay * DAY
                count = events.within(back) - events.within(late)
                found = events.within(back, fraud) - events.within(late, fraud)
                value = found / np.maximum(count, 1)
            columns[f"{name}_payments_{days}d"] = count
            columns[f"{name}_{'mean' if name == 'card' else 'risk'}_{days}d"] = value
    return pd.DataFrame(columns, index=frame.index)


def _windows(world: World, small: pd.DataFrame, rounds: int) -> Iterator[Row]:
    frame = world.seen.assign(fraud=world.truth["fraud"])
    frame["time"] = pd.Timestamp("2018-04-01") + pd.to_timedelta(frame["time"], unit="s")
    mine, peer = same_windows(small), features_with_pandas(small)
    gap = np.abs(mine - peer[mine.columns]).to_numpy()
    yield compare(
        f"Windows of 1, 7 and 30 days on {len(frame):,} payments",
        lambda: same_windows(frame),
        "pandas groupby-rolling",
        lambda: features_with_pandas(small),
        rounds=rounds,
        per=(1, len(small) / len(frame)),
        note=f"the same twelve columns, {(gap < 1e-6).mean():.3%} of values equal (a window's edge "
        f"is in one or the other); the peer on {len(small):,} payments, scaled",
    )
    yield compare(
        f"Every feature of the fraud case on {len(frame):,} payments",
        lambda: features_of(world),
        "pandas groupby-rolling",
        lambda: features_with_pandas(small),
        rounds=rounds,
        per=(1, len(small) / len(frame)),
        note=f"{len(features_of(world).names)} columns against twelve; the peer scaled as above",
    )


def features_of(world: World):
    """All columns the fraud case serves."""
    return served(world.seen, features="risk", freshness="streaming")


def _growth(rounds: int, parts: tuple[int, ...]) -> Iterator[Row]:
    worlds = {part: handbook(part) for part in parts}

    def each(work: Callable[[int], object]) -> dict[int, Work]:
        return {len(worlds[part]): partial(work, part) for part in parts}

    works = {
        "Drawing payments": handbook,
        "Features": lambda part: features_of(worlds[part]),
        "The attainable ceiling": lambda part: attainable(worlds[part]),
    }
    for name, work in works.items():
        yield growth(name, each(work), rounds=rounds, of="payments")
