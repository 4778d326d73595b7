"""The world of loans: rates, selection, labels in time, and the exact chances against sampling."""

from __future__ import annotations

import numpy as np
import pytest

from data.loans import attainable, loans
from data.loans.constants import LoanConstants
from data.loans.generator import gaming_share, live_share

USUAL = {
    "past": 6000,
    "live": 6000,
    "constants": LoanConstants(),
    "history": "score",
    "past_approval": 0.5,
    "biased_by": 1.0,
    "label_bias": 0.0,
    "drift": "none",
    "severity": 1.0,
    "delay": 12,
    "seed": 3,
}


def world(**changes):
    return loans(**{**USUAL, **changes})


def live(of):
    rows = slice(of.about["past"], None)
    return of.seen.iloc[rows].reset_index(drop=True), of.truth.iloc[rows].reset_index(drop=True)


def test_groups_default_at_the_rates_of_the_research():
    seen, truth = live(world())
    rates = truth["chance"].groupby(seen["group"]).mean()
    assert rates[0] == pytest.approx(0.235, abs=0.02) and rates[1] == pytest.approx(0.345, abs=0.02)
    assert truth["default"].mean() == pytest.approx(truth["chance"].mean(), abs=0.02)


@pytest.mark.parametrize("drift", ["none", "gaming", "mix", "recession"])
@pytest.mark.parametrize("known", [True, False])
def test_the_exact_chance_is_calibrated_in_every_tenth(drift, known):
    seen, truth = live(world(live=20_000, drift=drift))
    best = attainable(
        seen,
        truth["odds"].to_numpy(),
        LoanConstants(),
        group_share=live_share(LoanConstants(), drift, 1.0),
        gaming=gaming_share(drift, 1.0),
        group_known=known,
    )
    for rows in np.array_split(np.argsort(best), 10):
        noise = 5 * truth["chance"].to_numpy()[rows].std() / np.sqrt(len(rows))
        assert best[rows].mean() == pytest.approx(
            truth["chance"].to_numpy()[rows].mean(), abs=noise
        )


def test_knowing_the_group_never_hurts():
    seen, truth = live(world(live=20_000))
    odds = truth["odds"].to_numpy()
    losses = []
    for known in (True, False):
        best = attainable(
            seen, odds, LoanConstants(), group_share=0.3, gaming=0.0, group_known=known
        )
        losses.append(((best - truth["chance"]) ** 2).mean())
    assert losses[0] < losses[1]


def test_the_old_policy_approves_its_share_and_the_score_uses_the_file_alone():
    seen = world(past_approval=0.3).seen
    past = seen[seen["month"] < 0]
    assert (past["approved"] == 1).mean() == pytest.approx(0.3, abs=1e-3)
    score = past["bureau"] + 0.5 * past["income"]
    assert score[past["approved"] == 1].min() >= score[past["approved"] == 0].max()
    assert set(seen.loc[seen["month"] >= 0, "approved"]) == {-1}


def test_an_officer_approves_better_people_than_their_file():
    of = world(history="officer")
    past = of.seen["month"] < 0
    file = of.seen["bureau"] + 0.5 * of.seen["income"]
    alike = past & file.between(-0.3, 0.3)
    merit = of.truth["merit"].groupby(of.seen["approved"].where(alike)).mean()
    assert merit[1] > merit[0] + 0.3


def test_a_higher_bar_takes_loans_from_group_b_alone():
    usual, biased = world().seen, world(history="biased").seen
    rates = [s[s["month"] < 0].groupby("group")["approved"].mean() for s in (usual, biased)]
    assert rates[1][1] < rates[0][1] - 0.1 and rates[1][0] > rates[0][0]


def test_labels_come_in_time_and_are_wrong_for_group_b_alone():
    of = world(label_bias=0.3, delay=18)
    wait = of.seen["label_month"] - of.seen["month"]
    assert wait.max() == 18 and (wait[of.seen["recorded"] == 0] == 18).all()
    wrong = of.seen["recorded"] != of.truth["default"]
    repaid_b = (of.seen["group"] == 1) & (of.truth["default"] == 0)
    assert not wrong[~repaid_b].any() and wrong[repaid_b].mean() == pytest.approx(0.3, abs=0.03)


def test_one_mechanism_does_not_reshuffle_another():
    usual, changed = world(), world(drift="recession", history="officer", label_bias=0.2)
    assert usual.seen["bureau"].equals(changed.seen["bureau"])
    assert usual.truth["merit"].equals(changed.truth["merit"])


def test_a_district_may_be_the_group_and_a_group_may_be_absent():
    seen = world(constants=LoanConstants(proxy=1.0)).seen
    assert (seen["district"] == seen["group"]).all()
    assert not world(constants=LoanConstants(group_share=0.0)).seen["group"].any()
