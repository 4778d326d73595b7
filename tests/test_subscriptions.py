"""The subscription world by counts and closed forms; its ceilings by calibration and roll-out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score

from cases.churn.world import answered, leaving_months
from data.subscriptions import effects as contact_effects
from data.subscriptions import poisson_by, schedule_of, subscriptions
from data.subscriptions.ceilings import attainable, clairvoyant, filtered
from data.subscriptions.constants import HISTORY, LIVE, PRESETS, TAIL

SIZE = 1500


@pytest.fixture(scope="module")
def world():
    return subscriptions(customers=SIZE, seed=3)


def test_rows_are_months_by_places_in_order(world):
    seen = world.seen
    assert len(world) == SIZE * (HISTORY + LIVE + TAIL)
    assert (seen["month"].diff().fillna(0) >= 0).all()
    assert (seen["place"].to_numpy() == np.tile(np.arange(SIZE), HISTORY + LIVE + TAIL)).all()


def test_who_leaves_is_replaced_by_somebody_new(world):
    rows = world.seen.assign(left=world.truth["left"].to_numpy()).sort_values(["place", "month"])
    following = rows.groupby("place").shift(-1)
    there = following["customer"].notna()
    same = rows["customer"] == following["customer"]
    assert (same[there] == ~rows["left"][there]).all()
    assert (following["tenure"][there & rows["left"]] == 0).all()
    assert (following["tenure"][there & same] == rows["tenure"][there & same] + 1).all()
    assert rows.groupby("customer")["place"].nunique().max() == 1, "no id is used again"


def test_blank_totals_are_those_of_newcomers(world):
    assert (world.seen["total"].isna() == (world.seen["tenure"] == 0)).all()


def test_hazards_are_the_chances_they_say(world):
    hazard, left = world.truth["hazard"].to_numpy(), world.truth["left"].to_numpy()
    tenth = np.argsort(hazard).reshape(10, -1)
    for rows in tenth:
        error = np.sqrt((hazard[rows] * (1 - hazard[rows])).sum())
        assert abs(left[rows].sum() - hazard[rows].sum()) < 4 * error


def test_the_hazard_is_the_logistic_sum_of_its_parts(world):
    constants, moves = PRESETS["streaming"], world.about["moves"]
    month, seen, truth = world.seen["month"], world.seen, world.truth
    index = moves["base"][month] + moves["engagement"][month] * truth["engagement"]
    index += moves["price"][month] * truth["sensitivity"] + constants.tickets * seen["tickets"]
    index += constants.annual * seen["annual"] + constants.tenure * np.log1p(seen["tenure"])
    assert np.allclose(1 / (1 + np.exp(-index)), truth["hazard"])


def test_engagement_keeps_four_fifths_of_its_deviation(world):
    deviation = (world.truth["engagement"] - world.truth["personal"]).to_numpy().reshape(-1, SIZE)
    stayed = ~world.truth["left"].to_numpy().reshape(-1, SIZE)[:-1]
    before, after = deviation[:-1][stayed], deviation[1:][stayed]
    slope = (before * after).mean() / (before**2).mean()
    assert slope == pytest.approx(PRESETS["streaming"].phi, abs=0.01)


def test_one_mechanism_does_not_reshuffle_another(world):
    moved = subscriptions(customers=SIZE, seed=3, missing="engagement", drift="price", start=5)
    before = (world.seen["month"] < HISTORY + 5).to_numpy()
    for name in ("minutes", "logins", "bill", "promo", "tickets"):
        same = world.seen[name][before].to_numpy(), moved.seen[name][before].to_numpy()
        assert np.array_equal(*same, equal_nan=True)
    assert not np.array_equal(world.truth["left"], moved.truth["left"])


@pytest.mark.parametrize("drift", ["price", "prior", "covariate", "competitor", "season"])
def test_a_drift_moves_what_it_says_and_nothing_before_it(drift):
    still, moved = (
        subscriptions(customers=200, seed=1, drift=name, start=6).about["moves"]
        for name in ("none", drift)
    )
    parts = {
        "price": {"base", "price", "engagement"},
        "competitor": {"base", "price", "engagement"},
        "prior": {"base"},
        "covariate": {"shift"},
        "season": {"base", "shift"},
    }[drift]
    for part in still:
        differs = still[part] != moved[part]
        assert differs.any() == (part in parts)
        assert drift == "season" or not differs[: HISTORY + 6].any()


def test_what_comes_every_year_is_no_change():
    for changes, changed in (
        ({"drift": "season"}, False),
        ({"drift": "prior", "shape": "recurring"}, False),
        ({"drift": "price", "start": -12}, False),
        ({"drift": "price", "severity": 0.0}, False),
        ({"drift": "none"}, False),
        ({"drift": "price"}, True),
        ({"drift": "competitor"}, True),
    ):
        assert subscriptions(customers=5, **changes).about["changed"].any() == changed, changes


def test_surveys_are_missing_at_random_or_where_engagement_is_low(world):
    silent = subscriptions(customers=SIZE, seed=3, missing="engagement")
    for one, differs in ((world, False), (silent, True)):
        gone, e = one.seen["survey"].isna(), one.truth["engagement"]
        gap = e[~gone].mean() - e[gone].mean()
        assert (gap > 0.5) == differs and (abs(gap) < 0.02) == (not differs)


def test_poisson_by_inversion_is_poisson():
    rng = np.random.default_rng(0)
    luck, rate = rng.random(40_000), np.full(40_000, 2.5)
    counts = np.bincount(poisson_by(luck, rate).astype(int), minlength=13)
    expected = 40_000 * stats.poisson.pmf(np.arange(13), 2.5)
    assert (
        stats.chisquare(counts[:9], expected[:9] * counts[:9].sum() / expected[:9].sum()).pvalue
        > 1e-4
    )
    assert (poisson_by(luck, rate + 0.5) >= poisson_by(luck, rate)).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"preset": "bakery"},
        {"drift": "sideways"},
        {"shape": "zigzag"},
        {"missing": "often"},
        {"response": "grateful"},
        {"customers": 0},
        {"severity": 3},
        {"noise": -1},
        {"start": 99},
        {"seed": -1},
    ],
)
def test_what_is_out_of_range_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))} is"):
        subscriptions(**{"customers": 5} | wrong)


def leavers(world, gap, horizon):
    month, left = world.seen["month"].to_numpy(), leaving_months(world)
    live = (month >= HISTORY) & (month < HISTORY + LIVE)
    return ((left >= month + gap) & (left < month + gap + horizon)), live


@pytest.mark.parametrize(("gap", "horizon"), [(0, 1), (0, 3), (2, 2)])
@pytest.mark.parametrize("changes", [{}, {"missing": "engagement", "noise": 2.0}])
def test_both_ceilings_are_calibrated_and_in_order(gap, horizon, changes):
    world = subscriptions(customers=4000, seed=5, **changes)
    leaves, live = leavers(world, gap, horizon)
    best = clairvoyant(world, gap=gap, horizon=horizon).leaving[live]
    seen = attainable(world, filtered(world), gap=gap, horizon=horizon).leaving[live]
    assert roc_auc_score(leaves[live], best) > roc_auc_score(leaves[live], seen) > 0.7
    for chance in (best, seen):
        for rows in np.array_split(np.argsort(chance), 5):
            # Months of a customer hang together: a fifth of its rows moves by several per cent.
            assert leaves[live][rows].mean() == pytest.approx(
                chance[rows].mean(), rel=0.13, abs=0.004
            )


def test_the_clairvoyant_chance_is_what_rolling_out_gives():
    """One customer's months to come drawn many times over, against quadrature."""
    world = subscriptions(customers=40, seed=2)
    constants, moves = PRESETS["streaming"], world.about["moves"]
    rows = np.flatnonzero(world.seen["month"] == 40)[:12]
    found = clairvoyant(world, gap=1, horizon=3)
    rng = np.random.default_rng(1)
    for row in rows:
        stays = np.full(40_000, 1 - world.truth["hazard"][row])
        deviation = np.full(40_000, world.truth["engagement"][row] - world.truth["personal"][row])
        left, early = np.zeros(40_000), 1 - stays
        for ahead in range(1, 4):
            wander = constants.engagement_sd * np.sqrt(1 - constants.phi**2)
            deviation = constants.phi * deviation + wander * rng.normal(size=40_000)
            e = world.truth["personal"][row] + deviation
            tickets = rng.poisson(np.exp(constants.ticket_rate + constants.ticket_slope * e))
            at = 40 + ahead
            index = moves["base"][at] + moves["engagement"][at] * e + constants.tickets * tickets
            index += moves["price"][at] * world.truth["sensitivity"][row]
            index += constants.annual * world.seen["annual"][row]
            index += constants.tenure * np.log1p(world.seen["tenure"][row] + ahead)
            hazard = 1 / (1 + np.exp(-index))
            left, stays = left + stays * hazard, stays * (1 - hazard)
        assert found.leaving[row] == pytest.approx(left.mean(), rel=0.03, abs=2e-4)
        assert found.early[row] == pytest.approx(early[0])


def test_without_noise_the_filter_knows_engagement():
    loud, quiet = (subscriptions(customers=300, seed=4, noise=noise) for noise in (1.0, 0.0))
    gaps = []
    for world in (loud, quiet):
        _, live = leavers(world, 0, 1)
        hazard = world.truth["hazard"].to_numpy()[live]
        gaps.append(
            np.abs(
                attainable(world, filtered(world), gap=0, horizon=1).leaving[live] - hazard
            ).mean()
        )
    # Lost meters remain, and a promotion tells price sensitivity at once.
    assert gaps[1] < 0.25 * gaps[0]


@pytest.mark.parametrize("response", ["aligned", "misaligned"])
def test_potential_outcomes_have_the_chances_they_say(response):
    world = subscriptions(customers=4000, seed=6, response=response)
    leaves, live = leavers(world, 0, 3)
    true = clairvoyant(world, gap=0, horizon=3)
    luck = np.random.default_rng(2).random(len(leaves))
    contacted = answered(leaves, np.zeros(len(leaves), bool), true, luck)
    assert (true.contacted[live] >= 0).all() and (true.contacted[live] <= 1).all()
    for rows in np.array_split(np.flatnonzero(live)[np.argsort(true.uplift[live])], 5):
        kept = leaves[rows].mean() - contacted[rows].mean()
        assert kept == pytest.approx(true.uplift[rows].mean(), abs=0.006)
    if response == "aligned":
        assert np.allclose(true.uplift, 0.35 * true.leaving) and not (contacted & ~leaves).any()
    else:
        risky = true.leaving > np.quantile(true.leaving, 0.95)
        assert true.uplift[risky].mean() < 0 < true.uplift[~risky].mean() + 0.02


def test_the_expected_effect_is_its_average_over_the_spread():
    rng = np.random.default_rng(3)
    e, s, width = np.array([0.3]), np.array([-0.2]), (np.array([0.5]), np.array([0.7]))
    found = contact_effects.effects("misaligned", e, s, spread=width)
    draws = rng.normal(e, width[0], 200_000), rng.normal(s, width[1], 200_000)
    plain = contact_effects.effects("misaligned", *draws)
    for expected, drawn in zip(found, plain, strict=True):
        assert expected[0] == pytest.approx(drawn.mean(), abs=0.003)


def test_the_normal_distribution_function_is_scipys():
    z = np.linspace(-6, 6, 201)
    assert np.allclose(contact_effects.normal_cdf(z), stats.norm.cdf(z), atol=1e-7)


def test_schedules_follow_the_choices():
    months = np.arange(HISTORY + LIVE + TAIL)
    assert schedule_of("campaign", "sudden", 3, 1.0).levels(months).sum() == 0
    assert schedule_of("price", "sudden", 3, 0.0).levels(months).sum() == 0
    rising = schedule_of("competitor", "sudden", 3, 1.5).levels(months)
    assert rising[HISTORY + 3] == 0 and rising[HISTORY + 15] == 1.5
    season = schedule_of("season", "sudden", 3, 1.0).levels(months)
    assert season[HISTORY + 3 : HISTORY + 5].all() and season[HISTORY + 3 - 12] == 1
