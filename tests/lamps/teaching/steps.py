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
    ),
    Step("judge", "Judge", "How would you know?", "On lamps made later.", ("judged",)),
)
