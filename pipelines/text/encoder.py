"""A pretrained sentence encoder, as an extra: texts become vectors once, and are kept.

`pip install -e ".[encoder]"` brings the runtime. The weights are a folder named by the environment
variable SANDTABLE_ENCODER that holds `model.onnx` and `tokenizer.json`, as all-MiniLM-L6-v2 is
published (its files may also lie one folder deeper, in `onnx/`). Nothing is downloaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

FOLDER, KEPT = "SANDTABLE_ENCODER", "SANDTABLE_CACHE"
LONGEST = 128  # tokens read of a text
BATCH = 64

HOW = (
    'The sentence encoder is an extra: install it with pip install -e ".[encoder]" and let '
    f"{FOLDER} name a folder with its model.onnx and tokenizer.json."
)

Vectors = np.ndarray
Batch = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Missing:
    """Why there is no encoder, as a sentence that says how to get it."""

    reason: str


@dataclass(frozen=True, eq=False)
class Encoder:
    """Texts to unit vectors. `tokens(texts)` gives ids, mask and segments, each of shape (texts,
    tokens); `states(batch)` the last layer, of shape (texts, tokens, dimensions)."""

    name: str
    tokens: Callable[[Sequence[str]], Batch]
    states: Callable[[Batch], np.ndarray]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A unit vector a text, shape (texts, dimensions): the mean of its tokens' states.

        Each text is encoded once, and all of them are kept on disk under what they are.
        """
        found, place = np.unique(np.array(texts, dtype=str), return_inverse=True)
        file = _kept_file(self.name, found)
        vectors = _read(file)
        if vectors is None or len(vectors) != len(found):
            vectors = self._encode(found.tolist())
            _write(file, vectors)
        return vectors[place]

    def _encode(self, texts: list[str]) -> Vectors:
        # Texts of like length together, or the short ones are padded to the longest.
        order = np.argsort([len(text) for text in texts], kind="stable")
        parts = np.array_split(order, max(1, -(-len(order) // BATCH)))
        rows = [self._pooled([texts[i] for i in part]) for part in _progress(parts) if len(part)]
        if not rows:
            return np.zeros((0, 1), dtype=np.float32)
        vectors = np.empty((len(texts), rows[0].shape[1]), dtype=np.float32)
        vectors[order] = np.concatenate(rows)
        return vectors

    def _pooled(self, texts: list[str]) -> Vectors:
        batch = self.tokens(texts)
        return pooled(self.states(batch), batch[1])


def pooled(states: np.ndarray, mask: np.ndarray) -> Vectors:
    """Unit vectors from the mean of the states that are not padding (mean pooling).

    >>> pooled(np.array([[[3.0, 4.0], [9.0, 9.0]]]), np.array([[1, 0]])).tolist()
    [[0.6, 0.8]]
    """
    weight = mask[:, :, None].astype(float)
    mean = (states * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    return mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)


def encoder() -> Encoder | Missing:
    """The encoder of this machine, or why there is none."""
    folder = os.environ.get(FOLDER, "")
    if not folder:
        return Missing(HOW)
    files = [_find(Path(folder), name) for name in ("model.onnx", "tokenizer.json")]
    if None in files:
        return Missing(f"{FOLDER} names {folder}, where there is no model.onnx and tokenizer.json.")
    try:
        return _load(*(str(file) for file in files))
    except ImportError:
        return Missing(HOW)
    except Exception as error:  # whatever a broken file makes the libraries raise
        return Missing(f"The encoder in {folder} cannot be read: {str(error)[:120]!r}.")


def _load(model: str, vocabulary: str) -> Encoder:
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # which would keep the most that any batch took
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    asked = {given.name for given in session.get_inputs()}
    reader = Tokenizer.from_file(vocabulary)
    reader.enable_truncation(LONGEST)
    reader.enable_padding()

    def tokens(texts: Sequence[str]) -> Batch:
        read = reader.encode_batch(list(texts))
        ids, mask, kinds = (
            np.array([getattr(each, part) for each in read], dtype=np.int64)
            for part in ("ids", "attention_mask", "type_ids")
        )
        return ids, mask, kinds

    def states(batch: Batch) -> np.ndarray:
        named = dict(zip(("input_ids", "attention_mask", "token_type_ids"), batch, strict=True))
        return session.run(None, {name: rows for name, rows in named.items() if name in asked})[0]

    return Encoder(sha256(Path(model).read_bytes()).hexdigest()[:16], tokens, states)


def _find(folder: Path, name: str) -> Path | None:
    places = (folder / name, folder / "onnx" / name)
    return next((place for place in places if place.is_file()), None)


def _kept_file(name: str, texts: np.ndarray) -> Path:
    folder = os.environ.get(KEPT) or Path.home() / ".cache" / "sandtable"
    content = sha256("\0".join(texts.tolist()).encode()).hexdigest()[:24]
    return Path(folder) / f"vectors-{name}-{content}.npy"


def _read(file: Path) -> Vectors | None:
    try:
        return np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None


def _write(file: Path, vectors: Vectors) -> None:
    """Keep vectors whole or not at all; a disk that cannot be written only costs time."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            np.save(out, vectors)
        os.replace(draft, file)
    except OSError:
        draft.unlink(missing_ok=True)


def _progress(parts: Sequence[Any]) -> Iterable[Any]:
    """The parts, with a bar on a terminal's stderr while they are worked on."""
    if not sys.stderr.isatty():
        return parts
    from rich.console import Console
    from rich.progress import track

    return track(parts, description="sentence vectors", console=Console(stderr=True))
