"""What the feed teaches, each sentence an experiment that runs."""

from cases.feed.lessons_models import MODEL_LESSONS
from cases.feed.lessons_year import YEAR_LESSONS

LESSONS = (*YEAR_LESSONS, *MODEL_LESSONS)
