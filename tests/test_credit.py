"""Credit: readings equal to fairlearn's and found again from exported rows; methods; bad inputs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    demographic_parity_ratio,
    equalized_odds_difference,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_score, roc_auc_score

from cases.credit import CASE
from cases.credit.cutoffs import level_curves, turns
from cases.credit.decide import SHARES
from cases.credit.judged import UNTOLD
from cases.credit.methods import decider, massaged, reweighed
from cases.credit.panels import PANELS
from kit.choice import Refused
from kit.compare import picture, wrong_in_panel, wrong_in_readings

SMALL = {"size": "small"}
DESIGNS = {
    "default": {},
    "by lot": {"method": "exponentiated", "constraint": "odds", "attribute": "used"},
    "cut-offs by group": {"method": "thresholds", "share": 0.3},
    "approved at random": {"rejects": "explore", "history": "officer"},
    "trees": {"model": "tree", "population": "all", "label_bias": 0.2},
}


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """Runs, and the rows of each as read back from a file of comma-separated values."""
    folder, kept = tmp_path_factory.mktemp("rows"), {}

    def read(name):
        if name not in kept:
            run = CASE.run(SMALL | DESIGNS[name])
            CASE.export(run).to_csv(folder / "rows.csv", index=False)
            kept[name] = run, pd.read_csv(folder / "rows.csv")
        return kept[name]

    return read


@pytest.mark.parametrize("name", DESIGNS)
def test_gaps_are_those_of_fairlearn(strangers, name):
    run, rows = strangers(name)
    live = rows[rows["split"] == "live"]
    repaid, approved = 1 - live["truth"], live["decision"]
    given = {"y_true": repaid, "y_pred": approved, "sensitive_features": live["group"]}
    frame = MetricFrame(
        metrics={
            "accept_gap": selection_rate,
            "tpr_gap": true_positive_rate,
            "fpr_gap": false_positive_rate,
            "ppv_gap": precision_score,
        },
        **given,
    )
    expected = dict(frame.difference()) | {
        "accept_gap": demographic_parity_difference(**given),
        "accept_ratio": demographic_parity_ratio(**given),
        "odds_gap": equalized_odds_difference(**given),
    }
    crossed = given | {"sensitive_features": live[["group", "young"]]}
    expected["cell_gap"] = MetricFrame(metrics=selection_rate, **crossed).difference()
    for metric, value in expected.items():
        assert run.reading(metric).true == pytest.approx(value, abs=1e-9), metric


@pytest.mark.parametrize("name", DESIGNS)
def test_a_stranger_finds_money_and_order_again(strangers, name):
    run, rows = strangers(name)
    loss = run.settings["loss"]
    for split, end, outcome in (("live", "true", "truth"), ("validation", "seen", "label")):
        own = rows[(rows["split"] == split) & (rows["known"] == 1)]
        default, approved = own[outcome], own["decision"]
        found = {
            "profit": 1e5 * (approved * (1 - (1 + loss) * default)).mean(),
            "bad_rate": default[approved == 1].mean(),
            "auc": roc_auc_score(1 - default, own["score"]),
            "calibration": own["promised"].sum() / default.sum(),
        }
        for metric, value in found.items():
            assert getattr(run.reading(metric), end) == pytest.approx(value, rel=1e-9), metric
    assert run.reading("approval").true == pytest.approx(
        rows.loc[rows["split"] == "live", "decision"].mean(), abs=1e-9
    )
    people = rows[rows["split"] == "validation"]
    shares = people.groupby("group")["decision"].mean()
    assert run.reading("accept_gap").seen == pytest.approx(abs(shares[0] - shares[1]), abs=1e-9)


def test_the_ceiling_is_the_exact_chance_up_to_break_even(strangers):
    run, rows = strangers("default")
    live = rows[rows["split"] == "live"]
    approved = live["attainable"] <= 1 / (1 + run.settings["loss"])
    worth = 1 - (1 + run.settings["loss"]) * live["truth"]
    assert run.reading("profit").ceiling == pytest.approx(1e5 * (approved * worth).mean())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_reweighing_makes_group_and_outcome_independent(seed, share, rate):
    random = np.random.default_rng(seed)
    group = (random.random(400) < share).astype(int)
    repaid = (random.random(400) < rate).astype(float)
    assume(len(np.unique(2 * group + repaid)) == 4)
    weight = reweighed(repaid, group, random.random(400) + 0.1)
    rates = [np.average(repaid[group == each], weights=weight[group == each]) for each in (0, 1)]
    assert rates[0] == pytest.approx(rates[1], abs=1e-9)


def test_massaging_makes_rates_alike_and_keeps_their_total():
    random = np.random.default_rng(1)
    group = (random.random(3000) < 0.3).astype(int)
    repaid = (random.random(3000) < np.where(group, 0.5, 0.8)).astype(float)
    changed = massaged(repaid, group, random.random(3000))
    assert changed.sum() == repaid.sum()
    assert changed[group == 0].mean() == pytest.approx(changed[group == 1].mean(), abs=2e-3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 0.3))
def test_cutoffs_by_group_keep_the_gap_allowed_at_every_share(seed, allowed):
    random = np.random.default_rng(seed)
    group = (random.random(800) < 0.3).astype(int)
    chance = random.beta(2, 5, 800) + 0.1 * group
    turn = turns(level_curves(chance, np.ones(800), group), chance, group, allowed)
    for cut in np.quantile(turn, np.linspace(0, 1, 21)):
        rates = [(turn[group == each] <= cut).mean() for each in (0, 1)]
        assert abs(rates[0] - rates[1]) <= allowed + 1.5 / (group == 1).sum()


def test_more_approved_is_never_fewer_in_any_group():
    for changes in DESIGNS.values():
        judged = CASE.run(SMALL | changes)["judged"]
        for each in (0, 1):
            counts = [(judged.approved(k) & (judged.group == each)).sum() for k in range(101)]
            assert (np.diff(counts) >= 0).all()
        assert judged.approved(len(SHARES) - 1).all()


def test_random_decisions_repeat_and_the_lot_is_told():
    design = SMALL | DESIGNS["by lot"]
    CASE.pipeline.memo.clear()
    one = CASE.run(design)["judged"].score
    CASE.pipeline.memo.clear()
    assert np.array_equal(one, CASE.run(design)["judged"].score)


DEGENERATE = {
    "group B is absent": {"group_share": 0, "method": "thresholds"},
    "group B is absent, in training": {"group_share": 0, "method": "exponentiated"},
    "the district is the group": {"proxy": 1, "attribute": "dropped"},
    "the district says nothing": {"proxy": 0, "method": "decorrelate"},
    "a default costs nothing": {"loss": 0, "method": "exponentiated"},
    "a default costs a fortune": {"loss": 20, "rule": "outcomes", "method": "thresholds"},
    "nobody approved": {"share": 0.0},
    "everybody approved": {"share": 1.0, "method": "optimizer"},
    "hardly anybody approved before": {"past_approval": 0.05, "model": "lightgbm"},
    "few of a group with few outcomes": {
        "group_share": 0.05,
        "past_approval": 0.05,
        "method": "optimizer",
        "delay": 24,
    },
    "twenty people looked at": {"sample": 20, "group_share": 0.05},
    "hardly anybody states a group": {"sample": 20, "group_share": 0.05, "audit_group": "stated"},
    "nobody random, and weights of a hundred": {"rejects": "explore", "exploration": 0.01},
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_what_should_not_happen_is_explained(name):
    run = CASE.run(SMALL | DEGENERATE[name])
    assert not wrong_in_readings(run)
    quick = (panel for panel in PANELS if not panel.waits_for)
    assert not [wrong for panel in quick if (wrong := wrong_in_panel(panel, run))]


@pytest.mark.parametrize("name", ["group B is absent", "nobody approved"])
def test_nobody_over_nobody_is_no_ratio_and_says_why(name):
    reading = CASE.run(SMALL | DEGENERATE[name]).reading("accept_ratio")
    assert np.isnan(reading.true) and "nobody" in reading.why


@pytest.mark.parametrize("repaid_by_b", [0.0, 1.0])
@pytest.mark.parametrize("method", list(CASE.choice("method").options))
def test_a_method_that_meets_one_outcome_of_a_group_leaves_the_plain_model(method, repaid_by_b):
    run = CASE.run(SMALL)
    known = run["examples"]
    lone = replace(known, repaid=np.where(known.group == 1, repaid_by_b, known.repaid))
    asked = {name: run.settings[name] for name in ("model", "seed", "loss")}
    found = decider(
        run["past"],
        lone,
        run["plain"],
        method=method,
        constraint="parity",
        tightness=0.02,
        objective="money",
        band=0.05,
        **asked,
    )
    assert bool(found.why_not) == (method != "none")
    assert np.array_equal(
        found.promises(run["live"].seen), run["decider"].promises(run["live"].seen)
    )


def test_a_method_that_has_nothing_to_compare_says_so_where_decisions_are_shown():
    run = CASE.run(SMALL | DEGENERATE["group B is absent, in training"])
    for name in ("criteria", "changed", "moves"):
        drawn = next(panel for panel in PANELS if panel.name == name).of(run)
        assert "one group alone were met" in picture(drawn), name


def test_weights_that_add_up_to_nothing_are_refused():
    with pytest.raises(Refused, match="add up to 0"):
        reweighed(np.array([0.0, 1.0]), np.array([0, 1]), np.zeros(2))


def test_an_audit_of_those_who_state_their_group_misses_the_weaker_files_of_b():
    run = CASE.run(SMALL | {"audit_group": "stated"})
    groups, past = run["audit_groups"], run["past"]
    silent = groups == UNTOLD
    assert np.array_equal(groups[~silent], past.group[~silent])
    assert not silent[run["audited"]].any()
    bureau, b = past.seen["bureau"].to_numpy(), past.group == 1
    assert bureau[b & silent].mean() < bureau[b & ~silent].mean() - 0.3
    assert abs(bureau[~b & silent].mean() - bureau[~b & ~silent].mean()) < 0.1
    plain = CASE.run(SMALL)
    assert run.reading("accept_gap").true == plain.reading("accept_gap").true


def test_every_criterion_says_how_many_people_it_counts(strangers):
    run, rows = strangers("default")
    table = next(panel for panel in PANELS if panel.name == "criteria").of(run).data
    live = rows[rows["split"] == "live"]
    repaid = live["truth"] == 0
    wholes = (live, live[repaid], live[~repaid], live[~repaid], live[live["decision"] == 1])
    for number, name in enumerate("AB"):
        counts = [(whole["group"] == number).sum() for whole in wholes]
        assert table[f"n of {name}"].tolist() == counts
    assert table["ratio"].iloc[0] == pytest.approx(run.reading("accept_ratio").true)


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        ("group_share", -0.1),
        ("group_share", 0.9),
        ("loss", -1),
        ("tightness", "none"),
        ("method", "adversarial"),
        ("sample", 0),
        ("share", 1.2),
        ("horizon", 2.5),
    ],
)
def test_what_is_not_allowed_is_refused_with_a_sentence(choice, value):
    with pytest.raises(Refused, match=f"{choice} cannot be"):
        CASE.design({choice: value})


def test_a_design_taught_by_its_own_loans_keeps_the_share_and_learns_nothing_of_the_rest():
    stays, learns = (CASE.run(SMALL | {"retrain": each})["years"] for each in ("never", "yearly"))
    assert np.array_equal(stays.granted[0], learns.granted[0])
    assert not np.array_equal(stays.granted[1], learns.granted[1])
    shares = learns.granted[1:].mean(axis=1)
    assert np.allclose(shares, SHARES[learns.kept], atol=1 / learns.granted.shape[1])


def test_the_gap_of_the_last_year_is_that_of_its_loans():
    run = CASE.run(SMALL | {"retrain": "forgotten", "method": "reweigh", "share": 0.5})
    years = run["years"]
    last = years.granted[-1][:, list(years.kept).index(run.position)]
    rates = [last[years.group == each].mean() for each in (0, 1)]
    assert run.reading("later_gap").true == pytest.approx(abs(rates[0] - rates[1]), abs=1e-9)


@pytest.mark.parametrize("group_share", [0.3, 0.0])
def test_what_may_be_asked_of_a_lender_is_answered_by_the_frontier(group_share):
    run = CASE.run(SMALL | {"group_share": group_share})
    check = CASE.feasibility
    ground = check.ground(run)
    asked = {ask.name: ask.start for ask in check.asks(ground)}
    earned = run.reading("profit").true
    for changes, kind in (
        ({"gap": 1.0, "profit": earned - 1}, "yes"),
        ({"gap": 1.0, "profit": ground.frontier["profit"].max()}, "maybe"),
        ({"gap": 0.001, "profit": 1e6}, "no"),
    ):
        assert check.answer(ground, asked | changes).kind == kind
