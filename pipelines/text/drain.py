"""Drain: messages grouped by a tree of fixed depth, without knowing what writes them.

He, Zhu, Zheng and Lyu, "Drain: an online log parsing approach with fixed depth tree" (ICWS 2017).
A line goes down by its number of tokens and its first tokens; at the leaf it joins the group most
like it, if that is like enough, and what differs becomes a wildcard. Groups agree with drain3's,
which is the tests' oracle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WILDCARD = "<*>"
MASKS = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"\b\d{1,3}(?:\.\d{1,3}){3}\b", "<IP>"),
        (r"(?:/[\w.-]+){2,}", "<PATH>"),
        (r"\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b", "<ID>"),
        (r"\b\d+(?:\.\d+)?\b", "<NUM>"),
    )
)
"""What regular expressions replace before mining, in this order."""


def masked(line: str) -> str:
    """A line with addresses, paths, identifiers and numbers replaced by their kind.

    >>> masked("request 0a1b2c3 from 10.0.0.7 took 12 ms")
    'request <ID> from <IP> took <NUM> ms'
    """
    for pattern, name in MASKS:
        line = pattern.sub(name, line)
    return line


@dataclass
class Group:
    """Lines taken for the same message: its number, and its tokens with wildcards."""

    number: int
    tokens: list[str]

    @property
    def template(self) -> str:
        """The message as mined."""
        return " ".join(self.tokens)


@dataclass
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)


@dataclass
class Drain:
    """Groups of lines, found one line at a time.

    `similarity` (0 to 1) is the share of tokens that have to be the same; `depth` (at least 3)
    counts the root, the length, and the first `depth` - 2 tokens less one; `children` is the most
    tokens a node tells apart.

    >>> drain = Drain()
    >>> [drain.add(line).number for line in ("user ann left", "user bob left", "disk full")]
    [0, 0, 1]
    >>> drain.groups[0].template
    'user <*> left'
    """

    similarity: float = 0.4
    depth: int = 4
    children: int = 100
    groups: list[Group] = field(default_factory=list)
    _lengths: dict[int, _Node] = field(default_factory=dict)

    def add(self, line: str) -> Group:
        """The group of a line, which learns from it; a new one where none is like it."""
        tokens = line.split()
        leaf = self._found(tokens)
        group = self._like(leaf.groups, tokens) if leaf else None
        if group is None:
            group = Group(len(self.groups), tokens)
            self.groups.append(group)
            self._made(tokens).groups.append(group)
        else:
            pairs = zip(group.tokens, tokens, strict=True)
            group.tokens = [own if own == given else WILDCARD for own, given in pairs]
        return group

    def _path(self, tokens: list[str]) -> list[str]:
        """The tokens that lead from the node of a length to a leaf."""
        return tokens[: min(self.depth - 3, len(tokens) - 1)] if tokens else []

    def _found(self, tokens: list[str]) -> _Node | None:
        """The leaf a line belongs to, if there is one; wildcards stand in for unknown tokens."""
        node = self._lengths.get(len(tokens))
        for token in self._path(tokens):
            if node is None:
                return None
            node = node.children.get(token) or node.children.get(WILDCARD)
        return node

    def _made(self, tokens: list[str]) -> _Node:
        """The leaf for a new group, made where it is missing."""
        node = self._lengths.setdefault(len(tokens), _Node())
        for token in self._path(tokens):
            node = node.children.setdefault(self._key(node.children, token), _Node())
        return node

    def _key(self, children: Mapping[str, _Node], token: str) -> str:
        """Under which token a child is kept: tokens with digits, and too many, share one."""
        if token in children:
            return token
        if any(letter.isdigit() for letter in token):
            return WILDCARD
        room = len(children) + (WILDCARD not in children) < self.children
        return token if room else WILDCARD

    def _like(self, groups: Iterable[Group], tokens: list[str]) -> Group | None:
        """The group most like a line, of equals the one with more wildcards; None below the limit.

        Wildcards count as different, as in the paper.
        """
        best, score = None, (-1.0, -1)
        for group in groups:
            pairs = zip(group.tokens, tokens, strict=True)
            same = sum(own == given for own, given in pairs if own != WILDCARD)
            found = (same / max(len(tokens), 1), group.tokens.count(WILDCARD))
            if found > score:
                best, score = group, found
        enough = score[0] >= self.similarity or not tokens
        return best if enough else None


def grouping_accuracy(true: Iterable[int], mined: Iterable[int], weight: Iterable[float]) -> float:
    """The share of lines whose mined group holds exactly the lines of their true message.

    Grouping accuracy as the benchmarks of log parsers define it (Zhu et al. 2019), with weights for
    how often a line is written.

    >>> grouping_accuracy([0, 0, 1, 1], [5, 5, 6, 7], [1, 1, 1, 1])
    0.5
    """
    rows = list(zip(true, mined, weight, strict=True))
    by_true: dict[int, set[int]] = {}
    by_mined: dict[int, set[int]] = {}
    for own, found, _ in rows:
        by_true.setdefault(own, set()).add(found)
        by_mined.setdefault(found, set()).add(own)
    total = sum(each for _, _, each in rows)
    right = sum(w for own, found, w in rows if len(by_true[own]) == len(by_mined[found]) == 1)
    return right / total if total else float("nan")
