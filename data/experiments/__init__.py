"""A company that tests its ideas: what each idea really does, and who comes to see it."""

from data.experiments.days import Noise, Setting, counted, users_by_day
from data.experiments.ideas import programme
from data.experiments.people import METRICS, Shop

__all__ = ["METRICS", "Noise", "Setting", "Shop", "counted", "programme", "users_by_day"]
