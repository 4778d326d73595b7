"""What feed worlds are made with: sizes, the ten engagements, and how people take what they get."""

from __future__ import annotations

from dataclasses import dataclass, replace

HEADS = (
    "like",
    "repost",
    "reply",
    "reply_back",
    "profile",
    "click",
    "dwell",
    "video",
    "negative",
    "report",
)
"""The engagements scored for; reply_back is a reply the author engages with, click opens the
conversation and engages there, dwell stays two minutes, negative is "not interested" or a block."""

WEIGHTS = (0.5, 1.0, 13.5, 75.0, 12.0, 11.0, 10.0, 0.005, -74.0, -369.0)
"""Weights of the ten heads as published on 5 April 2023 (twitter/the-algorithm-ml, README)."""

RATES = (0.05, 0.01, 0.0075, 0.001, 0.0025, 0.015, 0.02, 0.3, 0.0015, 0.0001)
"""Mean chance of each engagement with a post that is looked at: assumed."""

COMPLAINTS = 40.0
"""Complaints (negative, report) are so rare that the log keeps each of them and of everything else
one row in forty: a row carries a complaint with forty times its chance."""

LATENESS = (1.0, 3.0, 6.0, 18.0, 2.0, 0.5, 0.5, 0.5, 8.0, 24.0)
"""Mean hours until each engagement is known: assumed."""

TRAITS = ("affinity", "quality", "clickbait", "toxicity", "fresh", "followed")
LOADINGS = (
    (0.9, 0.5, 0.6, -0.6, 0.4, 0.6),
    (0.8, 0.5, 0.8, 0.8, 0.5, 0.4),
    (0.5, 0.1, 0.6, 3.2, 0.5, 0.8),
    (0.5, 0.3, 0.2, 1.8, 0.5, 1.2),
    (0.5, 0.2, 1.8, 0.2, 0.2, -0.5),
    (0.6, 0.1, 2.6, 0.5, 0.4, 0.2),
    (0.7, 0.4, 1.8, 0.2, 0.2, 0.2),
    (0.5, 0.2, 1.0, 0.0, 0.2, 0.0),
    (-0.6, -0.3, 0.6, 2.2, 0.0, -0.8),
    (-0.3, -0.2, 0.6, 3.0, 0.0, -0.8),
)
"""Log odds that each trait adds to each head; clickbait and toxicity run from 0 to 1."""

STATED = (0.1, 0.3, -4.0, -3.0, 0.0, 0.1)
"""What each trait adds to how glad people say they are of a post (clickbait centred at a half,
toxicity at a quarter)."""

DRIFTS = ("none", "news", "election", "ring", "brigade", "new_users", "exodus")
FAULTS = ("none", "flood", "copies", "clock", "deleted", "authors", "scores")
TOPICS = ("football", "cooking", "politics", "space", "music", "travel", "health", "games")
POLITICS = TOPICS.index("politics")
MEDIA = ("text", "image", "video")
DAYS = 240


@dataclass(frozen=True)
class FeedConstants:
    """One feed: how many users, authors and posts, and what governs their behaviour.

    Rates are chances of a post that is looked at; log odds are natural. The year is cut into
    `periods`, each with fresh posts; within one a user's pages are alike.
    """

    users: int = 400
    authors: int = 160
    posts: int = 320  # a period
    periods: int = 12
    sessions: int = 5_000  # in the four weeks of the log
    listed: int = 20  # posts the previous system showed a session
    dimensions: int = 8
    follows: float = 15.0  # median

    blur: float = 0.35  # standard deviation of the noise on vectors a team can see
    doubt: float = 0.12  # and on its estimates of clickbait and toxicity
    met: float = 0.15  # share of candidates a user has seen elsewhere already
    stale: float = 0.2  # what is left of the chance when it was
    swapped: float = 0.04  # share of the log's sessions in random order
    surveyed: float = 0.1  # share of the log's rows whose reader was asked

    memory: float = 0.98  # of a user's mood, from visit to visit
    reaction: float = 0.8  # how much of a page's gladness goes into the mood
    mood_noise: float = 0.15
    sensitivity: float = 0.05  # log odds of satisfaction a unit of mood
    visit: tuple[float, float] = (0.2, 0.6)  # chance of a visit a day: base, and times satisfaction
    leaving: float = 0.008  # chance of leaving for good a day, times (1 - satisfaction) squared
    emptiness: float = 1.0  # gladness lost where nothing is left to show

    viability: float = 0.985  # what is left of an author's motivation after a day
    applause: float = 0.025  # motivation an engagement adds
    silence: float = 0.35  # motivation below which an author stops

    colluders: float = 0.01  # share of users in a campaign
    attacked: float = 0.08  # share of authors it aims at
    strikes: int = 5  # times each of its accounts complains about each post
    ring: float = 0.08  # share of authors in a ring that baits
    wave: float = 0.3  # share of users that are new
    leavers: float = 0.4  # share of the best tenth of authors that leave

    def __post_init__(self) -> None:
        for name in ("users", "authors", "posts", "periods", "sessions", "listed"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; it is at least 1")
        if DAYS % self.periods:
            raise ValueError(f"periods is {self.periods}; it divides {DAYS} days")
        if self.listed > self.posts:
            raise ValueError(f"listed is {self.listed}; there are only {self.posts} posts")

    @property
    def days(self) -> int:
        """Days in a period."""
        return DAYS // self.periods


MEDIUM = FeedConstants()
SMALL = replace(MEDIUM, users=140, authors=60, posts=140, periods=6, sessions=1_500)
LARGE = replace(MEDIUM, users=1_000, authors=400, posts=800, sessions=12_000)
SIZES = {"small": SMALL, "medium": MEDIUM, "large": LARGE}
