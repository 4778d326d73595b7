"""How long batches take: measured once and kept on record, or measured on this machine now.

`python -m pipelines.vision.profile` measures every file anew and writes `models/profile.json`;
given sides of pictures in pixels, only those. One thread is timed, by the processor time it used,
so that what else runs on a machine disturbs little.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from pipelines.vision.family import FOLDER, session
from pipelines.vision.shapes import PARTS, REST, WIDTHS, Part

RECORD = FOLDER / "profile.json"
SIDES = (112, 84, 56)
"""Pixels along a side of what a marketplace sends on; our drawings of 32, 24 and 16 stand for
them."""

BATCHES = (1, 2, 4, 8)
RUNS = 12
IN_A_ROW, LONG_MS = 6, 60.0


@dataclass(frozen=True)
class BatchTimes:
    """How long a batch of b takes: `t0_ms + per_item_ms * b`, fitted to what was measured.

    `cv` is the spread of single runs, half of what lies between the shortest and a long one;
    `error` the largest relative distance of the fit from a usual time; `measured` maps batch sizes
    to (shortest, usual, long) in ms.
    """

    t0_ms: float
    per_item_ms: float
    cv: float
    error: float
    measured: dict[int, tuple[float, float, float]]

    @property
    def gain(self) -> float:
        """How many times as many pictures a second the largest batch serves as one at a time."""
        most = max(self.measured)
        return most * self.measured[1][1] / self.measured[most][1]


def fitted(measured: dict[int, tuple[float, float, float]]) -> BatchTimes:
    """A line through usual times, errors counted relative to them; neither part below zero.

    >>> times = fitted({1: (3.0, 3.0, 3.0), 2: (5.0, 5.0, 5.0), 4: (9.0, 9.0, 9.0)})
    >>> round(times.t0_ms, 6), round(times.per_item_ms, 6), times.cv
    (1.0, 2.0, 0.0)
    """
    from scipy.optimize import nnls

    size = np.array(list(measured), dtype=float)
    low, usual, long = np.array(list(measured.values())).T
    # Each line of the system is divided by its time: relative errors count alike.
    (t0, each), _ = nnls(np.column_stack([1 / usual, size / usual]), np.ones(len(size)))
    error = float(np.max(np.abs((t0 + each * size) / usual - 1)))
    cv = float(np.median((long - low) / usual) / 2)
    return BatchTimes(float(t0), float(each), cv, error, dict(measured))


@cache
def recorded(part: Part, side: int) -> BatchTimes:
    """The batch times on record of a file, for pictures of `side` pixels, on one thread."""
    rows = record()["times"][f"{part.alike.file} {side}"]
    return fitted({int(size): tuple(times) for size, times in rows.items()})


@cache
def record() -> dict[str, Any]:
    """The record: the machine, versions, number of runs, and times by file and side."""
    return json.loads(RECORD.read_text())


def measured(
    parts: Sequence[Part],
    side: int,
    *,
    batches: Sequence[int] = BATCHES,
    runs: int = RUNS,
) -> dict[Part, BatchTimes]:
    """Time some files on this machine, in turns so that what disturbs one disturbs all."""
    found: dict[tuple[Part, int], list[float]] = {}
    for _ in range(runs + 1):
        for part in parts:
            for size in batches:
                found.setdefault((part, size), []).append(_run(part, side, size))
    return {
        part: fitted({size: _summary(found[part, size][1:]) for size in batches}) for part in parts
    }


def _summary(times: list[float]) -> tuple[float, float, float]:
    """The shortest, a usual and a long time: what else a machine does only adds, so the usual one
    is the lower quartile, the long one the median."""
    low, usual, long = np.percentile(times, (0, 25, 50))
    return float(low), float(usual), float(long)


def _run(part: Part, side: int, size: int) -> float:
    """Milliseconds one batch takes: the shortest of a few in a row, as the first finds nothing
    of its own in the processor's memory; a long one stands alone."""
    ready = session(part)
    name, pixels = ready.get_inputs()[0].name, _pixels(part, side, size)
    times: list[float] = []
    while len(times) < IN_A_ROW and sum(times) < LONG_MS:
        began = time.thread_time()
        ready.run(["logits"], {name: pixels})
        times.append(1000 * (time.thread_time() - began))
    return min(times)


@cache
def _pixels(part: Part, side: int, size: int) -> np.ndarray:
    """Any pixels of that size, or any features for the part that takes them."""
    width, across = (WIDTHS["large"][1], side // 2) if part == REST else (3, side)
    return np.random.default_rng(0).random((size, width, across, across), dtype=np.float32)


def machine() -> dict[str, str]:
    """The machine, and the versions that decide how fast it is."""
    import onnxruntime

    return {
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "onnxruntime": onnxruntime.__version__,
        "numpy": np.__version__,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as lines:
            named = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    except OSError:
        named = []
    return named[0] if named else platform.processor() or "unknown"


def write(sides: Sequence[int]) -> None:
    """Measure pictures of some sizes; other sizes stay as they are on record."""
    different = [part for part in PARTS if part.alike == part]
    times = record()["times"] if RECORD.exists() else {}
    for side in sides:
        for part, found in measured(different, side).items():
            rows = {size: [round(t, 4) for t in row] for size, row in found.measured.items()}
            times[f"{part.file} {side}"] = rows
        kept = {"machine": machine(), "runs": RUNS, "times": times}
        RECORD.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    write([int(each) for each in sys.argv[1:]] or SIDES)
