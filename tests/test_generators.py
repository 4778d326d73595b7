"""Generators, negatives, hold-outs, exploration and offline metrics against plain arithmetic,
scikit-learn and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score
from sklearn.metrics.pairwise import cosine_similarity

from pipelines.evaluation.holdout import HOLDOUTS, held_back
from pipelines.evaluation.offline import by_user, inverse_propensity
from pipelines.ranking.exploring import epsilon_rows, thompson_rows
from pipelines.ranking.factors import als, mlp_head, pure_svd, rated, two_tower
from pipelines.ranking.generators import (
    GENERATORS,
    QUOTAS,
    Examples,
    Recipe,
    blended,
    generate,
    in_spread,
    united,
)
from pipelines.ranking.negatives import NEGATIVES, draw_negatives, likely
from pipelines.ranking.neighbours import by_content, ease, item_neighbours, user_neighbours
from pipelines.ranking.retrieval import NOBODY, best


@pytest.fixture(scope="module")
def examples():
    """Two tribes of users that take from two halves of the items."""
    rng = np.random.default_rng(4)
    tribe, half = np.arange(60) % 2, np.arange(40) % 2
    chance = np.where(tribe[:, None] == half[None, :], 0.5, 0.03)
    taken = (rng.random((60, 40)) < chance).astype(np.float32)
    taken[0] = 0
    shown = np.maximum(taken, rng.random((60, 40)) < 0.4).astype(np.float32)
    described = np.stack([half, 1 - half], axis=1) + 0.1 * rng.random((40, 2))
    stars = np.where(taken > 0, np.clip(np.round(3 + rng.normal(size=taken.shape)), 1, 5), np.nan)
    return Examples(taken, shown, taken[30:].sum(axis=0), described.astype(np.float32), stars)


PERSONAL = [k for k in GENERATORS if k not in ("random", "rated", "popularity", "recent")]


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_personal_generator_knows_the_tribes(kind, examples):
    scores = generate(kind, examples, Recipe(factors=4))
    assert scores.shape == examples.taken.shape and np.isfinite(scores).all()
    own = (np.arange(60) % 2)[:, None] == (np.arange(40) % 2)[None, :]
    fresh = examples.taken == 0
    ranked = best(np.where(fresh, scores, -np.inf), 5)[2:]
    right = np.take_along_axis(own[2:], ranked, axis=1).mean()
    assert right > 0.8


def test_popularity_is_one_order_for_all(examples):
    for kind, amount in (("popularity", examples.taken.sum(axis=0)), ("recent", examples.lately)):
        scores = generate(kind, examples, Recipe())
        assert (scores == amount.astype(np.float32)).all()


@pytest.mark.parametrize("kind", list(GENERATORS))
def test_no_log_at_all_gives_finite_scores(kind):
    nothing = np.zeros((12, 9), dtype=np.float32)
    empty = Examples(
        nothing, nothing, np.zeros(9), np.eye(9, 3, dtype=np.float32), np.full((12, 9), np.nan)
    )
    assert np.isfinite(generate(kind, empty, Recipe(factors=4))).all()


@pytest.mark.parametrize("kind", list(GENERATORS))
def test_one_title_one_user_and_all_taken_are_no_trouble(kind):
    for size in ((1, 1), (3, 1), (1, 5)):
        full = np.ones(size, dtype=np.float32)
        whole = Examples(full, full, full.sum(axis=0), np.ones((size[1], 2)), 3 * full)
        scores = generate(kind, whole, Recipe(factors=8))
        assert scores.shape == size and np.isfinite(scores).all()


def test_generators_repeat_themselves(examples):
    for kind in ("als", "bpr", "two_tower", "ncf", "svd", "random"):
        a, b = (generate(kind, examples, Recipe(factors=4, seed=3)) for _ in range(2))
        np.testing.assert_array_equal(a, b)


def test_an_unknown_generator_is_refused(examples):
    with pytest.raises(ValueError, match="no generator is called psychic"):
        generate("psychic", examples, Recipe())


def test_neighbours_are_cosines(examples):
    taken = examples.taken.astype(float)
    alike = cosine_similarity(taken.T)
    np.fill_diagonal(alike, 0)
    np.testing.assert_allclose(item_neighbours(taken, shrinkage=0.0), taken @ alike, rtol=1e-6)
    users = cosine_similarity(taken)
    np.fill_diagonal(users, 0)
    np.testing.assert_allclose(user_neighbours(taken, neighbours=60), users @ taken, rtol=1e-5)
    profile = taken @ (examples.described / np.linalg.norm(examples.described, axis=1)[:, None])
    expected = cosine_similarity(profile[1:], examples.described)
    np.testing.assert_allclose(by_content(taken, examples.described)[1:], expected, rtol=1e-4)


def test_ease_is_the_ridge_regression_without_its_own_item(examples):
    taken, penalty = examples.taken.astype(float), 7.0
    scores = ease(taken, penalty=penalty)
    for item in (0, 11):
        others = np.delete(np.arange(40), item)
        gram = taken[:, others].T @ taken[:, others] + penalty * np.eye(39)
        weights = np.linalg.solve(gram, taken[:, others].T @ taken[:, item])
        np.testing.assert_allclose(scores[:, item], taken[:, others] @ weights, atol=1e-5)


def test_pure_svd_is_the_best_approximation_of_its_rank(examples):
    ours, theirs = pure_svd(examples.taken, factors=5)
    left, level, right = np.linalg.svd(examples.taken)
    expected = (left[:, :5] * level[:5]) @ right[:5]
    least = np.linalg.norm(examples.taken - expected)
    assert np.linalg.norm(examples.taken - ours @ theirs.T) < 1.01 * least


def test_als_is_at_the_fixed_point_of_its_equations(examples):
    alpha, penalty = 5.0, 0.1
    ours, theirs = als(
        examples.taken, factors=3, alpha=alpha, penalty=penalty, iterations=300, seed=1
    )
    for user in (1, 2, 30):
        weight = 1 + (alpha - 1) * (examples.taken[user] > 0)
        gram = (theirs * weight[:, None]).T @ theirs + penalty * np.eye(3)
        pull = (theirs * (alpha * examples.taken[user])[:, None]).sum(axis=0)
        np.testing.assert_allclose(ours[user], np.linalg.solve(gram, pull), atol=0.03)


def test_ratings_are_predicted_better_than_by_means():
    rng = np.random.default_rng(8)
    truth = 3 + rng.normal(size=(80, 2)) @ rng.normal(size=(2, 50))
    known, later = rng.random((80, 50)) < 0.5, rng.random((80, 50)) < 0.3
    ratings = np.where(known, truth + 0.2 * rng.normal(size=truth.shape), np.nan)
    said = rated(ratings, factors=2, iterations=15)
    held = later & ~known
    errors = [np.sqrt(np.mean((guess - truth)[held] ** 2)) for guess in (said, np.nanmean(ratings))]
    assert errors[0] < 0.6 * errors[1]


def test_two_towers_rank_what_was_taken_above_negatives(examples):
    users, items = np.nonzero(examples.taken)
    negatives = draw_negatives(
        users, examples.taken, examples.shown, kind="uniform", ratio=5, seed=0
    )
    ours, theirs = two_tower(
        examples.taken, examples.described, negatives, (users, items), factors=8, epochs=30
    )
    scores = ours @ theirs.T
    assert (scores[users, items][:, None] > scores[users[:, None], negatives]).mean() > 0.72


def test_the_head_scores_every_pair_as_scikit_learn_would(examples):
    ours, theirs = pure_svd(examples.taken, factors=4)
    users, items = np.nonzero(np.ones_like(examples.taken))
    labels = examples.taken[users, items]
    scores = mlp_head(ours, theirs, (users, items), labels)
    own = scores[users, items]
    assert own[labels == 1].mean() > own[labels == 0].mean() + 0.5
    assert not mlp_head(ours, theirs, (users, items), np.zeros(len(users))).any()


def test_blends_trust_what_is_known(examples):
    collaborative, content = (
        np.random.default_rng(i).normal(size=examples.taken.shape) for i in (1, 2)
    )
    mixed = blended(collaborative, content, examples.taken)
    popular = in_spread((examples.taken > 0).sum(axis=0)[None, :].astype(float))
    np.testing.assert_allclose(mixed[0], popular[0], rtol=1e-5)
    n, m = (examples.taken[5] > 0).sum(), (examples.taken[:, 7] > 0).sum()
    trust, about = n / (n + 15) * m / (m + 15), n / (n + 2)
    rest = about * in_spread(content)[5, 7] + (1 - about) * popular[0, 7]
    expected = trust * in_spread(collaborative)[5, 7] + (1 - trust) * rest
    assert mixed[5, 7] == pytest.approx(expected, rel=1e-5)


def test_a_union_gives_each_source_its_quota():
    rng = np.random.default_rng(3)
    parts = [rng.permuted(np.tile(np.arange(300.0), (20, 1)), axis=1) for _ in range(3)]
    quotas = (0.5, 0.3, 0.2)
    first = best(united(parts, quotas), 60)
    for scores, quota in zip(parts, quotas, strict=True):
        own = best(scores, int(60 * quota * 0.8))
        for row in range(20):
            assert set(own[row]) <= set(first[row].tolist())
    assert sum(QUOTAS.values()) == pytest.approx(1)


@pytest.mark.parametrize("kind", NEGATIVES)
def test_negatives_are_what_they_are_called(kind, examples):
    users = np.repeat(np.arange(1, 60), 30)
    drawn = draw_negatives(users, examples.taken, examples.shown, kind=kind, ratio=4, seed=2)
    assert not (examples.taken[users[:, None], drawn] > 0).any(), "nothing among its own negatives"
    if kind == "shown":
        assert (examples.shown[users[:, None], drawn] > 0).all()
        return
    chance = likely(examples.taken, kind)
    assert chance.sum() == pytest.approx(1)
    counts = np.bincount(drawn.ravel(), minlength=40) / drawn.size
    left = (examples.taken[1:] == 0) * chance
    expected = (left / left.sum(axis=1, keepdims=True)).mean(axis=0)
    np.testing.assert_allclose(counts, expected, atol=0.006)


@pytest.mark.parametrize("kind", NEGATIVES)
def test_only_who_took_everything_is_given_takes(kind):
    taken = np.ones((3, 5))
    taken[1, 2] = 0
    drawn = draw_negatives(np.array([0, 1, 2, 1]), taken, taken * 0, kind=kind, ratio=50, seed=1)
    assert (drawn[[1, 3]] == 2).all(), "the one title left, however often it must be drawn"
    assert set(drawn[[0, 2]].ravel()) <= set(range(5))


def test_somebody_shown_nothing_gets_any_negatives():
    nothing = np.zeros((3, 6))
    drawn = draw_negatives(np.array([0, 2]), nothing, nothing, kind="shown", ratio=3, seed=1)
    assert drawn.shape == (2, 3) and drawn.min() >= 0 and drawn.max() < 6


def made_log(seed, rows=400, users=23):
    rng = np.random.default_rng(seed)
    time = np.sort(rng.integers(-12, 0, rows))
    return time, rng.integers(0, users, rows), (rng.random(rows) < 0.3).astype(int)


@given(st.integers(0, 10_000), st.sampled_from(HOLDOUTS))
@settings(max_examples=40, deadline=None)
def test_hold_outs_hold_back_what_they_say(seed, split):
    time, user, taken = made_log(seed)
    held = held_back(time, user, taken, split=split, rng=np.random.default_rng(seed))
    if split == "random":
        assert 0.08 < held.mean() < 0.32
    elif split == "global_time":
        assert (time[held] >= -2).all() and (time[~held] < -2).all()
    else:
        assert (taken[held] == 1).all()
        for one in range(23):
            mine = np.flatnonzero((user == one) & (taken == 1))
            count = 0 if len(mine) < 2 else 1 if split == "last" else int(np.ceil(0.2 * len(mine)))
            assert held[mine].sum() == count
            if count:
                assert held[mine[-count:]].all()


@given(st.integers(0, 10_000), st.sampled_from(["last", "user_time"]))
@settings(max_examples=30, deadline=None)
def test_what_is_last_does_not_follow_from_the_order_of_the_log(seed, split):
    rng = np.random.default_rng(seed)
    time, user, taken = rng.random(200) / 100, rng.integers(0, 9, 200), rng.integers(0, 2, 200)
    order = rng.permutation(200)
    held, mixed = (
        held_back(time[rows], user[rows], taken[rows], split=split, rng=rng)
        for rows in (np.arange(200), order)
    )
    assert (mixed == held[order]).all()
    for one in range(9):
        mine = (user == one) & (taken == 1)
        if mine.sum() > 1:
            assert held[mine][np.argmax(time[mine])], "the latest is held back"
            assert time[mine & held].min() >= time[mine & ~held].max()


def test_an_empty_log_holds_nothing_back():
    none = np.zeros(0, dtype=int)
    for split in HOLDOUTS:
        assert not held_back(none, none, none, split=split, rng=np.random.default_rng(1)).any()
    with pytest.raises(ValueError, match="no split is called fair"):
        held_back(none, none, none, split="fair", rng=np.random.default_rng(1))


def gains_and_lists(seed, weights=False):
    rng = np.random.default_rng(seed)
    gains = (rng.random((8, 15)) < 0.25).astype(float)
    if weights:
        gains *= rng.random((8, 15)) * 40
    gains[3] = 0
    scores = rng.normal(size=(8, 15))
    return gains, scores, best(scores, 6)


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=30, deadline=None)
def test_ndcg_is_scikit_learns_and_the_rest_the_textbooks(seed, weights):
    gains, scores, lists = gains_and_lists(seed, weights)
    found = by_user(lists, gains)
    for user in range(8):
        if not gains[user].any():
            assert np.isnan([found.of(n)[user, 2] for n in ("ndcg", "recall", "hit")]).all()
            continue
        for k in (1, 3, 6):
            expected = ndcg_score(gains[[user]], scores[[user]], k=k)
            assert found.ndcg[user, k - 1] == pytest.approx(expected, abs=1e-12)
            top = lists[user, :k]
            total = gains[user].sum()
            assert found.recall[user, k - 1] == pytest.approx(gains[user, top].sum() / total)
            if not weights:
                hits = gains[user, top]
                precision = np.cumsum(hits) / np.arange(1, k + 1)
                expected = (precision * hits).sum() / min(k, total)
                assert found.precision[user, k - 1] == pytest.approx(expected)
                assert found.hit[user, k - 1] == float(hits.any())


def test_a_row_that_is_not_full_gains_nothing_from_empty_places():
    gains = np.array([[1.0, 0.0, 1.0]])
    found = by_user(np.array([[0, NOBODY, NOBODY]]), gains)
    assert found.recall[0].tolist() == [0.5, 0.5, 0.5]


def test_weighing_by_propensity_undoes_exposure():
    rng = np.random.default_rng(6)
    worth, likely_shown = rng.random((4000, 6)) * 0.5, np.array([0.9, 0.5, 0.3, 0.2, 0.1, 0.05])
    seen = (rng.random(worth.shape) < worth * likely_shown).astype(float)
    weighed = seen * inverse_propensity(np.broadcast_to(likely_shown, worth.shape))
    np.testing.assert_allclose(weighed.mean(axis=0), worth.mean(axis=0), atol=0.04)
    assert inverse_propensity(np.array([1e-9, 1.0])).tolist() == [100.0, 1.0]


def test_lots_fall_as_often_as_their_propensity_says():
    rng = np.random.default_rng(9)
    rows = np.tile(np.arange(5), (6000, 1))
    allowed = np.ones((6000, 40), dtype=bool)
    allowed[:, 30:] = False
    drawn, likely_shown = epsilon_rows(rows, allowed, share=0.3, rng=rng)
    tried = drawn != rows
    # A lot that falls on the row itself, or twice, is not taken: a little less than the share.
    assert 0.18 < tried.mean() < 0.3 * 30 / 40
    assert set(np.unique(drawn[tried])) <= set(range(5, 30))
    assert likely_shown[tried] == pytest.approx(0.3 * (1 - (1 - 1 / 40) ** 5))
    assert likely_shown[:, 0][~tried[:, 0]] == pytest.approx(1 - 0.3 * 25 / 40)
    assert all(len(set(row)) == 5 for row in drawn.tolist())
    same, _ = epsilon_rows(rows, allowed, share=0.0, rng=rng)
    assert (same == rows).all()


def test_thompson_moves_the_unknown_most_and_says_how_likely_a_row_was():
    rng = np.random.default_rng(2)
    scores = np.tile(np.linspace(1, 0, 30), (50, 1))
    shown = np.r_[np.full(15, 1000.0), np.zeros(15)]

    def make(given_scores):
        return best(given_scores, 5)

    rows, likely_shown = thompson_rows(scores, shown, make, spread=1.0, rng=rng)
    assert rows.shape == likely_shown.shape == (50, 5)
    assert ((likely_shown > 0) & (likely_shown <= 1)).all()
    known, sure = thompson_rows(scores, np.full(30, 10.0), make, spread=0.0, rng=rng)
    assert (known == make(scores)).all() and (sure == 1).all()


def tastes(seed, users=600, items=400, takes=30_000):
    """What users took, and what they took later: by popularity, which varies much, and by taste."""
    rng = np.random.default_rng(seed)
    merit = rng.normal(0, 1.6, items) + rng.normal(size=(users, 6)) @ rng.normal(0, 0.4, (6, items))
    luck = merit + rng.gumbel(size=merit.shape)
    active = rng.dirichlet(np.full(users, 2.0)) * takes
    place = np.argsort(np.argsort(-luck, axis=1), axis=1)
    took = place < np.clip(active, 5, items // 3)[:, None]
    later = took & (rng.random(took.shape) < 0.25)
    return (took & ~later).astype(np.float32), later


def ndcg_of_the_new(scores, taken, later):
    scores = np.where(taken > 0, scores.min() - 1.0, scores)
    some = later.any(axis=1)
    return ndcg_score(later[some], scores[some], k=10)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_learns_tastes_beats_popularity(seed):
    taken, later = tastes(seed)
    examples = Examples(taken, taken, taken.sum(axis=0), np.eye(400, 8, dtype=np.float32))
    found = {
        kind: ndcg_of_the_new(generate(kind, examples, Recipe(factors=16)), taken, later)
        for kind in ("random", "popularity", "bpr", "ease")
    }
    assert found["bpr"] > 1.1 * found["popularity"] > 3 * found["random"], found
    assert found["bpr"] > 0.95 * found["ease"]


@pytest.mark.parametrize("kind", ["two_tower", "ncf"])
def test_often_drawn_negatives_do_not_push_the_popular_down(kind):
    taken, later = tastes(4)
    examples = Examples(taken, taken, taken.sum(axis=0), np.eye(400, 8, dtype=np.float32))
    even, often = (
        ndcg_of_the_new(
            generate(kind, examples, Recipe(factors=8, negatives=negatives)), taken, later
        )
        for negatives in ("uniform", "popularity")
    )
    assert often > 0.93 * even
