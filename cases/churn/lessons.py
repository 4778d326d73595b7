"""What the churn scenario teaches, each sentence checked by running it."""

from cases.case import Lesson

LESSONS: tuple[Lesson, ...] = ()
