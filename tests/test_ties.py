"""No metric depends on the order of rows: where scores tie, it is the mean over all orders."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, ndcg_score

import pipelines.evaluation
from pipelines.evaluation import (
    decisions,
    list_metrics,
    offline,
    ranking_metrics,
    scores,
    targeting,
    ties,
)
from pipelines.learning import calibration
from pipelines.over_time.monitors import distances, estimates
from pipelines.ranking.positions import Lists

K = 5
AXIS = np.array([-1.0, 0.2, 0.25, 0.5, 2.0])


def card_days(day, card, label, score):
    cards = scores.CardDays.of(day, card, label, score)
    reached = cards.reaching(AXIS), cards.hits_at(np.array([0.5, 1, 2.5, 9]))
    return [*reached, [cards.precision_at(2.0), cards.best_precision_at(2.0)]]


def areas(label, score):
    running = scores.hits_and_alerts(label, decisions.Ordered.by(score))
    return [*running, scores.precision_area(*running), scores.roc_area(*running)]


def binned(make):
    return lambda score, label: make(score, label).to_numpy()


def two(measure):
    """A measure of two samples: the rows are those of either."""
    return lambda score, label: measure(score[label == 1], score[label == 0])


METRICS = {
    # name: (function, what it is given for each row)
    "decisions.threshold_axis": (
        lambda score: decisions.threshold_axis(score, positions=9),
        "score",
    ),
    "decisions.recall_and_precision": (decisions.recall_and_precision, "label score"),
    "decisions.best_f1_threshold": (decisions.best_f1_threshold, "label score"),
    "decisions.best_value_threshold": (decisions.best_value_threshold, "gain score"),
    "scores.average_precision": (scores.average_precision, "label score"),
    "scores.roc_auc": (scores.roc_auc, "label score"),
    "scores.recall_at": (lambda label, score: scores.recall_at(label, score, 0.3), "label score"),
    "scores.brier": (scores.brier, "label score"),
    "scores.CardDays": (card_days, "group card label score"),
    "scores.hits_and_alerts": (areas, "label score"),
    "ranking_metrics.normalised_entropy": (ranking_metrics.normalised_entropy, "chance score"),
    "ranking_metrics.ndcg_at": (
        lambda group, chance, score: ranking_metrics.ndcg_at(3, group, chance, score),
        "group chance score",
    ),
    "ranking_metrics.gini": (ranking_metrics.gini, "gain"),
    "ranking_metrics.ginis": (lambda gain: ranking_metrics.ginis(gain[None]), "gain"),
    "ranking_metrics.lorenz": (lambda gain: ranking_metrics.lorenz(gain, AXIS.clip(0, 1)), "gain"),
    "ranking_metrics.let_through": (
        lambda score, gain: ranking_metrics.let_through(
            score[None], gain[None], top=7, keeps=np.arange(8)
        ),
        "score gain",
    ),
    "list_metrics.exposure": (lambda lists: list_metrics.exposure(lists, 9), "lists"),
    "list_metrics.coverage": (
        lambda lists: list_metrics.coverage(lists, np.arange(9) > 2),
        "lists",
    ),
    "list_metrics.homogeneity": (list_metrics.homogeneity, "lists"),
    "list_metrics.homogeneity, of some pairs": (
        lambda lists: list_metrics.homogeneity(lists, pairs=60),
        "lists",
    ),
    "list_metrics.diversity": (
        lambda lists: np.sort(list_metrics.diversity(lists, np.eye(9, 3) + 0.1)),
        "lists",
    ),
    "list_metrics.novelty": (
        lambda lists: np.sort(list_metrics.novelty(lists, np.linspace(0.1, 1, 9))),
        "lists",
    ),
    "targeting.curve": (
        lambda score, gain: targeting.curve(score, gain, np.linspace(0, 1, 13)),
        "score gain",
    ),
    "targeting.ahead": (lambda score: np.sort(targeting.ahead(score)), "score"),
    "targeting.qini": (targeting.qini, "score gain"),
    "ties.standing": (
        lambda score, group: np.sort(ties.standing(score, group).within(2.5)),
        "score group",
    ),
    "calibration.reliability": (binned(calibration.reliability), "score label"),
    "calibration.reliability, halving": (
        binned(lambda score, label: calibration.reliability(score, label, halving=True)),
        "score label",
    ),
    "distances.psi": (two(distances.psi), "score label"),
    "distances.chi_squared": (two(distances.chi_squared), "score label"),
    "distances.kolmogorov_smirnov": (two(distances.kolmogorov_smirnov), "score label"),
    "distances.wasserstein": (two(distances.wasserstein), "score label"),
    "estimates.expected_auc": (estimates.expected_auc, "chance"),
    "estimates.expected_rate": (estimates.expected_rate, "chance"),
    "estimates.known_auc": (
        lambda label, score, leaves: estimates.known_auc(label, score, leaves > 0),
        "label score leaves",
    ),
}
BY_ROW = {
    # One value for each row, or nothing to do with the order of any.
    "decisions": {"Ordered", "Costs", "Action", "gains", "expected_return"},
    "scores": {"rank_within", "precision_area", "roc_area", "recall_within"},
    "ranking_metrics": {"cross_entropy", "entropy"},
    "list_metrics": {"jaccard", "pairs_of"},
    "offline": {
        "ByUser", "by_user", "expected", "sampled", "places_among", "inverse_propensity",
    },
    "targeting": {"Offer", "learn_uplift", "ranking", "expected_gain", "trial_gains"},
    "ties": {"Standing"},
    "calibration": {"calibrator", "logit"},
    "distances": {"Comparison"},
    "holdout": {"held_back"},
    "splitting": {"folds"},
    "tally": {"Part", "Reached", "Summand", "Fixed", "Grid", "Curve", "Tally", "Draws"},
    "uncertainty": {"Resamples", "interval", "between", "middle"},
}  # fmt: skip


def drawn(seed, rows=40):
    """Rows with a few values each: ties in every group."""
    rng = np.random.default_rng(seed)
    return {
        "score": rng.choice([0.0, 0.2, 0.25, 0.5, 0.9], rows),
        "label": rng.integers(0, 2, rows),
        "leaves": rng.integers(0, 2, rows),
        "chance": rng.choice([0.0, 0.25, 0.5, 1.0], rows),
        "gain": rng.integers(0, 6, rows).astype(float),
        "group": rng.integers(0, 6, rows),
        "card": rng.integers(0, 7, rows),
        "lists": np.stack([rng.permutation(9)[:4] for _ in range(rows)]),
    }


def flat(found):
    parts = found if isinstance(found, list | tuple) else [found]
    return np.concatenate([np.ravel(np.asarray(part, dtype=float)) for part in parts])


@pytest.mark.parametrize("name", METRICS)
@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_no_metric_depends_on_the_order_of_rows(name, seed):
    measure, given_rows = METRICS[name]
    rows = drawn(seed)
    order = np.random.default_rng(seed).permutation(len(rows["score"]))
    one, other = (
        flat(measure(*(rows[each][place] for each in given_rows.split())))
        for place in (np.arange(len(order)), order)
    )
    np.testing.assert_allclose(other, one, rtol=1e-9, atol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_metrics_of_users_do_not_depend_on_the_order_of_users(seed):
    rng, rows = np.random.default_rng(seed), drawn(seed)
    order, gains = rng.permutation(40), rng.integers(0, 2, (40, 9)).astype(float)
    likely = gains * rng.random((40, 9))
    for make in (
        lambda place: offline.by_user(rows["lists"][place], gains[place]),
        lambda place: offline.expected(rows["lists"][place], likely[place], np.ones(4)),
    ):
        one, other = make(np.arange(40)), make(order)
        for part in ("ndcg", "recall", "precision", "hit"):
            np.testing.assert_allclose(other.of(part), one.of(part)[order])


def test_every_metric_there_is_stands_in_the_list():
    rooms = [f"pipelines.evaluation.{each.name}" for each in pkgutil.iter_modules(
        pipelines.evaluation.__path__)]  # fmt: skip
    for room in [*rooms, calibration.__name__, distances.__name__, estimates.__name__]:
        module, short = importlib.import_module(room), room.rsplit(".", 1)[1]
        own = {
            name
            for name, each in vars(module).items()
            if inspect.getmodule(each) is module and callable(each) and not name.startswith("_")
        }
        listed = {name.split(".")[1].split(",")[0] for name in METRICS if name.startswith(short)}
        assert own == listed | BY_ROW.get(short, set()), f"{room}: is it a metric?"


def test_one_score_for_all_is_one_point_of_reliability():
    labels = np.r_[np.zeros(70), np.ones(30)]
    table = calibration.reliability(np.full(100, 0.3), labels)
    assert table.to_numpy().tolist() == [[0.3, 0.3, 100.0]]


def every_order(score, value):
    """Values in each of many orders of the rows in which scores fall."""
    rng = np.random.default_rng(0)
    for _ in range(3000):
        yield value[np.lexsort((rng.random(len(score)), -score))]


def test_what_ties_is_the_mean_over_every_order():
    rows = drawn(3, rows=12)
    score, gain = rows["score"], rows["gain"]
    orders = np.stack(list(every_order(score, gain)))
    curve = targeting.curve(score, gain, np.arange(13) / 12)[1:]
    np.testing.assert_allclose(curve, np.cumsum(orders, axis=1).mean(axis=0), atol=0.3)
    discount = 1 / np.log2(np.arange(2, 7))
    mean = (orders[:, :5] @ discount).mean() / (np.sort(gain)[::-1][:5] @ discount)
    found = ranking_metrics.ndcg_at(5, np.zeros(12, int), gain, score)[0]
    assert found == pytest.approx(mean, abs=0.01)
    assert found == pytest.approx(ndcg_score(gain[None], score[None], k=5))
    places = np.stack(list(every_order(score, np.arange(12))))
    first = np.stack([(places[:, :5] == row).any(axis=1).mean() for row in range(12)])
    np.testing.assert_allclose(ties.standing(score).within(5), first, atol=0.03)


def test_lists_are_judged_by_the_mean_over_ties():
    lists = Lists(np.array([[0.1, 0.9, 0.5]]), np.array([[1, 2, 3]]))
    assert lists.ndcg(np.zeros((1, 3)))[0] == pytest.approx(
        ndcg_score(lists.relevance, np.zeros((1, 3)))
    )


def test_average_precision_under_weights_is_scikit_learns():
    rows = drawn(5, rows=60)
    weights = np.random.default_rng(5).poisson(1.0, 60)
    ordered = decisions.Ordered.by(rows["score"])
    hits, alerts = (
        np.cumsum(each[ordered.order])[ordered.last_of_ties]
        for each in (weights * rows["label"], weights)
    )
    expected = average_precision_score(rows["label"], rows["score"], sample_weight=weights)
    assert scores.precision_area(hits, alerts)[0] == pytest.approx(expected)


def test_standing_is_pandas_ranks():
    rows = pd.DataFrame({name: drawn(8)[name] for name in ("score", "group")})
    found = ties.standing(rows["score"].to_numpy(), rows["group"].to_numpy())
    ranks = rows.groupby("group")["score"]
    assert (found.above + 1).tolist() == ranks.rank(method="min", ascending=False).tolist()
    last = ranks.rank(method="max", ascending=False)
    assert (found.above + found.alike).tolist() == last.tolist()
