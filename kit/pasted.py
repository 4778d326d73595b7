"""A person's own numbers, pasted into a box of the page, and what the case says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kit.feasibility import Answer, Ask

MOST = 2_000_000
"""Letters that may be pasted."""


@dataclass(frozen=True)
class Pasted:
    """A place to paste: the question it answers, what is to be pasted, and an example of it.

    `answer(text, given)` takes the text and what stands in the boxes of `asks`; it refuses, with a
    sentence, what cannot be (`kit.choice.Refused`).
    """

    title: str
    help: str
    example: str
    asks: tuple[Ask, ...]
    answer: Callable[[str, Mapping[str, float]], Answer]
