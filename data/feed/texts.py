"""What posts say and who says it, so that a page can be read: made from a post's traits."""

from __future__ import annotations

import numpy as np

from data.feed.constants import MEDIA, TOPICS
from data.feed.generator import Feed

SUBJECTS = {
    "football": ("the derby", "that penalty", "the new coach", "our back four", "the cup draw"),
    "cooking": ("sourdough", "one-pot dal", "knife skills", "grandma's dumplings", "burnt butter"),
    "politics": ("the budget", "the by-election", "the rail bill", "the debate", "rent control"),
    "space": ("the lander", "Saturn's rings", "the new telescope", "comet season", "launch day"),
    "music": ("the reunion tour", "this bass line", "vinyl prices", "the setlist", "her new album"),
    "travel": ("night trains", "Lisbon in March", "hand luggage", "the ferry", "visa queues"),
    "health": ("sleep", "back pain", "the flu jab", "running at 50", "reading food labels"),
    "games": ("the speedrun", "patch 4.2", "co-op night", "the final boss", "that indie demo"),
}
"""A few things people post about, by topic."""

BAIT = ("You won't BELIEVE {}...", "{}: number 3 shocked me", "I tried {}. Speechless")
ANGRY = ("Only fools defend {}", "{}? A disgrace. Block me", "Clowns, all of them: {}")
GOOD = ("What I learnt about {}", "{}: numbers and sources", "A one-page guide to {}")
PLAIN = ("Thoughts on {}", "Following {} today", "Quick note on {}")


def post_text(feed: Feed, post: int) -> str:
    """A line a person can read: angry, bait, well made or plain, by what stands out most."""
    truth = feed.posts.truth
    bait, angry = (float(truth[name].iat[post]) for name in ("clickbait", "toxicity"))
    good = float(truth["quality"].iat[post])
    kinds = {
        "bait": 3 * (bait - 0.6),
        "angry": 3 * (angry - 0.42),
        "good": 0.4 * (good - 0.4),
        "plain": 0.0,
    }
    kind = max(kinds, key=lambda name: kinds[name])
    patterns = {"bait": BAIT, "angry": ANGRY, "good": GOOD, "plain": PLAIN}[kind]
    topic = TOPICS[int(feed.posts.seen["topic"].iat[post])]
    subject = SUBJECTS[topic][post % len(SUBJECTS[topic])]
    media = MEDIA[int(feed.posts.seen["media"].iat[post])]
    text = patterns[post // 7 % len(patterns)].format(subject)
    text = text[0].upper() + text[1:]
    return text if media == "text" else f"{text} ({media})"


def author_name(feed: Feed, author: int) -> str:
    """A handle: the author's topic and number."""
    return f"@{TOPICS[int(feed.authors.topic[author])]}_{author}"


def texts(feed: Feed, posts: np.ndarray) -> list[str]:
    """The lines of some posts, a page's worth at most."""
    return [post_text(feed, int(post)) for post in posts]
