"""A board as a picture without the canvas: SVG and Mermaid, as plain text, all words escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from kit.board.graph import Arrow, Graph
from kit.board.layout import HEIGHT, WIDTH, tidy
from kit.board.palette import LANES

MARGIN = 24
COLOURS = {"answer": "#0072b2", "data": "#009e73", "learning": "#d55e00", "watching": "#7b6fa8"}
DASHES = {
    "call": "",
    "publish": "7 4",
    "schedule": "2 4",
    "deploy": "12 4",
    "label": "8 3 2 3",
    "watch": "1 3",
}
LONGEST = 21  # characters of a name that fit into a box


def as_svg(graph: Graph, lines: Mapping[str, str] | None = None) -> str:
    """The board as an SVG file; `lines` holds a figure to write on a box, by its id."""
    graph = graph if any(box.at != (0.0, 0.0) for box in graph.boxes) else tidy(graph)
    left, top, wide, high = frame(graph)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {wide} {high}" '
        f'width="{wide}" height="{high}" font-family="sans-serif" role="img">',
        "<title>A system as drawn</title>",
        f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="#ffffff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#5b6270"/></marker></defs>',
        *(_arrow(graph, arrow) for arrow in graph.arrows),
        *(_box(box, (lines or {}).get(box.id, "")) for box in graph.boxes),
        *(_stroke(stroke) for stroke in graph.strokes),
        *(_note(note) for note in graph.notes),
        "</svg>",
    ]
    return "\n".join(parts)


def frame(graph: Graph) -> tuple[int, int, int, int]:
    """Left, top, width and height of all that is drawn, with a margin."""
    xs = [x for b in graph.boxes for x in (b.at[0], b.at[0] + WIDTH)]
    ys = [y for b in graph.boxes for y in (b.at[1], b.at[1] + HEIGHT)]
    xs += [x for n in graph.notes for x in (n.at[0], n.at[0] + 160)]
    ys += [y for n in graph.notes for y in (n.at[1] - 16, n.at[1] + 16)]
    for stroke in graph.strokes:
        xs, ys = [*xs, *stroke[::2]], [*ys, *stroke[1::2]]
    left, right = min(xs, default=0) - MARGIN, max(xs, default=WIDTH) + MARGIN
    top, bottom = min(ys, default=0) - MARGIN, max(ys, default=HEIGHT) + MARGIN
    return round(left), round(top), round(right - left), round(bottom - top)


def _box(box, line: str) -> str:
    x, y = box.at
    colour = COLOURS[box.of.lane]
    name = box.name if len(box.name) <= LONGEST else box.name[: LONGEST - 1] + "…"
    said = [
        f'<g transform="translate({x:g} {y:g})"><title>{escape(box.of.help)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#fbfbfc" stroke="{colour}" '
        'stroke-width="1.5"/>'
        f'<text x="10" y="22" font-size="12" font-weight="600" fill="#1f2430">{escape(name)}</text>'
    ]
    if box.label:
        said.append(_line(escape(box.of.label), 38, "#5b6270"))
    if line:
        said.append(_line(escape(line), 54, "#1f2430"))
    return "".join([*said, "</g>"])


def _line(text: str, y: int, colour: str) -> str:
    return f'<text x="10" y="{y}" font-size="10.5" fill="{colour}">{text}</text>'


def _arrow(graph: Graph, arrow: Arrow) -> str:
    points = elbow(graph.by_id[arrow.source].at, graph.by_id[arrow.target].at)
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    dash = f' stroke-dasharray="{DASHES[arrow.kind]}"' if DASHES[arrow.kind] else ""
    return (
        f'<path d="{path}" fill="none" stroke="#5b6270" stroke-width="1.4"{dash} '
        f'marker-end="url(#tip)"><title>{escape(arrow.kind)}</title></path>'
    )


def elbow(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """An arrow's corners from one box to another: sideways where there is room, else up or down."""
    (ax, ay), (bx, by) = start, end
    if bx >= ax + WIDTH:
        middle = (ax + WIDTH + bx) / 2
        y, z = ay + HEIGHT / 2, by + HEIGHT / 2
        return [(ax + WIDTH, y), (middle, y), (middle, z), (bx, z)]
    down = by >= ay
    y, z = (ay + HEIGHT, by) if down else (ay, by + HEIGHT)
    middle = (y + z) / 2 if abs(z - y) > 8 else y + (16 if down else -16)
    x, w = ax + WIDTH / 2, bx + WIDTH / 2
    return [(x, y), (x, middle), (w, middle), (w, z)]


def _stroke(stroke: tuple[float, ...]) -> str:
    pairs = zip(stroke[::2], stroke[1::2], strict=True)
    points = " ".join(f"{x:g},{y:g}" for x, y in pairs)
    return f'<polyline points="{points}" fill="none" stroke="#c2185b" stroke-width="2"/>'


def _note(note) -> str:
    x, y = note.at
    lines = note.text.split("\n")
    spans = "".join(f'<tspan x="{x:g}" dy="16">{escape(line)}</tspan>' for line in lines)
    return f'<text x="{x:g}" y="{y - 4:g}" font-size="12" fill="#1f2430">{spans}</text>'


def as_mermaid(graph: Graph) -> str:
    """The board as a Mermaid flow chart, one lane a subgraph.

    >>> from kit.board.graph import box, drawn
    >>> print(as_mermaid(drawn({"g": box("gateway", 'The "door"')})).splitlines()[2].strip())
    n0["The #quot;door#quot;"]
    """
    number = {box.id: f"n{at}" for at, box in enumerate(graph.boxes)}
    lines = ["flowchart LR"]
    for lane, title in LANES.items():
        inside = [box for box in graph.boxes if box.of.lane == lane]
        if inside:
            lines.append(f'  subgraph {lane}["{title}"]')
            lines += [f'    {number[box.id]}["{_mermaid(box.name)}"]' for box in inside]
            lines.append("  end")
    for each in graph.arrows:
        tie = "-->" if each.kind == "call" else "-.->"
        lines.append(f"  {number[each.source]} {tie}|{each.kind}| {number[each.target]}")
    return "\n".join(lines) + "\n"


def _mermaid(text: str) -> str:
    """Words as Mermaid takes them: all that it could read as its own is written by number."""
    plain = {"\n": " ", '"': "#quot;"}
    return "".join(
        plain.get(c) or (c if c.isalnum() or c in " .,-:/()" else f"#{ord(c)};") for c in text
    )
