"""Every choice of the lamps."""

from __future__ import annotations

from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice

GROUPS = {"world": "World", "model": "Model", "evaluation": "Evaluation"}

CHOICES = (
    seed_choice(1),
    Choice(
        "noise",
        "Sensor noise",
        Range(0, 5, step=0.1, whole=False, usual=(0.1, 1.0)),
        0.5,
        "How far the sensor is off, in standard deviations of wear.",
        "world",
        world=True,
    ),
    Choice(
        "method",
        "Score",
        {"bins": "Fault share by bin", "reading": "The reading itself"},
        "bins",
        "What lamps are ordered by.",
        "model",
    ),
    Choice(
        "bins",
        "Bins",
        Range(2, 1000, usual=(2, 200)),
        20,
        "How finely readings are cut; each bin is learned from fewer lamps.",
        "model",
        when={"method": ("bins",)},
    ),
    Choice(
        "judged",
        "Judged on",
        {"later": "Lamps made later", "same": "Lamps learned from"},
        "later",
        "Which lamps the team measures itself by.",
        "evaluation",
        leaks={"same": "The score has met the lamps it is judged on."},
    ),
)

DIAL = Dial("share", "Share inspected", "How many lamps are inspected.", high=1.0, unit="share")
