"""Every combination of some choices, each run once, over processes or machines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import groupby, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit.case import Case
from kit.choice import Design, Refused
from kit.files import free_file, whole
from kit.record import row

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".json", ".parquet")


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
) -> pd.DataFrame:
    """Run every combination of `grid`; one row a design, in the order of the grid.

    Columns are those of `kit.record.row`. With `jobs` above 1 the work is spread over processes,
    with `scheduler` over the dask cluster at that address (its workers need this package). Designs
    that share their costly early stages go to the same worker, one after the other. `done` is told
    how many designs have been run so far.
    """
    import pandas as pd
    from joblib import Parallel, delayed

    designs = designs_of(case, grid)
    groups = together(case, designs, parts=jobs if scheduler is None else 8 * max(jobs, 1))
    home = case if jobs == 1 and scheduler is None else _home(case)
    rows: list[Any] = [None] * len(designs)
    with _workers(scheduler):
        work = Parallel(n_jobs=-1 if scheduler else jobs, return_as="generator_unordered")
        tasks = (delayed(_run)(home, places, [designs[i] for i in places]) for places in groups)
        count = 0
        for places, found in work(tasks):
            for place, cells in zip(places, found, strict=True):
                rows[place] = cells
            count += len(places)
            done(count)
    return pd.DataFrame(rows)


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


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a sweep, whole or not at all, as the suffix says: CSV, Parquet, or JSON rows."""
    with whole(free_file(path, SUFFIXES)) as draft:
        if path.suffix == ".csv":
            frame.to_csv(draft, index=False)
        elif path.suffix == ".json":
            frame.to_json(draft, orient="records", indent=2, double_precision=15)
        else:
            frame.to_parquet(draft, index=False)


def _run(
    home: Case | str, places: list[int], designs: list[Design]
) -> tuple[list[int], list[dict[str, Any]]]:
    """One worker's share: the rows of some designs and where they belong."""
    case = import_module(home).CASE if isinstance(home, str) else home
    return places, [row(case.run(design)) for design in designs]


def _home(case: Case) -> str:
    """The module that declares a case as CASE: how another process finds it."""
    for name, module in list(sys.modules.items()):
        # a program's own module has another name in another process
        if vars(module).get("CASE") is case and not name.startswith("__"):
            return name
    raise Refused(f"{case.slug} is declared in no module as CASE, so it runs in this process only.")


@contextmanager
def _workers(scheduler: str | None) -> Iterator[None]:
    """Where joblib sends the work: processes of one thread each, or a dask cluster."""
    from joblib import parallel_config

    if scheduler is None:
        with parallel_config(backend="loky", inner_max_num_threads=1):
            yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise Refused("--scheduler needs dask.distributed, which is not installed.") from None
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise Refused(f"No dask scheduler answers at {scheduler}: {error}.") from None
    with client, parallel_config(backend="dask"):
        yield
