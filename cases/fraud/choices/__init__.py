"""Every choice of the payment-fraud scenario."""

from cases.fraud.choices.acting import DECISION, SERVING, TIME
from cases.fraud.choices.learning import DATA, FEATURES, MODEL
from cases.fraud.choices.world import WORLD
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
    "threshold",
    "Threshold",
    "Payments scored at least this high raise an alert. Drag it: every reading follows. With the "
    "amount-aware rule it is the expected saving per unit of expected cost.",
)
