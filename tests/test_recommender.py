"""The recommender: exported rows give the readings back, the signature picture is right, stages
are made anew only where they must, odd inputs leave it whole."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from cases.recommender import CASE
from cases.recommender.decide import fill, order
from cases.recommender.evidence import Exposure, Pairs
from cases.recommender.judged import tried
from cases.recommender.live import CEILING, DESIGN, FROZEN
from cases.recommender.panels.shelf import shelf, users
from cases.recommender.policies import CLAIRVOYANT_POLICY as BEST
from cases.recommender.policies import agreement
from cases.recommender.teaching.effects import place_of_best
from cases.recommender.world import LONGEST, at_launch
from data.movies.entities import LONG_AGO
from pipelines.evaluation.uncertainty import Resamples
from pipelines.over_time.loop import Log

BASE = {"seed": 5, "size": "tiny"}


def with_changes(**changes):
    return CASE.run({**BASE, **changes})


@pytest.fixture(scope="module")
def run():
    return with_changes()


@pytest.fixture(scope="module")
def looped():
    return with_changes(judged_at="later", weeks=3, exploration="epsilon", exploration_amount=0.2)


def dcg(values):
    return float((values / np.log2(np.arange(2, len(values) + 2))).sum())


@pytest.mark.parametrize("changes", [{}, {"k": 4}, {"judged_at": "later", "weeks": 3}], ids=str)
def test_exported_rows_give_the_true_readings(changes):
    run = with_changes(**changes)
    rows = CASE.export(run)
    people = rows["people"] == 1
    shown, ideal, everybody = (
        rows[(rows["split"] == s) & people] for s in ("row", "ideal", "user")
    )
    everybody = everybody.set_index("user")
    k, titles = run.position + 1, int(rows["titles"].iloc[0])
    ndcg = [
        dcg(mine["truth"].to_numpy()) / dcg(best["truth"].to_numpy())
        for (_, mine), (_, best) in zip(shown.groupby("user"), ideal.groupby("user"), strict=True)
    ]
    counts = np.bincount(shown["item"], minlength=titles)
    ranks = np.arange(1, titles + 1)
    gini = ((2 * ranks - titles - 1) * np.sort(counts)).sum() / (titles * counts.sum())
    taken = shown["truth"] * shown["looked"]
    cold = everybody.index[everybody["takes"] < 5]
    expected = {
        "ndcg": np.mean(ndcg),
        "recall": (shown.groupby("user")["truth"].sum() / everybody["truth"]).mean(),
        "coverage": (counts > 0).mean(),
        "gini": gini,
        "click_rate": taken.sum() / (len(everybody) * k),
        "hit_rate": 1 - (1 - taken).groupby(shown["user"]).prod().mean(),
        "cold_users": taken[shown["user"].isin(cold)].sum() / (len(cold) * k),
    }
    for name, value in expected.items():
        assert run.reading(name).true == pytest.approx(value, rel=1e-9), name
    every = rows[rows["split"] == "row"]
    clicks = every["label"].sum() / (run["movies"].constants.users * k)
    assert run.reading("click_rate").seen == pytest.approx(clicks, rel=1e-9)


@pytest.mark.parametrize("metric", ["full", "ips"])
def test_exported_rows_give_what_the_team_sees(metric):
    run = with_changes(metric=metric, split="random", k=6)
    rows = CASE.export(run)
    trial, held = (rows[rows["split"] == name] for name in ("trial", "held"))
    size, people = int(rows["titles"].iloc[0]), run["movies"].people
    ndcg, recall = [], []
    for user, takes in held.groupby("user"):
        if not people[user]:
            continue
        gains = np.zeros(size)
        gains[takes["item"]] = takes["gain"]
        reached = gains[trial[trial["user"] == user].sort_values("place")["item"]]
        ndcg.append(dcg(reached) / dcg(np.sort(gains)[::-1][:6]))
        recall.append(reached.sum() / gains.sum())
    assert run.reading("ndcg").seen == pytest.approx(np.mean(ndcg), rel=1e-9)
    assert run.reading("recall").seen == pytest.approx(np.mean(recall), rel=1e-9)


def test_scikit_learn_gives_the_true_ndcg_too(run):
    judged, people = run["judged"], run["movies"].people
    truth = judged.ceilings.truth.astype(float)
    scores = np.zeros_like(truth)
    np.put_along_axis(scores, judged.rows[:, :10], 100.0 - np.arange(10), axis=1)
    expected = ndcg_score(truth[people], scores[people], k=10)
    assert run.reading("ndcg").true == pytest.approx(expected, rel=1e-6)


def test_with_skewed_exposure_the_best_policy_falls_on_the_log_and_stays_on_top():
    plain, skewed = (with_changes(exposure_skew=skew, size="usual") for skew in (0.0, 0.8))
    assert place_of_best(plain) == 1 and place_of_best(skewed) >= 5
    for each in (plain, skewed):
        honest = each["policies"].worth()
        assert honest[BEST] > 1.5 * max(v for k, v in honest.items() if k != BEST)
    assert agreement(plain["policies"]) > agreement(skewed["policies"])
    seen = skewed["policies"].logged()
    assert seen["popularity"] > seen[BEST]


def test_a_trial_ranks_as_if_the_takes_held_back_had_never_been():
    run = with_changes(ranker="lightgbm", negatives="shown")
    movies, held, week = run["movies"], run["held"], run["launch"].week
    assert held.train.round.max() < held.positives.round.min()
    alone = tried(movies, held.train, run["learning"], "lightgbm", run["ranking"], week=week)
    np.testing.assert_array_equal(run["trial"].scores, alone.scores)
    assert run["trial"].model.ranker.rows != run["model"].ranker.rows


def test_only_the_rows_are_made_anew_when_re_ranking_changes(nothing_kept):
    with_changes().readings()
    again = with_changes(rerank="mmr", rerank_strength=0.45)
    again.readings()
    assert set(again.fresh) <= {
        "rules", "rows", "trial_rows", "policy", "later", "judged", "recorded", "offline",
        "serving", "readings",
    }  # fmt: skip
    measured = with_changes(metric="sampled")
    measured.readings()
    assert measured.fresh == ("offline", "readings")


def test_no_row_holds_a_title_twice_or_one_the_filter_hides(run):
    lists, state = run["judged"].rows, run["judged"].state
    ordered = np.sort(lists, axis=1)
    assert not ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any()
    hidden = state.hidden(run["movies"], "taken")
    assert not (np.take_along_axis(hidden, np.maximum(lists, 0), axis=1) & (lists >= 0)).any()


def test_the_filter_hides_what_was_taken_within_the_cooldown(run):
    movies = run["movies"]
    # Of week, user, place, slot, taken, propensity.
    one = Log(*(np.array([value]) for value in (-3, 0, 7, 0, 1, 0.5)))
    state = at_launch(movies, one, np.array([True]))
    hidden = state.hidden(movies, "taken")
    assert hidden.sum() == 1 and hidden[0, 7] and state.taken[0, 8] == LONG_AGO
    tired = movies.chance(0)[0, 7] * movies.constants.again
    assert state.chance(movies)[0, 7] == pytest.approx(tired, rel=1e-5)


def test_a_quota_and_slots_for_new_titles_are_kept():
    run = with_changes(originals=0.3, size="small")
    movies = run["movies"]
    owned = movies.titles.seen["original"].to_numpy()[movies.standing(0)]
    assert (owned[run["rows"][:, :10]].sum(axis=1) >= 3).mean() > 0.99
    slots = with_changes(cold_start="slots", size="small")
    assert slots.reading("new_share").true == pytest.approx(0.2, abs=0.01)


def test_the_loop_begins_as_the_launch_does_and_draws_the_best_rows_beside(run):
    courses = run["loop"].courses
    assert {name: len(weeks) for name, weeks in courses.items()} == dict.fromkeys(
        (DESIGN, CEILING, FROZEN), 40
    )
    first = courses[DESIGN][0]
    assert first.clicks == pytest.approx(run.reading("click_rate").true, rel=1e-5)
    assert first.gini == pytest.approx(run.reading("gini").true, rel=1e-9)
    assert courses[CEILING][0].clicks == pytest.approx(run.reading("click_rate").ceiling, rel=1e-5)
    assert courses[FROZEN][0].clicks == first.clicks
    for mine, best in zip(courses[DESIGN], courses[CEILING], strict=True):
        assert mine.clicks <= mine.best + 1e-9 and best.clicks == pytest.approx(best.best)
    trained = [week.week for week in courses[DESIGN] if week.trained]
    assert trained == list(range(2, 40, 2)) and not any(w.trained for w in courses[FROZEN])
    later = with_changes(judged_at="later", weeks=6)
    assert later.reading("click_rate").true == pytest.approx(courses[DESIGN][6].clicks, rel=1e-5)


def test_tastes_lean_towards_what_is_shown_only_where_they_are_told_to(looped):
    assert looped["judged"].state.lean is None
    leaning = with_changes(judged_at="later", weeks=3, influence=0.2)["judged"].state.lean
    np.testing.assert_allclose(leaning.sum(axis=1), 0, atol=1e-4)
    assert np.abs(leaning).max() > 0.05


def test_the_log_of_a_loop_says_how_likely_each_title_was(looped):
    log = looped["judged"].state.logs[-1]
    assert ((log.propensity > 0) & (log.propensity <= 1)).all()
    assert len(np.unique(log.propensity)) > 10


@pytest.mark.parametrize("drift", ["bots", "autoplay"])
def test_bots_and_autoplay_raise_the_dashboard_and_not_the_truth(drift):
    reading = with_changes(drift=drift, k=3, size="small").reading("click_rate")
    assert reading.seen > 1.15 * reading.true


def test_a_thousand_times_the_titles_need_an_index():
    large = {"catalogue": 1000, "factors": 64, "generator": "svd"}
    exact = with_changes(**large)
    assert exact.reading("missed_deadline").true > 0.3 and np.isnan(exact.reading("p99").true)
    assert "unstable" in exact.reading("p99").why
    index = with_changes(**large, serving="approximate")
    assert index.reading("missed_deadline").true < 0.01
    assert exact.reading("click_rate").true < index.reading("click_rate").true


ODD = (
    {"impressions": 0, "metric": "ips", "logged": "taken"},
    {"impressions": 0, "ranker": "lambdarank", "negatives": "shown", "cold_start": "quiz"},
    {"seen_filter": "off", "generator": "random", "rerank": "calibrated", "rerank_strength": 1.0},
    {"rerank": "discount", "rerank_strength": 1.0, "originals": 0.6, "cold_start": "slots"},
    {"exploration": "epsilon", "exploration_amount": 1.0, "ranker": "logistic", "k": 1},
    {"traffic": 50_000, "retrieval_servers": 1, "deadline": 5},
)


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_odd_designs_give_numbers_or_reasons(changes):
    for reading in with_changes(**changes).readings().values():
        assert np.isfinite(reading.true) or reading.why, reading.metric.name
        assert not np.isinf(reading.true)


def test_a_filter_that_leaves_too_few_leaves_places_empty(run):
    movies = run["movies"]
    made = movies.constants
    rows, places = np.indices((made.users, made.titles - 4)).reshape(2, -1)
    ones = np.ones(len(rows))
    every = Log(-ones, rows, places, 0 * ones, ones, ones)
    state = at_launch(movies, every, ones > 0)
    lists = fill(movies, order(movies, state, run["model"], run["ranking"]), run["rules"], week=0)
    assert lists.shape == (made.users, LONGEST)
    assert ((lists >= 0).sum(axis=1) == 4).all() and (lists[:, :4] >= made.titles - 4).all()


def test_the_shelf_shows_any_user_the_row_that_is_served():
    run = with_changes(rerank="mmr", rerank_strength=0.6, size="small")
    people = users(run)
    assert len(people) == run["movies"].people.sum()
    judged = run["judged"]
    for user in list(people)[:4]:
        served, *_, best = shelf(run, user).rows.values()
        names = run["movies"].titles.seen["title"].to_numpy()
        assert [card.title for card in served] == names[judged.rows[int(user), :10]].tolist()
        assert all(card.lines[0] for card in served)
        both = {card.title for card in served} & {card.title for card in best}
        assert {card.title for card in best if card.tag} == both


def test_sums_under_weights_are_those_of_rows_drawn_as_often(run):
    lists = run["judged"].rows[:6]
    weights = np.array([[2, 0, 1, 3, 0, 1]], dtype=np.float32)
    drawn = np.repeat(lists, weights[0].astype(int), axis=0)
    part, again = (Exposure(rows, 200) for rows in (lists, drawn))
    resamples = Resamples(weights, "six users")
    np.testing.assert_array_equal(part.total(None, resamples)[0], again.total(None, None))
    pairs = Pairs(np.ones((2, 1)), np.array([0, 3]), np.array([2, 1]))
    assert pairs.total(None, resamples).tolist() == [[2.0]]


def test_negatives_and_the_log_are_set_aside_where_nothing_reads_them():
    for changes, read in (({}, False), ({"ranker": "logistic"}, True), ({"metric": "ips"}, False)):
        assert CASE.applies(CASE.design(changes), "negatives") is read
    assert CASE.applies(CASE.design({"metric": "ips"}), "logged")
    assert not CASE.applies(CASE.design(), "logged")
