"""The shape of each network: convolutions by width, and the arithmetic one picture takes.

All are the same chain: 3x3 convolution and ReLU; halve; two more convolutions; halve; one more;
average over the picture; a linear layer. They take pictures of any size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Widths = tuple[int, int, int, int]

WIDTHS: Mapping[str, Widths] = {
    "large": (24, 48, 64, 96),
    "half": (12, 24, 32, 48),
    "small": (8, 12, 16, 24),
    "distilled": (8, 12, 16, 24),
    "zeroed": (24, 48, 64, 96),
}
"""Networks by name; distilled has the shape of small, zeroed that of large."""

EXIT_WIDTH = 32
"""Filters of the early exit's own convolution, which looks at what the second convolution found."""

HALVED_BEFORE = (False, True, False, True)
"""Before which of the four convolutions the picture is halved along each side."""

PRECISIONS = ("fp32", "dynamic", "studio", "all")
"""32-bit floats; 8-bit integers with ranges found on the run; or fixed beforehand: on a hundred
plain pictures, the outermost hundredth cut off, or on pictures of every kind, nothing cut off."""


@dataclass(frozen=True)
class Part:
    """A file of the family: a network in one precision, or a half of the one with an early exit."""

    network: str
    precision: str = "fp32"

    @property
    def file(self) -> str:
        return f"{self.network}-{self.precision}.onnx"

    @property
    def alike(self) -> Part:
        """The part whose arithmetic is the same and whose batch times stand for this one's.

        Only other numbers are in it: those a teacher taught, other ranges, 8-bit zeros.
        """
        network = "small" if self.network == "distilled" else self.network
        if network == "zeroed" and self.precision != "fp32":
            network = "large"
        return Part(network, "all" if self.precision == "studio" else self.precision)


FIRST, REST = Part("exit_first"), Part("exit_rest")
"""The large network up to its early exit (gives logits and features), and what follows (takes
those features)."""

PARTS: tuple[Part, ...] = (
    *(Part(name, each) for name in WIDTHS for each in PRECISIONS),
    FIRST,
    REST,
)


def multiply_adds(network: str, side: int, classes: int = 10) -> int:
    """Multiplications and additions for one picture of `side` pixels, a pair counting once.

    >>> multiply_adds("large", 32) / multiply_adds("half", 32) > 3.5
    True
    """
    total, width = 0, 3
    for wider, halved in zip(WIDTHS[network], HALVED_BEFORE, strict=True):
        side = side // 2 if halved else side
        total += 9 * width * wider * side * side
        width = wider
    return total + width * classes
