"""What the marketplace's pictures show, how often, and with which cameras."""

from __future__ import annotations

from dataclasses import dataclass

SIDE = 32
"""Pixels along one side of a picture."""

CLASSES = (
    "mug",
    "bottle",
    "shirt",
    "dress",
    "bag",
    "book",
    "chair",
    "shoe",
    "lamp",
    "watch",
)
NEW = "ball"
"""What nobody sold when the models were trained."""

NAMES = (*CLASSES, NEW)
RARE = ("lamp", "watch")
PRIOR = {
    "mug": 0.13,
    "bottle": 0.11,
    "shirt": 0.14,
    "dress": 0.12,
    "bag": 0.11,
    "book": 0.11,
    "chair": 0.11,
    "shoe": 0.1,
    "lamp": 0.035,
    "watch": 0.035,
}

TEXTURES = ("plain", "stripes", "word")
VARIANT_SHARES = (0.47, 0.47, 0.06)
"""How often each class is drawn in each of its forms. In the last a mug and a bottle, a shirt and
a dress, a bag and a book are the same shape: of these nobody can be sure."""

UPRIGHT = (-8.0, 0.0, 8.0)
ROTATED = (45.0, 90.0, 180.0, 270.0, 315.0)
ANGLES = (*UPRIGHT, *ROTATED)
"""Degrees."""

BLUR = 1.8
"""Standard deviation of the blur of a shaken picture, in pixels."""

STICKER = 12
"""Side of the price sticker that hides a part, in pixels."""

STICKERS = tuple((row, column) for row in (2, 9, 16) for column in (2, 9, 16))
"""Upper left corners where it may stick."""

GOODS = (
    (0.85, 0.25, 0.20),
    (0.20, 0.35, 0.80),
    (0.20, 0.60, 0.30),
    (0.90, 0.75, 0.20),
    (0.15, 0.13, 0.15),
)
"""Colours of goods: red, green and blue from 0 to 1."""

GROUNDS = ((0.92, 0.90, 0.86), (0.72, 0.70, 0.68), (0.55, 0.45, 0.35))
"""Colours of what they lie on: sheet, floor, table."""

SHARES = {"blurred": 0.15, "covered": 0.15, "rotated": 0.2, "dim": 0.12}
"""How often each befalls a picture, one independently of the others."""

DIM = 0.5
"""Light of a dim picture over that of a bright one."""

SLICES = ("plain", "blurred", "covered", "rotated", "dim", "rare goods", "new camera", "new goods")
"""Parts of the pictures that are judged by themselves; plain is what is in none of the others."""


@dataclass(frozen=True)
class Camera:
    """How a phone renders colours (what red, green and blue are multiplied by), and its noise:
    the standard deviation of every channel of every pixel, white being 1."""

    balance: tuple[float, float, float]
    noise: float


CAMERAS = (Camera((1.0, 1.0, 1.0), 0.11), Camera((1.25, 0.95, 0.55), 0.14))
"""The phones of the year the models were trained in, and the one that came after."""
