"""A board as a value: boxes, arrows, notes and pen strokes; immutable, versioned, comparable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from kit.board.kinds import Kind
from kit.board.palette import KINDS, UNLIMITED
from kit.choice import Value

VERSION = 1


@dataclass(frozen=True)
class Box:
    """One box: `chosen` holds the parameters that differ from the palette's defaults."""

    id: str
    kind: str
    label: str = ""
    at: tuple[float, float] = (0.0, 0.0)
    chosen: tuple[tuple[str, Value], ...] = ()

    @property
    def of(self) -> Kind:
        """The kind of the box, from the palette."""
        return KINDS[self.kind]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.of.label

    @cached_property
    def values(self) -> dict[str, Value]:
        """Every parameter's value."""
        return {**self.of.defaults, **dict(self.chosen)}

    @property
    def capped(self) -> bool:
        """Whether only so many may wait at it."""
        return float(self.values.get("room", UNLIMITED)) < UNLIMITED

    def number(self, name: str) -> float:
        """A parameter that is a number."""
        return float(self.values[name])


@dataclass(frozen=True)
class Arrow:
    """From one box to another, of one of the six kinds."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True)
class Note:
    """Free text somewhere on the board."""

    at: tuple[float, float]
    text: str


@dataclass(frozen=True)
class Graph:
    """All that is drawn. `strokes` are pen lines: x, y, x, y, ... each."""

    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    notes: tuple[Note, ...] = ()
    strokes: tuple[tuple[float, ...], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Box]:
        """The boxes by their ids."""
        return {box.id: box for box in self.boxes}

    def kinds(self, *names: str) -> tuple[Box, ...]:
        """The boxes of some kinds, as drawn."""
        return tuple(box for box in self.boxes if box.kind in names)

    def with_values(self, id: str, **values: Value) -> Graph:
        """The same board but for some parameters of a box, checked against the palette."""
        boxes = tuple(_set(box, values) if box.id == id else box for box in self.boxes)
        return replace(self, boxes=boxes)

    def with_arrow(self, source: str, target: str, kind: str) -> Graph:
        """The same board and one more arrow."""
        return replace(self, arrows=(*self.arrows, Arrow(source, target, kind)))

    def without_arrow(self, source: str, target: str) -> Graph:
        """The same board but for the arrows between two boxes."""
        kept = tuple(a for a in self.arrows if (a.source, a.target) != (source, target))
        return replace(self, arrows=kept)

    def without_box(self, id: str) -> Graph:
        """The same board without a box and its arrows."""
        boxes = tuple(box for box in self.boxes if box.id != id)
        arrows = tuple(a for a in self.arrows if id not in (a.source, a.target))
        return replace(self, boxes=boxes, arrows=arrows)

    def placed(self, places: Mapping[str, tuple[float, float]]) -> Graph:
        """The same board with its boxes elsewhere."""
        boxes = tuple(replace(box, at=places.get(box.id, box.at)) for box in self.boxes)
        return replace(self, boxes=boxes)


def _set(box: Box, values: Mapping[str, Value]) -> Box:
    read = {name: box.of[name].choice.read(value) for name, value in values.items()}
    return replace(box, chosen=chosen(box.kind, {**box.values, **read}))


def chosen(kind: str, values: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    """The parameters that differ from the palette's defaults, in the palette's order."""
    defaults = KINDS[kind].defaults
    return tuple((n, values[n]) for n in defaults if n in values and values[n] != defaults[n])


def box(kind: str, label: str = "", **values: Any) -> tuple[str, str, dict[str, Any]]:
    """A box for `drawn`: its kind, what it is called, and what differs from the defaults."""
    return kind, label, values


def drawn(boxes: Mapping[str, tuple[str, str, dict[str, Any]]], **arrows: str) -> Graph:
    """A board in a few lines: boxes by id, and chains of arrows by kind.

    A chain is "a > b, c > d": a goes to b and to c, and both go to d; chains are set apart by ";".

    >>> graph = drawn({"t": box("traffic", rate=9), "g": box("gateway")}, call="t > g")
    >>> graph.by_id["t"].number("rate"), graph.arrows
    (9.0, (Arrow(source='t', target='g', kind='call'),))
    """
    made = [_set(Box(id, kind, label), values) for id, (kind, label, values) in boxes.items()]
    links = [arrow for kind, chains in arrows.items() for arrow in _chained(kind, chains)]
    unknown = {end for each in links for end in (each.source, each.target)} - boxes.keys()
    if unknown:
        raise ValueError(f"arrows to boxes that are not drawn: {', '.join(sorted(unknown))}")
    return Graph(tuple(made), tuple(dict.fromkeys(links)))


def _chained(kind: str, chains: str) -> Iterable[Arrow]:
    for chain in chains.split(";"):
        groups = [[name.strip() for name in group.split(",")] for group in chain.split(">")]
        for sources, targets in pairwise(groups):
            yield from (Arrow(a, b, kind) for a in sources for b in targets)
