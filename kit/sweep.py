"""Every combination of some choices, each run once, over processes or machines.

Each design is written down as soon as it is done, beside the file that is asked for; a sweep that
was stopped goes on from there when it is called again in the same way.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import groupby, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit.case import Case
from kit.choice import Design, Refused
from kit.compare import told
from kit.files import appended, free_file, whole
from kit.record import row
from kit.run import VERSION

if TYPE_CHECKING:
    import pandas as pd
    from joblib import Parallel

SUFFIXES = (".csv", ".json", ".parquet")
SHARE = 4  # designs a process runs before it hands them in: no more are lost when it dies
TRIES = 3  # how often a group of designs is begun when the process that runs it dies


@dataclass
class Swept:
    """What a sweep found: a row for each design that ran, a sentence for each that did not."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)

    @property
    def done(self) -> set[int]:
        """The places of the designs that have been tried."""
        return {*self.rows, *self.failed}

    def frame(self) -> pd.DataFrame:
        """The rows in the order of the grid."""
        import pandas as pd

        return pd.DataFrame([self.rows[place] for place in sorted(self.rows)])


def designs_of(case: Case, grid: Mapping[str, Sequence[Any]]) -> list[Design]:
    """Every combination of the values given for some choices; the others stand at their default.

    The last choice of the grid moves fastest. Refuses unknown choices and illegal values.
    """
    return [case.design(dict(zip(grid, values, strict=True))) for values in product(*grid.values())]


def sweep(
    case: Case,
    grid: Mapping[str, Sequence[Any]],
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    done: Callable[[int], None] = lambda count: None,
    known: Swept | None = None,
    keep: Callable[[int, dict[str, Any] | None, str], None] = lambda place, cells, why: None,
) -> Swept:
    """Run every combination of `grid` that is not in `known`; one row a design.

    Columns are those of `kit.record.row`. With `jobs` above 1 the work is spread over processes (at
    most one a core); with `scheduler` each stage is a task on the dask cluster at that address (its
    workers need this package). Designs that share their costly early stages run one after the
    other. `done` is told how many designs have been tried so far, `keep` each one's place, its row
    or why it has none. A design that fails takes no other with it; one whose process dies is begun
    again, three times at most.
    """
    designs, found = designs_of(case, grid), known or Swept()
    home = case if jobs == 1 or scheduler else _home(case)
    for _ in range(TRIES):
        waiting = [place for place in range(len(designs)) if place not in found.done]
        if not waiting:
            break
        todo = [designs[place] for place in waiting]
        shares = _shares(together(case, todo, parts=jobs), 1 if scheduler else SHARE)
        tasks = [(home, [(waiting[i], todo[i]) for i in share]) for share in shares]
        with _workers(jobs, scheduler) as work:
            for place, cells, why in _worked(tasks, work):
                _note(found, place, cells, why)
                keep(place, cells, why)
                done(len(found.done))
    for place in range(len(designs)):
        if place not in found.done:
            found.failed[place] = "The process that ran it died each time."
    return found


def _shares(groups: list[list[int]], most: int) -> list[list[int]]:
    """Groups cut into shares of at most so many designs."""
    return [group[at : at + most] for group in groups for at in range(0, len(group), most)]


def _note(found: Swept, place: int, cells: dict[str, Any] | None, why: str) -> None:
    if cells is None:
        found.failed[place] = why
    else:
        found.rows[place] = cells


def cores() -> int:
    """How many processes make sense here."""
    return os.cpu_count() or 1


def together(case: Case, designs: Sequence[Design], *, parts: int) -> list[list[int]]:
    """Positions of `designs` in groups, those that share early stages side by side.

    Designs are ordered by their settings, choices read by the earliest stages first, and cut where
    an early setting changes: as early as gives at least `parts` groups.
    """
    stages = list(case.pipeline.stages.values())
    first = {name: i for i, stage in reversed(list(enumerate(stages))) for name in stage.choices}
    early = sorted(first, key=lambda name: first[name])
    settled = [case.settled(design) for design in designs]
    keys = [tuple(str(settings[name]) for name in early) for settings in settled]
    order = sorted(range(len(designs)), key=lambda i: keys[i])
    groups: list[list[int]] = []
    for depth in range(len(early) + 1):
        groups = [list(same) for _, same in groupby(order, key=lambda i: keys[i][:depth])]
        if len(groups) >= parts:
            break
    return groups


def sweep_to(
    case: Case,
    grid: Mapping[str, Sequence[Any]],
    path: Path,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    done: Callable[[int], None] = lambda count: None,
) -> Swept:
    """Sweep into a file, going on where an earlier call with the same words was stopped.

    Designs are appended one by one to a file beside `path`, which takes its place at the end.
    Refuses when another sweep is writing there, or when another one was stopped there.
    """
    free_file(path, SUFFIXES)
    about = {"case": case.slug, "version": VERSION, "grid": {n: list(v) for n, v in grid.items()}}
    with appended(path.with_name(f"{path.name}.part")) as part:
        known = _resumed(part.lines, about, part.path)

        def keep(place: int, cells: dict[str, Any] | None, why: str) -> None:
            if not part.lines:
                part.add(json.dumps(about))
            part.add(json.dumps({"place": place, "row": cells, "why": why}))

        found = sweep(case, grid, jobs=jobs, scheduler=scheduler, done=done, known=known, keep=keep)
        if found.rows:
            write(found.frame(), path)
        part.remove()
    return found


def _resumed(lines: Sequence[str], about: Mapping[str, Any], path: Path) -> Swept:
    """What an earlier call had done; designs that failed are tried again."""
    found = Swept()
    if not lines:
        return found
    read = [each for line in lines if (each := _whole_line(line)) is not None]
    if not read or read[0] != json.loads(json.dumps(about)):
        raise Refused(f"{path} holds another sweep that was stopped: remove it, or name another.")
    for each in read[1:]:
        if each["row"] is not None:
            found.rows[each["place"]] = each["row"]
    return found


def _whole_line(line: str) -> Any:
    """A line as it was written; None for one that was cut short."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a sweep, whole or not at all, as the suffix says: CSV, Parquet, or JSON rows."""
    with whole(free_file(path, SUFFIXES)) as draft:
        if path.suffix == ".csv":
            frame.to_csv(draft, index=False)
        elif path.suffix == ".json":
            frame.to_json(draft, orient="records", indent=2, double_precision=15)
        else:
            frame.to_parquet(draft, index=False)


Task = tuple[Case | str, list[tuple[int, Design]]]
Outcome = tuple[int, dict[str, Any] | None, str]


def _worked(tasks: Sequence[Task], work: Parallel) -> Iterator[Outcome]:
    """The outcome of each design as it comes; ends early when a process dies."""
    from joblib import delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    if work.n_jobs == 1:
        for home, designs in tasks:
            yield from (_tried(home, *each) for each in designs)
        return
    try:
        for outcomes in work(delayed(_group)(*task) for task in tasks):
            yield from outcomes
    except TerminatedWorkerError:
        return


def _group(home: Case | str, designs: list[tuple[int, Design]]) -> list[Outcome]:
    """One worker's share of the designs."""
    return [_tried(home, *each) for each in designs]


def _tried(home: Case | str, place: int, design: Design) -> Outcome:
    """A design's row, or why it has none."""
    case = import_module(home).CASE if isinstance(home, str) else home
    try:
        return place, row(case.run(design)), ""
    except Exception as error:
        return place, None, told(error)


def _home(case: Case) -> str:
    """The module that declares a case as CASE: how another process finds it."""
    for name, module in list(sys.modules.items()):
        # a program's own module has another name in another process
        if vars(module).get("CASE") is case and not name.startswith("__"):
            return name
    raise Refused(f"{case.slug} is declared in no module as CASE, so it runs in this process only.")


@contextmanager
def _workers(jobs: int, scheduler: str | None) -> Iterator[Parallel]:
    """Where designs run: in processes of one thread each; or here, each stage on a cluster, which
    is asked for twice as many designs as it has threads."""
    from joblib import Parallel, parallel_config

    if scheduler is None:
        with parallel_config(backend="loky", inner_max_num_threads=1):
            yield Parallel(n_jobs=jobs, return_as="generator_unordered")
        return
    from kit.cluster import joined

    with joined(scheduler) as threads:
        yield Parallel(n_jobs=2 * threads, backend="threading", return_as="generator_unordered")
