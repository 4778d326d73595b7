"""The benchmarks run, do the same work as their peers, and say it in well-formed rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks import picks, replays, serving, thresholds, worlds
from benchmarks.__main__ import COLUMNS, PARTS, app, as_markdown, as_table, cells, timed
from benchmarks.peers_payments import features_with_pandas, handbook_with_pandas
from benchmarks.rounds import Row, compare, growth

COUNTER = iter(range(10**9))


def ticks() -> float:
    """A clock that ticks once whenever it is looked at."""
    return float(next(COUNTER))


def well_formed(row: Row) -> bool:
    """A name and a time; with a peer that has a time too, or with an exponent of growth."""
    against = bool(row.peer) and row.peer_seconds > 0 and row.ratio > 0
    return bool(row.name) and row.ours_seconds > 0 and (against or math.isfinite(row.growth))


def test_rounds_take_turns_and_scale():
    turns = []
    row = compare(
        "count",
        lambda: turns.append("ours"),
        "a peer",
        lambda: turns.append("peer"),
        rounds=3,
        per=(10, 0.5),
        clock=ticks,
    )
    assert turns == ["ours", "peer"] * 3
    assert (row.ours_seconds, row.peer_seconds, row.ratio) == (0.1, 2.0, 20.0)


def test_growth_finds_the_exponent():
    candle = [0.0]

    def burn(size):
        candle[0] += 3.0 * size**1.5

    works = {size: lambda size=size: burn(size) for size in (200, 400, 800)}
    row = growth("Burning", works, rounds=2, of="candles", clock=lambda: candle[0])
    assert row.growth == pytest.approx(1.5)
    assert row.ours_seconds == pytest.approx(3.0 * 800**1.5)
    assert "from 200 to 800 candles" in row.name


def test_our_windows_are_the_published_ones():
    frame = handbook_with_pandas(12, 24, 60, 3)
    peer = features_with_pandas(frame)
    mine = worlds.same_windows(frame)
    equal = np.isclose(mine, peer[mine.columns], atol=1e-9).mean()
    # one payment in ten thousand lies on a window's edge, which belongs to one or the other
    assert equal > 0.999


def test_a_look_up_says_what_scikit_learn_says():
    labels, scores = thresholds.scored(5_000)
    table = thresholds.table(labels, scores)
    for threshold in table.axis[[0, 20, 300, -2]]:
        told = thresholds.look_up(table, float(threshold))
        assert told == pytest.approx(thresholds.by_sklearn(labels, scores, float(threshold)))


def test_threshold_rows_are_well_formed():
    rows = list(thresholds.moves(2_000, rounds=1))
    assert [well_formed(row) for row in rows] == [True, True]


def test_serving_rows_are_well_formed():
    assert all(well_formed(row) for row in serving.rows(quick=True))


def test_the_plain_calls_of_a_pick_fit_the_rows_the_pick_does():
    case = picks.fresh()
    run = case.run(picks.PICKS["logistic regression"] | {"size": "small"})
    assert case.pipeline.memo is not picks.CASE.pipeline.memo
    asked = picks.asked(run)
    assert len(asked["live"]) == len(run["live"].rows)
    assert len(asked["held back"]) == len(run["validation"].scores)
    assert len(asked["recent"]) == len(run["recent"])


@pytest.mark.slow
def test_picks_and_replays_are_well_formed():
    for name, told in picks.turn("small").items():
        assert name in picks.PICKS
        assert told[0] > 0 and told[1] > 0
    assert all(well_formed(row) for row in replays.policies("small"))


def test_rows_become_a_table():
    rows = [Row("a", 0.5, "b", 1.0, "n"), Row("grows", 0.5, growth=1.04)]
    lines = as_markdown(rows).splitlines()
    assert lines[0].count("|") == lines[2].count("|") == 6
    assert "2x" in lines[2] and "n^1" in lines[3]
    assert as_table(rows).row_count == 2
    assert len(cells(rows[0])) == len(COLUMNS)


def test_every_part_is_there_and_strange_ones_are_refused():
    assert all(hasattr(timed(part, quick=True), "__next__") for part in PARTS)
    refused = CliRunner().invoke(app, ["--only", "weather"])
    assert refused.exit_code == 2
    assert "weather" in refused.output
