"""`python -m benchmarks.beside`: a fresh pick beside somebody's heavy design, against it alone.

On one server, B picks another world of a scenario, first alone and then while A waits for one
heavy design after another; each pick is one nobody made before. Seconds until the tiles are there.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count
from typing import Annotated

import numpy as np
import typer

from benchmarks.server import ROOT, serving
from benchmarks.visitors import Visitor
from cases import ALL
from kit.case import Case
from kit.run import VERSION

HEAVY = "recommender"  # its loop is the longest stage of all default designs
WARM = 30.0  # seconds for what a server does by itself when it starts
SEEDS = count(1_000)


def main(
    scenario: Annotated[list[str] | None, typer.Option(help="B's; repeat it.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Pairs of picks in each scenario.")] = 2,
) -> None:
    """Print a row for each scenario of B, and the ratio of all pairs at the median."""
    print("| B picks in | alone | beside | ratio |\n|---|---|---|---|")
    with serving(ROOT / "app.py") as address:
        ratios = asyncio.run(_measure(address, scenario or list(ALL.slugs), rounds))
    print(f"beside against alone: p50 {np.median(ratios):.2f}x, at most {max(ratios):.2f}x")


async def _measure(address: str, slugs: list[str], rounds: int) -> list[float]:
    await asyncio.sleep(WARM)
    heavy, ratios = await Visitor.arrive(address, HEAVY), []
    for slug in slugs:
        case = ALL.load(slug)
        visitor = await Visitor.arrive(address, slug)
        pairs = [await _pair(visitor, case, heavy) for _ in range(rounds)]
        await visitor.line.close()
        ratios += [beside / alone for alone, beside in pairs]
        alone, beside = np.median(pairs, axis=0)
        print(f"| {slug} | {alone:.1f} s | {beside:.1f} s | {beside / alone:.2f}x |", flush=True)
    return ratios


async def _pair(visitor: Visitor, case: Case, heavy: Visitor) -> tuple[float, float]:
    """Seconds of a fresh pick alone, and of one beside the heavy design."""
    alone = await _pick(visitor, case)
    busy = asyncio.create_task(_ever(heavy))
    await asyncio.sleep(1.0)
    beside = await _pick(visitor, case)
    busy.cancel()
    with suppress(asyncio.CancelledError):
        await busy
    await _pick(heavy, ALL.load(HEAVY), seed=ALL.load(HEAVY).design()["seed"])  # gives it up
    return alone, beside


async def _ever(heavy: Visitor) -> None:
    while True:
        await _pick(heavy, ALL.load(HEAVY))


async def _pick(visitor: Visitor, case: Case, seed: object = None) -> float:
    design = case.design({"seed": next(SEEDS) if seed is None else seed})
    visitor.query = design.query(VERSION)
    await visitor.gesture()
    return visitor.waited(f"{case.slug}-dial")


if __name__ == "__main__":
    typer.run(main)
