"""Training and serving many models: closed forms, counts, exported rows, bad inputs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.platform import CASE
from cases.platform.decide import crossings
from cases.platform.mlflow_store import MISSING, write
from cases.platform.serving import shared_out
from cases.platform.signals import NEVER, matured
from cases.platform.training import best_interval
from cases.platform.world import SOAKS
from data.platform import FeatureGraph, platform
from kit.choice import Refused

SMALL = {"size": "small", "seed": 3}


@pytest.fixture(scope="module")
def run():
    return CASE.run(SMALL)


def test_kinds_come_as_often_as_they_should_and_a_knob_reshuffles_nothing():
    world = platform(months=40, seed=5)
    share = world.truth["kind"].value_counts(normalize=True)
    for kind, expected in {"harmful": 0.1, "good": 0.22, "slice": 0.05, "schema": 0.03}.items():
        error = np.sqrt(expected * (1 - expected) / len(world))
        assert abs(share[kind] - expected) < 4 * error
    more = platform(months=40, faults=8.0, effect=2.0, seed=5)
    assert more.seen.equals(world.seen) and (more.truth["kind"] == world.truth["kind"]).all()


def test_a_wrong_world_is_refused():
    with pytest.raises(ValueError, match=r"bad_share is 0\.9"):
        platform(bad_share=0.9)


def test_a_circle_of_features_is_refused_by_name():
    with pytest.raises(ValueError, match=r"in a circle: (a > b > a|b > a > b)"):
        FeatureGraph({"a": ("b",), "b": ("a",)}, np.zeros((1, 2)))
    with pytest.raises(ValueError, match="which is no feature"):
        FeatureGraph({"a": ("c",)}, np.zeros((1, 1)))


@given(hours=st.floats(0, 500), delay=st.floats(0.1, 500))
@settings(max_examples=40, deadline=None)
def test_labels_known_are_the_integral_of_the_share_known(hours, delay):
    grid = np.linspace(0, hours, 50_001)
    known = 1 - np.exp(-grid / delay)
    assert matured(np.array([hours]), delay)[0] == pytest.approx(
        np.trapezoid(known, grid), abs=1e-3
    )


def test_the_best_interval_costs_least():
    value, decay, cost = 1200.0, 0.004, 9.0
    days = np.linspace(0.5, 20, 4000)
    total = cost / days + value * decay * days / 2
    best = best_interval(np.array([value]), np.array([decay]), np.array([cost]))[0]
    assert days[total.argmin()] == pytest.approx(best, abs=0.01)


def test_a_test_at_the_end_is_wrong_as_often_as_it_says_and_kept_bounds_hardly_more():
    rng = np.random.default_rng(1)
    information = np.broadcast_to(np.maximum(SOAKS, 0.0), (20_000, len(SOAKS)))
    steps = np.sqrt(np.diff(information, axis=1, prepend=0.0))
    score = np.cumsum(steps * rng.standard_normal(information.shape), axis=1)
    wrong = {
        looks: (crossings(score, information, 1.645, looks)[:, -1] < NEVER).mean()
        for looks in ("end", "spent", "often")
    }
    assert wrong["end"] == pytest.approx(0.05, abs=0.005)
    assert wrong["end"] <= wrong["spent"] < 0.1  # at most twice, by reflection
    assert wrong["often"] > 2.5 * wrong["end"]


@given(st.lists(st.floats(0.01, 10), min_size=1, max_size=8), st.integers(8, 90))
@settings(max_examples=40, deadline=None)
def test_servers_are_shared_out_whole(work, servers):
    given_out = shared_out(np.array(work), servers)
    assert given_out.sum() == servers and given_out.min() >= 1


def test_every_release_has_one_fate(run):
    done = run["released"]
    assert not (done.stopped & done.shipped).any() and not (done.rolled & ~done.shipped).any()
    assert ((done.stopped | done.shipped).any(axis=1) == done.tried).all()
    assert (done.earned <= done.earnable + 1e-9).all()


def test_exported_rows_give_the_readings_again(run):
    rows, readings = CASE.export(run), run.readings()
    releases, months = rows[rows["split"] == "release"], rows[rows["split"] == "month"]
    days = 28 * len(months)
    losses = months[["stale", "broken", "skewed", "unserved", "cost"]].sum().sum()
    value = (months["worth"].sum() + releases["earned"].sum() - losses) / days
    bad, fine = releases[releases["bad"] == 1], releases[releases["bad"] == 0]
    again = {
        "value": value,
        "reached": releases["reached"].sum() / days,
        "caught": 1 - bad["decision"].mean(),
        "harm": -releases["earned"].clip(upper=0).sum() / days,
        "lived": bad.loc[bad["lived"] > 0, "lived"].mean(),
        "undone": releases.loc[releases["rolled_back"] == 1, "undone"].mean(),
        "false_aborts": fine["stopped"].sum() / fine["tried"].sum(),
        "releases": 7 * releases["decision"].sum() / days,
        "cost": months["cost"].sum() / days,
    }
    for name, found in again.items():
        assert found == pytest.approx(readings[name].true, rel=1e-9), name


def test_average_precision_agrees_with_scikit_learn(run):
    from sklearn.metrics import average_precision_score

    clicks = run["materials"][0]
    fed = clicks.fed("point_in_time", "one", "streaming")
    from pipelines.learning.training import Recipe, fit

    held = (clicks.age >= -2) & (clicks.age < 0)
    learn = clicks.age < -2
    model = fit(clicks.fresh[learn], clicks.label[learn], Recipe("lightgbm", seed=1))
    theirs = average_precision_score(clicks.label[held], model.predict(clicks.fresh[held]))
    assert fed.seen == pytest.approx(theirs, abs=1e-9)


def test_a_canary_of_none_or_of_all_learns_nothing():
    for share in (0.0, 1.0):
        run = CASE.run(SMALL | {"share": share, "abort": "labels", "soak": 168.0})
        assert (run["stops"].first["labels"] == NEVER).all()


def test_without_a_soak_a_canary_is_all_at_once():
    none = CASE.run(SMALL | {"soak": 0.0}).reading("harm").true
    at_once = CASE.run(SMALL | {"rollout": "all"}).reading("harm").true
    assert none == pytest.approx(at_once)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"replicas": 0}, "replicas cannot be 0"),
        ({"share": 1.5}, "share cannot be 1.5"),
        ({"soak": -1}, "soak cannot be -1"),
        ({"versions_kept": 2.5}, "a whole number from 0 to 60"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changes, sentence):
    with pytest.raises(Refused, match=sentence):
        CASE.design(changes)


def test_more_load_never_helps():
    loads = [CASE.run(SMALL | {"traffic": t}).reading("busiest").true for t in (0.5, 1.0, 2.0, 4.0)]
    assert loads == sorted(loads)
    assert np.isnan(CASE.run(SMALL | {"traffic": 4.0}).reading("p99").true)


def test_a_month_opens_in_mlflow(run, tmp_path):
    try:
        from mlflow import MlflowClient
    except ImportError:
        with pytest.raises(Refused, match="not installed"):
            write(run, tmp_path / "store")
        assert MISSING.endswith("brings it.")
        pytest.skip("MLflow is not installed")
    count = write(run, tmp_path / "store")
    client = MlflowClient(f"sqlite:///{tmp_path / 'store' / 'mlflow.db'}")
    assert count == run["platform"].about["a_month"]
    models = client.search_registered_models(max_results=100)
    assert len(models) == len(run["fleet"])
    assert sum(len(client.search_model_versions(f"name='{m.name}'")) for m in models) == count
