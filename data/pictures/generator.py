"""Pictures of goods, drawn with everything that makes them hard, and who they really show."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.pictures.circumstances import Circumstances
from data.pictures.constants import (
    ANGLES,
    CLASSES,
    GOODS,
    GROUNDS,
    NAMES,
    NEW,
    PRIOR,
    RARE,
    ROTATED,
    SHARES,
    SIDE,
    STICKERS,
    TEXTURES,
    UPRIGHT,
    VARIANT_SHARES,
)
from data.pictures.posterior import posterior
from data.pictures.shapes import covers
from data.world import World, stream

DRIFTS = ("none", "camera", "goods")


def class_shares(drift: str, share: float) -> np.ndarray:
    """How often each of NAMES is on a picture: (11,); under "goods" a `share` shows new ones."""
    new = share if drift == "goods" else 0.0
    return np.array([PRIOR[name] * (1 - new) for name in CLASSES] + [new])


def pictures(
    *, seed: int, pictures: int, drift: str = "none", share: float = 0.3, name: str = "live"
) -> World:
    """Draw so many pictures, each with its class and the exact posterior of every class.

    `seen` has what the service knows of an upload: its camera, and the class a moderator would
    give it; `truth` how it was drawn, in which slices it lies, and the posterior, a column a class
    ("p mug"). `about` holds `pixels` (pictures, 3, 32, 32) in float32: what the sensor delivers,
    white being 1, not clipped. Under the drift "camera" a `share` of the pictures is taken with the
    new phone; under "goods" a share shows what nobody sold before. `name` names the streams: sets
    of other names are other pictures.

    What the posterior is: P(class | all pixels, circumstances), with every variant, texture, angle
    and colour added up that might have been drawn (see `posterior`). No model that looks at the
    pixels can be right more often on average, even if told the circumstances.
    """
    told = _circumstances(seed, pictures, drift, share, name)
    shares = class_shares(drift, share)
    drawn = _goods(seed, pictures, shares, name)
    pixels = _expose(drawn, told, stream(seed, f"{name} pictures noise"))
    chances = posterior(pixels, told, way_shares(shares))
    slices = _slices(drawn, told)
    truth = pd.DataFrame(
        {f"p {label}": chances[:, at] for at, label in enumerate(NAMES)}
        | {"class": drawn["class"], "angle": np.array(ANGLES)[drawn["angle"]]}
        | {f"in {part}": inside for part, inside in slices.items()}
    )
    seen = pd.DataFrame(
        {"camera": told.camera, "label": np.array(NAMES)[drawn["class"]].astype(object)}
    )
    return World(seen, truth, {"pixels": pixels.reshape(-1, 3, SIDE, SIDE)})


def way_shares(shares: np.ndarray) -> np.ndarray:
    """How often each way of drawing comes, given how often each class does: (ways,)."""
    angles = np.array(
        [(1 - SHARES["rotated"]) / len(UPRIGHT)] * len(UPRIGHT)
        + [SHARES["rotated"] / len(ROTATED)] * len(ROTATED)
    )
    textures = np.full(len(TEXTURES), 1 / len(TEXTURES))
    return np.einsum("c,v,t,a->cvta", shares, VARIANT_SHARES, textures, angles).ravel()


def _circumstances(seed: int, n: int, drift: str, share: float, name: str) -> Circumstances:
    def rng(what: str) -> np.random.Generator:
        return stream(seed, f"{name} pictures {what}")

    covered = rng("covered").random(n) < SHARES["covered"]
    return Circumstances(
        blurred=rng("blurred").random(n) < SHARES["blurred"],
        dim=rng("dim").random(n) < SHARES["dim"],
        sticker=np.where(covered, rng("sticker").integers(0, len(STICKERS), n), -1),
        ground=rng("ground").integers(0, len(GROUNDS), n),
        camera=(rng("camera").random(n) < share * (drift == "camera")).astype(int),
    )


def _goods(seed: int, n: int, shares: np.ndarray, name: str) -> dict[str, np.ndarray]:
    """Class, angle, colour and way (see `shapes.covers`) of each picture."""
    rng = stream(seed, f"{name} pictures goods")
    drawn, rotated, form = rng.random((3, n))
    kind = np.searchsorted(np.cumsum(shares), drawn * shares.sum(), side="right")
    upright, turned = rng.integers(0, len(UPRIGHT), n), rng.integers(0, len(ROTATED), n)
    angle = np.where(rotated < SHARES["rotated"], len(UPRIGHT) + turned, upright)
    variant = np.searchsorted(np.cumsum(VARIANT_SHARES)[:-1], form, side="right")
    texture = rng.integers(0, len(TEXTURES), n)
    way = ((kind * len(VARIANT_SHARES) + variant) * len(TEXTURES) + texture) * len(ANGLES) + angle
    return {"class": kind, "angle": angle, "way": way, "colour": rng.integers(0, len(GOODS), n)}


def _expose(
    drawn: Mapping[str, np.ndarray], told: Circumstances, rng: np.random.Generator
) -> np.ndarray:
    """The pixels of each picture: (pictures, 3, SIDE * SIDE)."""
    cover = covers()[told.blurred.astype(int), drawn["way"]][:, None, :]
    ground, good = (
        np.array(palette, dtype=np.float32)[picked]
        for palette, picked in ((GROUNDS, told.ground), (GOODS, drawn["colour"]))
    )
    clean = ground[:, :, None] + cover * (good - ground)[:, :, None]
    np.copyto(clean, np.float32(0.8), where=~told.uncovered()[:, None, :])
    noise = rng.standard_normal(clean.shape, dtype=np.float32)
    scale = told.noise().astype(np.float32)[:, None, None]
    return clean * told.lit().astype(np.float32)[:, :, None] + noise * scale


def _slices(drawn: Mapping[str, np.ndarray], told: Circumstances) -> dict[str, np.ndarray]:
    """Which pictures lie in which slice."""
    label = np.array(NAMES)[drawn["class"]]
    inside = {
        "blurred": told.blurred,
        "covered": told.sticker >= 0,
        "rotated": drawn["angle"] >= len(UPRIGHT),
        "dim": told.dim,
        "rare goods": np.isin(label, RARE),
        "new camera": told.camera == 1,
        "new goods": label == NEW,
    }
    return {"plain": ~np.any(list(inside.values()), axis=0)} | inside
