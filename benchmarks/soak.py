"""`python -m benchmarks.soak`: random picks over all scenarios; does memory stay within its budget?

Each pick changes one choice of one scenario, reads every reading and draws one panel. The curve has
a row a pick: megabytes that results were counted to take, that the process took after the pick, and
at most during it.
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

import pipelines  # noqa: F401  (holds native libraries to one thread before they are imported)
from cases import ALL
from kit.case import Case
from kit.choice import Design
from kit.designs import SIZE, values_to_try
from kit.settings import settle
from pipelines.engine import MEMO

BESIDE = 400  # megabytes a process may take beside the results: libraries, and stages at work
COLUMNS = ("pick", "case", "seconds", "kept_mb", "taken_mb", "most_mb")
STATUS = Path("/proc/self/status")


def main(
    picks: Annotated[int, typer.Option(min=1, help="How many picks to make.")] = 500,
    seed: Annotated[int, typer.Option(help="Which picks.")] = 0,
    seconds: Annotated[float, typer.Option(help="Stop after so long.")] = 3600.0,
    out: Annotated[Path, typer.Option(help="Where the curve goes.")] = Path("benchmarks/soak.csv"),
) -> None:
    """Make the picks, write the curve, and end with 1 if memory went over its budget."""
    settle()
    until, most = time.monotonic() + seconds, 0.0
    with out.open("w", newline="") as file:
        curve = csv.writer(file)
        curve.writerow(COLUMNS)
        for number, (slug, took) in enumerate(walk(picks, random.Random(seed)), 1):
            taken, peak = memory("VmRSS"), memory("VmHWM")
            most = max(most, peak)
            kept = MEMO.nbytes / 1e6
            curve.writerow([number, slug, *(f"{x:.4g}" for x in (took, kept, taken, peak))])
            file.flush()
            Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
            if time.monotonic() > until:
                break
    budget = MEMO.limit / 1e6 + BESIDE
    print(f"{number} picks, at most {most:.0f} MB of {budget:.0f} MB; the curve is in {out}")
    raise typer.Exit(int(most > budget))


def walk(picks: int, luck: random.Random) -> Iterator[tuple[str, float]]:
    """The case of each pick and the seconds it took, once it has been made."""
    designs: dict[str, Design] = {}
    for _ in range(picks):
        case = ALL.load(luck.choice(ALL.slugs))
        design = designs[case.slug] = picked(case, designs.get(case.slug, case.design()), luck)
        began = time.perf_counter()
        run = case.run(design)
        run.readings()
        luck.choice(case.panels).of(run)
        yield case.slug, time.perf_counter() - began


def picked(case: Case, design: Design, luck: random.Random) -> Design:
    """The design with one choice that has an effect changed; the amount of data stays."""
    choices = [c for c in case.choices if c.name != SIZE and case.applies(design, c.name)]
    choice = luck.choice(choices)
    return case.change(
        design, {choice.name: luck.choice(values_to_try(choice, design[choice.name]))}
    )


def memory(name: str) -> float:
    """A figure of this process in megabytes, as Linux tells it."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    typer.run(main)
