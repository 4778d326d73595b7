"""The stages of the feed: what each one does, and which choices it reads."""

from __future__ import annotations

import cases.feed.ceilings as limits
from cases.feed.clicks import learnt_from_clicks
from cases.feed.first_weeks import first_weeks
from cases.feed.judging import judge
from cases.feed.latency import timing
from cases.feed.learning import Recipe, learn
from cases.feed.pages import Layout
from cases.feed.readings import read
from cases.feed.scoring import PENALTIES, head_weights, penalised, predict, score
from cases.feed.sight import sighted
from cases.feed.sourcing import Plan, gather
from cases.feed.year import Known, live, past_applause
from data.feed import social_feed
from data.feed.log import feed_log


def feed(*, seed, size, drift, fault, eta):
    """Draw readers, authors and posts, and how each would respond to each."""
    return social_feed(seed, size=size, drift=drift, fault=fault, eta=eta)


def log(feed):
    """Let the previous system serve four weeks; only what it showed was logged."""
    return feed_log(feed)


def sight(feed, log, *, split, discount):
    """Count what authors got so far, and complaints as the design counts them."""
    return sighted(feed, log, split=split, discount=discount == "on")


def candidates(
    feed, log, sight, *, pool, followed_share, discovery, half_life, light, keep, guards
):
    """Gather posts from every source for each reader, and trim them by the light ranker."""
    plan = Plan(pool, followed_share, discovery, half_life, light, keep, guards == "on")
    return gather(feed, log, sight, plan)


def learned(
    feed, log, sight, *, size, heavy, features, negatives, ratio, window, balance, split, position,
    discount,
):  # fmt: skip
    """Train a model for each engagement, and learn from the survey and from who came back."""
    recipe = Recipe(
        heavy, features == "all", negatives, ratio, window, balance, split, position,
        discount == "on",
    )  # fmt: skip
    return learn(feed, log, sight, recipe, size)


def predicted(feed, sight, candidates, learned, *, features, position, guards):
    """Score every candidate of the year with every model."""
    return predict(
        feed, sight, candidates, learned,
        counts=features == "all", position=position, guards=guards == "on",
    )  # fmt: skip


def known(feed, candidates):
    """Look up what is true of every candidate."""
    return Known.of(feed, candidates.posts)


def weights(
    log, sight, learned, *, scheme, w_like, w_repost, w_reply, w_reply_back, w_profile, w_click,
    w_dwell, w_video, w_negative, w_report, complaint, features, position,
):  # fmt: skip
    """Decide what each engagement is worth in the score."""
    own = (
        w_like, w_repost, w_reply, w_reply_back, w_profile, w_click, w_dwell, w_video, w_negative,
        w_report,
    )  # fmt: skip
    return head_weights(
        scheme, own, complaint, learned, log, sight, counts=features == "all", position=position
    )


def scored(
    feed, candidates, predicted, weights, learned, *, out_of_network, quality, returning,
    report_threshold, guards,
):  # fmt: skip
    """Add up what each post is worth to the company."""
    return score(
        feed, candidates, predicted, weights, out_of_network=out_of_network, quality=quality,
        returning=returning, report_threshold=report_threshold, learned=learned,
        careful=guards == "on",
    )  # fmt: skip


def year(
    feed, log, sight, candidates, known, predicted, scored, *, k, decay, floor, topic_cap, mmr,
    seen, chronological, boost, cap, guarantee, guards,
):  # fmt: skip
    """Live through 240 days under every penalty: pages, visits, authors who go on or stop."""
    layout = Layout(
        k, decay, floor, topic_cap / 100, mmr, seen == "on", chronological, boost, cap / 100,
        guarantee, guards == "on",
    )  # fmt: skip
    return live(
        feed, sight, candidates.posts, known,
        lambda period: penalised(scored.score[period], predicted.bait[period], PENALTIES), layout,
        applause=past_applause(feed, log),
    )  # fmt: skip


def weeks(feed, sight, candidates, known, year):
    """Add up what the pages of the first weeks are like."""
    return first_weeks(feed, sight, candidates.posts, candidates.source, known, year)


def judged(feed, log, sight, learned, *, features, position):
    """Compare the models' chances with the truth on pairs drawn by lot, and with the log."""
    return judge(feed, log, sight, learned, counts=features == "all", position=position)


def truths(feed):
    """Look up the truth of all posts, and keep each reader's best."""
    return limits.find_best(feed)


def ceilings(feed, log, sight, truths, *, k):
    """Rank everything by the truth: for a page, for a year, by what people say."""
    return limits.best_known(feed, log, sight, truths, k)


def clicked(feed, *, shows):
    """Show short lists again and again in one order and learn theirs from clicks."""
    return learnt_from_clicks(feed, shows)


def timed(*, keep, pool, light, heavy, mmr, traffic, seed):
    """Send requests through the machines on the path."""
    return timing(
        keep=keep, pool=pool, light=light, heavy=heavy, mmr=mmr, traffic=traffic, seed=seed
    )


def readings(feed, year, weeks, judged, ceilings, clicked, timed, *, aim, position):
    """Read every metric at every penalty, as seen and as true, with intervals."""
    return read(feed, year, weeks, judged, ceilings, clicked, timed, aim=aim, position=position)
