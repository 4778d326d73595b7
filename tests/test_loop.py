"""The loop trains when it should and hands the log on; logs, lists and their metrics are what
plain arithmetic says; re-rankers do what their formulas say."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.engine import Pipeline
from pipelines.evaluation.list_metrics import coverage, diversity, exposure, homogeneity, novelty
from pipelines.memo import Memo
from pipelines.over_time.loop import Log, turns
from pipelines.ranking.reranking import (
    by_score,
    calibrated,
    discounted,
    hide,
    mmr,
    scaled,
    with_quota,
)
from pipelines.ranking.retrieval import NOBODY
from pipelines.watching import part_done


@pytest.mark.parametrize(
    ("every", "trained"), [(0, [3]), (1, [3, 4, 5, 6, 7]), (2, [3, 4, 6]), (4, [3, 4])]
)
def test_a_model_is_trained_at_first_and_when_due(every, trained):
    seen = []
    lived = turns(
        [],
        rounds=5,
        first=3,
        every=every,
        learn=lambda state, now: (now, len(state)),
        serve=lambda model, state, now: (seen.append(model) or model[0], now),
        grow=lambda state, log, now: [*state, log],
    )
    found = list(lived)
    assert [turn.round for turn in found if turn.trained] == trained
    assert [turn.state for turn in found] == [list(range(3, 3 + n)) for n in range(5)]
    assert all(turn.model[1] == turn.model[0] - 3 for turn in found)


def test_a_model_handed_in_serves_until_one_is_due():
    lived = turns(
        0, rounds=4, every=3, learn=lambda s, n: f"new {n}", model="old",
        serve=lambda m, s, n: (m, 1), grow=lambda s, logged, n: s + logged,
    )  # fmt: skip
    assert [turn.record for turn in lived] == ["old", "old", "old", "new 3"]


def test_a_log_holds_what_was_shown_and_sums_by_pair():
    rows = np.array([[2, 0], [1, NOBODY]])
    taken = np.array([[1, 0], [1, 1]])
    log = Log.of(5, rows, taken, np.full((2, 2), 0.5))
    assert len(log) == 3 and log.round.tolist() == [5, 5, 5]
    assert log.table(2, 3).tolist() == [[1, 0, 1], [0, 1, 0]]
    both = Log.joined([log, log.at(log.taken == 1)])
    assert both.table(2, 3, both.taken).tolist() == [[0, 0, 2], [0, 2, 0]]


def test_a_stage_says_how_far_it_is():
    def long(*, n):
        """Work for a while."""
        for i in range(n):
            part_done((i + 1) / n)
        return n

    heard = []
    pipeline = Pipeline(long, memo=Memo())
    pipeline.result("long", {"n": 2}, lambda *told: heard.append(told[:2]))
    assert [phase for _, phase in heard] == ["start", "part", "part", "done"]
    part_done(0.5)
    assert len(heard) == 4, "outside a stage nobody listens"


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def scores_of(rng, rows=6, items=9):
    scores = rng.normal(size=(rows, items))
    scores[0, 3:] = -np.inf
    scores[1, :] = -np.inf
    return scores


def test_scaling_keeps_order_and_ends(rng):
    scores = scores_of(rng)
    level = scaled(scores)
    there = np.isfinite(scores)
    assert level[2].min() == 0 and level[2].max() == 1
    assert (np.isneginf(level) == ~there).all()
    assert (np.argsort(level[2]) == np.argsort(scores[2])).all()
    assert scaled(np.full((1, 3), 7.0)).tolist() == [[0.5, 0.5, 0.5]]


def test_hidden_items_are_out_of_reach_and_empty_rows_stay_empty(rng):
    scores = rng.normal(size=(2, 4))
    lists = by_score(hide(scores, np.array([[1, 0, 1, 0], [1, 1, 1, 1]], bool)), 3)
    assert set(lists[0].tolist()) == {1, 3, NOBODY} and (lists[1] == NOBODY).all()


def naive_mmr(scores, vectors, strength, count):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    left, chosen = [i for i in range(len(scores)) if np.isfinite(scores[i])], []
    low, high = min(scores[left]), max(scores[left])
    while left and len(chosen) < count:
        near = [max((unit[i] @ unit[j] for j in chosen), default=0.0) for i in left]
        worth = [
            (1 - strength) * (scores[i] - low) / (high - low) - strength * n
            for i, n in zip(left, near, strict=True)
        ]
        chosen.append(left.pop(int(np.argmax(worth))))
    return chosen + [NOBODY] * (count - len(chosen))


@pytest.mark.parametrize("strength", [0.0, 0.3, 0.8])
def test_mmr_is_its_formula_and_a_short_list_starts_a_long_one(rng, strength):
    scores, vectors = scores_of(rng), rng.random((6, 9, 4)) + 0.1
    lists = mmr(scores, vectors, strength=strength, count=5)
    for row in (0, 2, 3, 4, 5):
        assert lists[row].tolist() == naive_mmr(scores[row], vectors[row], strength, 5)
    assert (lists[1] == NOBODY).all()
    assert (mmr(scores, vectors, strength=strength, count=3) == lists[:, :3]).all()


def naive_calibrated(scores, genres, wanted, strength, count, smoothing=0.01):
    level = (scores - scores.min()) / (scores.max() - scores.min())
    left, chosen = list(range(len(scores))), []
    while len(chosen) < count:
        worth = []
        for i in left:
            mix = genres[[*chosen, i]].mean(axis=0)
            q = (1 - smoothing) * mix + smoothing * wanted
            kl = np.sum(wanted * np.log(wanted / q))
            worth.append((1 - strength) * level[i] - strength * kl)
        chosen.append(left.pop(int(np.argmax(worth))))
    return chosen


def test_calibration_is_its_formula(rng):
    scores = rng.normal(size=(4, 8))
    genres = rng.dirichlet(np.full(3, 0.3), size=(4, 8))
    wanted = rng.dirichlet(np.ones(3), size=4)
    lists = calibrated(scores, genres, wanted, strength=0.6, count=4)
    for row in range(4):
        assert lists[row].tolist() == naive_calibrated(
            scores[row], genres[row], wanted[row], 0.6, 4
        )


def test_a_discount_of_everything_leaves_the_least_popular_first(rng):
    popularity = np.array([5.0, 1.0, 3.0, 2.0])
    order = by_score(discounted(rng.normal(size=(3, 4)), popularity, 1.0), 4)
    assert (order == [1, 3, 2, 0]).all()
    scores = rng.normal(size=(3, 4))
    assert (by_score(discounted(scores, popularity, 0.0), 4) == by_score(scores, 4)).all()


def test_a_quota_is_met_as_far_as_there_are_enough(rng):
    marked = rng.random((50, 12)) < 0.4
    lists = np.argsort(rng.random((50, 12)), axis=1)
    drawn = with_quota(lists, marked, 0.3)
    assert (np.sort(drawn, axis=1) == np.sort(lists, axis=1)).all()
    counts = np.cumsum(np.take_along_axis(marked, drawn, axis=1), axis=1)
    need = np.floor(0.3 * np.arange(1, 13) + 1e-9)
    assert (counts >= np.minimum(need, marked.sum(axis=1)[:, None])).all()
    assert (with_quota(lists, marked, 0.0) == lists).all()


LISTS = np.array([[0, 1, 2], [0, 1, NOBODY], [0, 3, 4]])


def test_exposure_and_coverage_count_what_is_shown():
    assert exposure(LISTS, 6).tolist() == [3, 2, 1, 1, 1, 0]
    assert exposure(LISTS, 6, np.array([1.0, 0.5, 0.25])).tolist() == [3, 1, 0.25, 0.5, 0.25, 0]
    there = np.array([1, 1, 1, 1, 0, 1], bool)
    assert coverage(LISTS, there) == 4 / 5
    assert np.isnan(coverage(LISTS, np.zeros(6, bool)))


def test_homogeneity_is_the_mean_jaccard_of_pairs():
    pairs = [(0, 1), (1, 2), (2, 0)]
    sets = [{0, 1, 2}, {0, 1}, {0, 3, 4}]
    expected = np.mean([len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a, b in pairs])
    assert homogeneity(LISTS) == pytest.approx(expected)
    assert homogeneity(np.array([[1, 2], [2, 1]])) == 1
    assert np.isnan(homogeneity(LISTS[:1]))


def test_diversity_and_novelty_are_their_formulas(rng):
    vectors = rng.random((6, 3))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    three = [unit[a] @ unit[b] for a, b in ((0, 1), (0, 2), (1, 2))]
    found = diversity(LISTS, vectors)
    assert found[0] == pytest.approx(1 - np.mean(three))
    assert found[1] == pytest.approx(1 - unit[0] @ unit[1])
    shares = np.array([0.5, 0.25, 0.125, 0.1, 0.1, 0.1])
    assert novelty(LISTS, shares)[:2].tolist() == [2.0, 1.5]
    assert np.isnan(diversity(np.array([[1, NOBODY]]), vectors)[0])
