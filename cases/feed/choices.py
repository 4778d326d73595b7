"""Every choice of the feed, and its dial."""

from __future__ import annotations

from cases.feed.choices_model import DATA, HEAVY, WEIGHING
from cases.feed.choices_page import AUTHORS, LONG, PAGE, SAFETY
from cases.feed.choices_world import LIGHT, SOURCES, WORLD
from cases.feed.scoring import PENALTIES
from kit.choice import Dial

GROUPS = {
    "world": "World",
    "sources": "Sources",
    "light": "Light ranker",
    "heavy": "Heavy ranker",
    "data": "Training data",
    "weights": "Weights",
    "page": "The page",
    "long": "The long run",
    "authors": "Authors",
    "safety": "Safety",
}

CHOICES = (*WORLD, *SOURCES, *LIGHT, *HEAVY, *DATA, *WEIGHING, *PAGE, *LONG, *AUTHORS, *SAFETY)

DIAL = Dial(
    "penalty",
    "Clickbait penalty",
    "What a post loses that is bait through and through, in half standard deviations of the score. "
    "Low pleases the test, high pleases the survey.",
    low=PENALTIES[0],
    high=PENALTIES[-1],
)
