"""Lessons of the recommender."""

from __future__ import annotations

from cases.recommender.lessons_evaluation import EVALUATION_LESSONS
from cases.recommender.lessons_loop import LOOP_LESSONS

LESSONS = (*EVALUATION_LESSONS, *LOOP_LESSONS)
