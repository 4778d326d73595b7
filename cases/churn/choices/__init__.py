"""Every choice of the churn scenario."""

from cases.churn.choices.acting import DECISION, SERVING, TIME
from cases.churn.choices.learning import DATA, FEATURES, MODEL
from cases.churn.choices.world import WORLD
from kit.choice import Dial

GROUPS = {
    "world": "World",
    "data": "Data and labels",
    "features": "Features",
    "model": "Model",
    "decision": "Decision",
    "serving": "Serving",
    "time": "Over time",
}

CHOICES = (*WORLD, *DATA, *FEATURES, *MODEL, *DECISION, *SERVING, *TIME)

DIAL = Dial(
    "share",
    "Share contacted",
    "The part of the customers due that is contacted, best ranked first. Drag it: what is earned "
    "and avoided follows. On auto it is the design's own budget.",
    low=0.0,
    high=1.0,
    unit="share",
)
