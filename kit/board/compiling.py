"""From boxes to stations: the way to the answer as a `Flow` that the serving simulator runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kit.board.graph import Box
from kit.board.wiring import CALLERS, Wiring
from pipelines.serving import Batch, Deterministic, Fallback, Flow, Lognormal, Path, Station

READERS = 64  # what a log's partition serves at once: reading one is not held up by another
BATCH_CV = 0.1  # batch times vary by so much around their mean


@dataclass(frozen=True, eq=False)
class Way:
    """The way to the answer: the flow, the traffic, and which stations stand for which box."""

    flow: Flow
    rate_per_s: float
    arrivals: str
    stations: dict[str, tuple[str, ...]]

    @property
    def path(self) -> Path:
        """The flow as the simulator takes it."""
        return Path(self.flow)

    def with_down(self, box: Box) -> Way:
        """The same way while a box is down; a cache that is down lets every call through."""
        return replace(self, flow=replace(self.flow, down=frozenset(self.stations[box.id])))


def compile_way(wiring: Wiring, *, without: Box | None = None) -> Way | None:
    """The way to the answer, `without` a cache that is down; None where nothing can run."""
    if wiring.traffic is None or wiring.circle:
        return None
    shares, routes = shares_of(wiring, without), routes_of(wiring)
    stations = {
        box.id: tuple(
            replace(each, route=routes[box.id]) if box.id in routes else each
            for each in stations_of(box, wiring, shares[box.id])
        )
        for box in wiring.way
        if box.of.work and box is not without
    }
    if not stations:
        return None
    names = {id: tuple(each.name for each in made) for id, made in stations.items()}
    calls = tuple(
        (source, target)
        for id, own in names.items()
        for before in callers_of(wiring.graph.by_id[id], wiring, names)
        for source in names[before.id]
        for target in own
    )
    flow = Flow(tuple(station for made in stations.values() for station in made), calls)
    flow = with_fallbacks(flow, fallbacks_of(wiring, names))
    values = wiring.traffic.values
    return Way(flow, float(values["rate"]), str(values["arrivals"]), names)


def shares_of(wiring: Wiring, without: Box | None = None) -> dict[str, float]:
    """Which share of the requests comes to each box: behind a cache, only what it misses."""
    routed = {id: share for router in wiring.way for id, share in parts_of(router, wiring).items()}
    shares: dict[str, float] = {}
    for box in wiring.way:
        callers = [a for a, b in wiring.links if b is box]
        shares[box.id] = routed.get(box.id, 1.0)
        if callers and box.of.cacheable and all(each.kind == "cache" for each in callers):
            hits = [0.0 if each is without else each.number("hit") for each in callers]
            shares[box.id] *= max(1 - min(hits), 1e-6)
    return shares


def parts_of(router: Box, wiring: Wiring) -> dict[str, float]:
    """The share of the requests that a router sends to each box it calls.

    An experiment's splitter is a router too where it calls several models: the first is the old
    one, and the others share what is in the experiment.
    """
    called = [box for box in wiring.targets(router, "call") if box.of.work]
    if router.kind == "router" and len(called) > 1:
        weights = {box.id: float(box.values.get("weight", 1.0)) for box in called}
        return {id: weight / sum(weights.values()) for id, weight in weights.items()}
    models = [box for box in called if box.of.learnt]
    if router.kind == "splitter" and len(models) > 1:
        new = min(max(router.number("share"), 1e-6), 1 - 1e-6)
        rest = {box.id: new / (len(models) - 1) for box in models[1:]}
        return {models[0].id: 1 - new, **rest}
    return {}


def routes_of(wiring: Wiring) -> dict[str, tuple[str, float]]:
    """For each box behind a router, the router and where its share of the draws begins."""
    found: dict[str, tuple[str, float]] = {}
    for router in wiring.way:
        begins = 0.0
        for id, share in parts_of(router, wiring).items():
            found[id] = (router.id, begins)
            begins += share
    return found


def service_of(box: Box) -> Lognormal | Deterministic:
    """How long a box works on one request."""
    if box.of.work == "event":
        return Deterministic(box.number("each"))
    speed_up = float(box.values.get("speed_up", 1.0))
    p50, p99 = box.number("p50") / speed_up, box.number("p99") / speed_up
    return Lognormal(p50, max(p50, p99))


def batch_of(box: Box) -> Batch:
    """How a box makes batches."""
    fixed, each, delay = (box.number(name) for name in ("fixed", "each", "delay"))
    return Batch(fixed, each, int(box.number("batch")), delay, cv=BATCH_CV)


def servers_of(box: Box, wiring: Wiring) -> int:
    """How many work side by side; a stream has no more readers than its log has partitions."""
    if box.kind == "log":
        return READERS * int(box.number("partitions"))
    servers = int(box.number("servers"))
    if box.kind == "stream":
        logs = [each for each in wiring.sources(box, "publish") if each.kind == "log"]
        servers = min([servers, *(int(each.number("partitions")) for each in logs)])
    return servers


def stations_of(box: Box, wiring: Wiring, share: float) -> tuple[Station, ...]:
    """The stations of a box: one, or one a shard."""
    station = Station(
        box.id,
        servers_of(box, wiring),
        service=None if box.of.work == "batches" else service_of(box),
        batch=batch_of(box) if box.of.work == "batches" else None,
        share=share,
        price_per_hour=0.0 if box.kind == "log" else box.number("price"),
    )
    shards = int(box.values.get("shards", 1))
    if shards == 1:
        return (station,)
    return tuple(replace(station, name=f"{box.id} #{n + 1}") for n in range(shards))


def callers_of(box: Box, wiring: Wiring, names: dict) -> tuple[Box, ...]:
    """The nearest boxes with stations from which requests come to a box, and those beyond them."""
    return _nearest(box, names, lambda each: [a for a, b in wiring.links if b is each])


def called_by(box: Box, wiring: Wiring, names: dict) -> tuple[Box, ...]:
    """The nearest boxes with stations to which requests go from a box."""
    return _nearest(box, names, lambda each: [b for a, b in wiring.links if a is each])


def _nearest(box: Box, names: dict, step) -> tuple[Box, ...]:
    found: dict[str, Box] = {}
    seen, todo = {box.id}, list(step(box))
    for each in todo:
        if each.id in names:
            found[each.id] = each
        elif each.id not in seen:
            todo += step(each)
        seen.add(each.id)
    return tuple(found.values())


def fallbacks_of(wiring: Wiring, names: dict[str, tuple[str, ...]]) -> tuple[Fallback, ...]:
    """A fallback covers who calls it (an orchestrator: whom it calls) and all that follows."""
    made: dict[tuple, Fallback] = {}
    for caller, fallback in wiring.fallbacks:
        own = caller.kind in CALLERS or caller.id not in names
        entries = called_by(caller, wiring, names) if own else (caller,)
        for entry in (name for each in entries for name in names[each.id]):
            back = _back(fallback, wiring, names)
            trigger, takes = fallback.number("trigger"), fallback.number("takes")
            made[entry, back] = Fallback(entry, trigger, takes, back)
    return tuple(made.values())


def _back(fallback: Box, wiring: Wiring, names: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The stations at which requests are back on the way after a fallback."""
    onward = wiring.targets(fallback, "call")
    found = [
        name
        for each in onward
        for box in ((each,) if each.id in names else called_by(each, wiring, names))
        for name in names[box.id]
    ]
    return tuple(dict.fromkeys(found))


def with_fallbacks(flow: Flow, fallbacks: tuple[Fallback, ...]) -> Flow:
    """A flow with the fallbacks that lead onward; one that leads back to before it is no help."""
    onward = tuple(each for each in fallbacks if each.entry not in flow.after(each.back))
    try:
        return replace(flow, fallbacks=onward)
    except ValueError:  # two that stand in for each other: nobody is there if both are down
        return flow


def spread_of_arrivals(arrivals: str) -> float:
    """The squared coefficient of variation of the gaps between requests."""
    return {"poisson": 1.0, "regular": 0.0, "bursty": 4.0}[arrivals]
