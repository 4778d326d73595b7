"""Makes the files of the family anew: `python -m pipelines.vision.making`, or some: `... half`.

Needs torch, onnx and onnxruntime beside numpy and pandas; takes a few minutes of one processor.
Writes the files, and `networks.json` with each one's accuracy and its 95 % interval on pictures
that none was trained on.

That interval is of the pictures drawn, not of the training. Made again with torch 2.14 on another
processor, from the large network on: large, half, small and the early exit fell within it in every
precision; the zeroed network was 6 points better, the distilled one in 8-bit integers 2 to 4. From
the same large network, the zeroed one and the distilled one in full precision fell within it too.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence

import numpy as np

from data.pictures import pictures
from pipelines.vision.family import FOLDER, logits
from pipelines.vision.shapes import FIRST, PARTS, REST, WIDTHS, Part
from pipelines.vision.training import Layers, folded, trained, zeroed
from pipelines.vision.writing import quantise, read, save_halves, save_whole

LEARN, CALIBRATE, JUDGE = 10_001, 10_002, 10_003
"""Seeds beyond those of any page."""

TRAINED_ON, JUDGED_ON, STEPS = 20_000, 3_000, 1_200
STUDIO_KEPT = 99.0
"""Per cent of what plain pictures bring about that lies within the ranges of "studio"."""


def make(networks: Sequence[str]) -> None:
    """Train and write some of the networks; two of them start from the file of the large one."""
    pixels, kinds, _ = _drawn(LEARN, TRAINED_ON)
    for name in networks:
        if name == "zeroed":
            model = zeroed(read(FOLDER / Part("large").file), pixels, kinds, STEPS // 4)
        else:
            taught = logits(Part("large"), pixels) if name == "distilled" else None
            model = trained(name, pixels, kinds, STEPS, taught)
        layers = folded(model)
        _write(name, layers["trunk"])
        if name == "large":
            save_halves(FOLDER / FIRST.file, FOLDER / REST.file, layers["trunk"], layers["exit"])


def _drawn(seed: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels, classes, and which pictures are plain."""
    world = pictures(seed=seed, pictures=n)
    truth = world.truth
    return world.about["pixels"], truth["class"].to_numpy(), truth["in plain"].to_numpy()


def _write(name: str, layers: Layers) -> None:
    """A network in each precision."""
    exact = FOLDER / Part(name).file
    save_whole(exact, layers)
    pixels, _, plain = _drawn(CALIBRATE, 400)
    quantise(exact, FOLDER / Part(name, "dynamic").file, None)
    quantise(exact, FOLDER / Part(name, "studio").file, pixels[plain][:100], STUDIO_KEPT)
    quantise(exact, FOLDER / Part(name, "all").file, pixels)


def _judged() -> dict[str, dict[str, float]]:
    """Accuracy of every file that answers by itself, with half its 95 % interval."""
    pixels, kinds, _ = _drawn(JUDGE, JUDGED_ON)
    found = {}
    for part in (each for each in PARTS if each is not REST):
        right = float((logits(part, pixels).argmax(axis=1) == kinds).mean())
        half = 1.96 * math.sqrt(right * (1 - right) / JUDGED_ON)
        found[part.file] = {"accuracy": round(right, 4), "half_width": round(half, 4)}
    return found


if __name__ == "__main__":
    make(sys.argv[1:] or list(WIDTHS))
    (FOLDER / "networks.json").write_text(json.dumps(_judged(), indent=1) + "\n")
