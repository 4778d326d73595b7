"""Training and serving many models: closed forms, counts, exported rows, bad inputs."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from cases.platform import CASE
from cases.platform.decide import crossings
from cases.platform.facts import FEASIBILITY
from cases.platform.judged import clairvoyant
from cases.platform.mlflow_store import write
from cases.platform.panels.registry import versions
from cases.platform.serving import LAG, ROOM, _late, shared_out
from cases.platform.signals import CLUSTER, LABEL_CV, NEVER, matured
from cases.platform.training import best_interval
from cases.platform.world import SOAKS
from data.platform import OWNERS, TEAMS, FeatureGraph, platform
from kit.choice import Refused
from kit.export import form_of
from pipelines.serving import arrival_times, sweep
from tests.simpy_peers import by_simpy

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
        "found": releases["found"].mean(),
        "undone": releases.loc[releases["rolled_back"] == 1, "undone"].mean(),
        "false_aborts": fine["stopped"].sum() / fine["tried"].sum(),
        "releases": 7 * releases["decision"].sum() / days,
        "cost": months["cost"].sum() / days,
        "stale": months["stale"].sum() / days,
        "model_age": months["age"].mean() / 24,
        "p99": rows.loc[rows["split"] == "request", "latency"].quantile(0.99),
    }
    for name, found in again.items():
        assert found == pytest.approx(readings[name].true, rel=1e-9), name


def of_chances(rows):
    """scikit-learn's average precision where a row of chance c is c of a hit, 1 - c of a miss."""
    label = np.repeat([1, 0], len(rows))
    weight = np.r_[rows["truth"], 1 - rows["truth"]]
    return average_precision_score(label, np.tile(rows["score"], 2), sample_weight=weight)


def test_quality_and_skew_come_out_of_the_exported_rows_by_scikit_learn(run):
    rows, parts = CASE.export(run), {}
    for name in ("held", "live", "feature"):
        parts[name] = [own for _, own in rows[rows["split"] == name].groupby("model")]
    quality = run.reading("quality")
    assert quality.true == pytest.approx(np.mean([of_chances(o) for o in parts["live"]]), rel=1e-9)
    held = [average_precision_score(own["label"], own["score"]) for own in parts["held"]]
    assert quality.seen == pytest.approx(np.mean(held), rel=1e-9)
    far = [((o["serving"] - o["training"]).abs() / o["spread"]).mean() for o in parts["feature"]]
    assert run.reading("skew").true == pytest.approx(np.mean(far), rel=1e-9)


def test_what_a_canary_can_find_is_what_simulated_canaries_find(run):
    trial = FEASIBILITY.ground(run)
    given = {"rate": 40.0, "label_days": 1.0}
    harm = trial.smallest(0.2, 48.0, given)
    told = 40.0 * 3600 * 0.2 * 0.8 / CLUSTER * matured(np.array([48.0]), 24.0) / LABEL_CV**2
    luck = np.random.default_rng(2).standard_normal(200_000)
    found = (-harm * told + np.sqrt(told) * luck < -1.6449 * np.sqrt(told)).mean()
    assert trial.false_abort == 0.05 and found == pytest.approx(0.8, abs=0.005)
    assert trial.smallest(0.0, 48.0, given) == trial.smallest(1.0, 48.0, given) == np.inf
    given |= {"harm": 1e-3, "soak": 24.0}
    assert FEASIBILITY.answer(trial, given).kind == "no"
    assert FEASIBILITY.answer(trial, given | {"harm": 1.0}).kind == "yes"


def test_every_feature_has_an_owner_and_the_clairvoyant_ceiling_is_the_highest(run):
    assert set(OWNERS) == set(run["platform"].about["graph"].names)
    assert set(OWNERS.values()) <= set(TEAMS)
    best = run["attainable"]
    assert run["judged"].true["released"].sum(axis=0).max() / (12 * 28) <= best + 1e-6
    assert best < clairvoyant(run["platform"], run["released"])


def test_a_version_on_trial_is_the_challenger_and_nobody_s_champion(run):
    long = CASE.run(SMALL | {"soak": 168.0})
    tables = [versions(long, number, months=1) for number in range(len(long["fleet"]))]
    tried = [each for each in tables if (each["outcome"] == "on trial").any()]
    assert tried and all((each["alias"] == "challenger").sum() == 1 for each in tried)
    for each in tables:
        assert set(each.loc[each["stage"] == "Staging", "outcome"]) <= {"on trial"}
        assert set(each.loc[each["alias"] == "champion", "outcome"]) <= {"serves everybody"}
    days = np.concatenate([each.loc[each["outcome"] == "on trial", "day"] for each in tables])
    assert days.min() >= 28 - 7 - 0.5
    none = CASE.run(SMALL | {"rollout": "all"})
    assert not (versions(none, 0, months=1)["outcome"] == "on trial").any()


def test_a_canary_of_none_or_of_all_learns_nothing():
    for share in (0.0, 1.0):
        run = CASE.run(SMALL | {"share": share, "abort": "labels", "soak": 168.0})
        assert (run["stops"].first["labels"] == NEVER).all()


def test_a_registry_that_keeps_nothing_has_no_way_back_but_an_old_fleet():
    none = SMALL | {"versions_kept": 0}
    run, five = CASE.run(none), CASE.run(SMALL)
    assert not run["released"].rolled.any() and np.isnan(run.reading("undone").true)
    assert run.reading("harm").true > five.reading("harm").true
    found = run.reading("found")
    assert found.true == found.seen == pytest.approx(five.reading("found").true)
    old = CASE.run(none | {"rollout": "blue_green", "soak": 48.0})
    done = old["released"]
    assert done.rolled[:, old.position].any()
    assert (done.found[done.rolled[:, old.position], old.position] <= 48).all()


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


def test_pools_agree_with_simpy(run):
    timed, seed = run["served"].timed, SMALL["seed"]
    sent = arrival_times(timed.traffic, 4_000, seed=seed)
    own = sweep(timed.path, sent, seed).answered_ms
    assert np.abs(own - by_simpy(timed.path, sent, seed)).max() < 1e-6


def test_an_autoscaler_s_queue_is_worked_off_when_the_closed_form_says():
    """Backlog over what is served beyond what comes; and by SimPy, at a pace that never varies."""
    wanted, before, after = (np.array([float(each)]) for each in (30, 20, 50))
    late = _late(wanted, before, after, "none")[0]
    assert late == pytest.approx(LAG + LAG * 10 / 20)
    answered = fluid(30, 20, 50, until=4 * LAG)
    assert answered[answered[:, 1] > 0.2, 0].max() == pytest.approx(late, abs=1.0)
    assert _late(wanted, after, after, "none")[0] == 0
    assert _late(wanted, before, after, "breaker")[0] == pytest.approx(LAG * (1 - ROOM * 20 / 30))


def fluid(rate, before, after, until):
    """When each of regular requests came, and how long it waited (s), for a server of one second
    each; `before` servers become `after` once an autoscaler has started them. By SimPy."""
    env, told = simpy.Environment(), []
    queue, free = simpy.Store(env), simpy.Container(env, init=before)

    def start():
        yield env.timeout(LAG)
        yield free.put(after - before)

    def come():
        while env.now < until:
            yield queue.put(env.now)
            yield env.timeout(1 / rate)

    def answer(came):
        told.append((came, env.now - came))
        yield env.timeout(1.0)
        yield free.put(1)

    def serve():
        while True:
            yield free.get(1)
            env.process(answer((yield queue.get())))

    for each in (start(), come(), serve()):
        env.process(each)
    env.run(until)
    return np.array(told)


def test_without_mlflow_a_sentence_says_how_to_get_it(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "mlflow", None)
    with pytest.raises(Refused, match="MLflow is not installed: pip install"):
        write(run, tmp_path / "store")
    with pytest.raises(Refused, match="platform is exported as rows, mlflow"):
        form_of(CASE, "kubeflow")


def test_a_month_opens_in_mlflow(run, tmp_path):
    mlflow = pytest.importorskip("mlflow", reason="MLflow is an extra")
    count = run["platform"].about["a_month"]
    assert form_of(CASE, "mlflow")(run, tmp_path / "store").startswith(f"{count} releases")
    client = mlflow.MlflowClient(f"sqlite:///{tmp_path / 'store' / 'mlflow.db'}")
    models = client.search_registered_models(max_results=100)
    assert len(models) == len(run["fleet"])
    assert sum(len(client.search_model_versions(f"name='{m.name}'")) for m in models) == count
