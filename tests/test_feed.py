"""The feed: exported rows give the readings back, stages keep their promises, odd inputs leave it
whole."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss, ndcg_score

from cases.feed import CASE
from cases.feed.decide import PENALTIES, penalised
from cases.feed.evidence import SPANS
from cases.feed.facts import answer, asks, ground
from cases.feed.live import lived, past_applause
from cases.feed.panels.page import SHOWN, Followed, phones, readers, score_parts
from cases.feed.panels.path import reach
from cases.feed.panels.year import best_policy
from data.feed.constants import HEADS
from data.feed.texts import texts
from kit.compare import wrong_in_panel, wrong_in_readings
from pipelines.ranking.retrieval import NOBODY

BASE = {"size": "small", "seed": 5, "penalty": 1.5}


@pytest.fixture(scope="module")
def run():
    return CASE.run(BASE)


@pytest.fixture(scope="module")
def rows(run):
    return CASE.export(run)


def with_changes(**changes):
    return CASE.run(BASE | changes)


def close(value):
    return pytest.approx(value, rel=1e-6, abs=1e-9)


def test_exported_rows_give_ndcg(run, rows):
    page, k = rows[rows["split"] == "page"], run.settings["page_size"]
    values = []
    for _, own in page.groupby("user"):
        gain, place = own["gain"].to_numpy(), own["place"].to_numpy()
        if not gain.max() > 0:
            continue
        reached = gain[place > 0] @ (1 / np.log2(1 + place[place > 0]))
        best = np.sort(gain)[::-1][:k] @ (1 / np.log2(2 + np.arange(k)))
        values.append(reached / best)
        score = np.where(place > 0, own["score"], -np.arange(len(own)) - 10.0)
        if len(own) > 1 and (place > 0).sum() == k:
            assert ndcg_score(gain[None], score[None], k=k) == close(values[-1])
    assert run.reading("ndcg").true == close(np.mean(values))


def test_exported_rows_give_normalised_entropy(run, rows):
    for split, of in (("pair", "truth"), ("log", "label")):
        for name in HEADS:
            own = rows[(rows["split"] == split) & (rows["head"] == name)]
            target, said = own[of].to_numpy(float), own["score"].to_numpy()
            reading = run.reading(f"ne_{name}")
            value = reading.true if split == "pair" else reading.seen
            if not 0 < target.mean() < 1:
                assert np.isnan(value) and reading.why
                continue
            both, weights = np.r_[np.ones(len(own)), np.zeros(len(own))], np.r_[target, 1 - target]
            loss, base = (
                log_loss(both, np.r_[p, p], sample_weight=weights)
                for p in (said, np.full(len(own), target.mean()))
            )
            assert value == close(loss / base), (split, name)


def test_exported_rows_give_what_a_page_is_like(run, rows):
    page = rows[(rows["split"] == "page") & (rows["decision"] == 1)]
    made, looked = run["feed"].constants, page["looked"]
    looks = looked.groupby(page["author"]).sum().reindex(range(made.authors), fill_value=0.0)
    apart = np.abs(looks.to_numpy()[:, None] - looks.to_numpy()[None, :]).sum()
    oldest_first = page.sort_values("age_hours")
    middle = np.searchsorted(oldest_first["looked"].cumsum(), looked.sum() / 2)
    expected = {
        "in_network": looked[page["source"] == 0].sum() / looked.sum(),
        "complaints": 1000 * (looked * page["complaints"]).sum() / looked.sum(),
        "toxic": (looked * page["toxicity"]).sum() / looked.sum(),
        "authors_page": page.groupby("user")["author"].nunique().sum() / made.users,
        "topics_page": page.groupby("user")["topic"].nunique().sum() / made.users,
        "value": (looked * page["truth"]).sum() / made.users,
        "coverage": page["post"].nunique() / len(run["feed"].in_period(0)),
        "gini": apart / (2 * made.authors * looks.sum()),
        "top_share": looks.nlargest(max(1, round(0.01 * made.authors))).sum() / looks.sum(),
        "age": 3600 * oldest_first["age_hours"].iloc[middle],
    }
    for name, value in expected.items():
        assert run.reading(name).true == close(value), name
    assert run.reading("value").seen == close(page["label"].sum() / made.users)


def test_exported_rows_give_the_year(run, rows):
    days = rows[rows["split"] == "day"]
    spans = {"7": (1, 7), "28": (1, 28), "240": (234, 240), "year": (1, 240)}
    for name, (first, last) in spans.items():
        some = days[days["time"].between(first, last)]
        expected = some["engagement"].astype(float).mean()
        assert run.reading(f"engagement_{name}").true == close(expected)
    some = days[days["time"].between(22, 28)]
    assert run.reading("actives_28").true == close(some["visit"].mean())
    assert run.reading("actives_240").seen == close(some["visit"].mean())
    assert run.reading("engagement_year").seen == run.reading("engagement_28").true
    authors = rows[rows["split"] == "author"]
    assert run.reading("silent").true == close(1 - authors["active"].mean())
    assert run.reading("no_feedback").true == close(np.exp(-authors["feedback"]).mean())


def test_a_change_of_weights_k_or_order_trains_nothing(nothing_kept):
    with_changes().readings()
    light = {"own_weights", "weights", "scored", "layout", "year", "first_pages", "ceilings"}
    for changes in ({"head_weights": "likes"}, {"page_size": 11}, {"quality_weight": 1.5}):
        again = with_changes(**changes)
        again.readings()
        assert set(again.fresh) <= light | {"readings"}, changes
    scrubbed = with_changes(penalty=3.0)
    scrubbed.readings()
    assert scrubbed.fresh == ()


def test_all_penalties_are_lived_through_as_each_alone(run):
    scored, bait, feed = run["scored"].score, run["predicted"].bait, run["feed"]
    one = lived(
        feed, run["feature_store"], run["candidates"].posts, run["true_values"],
        lambda period: penalised(scored[period], bait[period], PENALTIES[4:5]), run["layout"],
        applause=past_applause(feed, run["log"]),
    )  # fmt: skip
    np.testing.assert_array_equal(one.visits[0], run["year"].visits[4])
    np.testing.assert_allclose(one.engagement[0], run["year"].engagement[4], rtol=1e-6)
    np.testing.assert_array_equal(one.active[0], run["year"].active[4])


def test_pages_hold_candidates_each_once_and_no_more_than_k(run):
    posts, k = run["first_pages"].posts, run.settings["page_size"]
    assert posts.shape[2] == k
    for page in posts.reshape(-1, k)[::17]:
        shown = page[page != NOBODY]
        assert len(set(shown.tolist())) == len(shown)
    listed = run["candidates"].posts[0]
    there = (posts[2][:, :, None] == listed[:, None, :]).any(axis=2) | (posts[2] == NOBODY)
    assert there.all()


def test_silent_authors_are_not_shown_and_readers_who_left_do_not_engage(run):
    year = run["year"]
    assert (np.diff(year.active.astype(int), axis=1) <= 0).all()
    assert (year.views[~year.active] == 0).all()
    assert (year.engagement[~year.visits] == 0).all()


def test_time_order_shows_what_is_followed_newest_first():
    run = with_changes(time_order_share=1.0, author_decay=1.0)
    feed, page = run["feed"], run["first_pages"].posts[0]
    seen = feed.posts.seen
    for reader in range(0, len(page), 9):
        shown = page[reader][page[reader] != NOBODY]
        own = feed.users.follows[reader, seen["author"].to_numpy()[shown]]
        assert (np.diff(own.astype(int)) <= 0).all()
        assert (np.diff(seen["age"].to_numpy()[shown[own]]) >= 0).all()


def test_quotas_hold_at_the_sources():
    for share, followed in ((1.0, True), (0.0, False)):
        found = with_changes(followed_share=share)["candidates"]
        assert ((found.source[found.there] == 0) == followed).all()


@pytest.mark.parametrize("fault", ["deleted", "copies", "authors"])
def test_guards_keep_spoilt_posts_off_the_page(run, fault):
    guarded, unguarded = with_changes(fault=fault), with_changes(fault=fault, guards="off")
    assert guarded.reading("value").true > 0.6 * run.reading("value").true
    seen = guarded["feed"].posts.seen
    spoilt = (seen["gone"] | seen["unsigned"] | (seen["copy_of"] >= 0)).to_numpy()
    assert not spoilt[guarded["candidates"].posts[guarded["candidates"].there]].any()
    page = unguarded["first_pages"].posts[0]
    assert spoilt[page[page != NOBODY]].any()


def test_the_penalty_is_set_by_what_is_best_in_the_test_or_over_the_year(run):
    tracks = run.readout.tracks
    for source, metric in (("test", "engagement_28"), ("year", "engagement_year")):
        chosen = CASE.run({"size": "small", "seed": 5, "penalty_from": source})
        assert chosen.position == int(np.argmax(tracks[metric].true))


def test_the_feasibility_box_and_the_reading_price_a_page_alike(run):
    known = ground(run)
    given = {ask.name: ask.start for ask in asks(known)}
    told = answer(known, given).implied["Cost a day"]
    missed = run.reading("missed_deadline").true
    daily = run.reading("serving_cost").true * (1 - missed) * known.traffic * 86_400 / 1e6
    assert told == f"${daily / 1e6:.1f}M"


def test_the_parts_of_the_first_post_add_up_to_its_score(run):
    for subject in list(readers(run))[:4]:
        followed, at = Followed.of(run, subject), run.position
        parts = score_parts(followed, followed.page(at)[0], at)
        score = float(run["year"].pages.scores[at, followed.reader, 0])
        assert sum(parts.values()) == pytest.approx(score, abs=0.03)
        assert parts.get("re-ranking", 0.0) == pytest.approx(0.0, abs=1e-3)


def test_a_phone_shows_the_page_that_is_served_to_any_reader(run):
    everybody = readers(run)
    assert len(everybody) == run["feed"].constants.users
    for subject in list(everybody)[:5]:
        drawn = phones(run, subject)
        served = run["first_pages"].posts[run.position][int(subject)][:SHOWN]
        own = next(row for name, row in drawn.rows.items() if "this design" in name)
        assert [card.title for card in own] == texts(run["feed"], served[served != NOBODY])


@pytest.mark.parametrize("changes", [{}, {"time_order_share": 1.0}, {"head_weights": "dwell"}])
def test_what_is_in_reach_never_grows_along_the_funnel(changes):
    left = reach(with_changes(**changes))
    assert left[-1] == close(with_changes(**changes).reading("value").true)
    assert (np.diff(left) <= 1e-6).all()


def test_a_picture_of_the_year_and_its_tile_have_one_ceiling(run):
    for panel, metric in (("actives", "actives_240"), ("the_year", "engagement_year")):
        what, days = SPANS[metric]
        best = best_policy(run["ceilings"].year, metric)
        drawn = getattr(run["ceilings"].year, what)[best]
        assert drawn[days].mean(dtype=float) == close(run.reading(metric).ceiling), panel


def test_corrections_are_compared_on_the_heads_of_the_design(run):
    pages, own = run["corrected_pages"], run.settings["position_bias"]
    there = run["candidates"].there[0]
    order = np.argsort(np.where(there, -run["scored"].engagement[0], np.inf), axis=1)
    value = np.take_along_axis(np.where(there, run["true_values"].value[0], 0), order, axis=1)
    looked = run["feed"].looked_at(np.arange(1, run.settings["page_size"] + 1))
    assert pages[own].mean() == close((value[:, : len(looked)] @ looked).mean())
    other = with_changes(position_bias="none")
    assert other["corrected_pages"]["feature"].mean() == close(pages["feature"].mean())


ODD = (
    {"page_size": 40, "candidates_gathered": 20, "candidates_kept": 10},
    {"page_size": 5, "light_ranker": "none", "candidates_gathered": 20, "mmr": 1.0},
    {"head_weights": "own", **{f"w_{head}": 0.0 for head in HEADS}},
    {"followed_share": 1.0, "report_threshold": 1},
    {"fault": "scores", "guards": "off"},
    {"fault": "flood", "guards": "off", "author_decay": 1.0},
    {"fault": "clock", "guards": "off", "half_life": 1},
    {"drift": "new_users", "rows_per_user": 20, "negatives_per_positive": 1, "label_window": 1},
    {"drift": "brigade", "complaints_counted": "once", "split": "random"},
    {"drift": "exodus", "author_cap": 1, "small_author_slots": 10, "small_author_boost": 3.0},
    {"heavy_ranker": "one", "negatives": "random", "position_bias": "ips_wrong"},
    {"heavy_ranker": "lambdarank", "fault": "scores", "guards": "off"},
    {"fault": "deleted", "followed_share": 1.0, "candidates_gathered": 20, "report_threshold": 1},
    {"eta": 2.0, "times_shown": 5, "traffic": 100, "topic_cap": 5},
)


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_odd_designs_give_numbers_or_reasons(changes):
    odd = with_changes(**changes)
    assert wrong_in_readings(odd) == []
    for panel in CASE.panels[:: 1 if changes is ODD[0] else 4]:
        assert wrong_in_panel(panel, odd) == ""
