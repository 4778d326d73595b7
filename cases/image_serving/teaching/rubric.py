"""What an interviewer looks for in image serving, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks for traffic, deadline and what an error costs.",
        "Asks for the busiest hour and the sale, and works out servers from rate and time.",
        "Asks whether an answer is needed at once, and prices the seconds.",
    ),
    Area(
        "data and labels",
        "Judges on a held-out test set.",
        "Judges on labelled pictures of today, by slices named beforehand.",
        "Plans labels by slice, and says what no label-free monitor can see.",
    ),
    Area(
        "features and model",
        "Proposes a convolutional network and a smaller one.",
        "Compares networks by accuracy and latency at once; knows what fewer filters, zeroed "
        "weights and 8 bits save where.",
        "Builds a cascade, checks its certainty, and says when inputs turn it against itself.",
    ),
    Area(
        "evaluation",
        "Uses accuracy and a percentile of latency.",
        "Uses right-and-in-time, the worst slice, and an open load test.",
        "Names coordinated omission, percentiles that do not add, and latencies of systems that "
        "have none.",
    ),
    Area(
        "system and cost",
        "Draws a load balancer and replicas with batches.",
        "Counts decoding, writes batches as t0 + a b, bounds queues, prices a million right "
        "answers.",
        "Finds the busiest station first, degrades on purpose, and bridges the start-up lag.",
    ),
    Area(
        "over time",
        "Has an autoscaler and a monitor of latency.",
        "Gates a new precision by slice and watches certainty, labels and backlog.",
        "Scales before a known sale, keeps retries from multiplying it, and rehearses a dead "
        "replica.",
    ),
    Area(
        "communication",
        "Explains why a queue grows.",
        "Tells a manager what half the bill costs in accuracy and in tail.",
        "Says which figures are measured, which published and which assumed, and how far each "
        "carries.",
    ),
)
