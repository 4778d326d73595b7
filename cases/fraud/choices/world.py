"""The world of payments: what may be set of the situation itself."""

from __future__ import annotations

from kit.choice import Choice, Range

WORLD = (
    Choice(
        "world",
        "World",
        {
            "hard": "Hard (default)",
            "handbook": "Handbook simulator",
            "easy": "Easy",
            "real": "Real-life prevalence",
        },
        "hard",
        "Whose constants the payments are drawn with. Decides how much there is to find at all.",
        "world",
        world=True,
    ),
    Choice(
        "size",
        "Size",
        {
            "small": "800 cards, 14 weeks",
            "live": "1,500 cards, 18 weeks",
            "large": "3,000 cards, 18 weeks",
            "year": "1,000 cards, 64 weeks",
            "handbook": "5,000 cards, 26 weeks",
        },
        "live",
        "How many cards and weeks are simulated. More payments give narrower intervals and take "
        "longer; the year is for replaying policies.",
        "world",
        world=True,
    ),
    Choice(
        "drift",
        "What changes after launch",
        {
            "none": "Nothing",
            "new_mechanism": "Card testing begins (sudden)",
            "terminal_to_card": "Terminals give way to cards (gradual)",
            "smaller_fraud": "Frauds get smaller (incremental)",
            "holiday": "Holidays and nights (recurring)",
            "campaign": "Two-week campaign (prior)",
            "adversary": "Fraudsters adapt to you",
        },
        "none",
        "What moves in the world once the model is live: which frauds, how many, how large, or "
        "where they were blocked least. Decides whether a frozen model lasts.",
        "world",
        world=True,
    ),
    Choice(
        "severity",
        "How strong the change is",
        Range(0, 2, 0.25, whole=False, usual=(0.25, 2)),
        1.0,
        "Scales the change: 0 is none, 1 as described, 2 twice as strong. For the adversary, how "
        "far the fraudsters move each week.",
        "world",
        when={
            "drift": (
                "new_mechanism",
                "terminal_to_card",
                "smaller_fraud",
                "holiday",
                "campaign",
                "adversary",
            )
        },
        world=True,
    ),
    Choice(
        "delay",
        "Label delay (days)",
        Range(0, 90, 1, usual=(0, 60)),
        7,
        "About how long a chargeback takes to arrive. Decides what anybody could know in time: "
        "it moves the ceiling itself.",
        "world",
        world=True,
    ),
    Choice(
        "prevalence",
        "Fraud rate (times usual)",
        Range(0.05, 10, 0.05, whole=False, usual=(0.2, 4)),
        1.0,
        "Multiplies the rate at which terminals and cards are compromised. Decides precision at "
        "any threshold.",
        "world",
        world=True,
    ),
    Choice(
        "seed",
        "Seed",
        Range(0, 9999, 1),
        7,
        "Which world out of all those with the same settings. Change it to see what is luck.",
        "world",
        world=True,
    ),
)
