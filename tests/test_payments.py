"""The payment world: the published counts, closed forms, common random numbers, refusals."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from data.payments import DRIFTS, MECHANISMS, PRESETS, Tactics, next_tactics, payments, with_tactics
from data.payments.constants import DAY
from data.payments.densities import amount_density, card_fraud_ratio, clock_density

SMALL = {"customers": 400, "terminals": 800, "days": 70, "live_from": 42}
TERMINAL, CARD, AMOUNT = (MECHANISMS.index(name) for name in ("terminal", "card", "amount"))
LIVE_DRIFTS = [drift for drift in DRIFTS if drift not in ("none", "adversary")]


def counts(world) -> np.ndarray:
    return np.bincount(world.truth["mechanism"], minlength=len(MECHANISMS))


def assert_published(world, part: float) -> None:
    """Within five standard deviations of the published counts, at `part` of the published size.

    Frauds come in clusters (a compromised terminal's month), so their spread is that of the number
    of clusters: 364 terminals and 546 cards at full size. Amounts above the limit hang on the few
    customers with a mean near 100, and payments on the customers' rates.
    """
    assert len(world) == pytest.approx(1_754_155 * part, rel=5 * 0.0082 / part**0.5)
    for code, published, clusters in (
        (TERMINAL, 9_077, 364),
        (CARD, 4_631, 546),
        (AMOUNT, 973, 160),
    ):
        assert counts(world)[code] == pytest.approx(
            published * part, rel=5 / (clusters * part) ** 0.5
        )


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_handbook_counts_at_a_fifth_of_the_size(seed):
    world = payments(
        preset="handbook", customers=1000, terminals=2000, days=183, live_from=150, seed=seed
    )
    assert_published(world, 0.2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_handbook_counts_at_full_size(seed):
    world = payments(
        preset="handbook", customers=5000, terminals=10_000, days=183, live_from=150, seed=seed
    )
    assert_published(world, 1.0)


def test_handbook_rules():
    world = payments(preset="handbook", **SMALL)
    seen, truth = world.seen, world.truth
    assert (truth["fraud"] == (truth["mechanism"] > 0)).all()
    assert truth.loc[seen["amount"] > 220, "fraud"].all()
    on = truth["terminal_on"].to_numpy()
    assert truth["fraud"][on].all() and truth["p"][on].min() > 1 - 1e-9
    assert (seen["reported"] == truth["fraud"]).all()


def test_the_default_world_has_the_promised_size():
    world = payments()
    live = world.seen["day"] >= world.about["live_from"]
    assert 300_000 < len(world) < 400_000
    assert 0.007 < world.truth["fraud"].mean() < 0.010
    assert world.truth["fraud"][live].sum() >= 500


def test_prevalence_does_not_depend_on_size():
    share = [
        np.mean(
            [payments(customers=n, terminals=2 * n, seed=s).truth["fraud"].mean() for s in range(4)]
        )
        for n in (500, 2000)
    ]
    assert share[0] == pytest.approx(share[1], rel=0.25)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("drift", ["none", "smaller_fraud", "holiday"])
def test_fraud_is_drawn_with_the_probability_told(preset, drift):
    """In every state, frauds minus the sum of p is binomial noise: within four deviations."""
    truth = payments(preset=preset, drift=drift, prevalence=5.0, seed=3, **SMALL).truth
    tested = truth["burst"] >= 0
    states = [truth["terminal_on"], truth["card_on"], ~truth["terminal_on"] & ~truth["card_on"]]
    for state in states:
        rows = truth[state & ~tested]
        spread = np.sqrt((rows["p"] * (1 - rows["p"])).sum())
        assert abs(rows["fraud"].sum() - rows["p"].sum()) <= 4 * spread + 1e-6
    assert tested.sum() == 0 or truth.loc[tested, "p"].mean() > 0.95


def test_the_probability_is_calibrated_where_amounts_and_hours_decide():
    truth = payments(prevalence=20.0, seed=1, **SMALL).truth
    rows = truth[truth["card_on"] & ~truth["terminal_on"] & (truth["burst"] < 0)]
    for _, group in rows.groupby(pd.cut(rows["p"], [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1])):
        spread = np.sqrt((group["p"] * (1 - group["p"])).sum())
        assert abs(group["fraud"].sum() - group["p"].sum()) <= 4 * spread + 1


def test_densities_integrate_to_one_and_match_their_names():
    for constants in PRESETS.values():
        grid = np.linspace(1e-4, 3000, 1_500_000)
        for online in (0, 1):
            density = amount_density(constants, grid, 60.0, online)
            assert np.trapezoid(density, grid) == pytest.approx(1, abs=0.03)
        clock = np.linspace(0, DAY, 100_001)
        for night in (0.0, 0.3):
            assert np.trapezoid(clock_density(constants, clock, night), clock) == pytest.approx(
                1, abs=1e-3
            )


def test_the_amount_ratio_of_a_lognormal_is_its_textbook_form():
    plain = replace(PRESETS["hard"], micro_share=0.0)
    amount, mean, k, sigma = np.array([5.0, 50.0, 400.0]), 60.0, 3.0, plain.amount_sigma
    ratio = card_fraud_ratio(
        plain,
        amount=amount,
        mean=mean,
        online=0,
        clock=DAY / 2,
        multiplier=k,
        night=0,
        fraud_night=0,
    )
    centre = np.log(mean) - sigma**2 / 2
    logs = ((np.log(amount) - centre) ** 2 - (np.log(amount / k) - centre) ** 2) / (2 * sigma**2)
    assert ratio == pytest.approx(np.exp(logs))


def test_each_mechanism_leaves_its_mark():
    world = payments(prevalence=5.0, **SMALL)
    seen, truth, constants = world.seen, world.truth, PRESETS["hard"]
    by_card = truth["mechanism"] == CARD
    mean = world.about["customers"]["mean"].to_numpy()[seen["card"]]
    usual = (seen["amount"] / mean)[~truth["fraud"].astype(bool) & ~seen["online"]].median()
    larger = (seen["amount"] / mean)[by_card & ~seen["online"]].median()
    assert larger / usual == pytest.approx(constants.multiplier, rel=0.15)
    share = truth["fraud"][truth["terminal_on"] & ~truth["card_on"] & (truth["burst"] < 0)].mean()
    assert share == pytest.approx(constants.terminal_share, abs=0.03)
    bursts = seen[truth["burst"] >= 0].assign(burst=truth["burst"]).groupby("burst")
    assert bursts["card"].nunique().eq(1).all()
    assert (bursts["time"].max() - bursts["time"].min()).max() <= constants.burst_seconds
    assert bursts["amount"].max().max() <= constants.micro_high
    assert bursts["online"].all().all() and bursts.size().max() <= constants.burst_largest


def test_reports_follow_their_rates():
    world = payments(prevalence=10.0, seed=2)
    fraud = world.truth["fraud"] == 1
    reported = world.seen["reported"] == 1
    n, m = fraud.sum(), (~fraud).sum()
    assert (fraud & ~reported).sum() == pytest.approx(0.05 * n, abs=4 * np.sqrt(0.05 * n))
    assert (~fraud & reported).sum() == pytest.approx(2e-4 * m, abs=4 * np.sqrt(2e-4 * m))


@pytest.mark.parametrize("delay", [0.0, 7.0, 30.0, 90.0])
def test_label_delays(delay):
    seen = payments(label_delay=delay, **SMALL).seen
    days = (seen["label_time"] - seen["time"]) / DAY
    alerted = seen["incumbent_alert"]
    if delay == 0:
        assert (days.abs() < 1e-9).all()
        return
    assert days.min() > 0 and days.max() <= max(90.0, 1.5 * delay) + 1e-6
    assert days[alerted].median() == pytest.approx(1.0, abs=0.1)
    assert days[~alerted].median() == pytest.approx(delay, rel=0.1)
    if delay == 7:
        # a share of 0.2, lognormal around 21 days with sigma 0.7; the others end at 10.5
        tail = 0.2 * norm.sf(np.log(11 / 21) / 0.7)
        assert (days[~alerted] > 11).mean() == pytest.approx(tail, abs=0.01)


def test_the_incumbent_keeps_its_capacity():
    world = payments(**SMALL)
    a_day = world.seen.groupby("day")["incumbent_alert"].sum()
    assert a_day.max() == round(0.02 * SMALL["customers"])
    assert a_day.mean() > 0.6 * a_day.max()
    alerted = world.seen["incumbent_alert"]
    assert world.seen["amount"][alerted].median() > 3 * world.seen["amount"].median()


@pytest.mark.parametrize("drift", LIVE_DRIFTS)
@pytest.mark.parametrize("preset", ["hard", "handbook"])
def test_drift_touches_nothing_before_it_begins(preset, drift):
    before, after = (
        payments(preset=preset, drift=name, severity=2.0, prevalence=3.0, seed=4, **SMALL)
        for name in ("none", drift)
    )
    first = int(np.flatnonzero(after.about["changed"])[0])
    assert first >= SMALL["live_from"]
    for part in ("seen", "truth"):
        rows = [
            getattr(w, part)[(w.seen["day"] < first).to_numpy()].reset_index(drop=True)
            for w in (before, after)
        ]
        pd.testing.assert_frame_equal(*rows)
    late = [w.seen[(w.seen["day"] >= first).to_numpy()].to_numpy(float) for w in (before, after)]
    assert late[0].shape != late[1].shape or not np.array_equal(*late)


def test_what_each_drift_does():
    size = {"customers": 1500, "terminals": 3000, "prevalence": 4.0}

    def late(drift):
        world = payments(drift=drift, **size)
        return world, (world.seen["day"] >= 98).to_numpy()

    base, rows = late("none")
    usual = np.bincount(base.truth["mechanism"][rows], minlength=6)
    for drift, code, least, most in (
        ("terminal_to_card", CARD, 1.5, 5),
        ("terminal_to_card", TERMINAL, 0.1, 0.8),
    ):
        world, rows = late(drift)
        ratio = np.bincount(world.truth["mechanism"][rows], minlength=6)[code] / usual[code]
        assert least < ratio < most, (drift, ratio)
    world, _ = late("new_mechanism")
    bursts = (world.about["scene"].bursts["start"] >= 98 * DAY).sum()
    # floor(rate + U) a day: its variance is at most a quarter
    expected = 28 * (0.4 + 2.0) * 4 * 1500 / 5000
    assert bursts == pytest.approx(expected, abs=4 * np.sqrt(28 / 4))
    world, rows = late("holiday")
    assert 1.05 < rows.sum() / (base.seen["day"] >= 98).sum() < 1.25
    schedule = payments(preset="handbook", drift="smaller_fraud").about["schedules"]["multiplier"]
    assert schedule[0] == 5.0 and schedule[-1] == pytest.approx(1.3)
    week = payments(drift="campaign").about["schedules"]["card_rate"]
    assert week.max() == pytest.approx(3 * week.min()) and (week == week.max()).sum() == 14


def test_a_campaign_only_adds_compromises():
    one, two = (payments(drift=d, seed=5, **SMALL).about["scene"] for d in ("none", "campaign"))
    assert (two.terminal_on | ~one.terminal_on).all() and (two.card_on | ~one.card_on).all()
    assert two.card_on.sum() > one.card_on.sum()


def test_severity_zero_is_no_drift():
    for drift in LIVE_DRIFTS:
        one, two = (payments(drift=d, severity=0.0, **SMALL) for d in ("none", drift))
        pd.testing.assert_frame_equal(one.seen, two.seen)


def test_label_delay_moves_labels_alone():
    one, two = (payments(label_delay=d, **SMALL) for d in (0.0, 30.0))
    same = [column for column in one.seen if column != "label_time"]
    pd.testing.assert_frame_equal(one.seen[same], two.seen[same])
    pd.testing.assert_frame_equal(one.truth, two.truth)


def test_one_seed_one_world():
    one, two, other = (payments(seed=s, **SMALL) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one.seen, two.seen)
    pd.testing.assert_frame_equal(one.truth, two.truth)
    assert len(one) != len(other) or not one.seen.equals(other.seen)


def test_tactics_change_card_fraud_in_their_days_alone():
    world = payments(drift="adversary", prevalence=5.0, **SMALL)
    moved = with_tactics(
        world, from_time=49 * DAY, to_time=56 * DAY, tactics=Tactics(multiplier=1.3, night=1.0)
    )
    one, two = (
        pd.concat([w.seen, w.truth], axis=1).set_index("payment").sort_index()
        for w in (world, moved)
    )
    touched = one["day"].between(49, 55) & (one["mechanism"] == CARD)
    assert (one["fraud"] == two["fraud"]).all() and touched.sum() > 20
    assert (one["amount"] == two["amount"])[~touched].all()
    assert (one["time"] == two["time"])[~touched].all()
    ratio = (two["amount"] / one["amount"])[touched & (one["amount"] > 20)]
    assert ratio.to_numpy() == pytest.approx(1.3 / 3, abs=0.002)
    assert (two["time"][touched] % DAY <= DAY / 4).all()
    assert moved.seen["time"].is_monotonic_increasing
    rows = two[two["day"].between(49, 55) & two["card_on"] & ~two["terminal_on"]]
    spread = np.sqrt((rows["p"] * (1 - rows["p"])).sum())
    assert abs(rows["fraud"].sum() - rows["p"].sum()) <= 4 * spread


def test_tactics_as_they_are_change_nothing():
    world = payments(**SMALL)
    again = with_tactics(world, from_time=0, to_time=70 * DAY, tactics=world.about["tactics"])
    pd.testing.assert_frame_equal(world.seen, again.seen)
    pd.testing.assert_frame_equal(world.truth, again.truth)


def test_fraudsters_move_to_where_they_were_blocked_least():
    tried = {"multipliers": np.array([5.0, 3.0, 1.0]), "night": np.array([0.0, 0.5, 1.0])}
    caught = np.array([0.9, np.nan, 0.2])
    here = Tactics(multiplier=3.0, night=0.2)
    assert next_tactics(here, **tried, caught=caught, learning_rate=0.0) == here
    assert next_tactics(here, **tried, caught=caught, learning_rate=1.0) == Tactics(1.0, 1.0)
    half = next_tactics(here, **tried, caught=caught, learning_rate=0.5)
    assert (half.multiplier, half.night) == pytest.approx((2.0, 0.6))
    nothing = np.full(3, np.nan)
    assert next_tactics(here, **tried, caught=nothing, learning_rate=1.0) == here


@settings(max_examples=25, deadline=None)
@given(
    preset=st.sampled_from(sorted(PRESETS)),
    drift=st.sampled_from(DRIFTS),
    customers=st.integers(1, 60),
    terminals=st.integers(1, 60),
    days=st.integers(1, 50),
    live=st.floats(0, 0.99),
    severity=st.floats(0, 2),
    label_delay=st.floats(0, 90),
    prevalence=st.floats(0.05, 20),
    seed=st.integers(0, 1000),
)
def test_any_legal_world_is_valid(days, live, **choices):
    world = payments(days=days, live_from=int(live * days), **choices)
    seen, truth = world.seen, world.truth
    assert (seen["payment"] == np.arange(len(seen))).all()
    assert seen["time"].is_monotonic_increasing and seen["time"].between(0, days * DAY).all()
    assert (seen["day"] == seen["time"] // DAY).all()
    assert seen["card"].between(0, choices["customers"] - 1).all()
    assert seen["terminal"].between(0, choices["terminals"] - 1).all()
    assert np.isfinite(seen[["amount", "label_time"]].to_numpy()).all()
    assert (seen["amount"] > 0).all() and (seen["label_time"] >= seen["time"]).all()
    assert truth["p"].between(0, 1).all() and seen["reported"].isin([0, 1]).all()
    assert (truth["fraud"] == (truth["mechanism"] > 0)).all()
    assert not seen.isna().any().any() and not truth.isna().any().any()


@pytest.mark.parametrize(
    ("choice", "value", "part"),
    [
        ("preset", "harder", "hard, handbook, easy, real"),
        ("drift", "sudden", "none, new_mechanism"),
        ("customers", 0, "customers is 0"),
        ("terminals", 0, "terminals is 0"),
        ("days", -3, "days is -3"),
        ("live_from", 70, "from 0 to 69"),
        ("live_from", -1, "from 0 to 69"),
        ("severity", 2.5, "between 0 and 2"),
        ("severity", float("nan"), "severity is nan"),
        ("label_delay", -1.0, "between 0 and 90"),
        ("prevalence", -0.1, "prevalence is -0.1"),
        ("seed", -1, "seed is -1"),
    ],
)
def test_a_wrong_choice_is_refused_by_name(choice, value, part):
    with pytest.raises(ValueError, match=choice) as refused:
        payments(**SMALL | {choice: value})
    assert part in str(refused.value)


def test_wrong_tactics_are_refused():
    world = payments(customers=20, terminals=20, days=10, live_from=5)
    for wrong in (Tactics(0.0, 0.1), Tactics(2.0, 1.1), Tactics(float("nan"), 0.5)):
        with pytest.raises(ValueError, match="tactics"):
            with_tactics(world, from_time=0, to_time=DAY, tactics=wrong)
    with pytest.raises(ValueError, match="learning_rate"):
        next_tactics(
            Tactics(2.0, 0.1),
            multipliers=np.ones(1),
            night=np.ones(1),
            caught=np.ones(1),
            learning_rate=2.0,
        )
