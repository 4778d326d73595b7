"""A tidy layout: the way to the answer from left to right, and a lane below for what serves it."""

from __future__ import annotations

from kit.board.graph import Graph
from kit.board.palette import LANES
from kit.board.wiring import Wiring

WIDTH, HEIGHT = 144, 64  # of a box
ACROSS, DOWN = 184, 88  # from one box to the next
GAP = 32  # between lanes


def tidy(graph: Graph) -> Graph:
    """The same board with every box in its lane, in the order things happen."""
    wiring, places, top = Wiring(graph), {}, 0.0
    for lane in LANES:
        ids = [box.id for box in graph.boxes if _lane(box, wiring) == lane]
        if not ids:
            continue
        rows: dict[int, int] = {}
        for id, column in _columns(graph, ids).items():
            row = rows.get(column, 0)
            rows[column] = row + 1
            places[id] = (float(column * ACROSS), top + row * DOWN)
        _centre(places, rows, ids, top)
        top += max(rows.values()) * DOWN + GAP
    return graph.placed(places)


def _lane(box, wiring: Wiring) -> str:
    """The lane of a box: what is on the way to the answer stands there, whatever it is."""
    return "answer" if box.id in wiring.on_the_way else box.of.lane


def _columns(graph: Graph, ids: list[str]) -> dict[str, int]:
    """How far each box of a lane is from where the lane begins; arrows that lead back are cut."""
    after = {id: [a.target for a in graph.arrows if a.source == id] for id in ids}
    columns: dict[str, int] = {}
    walking: set[str] = set()

    def far(id: str) -> int:
        if id not in columns:
            walking.add(id)
            before = [a for a in ids if id in after[a] and a not in walking]
            columns[id] = 1 + max((far(each) for each in before), default=-1)
            walking.discard(id)
        return columns[id]

    for id in ids:
        far(id)
    return {id: columns[id] for id in ids}


def _centre(
    places: dict[str, tuple[float, float]], rows: dict[int, int], ids: list[str], top: float
) -> None:
    """Stand short columns in the middle of the tallest."""
    most = max(rows.values())
    for id in ids:
        x, y = places[id]
        places[id] = (x, y + (most - rows[round(x / ACROSS)]) * DOWN / 2)
