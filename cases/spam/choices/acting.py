"""What is done with a score: lines, prices, and learning over time."""

from __future__ import annotations

from kit.choice import Choice, Range
from pipelines.text.models import UPDATED

DECISION = (
    Choice(
        "thresholds",
        "Lines",
        {
            "half": "One, at even odds",
            "one": "One, from costs",
            "two": "Two, from costs: flag and quarantine",
            "budget": "Quarantine by budget, flag from costs",
            "hand": "Two, by hand",
        },
        "two",
        "Where lines are drawn: one line delivers or quarantines, two leave doubtful mail in the "
        "inbox with a warning. Lines from costs need scores that are probabilities.",
        "decision",
    ),
    Choice(
        "budget",
        "False quarantines per 10,000",
        Range(0, 1000, 1, usual=(1, 50)),
        10,
        "How much honest mail may be quarantined, judged on held-back mail.",
        "decision",
        when={"thresholds": ("budget",)},
    ),
    Choice(
        "flag_at",
        "Flag from a chance of",
        Range(0, 1, 0.01, whole=False, usual=(0.1, 0.9)),
        0.5,
        "Mail given at least this chance of spam is delivered with a warning.",
        "decision",
        when={"thresholds": ("hand",)},
    ),
    Choice(
        "hold_at",
        "Quarantine from a chance of",
        Range(0, 1, 0.001, whole=False, usual=(0.5, 0.999)),
        0.95,
        "Mail given at least this chance of spam is quarantined; the dial moves on from here.",
        "decision",
        when={"thresholds": ("hand",)},
    ),
    Choice(
        "false_quarantine",
        "Price of a false quarantine",
        Range(1, 1000, 1, whole=False, usual=(5, 100)),
        20.0,
        "What an honest message held back costs, in delivered spam.",
        "decision",
        world=True,
    ),
    Choice(
        "false_flag",
        "Price of a false warning",
        Range(0, 20, 0.1, whole=False, usual=(0.2, 5)),
        1.0,
        "What a warning on an honest message costs, in delivered spam. A warned spam costs 0.3.",
        "decision",
        world=True,
    ),
)

TIME = (
    Choice(
        "learning",
        "Learning",
        {"never": "Never again", "weekly": "Every week", "nightly": "Every night"},
        "nightly",
        "When the live filter learns from what users have said since.",
        "time",
    ),
    Choice(
        "update",
        "How it learns",
        {"refit": "Anew, on the whole window", "online": "Online: new labels only (partial_fit)"},
        "refit",
        "Whether a filter is fitted anew, or moved by one pass over the labels that came in since.",
        "time",
        when={"learning": ("weekly", "nightly"), "model": UPDATED, "defence": ("none", "limit")},
    ),
)
