"""Small pictures as data that a page can show without a file."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode

import numpy as np


def as_png(pixels: np.ndarray) -> str:
    """A picture (height, width, 3), red, green and blue from 0 to 1, as a PNG in a data address.

    Values beyond 0 and 1 are cut off, as a screen does.

    >>> as_png(np.zeros((1, 1, 3)))[:22]
    'data:image/png;base64,'
    """
    height, width, _ = pixels.shape
    shown = (np.clip(pixels, 0.0, 1.0) * 255).round().astype(np.uint8)
    rows = np.concatenate([np.zeros((height, 1), np.uint8), shown.reshape(height, -1)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    chunks = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return "data:image/png;base64," + b64encode(b"\x89PNG\r\n\x1a\n" + chunks).decode()
