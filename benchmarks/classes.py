"""`python -m benchmarks.classes`: a class that picks at once; seconds until the tiles are there.

Each person has a scenario (people are dealt out over all of them), walks through designs of their
own, one random change a pick, and pauses between an answer and the next pick. Every pick is made
through the address, as a link or Back does. With `--before`, another checkout of this project gets
the same people and picks, in turns with this one, in the scenarios that both have. An answer that
has not come after `--patience` seconds is an error, and counts as so long.
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
    patience: Annotated[float, typer.Option(help="Seconds an answer may take.")] = 120.0,
) -> None:
    """Print a row for each size of class and checkout."""
    print("| people | checkout | picks | tiles p50 | tiles p95 | page p50 | arrival p50 | errors |")
    print("|---|---|---|---|---|---|---|---|")
    trees = {"before": before, "here": ROOT} if before else {"here": ROOT}
    slugs = [
        slug for slug in ALL.slugs if all((t / "cases" / slug).exists() for t in trees.values())
    ]
    for size in people or [6]:
        found = {name: Answers() for name in trees}
        for seed in range(rounds):
            for name, root in trees.items():
                room = Class(slugs, size, picks, pause, patience, seed)
                with serving(root / "app.py", root=root) as address:
                    asyncio.run(room.attend(address, found[name], warm))
        for name, answers in found.items():
            print(line(size, name, answers), flush=True)
        for name, answers in found.items():
            for error in sorted(set(answers.errors)):
                print(f"{name}: {error[:MOST_WORDS]}")


@dataclass(frozen=True)
class Class:
    """Some people, who have the scenarios in turn; how often, how slowly and how patiently they
    pick."""

    slugs: Sequence[str]
    people: int
    picks: int
    pause: float
    patience: float
    seed: int

    async def attend(self, address: str, found: Answers, warm: float) -> None:
        """The whole class at a server, from arriving to the last answer."""
        await asyncio.sleep(warm)
        await asyncio.gather(*(self._person(address, n, found) for n in range(self.people)))

    async def _person(self, address: str, number: int, found: Answers) -> None:
        luck = random.Random(1_000 * self.seed + number)
        case = ALL.load(self.slugs[number % len(self.slugs)])
        design, loop = case.design(), asyncio.get_running_loop()
        await asyncio.sleep(luck.uniform(0, self.pause))
        began = loop.time()
        visitor = await Visitor.arrive(address, case.slug)
        found.arrivals.append(loop.time() - began)
        for _ in range(self.picks):
            await asyncio.sleep(luck.expovariate(1 / self.pause))
            design = picked(case, design, luck)
            visitor.query = design.query(VERSION)
            await self._wait(visitor, f"{case.slug}-dial", found)
        await visitor.line.close()

    async def _wait(self, visitor: Visitor, tiles: str, found: Answers) -> None:
        try:
            found.pages.append(await asyncio.wait_for(visitor.gesture(), self.patience))
            found.tiles.append(visitor.waited(tiles))
        except (TimeoutError, KeyError) as error:
            found.errors.append(f"{type(error).__name__}: {visitor.page}")
            shown = visitor.came.get(tiles, visitor.sent + self.patience)
            found.tiles.append(shown - visitor.sent)
        found.errors += visitor.errors


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
