"""Where a request goes after each station: the path as arrows instead of nesting."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.serving.flow import Flow
from pipelines.serving.path import Path, Step
from pipelines.serving.station import Station


@dataclass(frozen=True, eq=False)
class Join:
    """Where calls meet: the request goes on when all `legs` have come."""

    legs: int
    then: Next


Next = tuple["str | Join", ...] | Join  # what is entered next, all at once; none: answered


@dataclass(frozen=True, eq=False)
class Rescue:
    """A fallback, wired: after `after_ms` the stations that lead out count as having answered.

    `out` says where each of them leads out of the part that is covered, and `inside` where else
    it leads: there the work goes on all the same once the station is done.
    """

    after_ms: float
    time_ms: float
    out: dict[str, Next]
    inside: dict[str, Next]


@dataclass(frozen=True)
class Wires:
    """What a request enters first, what follows each station, and which rescues begin there."""

    entry: Next
    after: dict[str, Next]
    rescues: dict[str, list[Rescue]]


def wire(path: Path) -> Wires:
    """A path as arrows."""
    after: dict[str, Next] = {}
    rescues: dict[str, list[Rescue]] = {}
    return Wires(_link(path, (), after, rescues), after, rescues)


def _link(step: Step, then: Next, after: dict[str, Next], rescues: dict[str, list[Rescue]]) -> Next:
    """Enter `step`, then go on to `then`; returns the stations by which the step is entered."""
    if isinstance(step, Station):
        after[step.name] = then
        return (step.name,)
    if isinstance(step, Path):
        for part in reversed(step.steps):
            then = _link(part, then, after, rescues)
        return then
    if isinstance(step, Flow):
        return _link_flow(step, then, after, rescues)
    join = Join(len(step.legs), then)
    entries = [_link(leg, join, after, rescues) for leg in step.legs]
    return tuple(name for entry in entries if isinstance(entry, tuple) for name in entry)


def _link_flow(
    flow: Flow, then: Next, after: dict[str, Next], rescues: dict[str, list[Rescue]]
) -> Next:
    end: Next = Join(len(flow.ends), then) if len(flow.ends) > 1 else then
    doors = {
        name: Join(len(callers), (name,)) if len(callers) > 1 else name
        for name, callers in flow.callers.items()
    }
    for name, called in flow.called.items():
        after[name] = tuple(doors[each] for each in called) or end
    for fallback in flow.fallbacks:
        part = flow.part(fallback)
        out: dict[str, Next] = {}
        inside: dict[str, Next] = {}
        for name in flow.leaving(fallback):
            out[name] = tuple(doors[each] for each in flow.called[name] if each not in part) or end
            inside[name] = tuple(doors[each] for each in flow.called[name] if each in part)
        rescue = Rescue(fallback.after_ms, fallback.time_ms, out, inside)
        rescues.setdefault(fallback.entry, []).append(rescue)
    return tuple(name for name in flow.order if not flow.callers[name])
