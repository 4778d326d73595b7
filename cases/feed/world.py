"""The world of the feed: people, authors and posts, and what the previous system logged."""

from __future__ import annotations

from data.feed import Feed, social_feed
from data.feed.log import FeedLog, feed_log


def feed(*, seed: int, size: str, drift: str, fault: str, eta: float) -> Feed:
    """Draw readers, authors and posts, and how each reader would respond to each post."""
    return social_feed(seed, size=size, drift=drift, fault=fault, eta=eta)


def log(feed: Feed) -> FeedLog:
    """Let the previous system serve four weeks; only what it showed was logged."""
    return feed_log(feed)
