"""The toy with a stage that kills its own process once, for what outlives a killed worker."""

from __future__ import annotations

import os
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from data.world import World
from pipelines.engine import Pipeline
from tests.lamps import CASE as LAMPS

SCORES = LAMPS.pipeline.stages["scores"].function


def fuse_of(process: int) -> Path:
    """The file that tells one child of a process to die."""
    return Path(tempfile.gettempdir(), f"sandtable-fuse-{process}")


def scores(lamps: World, learned: pd.Series | None) -> np.ndarray:
    """Score every lamp; a process whose parent has laid out a fuse dies first, once."""
    fuse = fuse_of(os.getppid())
    if fuse.exists():
        fuse.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return np.asarray(SCORES(lamps, learned))


CASE = replace(
    LAMPS,
    pipeline=Pipeline(
        *(
            scores if stage.name == "scores" else stage.function
            for stage in LAMPS.pipeline.stages.values()
        )
    ),
)
