"""The pretrained sentence encoder's part, where a design asks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from cases.spam.world import Arrived, Poison, texts
from data.mail import Mail
from data.mail.attacks import Sent
from pipelines.text.bags import Bags
from pipelines.text.encoder import Encoder, Missing, encoder


@dataclass(frozen=True, eq=False)
class Encoded:
    """Bags of all mail and of the poison, with an encoder's vectors where the design reads them.

    `missing` says how to get the encoder where it is asked for and not there; else it is empty.
    """

    bags: Bags
    poison: Bags
    missing: str = ""


def wanted(representation: str, model: str, expensive_model: str) -> bool:
    """Whether any stage of the design reads an encoder's vectors."""
    return expensive_model == "encoder" if model == "cascade" else representation == "encoder"


def encoded(
    mail: Mail,
    arrived: Arrived,
    poison: Poison,
    *,
    representation: str,
    model: str,
    expensive_model: str,
) -> Encoded:
    """Turn messages into sentence vectors, if the design reads them: once, then they are kept."""
    plain = Encoded(arrived.bags, poison.bags)
    if not wanted(representation, model, expensive_model):
        return plain
    found = this_encoder()
    if isinstance(found, Missing):
        return replace(plain, missing=found.reason)
    said = [text for part in arrived.phrases for text in texts(mail, part)]
    bags = replace(arrived.bags, vectors=found.encode(said))
    return Encoded(bags, replace(poison.bags, vectors=found.encode(listed(poison.bags))))


def with_vectors(mail: Mail, bags: Bags, messages: Sent, like: Bags) -> Bags:
    """The bags of a day's messages, with vectors where those of the other days have them."""
    found = this_encoder() if like.vectors is not None else None
    if not isinstance(found, Encoder):
        return bags
    return replace(bags, vectors=found.encode(texts(mail, messages)))


def listed(bags: Bags) -> list[str]:
    """Each message as a list of its words: all there is to read of poison."""
    rows = bags.counts.tocsr()
    words = np.array(bags.words, dtype=object)
    parts = np.split(rows.indices, rows.indptr[1:-1])[: len(bags)]
    return [" ".join(words[part]) for part in parts]


@lru_cache(maxsize=1)
def this_encoder() -> Encoder | Missing:
    """The encoder of this machine, looked for once."""
    return encoder()
