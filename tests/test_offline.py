"""Expected metrics of rows against takes drawn many times; sampled evaluation against counting."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.evaluation.offline import by_user, expected, places_among, sampled
from pipelines.ranking.negatives import drawn_from
from pipelines.ranking.retrieval import NOBODY, best

DRAWS = 40_000


def textbook(row, took, k):
    """Average precision of the first k: precision at each hit, over min(k, all takes)."""
    hits = [took[item] for item in row[:k]]
    precision = [sum(hits[: i + 1]) / (i + 1) for i in range(k)]
    return sum(p for p, hit in zip(precision, hits, strict=True) if hit) / min(k, took.sum())


@pytest.mark.parametrize("level", [0.05, 0.3, 0.8])
@pytest.mark.parametrize("k", [1, 3, 6])
def test_expected_precision_and_hits_are_what_drawn_takes_give(level, k):
    rng = np.random.default_rng(int(100 * level) + k)
    chances = rng.random((1, 9)) * 2 * min(level, 0.5)
    lists, looked = best(rng.random((1, 9)), 6), np.array([1, 0.7, 0.5, 0.4, 0.3, 0.2])
    found = expected(lists, chances, looked)
    took = rng.random((DRAWS, 9)) < chances
    some = took[took.any(axis=1)]
    drawn = by_user(np.repeat(lists, len(some), axis=0), some.astype(float)).precision[:, k - 1]
    assert drawn[:9].tolist() == pytest.approx([textbook(lists[0], one, k) for one in some[:9]])
    noise = 4 * drawn.std() / np.sqrt(len(drawn))
    assert found.precision[0, k - 1] == pytest.approx(drawn.mean(), abs=noise)
    clicked = took[:, lists[0, :k]] & (rng.random((DRAWS, k)) < looked[:k])
    assert found.hit[0, k - 1] == pytest.approx(clicked.any(axis=1).mean(), abs=0.01)


def test_certain_takes_are_the_textbook():
    took = np.array([[1.0, 0, 1, 0, 1], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [0, 0, 0, 1, 0]])
    lists = np.array([[0, 1, 2], [0, 1, 2], [4, 3, NOBODY], [0, 1, 2]])
    mean, once = expected(lists, took, np.ones(3)), by_user(lists, took)
    for name in ("ndcg", "recall", "precision", "hit"):
        np.testing.assert_allclose(mean.of(name), once.of(name), atol=1e-12)
    assert np.isnan(mean.precision[1]).all() and mean.precision[0, 2] == pytest.approx(5 / 9)


def test_no_row_has_more_precision_than_the_titles_in_order_of_chance():
    rng = np.random.default_rng(1)
    chances = np.repeat(rng.random((1, 12)), 300, axis=0)
    lists = best(rng.random(chances.shape), 5)
    lists[0] = best(chances, 5)[0]
    found = expected(lists, chances, np.array([1, 0.5, 0.4, 0.3, 0.2]))
    assert (found.precision[0] >= found.precision - 1e-12).all()
    assert (found.hit[0] >= found.hit - 1e-12).all()


def test_two_likely_titles_have_more_precision_than_a_likelier_one_alone():
    """A diagonal of p squared in place of p has it the other way round."""
    chances = np.array([[0.5, 0.0, 0.34, 0.34]] * 2)
    found = expected(np.array([[0, 1], [2, 3]]), chances, np.ones(2)).precision[:, 1]
    took = np.random.default_rng(2).random((DRAWS, 4)) < chances[0]
    took = took[took.any(axis=1)].astype(float)
    for row, lists in enumerate(([0, 1], [2, 3])):
        drawn = by_user(np.tile(lists, (len(took), 1)), took).precision[:, 1]
        assert found[row] == pytest.approx(drawn.mean(), abs=0.01)
    assert found[1] > found[0]


def test_one_score_for_everything_is_chance():
    scores = np.zeros((1, 200))
    negatives = drawn_from(
        np.arange(200)[None, :] != 7, np.array([0]), np.random.default_rng(0).random((1, 100))
    )
    assert 7 not in negatives, "a take is not among its own negatives"
    places = places_among(scores, np.array([0]), np.array([7]), negatives)
    found = sampled(*places, np.array([0]), count=1, size=20)
    assert found.hit[0, 9] == found.recall[0, 9] == pytest.approx(10 / 101)
    assert found.ndcg[0, 9] == pytest.approx((1 / np.log2(np.arange(2, 12))).sum() / 101)
    assert found.precision[0, 9] == pytest.approx((1 / np.arange(1, 11)).sum() / 101)


def test_ties_among_negatives_count_their_mean_over_all_orders():
    rng = np.random.default_rng(3)
    scores = rng.integers(0, 4, (6, 30)).astype(float)
    users, items = np.repeat(np.arange(5), 3), rng.integers(0, 30, 15)
    negatives = rng.integers(0, 30, (15, 12))
    found = sampled(*places_among(scores, users, items, negatives), users, count=6, size=8)
    drawn = []
    for _ in range(4000):
        others = scores[users[:, None], negatives] + 1e-3 * rng.random((15, 12))
        own = scores[users, items] + 1e-3 * rng.random(15)
        place = 1 + (others > own[:, None]).sum(axis=1)
        drawn.append(sampled(place, place, users, count=6, size=8))
    for name in ("ndcg", "recall", "precision", "hit"):
        mean = np.mean([each.of(name)[:5] for each in drawn], axis=0)
        np.testing.assert_allclose(found.of(name)[:5], mean, atol=0.02)
        assert np.isnan(found.of(name)[5]).all(), "a user without takes"


@pytest.mark.parametrize("chance", [None, np.array([0.1, 0.2, 0.3, 0.4])])
def test_items_are_drawn_as_often_as_they_are_likely(chance):
    allowed = np.array([[True, False, True, True], [False, False, False, False]])
    users = np.repeat([0, 1], 20_000)
    drawn = drawn_from(allowed, users, np.random.default_rng(4).random((40_000, 1)), chance)
    for user, some in enumerate((allowed[0], np.ones(4))):
        weight = some * (np.ones(4) if chance is None else chance)
        counts = np.bincount(drawn[users == user, 0], minlength=4) / 20_000
        np.testing.assert_allclose(counts, weight / weight.sum(), atol=0.015)
