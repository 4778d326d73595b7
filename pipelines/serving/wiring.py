"""Where a request goes after each station: the path as arrows instead of nesting."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.serving.path import Fork, Path, Station, Step


@dataclass(frozen=True, eq=False)
class Join:
    """Where the legs of a fork meet: the request goes on when all `legs` have come."""

    legs: int
    then: Next


Next = tuple[str, ...] | Join  # the stations entered next, all at once; none: answered


def wire(path: Path) -> tuple[Next, dict[str, Next]]:
    """The stations a request enters first, and for each station what follows it."""
    after: dict[str, Next] = {}
    return _link(path, (), after), after


def _link(step: Step, then: Next, after: dict[str, Next]) -> Next:
    """Enter `step`, then go on to `then`; returns the stations by which the step is entered."""
    if isinstance(step, Station):
        after[step.name] = then
        return (step.name,)
    if isinstance(step, Path):
        for part in reversed(step.steps):
            then = _link(part, then, after)
        return then
    assert isinstance(step, Fork)
    join = Join(len(step.legs), then)
    entries = [_link(leg, join, after) for leg in step.legs]
    return tuple(name for entry in entries if isinstance(entry, tuple) for name in entry)
