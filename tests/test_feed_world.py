"""The feed's world: it answers everybody alike, its truth is what happens, its drifts and faults do
what they say, its people's days follow their closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.feed import social_feed
from data.feed.constants import (
    COMPLAINTS,
    DAYS,
    DRIFTS,
    FAULTS,
    HEADS,
    POLITICS,
    RATES,
    SMALL,
    WEIGHTS,
)
from data.feed.days import Crowd, Luck, first_motivation, motivation, satisfaction, spend
from data.feed.log import feed_log
from data.feed.texts import author_name, post_text

FEW = replace(SMALL, users=60, authors=40, posts=60, sessions=200)


def few(seed=3, **changes):
    made = {name: changes.pop(name) for name in list(changes) if name in ("drift", "fault", "eta")}
    return social_feed(seed, constants=replace(FEW, **changes), **made)


def everything(feed, period=0):
    posts = feed.in_period(period)
    users = np.arange(feed.constants.users)
    return users, np.broadcast_to(posts, (len(users), len(posts)))


def test_the_same_seed_gives_the_same_feed_and_log():
    one, other = few(), few()
    assert one.posts.seen.equals(other.posts.seen) and one.posts.truth.equals(other.posts.truth)
    assert (feed_log(one).labels == feed_log(other).labels).all()
    assert not one.posts.truth.equals(few(seed=4).posts.truth)


def test_truth_stays_out_of_what_is_seen():
    seen, truth = few().posts.seen, few().posts.truth
    assert not set(seen) & set(truth) and len(seen) == len(truth)
    assert not {"quality", "clickbait", "toxicity", "real_age"} & set(seen)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mean_chances_are_the_rates(seed):
    feed = social_feed(seed, size="small")
    users, posts = everything(feed, -1)
    chances = feed.chances(users, posts)
    # Posts met elsewhere interest a fifth as much, so the mean is lower by that share.
    left = feed.worth(users, posts).mean()
    wanted = np.array(RATES) * left
    for head, name in enumerate(HEADS):
        if name != "video":
            assert chances[..., head].mean() == pytest.approx(wanted[head], rel=0.35), name


def test_value_is_the_published_sum():
    feed = few()
    users, posts = everything(feed)
    chances = feed.chances(users, posts)
    expected = sum(w * chances[..., i].astype(float) for i, w in enumerate(WEIGHTS))
    np.testing.assert_allclose(feed.value(chances), expected, rtol=1e-3, atol=1e-5)


def test_attention_is_a_power_of_the_place():
    places = np.arange(1, 21)
    np.testing.assert_allclose(few(eta=0.0).looked_at(places), 1.0)
    np.testing.assert_allclose(few(eta=1.5).looked_at(places), places**-1.5)
    with pytest.raises(ValueError, match="eta"):
        few(eta=-1.0)


def test_the_log_holds_engagements_as_often_as_their_chance_says():
    feed = social_feed(5, size="small")
    log = feed_log(feed)
    chances = feed.chances(log.user, log.post[:, None])[:, 0]
    expected = chances * feed.looked_at(log.place)[:, None]
    expected[:, HEADS.index("negative") :] *= COMPLAINTS
    counts, mean = log.labels.sum(axis=0), expected.sum(axis=0)
    spread = np.sqrt((expected * (1 - np.clip(expected, 0, 1))).sum(axis=0))
    assert (np.abs(counts - mean) <= 4 * np.maximum(spread, 1)).all()


def test_lists_of_the_log_are_whole_and_some_are_in_random_order():
    feed = few()
    log = feed_log(feed)
    pages = log.post.reshape(-1, feed.constants.listed)
    assert all(len(set(page)) == feed.constants.listed for page in pages)
    assert (np.diff(log.day) >= 0).all()
    large = feed_log(social_feed(3, size="small"))
    assert large.swapped.mean() == pytest.approx(SMALL.swapped, abs=0.02)


def test_what_was_met_copied_or_deleted_is_worth_less():
    feed = few(fault="deleted")
    users, posts = everything(feed)
    gone = feed.posts.seen["gone"].to_numpy()[posts]
    assert gone.any()
    assert (feed.chances(users, posts)[gone] == 0).all()
    met = feed.met(users, posts) & ~gone
    np.testing.assert_allclose(feed.worth(users, posts)[met], FEW.stale)
    assert feed.met(users, posts).mean() == pytest.approx(FEW.met, abs=0.03)


def test_bait_is_clicked_and_regretted():
    feed = social_feed(1, size="small")
    users, posts = everything(feed)
    bait = feed.posts.truth["clickbait"].to_numpy()[posts].ravel()
    click = feed.chances(users, posts)[..., HEADS.index("click")].ravel()
    glad = feed.gladness(users, posts).ravel()
    assert np.corrcoef(bait, click)[0, 1] > 0.2
    assert np.corrcoef(bait, glad)[0, 1] < -0.2
    assert glad.min() >= -1 and glad.max() <= 1


@pytest.mark.parametrize("drift", DRIFTS)
def test_a_drift_leaves_the_past_as_it_was(drift):
    before, after = few(), few(drift=drift)
    old = before.in_period(-1)
    assert before.posts.seen.iloc[old].equals(after.posts.seen.iloc[old])
    if drift == "brigade":
        log = feed_log(after)
        assert (log.labels[~log.fake] == feed_log(before).labels).all()


def test_each_drift_does_what_it_says():
    plain = few()
    topic = plain.authors.topic[plain.posts.seen["author"]]
    live = plain.posts.seen["period"].to_numpy() >= 2
    heated = few(drift="election").posts.truth["toxicity"].to_numpy()
    calm = plain.posts.truth["toxicity"].to_numpy()
    assert (heated - calm)[live & (topic == POLITICS)].mean() > 0.2
    assert (heated == calm)[topic != POLITICS].all()
    ring = few(drift="ring")
    baiting = ring.authors.ring[ring.posts.seen["author"]] & live
    assert (ring.posts.truth["clickbait"][baiting] > 0.9).all()
    new = few(drift="new_users").users
    assert (new.follows[new.fresh].sum(axis=1) <= 3).all() and (new.known[new.fresh] == 0).all()
    users, posts = everything(plain)
    wanted = few(drift="news").chances(users, posts)[..., 0].mean()
    assert wanted > plain.chances(users, posts)[..., 0].mean()


def test_a_campaign_is_of_one_corner_and_only_complains():
    feed = few(drift="brigade")
    log = feed_log(feed)
    fake = log.fake
    assert fake.any()
    assert len(set(feed.users.community[log.user[fake]])) == 1
    assert log.labels[fake][:, : HEADS.index("negative")].sum() == 0
    assert log.labels[fake][:, HEADS.index("negative")].all()
    author = feed.posts.seen["author"].to_numpy()[log.post[fake]]
    assert feed.authors.attacked[author].all()


@pytest.mark.parametrize("fault", [f for f in FAULTS if f not in ("none", "scores")])
def test_each_fault_hits_live_posts_alone(fault):
    feed, plain = few(fault=fault), few()
    old = plain.in_period(-1)
    assert feed.posts.seen.iloc[old].equals(plain.posts.seen.iloc[old])
    live, seen = plain.posts.seen["period"].to_numpy() >= 0, feed.posts.seen
    signs = {
        "flood": (np.bincount(seen["author"][live]).max() > 0.2 * live.sum()),
        "copies": ((seen["copy_of"][live] >= 0).mean() > 0.15),
        "clock": ((seen["age"][live] < 0).mean() > 0.15),
        "deleted": (seen["gone"][live].mean() > 0.15),
        "authors": (seen["unsigned"][live].mean() > 0.15),
    }
    assert signs[fault]


def test_satisfaction_is_the_sigmoid_of_the_mood():
    assert satisfaction(np.zeros(1, np.float32), SMALL)[0] == 0.5
    high = satisfaction(np.array([40.0], np.float32), SMALL)[0]
    assert high == pytest.approx(1 / (1 + np.exp(-SMALL.sensitivity * 40)), rel=1e-5)


def test_moods_settle_where_their_closed_form_says():
    feed = few(users=400, mood_noise=0.0, leaving=0.0, visit=(1.0, 0.0))
    glad = np.full((2, 400), np.array([[0.5], [-0.25]]), np.float32)
    crowd = Crowd.at_first(2, 400)
    for _ in range(4):
        crowd, visits, _ = spend(crowd, Luck.of(feed), range(DAYS), glad, feed.constants)
    assert visits.all()
    made = feed.constants
    steady = made.reaction * glad / (1 - made.memory)
    np.testing.assert_allclose(crowd.mood, steady, rtol=1e-3)


def test_visits_and_leaving_happen_as_often_as_they_should():
    feed = few(users=3_000, memory=1.0, reaction=0.0, mood_noise=0.0)
    glad = np.zeros((1, 3_000), np.float32)
    crowd, visits, factor = spend(
        Crowd.at_first(1, 3_000), Luck.of(feed), range(DAYS), glad, feed.constants
    )
    assert visits[0, 0].mean() == pytest.approx(0.2 + 0.6 * 0.5, abs=0.03)
    assert (factor == 1.0).all()
    left = (1 - feed.constants.leaving * 0.25) ** DAYS
    assert crowd.here.mean() == pytest.approx(left, abs=0.03)


def test_who_left_does_not_come_back_and_policies_share_their_luck():
    feed = few()
    glad = np.full((2, FEW.users), -0.8, np.float32)
    crowd, visits, _ = spend(
        Crowd.at_first(2, FEW.users), Luck.of(feed), range(DAYS), glad, replace(FEW, leaving=0.2)
    )
    assert (visits[0] == visits[1]).all() and visits.any() and (~crowd.here).any()
    _, later, _ = spend(crowd, Luck.of(feed), range(DAYS), glad, FEW)
    assert not later.transpose(0, 2, 1)[~crowd.here].any()


def test_motivation_fades_without_applause_and_is_kept_by_it():
    start = np.ones(3)
    applause = np.array([0.0, 0.3, 100.0])
    after = motivation(start, applause, 20, SMALL)
    assert after[0] == pytest.approx(SMALL.viability**20)
    day = start
    for _ in range(20):
        day = day * SMALL.viability + SMALL.applause * applause
    assert after[1] == pytest.approx(min(day[1], 1.0))
    assert after[2] == 1.0
    first = first_motivation(np.array([5.0, 0.0, 9.0]))
    np.testing.assert_allclose(first, [0.8, 0.6, 1.0])


def test_posts_can_be_read():
    feed = few()
    lines = {post_text(feed, post) for post in range(0, 200, 7)}
    assert len(lines) > 10 and all(line[0].isupper() or line[0].isdigit() for line in lines)
    assert author_name(feed, 3).startswith("@")


def test_what_is_not_known_is_refused():
    with pytest.raises(ValueError, match="small, medium, large"):
        social_feed(1, size="huge")
    with pytest.raises(ValueError, match="election"):
        social_feed(1, size="small", drift="storm")
    with pytest.raises(ValueError, match="flood"):
        social_feed(1, size="small", fault="fire")
    with pytest.raises(ValueError, match="divides"):
        replace(SMALL, periods=7)
