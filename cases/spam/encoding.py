"""The pretrained sentence encoder's part, where a design asks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cases.spam.world import Arrived, Poison
from pipelines.bags import Bags


@dataclass(frozen=True, eq=False)
class Encoded:
    """Bags of all mail and of the poison, with an encoder's vectors where the design reads them.

    `missing` says how to get the encoder where it is asked for and not there; else it is empty.
    """

    bags: Bags
    poison: Bags
    missing: str = ""


def wanted(representation: str, model: str, dear: str) -> bool:
    """Whether any stage of the design reads an encoder's vectors."""
    return dear == "encoder" if model == "cascade" else representation == "encoder"


def encoded(
    arrived: Arrived, poison: Poison, *, representation: str, model: str, dear: str
) -> Encoded:
    """Turn messages into sentence vectors, if the design reads them."""
    plain = Encoded(arrived.bags, poison.bags)
    if not wanted(representation, model, dear):
        return plain
    return replace(plain, missing="The sentence encoder is not installed.")
