"""lessons."""
LESSONS = ()
