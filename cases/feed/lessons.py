"""What the feed teaches, each sentence an experiment that runs."""

LESSONS = ()
