"""Every choice of the log-anomaly scenario."""

from __future__ import annotations

from data.logs import KINDS
from kit.choice import Choice, Dial, Range, Value
from kit.choices import seed_choice, size_choice

WORLD = (
    size_choice(
        {
            "small": "1 week of history, 1 week live",
            "live": "2 weeks of history, 2 weeks live",
            "large": "2 weeks of history, 8 weeks live",
        },
        "live",
        "How many days are simulated. Incidents are few: what one detector gains over another "
        "takes weeks to see.",
    ),
    Choice(
        "kinds",
        "What goes wrong",
        {"mixed": "All kinds, each as likely"} | {name: kind.label for name, kind in KINDS.items()},
        "mixed",
        "Which kinds of incident there are. No detector sees them all.",
        "world",
        world=True,
    ),
    Choice(
        "incident_share",
        "Share of time in incidents",
        Range(0, 0.4, 0.01, whole=False, usual=(0.02, 0.12)),
        0.06,
        "How much of the live time something is wrong, from blips to outages.",
        "world",
        world=True,
    ),
    Choice(
        "contaminated",
        "Share of the history in incidents",
        Range(0, 0.5, 0.01, whole=False, usual=(0.0, 0.1)),
        0.06,
        "How much of what detectors learn from as normal was not. With none there is nothing to "
        "judge a detector on before launch.",
        "world",
        world=True,
    ),
    Choice(
        "length",
        "Mean length of incidents (minutes)",
        Range(6, 360, 5, usual=(15, 120)),
        40,
        "Longer ones are easier to find, and flatter point-adjusted scores.",
        "world",
        world=True,
    ),
    Choice(
        "signal",
        "Size of incidents",
        Range(0, 3, 0.1, whole=False, usual=(0.5, 2.0)),
        1.0,
        "The exponent of what incidents do to rates: a spike is four times at 1, sixteen at 2.",
        "world",
        world=True,
    ),
    Choice(
        "overdispersion",
        "Overdispersion",
        Range(0, 3, 0.1, whole=False, usual=(0.0, 1.0)),
        0.3,
        "By how much counts vary beyond Poisson in a minute: variance is mu + phi mu squared.",
        "world",
        world=True,
    ),
    Choice(
        "change",
        "What changes though nothing is wrong",
        {
            "none": "Nothing",
            "deploy": "A release renames messages",
            "batch": "A batch runs every night",
            "growth": "Traffic grows by four fifths",
            "monday": "Mondays have a rush",
            "double": "Log volume doubles",
            "duplicates": "An agent sends lines twice",
            "clock": "An agent's clock runs an hour behind",
            "restart": "The parser restarts and numbers groups anew",
        },
        "none",
        "Harmless changes look like incidents to whatever learned the old normal.",
        "world",
        world=True,
    ),
    Choice(
        "change_day",
        "On live day",
        Range(1, 14, 1),
        4,
        "When the change comes, at ten in the morning.",
        "world",
        when={
            "change": (
                "deploy",
                "batch",
                "growth",
                "monday",
                "double",
                "duplicates",
                "clock",
                "restart",
            )
        },
        world=True,
    ),
    Choice(
        "adversary",
        "Attackers",
        {"none": "None", "slow": "Low and slow: a third more logins for six hours"},
        "none",
        "An attack below every threshold, once a day beside the other incidents.",
        "world",
        world=True,
    ),
    Choice(
        "noticed",
        "Share of incidents written up",
        Range(0, 1, 0.05, whole=False, usual=(0.4, 1.0)),
        0.7,
        "Tickets are the only labels: up to two days late, and only of what somebody noticed.",
        "world",
        world=True,
    ),
    seed_choice(),
)

DATA = (
    Choice(
        "parsing",
        "Parsing",
        {
            "none": "None: a hash of the line",
            "masking": "Regular expressions alone",
            "drain": "Drain",
            "perfect": "Templates known from the code",
        },
        "drain",
        "How lines become groups that can be counted.",
        "data",
    ),
    Choice(
        "similarity",
        "Drain: tokens that must agree",
        Range(0.1, 0.95, 0.05, whole=False, usual=(0.3, 0.7)),
        0.4,
        "Low merges different messages, high splits one message by its parameters.",
        "data",
        when={"parsing": ("drain",)},
    ),
    Choice(
        "depth",
        "Drain: depth of the tree",
        Range(3, 7, 1, usual=(3, 6)),
        4,
        "How many first tokens lead to a group; parameters among them split it.",
        "data",
        when={"parsing": ("drain",)},
    ),
    Choice(
        "sampling",
        "Sampling",
        {
            "none": "Every line is mined",
            "before": "Sample lines, then mine",
            "after": "Mine every line, keep a sample of the text",
        },
        "none",
        "Sampling before mining saves the parser's work and loses rare lines; after it, counts "
        "stay whole and only storage is saved.",
        "data",
    ),
    Choice(
        "sample_share",
        "Share of lines kept",
        Range(0.01, 1, 0.01, whole=False, usual=(0.05, 0.5)),
        0.1,
        "How many lines are left after sampling.",
        "data",
        when={"sampling": ("before", "after")},
    ),
    Choice(
        "window",
        "Window (minutes)",
        {"1": "1", "5": "5", "15": "15", "60": "60"},
        "5",
        "Lines are counted over so long. A page cannot come before the window is over.",
        "data",
    ),
    Choice(
        "step",
        "Windows",
        {"tumbling": "Tumbling: one after the other", "sliding": "Sliding: a new one each minute"},
        "tumbling",
        "Sliding windows are ready sooner, and five times as many may give a false alarm.",
        "data",
        when={"window": ("5", "15")},
    ),
    Choice(
        "history",
        "Days learned from",
        Range(1, 14, 1, usual=(3, 14)),
        14,
        "A week holds a weekend; one day knows no Monday.",
        "data",
    ),
    Choice(
        "training",
        "Learn from",
        {
            "all": "All of the history",
            "tickets": "History without ticketed incidents",
            "clean": "Windows somebody checked to be clean",
        },
        "tickets",
        "What was wrong in the history teaches that wrong is normal, and lifts the level.",
        "data",
    ),
    Choice(
        "split",
        "Backtest on",
        {"time": "The last third of the history", "random": "Random windows of it"},
        "time",
        "Which part of the history the team judges itself by.",
        "data",
        leaks={"random": "Windows of one incident lie on both sides of a random split."},
    ),
)

DETECTORS = {
    "random": "Random score",
    "z": "z-score",
    "robust": "Robust z (median and MAD)",
    "iqr": "Tukey's fences (IQR)",
    "seasonal": "Residual of the hour",
    "ewma": "EWMA of the residual",
    "cusum": "CUSUM of the residual",
    "pca": "PCA reconstruction",
    "isolation": "Isolation forest",
    "ocsvm": "One-class SVM",
    "lof": "Local outlier factor",
    "autoencoder": "Autoencoder",
    "stream": "Half-space trees (stream)",
    "new": "New messages",
    "sequence": "Strange payments",
    "latency": "Slower answers",
    "logistic": "Logistic regression on tickets",
    "boosted": "Boosted trees on tickets",
}
COLUMNWISE = ("z", "robust", "iqr", "seasonal", "ewma", "cusum")
LEARNED = ("pca", "isolation", "ocsvm", "lof", "autoencoder", "logistic", "boosted")
TRANSFORMED = ("z", "robust", "iqr", *LEARNED)
OTHERS = {"none": "None"} | {name: DETECTORS[name] for name in DETECTORS if name != "random"}

SEVERAL = tuple(name for name in OTHERS if name != "none")


def _any_of(names: tuple[str, ...]) -> dict[str, tuple[Value, ...]]:
    """Where the first, the second or the third detector is one of these."""
    return dict.fromkeys(("detector", "second", "third"), names)


MODEL = (
    Choice(
        "detector",
        "Detector",
        DETECTORS,
        "seasonal",
        "What says how unusual a window is.",
        "model",
    ),
    Choice(
        "second",
        "Second detector",
        OTHERS,
        "new",
        "Another that sees what the first does not.",
        "model",
    ),
    Choice(
        "third",
        "Third detector",
        OTHERS,
        "sequence",
        "A third. Each adds what it finds and its false alarms.",
        "model",
    ),
    Choice(
        "combine",
        "Combined by",
        {
            "max": "The calibrated maximum",
            "any": "Any of them, at a level of its own",
            "vote": "Two of them at once",
        },
        "max",
        "Any adds up false alarms; a calibrated maximum shares the promise among them; a vote "
        "loses what only one can see.",
        "model",
        when_any={"second": SEVERAL, "third": SEVERAL},
    ),
    Choice(
        "features",
        "Features",
        {
            "counts": "Counts",
            "log": "Logarithm of counts",
            "tfidf": "tf-idf of the window",
            "residual": "Residual of the hour",
        },
        "counts",
        "What detectors see of the counts. Without the hour, afternoons look like incidents.",
        "model",
        when_any=_any_of(TRANSFORMED),
    ),
    Choice(
        "scaler",
        "Scaled by",
        {"past": "The history", "all": "Everything, live weeks included"},
        "past",
        "Which windows give the columns their scale.",
        "model",
        when_any=_any_of(LEARNED),
        leaks={"all": "Columns are scaled by windows that were still to come."},
    ),
    Choice(
        "pooling",
        "Columns become one score by",
        {"max": "The largest deviation", "squares": "The mean of squares"},
        "max",
        "The largest sees one message go wrong, the sum sees all of them a little.",
        "model",
        when_any=_any_of(COLUMNWISE),
    ),
    Choice(
        "sessions",
        "Strange payments are told by",
        {
            "lookup": "A list of count vectors seen before",
            "bigram": "Pairs of events never seen",
            "pca": "PCA of event counts",
            "isolation": "Isolation forest on event counts",
            "logistic": "Logistic regression on labels",
            "boosted": "Boosted trees on labels",
        },
        "bigram",
        "How a payment's own log is judged. Counts do not see that two events came in the wrong "
        "order.",
        "model",
    ),
)

DECISION = (
    Choice(
        "level",
        "Level set by",
        {
            "sigma": "Three standard deviations",
            "quantile": "A quantile of normal windows",
            "contamination": "The contamination parameter",
            "budget": "A budget of false pages",
            "best_f1": "Best F1 on the backtest",
        },
        "budget",
        "Where the line is. The dial moves it.",
        "decision",
        leaks={"best_f1": "The level was tuned on the windows it is judged on."},
    ),
    Choice(
        "quantile",
        "Quantile",
        Range(0.5, 0.99999, 0.001, whole=False, usual=(0.95, 0.9999)),
        0.999,
        "The share of normal windows below the level.",
        "decision",
        when={"level": ("quantile",)},
    ),
    Choice(
        "contamination",
        "Contamination",
        Range(0.001, 0.5, 0.005, whole=False, usual=(0.005, 0.1)),
        0.05,
        "The share of the history that is called an anomaly, whatever it holds.",
        "decision",
        when={"level": ("contamination",)},
    ),
    Choice(
        "budget",
        "False pages a day",
        Range(0.1, 100, 0.5, whole=False, usual=(0.5, 12)),
        4.0,
        "Two a shift of twelve hours: what people on call can bear and still look.",
        "decision",
    ),
    Choice(
        "correction",
        "Many columns at once",
        {"none": "No correction", "bonferroni": "Bonferroni's correction"},
        "none",
        "Three sigma is exceeded by one in 370: one of thirty messages does so in 12 windows.",
        "decision",
        when={"level": ("sigma",)},
    ),
    Choice(
        "alarming",
        "Alarming windows",
        Range(1, 6, 1),
        1,
        "So many windows have to alarm before somebody is paged.",
        "decision",
    ),
    Choice(
        "among",
        "Of the last",
        Range(1, 12, 1),
        1,
        "Windows among which they are counted. Waiting removes flukes and costs minutes.",
        "decision",
        when={"alarming": (2, 3, 4, 5, 6)},
    ),
    Choice(
        "release",
        "Ends below this share of the level",
        Range(0.1, 1, 0.05, whole=False),
        1.0,
        "Hysteresis: below 1 an alarm goes on until the score has come well down.",
        "decision",
    ),
    Choice(
        "quiet",
        "No second page within (minutes)",
        Range(0, 720, 15, usual=(0, 120)),
        30,
        "One incident should wake somebody once; but a false page may hide what follows it.",
        "decision",
    ),
    Choice(
        "page_cost",
        "Cost of a false page ($)",
        Range(0, 1000, 10, usual=(10, 200)),
        60,
        "Half an hour of somebody awake, and a little less trust in the next page.",
        "decision",
    ),
    Choice(
        "minute_cost",
        "Cost of a minute unnoticed ($)",
        Range(0, 1000, 5, usual=(1, 100)),
        10,
        "What goes wrong while nobody knows.",
        "decision",
    ),
    Choice(
        "miss_cost",
        "Cost of an incident missed ($)",
        Range(0, 10_000, 50, usual=(50, 2000)),
        200,
        "Customers tell you, and somebody has to write to them.",
        "decision",
    ),
)

EVALUATION = (
    Choice(
        "evaluation",
        "F1 counts",
        {
            "point": "Windows",
            "adjusted": "Windows, point-adjusted",
            "pak": "Windows, adjusted from a fifth on (PA%K)",
            "event": "Incidents and pages",
        },
        "event",
        "What the team counts as found. What on call lives with is incidents and pages.",
        "evaluation",
        leaks={"adjusted": "One lucky window counts as a whole incident found."},
    ),
)

TIME = (
    Choice(
        "retraining",
        "Learn again",
        {
            "never": "Never",
            "nightly": "Every night",
            "release": "With each release, its lines replayed",
        },
        "never",
        "Every night follows the world, incidents and all; a release can be learned before it is "
        "out.",
        "time",
    ),
)

SERVING = (
    Choice(
        "traffic",
        "Lines a second at peak",
        Range(1000, 200_000, 1000, usual=(5000, 60_000)),
        20_000,
        "What thirty services write in the busiest minute.",
        "serving",
        world=True,
    ),
    Choice(
        "workers",
        "Parser workers",
        Range(1, 64, 1, usual=(4, 24)),
        14,
        "Each parses some thousands of lines a second.",
        "serving",
    ),
    Choice(
        "burst",
        "Burst of an outage (times)",
        Range(1, 10, 0.5, whole=False, usual=(1, 5)),
        3.0,
        "An outage writes more lines just when they are needed, for ten minutes.",
        "serving",
        world=True,
    ),
    Choice(
        "deadline",
        "Page wanted within (seconds)",
        Range(30, 3600, 30, usual=(60, 900)),
        600,
        "How soon after it begins somebody should know of an incident.",
        "serving",
    ),
)

CHOICES = (*WORLD, *DATA, *MODEL, *DECISION, *EVALUATION, *TIME, *SERVING)
GROUPS = {
    "world": "World",
    "data": "Lines and windows",
    "model": "Detectors",
    "decision": "Level and pages",
    "evaluation": "Evaluation",
    "time": "Over time",
    "serving": "Stream",
}
ALIASES: dict[str, str] = {}

DIAL = Dial(
    "alarms",
    "Alarm level",
    "Alarming windows a day that the level promises if nothing is wrong.",
    low=0.001,
    high=1500.0,
)
