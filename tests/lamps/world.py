"""Lamps leave a line, a sensor measures their wear, and wear decides how likely each is to fail."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.world import World, stream

LAMPS = 4000


def lamps(*, seed: int, noise: float) -> World:
    """Make lamps: the first half is there to learn from, the second half is made later."""
    wear = stream(seed, "wear").normal(size=LAMPS)
    chance = 1 / (1 + np.exp(3 - 1.5 * wear))
    reading = wear + noise * stream(seed, "sensor").normal(size=LAMPS)
    fault = stream(seed, "faults").random(LAMPS) < chance
    seen = pd.DataFrame(
        {"reading": reading, "fault": fault, "later": np.arange(LAMPS) * 2 >= LAMPS}
    )
    return World(seen, pd.DataFrame({"chance": chance}))
