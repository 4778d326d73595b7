"""The recommender: exported rows give the readings back, the signature picture is right, stages
are made anew only where they must, odd inputs leave it whole."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

import cases.recommender
from cases.recommender import CASE
from cases.recommender.export import COLUMNS
from cases.recommender.live import CEILING, DESIGN, FROZEN
from cases.recommender.policies import CLAIRVOYANT_POLICY as BEST
from cases.recommender.teaching.effects import log_agrees, place_of_best
from cases.recommender.world import LONGEST, at_launch
from data.movies.entities import LONG_AGO
from pipelines.over_time.loop import Log

BASE = {"seed": 5, "size": "small"}
LIVE = ("world", "model", "decide", "live", "judged", "evidence", "readings")


def but(**changes):
    return CASE.run({**BASE, **changes})


@pytest.fixture(scope="module")
def run():
    return but()


@pytest.fixture(scope="module")
def rows(run):
    return CASE.export(run)


def dcg(values):
    return float((values / np.log2(np.arange(2, len(values) + 2))).sum())


def expected_precision(chances):
    """Average precision to expect where a user takes more titles than the row holds."""
    p = chances.to_numpy(dtype=float)
    return (p * (1 + np.cumsum(p) - p) / np.arange(1, len(p) + 1)).sum() / len(p)


@pytest.mark.parametrize("changes", [{}, {"k": 4}, {"judged_at": "later", "weeks": 3}], ids=str)
def test_exported_rows_give_the_true_readings(changes):
    run = but(**changes)
    rows = CASE.export(run)
    people = rows["people"] == 1
    shown = rows[(rows["split"] == "row") & people]
    ideal = rows[(rows["split"] == "ideal") & people]
    users = rows[(rows["split"] == "user") & people].set_index("user")
    k, titles = run.position + 1, int(rows["titles"].iloc[0])
    ndcg = [
        dcg(mine["truth"].to_numpy()) / dcg(best["truth"].to_numpy())
        for (_, mine), (_, best) in zip(shown.groupby("user"), ideal.groupby("user"), strict=True)
    ]
    recall = shown.groupby("user")["truth"].sum() / users["truth"]
    counts = np.bincount(shown["item"], minlength=titles)
    ordered = np.sort(counts)
    ranks = np.arange(1, titles + 1)
    gini = ((2 * ranks - titles - 1) * ordered).sum() / (titles * ordered.sum())
    expected = {
        "ndcg": np.mean(ndcg),
        "recall": recall.mean(),
        "coverage": (counts > 0).mean(),
        "gini": gini,
        "click_rate": (shown["truth"] * shown["looked"]).sum() / (len(users) * k),
        "hit_rate": 1 - (1 - shown["truth"] * shown["looked"]).groupby(shown["user"]).prod().mean(),
        "average_precision": shown.groupby("user")["truth"].apply(expected_precision).mean(),
    }
    for name, value in expected.items():
        assert run.reading(name).true == pytest.approx(value, rel=1e-6), name
    cold = users.index[users["takes"] < 5]
    some = shown[shown["user"].isin(cold)]
    taken = (some["truth"] * some["looked"]).sum() / (len(cold) * k)
    assert run.reading("cold_users").true == pytest.approx(taken, rel=1e-9)
    every = rows[rows["split"] == "row"]
    clicks = every["label"].sum() / (run["movies"].constants.users * k)
    assert run.reading("click_rate").seen == pytest.approx(clicks, rel=1e-9)


@pytest.mark.parametrize("metric", ["full", "ips"])
def test_exported_rows_give_what_the_team_sees(metric):
    run = but(metric=metric, split="random", k=6)
    rows = CASE.export(run)
    trial, held = (rows[rows["split"] == name] for name in ("trial", "held"))
    size, people = int(rows["titles"].iloc[0]), run["movies"].people
    ndcg, recall = [], []
    for user, takes in held.groupby("user"):
        if not people[user]:
            continue
        gains, scores = np.zeros(size), np.full(size, -1.0)
        gains[takes["item"]] = takes["gain"]
        mine = trial[trial["user"] == user]
        scores[mine["item"]] = 100.0 - mine["place"]
        # The titles that follow the row share their places by chance; they must not count.
        reached = gains[mine.sort_values("place")["item"]]
        best = np.sort(gains)[::-1][:6]
        ndcg.append(dcg(reached) / dcg(best))
        recall.append(reached.sum() / gains.sum())
        if len(mine) == 6 and reached.sum() == gains.sum():
            whole = ndcg_score(gains[None], scores[None], k=6)
            assert ndcg[-1] == pytest.approx(whole, rel=1e-9)
    assert run.reading("ndcg").seen == pytest.approx(np.mean(ndcg), rel=1e-9)
    assert run.reading("recall").seen == pytest.approx(np.mean(recall), rel=1e-9)


def test_scikit_learn_gives_the_true_ndcg_too(run):
    judged, people = run["judged"], run["movies"].people
    truth = judged.ceilings.truth.astype(float)
    scores = np.zeros_like(truth)
    np.put_along_axis(scores, judged.rows[:, :10], 100.0 - np.arange(10), axis=1)
    expected = ndcg_score(truth[people], scores[people], k=10)
    assert run.reading("ndcg").true == pytest.approx(expected, rel=1e-6)


def test_every_exported_column_is_explained(rows):
    assert set(rows.columns) <= set(COLUMNS)
    for name in ("time", "split", "label", "label_time", "truth", "score", "decision"):
        assert name in rows


def test_the_signature_picture_with_skew_the_oracle_falls_and_stays_on_top():
    plain, skewed = but(exposure_skew=0.0, size="usual"), but(exposure_skew=0.8, size="usual")
    assert place_of_best(plain) == 1 and place_of_best(skewed) >= 5
    for each in (plain, skewed):
        honest = each["policies"].worth()
        assert max(honest, key=honest.__getitem__) == BEST
        assert honest[BEST] > 1.5 * max(v for k, v in honest.items() if k != BEST)
    assert log_agrees(plain) > 0.7 and log_agrees(skewed) < 0
    seen = skewed["policies"].logged()
    assert seen["popularity"] > seen[BEST]


def test_no_python_loop_over_users_on_the_live_path():
    folder = Path(cases.recommender.__file__).parent
    for name in LIVE:
        tree = ast.parse((folder / f"{name}.py").read_text())
        loops = [ast.unparse(n.iter) for n in ast.walk(tree) if isinstance(n, ast.For)]
        loops += [ast.unparse(n.iter) for n in ast.walk(tree) if isinstance(n, ast.comprehension)]
        assert not [each for each in loops if "user" in each.lower() or "people" in each.lower()]


def test_only_the_rows_are_made_anew_when_re_ranking_changes():
    but().readings()
    again = but(rerank="mmr", rerank_strength=0.45)
    again.readings()
    assert set(again.fresh) <= {
        "rules", "rows", "trial_rows", "policy", "later", "judged", "recorded", "offline",
        "serving", "readings",
    }  # fmt: skip
    scrubbed = but(k=3)
    scrubbed.readings()
    assert scrubbed.fresh == ()
    measured = but(metric="sampled")
    measured.readings()
    assert measured.fresh == ("offline", "readings")


def test_no_row_holds_a_title_twice_or_one_the_filter_hides(run):
    lists, state = run["judged"].rows, run["judged"].state
    ordered = np.sort(lists, axis=1)
    assert not ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any()
    hidden = state.hidden(run["movies"], "taken")
    held = np.take_along_axis(hidden, np.maximum(lists, 0), axis=1) & (lists >= 0)
    assert not held.any()


def test_the_filter_hides_what_was_taken_within_the_cooldown():
    service = but()["movies"]
    one = Log(
        *(np.array([value]) for value in (-3, 0, 7, 0, 1, 0.5))
    )  # week, user, place, slot, taken, propensity
    state = at_launch(service, one, np.array([True]))
    hidden = state.hidden(service, "taken")
    assert hidden.sum() == 1 and hidden[0, 7]
    truth = service.chance(0)
    made = service.constants
    assert state.chance(service)[0, 7] == pytest.approx(truth[0, 7] * made.again, rel=1e-5)
    assert state.taken[0, 8] == LONG_AGO


def test_a_quota_and_slots_for_new_titles_are_kept():
    run = but(originals=0.3)
    service = run["movies"]
    owned = service.titles.seen["original"].to_numpy()[service.standing(0)]
    share = owned[run["rows"][:, :10]].sum(axis=1)
    assert (share >= 3).mean() > 0.99
    assert but(cold_start="slots").reading("new_share").true == pytest.approx(0.2, abs=0.01)


def test_weeks_lived_begin_as_the_launch_does_and_draw_the_oracle_beside():
    run = but(judged_at="launch")
    courses = run["loop"].courses
    assert set(courses) == {DESIGN, CEILING, FROZEN}
    assert [len(weeks) for weeks in courses.values()] == [40, 40, 40]
    first = courses[DESIGN][0]
    assert first.clicks == pytest.approx(run.reading("click_rate").true, rel=1e-5)
    assert first.gini == pytest.approx(run.reading("gini").true, rel=1e-9)
    assert courses[CEILING][0].clicks == pytest.approx(run.reading("click_rate").ceiling, rel=1e-5)
    assert courses[FROZEN][0].clicks == first.clicks
    for mine, ours in zip(courses[DESIGN], courses[CEILING], strict=True):
        assert mine.clicks <= mine.best + 1e-9 and ours.clicks == pytest.approx(ours.best)
    trained = [week.week for week in courses[DESIGN] if week.trained]
    assert trained == list(range(2, 40, 2)) and not any(w.trained for w in courses[FROZEN])


def test_the_judge_after_some_weeks_stands_where_the_loop_does():
    weeks = but()["loop"].courses[DESIGN]
    later = but(judged_at="later", weeks=6)
    assert later.reading("click_rate").true == pytest.approx(weeks[6].clicks, rel=1e-5)
    assert later["judged"].state.week == 6


def test_minds_lean_towards_what_is_shown_only_where_they_are_told_to():
    steady, leaning = (but(judged_at="later", weeks=8, influence=part) for part in (0.0, 0.2))
    assert steady["judged"].state.lean is None
    lean = leaning["judged"].state.lean
    np.testing.assert_allclose(lean.sum(axis=1), 0, atol=1e-4)
    assert leaning.reading("click_rate").true > steady.reading("click_rate").true


def test_the_filled_log_of_a_loop_says_how_likely_each_row_was():
    run = but(judged_at="later", weeks=3, exploration="epsilon", exploration_amount=0.2)
    log = run["judged"].state.logs[-1]
    assert ((log.propensity > 0) & (log.propensity <= 1)).all()
    assert len(np.unique(log.propensity)) > 10


def test_bots_and_autoplay_raise_the_dashboard_and_not_the_truth():
    for drift in ("bots", "autoplay"):
        reading = but(drift=drift, k=3).reading("click_rate")
        assert reading.seen > 1.15 * reading.true


def test_a_hundred_times_the_titles_need_an_index():
    exact = but(catalogue=1000, factors=64, generator="svd")
    assert exact.reading("missed_deadline").true > 0.3 and np.isnan(exact.reading("p99").true)
    assert "unstable" in exact.reading("p99").why
    index = but(catalogue=1000, factors=64, generator="svd", serving="approximate")
    assert index.reading("missed_deadline").true < 0.01
    assert exact.reading("click_rate").true < index.reading("click_rate").true


ODD = (
    {"impressions": 0},
    {"impressions": 0, "metric": "ips", "logged": "taken"},
    {"impressions": 0, "ranker": "lambdarank", "negatives": "shown", "cold_start": "quiz"},
    {"candidates": 20, "serving": "approximate", "index_recall": 0.3},
    {"seen_filter": "off", "generator": "random", "rerank": "calibrated", "rerank_strength": 1.0},
    {"rerank": "mmr", "rerank_strength": 1.0, "k": 1},
    {"rerank": "discount", "rerank_strength": 1.0, "originals": 0.6, "cold_start": "slots"},
    {"taste_strength": 0.0, "exposure_skew": 1.6, "generator": "rated"},
    {"shared_accounts": 1.0, "drift": "surge", "cold_start": "quiz"},
    {
        "catalogue_turnover": 0.1,
        "judged_at": "later",
        "weeks": 9,
        "retrain": 0,
        "exploration": "thompson",
    },
    {"exploration": "epsilon", "exploration_amount": 1.0, "ranker": "logistic"},
    {"factors": 1, "generator": "ncf", "negatives_per_take": 20},
    {"factors": 128, "generator": "two_tower", "target": "hours"},
    {"serving": "precomputed", "days_ahead": 60},
    {"metadata_noise": 1.0, "drift": "outage", "generator": "content"},
    {"traffic": 50_000, "retrieval_servers": 1, "deadline": 5},
    {"logged": "taken", "negatives": "shown", "ranker": "lightgbm"},
)


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_odd_designs_give_numbers_or_reasons(changes):
    for reading in but(**changes).readings().values():
        assert np.isfinite(reading.true) or reading.why, reading.metric.name
        assert not np.isinf(reading.true)


def test_a_filter_that_leaves_too_few_leaves_places_empty():
    service, past = but()["movies"], but()["launch"]
    made = service.constants
    users, places = np.indices((made.users, made.titles - 4)).reshape(2, -1)
    count = len(users)
    every = Log(
        np.full(count, -1), users, places, np.zeros(count, int), np.ones(count, int),
        np.ones(count),
    )  # fmt: skip
    from cases.recommender.decide import fill, order

    state = at_launch(service, every, np.ones(count, dtype=bool))
    run = but()
    ranked = order(service, state, run["model"], run["ranking"])
    lists = fill(service, ranked, run["rules"], week=0)
    assert lists.shape == (made.users, LONGEST)
    assert ((lists >= 0).sum(axis=1) == 4).all() and (lists[:, :4] >= made.titles - 4).all()
    assert len(past.logs) == 1


def test_impressions_that_come_twice_count_twice_and_ids_need_no_order():
    service = but()["movies"]
    log = but()["launch"].log(service)
    doubled = Log.joined([log, log])
    shape = (service.constants.users, service.constants.titles)
    assert (doubled.table(*shape) == 2 * log.table(*shape)).all()
    shuffled = log.at(np.random.default_rng(1).permutation(len(log)))
    assert (shuffled.table(*shape) == log.table(*shape)).all()


def test_the_shelf_names_titles_and_reasons():
    panel = next(panel for panel in CASE.panels if panel.name == "shelf")
    table = panel.draw(but(rerank="mmr", rerank_strength=0.6))
    frame = table.data
    row = frame[frame["place"] != "out"]
    assert len(row) == 10 and row["title"].is_unique and row["why"].str.len().min() > 3
    assert (frame[frame["place"] == "out"]["before"] <= 10).all()
    assert (row["before"] > 10).any(), "re-ranking brought something up"
