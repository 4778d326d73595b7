"""A scenario's own pipeline as a picture: which stage feeds which, and what this pick made anew."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from textwrap import wrap

from kit.board.drawing import elbow
from kit.board.layout import HEIGHT, WIDTH
from pipelines.engine import Pipeline

ACROSS, DOWN, MARGIN = 176, 84, 16
MADE, KEPT, LINE = "#d55e00", "#8a93a3", "#9aa2b1"


def columns_of(pipeline: Pipeline) -> dict[str, int]:
    """How many stages lie before each stage on its longest way from the start."""
    found: dict[str, int] = {}
    for name, stage in pipeline.stages.items():
        found[name] = 1 + max((found[each] for each in stage.inputs if each in found), default=-1)
    return found


def as_picture(pipeline: Pipeline, made: Mapping[str, float]) -> str:
    """The pipeline as SVG: stages from left to right; those in `made` with the seconds they took.

    >>> def rain(*, seed): "Draw the rain."
    >>> def flood(rain): "See where it goes."
    >>> "0.50 s" in as_picture(Pipeline(rain, flood), {"flood": 0.5})
    True
    """
    places: dict[str, tuple[float, float]] = {}
    rows: dict[int, int] = {}
    for name, column in columns_of(pipeline).items():
        row = rows.get(column, 0)
        rows[column] = row + 1
        places[name] = (MARGIN + column * ACROSS, MARGIN + row * DOWN)
    wide = max(x for x, _ in places.values()) + WIDTH + MARGIN
    high = max(y for _, y in places.values()) + HEIGHT + MARGIN
    arrows = [
        _arrow(places[source], places[name], name in made)
        for name, stage in pipeline.stages.items()
        for source in stage.inputs
    ]
    boxes = [
        _box(name, pipeline.stages[name].summary, places[name], made.get(name)) for name in places
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" '
        f'height="{high:g}" font-family="sans-serif"><rect width="{wide:g}" height="{high:g}" '
        f'fill="#ffffff"/>{"".join([*arrows, *boxes])}</svg>'
    )


def _arrow(start: tuple[float, float], end: tuple[float, float], made: bool) -> str:
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in elbow(start, end))
    colour = MADE if made else LINE
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.3" opacity="0.8"/>'


def _box(name: str, summary: str, at: tuple[float, float], seconds: float | None) -> str:
    colour, said = (KEPT, "from memory") if seconds is None else (MADE, f"{seconds:.2f} s")
    spoken = name.replace("_", " ").strip().capitalize()
    lines = _wrapped(summary, 25)
    texts = "".join(
        f'<text x="8" y="{32 + 11 * row}" font-size="9.5" fill="#5b6270">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    return (
        f'<g transform="translate({at[0]:g} {at[1]:g})"><title>{escape(summary)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#fbfbfc" stroke="{colour}" '
        f'stroke-width="1.6"/><text x="8" y="18" font-size="11.5" font-weight="600" '
        f'fill="#1f2430">{escape(spoken)}</text>{texts}'
        f'<text x="{WIDTH - 8}" y="{HEIGHT - 6}" font-size="9" text-anchor="end" '
        f'fill="{colour}">{said}</text></g>'
    )


def _wrapped(text: str, wide: int) -> list[str]:
    """The first two lines of a text."""
    return wrap(text, wide, max_lines=2, placeholder=" …")
