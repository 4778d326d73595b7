"""What a picture was taken under: light, camera, blur, ground, and what hides a part of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.pictures.constants import CAMERAS, DIM, SIDE, STICKER, STICKERS


@dataclass(frozen=True, eq=False)
class Circumstances:
    """What a picture was taken under, one value a picture; whoever computes the posterior is told.

    `blurred` and `dim` are true or false, `sticker` a place in STICKERS or -1, `ground` one in
    GROUNDS, `camera` one in CAMERAS.
    """

    blurred: np.ndarray
    dim: np.ndarray
    sticker: np.ndarray
    ground: np.ndarray
    camera: np.ndarray

    def lit(self) -> np.ndarray:
        """What each colour channel of each picture is multiplied by: (pictures, 3)."""
        balance = np.array([camera.balance for camera in CAMERAS])
        return balance[self.camera] * np.where(self.dim, DIM, 1.0)[:, None]

    def noise(self) -> np.ndarray:
        """Standard deviation of each picture's pixels."""
        return np.array([camera.noise for camera in CAMERAS])[self.camera]

    def uncovered(self) -> np.ndarray:
        """Which pixels no sticker hides: (pictures, SIDE * SIDE)."""
        return _OPEN[self.sticker]


def _open() -> np.ndarray:
    """Which pixels each sticker leaves open; the last row is that of no sticker."""
    plane = np.ones((len(STICKERS) + 1, SIDE, SIDE), dtype=bool)
    for place, (row, column) in enumerate(STICKERS):
        plane[place, row : row + STICKER, column : column + STICKER] = False
    return plane.reshape(len(plane), -1)


_OPEN = _open()
