"""The stops of the walkthrough."""

from kit.case import Step

STEPS = (
    Step(
        "model",
        "Score",
        "What would you order lamps by?",
        "By the reading: the chance of a fault rises with it.",
        ("noise", "method", "bins"),
        ("shares", "bins"),
        ("Would finer bins help? Good: only as far as each holds enough lamps.",),
        hints=(
            "What does the sensor tell you about a lamp?",
            "Look at how often lamps fail as their reading grows.",
            "If faults only ever rise with the reading, what is left for bins to learn?",
        ),
        points=(
            "Orders lamps by the reading, or by coarse bins of it.",
            "Says that the chance of a fault rises with wear.",
            "Sees that each finer bin learns from fewer lamps.",
        ),
    ),
    Step(
        "judge",
        "Judge",
        "How would you know?",
        "On lamps made later.",
        ("judged",),
        hints=(
            "On which lamps would you count the faults found?",
            "Compare lamps that the score has met with lamps that it has not.",
            "Which half of the lamps was not there when the bins were learned?",
        ),
        points=(
            "Judges on lamps made after those it learned from.",
            "Says that the lamps learned from make the score look better than it is.",
            "Weighs inspections against faults that leave.",
        ),
    ),
)
