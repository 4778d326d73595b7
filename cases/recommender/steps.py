"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from cases.recommender.steps_building import BUILDING
from cases.recommender.steps_running import RUNNING

STEPS = (*BUILDING, *RUNNING)
