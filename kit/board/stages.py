"""A scenario's own pipeline as a live picture, drawn as boards are: what feeds what, which box this
pick made anew, its seconds, and what serving is under.

Boxes stand in the order in which things are made, a few a row, in the colour of their lane. Arrows
run only between boxes: down from one, along the free strip above the other's row, and in. What
reaches a box by way of another is not drawn a second time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from textwrap import wrap

from kit.board.drawing import COLOURS
from kit.board.palette import LANES
from kit.run import Run
from kit.words import say
from pipelines.engine import Pipeline, Stage

WIDTH, HEIGHT = 196, 92  # of a box
ACROSS, DOWN = 218, 132  # from one box to the next
COLUMNS, MARGIN = 3, 14
LETTERS = 29  # of a line of 12 pixels that a box holds
LANE = {
    "world": "data",
    "labels": "data",
    "features": "data",
    "model": "learning",
    "judged": "watching",
    "readings": "watching",
}
"""The lane of a stage, by the module it stands in; all others are on the way to the answer."""

AGES = ("feature_age", "age")
"""Readings that say how old what is served is."""

Place = tuple[float, float]


def lane_of(stage: Stage) -> str:
    """The lane in which a stage is drawn."""
    return LANE.get(_module(stage), "answer")


def _module(stage: Stage) -> str:
    """The module a stage stands in, which says its role."""
    return stage.function.__module__.rpartition(".")[2]


def feeds(pipeline: Pipeline) -> list[tuple[str, str]]:
    """What feeds what, without arrows that another way says already.

    >>> def rain(*, seed): "Draw the rain."
    >>> def river(rain): "See where it goes."
    >>> def flood(rain, river): "See where it stays."
    >>> feeds(Pipeline(rain, river, flood))
    [('rain', 'river'), ('river', 'flood')]
    """
    found = []
    for name, stage in pipeline.stages.items():
        beyond = {up for each in stage.inputs for up in pipeline.upstream_of(each) if up != each}
        found += [(source, name) for source in stage.inputs if source not in beyond]
    return found


def figures_of(run: Run) -> dict[str, str]:
    """What stands on the serving box: how busy the busiest server is, how old what it serves is."""
    known, parts = {metric.name for metric in run.case.metrics}, []
    if "headroom" in known and (spare := run.reading("headroom").true) > 0:
        load = 0.9 / spare  # headroom is up to 90 % busy
        parts.append("overloaded" if load >= 1 else f"{say(load, 'share')} busy")
    for name in AGES:
        if name in known and not math.isnan((age := run.reading(name)).true):
            parts.append(f"{say(age.true, age.metric.unit)} old")
    served = [n for n, s in run.case.pipeline.stages.items() if _module(s) == "serving"]
    return dict.fromkeys(served, " · ".join(parts))


def as_picture(
    pipeline: Pipeline, made: Mapping[str, float], told: Mapping[str, str] | None = None
) -> str:
    """The pipeline as SVG: those in `made` with the seconds they took; `told` are lines of figures
    for some boxes (load, tail, age).

    >>> def rain(*, seed): "Draw the rain."
    >>> def flood(rain): "See where it goes."
    >>> "made now in 0.50 s" in as_picture(Pipeline(rain, flood), {"flood": 0.5})
    True
    """
    places = {
        name: (MARGIN + at % COLUMNS * ACROSS, 40 + at // COLUMNS * DOWN)
        for at, name in enumerate(pipeline.stages)
    }
    wide = 2 * MARGIN + (COLUMNS - 1) * ACROSS + WIDTH
    high = max(y for _, y in places.values()) + HEIGHT + MARGIN
    order = {name: at for at, name in enumerate(places)}
    arrows = [
        _arrow(places[source], places[target], order[source], target in made)
        for source, target in feeds(pipeline)
    ]
    boxes = [
        _box(stage, places[name], made.get(name), (told or {}).get(name, ""))
        for name, stage in pipeline.stages.items()
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}" font-family="inherit" font-size="12" fill="currentColor" role="img" '
        f'aria-label="What is computed, and what feeds what">{_key()}{"".join([*arrows, *boxes])}'
        "</svg>"
    )


def _key() -> str:
    """What the colours stand for."""
    shown = enumerate(LANES.items())
    return "".join(
        f'<rect x="{MARGIN + at * 166}" y="6" width="12" height="12" rx="3" fill="none" '
        f'stroke="{COLOURS[lane]}" stroke-width="2"/>'
        f'<text x="{MARGIN + at * 166 + 18}" y="16">{escape(title)}</text>'
        for at, (lane, title) in shown
    )


def _arrow(start: Place, end: Place, at: int, fresh: bool) -> str:
    """An arrow that runs between boxes; `at` sets it a little apart from others."""
    (ax, ay), (bx, by) = start, end
    if ay == by and bx - ax == ACROSS:
        points = [(ax + WIDTH, ay + HEIGHT / 2), (bx, by + HEIGHT / 2)]
    else:
        apart = at % 5 * 4 - 8
        out, into = ax + WIDTH / 2 + 4 * apart, bx + WIDTH / 2 + 4 * apart
        strip, side = by - (DOWN - HEIGHT) / 2 + apart, bx - (ACROSS - WIDTH) / 2 + apart
        below = ay + HEIGHT + (DOWN - HEIGHT) / 2 + apart
        points = [(out, ay + HEIGHT), (out, below)]
        points += [] if below == strip else [(side, below), (side, strip)]
        points += [(into, strip), (into, by)]
        if ay == by:
            points = [(out, ay), (out, strip), (into, strip), (into, by)]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    look = 'stroke-width="2" opacity="0.9"' if fresh else 'stroke-width="1.2" opacity="0.45"'
    (x, y), px = points[-1], points[-2][0]
    tip = f"M{x} {y}l-4 -7h8z" if x == px else f"M{x} {y}l-7 -4v8z"
    return (
        f'<g {look}><path d="{path}" fill="none" stroke="currentColor"/>'
        f'<path d="{tip}" stroke="none"/></g>'
    )


def _box(stage: Stage, at: Place, seconds: float | None, figures: str) -> str:
    fresh = seconds is not None
    said = f"made now in {seconds:.2f} s" if fresh else "from memory"
    lines = wrap(stage.summary, LETTERS, max_lines=2 if figures else 3, placeholder=" …")
    texts = "".join(
        f'<text x="10" y="{36 + 14 * row}" opacity="0.8">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    if figures:
        texts += f'<text x="10" y="64" font-weight="600">{escape(figures)}</text>'
    spoken = stage.name.replace("_", " ").strip().capitalize()
    return (
        f'<g transform="translate({at[0]:g} {at[1]:g})"><title>{escape(stage.summary)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{COLOURS[lane_of(stage)]}" '
        f'fill-opacity="{0.16 if fresh else 0.04}" stroke="{COLOURS[lane_of(stage)]}" '
        f'stroke-width="{3 if fresh else 1.4}"/>'
        f'<text x="10" y="20" font-size="13" font-weight="600">{escape(spoken)}</text>{texts}'
        f'<text x="{WIDTH - 10}" y="{HEIGHT - 8}" text-anchor="end" '
        f'font-weight="{600 if fresh else 400}">{said}</text></g>'
    )
