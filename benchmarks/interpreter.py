"""`python -m benchmarks.interpreter`: would worker processes pay? What the interpreter holds up.

Two people ask for a fresh default design of the same scenario at once, each with a world of their
own: in two threads, as the server works, and in two processes, which share nothing and send nothing
(the best any pool of workers could do). Beside a design made alone, a thread asks for the
interpreter every few milliseconds: for what part of the time it was late, how late at most, and
beside which stage. Other work on the machine makes it late as well: quiet cores are needed.

What `py-spy --gil` sees is the same however busy the machine is: of the samples of a default design
at work, the interpreter was held in 12 % (recommender, feed) to 33 % (log_anomalies), 17 % in fraud
and 19 % in churn; numpy, LightGBM, scikit-learn and onnxruntime let go of it for the rest. So two
cores are busy with two threads, and results, up to hundreds of megabytes, are shared by all: stages
do not run in worker processes. Where there are more cores than a few, `sandtable cluster --start`
gives them all work.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

import typer

import pipelines  # noqa: F401  (holds native libraries to one thread before they are imported)
from cases import ALL
from kit.case import Case
from kit.settings import settle
from pipelines.engine import Pipeline
from pipelines.memo import Memo

TICK = 0.002  # seconds between two asks for the interpreter
LATE = 0.02  # seconds of a stall that somebody beside it would notice
COLUMNS = ("scenario", "alone", "two threads", "two processes", "gain", "late", "longest stall")


@dataclass
class Ticker:
    """A thread that wants the interpreter every `TICK` seconds: how late it got it, and beside
    which stage."""

    stage: str = ""
    stalls: list[tuple[float, str]] = field(default_factory=list)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Tick meanwhile."""
        done = threading.Event()
        ticking = threading.Thread(target=self._tick, args=(done,), daemon=True)
        ticking.start()
        try:
            yield
        finally:
            done.set()
            ticking.join()

    def hear(self, stage: str, phase: str, seconds: float) -> None:
        """A watch of a run."""
        self.stage = stage if phase == "start" else self.stage

    def _tick(self, done: threading.Event) -> None:
        while not done.is_set():
            stage, asked = self.stage, time.perf_counter()
            time.sleep(TICK)
            late = time.perf_counter() - asked - TICK
            if late > LATE:
                self.stalls.append((late, stage))


def main(
    scenario: Annotated[list[str] | None, typer.Option(help="One of them; repeat it.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="The shortest of so many counts.")] = 2,
) -> None:
    """Print a row for each scenario."""
    settle()
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for slug in scenario or ALL.slugs:
        print(row(ALL.load(slug), rounds), flush=True)


def row(case: Case, rounds: int) -> str:
    """What one scenario takes, in each way, in turns."""
    made(case, 0)  # what is imported late is there
    taken = [min(way) for way in zip(*(_round(case) for _ in range(rounds)), strict=True)]
    ticker = Ticker()
    with ticker.beside():
        whole = _timed(lambda: made(case, 1, ticker.hear))
    late = sum(stall for stall, _ in ticker.stalls) / whole
    longest, stage = max(ticker.stalls, default=(0.0, "-"))
    cells = [case.slug, *(f"{seconds:.1f} s" for seconds in taken), f"{taken[1] / taken[2]:.2f}x"]
    return f"| {' | '.join([*cells, f'{late:.0%}', f'{1000 * longest:.0f} ms, {stage}'])} |"


def _round(case: Case) -> tuple[float, float, float]:
    """Seconds of one design alone, of two in threads, and of two in processes."""
    forked = multiprocessing.get_context("fork").Process
    return (
        _timed(lambda: made(case, 1)),
        _timed(lambda: _both(threading.Thread, case)),
        _timed(lambda: _both(forked, case)),
    )


def _both(worker: Callable[..., Any], case: Case) -> None:
    workers = [worker(target=made, args=(case, seed)) for seed in (1, 2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()


def made(case: Case, seed: int, hear: Callable[[str, str, float], None] | None = None) -> None:
    """Every reading of the default design on another world, nothing remembered."""
    stages = [stage.function for stage in case.pipeline.stages.values()]
    fresh = replace(case, pipeline=Pipeline(*stages, memo=Memo()))
    fresh.run(fresh.design({"seed": seed}), hear).readings()


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    typer.run(main)
