"""What is done with a score: decision, serving, upkeep over time."""

from __future__ import annotations

from kit.choice import Choice, Range

DECISION = (
    Choice(
        "action",
        "What an alert does",
        {
            "review": "An analyst calls first",
            "block": "Decline at once",
            "step_up": "Ask for a second factor",
            "bands": "Decline, or call, whichever pays",
        },
        "review",
        "What happens to an alerted payment: who is stopped, who is turned away, what it costs.",
        "decision",
    ),
    Choice(
        "rule",
        "Threshold",
        {
            "half": "0.5",
            "f1": "Best F1",
            "cost": "Cost-optimal",
            "amount": "Amount-aware",
            "capacity": "As many as analysts can call",
        },
        "cost",
        "Where the line is drawn. Chosen on what the team sees; the dial moves it from there.",
        "decision",
    ),
    Choice(
        "capacity",
        "Cards analysts can call a day",
        Range(0, 1000, 5, usual=(5, 200)),
        30,
        "Calls the team can make in a day. Alerts beyond it wait and the payment passes.",
        "decision",
        world=True,
    ),
    Choice(
        "review_cost",
        "Cost of a review ($)",
        Range(0.1, 100, 0.5, whole=False, usual=(1, 25)),
        5.0,
        "Analyst time for one call.",
        "decision",
        when={"action": ("review", "bands")},
        world=True,
    ),
    Choice(
        "insult_cost",
        "Cost of turning an honest customer away ($)",
        Range(0, 500, 1, usual=(1, 100)),
        13,
        "The sale's margin and the chance that the customer leaves for good.",
        "decision",
        when={"action": ("block", "step_up", "bands")},
        world=True,
    ),
)

SERVING = (
    Choice(
        "traffic",
        "Payments a second",
        Range(50, 20_000, 50, usual=(100, 5000)),
        500,
        "The rate the scoring service must bear.",
        "serving",
        world=True,
    ),
    Choice(
        "replicas",
        "Model servers",
        Range(1, 200, 1, usual=(2, 64)),
        8,
        "Servers that compute the score. Too few, and payments are approved unscored when the "
        "deadline passes.",
        "serving",
    ),
    Choice(
        "deadline",
        "Deadline (ms)",
        Range(5, 1000, 5, usual=(20, 200)),
        100,
        "How long an approval may take; after it, the payment is approved unscored.",
        "serving",
        world=True,
    ),
)

TIME = (
    Choice(
        "policy",
        "Retraining",
        {
            "never": "Never",
            "monthly": "Every four weeks",
            "weekly": "Every week",
            "alarm": "When an alarm rings",
        },
        "never",
        "When the live model is replaced by one trained on the labels known by then.",
        "time",
    ),
    Choice(
        "alarm",
        "Alarm on",
        {
            "scores": "Scores' distribution (PSI)",
            "labels": "Errors on matured labels (ADWIN)",
        },
        "scores",
        "What rings: scores shift at once, be it harmlessly (nights, holidays) or with fraud they "
        "can see; labels tell the truth late.",
        "time",
        when={"policy": ("alarm",)},
    ),
    Choice(
        "hold_through",
        "Let through at random (share of blocked)",
        Range(0, 0.2, 0.01, whole=False, usual=(0, 0.05)),
        0.0,
        "A payment that is declined never shows whether it was fraud. Letting a few through keeps "
        "labels to learn from, at a price.",
        "time",
        when={"action": ("block", "bands")},
    ),
)
