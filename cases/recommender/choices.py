"""Every choice of the recommender, and its dial."""

from __future__ import annotations

from cases.recommender.world import LONGEST
from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice

GROUPS = {
    "world": "World",
    "learning": "Candidates and learning",
    "ranking": "Ranking and cold start",
    "rows": "Re-ranking",
    "exploration": "Exploration",
    "evaluation": "Evaluation",
    "time": "Over time",
    "serving": "Serving",
}

SAMPLERS = ("two_tower", "ncf")
"""Generators that learn from negatives."""

RANKERS = ("logistic", "lightgbm", "lambdarank")

ALIASES = {
    "taste": "taste_strength",
    "skew": "exposure_skew",
    "shows": "impressions",
    "blur": "metadata_noise",
    "churn": "catalogue_turnover",
    "shared": "shared_accounts",
    "mind": "influence",
    "ratio": "negatives_per_take",
    "cold": "cold_start",
    "seen": "seen_filter",
    "strength": "rerank_strength",
    "explore": "exploration",
    "amount": "exploration_amount",
    "judged": "judged_at",
    "found": "index_recall",
    "stale": "days_ahead",
    "fleet": "retrieval_servers",
}

WORLD = (
    size_choice(
        {
            "tiny": "200 users and titles",
            "small": "500 users, 450 titles",
            "usual": "1,200 and 900",
            "large": "5,000 and 3,000",
        },
        "usual",
        "How many users and titles are simulated. More give narrower intervals; the large one "
        "takes about half a minute.",
    ),
    Choice(
        "taste_strength",
        "Strength of taste",
        Range(0, 16, 0.5, whole=False, usual=(3, 12)),
        8.0,
        "Log odds between a title of one's own genre and one of another. With weak tastes the "
        "popular titles are as good as any personal choice.",
        "world",
        world=True,
    ),
    Choice(
        "exposure_skew",
        "Exposure skew of the log",
        Range(0, 1.6, 0.1, whole=False, usual=(0, 1.2)),
        0.3,
        "How far the previous system favoured a few titles, whoever looked: exposure falls with a "
        "title's rank to this power. Decides how far its log can be believed.",
        "world",
        world=True,
    ),
    Choice(
        "impressions",
        "Impressions a user in the log",
        Range(0, 1000, 20, usual=(40, 500)),
        240,
        "How many titles the median user was shown in the twelve weeks before. With none there is "
        "no log at all.",
        "world",
        world=True,
    ),
    Choice(
        "metadata_noise",
        "Noise in the metadata",
        Range(0, 1, 0.02, whole=False, usual=(0, 0.5)),
        0.12,
        "How far the genres in the metadata are from what a title is, as a standard deviation. "
        "Decides what content can do for new titles.",
        "world",
        world=True,
    ),
    Choice(
        "catalogue_turnover",
        "Catalogue replaced a week",
        Range(0, 0.1, 0.005, whole=False, usual=(0, 0.05)),
        0.01,
        "The share of titles that leave each week, for new ones that nobody has seen. Decides how "
        "much cold start matters.",
        "world",
        world=True,
    ),
    Choice(
        "shared_accounts",
        "Shared accounts",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.5)),
        0.0,
        "The share of accounts on which two people take turns, such as a parent and a child. One "
        "taste for both fits neither.",
        "world",
        world=True,
    ),
    Choice(
        "drift",
        "What changes around launch",
        {
            "none": "Nothing in particular",
            "tastes": "Half of the tastes",
            "holiday": "Three weeks of holiday",
            "surge": "Many new users at once",
            "bots": "A ring of bots",
            "outage": "Metadata is lost",
            "autoplay": "The first title starts by itself",
        },
        "none",
        "What changes in the world as the new system goes live. Bots and autoplay fill the log "
        "with starts that nobody meant.",
        "world",
        world=True,
    ),
    Choice(
        "influence",
        "Tastes follow what is watched",
        Range(0, 0.5, 0.01, whole=False, usual=(0, 0.1)),
        0.0,
        "How far a week's watching moves a taste towards what was watched. It tells a narrow "
        "policy from a narrowed taste, and matters once weeks have passed.",
        "world",
        world=True,
    ),
    Choice(
        "traffic",
        "Requests a second",
        Range(50, 50_000, 50, usual=(200, 10_000)),
        1000,
        "Requests that arrive in a second at peak. With the servers it decides waiting times and "
        "cost.",
        "world",
        world=True,
    ),
    Choice(
        "deadline",
        "Deadline (ms)",
        Range(5, 1000, 5, usual=(30, 300)),
        150,
        "How long the page waits for a row before it shows popular titles.",
        "world",
        world=True,
    ),
    Choice(
        "catalogue",
        "Catalogue (times 10,000 titles)",
        Range(0.1, 1000, 1, whole=False, usual=(1, 100)),
        1.0,
        "How many titles retrieval has to search, for latency and cost. The titles that are "
        "simulated one by one stand for them.",
        "world",
        world=True,
    ),
    seed_choice(),
)

LEARNING = (
    Choice(
        "generator",
        "Candidates from",
        {
            "random": "Random titles",
            "popularity": "Popularity",
            "recent": "Recent popularity",
            "user": "User-user neighbours",
            "item": "Item-item neighbours (cosine)",
            "ease": "EASE",
            "svd": "PureSVD",
            "als": "ALS",
            "bpr": "BPR",
            "rated": "Factors fitted to ratings",
            "two_tower": "Two-tower",
            "ncf": "Neural CF (an MLP head)",
            "content": "Content",
            "hybrid": "Hybrid of ALS and content",
            "union": "Union with quotas",
        },
        "als",
        "Which model scores every title for every user. The union takes 40 % of its candidates "
        "from ALS, 30 % from item-item neighbours, 20 % by content and 10 % of what is recently "
        "popular.",
        "learning",
    ),
    Choice(
        "factors",
        "Length of the vectors",
        Range(1, 128, 8, usual=(8, 64)),
        16,
        "How many numbers describe a user and a title. More tell tastes apart in finer detail, "
        "need more of a log, and take longer to search.",
        "learning",
        when={"generator": ("svd", "als", "bpr", "rated", "two_tower", "ncf", "hybrid", "union")},
    ),
    Choice(
        "ranker",
        "Ranker",
        {
            "none": "None: the generator's order",
            "logistic": "Logistic regression",
            "lightgbm": "Boosted trees (LightGBM)",
            "lambdarank": "LambdaRank (LightGBM)",
        },
        "none",
        "A second model that orders the candidates again, with features of title and user. "
        "Decides how well a row is ordered, not what can be in it.",
        "ranking",
    ),
    Choice(
        "negatives",
        "Negatives",
        {
            "uniform": "Any title, all alike",
            "popularity": "Popular titles more often",
            "shown": "Shown and not taken",
        },
        "uniform",
        "Which titles two-tower, neural CF and rankers learn as not wanted. A title never shown "
        "was never refused; those shown were chosen by the last system.",
        "learning",
        when_any={"generator": SAMPLERS, "ranker": RANKERS},
    ),
    Choice(
        "negatives_per_take",
        "Negatives for each title taken",
        Range(1, 20, 1, usual=(1, 10)),
        4,
        "How many negatives are in the training data for each title taken. More take longer to "
        "train.",
        "learning",
        when_any={"generator": SAMPLERS, "ranker": RANKERS},
    ),
    Choice(
        "target",
        "Trained on",
        {"clicks": "Titles taken", "hours": "Hours watched"},
        "clicks",
        "Whether each title taken counts as one or as the hours it was watched. Decides whether a "
        "title started and left counts as a success.",
        "learning",
    ),
)

RANKING = (
    Choice(
        "cold_start",
        "Cold start",
        {
            "none": "None",
            "popularity": "Popular titles for cold users",
            "content": "Content for cold users and titles",
            "blend": "Blend of content and what others took",
            "quiz": "Onboarding quiz, then the blend",
            "slots": "Explore slots: two of ten for new titles",
        },
        "none",
        "What is done for users and titles about which little is known. The blend gives what "
        "others took the weight n / (n + 15), with n takes known.",
        "ranking",
    ),
    Choice(
        "candidates",
        "Candidates fetched",
        Range(20, 500, 20, usual=(50, 200)),
        100,
        "How many titles retrieval hands on for a ranker or re-ranking to choose from. Others "
        "cannot be shown.",
        "ranking",
    ),
    Choice(
        "seen_filter",
        "Seen filter",
        {
            "off": "Off",
            "taken": "Hide what was taken lately",
            "shown": "Hide what was shown lately",
        },
        "taken",
        "What is left out of a row: titles taken, or even shown, within the last six weeks. "
        "Decides how often people meet the same titles again.",
        "ranking",
    ),
)

ROWS = (
    Choice(
        "rerank",
        "Re-ranking",
        {
            "none": "None",
            "mmr": "MMR: unlike the titles above",
            "discount": "Popularity discount",
            "calibrated": "Calibrated genres",
        },
        "none",
        "What a row should be besides a list of high scores: varied, less popular, or as mixed as "
        "the user's own tastes.",
        "rows",
    ),
    Choice(
        "rerank_strength",
        "Strength of re-ranking",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.8)),
        0.3,
        "The weight of re-ranking against the score: 0 keeps the order, 1 ignores the score. "
        "Variety is paid for in titles taken.",
        "rows",
        when={"rerank": ("mmr", "discount", "calibrated")},
    ),
    Choice(
        "originals",
        "Share reserved for originals",
        Range(0, 0.6, 0.05, whole=False, usual=(0, 0.3)),
        0.0,
        "The part of the row's first titles that must be the service's own, by contract. Decides "
        "what the contract costs in titles taken.",
        "rows",
        world=True,
    ),
)

EXPLORATION = (
    Choice(
        "exploration",
        "Exploration",
        {
            "none": "None",
            "epsilon": "Epsilon: a share of slots at random",
            "thompson": "Thompson sampling of titles",
        },
        "none",
        "How titles get shown that no score would choose. Thompson sampling draws a title's score "
        "more widely the less it was shown. It costs now; whether it pays later depends on the "
        "world.",
        "exploration",
    ),
    Choice(
        "exploration_amount",
        "Amount of exploration",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.3)),
        0.1,
        "Epsilon: the share of slots filled at random. Thompson: how widely scores are drawn, in "
        "standard deviations.",
        "exploration",
        when={"exploration": ("epsilon", "thompson")},
    ),
)

EVALUATION = (
    Choice(
        "split",
        "The team holds back",
        {
            "random": "A fifth of the impressions at random",
            "last": "Each user's last take",
            "user_time": "Each user's last fifth",
            "global_time": "The last two weeks",
        },
        "global_time",
        "Which takes the team judges the design by. Only with the last two weeks does the model "
        "know nothing of the time it is judged on.",
        "evaluation",
        leaks={
            "random": "Impressions at random: the model has met the weeks it is judged on.",
            "last": "Each user's last take: later takes of other users are trained on.",
            "user_time": "Each user's last fifth: later takes of other users are trained on.",
        },
    ),
    Choice(
        "metric",
        "Measured on",
        {
            "full": "The full catalogue",
            "sampled": "100 sampled negatives",
            "ips": "Takes weighted by 1 / propensity",
            "truth": "The truth (only here)",
        },
        "full",
        "How held-back takes become a number. It changes what the team sees, never what is true.",
        "evaluation",
        leaks={"sampled": "Among a hundred titles drawn evenly, any model looks good."},
    ),
)

LOG = (
    Choice(
        "logged",
        "The log holds",
        {"shown": "What was shown, and what was taken", "taken": "Only what was taken"},
        "shown",
        "What the log keeps. Without impressions there are no refusals to learn from and no "
        "propensities to weight by.",
        "learning",
        when_any={
            "ranker": RANKERS,
            "metric": ("ips",),
            "generator": SAMPLERS,
            "exploration": ("thompson",),
        },
    ),
)

TIME = (
    Choice(
        "retrain",
        "Weeks between retrainings",
        Range(0, 26, 1, usual=(0, 12)),
        2,
        "How often the live models are trained again on the log so far; 0 is never. Decides how "
        "soon new titles and new tastes are known.",
        "time",
    ),
    Choice(
        "judged_at",
        "Judged",
        {"launch": "At launch", "later": "After weeks on its own log"},
        "launch",
        "When the readings are taken. Later, the design has learnt from what it showed itself.",
        "time",
        world=True,
    ),
    Choice(
        "weeks",
        "Weeks since launch",
        Range(1, 60, 1, usual=(2, 12)),
        12,
        "How many weeks of its own rows the design has seen before it is judged.",
        "time",
        when={"judged_at": ("later",)},
        world=True,
    ),
)

SERVING = (
    Choice(
        "serving",
        "Retrieval",
        {
            "exact": "Exact: every title is scored",
            "approximate": "Approximate nearest neighbours",
            "precomputed": "Rows computed ahead",
        },
        "exact",
        "How candidates are fetched at request time. What it saves in time it loses in recall or "
        "in freshness.",
        "serving",
        replaced={"stale": {"serving": "precomputed"}},
    ),
    Choice(
        "index_recall",
        "Recall of the index",
        Range(0.3, 1, 0.01, whole=False, usual=(0.6, 0.99)),
        0.93,
        "The share of the true nearest titles that an approximate index finds. The last per cent "
        "cost most time.",
        "serving",
        when={"serving": ("approximate",)},
    ),
    Choice(
        "days_ahead",
        "Days computed ahead",
        Range(0, 60, 1, usual=(1, 30)),
        7,
        "How old the log is from which the rows were computed. Long saves work and misses what is "
        "new.",
        "serving",
        when={"serving": ("precomputed",)},
    ),
    Choice(
        "retrieval_servers",
        "Retrieval servers",
        Range(1, 2000, 4, usual=(4, 400)),
        24,
        "How many machines fetch candidates. Too few, and rows come after the deadline.",
        "serving",
    ),
)

CHOICES = (
    *WORLD,
    *LEARNING,
    *RANKING,
    *ROWS,
    *EXPLORATION,
    *EVALUATION,
    *LOG,
    *TIME,
    *SERVING,
)

DIAL = Dial(
    "k",
    "Titles in the row (k)",
    "How long the row is. A longer one shows more of the catalogue, and titles "
    "further down are looked at less.",
    low=1,
    high=LONGEST,
)
