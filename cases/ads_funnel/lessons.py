"""What the ads funnel teaches, each sentence an experiment that runs."""

from cases.ads_funnel.lessons_market import MARKET_LESSONS
from cases.ads_funnel.lessons_model import MODEL_LESSONS

LESSONS = (*MODEL_LESSONS, *MARKET_LESSONS)
