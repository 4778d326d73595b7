"""What the churn scenario teaches, each sentence checked by running it."""

from cases.churn.lessons_learning import LEARNING_LESSONS
from cases.churn.lessons_money import MONEY_LESSONS
from cases.churn.lessons_monitors import DETECTOR_LESSONS, MONITOR_LESSONS

LESSONS = (*LEARNING_LESSONS, *MONEY_LESSONS, *MONITOR_LESSONS, *DETECTOR_LESSONS)
