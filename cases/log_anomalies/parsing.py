"""From lines to groups: distinct lines are mined once, then windows are counted by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.logs import EVERY, RENAMED, USUAL, base_rates, lines
from data.logs.constants import FAILING, ODD_PER_DAY
from data.logs.templates import FIRST_RENAMED
from data.world import World, stream
from pipelines.text.drain import Drain, grouping_accuracy, masked

EACH = 25  # distinct lines mined of each message
BUCKETS = 64  # that a hash of the whole line falls into


@dataclass(frozen=True, eq=False)
class Parsed:
    """What mining made of the lines.

    `lines` has one row for each mined line: message (the number of the true template), text,
    group, and weight (lines a minute it stands for). `names` are the groups' templates. `shares`
    (messages, groups) is how each message's lines spread over groups. `steady` says whether a group
    means the same line tomorrow: a hash does not, so that nothing can be new to it.
    """

    lines: pd.DataFrame
    names: tuple[str, ...]
    shares: np.ndarray
    accuracy: float
    steady: bool


@dataclass(frozen=True, eq=False)
class Counted:
    """Lines of each group in each minute (minutes, groups); `messages` (minutes, all messages) are
    those of the true templates."""

    groups: np.ndarray
    messages: np.ndarray


def parsed(logs: World, *, parsing: str, similarity: float, depth: int, seed: int) -> Parsed:
    """Mine the lines: group those that look alike."""
    mined = _lines(seed)
    if parsing == "perfect":
        group, names = mined["message"].to_numpy(), [one.text for one in EVERY]
    else:
        group, names = grouped(list(mined["text"]), parsing, similarity, depth)
    mined["group"] = group
    table = np.zeros((len(EVERY), len(names)))
    np.add.at(table, (mined["message"], mined["group"]), 1 / EACH)
    accuracy = grouping_accuracy(mined["message"], group, mined["weight"])
    return Parsed(mined, tuple(names), table, accuracy, parsing != "none")


def counted(
    logs: World, parsed: Parsed, *, sampling: str, sample_share: float, seed: int
) -> Counted:
    """Count lines by group, minute by minute, of those that sampling lets through."""
    messages = logs.seen[list(range(len(EVERY)))].to_numpy()
    if sampling == "before":
        messages = stream(seed, "sampling").binomial(messages, sample_share)
    groups = _spread(messages, parsed.shares, seed)
    if logs.about["change"] == "restart":
        groups[logs.about["change_from"] :] = np.roll(
            groups[logs.about["change_from"] :], 7, axis=1
        )
    return Counted(groups.astype(np.float32), messages)


def replayed(counted: Counted, parsed: Parsed) -> np.ndarray:
    """What the minutes' groups would have been with the messages of the release: (minutes, groups).

    What a release writes in place of old messages is known before it is out, from staging.
    """
    old, new = np.array(list(RENAMED)), FIRST_RENAMED + np.arange(len(RENAMED))
    moved = counted.messages[:, old].astype(float)
    return counted.groups + moved @ (parsed.shares[new] - parsed.shares[old])


def _lines(seed: int) -> pd.DataFrame:
    """Some distinct lines of every message, in the order in which they were met."""
    random = stream(seed, "lines")
    rate = np.full(len(EVERY), FAILING / 50)
    rate[: len(USUAL)] = base_rates(seed)
    rate[-1] = ODD_PER_DAY / 1440
    rows = [
        (at, text, rate[at] / EACH)
        for at, one in enumerate(EVERY)
        for text in lines(one.text, EACH, random)
    ]
    found = pd.DataFrame(rows, columns=["message", "text", "weight"])
    usual = found["message"].to_numpy() < len(USUAL)
    met = random.permutation(np.flatnonzero(usual)), random.permutation(np.flatnonzero(~usual))
    return found.iloc[np.concatenate(met)].reset_index(drop=True)


def grouped(
    lines: Sequence[str], parsing: str, similarity: float, depth: int
) -> tuple[np.ndarray, list[str]]:
    """The group of each line, mined in their order, and the groups' names."""
    if parsing == "none":
        buckets = np.arange(len(lines)) * 2654435761 % 2**32 * BUCKETS // 2**32
        return buckets, [f"lines of hash {at}" for at in range(BUCKETS)]
    texts = [masked(text) for text in lines]
    if parsing == "masking":
        codes, names = pd.factorize(np.array(texts, dtype=object))
        return codes, list(names)
    drain = Drain(similarity, depth)
    group = np.array([drain.add(text).number for text in texts])
    return group, [one.template for one in drain.groups]


def _spread(messages: np.ndarray, shares: np.ndarray, seed: int) -> np.ndarray:
    """Shares each message's lines out among its groups, by chance: (minutes, groups)."""
    random = stream(seed, "groups")
    found = np.zeros((len(messages), shares.shape[1]), dtype=np.int32)
    for at, share in enumerate(shares):
        own = np.flatnonzero(share)
        busy = np.flatnonzero(messages[:, at])
        if len(own) == 1:
            found[:, own[0]] += messages[:, at]
        elif len(busy):
            drawn = random.multinomial(messages[busy, at], share[own] / share[own].sum())
            found[np.ix_(busy, own)] += drawn
    return found
