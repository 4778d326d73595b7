"""Choices about candidates, ranking, rows and exploration."""

from __future__ import annotations

from kit.choice import Choice, Range

LEARNING = (
    Choice(
        "generator",
        "Candidates from",
        {
            "random": "Random titles",
            "popularity": "Popularity",
            "recent": "Recent popularity",
            "user": "Users alike",
            "item": "Items alike (cosine)",
            "ease": "EASE",
            "svd": "PureSVD",
            "als": "ALS",
            "bpr": "BPR",
            "rated": "Ratings, least squared error",
            "two_tower": "Two-tower",
            "ncf": "Neural CF (an MLP head)",
            "content": "Content",
            "hybrid": "Hybrid of ALS and content",
            "union": "Union with quotas",
        },
        "als",
        "What scores every title for every user. The union takes 40 % of its candidates from ALS, "
        "30 % from items alike, 20 % by content and 10 % of what is recently popular.",
        "learning",
    ),
    Choice(
        "factors",
        "Length of the vectors",
        Range(1, 128, 8, usual=(8, 64)),
        16,
        "How many numbers describe a user and a title.",
        "learning",
        when={"generator": ("svd", "als", "bpr", "rated", "two_tower", "ncf", "hybrid", "union")},
    ),
    Choice(
        "negatives",
        "What counts as a no",
        {
            "uniform": "Any title, evenly",
            "popularity": "Popular titles more often",
            "shown": "Shown and not taken",
        },
        "uniform",
        "Where two-tower, neural CF and rankers get the titles a user did not want. Unshown titles "
        "are no refusals; shown ones were chosen by the last system.",
        "learning",
    ),
    Choice(
        "ratio",
        "Negatives a take",
        Range(1, 20, 1, usual=(1, 10)),
        4,
        "How many of them stand beside each take.",
        "learning",
    ),
    Choice(
        "target",
        "Learnt from",
        {"clicks": "Titles taken", "hours": "Hours watched"},
        "clicks",
        "Whether each take counts as one or as the hours it was watched.",
        "learning",
    ),
    Choice(
        "logged",
        "The log holds",
        {"shown": "What was shown, and what was taken", "taken": "Only what was taken"},
        "shown",
        "Without impressions there are no refusals to learn from and no propensities to weigh by.",
        "learning",
    ),
)

RANKING = (
    Choice(
        "cold",
        "Cold start",
        {
            "none": "None",
            "popularity": "Popular titles for cold users",
            "content": "Content for cold users and titles",
            "blend": "Blend: n / (n + 15) of what others took",
            "quiz": "Onboarding quiz, then the blend",
            "slots": "Explore slots: two of ten for new titles",
        },
        "none",
        "What is done for users and titles about which little is known.",
        "ranking",
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
        "What looks at the candidates again, with features of title and user.",
        "ranking",
    ),
    Choice(
        "candidates",
        "Candidates fetched",
        Range(20, 500, 20, usual=(50, 200)),
        100,
        "How many titles retrieval hands on. What is not among them cannot be shown.",
        "ranking",
    ),
    Choice(
        "seen",
        "Seen filter",
        {
            "off": "Off",
            "taken": "Hide what was taken lately",
            "shown": "Hide what was shown lately",
        },
        "taken",
        "What is left out of a row: titles taken, or even shown, within the last six weeks.",
        "ranking",
    ),
)

ROWS = (
    Choice(
        "rerank",
        "Re-ranking",
        {
            "none": "None",
            "mmr": "MMR: unlike what stands above",
            "discount": "Popularity discount",
            "calibrated": "Calibrated genres",
        },
        "none",
        "What a row has to be beyond a list of high scores.",
        "rows",
    ),
    Choice(
        "strength",
        "Strength",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.8)),
        0.3,
        "How much of the score re-ranking gives up for it: 0 leaves the order, 1 forgets it.",
        "rows",
        when={"rerank": ("mmr", "discount", "calibrated")},
    ),
    Choice(
        "originals",
        "Share owed to originals",
        Range(0, 0.6, 0.05, whole=False, usual=(0, 0.3)),
        0.0,
        "The part of the row's first titles that has to be the service's own, by contract.",
        "rows",
        world=True,
    ),
)

EXPLORE = (
    Choice(
        "explore",
        "Exploration",
        {
            "none": "None",
            "epsilon": "Epsilon: a share of places by lot",
            "thompson": "Thompson: as unsure as we are of a title",
        },
        "none",
        "How titles get a chance that nobody would give them. It costs now; whether it pays later "
        "depends on the world.",
        "explore",
    ),
    Choice(
        "amount",
        "Amount",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.3)),
        0.1,
        "The share of places given by lot, or how far Thompson's draws spread, in standard "
        "deviations of the scores.",
        "explore",
        when={"explore": ("epsilon", "thompson")},
    ),
)
