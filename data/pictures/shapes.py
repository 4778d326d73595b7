"""How goods look: what each covers of a picture, by class, variant, texture and angle.

A cover is a number from 0 (only the ground) to 1 (only the good) for every pixel, so a picture is
ground + cover x (colour - ground). Everything that may be drawn is in one bank, which is what lets
the posterior add up every way in which a picture might have come about.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from data.pictures.constants import ANGLES, BLUR, NAMES, SIDE, TEXTURES, VARIANT_SHARES

FINE = 3  # sub-pixels along each side of a pixel

Plane = np.ndarray


def _box(x: Plane, y: Plane, left: float, right: float, top: float, bottom: float) -> Plane:
    return (x >= left) & (x <= right) & (y >= top) & (y <= bottom)


def _disc(x: Plane, y: Plane, cx: float, cy: float, rx: float, ry: float = 0.0) -> Plane:
    return ((x - cx) / rx) ** 2 + ((y - cy) / (ry or rx)) ** 2 <= 1


def _ring(x: Plane, y: Plane, cx: float, cy: float, outer: float, inner: float) -> Plane:
    return _disc(x, y, cx, cy, outer) & ~_disc(x, y, cx, cy, inner)


def _flare(x: Plane, y: Plane, top: float, bottom: float, above: float, below: float) -> Plane:
    """A trapezium from half width `above` at the top to `below` at the bottom."""
    half = above + (below - above) * (y - top) / (bottom - top)
    return (y >= top) & (y <= bottom) & (np.abs(x) <= half)


def _mug(x: Plane, y: Plane, tall: bool) -> Plane:
    top = -0.6 if tall else -0.35
    return _box(x, y, -0.5, 0.35, top, 0.55) | _ring(x, y, 0.4, 0.1 + top / 8, 0.32, 0.18)


def _bottle(x: Plane, y: Plane, tall: bool) -> Plane:
    half = 0.25 if tall else 0.38
    return _box(x, y, -half, half, -0.2, 0.75) | _box(x, y, -0.13, 0.13, -0.8, -0.2)


def _shirt(x: Plane, y: Plane, long: bool) -> Plane:
    sleeve = 0.35 if long else -0.1
    arms = _box(np.abs(x), y, 0.36, 0.72, -0.55, sleeve)
    return (_box(x, y, -0.4, 0.4, -0.55, 0.6) | arms) & ~_disc(x, y, 0, -0.58, 0.17)


def _dress(x: Plane, y: Plane, long: bool) -> Plane:
    skirt = _flare(x, y, 0.0, 0.8 if long else 0.6, 0.26, 0.6)
    arms = _box(np.abs(x), y, 0.25, 0.6, -0.55, -0.25)
    return (_box(x, y, -0.3, 0.3, -0.55, 0.05) | skirt | arms) & ~_disc(x, y, 0, -0.58, 0.15)


def _bag(x: Plane, y: Plane, wide: bool) -> Plane:
    half = 0.62 if wide else 0.45
    return _box(x, y, -half, half, -0.2, 0.6) | _ring(x, y, 0, -0.22, 0.4, 0.26) & (y < -0.15)


def _book(x: Plane, y: Plane, wide: bool) -> Plane:
    half = 0.6 if wide else 0.45
    spine = _box(x, y, -half + 0.1, -half + 0.17, -0.6, 0.6)
    return _box(x, y, -half, half, -0.25 if wide else -0.6, 0.6) & ~spine


def _chair(x: Plane, y: Plane, arms: bool) -> Plane:
    legs = _box(np.abs(x), y, 0.36, 0.5, 0.15, 0.8)
    rest = _box(x, y, -0.5, -0.3, -0.75, 0.15)
    return (
        _box(x, y, -0.5, 0.5, 0.05, 0.22) | legs | rest | (arms & _box(x, y, -0.5, 0.3, -0.3, -0.2))
    )


def _shoe(x: Plane, y: Plane, boot: bool) -> Plane:
    shaft = _box(x, y, -0.65, -0.15, -0.6 if boot else -0.15, 0.4)
    return (
        shaft | (_disc(x, y, 0.1, 0.4, 0.6, 0.32) & (y < 0.42)) | _box(x, y, -0.65, 0.7, 0.38, 0.5)
    )


def _lamp(x: Plane, y: Plane, desk: bool) -> Plane:
    shade = _flare(x, y, -0.75, -0.2, 0.2, 0.5)
    foot = _disc(x, y, 0, 0.7, 0.5 if desk else 0.3, 0.12)
    return shade | _box(x, y, -0.07, 0.07, -0.2, 0.7) | foot


def _watch(x: Plane, y: Plane, square: bool) -> Plane:
    face = _box(x, y, -0.36, 0.36, -0.36, 0.36) if square else _disc(x, y, 0, 0, 0.42)
    return face & ~_box(x, y, -0.04, 0.04, -0.25, 0.05) | _box(x, y, -0.2, 0.2, -0.85, 0.85) & ~face


def _ball(x: Plane, y: Plane, striped: bool) -> Plane:
    return _disc(x, y, 0, 0, 0.62) & ~(striped & (np.abs(y) < 0.1))


def _beaker(x: Plane, y: Plane) -> Plane:
    return _flare(x, y, -0.55, 0.6, 0.4, 0.3)


def _folded(x: Plane, y: Plane) -> Plane:
    return _box(x, y, -0.42, 0.42, -0.5, 0.5) & ~_disc(x, y, 0, -0.53, 0.16)


def _parcel(x: Plane, y: Plane) -> Plane:
    return _box(x, y, -0.52, 0.52, -0.3, 0.6)


DRAW = dict(
    zip(
        NAMES,
        (_mug, _bottle, _shirt, _dress, _bag, _book, _chair, _shoe, _lamp, _watch, _ball),
        strict=True,
    )
)


ALIKE = {
    "mug": _beaker,
    "bottle": _beaker,
    "shirt": _folded,
    "dress": _folded,
    "bag": _parcel,
    "book": _parcel,
}
"""What two classes look like in their last form; the others keep their second."""


def _shape(kind: str, variant: int, x: Plane, y: Plane) -> Plane:
    """Where a good of some class is, in one of its forms."""
    if variant == 2 and kind in ALIKE:
        return ALIKE[kind](x, y)
    return DRAW[kind](x, y, variant > 0)


def _texture(name: str, x: Plane, y: Plane) -> Plane:
    """How much of the good's colour shows: all, in stripes, or but for a printed word."""
    if name == "stripes":
        return np.where(np.floor(y * 5) % 2 == 0, 1.0, 0.55)
    if name == "word":
        printed = _box(x, y, -0.3, 0.3, 0.0, 0.25) & (np.floor(x * 10) % 2 == 0)
        return np.where(printed, 0.25, 1.0)
    return np.ones_like(x)


def _turned(angle: float) -> tuple[Plane, Plane]:
    """The coordinates of every sub-pixel in the frame of a good turned by `angle` degrees."""
    along = (np.arange(SIDE * FINE) + 0.5) / (SIDE * FINE) * 2.2 - 1.1
    x, y = np.meshgrid(along, along)
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return cosine * x + sine * y, cosine * y - sine * x


@cache
def covers() -> np.ndarray:
    """Every cover, sharp and blurred: shape (2, ways, SIDE * SIDE), float32.

    The ways count up by class, then variant, then texture, then angle.
    """
    planes = [_turned(angle) for angle in ANGLES]
    fine = [
        _shape(kind, variant, x, y) * _texture(texture, x, y)
        for kind in NAMES
        for variant in range(len(VARIANT_SHARES))
        for texture in TEXTURES
        for x, y in planes
    ]
    stack = np.array(fine, dtype=np.float32).reshape(-1, SIDE, FINE, SIDE, FINE)
    sharp = stack.mean(axis=(2, 4))
    both = np.stack([sharp, np.einsum("ij,wjk,kl->wil", _blur(), sharp, _blur(), optimize=True)])
    bank = both.reshape(2, len(sharp), -1).astype(np.float32)
    bank.flags.writeable = False
    return bank


def _blur() -> np.ndarray:
    """The matrix that blurs along one side, edges repeated: (SIDE, SIDE)."""
    place = np.arange(SIDE)
    weights = np.exp(-0.5 * ((place[:, None] - np.arange(-8, SIDE + 8)[None, :]) / BLUR) ** 2)
    folded = np.zeros((SIDE, SIDE))
    np.add.at(folded.T, np.clip(np.arange(-8, SIDE + 8), 0, SIDE - 1), weights.T)
    return (folded / folded.sum(axis=1, keepdims=True)).astype(np.float32)


WAYS_A_CLASS = len(VARIANT_SHARES) * len(TEXTURES) * len(ANGLES)
"""How many of the ways belong to each class."""
