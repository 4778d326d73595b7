"""The feed: exported rows give the readings back, stages keep their promises, odd inputs leave it
whole."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss, ndcg_score

from cases.feed import CASE
from cases.feed.export import COLUMNS
from cases.feed.panels.page import _parts, reader_of
from cases.feed.scoring import PENALTIES
from data.feed.constants import HEADS
from kit.choice import Refused
from kit.compare import wrong_in_panel, wrong_in_readings
from kit.figure import Absent, Table
from pipelines.ranking.retrieval import NOBODY

BASE = {"size": "small", "seed": 5, "penalty": 1.5}


@pytest.fixture(scope="module")
def run():
    return CASE.run(BASE)


@pytest.fixture(scope="module")
def rows(run):
    return CASE.export(run)


def but(**changes):
    return CASE.run(BASE | changes)


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def test_exported_rows_give_ndcg(run, rows):
    page, k = rows[rows["split"] == "page"], run.settings["k"]
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
            assert ndcg_score(gain[None], score[None], k=k) == pytest.approx(values[-1], rel=1e-6)
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


def test_exported_rows_give_coverage_and_gini(run, rows):
    page = rows[rows["split"] == "page"]
    posts = len(run["feed"].in_period(0))
    shown = page[page["decision"] == 1]
    assert run.reading("coverage").true == close(shown["post"].nunique() / posts)
    looks = shown.groupby("author")["looked"].sum()
    looks = looks.reindex(range(run["feed"].constants.authors), fill_value=0.0).to_numpy()
    pairs = np.abs(looks[:, None] - looks[None, :]).sum()
    expected = pairs / (2 * len(looks) ** 2 * looks.mean())
    assert run.reading("gini").true == close(expected)
    kept = rows[rows["split"] == "author"]["looks"].to_numpy(float)
    np.testing.assert_allclose(kept, looks, rtol=1e-9)
    most = np.sort(looks)[::-1][: max(1, round(0.01 * len(looks)))].sum()
    assert run.reading("top_share").true == close(most / looks.sum())


def test_exported_rows_give_what_a_page_is_like(run, rows):
    page = rows[(rows["split"] == "page") & (rows["decision"] == 1)]
    users, looked = run["feed"].constants.users, page["looked"]
    expected = {
        "in_network": looked[page["source"] == 0].sum() / looked.sum(),
        "complaints": 1000 * (looked * page["complaints"]).sum() / looked.sum(),
        "toxic": (looked * page["toxicity"]).sum() / looked.sum(),
        "authors_page": page.groupby("user")["author"].nunique().sum() / users,
        "topics_page": page.groupby("user")["topic"].nunique().sum() / users,
    }
    for name, value in expected.items():
        assert run.reading(name).true == close(value), name
    assert run.reading("value").true == close((looked * page["truth"]).sum() / users)
    assert run.reading("value").seen == close(page["label"].sum() / users)


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


def test_every_exported_column_is_explained(rows):
    assert set(rows.attrs["columns"]) == set(COLUMNS) <= set(rows)
    for name in ("time", "split", "label", "label_time", "truth", "score", "decision"):
        assert name in rows and name in COLUMNS


def test_a_change_of_weights_k_or_order_trains_nothing(run):
    run.readings()
    light = {"weights", "scored", "year", "weeks", "ceilings", "readings"}
    for changes in ({"scheme": "likes"}, {"k": 11}, {"decay": 0.8}, {"quality": 1.5}):
        again = but(**changes)
        again.readings()
        assert set(again.fresh) <= light, changes
    scrubbed = but(penalty=3.0)
    scrubbed.readings()
    assert scrubbed.fresh == ()


def test_all_penalties_are_lived_through_as_each_alone(run):
    from cases.feed.pages import Layout
    from cases.feed.scoring import penalised
    from cases.feed.year import live, past_applause

    s, feed = run.settings, run["feed"]
    layout = Layout(
        s["k"], s["decay"], s["floor"], 1.0, 0.0, s["seen"] == "on", 0.0, 0.0, 1.0, 0, True
    )
    scored, bait = run["scored"].score, run["predicted"].bait
    one = live(
        feed, run["sight"], run["candidates"].posts, run["known"],
        lambda period: penalised(scored[period], bait[period], PENALTIES[4:5]), layout,
        applause=past_applause(feed, run["log"]),
    )  # fmt: skip
    np.testing.assert_array_equal(one.visits[0], run["year"].visits[4])
    np.testing.assert_allclose(one.engagement[0], run["year"].engagement[4], rtol=1e-6)
    np.testing.assert_array_equal(one.active[0], run["year"].active[4])


def test_pages_hold_candidates_each_once_and_no_more_than_k(run):
    posts, k = run["weeks"].posts, run.settings["k"]
    assert posts.shape[2] == k
    for page in posts.reshape(-1, k)[::17]:
        shown = page[page != NOBODY]
        assert len(set(shown.tolist())) == len(shown)
    listed = run["candidates"].posts[0]
    there = (posts[2][:, :, None] == listed[:, None, :]).any(axis=2) | (posts[2] == NOBODY)
    assert there.all()


def test_a_silent_author_is_never_seen_again(run):
    active = run["year"].active
    assert (np.diff(active.astype(int), axis=1) <= 0).all()
    assert (run["year"].views[~active] == 0).all()


def test_who_left_engages_no_more(run):
    year = run["year"]
    assert (year.engagement[~year.visits] == 0).all()


def test_the_waterfall_adds_up_to_the_score(run):
    reader, at = reader_of(run), run.position
    post = int(run["weeks"].posts[at][reader][0])
    place = int(np.flatnonzero(run["candidates"].posts[0, reader] == post)[0])
    parts = _parts(run, reader, place, at)
    score = float(run["year"].pages.scores[at, reader, 0])
    assert sum(parts.values()) == pytest.approx(score, abs=0.03)
    assert parts.get("re-ranking", 0.0) == pytest.approx(0.0, abs=1e-3)


def test_time_order_shows_what_is_followed_newest_first():
    run = but(chronological=1.0, decay=1.0)
    feed, page = run["feed"], run["weeks"].posts[0]
    seen = feed.posts.seen
    for reader in range(0, len(page), 9):
        shown = page[reader][page[reader] != NOBODY]
        own = feed.users.follows[reader, seen["author"].to_numpy()[shown]]
        assert (np.diff(own.astype(int)) <= 0).all()
        assert (np.diff(seen["age"].to_numpy()[shown[own]]) >= 0).all()


def test_quotas_and_guards_hold_at_the_sources():
    only = but(followed_share=1.0)
    assert (only["candidates"].source[only["candidates"].there] == 0).all()
    none = but(followed_share=0.0)
    assert (none["candidates"].source[none["candidates"].there] > 0).all()
    feed = but(fault="deleted")["feed"]
    guarded = but(fault="deleted")["candidates"]
    assert not feed.posts.seen["gone"].to_numpy()[guarded.posts[guarded.there]].any()


def test_the_test_takes_four_weeks_for_the_year(run):
    tracks = run.readout.tracks
    np.testing.assert_array_equal(tracks["engagement_year"].seen, tracks["engagement_28"].true)
    aimed = {aim: CASE.run({"size": "small", "seed": 5, "aim": aim}) for aim in ("test", "year")}
    for aim, metric in (("test", "engagement_28"), ("year", "engagement_year")):
        assert aimed[aim].position == int(np.argmax(tracks[metric].true))


ODD = (
    {"k": 40, "pool": 20, "keep": 10},
    {"k": 5, "light": "none", "pool": 20, "mmr": 1.0},
    {"scheme": "own", "w_like": 0.0, "w_click": 0.0, "w_dwell": 0.0, "w_negative": -1000.0},
    {"scheme": "own", **{f"w_{head}": 0.0 for head in HEADS}},
    {"followed_share": 1.0, "report_threshold": 1},
    {"fault": "scores", "guards": "off"},
    {"fault": "scores"},
    {"fault": "flood", "guards": "off", "decay": 1.0},
    {"fault": "copies", "guards": "off"},
    {"fault": "authors", "guards": "off"},
    {"fault": "clock", "guards": "off", "half_life": 1},
    {"drift": "new_users", "balance": 20, "ratio": 1, "window": 1},
    {"drift": "brigade", "discount": "on", "split": "random"},
    {"drift": "exodus", "cap": 1, "guarantee": 10, "boost": 3.0},
    {"heavy": "one", "negatives": "random", "position": "ips_wrong"},
    {"heavy": "lambdarank", "negatives": "skip_above", "fault": "scores", "guards": "off"},
    {"eta": 0.0, "topic_cap": 5, "chronological": 1.0},
    {"eta": 2.0, "shows": 5, "traffic": 100},
)


REFUSED = (
    {"k": 0},
    {"k": 20.5},
    {"w_like": float("nan")},
    {"w_negative": 5.0},
    {"eta": -1},
    {"penalty": "high"},
    {"decay": 2},
    {"fault": "fire"},
    {"chronological": True},
)


@pytest.mark.parametrize("changes", REFUSED, ids=str)
def test_what_is_not_allowed_is_refused_with_a_sentence(changes):
    with pytest.raises(Refused, match=next(iter(changes))):
        CASE.design(changes)


@pytest.mark.parametrize("fault", ["deleted", "copies", "authors", "flood"])
def test_guards_keep_what_is_spoilt_from_costing_a_page_much(fault):
    whole = but()
    guarded = but(fault=fault)
    assert guarded.reading("value").true > 0.6 * whole.reading("value").true
    if fault != "flood":
        seen = guarded["feed"].posts.seen
        spoilt = (seen["gone"] | seen["unsigned"] | (seen["copy_of"] >= 0)).to_numpy()
        listed = guarded["candidates"].posts
        assert not spoilt[listed[listed != NOBODY]].any()
        page = but(fault=fault, guards="off")["weeks"].posts[0]
        assert spoilt[page[page != NOBODY]].any()


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_odd_designs_give_numbers_or_reasons(changes):
    odd = but(**changes)
    assert wrong_in_readings(odd) == []
    for panel in CASE.panels[:: 1 if changes is ODD[0] else 4]:
        assert wrong_in_panel(panel, odd) == ""


def test_a_reader_who_follows_nobody_still_gets_a_page(run):
    nobody = ~run["feed"].users.follows.any(axis=1)
    if not nobody.any():
        nobody[0] = True
    assert (run["weeks"].posts[0][nobody] != NOBODY).any(axis=1).all()


def test_nothing_to_show_is_said_and_not_counted():
    empty = but(fault="deleted", followed_share=1.0, pool=20, keep=10, report_threshold=1)
    page = next(panel for panel in CASE.panels if panel.name == "page").draw(empty)
    assert isinstance(page, Table | Absent)
    for reading in empty.readings().values():
        assert np.isfinite(reading.true) or reading.why


def test_a_page_before_and_after_can_be_read(run):
    drawn = next(panel for panel in CASE.panels if panel.name == "page").draw(run)
    assert isinstance(drawn, Table)
    assert drawn.data["post"].str.len().min() > 10
    assert drawn.data["author"].str.startswith("@").all()
    assert drawn.data["why it is here"].str.len().min() > 3
    moved = drawn.data["after"] != drawn.data["before"]
    assert moved.any()
