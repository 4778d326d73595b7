"""Situations in which a framework fails: fixes, tempting wrong fixes, degenerate designs."""

from kit.case import Brief, Goal
from kit.choice import Value

NOTHING_SHIPPED: dict[str, dict[str, Value]] = {
    "ship nothing": {"ship": "above", "ship_margin": 0.2},
    "ship whatever is not hopeless": {"ship": "expected", "prior": 1.0, "alpha": 0.3, "weeks": 1},
}

BRIEFS = (
    Brief(
        "boss",
        "The boss looks every morning",
        "A dashboard shows p values, and whoever sees one below .05 ships. Half of what was "
        "shipped last year brought nothing. Looking is not going to stop.",
        {"stopping": "peek", "looks": 20, "faulty": 0.0},
        (
            Goal("false_alarms", "at most", 0.085),
            Goal("false_winners", "at most", 0.27),
            Goal("found", "at least", 0.55),
        ),
        fixes={
            "O'Brien and Fleming's bounds": {"stopping": "obrien_fleming"},
            "Pocock's bounds, and CUPED": {"stopping": "pocock", "variance": "cuped"},
        },
        decoys={
            "a stricter alpha, no plan": {"alpha": 0.02},
            "a posterior instead of p": {"stopping": "posterior", "prior": 1.0},
            "twice as long": {"weeks": 8},
        },
        degenerate=NOTHING_SHIPPED,
        debrief="A bound for one look is wrong for twenty, however strict it sounds. Bounds that "
        "count the looks keep false alarms at alpha, and the boss may look. A posterior above a "
        "threshold is a bound too, and a longer test only holds more looks.",
    ),
    Brief(
        "page_views",
        "Significant, and worse",
        "Click rates are compared by page view, users were split. A third of all tests is "
        "significant, in either direction, and relaunches never repeat it.",
        {"metric": "ctr", "analysis": "rows", "tempting": 0.0, "faulty": 0.0, "lift": 0.03},
        (
            Goal("false_alarms", "at most", 0.09),
            Goal("found", "at least", 0.6),
        ),
        fixes={
            "the delta method": {"analysis": "matched"},
            "one rate a user": {"metric": "ctr_average", "analysis": "matched"},
        },
        decoys={
            "twice as long": {"weeks": 8},
            "a stricter alpha": {"alpha": 0.01},
            "O'Brien and Fleming's bounds": {"stopping": "obrien_fleming", "looks": 10},
        },
        degenerate=NOTHING_SHIPPED,
        debrief="Page views of one user are alike, so there is less evidence than rows. The "
        "interval is too narrow by a factor, which neither time nor looks change; alpha would have "
        "to be guessed. Count what was assigned.",
    ),
    Brief(
        "forty_metrics",
        "Forty metrics, three wins",
        "Every test reads forty metrics, and ships when something wins. Something always does.",
        {"metrics": 40, "faulty": 0.0},
        (
            Goal("false_alarms", "at most", 0.09),
            Goal("found", "at least", 0.5),
        ),
        fixes={
            "one metric to decide by": {"metrics": 1},
            "Holm, with CUPED and six weeks": {
                "correction": "holm",
                "variance": "cuped",
                "weeks": 6,
            },
        },
        decoys={
            "alpha of .01": {"alpha": 0.01},
            "twice as long": {"weeks": 8},
            "the best five of them": {"metrics": 5},
        },
        degenerate=NOTHING_SHIPPED,
        debrief="Of forty metrics that nothing moves two are significant on average. Decide by "
        "one; or correct, and pay for it with users. A test twice as long tells each metric "
        "better, and the luckiest of forty is still lucky.",
    ),
    Brief(
        "crash",
        "The treatment crashes on old phones",
        "New versions win more often than anybody believes. In some tests the new version has "
        "fewer users than the old one; support reports crashes on old phones.",
        {"fault": "crash", "faulty": 0.3, "loss": 0.08},
        (
            Goal("unnoticed", "at most", 0.02),
            Goal("false_winners", "at most", 0.3),
            Goal("found", "at least", 0.38),
        ),
        fixes={
            "ratio check at .001": {"srm": "0.001"},
            "ratio check at .001, and CUPED": {"srm": "0.001", "variance": "cuped"},
        },
        decoys={
            "drop users until arms are equal": {"srm": "drop"},
            "a week of A/A before": {"aa": "week"},
            "twice as long": {"weeks": 8},
        },
        degenerate=NOTHING_SHIPPED,
        debrief="Those on old phones buy less; when they are gone, the rest looks better. To drop "
        "as many from the other arm drops others. A/A finds nothing: the crash comes with the "
        "treatment. Only the count of users an arm shows it, in every test and on every day.",
    ),
    Brief(
        "budgets",
        "Auctions share a budget",
        "Rankers win by a fifth in tests. The quarter's revenue did not move as much when they "
        "were launched.",
        {
            "place": "auction",
            "coupling": 0.6,
            "traffic": 3_000_000,
            "exposure": 0.5,
            "faulty": 0.0,
        },
        (
            Goal("exaggeration", "at most", 1.3),
            Goal("found", "at least", 0.5),
        ),
        fixes={
            "split budgets as users": {"unit": "budget"},
            "split budgets, and CUPED": {"unit": "budget", "variance": "cuped"},
        },
        decoys={
            "more traffic": {"exposure": 1.0},
            "more time": {"weeks": 8},
            "clusters of users": {"unit": "cluster"},
            "CUPED": {"variance": "cuped"},
        },
        degenerate={"ship nothing": {"ship": "above", "ship_margin": 0.2}},
        debrief="The new ranker spends money that the old one would have spent: the difference of "
        "the arms counts it twice, a launch not at all. That is a bias; more users make it more "
        "certain. Split what is shared. Giving each version the whole market for a time would do "
        "too, and is far noisier.",
    ),
)
