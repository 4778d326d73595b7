"""Choices that every scenario has, declared alike: which world is drawn, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping

from kit.choice import Choice, Range

MOST_SEEDS = 9999


def seed_choice(default: int = 7, *, group: str = "world") -> Choice:
    """Which world out of all those with the same settings.

    >>> seed_choice().allowed
    'a whole number from 0 to 9999'
    """
    return Choice(
        "seed",
        "Seed",
        Range(0, MOST_SEEDS, 1),
        default,
        "Which world out of all those with the same settings. Change it to see what is luck.",
        group,
        world=True,
    )


def size_choice(
    options: Mapping[str, str], default: str, help: str, *, group: str = "world"
) -> Choice:
    """How much of a world is simulated; `options` from the smallest up, each with what it holds."""
    return Choice("size", "Size", options, default, help, group, world=True)
