"""The attainable ceiling: exact where it can be, calibrated, below the clairvoyant, late labels."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score

from data.payments import DRIFTS, PRESETS, Tactics, payments, with_tactics
from data.payments.ceilings import _filter, attainable
from data.payments.constants import DAY
from data.world import World

SMALL = {"customers": 400, "terminals": 800, "days": 70, "live_from": 42}


def live_precision(world, score) -> float:
    live = (world.seen["day"] >= world.about["live_from"]).to_numpy()
    return average_precision_score(world.truth["fraud"][live], score[live])


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("delay", [0.0, 7.0])
def test_the_ceiling_is_calibrated(preset, delay):
    """Expected over actual frauds; prevalence is raised, as compromises come in clusters."""
    size = {"customers": 1000, "terminals": 2000, "prevalence": 4.0, "label_delay": delay}
    worlds = [payments(preset=preset, seed=seed, **size) for seed in range(2)]
    expected = sum(attainable(world).sum() for world in worlds)
    assert 0.85 < expected / sum(world.truth["fraud"].sum() for world in worlds) < 1.15


@pytest.mark.parametrize("preset", PRESETS)
def test_the_ceiling_falls_with_the_label_delay(preset):
    worlds = [payments(preset=preset, label_delay=delay) for delay in (0.0, 7.0, 30.0)]
    scores = [live_precision(world, attainable(world)) for world in worlds]
    assert live_precision(worlds[0], worlds[0].truth["p"].to_numpy()) > scores[0]
    assert scores[0] > scores[1] > scores[2]


def test_without_delay_the_ceiling_is_that_of_immediate_labels():
    late, at_once = (payments(label_delay=delay, **SMALL) for delay in (7.0, 0.0))
    assert attainable(late, as_of="no_delay") == pytest.approx(attainable(at_once))


def test_the_ceiling_never_looks_ahead():
    """Labels not yet known, and payments not yet made, leave earlier ceilings as they were."""
    world = payments(prevalence=5.0, **SMALL)
    now = 50 * DAY + DAY / 2
    before = (world.seen["time"] < now).to_numpy()
    seen = world.seen.copy()
    unknown = (seen["label_time"] >= now).to_numpy()
    seen.loc[unknown, "reported"] = 1 - seen.loc[unknown, "reported"]
    rng = np.random.default_rng(0)
    seen.loc[~before, "amount"] = rng.permutation(seen.loc[~before, "amount"])
    other = attainable(World(seen=seen, truth=world.truth, about=world.about))
    assert (unknown & before).any()
    assert other[before] == pytest.approx(attainable(world)[before], abs=1e-9)


def test_the_filter_is_bayes_by_enumeration():
    """One entity, two days of compromise, evidence known late: against all start days by hand."""
    rng = np.random.default_rng(3)
    days, lasts, n = 9, 2, 30
    time = np.sort(rng.random(n)) * days * DAY
    day = (time // DAY).astype(int)
    weight, delay = rng.normal(0, 2, n), rng.choice([0.0, 1.3, 2.6], n)
    known = np.where(delay == 0, time, (np.floor(time / DAY) + np.ceil(delay)) * DAY)
    rate = rng.uniform(0.01, 0.1, days)
    found = _filter(
        np.zeros(n, int),
        {"day": day, "time": time},
        events=[(known, weight)],
        rate=rate,
        days_on=lasts,
        entities=1,
    )
    for i in range(n):
        mass = {True: 0.0, False: 1.0}
        for start in range(max(0, day[i] - 2 * lasts + 2), day[i] + 1):
            counts = (day >= start) & (day < start + lasts)
            counts &= (known < time[i]) & (np.arange(n) != i) & (time < time[i])
            counts |= (day >= start) & (day < start + lasts) & (known <= day[i] * DAY)
            mass[start + lasts > day[i]] += rate[start] * np.exp(weight[counts].sum())
        assert found[i] == pytest.approx(mass[True] / (mass[True] + mass[False]), rel=1e-4)


def test_a_run_of_small_payments_gives_card_tests_away():
    world = payments(drift="new_mechanism", **SMALL)
    tests = world.truth["burst"].to_numpy() >= 0
    place = world.truth[tests].groupby("burst").cumcount().to_numpy()
    p = attainable(world)[tests]
    assert p[place == 0].mean() < 0.5 < p[place == 1].mean()
    assert p[place >= 3].mean() > 0.95


@pytest.mark.parametrize("drift", DRIFTS)
def test_every_drift_has_a_ceiling_below_the_clairvoyant(drift):
    world = payments(drift=drift, severity=2.0, prevalence=4.0, **SMALL)
    p = attainable(world)
    assert np.isfinite(p).all() and p.min() >= 0 and p.max() <= 1
    assert live_precision(world, p) < live_precision(world, world.truth["p"].to_numpy())


def test_smaller_fraud_is_harder():
    world = payments(prevalence=4.0, **SMALL)
    tactics = Tactics(multiplier=1.3, night=0.2)
    sly = with_tactics(world, from_time=0, to_time=70 * DAY, tactics=tactics)
    assert live_precision(sly, attainable(sly)) < live_precision(world, attainable(world)) - 0.05


def test_rows_may_not_be_few_enough_to_break_it():
    for size in ({"customers": 1, "terminals": 1, "days": 1, "live_from": 0},):
        for preset in PRESETS:
            world = payments(preset=preset, prevalence=0.05, **size)
            assert len(attainable(world)) == len(world)


def test_a_world_without_fraud_is_given_almost_none():
    world = payments(preset="easy", prevalence=0.0, **SMALL)
    assert world.truth["fraud"].sum() == 0 and attainable(world).max() < 1e-6


def test_an_unknown_moment_is_refused():
    with pytest.raises(ValueError, match=r"as_of is 'now'.*decision, no_delay"):
        attainable(payments(customers=5, terminals=5, days=2, live_from=1), as_of="now")


def honest_features(world) -> pd.DataFrame:
    """Amount against the card's past, and matured labels of the last 28 days by the morning."""
    seen = world.seen
    day, amount = seen["day"].to_numpy(), seen["amount"].to_numpy()
    logs = pd.Series(np.log(amount)).groupby(seen["card"].to_numpy())
    past = (logs.cumsum() - np.log(amount)) / np.maximum(logs.cumcount(), 1)
    frame = {"amount": amount, "clock": seen["time"] % DAY, "usual": np.log(amount) - past}
    lag = np.maximum(np.ceil(seen["label_time"] / DAY).astype(int) - day, 1).to_numpy()
    for kind in ("card", "terminal"):
        who = seen[kind].to_numpy()
        for name, value in (
            ("frauds", seen["reported"].to_numpy()),
            ("payments", np.ones(len(day))),
        ):
            table = np.zeros((who.max() + 1, world.about["days"] + 29))
            for late in range(1, 29):
                rows = np.flatnonzero(lag <= late)
                np.add.at(table, (who[rows], day[rows] + late), value[rows])
            frame[f"{kind}_{name}"] = table[who, day]
    return pd.DataFrame(frame)


@pytest.mark.slow
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("delay", [0.0, 7.0, 30.0])
def test_no_honest_model_beats_the_ceiling(preset, delay):
    from lightgbm import LGBMClassifier

    world = payments(preset=preset, label_delay=delay, seed=1)
    features, start = honest_features(world), world.about["live_from"]
    live = (world.seen["day"] >= start).to_numpy()
    known = ((world.seen["day"] >= 28) & (world.seen["label_time"] <= start * DAY)).to_numpy()
    model = LGBMClassifier(
        n_estimators=60, num_leaves=15, min_child_samples=50, num_threads=1, verbose=-1
    ).fit(features[known & ~live], world.seen["reported"][known & ~live])
    score = np.zeros(len(world))
    score[live] = model.predict_proba(features[live])[:, 1]
    assert live_precision(world, score) < live_precision(world, attainable(world))


def test_the_ceiling_depends_on_what_it_is_told():
    """Without the fraudsters' multiplier the filter does worse: it uses what it knows."""
    world = payments(prevalence=4.0, **SMALL)
    scene = world.about["scene"]
    wrong = replace(scene, schedules=scene.schedules.assign(multiplier=1.01, fraud_night=0.0))
    blind = World(seen=world.seen, truth=world.truth, about=dict(world.about) | {"scene": wrong})
    assert live_precision(world, attainable(blind)) < live_precision(world, attainable(world))
