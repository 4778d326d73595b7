"""Batch times of accelerators, from published tables: nobody needs one to read on.

ResNet-50 in 16-bit floats on Triton (NVIDIA/DeepLearningExamples), fitted to t0 + a b. The large
network on whole pictures stands for that ResNet-50; another's time per picture is scaled by its
arithmetic. The tables know no 8-bit form, so precision changes nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.vision.shapes import multiply_adds

WHOLE = 112
"""Pixels along a side of a picture that has not been made smaller."""


@dataclass(frozen=True)
class Accelerator:
    """A fitted curve in ms, the largest batch it holds for, the fit's largest relative error, and
    dollars an hour (a list price on demand, recalled)."""

    t0_ms: float
    per_item_ms: float
    most: int
    error: float
    price_per_hour: float

    def per_picture_ms(self, network: str, side: int) -> float:
        """Time per picture of a network of ours, on pictures of `side` pixels instead of WHOLE."""
        whole = multiply_adds("large", WHOLE)
        return self.per_item_ms * multiply_adds(network, side) / whole


ACCELERATORS = {
    "t4": Accelerator(2.33, 0.80, 128, 0.04, 0.526),
    "v100": Accelerator(2.47, 0.42, 32, 0.02, 3.06),
    "a100": Accelerator(1.73, 0.27, 32, 0.07, 4.10),
}
