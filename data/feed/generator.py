"""A social feed that answers: whatever a design shows, the same people behave the same way.

Users and posts are tables; what a reader does with a post is not a row of either, so the feed has
methods for it: `chances` is the truth of the ten engagements of a pair, `gladness` what the reader
would say when asked. Luck belongs to the pair or to the user's day, so designs share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.ads import pair_draw
from data.feed.constants import (
    DRIFTS,
    FAULTS,
    LOADINGS,
    MEDIA,
    POLITICS,
    RATES,
    SIZES,
    STATED,
    WEIGHTS,
    FeedConstants,
)
from data.feed.entities import Authors, Users, draw_authors, draw_posts, draw_users, topic_centres
from data.world import World

VIDEO = 7  # its place among the heads


@dataclass(frozen=True, eq=False)
class Feed:
    """Users, authors and posts of one seed, and the answers of those who read.

    `eta` is how fast attention falls: a post at place r is looked at with chance r ** -eta.
    """

    constants: FeedConstants
    seed: int
    drift: str
    fault: str
    eta: float
    users: Users
    authors: Authors
    posts: World

    def in_period(self, period: int) -> np.ndarray:
        """The posts of a period (-1 is the log's), as places in the table."""
        return np.flatnonzero(self.posts.seen["period"].to_numpy() == period)

    def looked_at(self, places: np.ndarray) -> np.ndarray:
        """The chance that a place (from 1, down the page) is looked at: place ** -eta."""
        return np.asarray(places, dtype=float) ** -self.eta

    def chances(self, users: np.ndarray, posts: np.ndarray) -> np.ndarray:
        """The true chance of each engagement of pairs that are looked at: (n, k, heads), float32.

        `users` has shape (n,), `posts` (n, k).
        """
        odds = self._traits(users, posts) @ np.array(LOADINGS, np.float32).T
        odds += self._levels
        video = self._column("media")[posts] == MEDIA.index("video")
        odds[..., VIDEO] += np.where(video, np.float32(1.5), np.float32(-12.0))
        chance = 1 / (1 + np.exp(-odds))
        chance *= self.worth(users, posts)[..., None]
        return chance

    def value(self, chances: np.ndarray) -> np.ndarray:
        """Points of engagement of chances (..., heads): by the weights published in 2023."""
        return chances @ np.array(WEIGHTS, np.float32)

    def gladness(self, users: np.ndarray, posts: np.ndarray) -> np.ndarray:
        """How glad each reader would say they are of a post, -1 to 1: shape of `posts`."""
        traits = self._traits(users, posts)
        traits[..., 2:4] -= np.array([0.5, 0.25], np.float32)
        said = traits @ np.array(STATED, np.float32)
        worth = self.worth(users, posts)
        return np.tanh(said) * worth - 0.5 * (1 - worth)

    def worth(self, users: np.ndarray, posts: np.ndarray) -> np.ndarray:
        """What is left of a post for a reader: less where it was met, copied or deleted."""
        left = np.where(self.met(users, posts), np.float32(self.constants.stale), np.float32(1))
        left = np.where(self._column("copy_of")[posts] >= 0, left * np.float32(0.3), left)
        return np.where(self._column("gone")[posts], np.float32(0), left)

    def met(self, users: np.ndarray, posts: np.ndarray) -> np.ndarray:
        """Whether the reader has seen a post elsewhere already: boolean, shape of `posts`."""
        return pair_draw(self.seed, "met", users[:, None], posts) < self.constants.met

    @cached_property
    def _levels(self) -> np.ndarray:
        """The log odds each head starts from, so that its mean chance is its rate; float32."""
        posts = self.in_period(-1)[:: max(1, len(self.in_period(-1)) // 150)]
        users = np.arange(min(150, self.constants.users))
        odds = self._traits(users, np.broadcast_to(posts, (len(users), len(posts))))
        odds = (odds @ np.array(LOADINGS, np.float32).T).reshape(-1, len(RATES))
        video = self._column("media")[np.tile(posts, len(users))] == MEDIA.index("video")
        odds[:, VIDEO] += np.where(video, 1.5, -12.0)
        low, high = np.full(len(RATES), -30.0), np.full(len(RATES), 30.0)
        for _ in range(30):
            level = (low + high) / 2
            # Of all posts; a third are videos at most, so a video's own rate is higher.
            much = (1 / (1 + np.exp(-(odds + level)))).mean(axis=0) > RATES * _SHARE
            low, high = np.where(much, low, level), np.where(much, level, high)
        return level.astype(np.float32)

    def _traits(self, users: np.ndarray, posts: np.ndarray) -> np.ndarray:
        """The traits of each pair, as in TRAITS: (n, k, traits), float32; clickbait uncentred."""
        taste = self.users.taste.astype(np.float32)[users] / np.sqrt(self.constants.dimensions)
        found = np.empty((*posts.shape, len(STATED)), np.float32)
        found[..., 0] = np.einsum("nd,nkd->nk", taste.astype(np.float32), self._vectors[posts])
        for place, name in enumerate(("quality", "clickbait", "toxicity"), start=1):
            found[..., place] = self._column(name)[posts]
        found[..., 4] = np.exp(-self._column("real_age")[posts] / 12.0)
        author = self._column("author")[posts]
        follows = self.users.follows[users[:, None], author]
        found[..., 5] = follows & ~self._column("unsigned")[posts]
        if self.drift == "news":
            found[..., 0] += self._breaking[posts]
        return found

    @cached_property
    def _breaking(self) -> np.ndarray:
        """How much more everybody wants a post because it is news."""
        live = self._column("period") >= 0
        return 1.5 * (live & (self._column("topic") == POLITICS)).astype(np.float32)

    @cached_property
    def _vectors(self) -> np.ndarray:
        names = [f"v{i}" for i in range(self.constants.dimensions)]
        return self.posts.truth[names].to_numpy(np.float32)

    @cached_property
    def _columns(self) -> dict[str, np.ndarray]:
        frames = (self.posts.seen, self.posts.truth)
        return {name: frame[name].to_numpy() for frame in frames for name in frame}

    def _column(self, name: str) -> np.ndarray:
        return self._columns[name]


# Base rates are over all posts; the share of videos among posts is part of the video rate.
_SHARE = np.array([0.15 if head == VIDEO else 1.0 for head in range(len(RATES))])


def social_feed(
    seed: int,
    *,
    size: str = "medium",
    drift: str = "none",
    fault: str = "none",
    eta: float = 1.0,
    constants: FeedConstants | None = None,
) -> Feed:
    """Draw a feed of one of the SIZES that changes in one of the DRIFTS ways.

    `fault` is one of the FAULTS its data may have; `eta` is 0 or more.
    """
    for name, given, known in (
        ("size", size, SIZES),
        ("drift", drift, DRIFTS),
        ("fault", fault, FAULTS),
    ):
        if given not in known:
            raise ValueError(f"no {name} is called {given}; there are {', '.join(known)}")
    if eta < 0:
        raise ValueError(f"eta is {eta}; it is 0 or more")
    made = constants or SIZES[size]
    centres = topic_centres(made, seed)
    authors = draw_authors(made, centres, seed)
    users = draw_users(made, authors, centres, seed=seed, drift=drift)
    posts = draw_posts(made, authors, seed=seed, drift=drift, fault=fault)
    return Feed(made, seed, drift, fault, eta, users, authors, posts)
