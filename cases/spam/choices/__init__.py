"""Every choice of the spam scenario."""

from cases.spam.choices.acting import DECISION, TIME
from cases.spam.choices.learning import DATA, MODEL
from cases.spam.choices.streaming import SERVING
from cases.spam.choices.world import WORLD
from kit.choice import Dial

GROUPS = {
    "world": "World",
    "data": "Data and labels",
    "model": "Text and model",
    "decision": "Decision",
    "time": "Over time",
    "serving": "Stream",
}

CHOICES = (*WORLD, *DATA, *MODEL, *DECISION, *TIME, *SERVING)

DIAL = Dial(
    "threshold",
    "Quarantine line",
    "Messages with at least these log odds of spam are quarantined: 0 is even, 4.1 is 98.4 %. Drag "
    "it: every reading follows, and the flag line goes along where it would be above.",
    low=-1000.0,
    high=1000.0,
    unit="log odds",
)
