"""A requirement is judged by counting, then by the curves; every case's check answers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kit.feasibility import best_precision, of_alerts
from tests.scenarios import EVERY

CURVE = pd.DataFrame({"recall": [0.2, 0.5, 0.9], "precision": [0.9, 0.6, 0.2]})
BETTER = pd.DataFrame({"recall": [0.2, 0.5, 0.9], "precision": [0.95, 0.8, 0.3]})
FACTS = {"base_rate": 0.02, "volume_a_day": 100_000.0, "minutes_a_review": 6.0}
CHECK = of_alerts(lambda run: FACTS, lambda run: (CURVE, BETTER))
GROUND = (FACTS, CURVE, BETTER)


def asked(**given: float) -> dict[str, float]:
    return FACTS | {"precision": 0.8, "recall": 0.5} | given


def test_what_is_implied_agrees_with_counting():
    implied = CHECK.answer(GROUND, asked()).implied
    caught = 0.5 * 2_000
    alarms = caught / 0.8 - caught
    assert implied["Alerts a day"] == f"{caught + alarms:,.0f}"
    assert implied["Staff hours a day"] == f"{(caught + alarms) * 6 / 60:,.0f}"
    assert implied["False-positive rate"] == f"{100 * alarms / 98_000:.2g} %"


@pytest.mark.parametrize(
    ("precision", "recall", "kind"),
    [(0.55, 0.4, "yes"), (0.7, 0.4, "maybe"), (0.9, 0.4, "no"), (0.1, 0.95, "no")],
)
def test_the_design_is_asked_first_and_then_the_ceiling(precision, recall, kind):
    answer = CHECK.answer(GROUND, asked(precision=precision, recall=recall))
    assert answer.kind == kind


def test_more_alarms_than_good_rows_cannot_be():
    answer = CHECK.answer(GROUND, asked(base_rate=0.9, precision=0.1, recall=0.2))
    assert answer.kind == "no"


def test_the_best_precision_is_that_of_at_least_the_recall():
    assert best_precision(CURVE, 0.4) == 0.6
    assert math.isnan(best_precision(CURVE, 0.95))


@pytest.mark.parametrize("case", [case for case in EVERY if case.feasibility], ids=lambda c: c.slug)
def test_a_case_answers_what_it_starts_with(case):
    ground = case.feasibility.ground(case.run({}))
    asks = case.feasibility.asks(ground)
    assert all(ask.low <= ask.start <= ask.high for ask in asks)
    for push in (0.5, 1.0, 2.0):
        given = {ask.name: min(max(push * ask.start, ask.low), ask.high) for ask in asks}
        answer = case.feasibility.answer(ground, given)
        assert answer.kind in ("yes", "maybe", "no") and answer.sentence
        assert "nan" not in " ".join(answer.implied.values())
