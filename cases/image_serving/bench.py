"""This machine: the same files timed here, beside the record. Only relations are judged."""

from __future__ import annotations

from dataclasses import dataclass

from cases.image_serving.machines import PIXELS
from pipelines.vision.profile import BatchTimes, machine, measured, recorded
from pipelines.vision.shapes import Part

SIZES, RUNS = (1, 4), 2
LARGE, HALF, ZEROED = Part("large"), Part("half"), Part("zeroed")
DYNAMIC, STATIC = Part("large", "dynamic"), Part("large", "all")
TRIED = (LARGE, HALF, ZEROED, DYNAMIC, STATIC)
CLEAR = 1.25
"""How many times faster counts as faster; less is alike, and the inverse is slower."""

MARGIN = 1.6
"""Relations that differ by less than this count as the same, whatever side they lie on."""


@dataclass(frozen=True, eq=False)
class Bench:
    """What was measured here, for pictures of `side` pixels on one thread."""

    side: int
    times: dict[Part, BatchTimes]
    machine: dict[str, str]


def measured_here(*, side: str) -> Bench:
    """Time the large network's forms on this machine."""
    pixels = PIXELS[side]
    return Bench(pixels, measured(TRIED, pixels, batches=SIZES, runs=RUNS), machine())


def relations(times: dict[Part, BatchTimes]) -> dict[str, float]:
    """How many times as fast each form is as the large network in 32-bit floats, a picture alone;
    and what batches bring it."""
    alone = {part: found.measured[1][1] for part, found in times.items()}
    first, most = min(times[LARGE].measured), SIZES[-1]
    batch = times[LARGE].measured
    return {
        "half the filters": alone[LARGE] / alone[HALF],
        "80 % of weights zero": alone[LARGE] / alone[ZEROED],
        "int8 dynamic": alone[LARGE] / alone[DYNAMIC],
        "int8 static": alone[LARGE] / alone[STATIC],
        f"batches of {most}": most * batch[first][1] / batch[most][1],
    }


def on_record(side: int) -> dict[Part, BatchTimes]:
    """The same files on record."""
    return {part: recorded(part, side) for part in TRIED}


def same(here: float, there: float) -> bool:
    """Whether two relations say the same: both faster, both slower, or near each other."""
    kind = [(one > CLEAR) - (one < 1 / CLEAR) for one in (here, there)]
    return kind[0] == kind[1] or max(here / there, there / here) < MARGIN
