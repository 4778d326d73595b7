"""Computing a request path: sweep, event loop and closed form, against SimPy."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import serving_bench
from benchmarks.rounds import Row


def rows(*, quick: bool) -> Iterator[Row]:
    """The rows of `serving_bench`."""
    for told in serving_bench.rows(2_000 if quick else 20_000, 1 if quick else 5):
        told.pop("ratio")
        yield Row(**told | {"name": told["name"].capitalize()})
