"""lessons."""

LESSONS = ()
