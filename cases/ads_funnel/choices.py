"""Every choice of the ads funnel, and its dial."""

from __future__ import annotations

from cases.ads_funnel.choices_market import AUCTION, BUDGETS, EXPLORE, SERVING, WORLD
from cases.ads_funnel.choices_ranking import DATA, HEAVY, LIGHT, RETRIEVAL
from cases.ads_funnel.served import KEEPS
from kit.choice import Dial

GROUPS = {
    "world": "World",
    "retrieval": "Phase 1: selection",
    "light": "Phase 2: light ranker",
    "heavy": "Phase 3: heavy model",
    "data": "Training data",
    "auction": "Auction",
    "budgets": "Budgets and users",
    "explore": "Exploration",
    "serving": "Serving",
}

# Budgets stand before selection: what happens to an ad out of money depends on them.
CHOICES = (
    *WORLD,
    *BUDGETS,
    *RETRIEVAL,
    *LIGHT,
    *HEAVY,
    *DATA,
    *AUCTION,
    *EXPLORE,
    *SERVING,
)

DIAL = Dial(
    "k2",
    "Ads the heavy model sees (k2)",
    "How many candidates are left after the light ranker: more find better ads and take longer.",
    low=KEEPS[0],
    high=KEEPS[-1],
)
