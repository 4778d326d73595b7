"""What may stand on a board: kinds of boxes with their parameters and units, kinds of arrows.

One declaration: the canvas, the table, the reader, the engine and the pictures all read it. Where
a default comes from is said beside it; `ASSUMED` ones are ours and shape every number, so change
them for a system of your own.
"""

from __future__ import annotations

from kit.board.kinds import ASSUMED, Kind, Parameter, count, number, one_of

ARROWS = {
    "call": "asks and waits for the answer: counts toward the latency",
    "publish": "sends an event and does not wait",
    "schedule": "hands over data on a timetable",
    "deploy": "brings a model into service",
    "label": "brings the outcome back to training",
    "watch": "is observed by a monitor",
}
LANES = {
    "answer": "On the way to the answer",
    "data": "Events and features",
    "learning": "Labels and training",
    "watching": "Watching",
}


def _ms(p50: float, p99: float, source: str = ASSUMED) -> tuple[Parameter, ...]:
    median = "Half of the calls take at most this, without waiting."
    tail = "All but one in a hundred calls take at most this, without waiting."
    return (
        number("p50", "Median time", p50, 0.01, 60_000, "ms", help=median, source=source),
        number("p99", "99th percentile", p99, 0.01, 120_000, "ms", help=tail, source=source),
    )


def _servers(label: str, default: int, price: float = 0.0816) -> tuple[Parameter, ...]:
    listed = "a public price list, June 2026"
    return (
        count("servers", label, default, 5000, help="How many work side by side."),
        number(
            "price", "Price of one", price, 0, 1000, "$/h", help="For one, busy or idle.",
            source=listed,
        ),
    )  # fmt: skip


UNLIMITED = 1_000_000
_FULL = {
    "drop": "Turn it away",
    "unscored": "Go on without this box",
    "hold": "Hold up the box before",
}
_ROOM = (
    count(
        "room", "Room to wait", UNLIMITED, UNLIMITED, "requests", low=0,
        help="How many may wait here; a million means all.",
    ),
    one_of("full", "When there is no room", _FULL, help="What becomes of the next request."),
)  # fmt: skip


def _single(
    p50: float, p99: float, label: str, default: int, source: str = ASSUMED
) -> tuple[Parameter, ...]:
    return (*_ms(p50, p99, source), *_servers(label, default), *_ROOM)


def _batches(
    fixed: float, each: float, most: int, delay: float, servers: int, price: float, source: str
) -> tuple[Parameter, ...]:
    at_once = "Triton's max_batch_size."
    wait = "How long the oldest waits for company: Triton's max_queue_delay."
    return (
        number("fixed", "Fixed time of a batch", fixed, 0, 10_000, "ms", help="t0 in t0 + a b.",
               source=source),
        number("each", "Time for each in it", each, 0.001, 10_000, "ms", help="a in t0 + a b.",
               source=source),
        count("batch", "Largest batch", most, 1024, help=at_once),
        number("delay", "Longest wait for company", delay, 0, 10_000, "ms", help=wait),
        *_servers("Replicas", servers, price),
        *_ROOM,
    )  # fmt: skip


_YES = {"yes": "Yes", "no": "No"}
_WEIGHT = number(
    "weight", "Weight behind a router", 1, 0.001, 1000,
    help="Its part of the requests, against the other boxes that the router calls.",
)  # fmt: skip
_FIT = "fitted to published ResNet-50 tables (T4)"

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("traffic", "Traffic", "answer", "Where requests or events come from.", (
            number("rate", "Rate", 500, 0.001, 1_000_000, "per second", help="On average."),
            one_of("arrivals", "They come", {"poisson": "At random", "regular": "Evenly",
                   "bursty": "In clumps"}, help="How evenly requests come."),
            number("burst", "Burst", 3, 1, 100, "times", help="How much more comes in a burst."),
            number("burst_s", "Burst lasts", 600, 1, 86_400, "s", help="Length of a burst."),
            number("timeout", "Client gives up after", 1000, 1, 600_000, "ms",
                   help="An answer after that is nobody's."),
            count("retries", "Retries", 0, 10, low=0, help="How often a client tries again."),
            number("backoff", "Waits before a retry", 0, 0, 600_000, "ms",
                   help="Doubled before each further retry."),
        )),
        Kind("gateway", "Gateway", "answer", "Takes requests in; can turn them away.",
             _single(1, 4, "Workers", 16), "single"),
        Kind("breaker", "Circuit breaker", "answer", "Keeps retries within a budget.", (
            number("budget", "Retry budget", 0.1, 0, 1, "share",
                   help="Retries at most, as a share of the requests."),
        )),
        Kind("splitter", "Experiment splitter", "answer", "Sends a share to the new variant.", (
            number("share", "Share in the experiment", 0.1, 0, 1, "share", help="Of the units."),
            one_of("unit", "Split by", {"user": "User", "session": "Session",
                   "request": "Request"}, help="What stays with one variant."),
        )),
        Kind("router", "Router", "answer", "Sends each request to one of the boxes it calls."),
        Kind("features", "Online feature store", "answer", "Looks features up by key.",
             _single(2, 8, "Connections", 24, "Feast's figures for one row"), "single",
             vital=True, cacheable=True),
        Kind("transform", "Feature transform", "answer", "Makes features out of the request.", (
            one_of("shared", "Same code in training", _YES,
                   help="One transform for both keeps training and serving alike."),
        )),
        Kind("cache", "Cache", "answer", "A hit saves the call to what it calls.", (
            number("hit", "Hits", 0.6, 0, 1, "share", help="Share of look-ups it answers."),
            *_single(0.4, 1.5, "Connections", 32),
            number("ttl", "Kept for", 60, 0, 604_800, "s", help="Makes what it holds older."),
        ), "single"),
        Kind("vector", "Vector search", "answer", "Finds candidates by similarity.", (
            *_single(6, 25, "Servers a shard", 24, "pgvector, a vendor's benchmark"),
            count("shards", "Shards", 1, 32, help="All are asked; the slowest counts."),
            number("recall", "Recall", 0.93, 0, 1, "share", help="Of the true neighbours.",
                   source="pgvector, a vendor's benchmark"),
        ), "single", vital=True, cacheable=True),
        Kind("source", "Candidate source", "answer", "Candidates by rule: fresh, followed, bought.",
             _single(1, 4, "Servers", 16), "single", vital=True, cacheable=True),
        Kind("light", "Light ranker", "answer", "A cheap model that keeps the best few.",
             _single(3, 8, "Workers", 10), "single", vital=True),
        Kind("heavy", "Heavy ranker", "answer", "The expensive model, on batches.",
             _batches(6, 0.9, 32, 3, 3, 1.006, ASSUMED), "batches", vital=True, learnt=True),
        Kind("model", "Model server, CPU", "answer", "Scores one request at a time.", (
            _WEIGHT,
            *_single(3, 10, "Replicas", 8),
            number("speed_up", "Speed-up by precision", 1, 0.1, 20, "times",
                   help="int8 on a CPU: about 1.5, measured between 0.5 and 10."),
        ), "single", vital=True, cacheable=True, learnt=True),
        Kind("gpu", "Model server, GPU", "answer", "Scores batches.", (
            *_batches(2.33, 0.80, 16, 4, 2, 1.006, _FIT),
            number("start_up", "Start-up", 90, 0, 3600, "s", help="Until a new replica works."),
            _WEIGHT,
        ), "batches", vital=True, cacheable=True, learnt=True),
        Kind("policy", "Rules or re-ranking", "answer", "Rules, re-ranking, calibration, auction.",
             _single(0.5, 2, "Workers", 16), "single"),
        Kind("fallback", "Fallback", "answer",
             "Stands in for the box that calls it, and all after that box, until what it calls.", (
                 number("trigger", "Steps in after", 60, 0.1, 60_000, "ms",
                        help="Once the box has had the request for so long."),
                 number("takes", "Takes", 1, 0, 60_000, "ms", help="Its own time."),
             )),
        Kind("answer", "Answer", "answer", "The decision, the page, the inbox: what people get."),
        Kind("log", "Event log", "data", "Keeps events in order until they are read.", (
            *_ms(2, 5, "median assumed, tail a vendor's benchmark"),
            count("partitions", "Partitions", 24, 10_000, help="No more readers than these."),
            number("price", "Price", 0.25, 0, 1000, "$/h", help="Of the whole log."),
        ), "single"),
        Kind("stream", "Stream processor", "data", "Turns events into features within seconds.", (
            number("each", "Time an event", 3, 0.001, 60_000, "ms", help="On one slot."),
            *_servers("Slots", 14),
            number("watermark", "Waits for stragglers", 5, 0, 86_400, "s",
                   help="Late events are waited for so long."),
            number("window", "Window", 0, 0, 86_400, "s",
                   help="An event waits until its window closes: half of it on average."),
        ), "event"),
        Kind("batch", "Batch pipeline", "data", "Makes features in a job, again and again.", (
            number("interval", "Every", 24, 0.01, 10_000, "h", help="From start to start."),
            number("duration", "Takes", 1, 0, 10_000, "h", help="From start to end."),
            number("publish", "Publishing takes", 10, 0, 10_000, "min", help="After the job."),
        )),
        Kind("scorer", "Batch scorer", "data", "Scores every row in a job.", (
            number("rows", "Rows", 10, 0.001, 100_000, "millions", help="In one run."),
            number("each", "Time a row", 2, 0.001, 60_000, "ms", help="On one worker."),
            *_servers("Workers", 2),
            number("window", "Must be done within", 4, 0.01, 1000, "h", help="The job's window."),
        ), learnt=True),
        Kind("table", "Score table", "data", "Holds scores until somebody reads them."),
        Kind("offline", "Offline store", "data", "History of features and labels for training.", (
            one_of("point_in_time", "Joins point in time", _YES,
                   help="Features as they were when the decision was made."),
        )),
        Kind("labels", "Label join", "learning", "Joins each decision with its outcome.", (
            number("half", "Half the outcomes known after", 24, 0.001, 10_000, "h",
                   help="Then half of the rest, and so on.", source="Criteo: 50 % within 24 h"),
            number("wait", "Waits", 30, 0, 1000, "days", help="Then what is unknown is a no.",
                   source="Criteo: 30 days"),
        )),
        Kind("review", "Human review", "learning", "People look at some of the decisions.", (
            number("share", "Share looked at", 0.001, 0, 1, "share", help="Of what it is sent."),
            count("reviewers", "Reviewers", 5, 100_000, help="At the same time."),
            number("pace", "Each looks at", 60, 0.01, 10_000, "an hour", help="Items."),
        )),
        Kind("trainer", "Trainer", "learning", "Fits a new model.", (
            number("interval", "Every", 24, 0.01, 20_000, "h", help="From start to start."),
            number("duration", "Takes", 1, 0, 2000, "h", help="From start to end."),
            one_of("trigger", "Starts", {"schedule": "By calendar", "drift": "On an alarm"},
                   help="An alarm needs a monitor that is connected."),
        )),
        Kind("gate", "Validation gate", "learning", "Lets only a better model pass.", (
            number("duration", "Takes", 10, 0, 100_000, "min", help="Tests, also by slice."),
        )),
        Kind("registry", "Model registry", "learning", "Versions of the model; goes back to one.", (
            count("versions", "Versions kept", 3, 1000, help="One is not enough to go back."),
            number("rollback", "Going back takes", 5, 0, 100_000, "min", help="To the last one."),
        )),
        Kind("canary", "Canary", "learning", "Tries a new model on a few first.", (
            number("share", "Share", 0.05, 0, 1, "share", help="Of the requests."),
            number("soak", "For", 30, 0, 100_000, "min", help="Then everybody gets it."),
        )),
        Kind("monitor", "Monitor", "watching", "Looks at inputs, outputs and labels.", (
            number("delay", "Alert after", 5, 0, 100_000, "min", help="Once it can be seen."),
        )),
        Kind("autoscaler", "Autoscaler", "watching", "Gives the boxes it watches more servers.", (
            number("target", "Target use", 0.6, 0.05, 1, "share", help="Of the servers' time."),
            count("least", "At least", 1, 5000, "servers", help="Of each box."),
            count("most", "At most", 100, 5000, "servers", help="Of each box."),
            number("every", "Looks every", 15, 1, 3600, "s", help="Kubernetes: 15 s.",
                   source="Kubernetes' documentation"),
            number("start_up", "Start-up", 30, 0, 3600, "s", help="Until a server works."),
        )),
        Kind("predictions", "Prediction log", "watching", "Keeps every decision as it was made.", (
            one_of("features", "With the features", _YES, help="As they were served."),
        )),
        Kind("dead_letter", "Dead-letter queue", "watching", "Events that nobody could read."),
        Kind("audit", "Audit store", "watching", "What must be kept to answer for decisions."),
    )
}  # fmt: skip
