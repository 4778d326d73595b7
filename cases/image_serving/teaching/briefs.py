"""Situations in which the shipped service fails: what fixes it, what does not, and what only
seems to."""

from kit.case import Brief, Goal

BRIEFS = (
    Brief(
        "the_sale",
        "The sale",
        "At two the sale begins: eight times the traffic of the night, within seconds, for twenty "
        "minutes. Last time an autoscaler was there, and still one upload in nine was never "
        "answered. There is money for some more machines, not for twice as many.",
        {"autoscaler": "on", "decoders": 40, "start_up": 120, "most": 41},
        (
            Goal("sale_missed", "at most", 0.03),
            Goal("day_cost", "at most", 130.0),
            Goal("missed_deadline", "at most", 0.05),
        ),
        fixes={
            "a warm pool": {"warm": 15},
            "the small network for a full queue": {"overflow": "small", "queue_limit": 500},
        },
        decoys={
            "a larger batch": {"max_batch": 16},
            "look more often": {"sync": 5},
            "twice the decoders": {"decoders": 80},
        },
        degenerate={
            "turn everything away": {"overflow": "drop", "queue_limit": 0},
            "a fleet for the sale all day": {"autoscaler": "off", "replicas": 40},
        },
        debrief="What fails is what comes between the first upload too many and the first replica "
        "more: look, order, start. A larger batch serves no more on small servers, and looking "
        "more often saves seconds of two minutes. Replicas that wait warm bridge it; so does an "
        "answer from the small network for what finds no room.",
    ),
    Brief(
        "idle_and_long",
        "The accelerator is idle and the queue is long",
        "The network moved to two T4s, and uploads take for ever in the afternoon. The dashboard "
        "shows the accelerators at half their load.",
        {"accelerator": "t4", "replicas": 2, "max_batch": 16, "max_delay": 4.0, "decoders": 5},
        (
            Goal("p95", "at most", 50.0),
            Goal("missed_deadline", "at most", 0.05),
            Goal("cost_right", "at most", 0.6),
        ),
        fixes={
            "more decoders": {"decoders": 8},
            "let phones make pictures small": {"decode": "phone"},
        },
        decoys={
            "more accelerators": {"replicas": 4},
            "larger batches": {"max_batch": 64},
            "do not wait for company": {"max_delay": 0.0},
        },
        degenerate={"a fleet of both": {"replicas": 20, "decoders": 60}},
        debrief="The queue stands before the decoders: five servers decode fewer pictures than "
        "come. Whatever is done behind them changes nothing. Find the station with the highest "
        "load before buying anything.",
    ),
    Brief(
        "int8_on_friday",
        "Int8 on Friday",
        "On Friday the network went live in 8-bit integers: twice as fast, and the mean "
        "accuracy fell by three points, as agreed. On Monday sellers of lamps complain.",
        {"size": "large", "precision": "studio", "replicas": 4, "decoders": 10, "tolerance": 0.04},
        (
            Goal("worst_slice", "at least", 0.65),
            Goal("accuracy", "at least", 0.87),
            Goal("p95", "at most", 50.0),
        ),
        fixes={
            "a gate by slice": {"rollout": "slices"},
            "ranges of pictures of every kind": {"precision": "all"},
        },
        decoys={
            "a gate on the mean": {"rollout": "mean"},
            "a smaller network in floats": {"precision": "fp32", "model": "half"},
        },
        degenerate={"turn most away": {"replicas": 1, "overflow": "drop", "queue_limit": 0}},
        debrief="Ranges found on a hundred plain pictures, their ends cut off, fit plain pictures. "
        "What is rotated, covered or rare goes beyond them and pays; the mean, mostly plain, "
        "hardly shows it, so a gate on the mean lets it through. Look at every slice, and "
        "calibrate on all of them: then the speed costs nothing.",
    ),
    Brief(
        "half_the_bill",
        "Half the bill",
        "Finance wants the service at half its price, as right as it is and as fast.",
        {"replicas": 6, "decoders": 10},
        (
            Goal("cost_right", "at most", 0.17),
            Goal("accuracy", "at least", 0.86),
            Goal("p95", "at most", 50.0),
        ),
        fixes={
            "phones make pictures small": {"decode": "phone", "decoders": 2, "replicas": 4},
            "phones, and 8-bit integers": {
                "decode": "phone",
                "decoders": 2,
                "precision": "all",
                "replicas": 2,
            },
        },
        decoys={
            "zero four fifths of the weights": {"model": "zeroed"},
            "half the replicas and decoders": {"replicas": 3, "decoders": 5},
            "the small network": {"model": "small", "replicas": 1},
            "one T4": {"accelerator": "t4", "replicas": 1, "max_batch": 16, "max_delay": 4.0},
        },
        degenerate={
            "turn most away": {"replicas": 1, "overflow": "drop", "queue_limit": 0, "decoders": 6}
        },
        debrief="Most of the bill is decoding. What makes the network cheaper saves a part of the "
        "smaller part; zeroed weights save nothing at all; the small network is less right. Look "
        "at the bill by station first.",
    ),
)
