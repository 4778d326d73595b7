"""Boards from outside: JSON and links in and out, with a sentence for whatever is wrong."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable
from typing import Any

from kit.board.graph import VERSION, Arrow, Box, Graph, Note, chosen
from kit.board.palette import ARROWS, KINDS
from kit.choice import Refused

MOST_BOXES, MOST_ARROWS, MOST_NOTES, MOST_STROKES, MOST_POINTS = 150, 600, 100, 300, 4000
LONGEST_LABEL, LONGEST_NOTE, LONGEST_ID = 60, 1000, 40
FARTHEST = 100_000  # how far from the middle anything may stand
LARGEST = 2_000_000  # characters of JSON
MOST_SENTENCES = 5
_ID = re.compile(r"[A-Za-z0-9_.\-]+")


def as_json(graph: Graph) -> dict[str, Any]:
    """A board as plain data; what has its default value is left out."""
    return {
        "version": VERSION,
        "boxes": [_box_out(each) for each in graph.boxes],
        "arrows": [[each.source, each.target, each.kind] for each in graph.arrows],
        "notes": [{"at": list(each.at), "text": each.text} for each in graph.notes],
        "strokes": [list(each) for each in graph.strokes],
    }


def _box_out(each: Box) -> dict[str, Any]:
    told: dict[str, Any] = {"id": each.id, "kind": each.kind, "at": list(each.at)}
    if each.label:
        told["label"] = each.label
    if each.chosen:
        told["set"] = dict(each.chosen)
    return told


def read_json(text: str) -> Graph:
    """The board that a JSON text holds, or a `Refused` that says all that is wrong."""
    if len(text) > LARGEST:
        raise Refused(f"The board is {len(text)} characters long: at most {LARGEST} are read.")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("The board is not JSON.") from None
    return read(given)


def read(given: Any) -> Graph:
    """The board that plain data stands for, or a `Refused` that says all that is wrong."""
    reader = _Reader()
    graph = reader.graph(given)
    if reader.wrong:
        more = len(reader.wrong) - MOST_SENTENCES
        rest = [f"And {more} more like these."] if more > 0 else []
        raise Refused(" ".join([*reader.wrong[:MOST_SENTENCES], *rest]))
    return graph


def as_link(graph: Graph) -> str:
    """A board as text for an address: its JSON, deflated, in URL-safe base 64.

    >>> read_link(as_link(Graph())) == Graph()
    True
    """
    return packed(as_json(graph))


def packed(told: Any) -> str:
    """Plain data as short text: JSON, deflated, in URL-safe base 64."""
    plain = json.dumps(told, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    packer = zlib.compressobj(9, wbits=-15)
    small = packer.compress(plain.encode()) + packer.flush()
    return base64.urlsafe_b64encode(small).decode().rstrip("=")


def read_link(link: str) -> Graph:
    """The board in a link, or a `Refused`."""
    try:
        padded = link.encode("ascii") + b"=" * (-len(link) % 4)
        small = base64.urlsafe_b64decode(padded)
        # a few kilobytes may unpack to gigabytes: no more is unpacked than is read
        plain = zlib.decompressobj(wbits=-15).decompress(small, LARGEST + 1).decode()
    except (ValueError, zlib.error):
        raise Refused("The link does not hold a board.") from None
    return read_json(plain)


class _Reader:
    """Reads a board and notes every sentence about what is wrong with it."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def refuse(self, sentence: str) -> None:
        self.wrong.append(sentence)

    def graph(self, given: Any) -> Graph:
        if not isinstance(given, dict):
            self.refuse("The board is not an object with boxes and arrows.")
            return Graph()
        if given.get("version") != VERSION:
            said = _short(given.get("version"))
            self.refuse(f"The board's version is {said}: this program reads version {VERSION}.")
            return Graph()
        boxes = self.several(given, "boxes", MOST_BOXES, self.box)
        self.ids = {each.id for each in boxes}
        if len(self.ids) < len(boxes):
            names = [each.id for each in boxes]
            self.refuse(f"Two boxes have the id {next(n for n in names if names.count(n) > 1)}.")
        arrows = self.several(given, "arrows", MOST_ARROWS, self.arrow)
        if len(set(arrows)) < len(arrows):
            self.refuse("An arrow is drawn twice.")
        notes = self.several(given, "notes", MOST_NOTES, self.note)
        strokes = self.several(given, "strokes", MOST_STROKES, self.stroke)
        return Graph(boxes, arrows, notes, strokes)

    def several(self, given: dict, name: str, most: int, one: Callable[[Any], Any]) -> tuple:
        found = given.get(name, [])
        if not isinstance(found, list):
            self.refuse(f"The board's {name} are not a list.")
            return ()
        if len(found) > most:
            self.refuse(f"The board has {len(found)} {name}: at most {most} are read.")
            return ()
        read = [one(each) for each in found]
        return tuple(each for each in read if each is not None)

    def box(self, given: Any) -> Box | None:
        if not isinstance(given, dict):
            self.refuse(f"A box is not an object: {_short(given)}.")
            return None
        id, kind = given.get("id"), given.get("kind")
        if not isinstance(id, str) or len(id) > LONGEST_ID or not _ID.fullmatch(id):
            self.refuse(
                f"A box's id is {_short(id)}: it is up to {LONGEST_ID} letters, digits, - _ or ."
            )
            return None
        if not isinstance(kind, str) or kind not in KINDS:
            self.refuse(f"The box {id} is of the kind {_short(kind)}, which there is not.")
            return None
        label = self.text(given.get("label", ""), f"The label of {id}", LONGEST_LABEL)
        return Box(id, kind, label, self.place(given.get("at"), id), self.values(given, id, kind))

    def values(self, given: dict, id: str, kind: str) -> tuple:
        found, read = given.get("set", {}), {}
        if not isinstance(found, dict):
            self.refuse(f"The parameters of {id} are not an object.")
            return ()
        for name, value in found.items():
            if name not in KINDS[kind].defaults:
                self.refuse(f"The box {id} ({kind}) has no parameter {_short(name)}.")
                continue
            try:
                read[name] = KINDS[kind][name].choice.read(value)
            except Refused as refusal:
                self.refuse(f"In the box {id}, {refusal}")
        return chosen(kind, read)

    def arrow(self, given: Any) -> Arrow | None:
        right = isinstance(given, list) and len(given) == 3
        if not right or not all(isinstance(part, str) for part in given):
            self.refuse(f"An arrow is not [from, to, kind]: {_short(given)}.")
            return None
        source, target, kind = given
        if kind not in ARROWS:
            self.refuse(
                f"An arrow is of the kind {_short(kind)}: it is one of {', '.join(ARROWS)}."
            )
        elif missing := {source, target} - self.ids:
            self.refuse(f"An arrow ends at {_short(min(missing))}, which is not a box.")
        elif source == target:
            self.refuse(f"An arrow goes from {source} to itself.")
        else:
            return Arrow(source, target, kind)
        return None

    def note(self, given: Any) -> Note | None:
        if not isinstance(given, dict):
            self.refuse(f"A note is not an object: {_short(given)}.")
            return None
        text = self.text(given.get("text"), "A note", LONGEST_NOTE)
        return Note(self.place(given.get("at"), "a note"), text)

    def stroke(self, given: Any) -> tuple[float, ...] | None:
        numbers = isinstance(given, list) and all(map(_finite, given))
        if not numbers or len(given) > MOST_POINTS or len(given) % 2 or len(given) < 4:
            self.refuse("A pen stroke is not an even list of finite numbers.")
            return None
        return tuple(float(each) for each in given)

    def place(self, given: Any, what: str) -> tuple[float, float]:
        if not isinstance(given, list) or len(given) != 2 or not all(map(_finite, given)):
            self.refuse(f"The place of {what} is not two numbers within {FARTHEST}.")
            return (0.0, 0.0)
        return (float(given[0]), float(given[1]))

    def text(self, given: Any, what: str, most: int) -> str:
        if not isinstance(given, str) or len(given) > most:
            self.refuse(f"{what} is not a text of at most {most} characters.")
            return ""
        return "".join(c for c in given if c.isprintable() or c == "\n").strip()


def _finite(given: Any) -> bool:
    number = isinstance(given, int | float) and not isinstance(given, bool)
    return number and abs(given) <= FARTHEST  # which is false of NaN


def _short(given: Any) -> str:
    return f"{given!r:.40}" if isinstance(given, str | int | float | bool | None) else "a thing"
