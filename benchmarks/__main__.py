"""`python -m benchmarks [--quick] [--only NAME] [--markdown]`: the table of ratios."""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib import import_module
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

import pipelines  # noqa: F401  (holds native libraries to one thread before they are imported)
from benchmarks.rounds import Row

PARTS = ("worlds", "thresholds", "picks", "replays", "serving", "funnel", "pages")
COLUMNS = ("what", "seconds", "against", "seconds", "ratio", "growth", "what to know")


app = typer.Typer(add_completion=False)


@app.command()
def main(
    quick: Annotated[bool, typer.Option(help="Small sizes, one round: does it run?")] = False,
    only: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(PARTS)}.")] = None,
    markdown: Annotated[bool, typer.Option(help="Markdown for a README, not a table.")] = False,
) -> None:
    """Time ours and its peers in turn, and print how they compare."""
    if unknown := set(only or ()) - set(PARTS):
        raise typer.BadParameter(f"no part is called {min(unknown)}: it is {', '.join(PARTS)}")
    with Console(stderr=True).status("timing") as status:
        rows = []
        for part in only or PARTS:
            for row in timed(part, quick=quick):
                status.update(f"timed: {row.name}")
                rows.append(row)
    if markdown:
        typer.echo(as_markdown(rows))
    else:
        Console().print(as_table(rows))


def timed(part: str, *, quick: bool) -> Iterator[Row]:
    """The rows of one part, each as soon as it is there."""
    yield from import_module(f"benchmarks.{part}").rows(quick=quick)


def cells(row: Row) -> tuple[str, ...]:
    """A row as text, by `COLUMNS`; what was not taken is left empty."""
    return (
        row.name,
        short(row.ours_seconds, " s"),
        row.peer,
        short(row.peer_seconds, " s"),
        times(row.ratio),
        short(row.growth, "", before="n^"),
        row.note,
    )


def times(ratio: float) -> str:
    """A ratio as one says it: 480x, 1.4x, 0.7x.

    >>> times(482.3), times(1.44), times(0.71), times(12345.0)
    ('480x', '1.4x', '0.71x', '12,000x')
    """
    return f"{float(f'{ratio:.2g}'):,g}x" if not math.isnan(ratio) else ""


def short(value: float, unit: str, *, before: str = "") -> str:
    """A figure with two digits, or nothing where there is none.

    >>> short(0.01234, " s"), short(12.34, " s"), short(float("nan"), " s")
    ('0.012 s', '12 s', '')
    """
    return "" if math.isnan(value) else f"{before}{value:.2g}{unit}"


def as_table(rows: list[Row]) -> Table:
    """A table for the terminal: what to know stands under what was done."""
    table = Table(*COLUMNS[:-1], box=box.SIMPLE)
    for row in rows:
        name, *figures, note = cells(row)
        table.add_row(f"{name}\n[dim]{note}[/dim]" if note else name, *figures)
    return table


def as_markdown(rows: list[Row]) -> str:
    """A Markdown table: ratios and growth, which carry over to another machine."""
    kept = [0, 2, 4, 5, 6]
    lines = [[COLUMNS[column] for column in kept], ["---"] * len(kept)]
    lines += [[cells(row)[column] for column in kept] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    app(prog_name="python -m benchmarks")
