"""A social feed that answers: whatever a design shows, the same people behave the same way."""

from data.feed.generator import (
    Feed,
    social_feed,
    topic_centres,
)

__all__ = ["Feed", "social_feed", "topic_centres"]
