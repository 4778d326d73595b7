"""`python -m benchmarks.classes`: a class that picks at once; seconds until the tiles are there.

Each person has a scenario (people are dealt out over all of them), walks through designs of their
own, one random change a pick, and pauses between an answer and the next pick. Every pick is made
through the address, as a link or Back does. With `--before`, another checkout of this project gets
the same people and picks, in turns with this one.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

import pipelines  # noqa: F401  (holds native libraries to one thread before they are imported)
from benchmarks.server import ROOT, serving
from benchmarks.soak import picked
from benchmarks.visitors import Visitor
from cases import ALL
from kit.run import VERSION

PATIENCE = 600.0  # seconds until an answer that has not come counts as an error
MOST_WORDS = 40  # letters of an error that are printed


@dataclass
class Answers:
    """What people waited for: seconds until the tiles, until the whole page, and what failed."""

    tiles: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main(
    people: Annotated[list[int] | None, typer.Option(help="A size of class; repeat it.")] = None,
    picks: Annotated[int, typer.Option(min=1, help="Picks of each person.")] = 5,
    pause: Annotated[float, typer.Option(help="Mean seconds between answer and next pick.")] = 15.0,
    rounds: Annotated[int, typer.Option(min=1, help="Classes of each size, each a new one.")] = 1,
    before: Annotated[Path | None, typer.Option(help="Another checkout, to compare with.")] = None,
    warm: Annotated[float, typer.Option(help="Wait so long for warm-ups first.")] = 0.0,
) -> None:
    """Print a row for each size of class and checkout."""
    print("| people | checkout | picks | tiles p50 | tiles p95 | page p50 | arrival p50 | errors |")
    print("|---|---|---|---|---|---|---|---|")
    trees = {"before": before, "here": ROOT} if before else {"here": ROOT}
    for size in people or [6]:
        found = {name: Answers() for name in trees}
        for seed in range(rounds):
            for name, root in trees.items():
                with serving(root / "app.py", root=root) as address:
                    asyncio.run(attend(address, size, picks, pause, seed, found[name], warm))
        for name, answers in found.items():
            print(line(size, name, answers), flush=True)
        for name, answers in found.items():
            for error in sorted(set(answers.errors)):
                print(f"{name}: {error[:MOST_WORDS]}")


async def attend(
    address: str, people: int, picks: int, pause: float, seed: int, found: Answers, warm: float
) -> None:
    """A whole class at a server, from arriving to the last answer."""
    await asyncio.sleep(warm)
    each = (_person(address, number, picks, pause, seed, found) for number in range(people))
    await asyncio.gather(*each)


async def _person(
    address: str, number: int, picks: int, pause: float, seed: int, found: Answers
) -> None:
    luck = random.Random(1_000 * seed + number)
    case = ALL.load(ALL.slugs[number % len(ALL.slugs)])
    design, loop = case.design(), asyncio.get_running_loop()
    await asyncio.sleep(luck.uniform(0, pause))
    began = loop.time()
    visitor = await Visitor.arrive(address, case.slug)
    found.arrivals.append(loop.time() - began)
    for _ in range(picks):
        await asyncio.sleep(luck.expovariate(1 / pause))
        design = picked(case, design, luck)
        visitor.query = design.query(VERSION)
        try:
            whole = await asyncio.wait_for(visitor.gesture(), PATIENCE)
            found.tiles.append(visitor.waited(f"{case.slug}-dial"))
            found.pages.append(whole)
        except (TimeoutError, KeyError) as error:
            found.errors.append(f"{type(error).__name__}: {case.slug}")
        found.errors += visitor.errors
    await visitor.line.close()


def line(size: int, name: str, answers: Answers) -> str:
    """One row of the table."""
    cells = [str(size), name, str(len(answers.tiles))]
    wanted: Sequence[tuple[list[float], float]] = (
        (answers.tiles, 50),
        (answers.tiles, 95),
        (answers.pages, 50),
        (answers.arrivals, 50),
    )
    cells += [f"{np.percentile(values or [np.nan], share):.1f} s" for values, share in wanted]
    return f"| {' | '.join([*cells, str(len(answers.errors))])} |"


if __name__ == "__main__":
    typer.run(main)
