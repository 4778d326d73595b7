"""How rows are held back: no row on both sides, gaps and windows in days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.evaluation.splitting import HELD_BACK, SPLITS, folds

DAYS, ENTITIES = 90, 60
CUT_BY_TIME = ("time", "gap", "prequential")


@pytest.fixture(scope="module")
def rows():
    """Days in order and the entity of each of four thousand rows."""
    rng = np.random.default_rng(8)
    return np.sort(rng.integers(0, DAYS, 4000)), rng.integers(0, ENTITIES, 4000)


def split_rows(rows, split, **changes):
    """Folds of the rows under the usual settings."""
    settings = {"gap": 8.0, "window": 30, "length": 14} | changes
    return folds(*rows, split=split, rng=np.random.default_rng(1), **settings)


@pytest.mark.parametrize("split", SPLITS)
@given(
    gap=st.floats(0, 20),
    window=st.integers(1, 80),
    length=st.integers(1, 30),
    seed=st.integers(0, 99),
)
@settings(max_examples=25, deadline=None)
def test_no_row_is_on_both_sides_and_none_is_older_than_the_window(
    split, gap, window, length, seed
):
    rng = np.random.default_rng(seed)
    days, entities = np.sort(rng.integers(0, 60, 300)), rng.integers(0, 9, 300)
    cuts = folds(days, entities, split=split, gap=gap, window=window, length=length, rng=rng)
    assert cuts or split in CUT_BY_TIME
    for train, held in cuts:
        assert not set(train) & set(held)
        if len(train):
            assert np.ptp(days[train]) < window
    judged = np.concatenate([held for _, held in cuts]) if cuts else np.empty(0)
    assert len(set(judged)) == len(judged), "no row is judged twice"


@pytest.mark.parametrize("split", ["gap", "prequential"])
def test_the_gap_lies_between_training_and_validation(rows, split):
    days, _ = rows
    wide, narrow = split_rows(rows, split), split_rows(rows, split, gap=0.0)
    for (train, held), (nearer, same) in zip(wide, narrow, strict=True):
        assert days[held].min() - days[train].max() == 9, "eight days in between"
        assert days[same].min() - days[nearer].max() == 1
        assert np.array_equal(held, same)
        assert days[train].max() - days[train].min() == 29


def test_splitting_by_time_leaves_no_gap_whatever_is_asked(rows):
    days, _ = rows
    [(train, held)] = split_rows(rows, "time")
    assert (days[train].max(), days[held].min()) == (DAYS - 15, DAYS - 14)
    assert np.array_equal(held, np.flatnonzero(days >= DAYS - 14)), "all of the last fortnight"


def test_prequential_folds_end_where_the_next_begins(rows):
    days, _ = rows
    cuts = split_rows(rows, "prequential")
    spans = [(days[held].min(), days[held].max()) for _, held in cuts]
    assert spans == [(DAYS - 7, DAYS - 1), (DAYS - 14, DAYS - 8), (DAYS - 21, DAYS - 15)]
    together = np.sort(np.concatenate([held for _, held in cuts]))
    assert np.array_equal(together, np.flatnonzero(days >= DAYS - 21))


def test_random_rows_share_days_and_cards_with_training(rows):
    days, entities = rows
    [(train, held)] = split_rows(rows, "random")
    recent = np.flatnonzero(days >= DAYS - 30)
    assert np.array_equal(np.sort(np.r_[train, held]), recent)
    sd = np.sqrt(HELD_BACK * (1 - HELD_BACK) / len(recent))
    assert abs(len(held) / len(recent) - HELD_BACK) < 4 * sd
    assert set(entities[train]) & set(entities[held])


def test_an_entity_is_held_back_with_all_its_rows(rows):
    _, entities = rows
    [(train, held)] = split_rows(rows, "entity")
    assert not set(entities[train]) & set(entities[held])
    assert 0 < len(set(entities[held])) < ENTITIES / 2


def test_the_luck_of_a_split_is_the_generators(rows):
    one, same = split_rows(rows, "random"), split_rows(rows, "random")
    assert np.array_equal(one[0][1], same[0][1])
    other = folds(*rows, split="random", gap=8, window=30, length=14, rng=np.random.default_rng(2))
    assert not np.array_equal(one[0][1], other[0][1])


@pytest.mark.parametrize("split", CUT_BY_TIME)
def test_folds_with_nothing_to_train_on_are_dropped(split):
    days = np.arange(10)
    assert folds(days, days, split=split, gap=30, window=5, length=20, rng=None) == []


@pytest.mark.parametrize("split", SPLITS)
def test_no_rows_make_no_fold_with_rows(split):
    none = np.empty(0, dtype=int)
    rng = np.random.default_rng(0)
    cuts = folds(none, none, split=split, gap=1, window=5, length=2, rng=rng)
    assert [len(part) for cut in cuts for part in cut] in ([], [0, 0])


def test_an_unknown_split_is_refused_by_name(rows):
    with pytest.raises(ValueError, match="no split is called stratified; there are random"):
        split_rows(rows, "stratified")
