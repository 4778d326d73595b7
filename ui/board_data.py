"""What the scoreboard sends to the browser: every reading at every position of the dial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kit.case import Case
from kit.choice import AUTO
from kit.figure import COLOURS
from kit.metric import Metric
from kit.run import Run
from pipelines.readout import Readout, Track

MOST_POSITIONS = 1_001
MOST_TILES = 6
MOST_CURVES = 3
DIGITS = 5
SHOWN = ("seen", "true", "ceiling", "pinned", "muted")


def payload(case: Case, run: Run, pinned: Run | None) -> dict[str, Any]:
    """All that the dial and its readings need in order to answer without the server, as JSON.

    Positions count from 0 in `axis`. An array holds one value a position, or one for all; numbers
    have five significant digits, null stands for n/a, and "Infinity" for what is unbounded.
    """
    readout = run.readout
    kept = positions_sent(readout, run.position)
    return {
        "dial": {name: getattr(case.dial, name) for name in ("name", "label", "help", "unit")},
        "axis": numbers(readout.axis[kept]),
        "at": nearest(kept, readout.at),
        "position": nearest(kept, run.position),
        "auto": run.design[case.dial.name] == AUTO,
        "marks": [[name, nearest(kept, at)] for name, at in readout.marks.items()],
        "leaks": list(case.leaks(run.design)),
        "tiles": [metric.name for metric in case.metrics if metric.headline][:MOST_TILES],
        "metrics": [_metric(metric, run, pinned, kept) for metric in case.metrics],
        "curves": [list(curve) for curve in case.curves[:MOST_CURVES]],
        "pinned": pinned is not None,
        "colours": {name: COLOURS[name] for name in SHOWN},
    }


def positions_sent(readout: Readout, position: int) -> np.ndarray:
    """Which positions of the readout the browser gets: all, or an even 1,001 with those named."""
    count = len(readout.axis)
    if count <= MOST_POSITIONS:
        return np.arange(count)
    named = {0, count - 1, readout.at, position, *readout.marks.values()}
    even = np.linspace(0, count - 1, MOST_POSITIONS - len(named)).round().astype(int)
    return np.union1d(even, list(named))


def nearest(kept: np.ndarray, position: int) -> int:
    """Where a position of the readout stands among the positions sent."""
    return int(np.abs(kept - position).argmin())


def numbers(values: np.ndarray | None) -> list[float | str | None] | None:
    """An array as JSON carries it: five significant digits, null for n/a, once where constant."""
    if values is None:
        return None
    if len(values) > 1 and np.array_equal(values, np.full_like(values, values[0]), equal_nan=True):
        values = values[:1]
    rounded = _significant(values)
    if not np.isfinite(rounded).all():
        return [_plain(value) for value in rounded.tolist()]
    whole = np.abs(rounded).max(initial=0) < 2**53 and (rounded == np.floor(rounded)).all()
    return rounded.astype(int).tolist() if whole else rounded.tolist()


def change_between(
    mine: Track, theirs: Track, *, kept: np.ndarray, at: int, paired: bool
) -> dict[str, list[float | str | None] | None]:
    """How a reading differs from a pinned run's at each position, that run standing at `at`.

    The interval holds the middle 95 % of the differences of the draws: draw by draw where they are
    paired, against drawn ones where not (`kit.run.Run.against`, at all positions at once).
    """
    with np.errstate(invalid="ignore"):
        change = _along(mine.true, kept) - theirs.at("true", at)
    low = high = None
    others = theirs.draws_at(at)
    if mine.draws is not None and others is not None:
        if not paired:
            others = np.random.default_rng(0).choice(others, len(mine.draws))
        draws = mine.draws[:, kept] if mine.draws.shape[1] > 1 else mine.draws
        low, high = middle(draws - others[:, None], 0.95)
        if np.isnan(change).any():
            low, high = (np.where(np.isnan(change), np.nan, end) for end in (low, high))
    return {"by": numbers(change), "low": numbers(low), "high": numbers(high)}


def middle(draws: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the middle `share` of each column, linear between draws; NaN draws are left out.

    One sort for all columns; `numpy.nanquantile` gives the same, one column at a time.
    """
    ordered = np.sort(draws, axis=0)
    last = np.count_nonzero(~np.isnan(ordered), axis=0) - 1
    column = np.arange(ordered.shape[1])

    def quantile(at: float) -> np.ndarray:
        rank = np.maximum(at * last, 0)
        below = rank.astype(int)
        above = np.minimum(below + 1, np.maximum(last, 0))
        start = ordered[below, column]
        return start + (rank - below) * (ordered[above, column] - start)

    return quantile((1 - share) / 2), quantile((1 + share) / 2)


def _metric(metric: Metric, run: Run, pinned: Run | None, kept: np.ndarray) -> dict[str, Any]:
    track = run.readout.tracks[metric.name]
    told: dict[str, Any] = {
        name: getattr(metric, name) for name in ("name", "label", "unit", "better", "help")
    }
    for name in ("true", "seen", "low", "high", "ceiling"):
        values = getattr(track, name)
        told[name] = None if values is None else numbers(_along(values, kept))
    told |= {"budget": track.budget, "why": track.why, "pinned": None, "change": None}
    if pinned is not None:
        theirs = pinned.readout.tracks[metric.name]
        told["pinned"] = numbers(np.array([theirs.at("true", pinned.position)]))
        told["change"] = change_between(
            track, theirs, kept=kept, at=pinned.position, paired=_paired(run, pinned, metric.name)
        )
    return told


def _paired(run: Run, pinned: Run, name: str) -> bool:
    mine, theirs = run.readout.tracks[name].draws, pinned.readout.tracks[name].draws
    if mine is None or theirs is None or len(mine) != len(theirs):
        return False
    scheme = run.readout.resamples
    return scheme != "" and scheme == pinned.readout.resamples


def _along(values: np.ndarray, kept: Sequence[int] | np.ndarray) -> np.ndarray:
    return values[kept] if len(values) > 1 else values


def _significant(values: np.ndarray) -> np.ndarray:
    """Five significant digits; dividing by a whole power of ten keeps them short when written."""
    usual = (np.abs(values) > 1e-290) & (np.abs(values) < 1e290)
    size = np.floor(np.log10(np.abs(np.where(usual, values, 1.0))))
    scale = 10.0 ** np.abs(DIGITS - 1 - size)
    fine = size < DIGITS
    up, down = np.where(fine, scale, 1.0), np.where(fine, 1.0, scale)
    whole = np.round(np.where(usual, values, 0.0) * up / down)
    return np.where(usual, whole / up * down, values)


def _plain(value: float) -> float | str | None:
    if value != value:
        return None
    if abs(value) == float("inf"):
        return "Infinity" if value > 0 else "-Infinity"
    return value
