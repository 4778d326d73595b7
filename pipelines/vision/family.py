"""Runs the files of the family on pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.vision.shapes import FIRST, REST, Part

FOLDER = Path(__file__).parent / "models"
BATCH = 64


@cache
def session(part: Part) -> Any:
    """A file made ready to run, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # ten files with an arena of working memory each would keep 300 MB
    options.enable_cpu_mem_arena = False
    file = str(FOLDER / part.file)
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def logits(part: Part, pixels: np.ndarray) -> np.ndarray:
    """What a network says of pictures (n, 3, side, side): one number a class, (n, 10)."""
    asked = session(part).get_inputs()[0]
    if pixels.ndim != 4 or pixels.shape[1] != asked.shape[1] or not np.isfinite(pixels).all():
        raise ValueError(
            f"{part.network}: these are not pictures: an array of shape {pixels.shape}, where "
            f"finite numbers of shape (pictures, {asked.shape[1]}, height, width) are asked for"
        )
    found = [session(part).run(["logits"], {asked.name: each})[0] for each in _batches(pixels)]
    return np.concatenate(found)


def with_early_exit(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the large network's early exit says of pictures, and what its end does."""
    pairs = [
        session(FIRST).run(["logits", "features"], {"pixels": each}) for each in _batches(pixels)
    ]
    early = np.concatenate([first for first, _ in pairs])
    return early, np.concatenate([logits(REST, features) for _, features in pairs])


def chances(logits: np.ndarray) -> np.ndarray:
    """Logits as chances that add up to 1 (softmax)."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _batches(rows: np.ndarray) -> list[np.ndarray]:
    return [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
