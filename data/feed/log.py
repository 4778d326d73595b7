"""The four weeks before: what the previous system showed, to whom, where, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.feed.constants import COMPLAINTS, HEADS, LATENESS
from data.feed.generator import Feed
from data.world import stream

DAYS_LOGGED = 28


@dataclass(frozen=True, eq=False)
class FeedLog:
    """Sessions in order of time, `listed` rows each, from the first place down.

    `labels` (rows, heads) are the engagements that happened and `hours` how long until each was
    known. `swapped` marks rows of sessions in random order. `survey` is what the reader said, NaN
    where nobody asked. `visits` is how many days of the log each user came.
    """

    session: np.ndarray
    user: np.ndarray
    post: np.ndarray
    place: np.ndarray
    day: np.ndarray
    swapped: np.ndarray
    labels: np.ndarray
    hours: np.ndarray
    survey: np.ndarray
    visits: np.ndarray
    fake: np.ndarray

    def __len__(self) -> int:
        return len(self.user)


def feed_log(feed: Feed) -> FeedLog:
    """Let the previous system serve four weeks; a campaign, where there is one, strikes in them."""
    made, rng = feed.constants, stream(feed.seed, "log")
    activity = np.exp(rng.normal(0, 0.6, made.users))
    user = rng.choice(made.users, made.sessions, p=activity / activity.sum())
    day = np.sort(rng.integers(0, DAYS_LOGGED, made.sessions))
    post, swapped = _shown(feed, user)
    place = np.arange(1, made.listed + 1)
    labels, hours = _engaged(feed, user, post, place)
    glad = feed.gladness(user, post)
    log = FeedLog(
        session=np.repeat(np.arange(made.sessions), made.listed),
        user=np.repeat(user, made.listed),
        post=post.ravel(),
        place=np.tile(place, made.sessions),
        day=np.repeat(day, made.listed),
        swapped=np.repeat(swapped, made.listed),
        labels=labels.reshape(-1, len(HEADS)),
        hours=hours.reshape(-1, len(HEADS)),
        survey=_asked(feed, glad).ravel(),
        visits=_visits(feed, user, glad),
        fake=np.zeros(made.sessions * made.listed, bool),
    )
    return _with_campaign(feed, log) if feed.drift == "brigade" else log


def _shown(feed: Feed, user: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each session showed, first place first, and whether its order was random."""
    post = _previous(feed, user, stream(feed.seed, "previous order"))
    swap = stream(feed.seed, "swaps")
    swapped = swap.random(len(user)) < feed.constants.swapped
    shuffled = np.take_along_axis(post, np.argsort(swap.random(post.shape), axis=1), axis=1)
    return np.where(swapped[:, None], shuffled, post), swapped


def _engaged(feed: Feed, user, post, place) -> tuple[np.ndarray, np.ndarray]:
    """Which engagements follow, and after how many hours each is known."""
    chances = feed.chances(user, post) * feed.looked_at(place)[:, None].astype(np.float32)
    chances[..., HEADS.index("negative") :] *= COMPLAINTS
    labels = stream(feed.seed, "log labels").random(chances.shape, np.float32) < chances
    waits = stream(feed.seed, "lateness").exponential(1.0, chances.shape).astype(np.float32)
    return labels, waits * np.array(LATENESS, np.float32)


def _asked(feed: Feed, glad: np.ndarray) -> np.ndarray:
    """What readers answered of what they were shown, NaN where nobody asked; float32."""
    asked = stream(feed.seed, "survey")
    answer = glad + asked.normal(0, 0.5, glad.shape)
    answer[asked.random(glad.shape) >= feed.constants.surveyed] = np.nan
    return answer.astype(np.float32)


def _previous(feed: Feed, user: np.ndarray, rng) -> np.ndarray:
    """What the previous system listed: followed, roughly to taste, much liked, and some luck."""
    made, seen = feed.constants, feed.posts.seen
    posts = feed.in_period(-1)
    vectors = seen[[f"f{i}" for i in range(made.dimensions)]].to_numpy(np.float32)[posts]
    liking = feed.users.known.astype(np.float32) @ vectors.T / np.sqrt(made.dimensions)
    merit = 0.5 * liking + 0.25 * seen["likes"].to_numpy(np.float32)[posts]
    merit += 0.8 * feed.users.follows[:, seen["author"].to_numpy()[posts]]
    score = merit[user] + rng.gumbel(0, 0.7, (len(user), len(posts))).astype(np.float32)
    top = np.argpartition(-score, made.listed - 1, axis=1)[:, : made.listed]
    order = np.argsort(-np.take_along_axis(score, top, axis=1), axis=1, kind="stable")
    return posts[np.take_along_axis(top, order, axis=1)]


def _visits(feed: Feed, user: np.ndarray, glad: np.ndarray) -> np.ndarray:
    """Days of the log on which each user came, in the mood that pages like theirs lead to."""
    made = feed.constants
    times = np.maximum(np.bincount(user, minlength=made.users), 1)
    mean = np.bincount(user, glad.mean(axis=1), made.users) / times
    mood = made.reaction * mean / (1 - made.memory)
    pleased = 1 / (1 + np.exp(-made.sensitivity * mood))
    chance = made.visit[0] + made.visit[1] * pleased
    return stream(feed.seed, "log visits").binomial(DAYS_LOGGED, chance)


def _with_campaign(feed: Feed, log: FeedLog) -> FeedLog:
    """The log with a campaign: a few accounts block and report some authors' posts by the dozen."""
    rng, made = stream(feed.seed, "campaign"), feed.constants
    posts = feed.in_period(-1)
    author = feed.posts.seen["author"].to_numpy()[posts]
    aimed = posts[feed.authors.attacked[author]]
    users = np.flatnonzero(feed.users.colluding)
    pairs = np.meshgrid(users, np.repeat(aimed, made.strikes), indexing="ij")
    user, post = (part.ravel() for part in pairs)
    count = len(user)
    labels = np.zeros((count, len(HEADS)), bool)
    labels[:, HEADS.index("negative")] = True
    labels[:, HEADS.index("report")] = rng.random(count) < 0.7
    day = np.sort(rng.integers(7, DAYS_LOGGED, count))
    added = {
        "session": log.session.max() + 1 + np.arange(count),
        "user": user,
        "post": post,
        "place": np.ones(count, int),
        "day": day,
        "swapped": np.zeros(count, bool),
        "labels": labels,
        "hours": np.full(labels.shape, 0.1, np.float32),
        "survey": np.full(count, np.nan, np.float32),
        "fake": np.ones(count, bool),
    }
    parts = {name: np.concatenate([getattr(log, name), more]) for name, more in added.items()}
    order = np.argsort(parts["day"], kind="stable")
    return FeedLog(**{name: part[order] for name, part in parts.items()}, visits=log.visits)
