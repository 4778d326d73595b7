"""What things cost, as ratios to a named peer that does the same work in the same run.

`python -m benchmarks` prints the table. Ours and the peer take turns in one process on one thread;
the medians of the rounds are compared, in CPU-seconds unless a row says otherwise, so that a
machine with other things to do tells the same story.
"""
