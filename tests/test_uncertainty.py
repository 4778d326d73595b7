"""The bootstrap over whole entities: its sums, its spread, and what pairing buys."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.evaluation.uncertainty import Resamples, interval


def draw(entities=40, rows=300, seed=1):
    """Rows of entities with values, and positions up to which they are acted on."""
    rng = np.random.default_rng(seed)
    entity = rng.integers(0, entities, rows)
    return entity, rng.normal(size=rows) + entity % 3, rng.integers(-1, 12, rows)


def resamples_of(entities, *, seed=1, resamples=200):
    """Weights for a made-up world."""
    return Resamples.draw(entities, seed=seed, world="test", resamples=resamples)


def test_sums_repeat_each_entity_as_often_as_it_was_drawn():
    entity, values, _ = draw()
    draws = resamples_of(40, resamples=9)
    for weights, total in zip(draws.weights, draws.sums(entity, values), strict=True):
        copies = np.repeat(values, weights.astype(int)[entity])
        assert total == pytest.approx(copies.sum())


def test_sums_from_is_a_loop_over_thresholds():
    entity, values, position = draw()
    draws = resamples_of(40, resamples=7)
    found = draws.sums_from(entity, position, values, 12)
    assert found.shape == (7, 12)
    for at in range(12):
        acted = position >= at
        expected = draws.sums(entity[acted], values[acted])
        assert found[:, at] == pytest.approx(expected, rel=1e-4, abs=1e-4)
    assert not np.allclose(found[:, 0], draws.sums(entity, values)), "never acted on: left out"


def test_weights_are_poisson_of_mean_one():
    weights = resamples_of(2000).weights
    assert weights.shape == (200, 2000)
    assert weights.mean() == pytest.approx(1.0, abs=0.01)
    assert weights.var() == pytest.approx(1.0, abs=0.02)
    assert np.mean(weights == 0) == pytest.approx(np.exp(-1), abs=0.005)
    assert abs(np.corrcoef(weights[0], weights[1])[0, 1]) < 0.1


def test_two_designs_on_one_world_share_weights_and_others_do_not():
    one, same, other = (resamples_of(30, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.weights, same.weights) and one.name == same.name
    assert not np.array_equal(one.weights, other.weights)
    names = {one.name, other.name, resamples_of(31).name}
    assert len(names | {Resamples.draw(30, seed=1, world="other").name}) == 4


def test_intervals_cover_the_mean_about_as_often_as_they_say():
    """200 worlds of 150 entities; 95 % of intervals hold the mean, give or take four errors."""
    held = 0
    rng = np.random.default_rng(11)
    for seed in range(200):
        entity = np.repeat(np.arange(150), 4)
        values = np.repeat(rng.normal(size=150), 4) + rng.normal(size=600)
        draws = resamples_of(150, seed=seed)
        means = draws.sums(entity, values) / draws.sums(entity, np.ones(600))
        low, high = interval(means)
        held += low[0] <= 0.0 <= high[0]
    # 0.95, less the two points that a percentile interval of 200 draws may lack.
    assert abs(held / 200 - 0.94) < 4 * np.sqrt(0.95 * 0.05 / 200)


def test_rows_of_one_entity_stand_or_fall_together():
    """Four like rows an entity are worth one: treating rows as entities halves the spread."""
    value = np.random.default_rng(2).normal(size=500)
    entity, values, ones = np.repeat(np.arange(500), 4), np.repeat(value, 4), np.ones(2000)
    whole, apart = resamples_of(500), resamples_of(2000)
    by_entity = (whole.sums(entity, values) / whole.sums(entity, ones)).std()
    by_row = (apart.sums(np.arange(2000), values) / apart.sums(np.arange(2000), ones)).std()
    assert by_entity == pytest.approx(value.std() / np.sqrt(500), rel=0.2)
    assert by_row == pytest.approx(by_entity / 2, rel=0.3)


def test_pairing_takes_out_what_two_designs_share():
    rng = np.random.default_rng(3)
    entity, shared = np.arange(400), rng.normal(size=400)
    one, two = shared + 0.1 * rng.normal(size=400), shared + 0.1 * rng.normal(size=400)
    draws, others = resamples_of(400), resamples_of(400, seed=2)
    paired = (draws.sums(entity, one) - draws.sums(entity, two)).std()
    apart = (draws.sums(entity, one) - others.sums(entity, two)).std()
    assert paired < 0.3 * apart


def test_intervals_are_quantiles_position_by_position():
    draws = np.random.default_rng(5).normal(size=(101, 3))
    low, high = interval(draws, 0.9)
    ordered = np.sort(draws, axis=0)
    assert low == pytest.approx(ordered[5]) and high == pytest.approx(ordered[95])
    one, _ = interval(draws[:, 0], 0.9)
    assert one.shape == (1,) and one[0] == pytest.approx(low[0])


def test_a_resample_without_a_value_leaves_no_interval():
    draws = np.ones((50, 2))
    draws[3, 0] = np.nan
    low, high = interval(draws)
    assert np.isnan([low[0], high[0]]).all() and (low[1], high[1]) == (1.0, 1.0)
