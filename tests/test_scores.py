"""Scores of scores against scikit-learn, card-days against a pandas group-by."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import (
    CardDays,
    average_precision,
    brier,
    rank_within,
    roc_auc,
)

# Scores of few values, 0 and 1 among them: ties in every group.
PAIRS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.99, 1.0])), min_size=2
)


@given(PAIRS)
@settings(deadline=None)
def test_measures_are_scikit_learns(pairs):
    labels, scores = (np.array(part) for part in zip(*pairs, strict=True))
    assert brier(labels, scores) == pytest.approx(np.mean((labels - scores) ** 2))
    if labels.any():
        expected = average_precision_score(labels, scores)
        assert average_precision(labels, scores) == pytest.approx(expected)
    if 0 < labels.sum() < len(labels):
        assert roc_auc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))
        assert brier(labels, scores) == pytest.approx(brier_score_loss(labels, scores))


def test_rows_sorted_before_give_the_same():
    rng = np.random.default_rng(3)
    labels, scores = rng.integers(0, 2, 500), rng.random(500).round(2)
    ordered = Ordered.by(scores)
    for measure in (average_precision, roc_auc):
        assert measure(labels, scores, ordered) == measure(labels, scores)
        assert measure(labels, scores, Ordered.by(-scores)) != measure(labels, scores)


@pytest.mark.parametrize("measure", [average_precision, roc_auc])
@pytest.mark.parametrize("rows", [0, 3])
def test_without_a_positive_there_is_no_value(measure, rows):
    assert math.isnan(measure(np.zeros(rows), np.full(rows, 0.5)))


def test_one_class_or_no_rows():
    assert math.isnan(roc_auc(np.ones(3), np.array([0.1, 0.2, 0.3])))
    assert average_precision(np.ones(3), np.array([0.1, 0.2, 0.3])) == 1.0
    assert math.isnan(brier(np.empty(0), np.empty(0)))


def test_the_ends_of_the_scale():
    labels = np.array([0, 1, 0, 1])
    assert (brier(labels, labels), brier(labels, 1 - labels)) == (0.0, 1.0)
    assert (roc_auc(labels, labels), roc_auc(labels, 1 - labels)) == (1.0, 0.0)
    assert average_precision(labels, labels) == 1.0
    assert average_precision(labels, np.full(4, 0.3)) == roc_auc(labels, np.full(4, 0.3)) == 0.5


def draw(rows=600, seed=6):
    """Payments of a few cards over a few days, with tied scores and some never scored."""
    rng = np.random.default_rng(seed)
    scores = rng.random(rows).round(1)
    return pd.DataFrame(
        {
            "day": rng.integers(40, 47, rows),
            "card": rng.integers(0, 50, rows),
            "fraud": (rng.random(rows) < 0.15).astype(int),
            "score": np.where(rng.random(rows) < 0.05, -np.inf, scores),
        }
    )


def grouped(rows):
    """Card-days as pandas has them, in order of day, then best score, then card."""
    days = rows.groupby(["day", "card"], as_index=False).agg(
        score=("score", "max"), fraud=("fraud", "max")
    )
    return days.sort_values(["day", "score", "card"], ascending=[True, False, True])


def card_days(rows):
    """The same by the machinery."""
    return CardDays.of(*(rows[name].to_numpy() for name in ("day", "card", "fraud", "score")))


def test_card_days_are_a_group_by():
    rows = draw()
    cards, expected = card_days(rows), grouped(rows)
    order = np.lexsort((cards.rank, cards.day))
    for name in ("day", "card", "score", "fraud"):
        assert getattr(cards, name)[order].tolist() == expected[name].tolist()
    assert cards.rank[order].tolist() == (expected.groupby("day").cumcount() + 1).tolist()
    assert (cards.card[cards.of_payment] == rows["card"]).all()
    assert (cards.day[cards.of_payment] == rows["day"]).all()


def called(days, k):
    """The frauds among a day's first k cards, each order of tied cards as likely as any other."""
    left, hits = k, 0.0
    for _, alike in days.sort_values("score", ascending=False).groupby("score", sort=False):
        hits += alike["fraud"].sum() * min(1.0, max(left, 0.0) / len(alike))
        left -= len(alike)
    return hits


@pytest.mark.parametrize("k", [1, 2.5, 0.25, 5, 1000])
def test_card_precision_is_the_mean_over_days(k):
    days = grouped(draw()).groupby("day")
    a_day = pd.Series([called(day, k) for _, day in days])
    assert card_days(draw()).precision_at(k) == pytest.approx((a_day / k).mean())
    frauds = days["fraud"].sum()
    best = np.minimum(1.0, frauds / k).mean()
    assert card_days(draw()).best_precision_at(k) == pytest.approx(best)
    assert a_day.sum() > 0 and best >= (a_day / k).mean()


def test_which_number_a_card_has_does_not_matter():
    rows = draw()
    other = rows.assign(card=np.random.default_rng(1).permutation(50)[rows["card"]])
    axis = np.array([0.5, 1.0, 3.0, 4.5, 20.0])
    assert card_days(other).hits_at(axis) == pytest.approx(card_days(rows).hits_at(axis))
    assert (card_days(other.assign(score=0.1)).precision_at(5)) == pytest.approx(
        grouped(rows).groupby("day")["fraud"].mean().mean()
    )


def test_sorting_by_the_truth_reaches_the_best_precision():
    rows = draw()
    told = card_days(rows.assign(score=rows["fraud"].astype(float)))
    assert told.precision_at(4) == pytest.approx(told.best_precision_at(4))
    assert told.precision_at(4) > card_days(rows).precision_at(4)


def test_card_days_reaching_a_threshold_are_counted():
    rows = draw()
    asked = np.array([-1.0, 0.0, 0.45, 0.5, 1.0, 1.1])
    expected = [(grouped(rows)["score"] >= threshold).sum() for threshold in asked]
    assert card_days(rows).reaching(asked).tolist() == expected
    assert expected[-1] == 0 < expected[-2] < expected[0]


def test_nobody_to_call_or_nothing_to_judge():
    none = np.empty(0, dtype=int)
    nothing = CardDays.of(none, none, none, np.empty(0))
    for cards, k in ((nothing, 5), (nothing, 0), (card_days(draw()), 0)):
        assert math.isnan(cards.precision_at(k)) and math.isnan(cards.best_precision_at(k))
    assert nothing.reaching(np.array([0.5])).tolist() == [0]


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from([0.0, 0.5, 1.0])), max_size=40))
@settings(deadline=None)
def test_ranks_are_pandas_ranks_first_come(pairs):
    rows = pd.DataFrame(pairs, columns=["group", "score"])
    expected = rows.groupby("group")["score"].rank(method="first", ascending=False)
    ranks = rank_within(rows["group"].to_numpy(dtype=int), rows["score"].to_numpy(dtype=float))
    assert ranks.tolist() == expected.tolist()
