"""What is taught of the lamps, each sentence an experiment that runs."""

from kit.case import Lesson
from kit.effects import promise

LESSONS = (
    Lesson(
        "by_heart",
        "Bins learned by heart look far better on the lamps they were learned from.",
        {"same": {"bins": 1000, "judged": "same", "share": 0.1}},
        promise("recall"),
        "recall seen less recall there is",
        (0.1, 1.0),
        "Arithmetic: with two lamps a bin, a bin's share is mostly its own two labels.",
        flips="With few bins (bins=10) nothing is learned by heart.",
        unit="share",
    ),
)
