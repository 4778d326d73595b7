"""The exact posterior of what a picture shows.

A picture is light x (ground + cover x (colour - ground)) plus independent Gaussian noise of known
size, and there are finitely many covers and colours. So the likelihood of each is a sum of squares,
and Bayes' rule over all of them gives P(class | pixels, circumstances) without approximation. What
an observer is told: camera, light, blur, what the good lies on, and where a sticker hides it.
"""

from __future__ import annotations

import numpy as np

from data.pictures.circumstances import Circumstances
from data.pictures.constants import GOODS, GROUNDS
from data.pictures.shapes import WAYS_A_CLASS, covers

TOGETHER = 128  # pictures worked out at a time: what is in between then stays in the cache


def posterior(pixels: np.ndarray, told: Circumstances, shares: np.ndarray) -> np.ndarray:
    """The chance of each class: (pictures, classes); rows add up to 1.

    `pixels` has shape (pictures, 3, SIDE * SIDE), `shares` is how often each way is drawn. Pictures
    with the same blur and sticker are worked out together.
    """
    chances = np.zeros((len(pixels), len(shares) // WAYS_A_CLASS))
    for blurred in (False, True):
        for sticker in np.unique(told.sticker):
            rows = np.flatnonzero((told.blurred == blurred) & (told.sticker == sticker))
            if not len(rows):
                continue
            bank = covers()[int(blurred)] * told.uncovered()[rows[0]]
            for some in np.array_split(rows, -(-len(rows) // TOGETHER)):
                chances[some] = _of_alike(pixels[some], told, some, bank, shares)
    return chances


def _of_alike(
    pixels: np.ndarray, told: Circumstances, rows: np.ndarray, bank: np.ndarray, shares: np.ndarray
) -> np.ndarray:
    """The posterior of pictures for which the same pixels and the same covers count.

    log likelihood of cover m and step d (colour less ground, as lit) over the ground alone:
    (sum_c d_c (x_c . m) - |d|^2 (m . m) / 2) / noise^2, with x less the lit ground.
    """
    lit, noise = told.lit()[rows].astype(np.float32), told.noise()[rows].astype(np.float32)
    ground = np.array(GROUNDS, dtype=np.float32)[told.ground[rows]]
    beyond = pixels - (lit * ground)[:, :, None]
    # One product for all channels: a stack of small ones takes three times as long.
    along = (beyond.reshape(-1, bank.shape[1]) @ bank.T).reshape(len(rows), 3, -1)
    size = np.einsum("wp,wp->w", bank, bank, optimize=True)
    goods = np.array(GOODS, dtype=np.float32)
    step = lit[:, None, :] * (goods - ground[:, None, :])  # (pictures, colours, 3)
    fit = step @ along - 0.5 * (step**2).sum(axis=2)[:, :, None] * size
    fit /= (noise**2)[:, None, None]
    fit -= fit.max(axis=(1, 2), keepdims=True)
    weight = np.exp(fit).sum(axis=1, dtype=float) * shares
    by_class = weight.reshape(len(rows), -1, WAYS_A_CLASS).sum(axis=2)
    return by_class / by_class.sum(axis=1, keepdims=True)
