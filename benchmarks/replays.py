"""A year under another retraining policy: over weeks already scored, and with models kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.picks import boost_plain
from benchmarks.rounds import Row, seconds
from cases.fraud import CASE
from cases.fraud.live import EVERY
from cases.fraud.model import Examples, known_at
from cases.fraud.world import DAY, WEEK
from kit.run import Run
from pipelines.over_time.replay import replay

PEER = "plain LightGBM, trained and asked again"


def rows(*, quick: bool) -> Iterator[Row]:
    """Monthly retraining over the year (a few weeks when quick) after weekly has been replayed."""
    yield from policies("live" if quick else "year")


def policies(size: str) -> Iterator[Row]:
    """Another policy with the models kept, with the scores kept, and as the page asks for it."""
    run = CASE.run({"size": size, "retraining": "weekly"})
    judged, weeks = len(run["live"].rows), run["live"].weeks
    every = min(EVERY["monthly"], weeks // 2)
    note = f"{-(-weeks // every) - 1} retrainings in {weeks} weeks, {judged:,} judged payments"
    theirs = seconds(lambda: retrained(run, every))
    first = seconds(lambda: over_grid(run, every))
    yield Row("Another retraining policy, its models kept", first, PEER, theirs, note)
    again = seconds(lambda: [over_grid(run, every) for _ in range(100)]) / 100
    yield Row("Another retraining policy, its scores kept", again, PEER, theirs, note)
    page = seconds(lambda: run.with_changes(retraining="monthly").readings())
    yield Row("The same by the page, every reading anew", page, PEER, theirs, note)


def over_grid(run: Run, every: int) -> None:
    """Replay the live weeks over the run's grid of scores, retraining every `every` weeks."""
    weeks, grid = run["live"].weeks, run["grid"]
    replay(weeks, every=every, serve=lambda week, model: grid.scores(model, week))


def retrained(run: Run, every: int) -> None:
    """Train every `every` weeks and score until the next time, keeping nothing."""
    seen, matrix, launch = run["seen"], run["served"].matrix, run["payments"].about["live_from"]
    week = (seen["day"].to_numpy() - launch) // WEEK
    kept = {name: run.settings[name] for name in ("window", "late_labels", "delay")}
    for first in range(every, run["live"].weeks, every):
        now = (launch + first * WEEK) * DAY
        known = known_at(seen, run["population"], now, **kept)
        examples = Examples.of(known, seen, run["offline"])
        predict = boost_plain(examples.matrix, examples.labels)
        predict(matrix[np.flatnonzero((week >= first) & (week < first + every))])
