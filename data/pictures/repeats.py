"""Which picture each upload is: most are new, some come again, and some come in floods."""

from __future__ import annotations

import numpy as np

from data.world import stream

LONGEST = 20_000
"""Uploads after which a picture is no longer put up again."""

HOT = 20
"""Pictures that a flood is made of."""


def upload_numbers(*, seed: int, uploads: int, repeats: float, flood: float) -> np.ndarray:
    """The number of the picture in each of a stream of uploads: (uploads,).

    A share `flood` is one of HOT pictures; of the rest a share `repeats` puts up again what came
    some uploads ago, the logarithm of how many being uniform up to LONGEST: most come again soon.
    """
    rng = stream(seed, "pictures repeats")
    draws, ages, hot = rng.random((3, uploads))
    age = np.floor(np.exp(ages * np.log(LONGEST))).astype(np.int64)
    place = np.arange(uploads)
    again = (draws < flood + (1 - flood) * repeats) & (age <= place)
    number = HOT + place
    for at in np.flatnonzero(again).tolist():  # in order: what comes again may have come again
        number[at] = number[at - age[at]]
    return np.where(draws < flood, (hot * HOT).astype(np.int64), number)
