"""The movie world: counts, closed forms, one stream a mechanism, draws that belong to a pair."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from data.movies import movies
from data.movies.constants import DRIFTS, GENRES, SIZES, MovieConstants
from data.movies.entities import LONG_AGO, NEVER
from data.movies.past import exposure_rate, past

SMALL = MovieConstants(**SIZES["small"])
MANY = dataclasses.replace(SMALL, churn=0.02)


@pytest.fixture(scope="module")
def service():
    return movies(5, constants=MANY)


@pytest.fixture(scope="module")
def log(service):
    return past(service)


def test_tables_hold_what_the_constants_say(service):
    made = service.constants
    replaced = round(made.churn * made.titles)
    assert len(service.users) == made.users
    assert len(service.titles) == made.titles + made.live_weeks * replaced
    assert service.titles.seen["title"].is_unique
    np.testing.assert_allclose(service.metadata.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(service.true_mix(0).sum(axis=1), 1, atol=1e-5)
    late = (service.users.seen["joined"] > LONG_AGO).mean()
    assert late == pytest.approx(made.joined, abs=4 * np.sqrt(0.21 / made.users))


def test_chance_is_the_formula_of_the_constants(service):
    made, week = service.constants, 3
    odds = made.taste * service.taste(week) @ service.true_mix(week).T + made.level
    odds = odds + service.titles.truth["quality"].to_numpy()[service.standing(week)]
    np.testing.assert_allclose(service.chance(week), 1 / (1 + np.exp(-odds)), rtol=1e-4)


def test_each_week_the_share_of_the_catalogue_that_churns_is_replaced_by_new_titles(service):
    count = round(service.constants.churn * service.constants.titles)
    for week in (0, 1, 30):
        now, then = service.standing(week), service.standing(week + 1)
        changed = now != then
        assert changed.sum() == count
        assert (service.released(week + 1)[changed] == week + 1).all()
    assert len(np.unique(service.catalogue)) == len(service.titles)


def test_what_is_new_to_an_account_has_the_third_taste(service):
    new = service.changes[2]
    some = new < NEVER
    assert 0.05 < some.mean() < 0.4
    week = int(np.median(new[some]))
    arrived = new <= week
    np.testing.assert_allclose(service.taste(week)[arrived], service.tastes[2][arrived], atol=1e-6)
    assert (service.held_since(week)[arrived] == new[arrived]).all()


def test_the_past_shows_as_often_as_its_rate_says(service, log):
    rate = exposure_rate(service)
    made, seen = service.constants, log.seen
    wanted = made.shows * service.users.truth["activity"].to_numpy()
    full = service.users.seen["joined"].to_numpy() == LONG_AGO
    np.testing.assert_allclose(rate.sum(axis=1)[full], wanted[full], rtol=1e-6)
    first = seen.drop_duplicates(["user", "item"])
    met = 1 - np.exp(-rate)
    expected, spread = met.sum(), np.sqrt((met * (1 - met)).sum())
    assert abs(len(first) - expected) < 4 * spread


def test_takes_of_the_past_come_as_often_as_their_chance_says(service, log):
    seen_at = service.examination[log.seen["slot"].to_numpy()]
    chance = log.truth["chance"].to_numpy() * seen_at
    spread = np.sqrt((chance * (1 - chance)).sum())
    assert abs(log.truth["watched"].sum() - chance.sum()) < 4 * spread
    assert (log.seen["taken"] == log.truth["watched"]).all()


def test_a_title_once_taken_is_not_shown_again_and_nothing_before_it_was_there(service, log):
    seen = log.seen
    assert seen["week"].is_monotonic_increasing
    taken = seen[seen["taken"] == 1]
    assert not taken.duplicated(["user", "item"]).any()
    last = seen.merge(taken[["user", "item", "week"]], on=["user", "item"], suffixes=("", "_taken"))
    assert (last["week"] <= last["week_taken"]).all()
    start = np.maximum(
        service.released(0)[seen["item"]], service.users.seen["joined"][seen["user"]]
    )
    assert (seen["week"] >= start.to_numpy()).all()
    assert seen["propensity"].between(0, 1).all()


def test_more_skew_means_more_unequal_exposure_at_as_many_impressions(service):
    even, uneven = (
        exposure_rate(movies(5, constants=dataclasses.replace(SMALL, skew=skew)))
        for skew in (0.0, 1.0)
    )
    np.testing.assert_allclose(even.sum(), uneven.sum(), rtol=1e-6)
    top = [np.sort(rate.sum(axis=0))[-20:].sum() / rate.sum() for rate in (even, uneven)]
    assert top[1] > 3 * top[0]


def test_answers_belong_to_week_user_and_title(service):
    rows = np.array([[4, 9], [9, 4]])
    chance = np.full(rows.shape, 0.5)
    level = np.full((2, 2), 0.5) / service.examination[:2]
    one, other = (service.answer(2, each, level) for each in (rows, rows[:, ::-1]))
    assert (one == other[:, ::-1]).all()
    assert service.answer(2, np.full((2, 2), -1), np.ones((2, 2))).sum() == 0
    more = service.answer(2, rows, chance + 0.4)
    assert (more >= service.answer(2, rows, chance)).all()
    many = np.tile(np.arange(20), (400, 1))
    rate = service.answer(1, many, np.full(many.shape, 0.5)).mean(axis=0)
    np.testing.assert_allclose(rate, 0.5 * service.examination, atol=0.1)


@pytest.mark.parametrize("drift", DRIFTS)
def test_a_drift_leaves_alone_what_it_does_not_touch(service, drift):
    other = movies(5, constants=MANY, drift=drift)
    untouched = {"none", "holiday", "autoplay", "outage"}
    if drift in untouched:
        np.testing.assert_array_equal(other.tastes, service.tastes)
    if drift != "outage":
        np.testing.assert_array_equal(other.metadata, service.metadata)
    np.testing.assert_array_equal(other.catalogue, service.catalogue)
    np.testing.assert_array_equal(
        other.titles.truth["quality"].to_numpy(), service.titles.truth["quality"].to_numpy()
    )


def test_each_drift_does_what_its_name_says(service):
    def made(drift):
        return movies(5, constants=MANY, drift=drift)

    holiday = made("holiday")
    family = service.true_mix(0)[:, GENRES.index("Family")] > 0.8
    assert (holiday.chance(0)[:, family] > service.chance(0)[:, family]).all()
    np.testing.assert_array_equal(holiday.chance(5), service.chance(5))
    assert 0.02 < made("bots").users.truth["bot"].mean() < 0.12
    assert not service.users.truth["bot"].any()
    lost = (made("outage").metadata == np.float32(1 / len(GENRES))).all(axis=1)
    assert lost.mean() == pytest.approx(MANY.outage, abs=0.08)
    moved = (made("tastes").taste(6) != service.taste(6)).any(axis=1)
    assert 0.3 < moved.mean() < 0.6
    assert (made("surge").users.seen["joined"] == -1).mean() > 0.25
    played = past(made("autoplay"))
    assert played.seen["taken"].sum() > 1.05 * played.truth["watched"].sum()
    robbed = past(made("bots"))
    people = ~made("bots").users.truth["bot"].to_numpy()[robbed.seen["user"]]
    assert not robbed.truth["watched"][~people].any() and robbed.seen["taken"][~people].any()


def test_on_a_shared_account_two_people_take_turns():
    alone = movies(5, constants=SMALL)
    shared = movies(5, constants=dataclasses.replace(SMALL, shared=1.0))
    away = (shared.taste(1) != alone.taste(1)).any(axis=1)
    assert 0.4 < away.mean() < 0.6
    np.testing.assert_allclose(shared.taste(1)[away], shared.tastes[3][away], atol=1e-6)


def test_stars_follow_the_odds_and_only_what_was_taken_has_any(service):
    took = np.zeros((service.constants.users, service.constants.titles), dtype=bool)
    took[:, :50] = True
    stars = service.ratings(took)
    assert np.isnan(stars[:, 50:]).all() and np.isfinite(stars[:, :50]).all()
    assert set(np.unique(stars[:, :50])) <= {1.0, 2.0, 3.0, 4.0, 5.0}
    assert np.corrcoef(stars[:, :50].ravel(), service.chance(0)[:, :50].ravel())[0, 1] > 0.3


def test_nothing_shown_is_an_empty_log():
    nothing = past(movies(5, constants=dataclasses.replace(SMALL, shows=0.0)))
    assert len(nothing) == 0


def test_an_unknown_drift_is_refused():
    with pytest.raises(ValueError, match="no drift is called rain"):
        movies(1, constants=SMALL, drift="rain")
