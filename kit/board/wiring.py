"""Who is connected to whom: which boxes are on the way to the answer, and what reaches what."""

from __future__ import annotations

from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from kit.board.graph import Box, Graph

# An orchestrator that calls a fallback covers what it calls, and not itself.
CALLERS = ("traffic", "gateway", "breaker", "splitter", "router", "transform", "stream", "log")


class Wiring:
    """A graph with its arrows looked up both ways.

    The way to the answer is what traffic calls; where traffic only publishes, it is what lies
    between traffic and an answer, by events and calls, and what that calls.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._out: dict[tuple[str, str], list[str]] = {}
        self._in: dict[tuple[str, str], list[str]] = {}
        for arrow in graph.arrows:
            self._out.setdefault((arrow.source, arrow.kind), []).append(arrow.target)
            self._in.setdefault((arrow.target, arrow.kind), []).append(arrow.source)

    def targets(self, box: Box, *kinds: str) -> tuple[Box, ...]:
        """The boxes to which a box has arrows of some kinds."""
        ids = [each for kind in kinds for each in self._out.get((box.id, kind), ())]
        return tuple(self.graph.by_id[each] for each in dict.fromkeys(ids))

    def sources(self, box: Box, *kinds: str) -> tuple[Box, ...]:
        """The boxes from which a box has arrows of some kinds."""
        ids = [each for kind in kinds for each in self._in.get((box.id, kind), ())]
        return tuple(self.graph.by_id[each] for each in dict.fromkeys(ids))

    def after(self, starts: tuple[Box, ...], *kinds: str) -> tuple[Box, ...]:
        """Some boxes and all that arrows of some kinds lead to from them, nearest first."""
        return self._walk(starts, lambda box: self.targets(box, *kinds))

    def before(self, ends: tuple[Box, ...], *kinds: str) -> tuple[Box, ...]:
        """Some boxes and all from which arrows of some kinds lead to them, nearest first."""
        return self._walk(ends, lambda box: self.sources(box, *kinds))

    def _walk(self, starts: tuple[Box, ...], step) -> tuple[Box, ...]:
        found = {box.id: box for box in starts}
        todo = list(starts)
        for box in todo:
            for each in step(box):
                if each.id not in found:
                    found[each.id] = each
                    todo.append(each)
        return tuple(found.values())

    @cached_property
    def traffic(self) -> Box | None:
        """Where requests come from; the first that is connected, if several are drawn."""
        every = self.graph.kinds("traffic")
        return next((box for box in every if self.targets(box, "call", "publish")), None)

    @cached_property
    def streamed(self) -> bool:
        """Whether requests come as events: traffic calls nobody."""
        return self.traffic is not None and not self.targets(self.traffic, "call")

    @cached_property
    def links(self) -> tuple[tuple[Box, Box], ...]:
        """The arrows on the way to the answer, fallbacks left out."""
        if self.traffic is None:
            return ()
        kinds = ("call", "publish") if self.streamed else ("call",)
        reached = self._walk((self.traffic,), lambda box: self._onward(box, *kinds))
        if self.streamed:
            ending = self.before(tuple(b for b in reached if b.kind == "answer"), *kinds)
            known = {box.id for box in ending}
            onward = tuple(box for box in reached if box.id in known)
            reached = self._walk(onward, lambda box: self._onward(box, "call"))
        ids = {box.id for box in reached}
        every = [(a, b) for a in reached for b in self._onward(a, *kinds) if b.id in ids]
        return tuple(every)

    def _onward(self, box: Box, *kinds: str) -> tuple[Box, ...]:
        return tuple(each for each in self.targets(box, *kinds) if each.kind != "fallback")

    @cached_property
    def way(self) -> tuple[Box, ...]:
        """The boxes on the way to the answer, callers first; in a circle, as they are found."""
        ids = dict.fromkeys(box.id for pair in self.links for box in pair)
        before: dict[str, set[str]] = {id: set() for id in ids}
        for a, b in self.links:
            before[b.id].add(a.id)
        try:
            order = tuple(TopologicalSorter(before).static_order())
        except CycleError:
            order = tuple(ids)
        return tuple(self.graph.by_id[id] for id in order)

    @cached_property
    def on_the_way(self) -> frozenset[str]:
        """The ids of the boxes on the way to the answer."""
        return frozenset(box.id for box in self.way)

    @cached_property
    def circle(self) -> tuple[Box, ...]:
        """The boxes of a circle of calls, if there is one."""
        before: dict[str, set[str]] = {}
        for a, b in self.links:
            before.setdefault(b.id, set()).add(a.id)
        try:
            TopologicalSorter(before).prepare()
        except CycleError as error:
            return tuple(self.graph.by_id[id] for id in error.args[1][::-1])
        return ()

    @cached_property
    def fallbacks(self) -> tuple[tuple[Box, Box], ...]:
        """Who calls which fallback, where the caller is on the way to the answer."""
        return tuple(
            (box, each)
            for box in self.way
            for each in self.targets(box, "call")
            if each.kind == "fallback"
        )

    @cached_property
    def connected(self) -> frozenset[str]:
        """The ids of the boxes that arrows of any kind, either way, join to traffic or an answer.

        Where neither is drawn with an arrow, nothing is connected.
        """
        starts = self.graph.kinds("traffic", "answer", "table")
        kinds = ("call", "publish", "schedule", "deploy", "label", "watch")
        linked = tuple(b for b in starts if self.targets(b, *kinds) or self.sources(b, *kinds))
        both = self._walk(linked, lambda b: (*self.targets(b, *kinds), *self.sources(b, *kinds)))
        return frozenset(box.id for box in both)


def remarks(graph: Graph) -> tuple[str, ...]:
    """What keeps a board from running, or a part of it from counting, in sentences."""
    if not graph.boxes:
        return ("The board is empty: begin with traffic and an answer.",)
    wiring = Wiring(graph)
    said = []
    if not graph.kinds("traffic", "scorer"):
        said.append("Nothing comes in: draw a traffic box (or a batch scorer).")
    elif graph.kinds("traffic") and wiring.traffic is None:
        said.append("Traffic goes nowhere: draw an arrow from it to what it calls or publishes to.")
    if len(graph.kinds("traffic")) > 1:
        said.append("There are several traffic boxes: the first that is connected is run.")
    if wiring.circle:
        turn = " > ".join(box.name for box in wiring.circle)
        said.append(f"The calls go round in a circle, so no request is ever answered: {turn}.")
    elif wiring.traffic is not None and not any(b.kind == "answer" for b in wiring.way):
        said.append("No request reaches an answer box.")
    loose = [box.name for box in graph.boxes if box.id not in wiring.connected]
    if loose:
        some = ", ".join(loose[:4]) + (f" and {len(loose) - 4} more" if len(loose) > 4 else "")
        said.append(f"Not connected, so not counted: {some}.")
    return tuple(said)
