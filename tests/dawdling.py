"""The toy with a world that takes long to make and writes down whose it begins, for what a server
does with work that nobody waits for any more."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

from data.world import World
from pipelines.engine import Pipeline
from tests.lamps import CASE as LAMPS
from tests.lamps import world

BEGUN = "SANDTABLE_TEST_BEGUN"  # the variable that names the file of what was begun
FIRST = 101  # worlds from this seed on take long
SECONDS = 3.0


def note(what: str, seed: int) -> None:
    """Write down that something was begun."""
    with Path(os.environ[BEGUN]).open("a") as begun:
        begun.write(f"{what} {seed}\n")


def lamps(*, seed: int, noise: float) -> World:
    """Make lamps: some take long."""
    if seed >= FIRST:
        note("lamps", seed)
        time.sleep(SECONDS)
    return world.lamps(seed=seed, noise=noise)


def learned(lamps: World, *, method: str, bins: int, seed: int) -> object:
    """Learn how often lamps fail."""
    if seed >= FIRST:
        note("learned", seed)
    return LAMPS.pipeline.stages["learned"].function(lamps, method=method, bins=bins)


_MINE = {"lamps": lamps, "learned": learned}
_STAGES = (_MINE.get(name, stage.function) for name, stage in LAMPS.pipeline.stages.items())
CASE = replace(LAMPS, pipeline=Pipeline(*_STAGES))
