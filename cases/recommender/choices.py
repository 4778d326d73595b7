"""Every choice of the recommender, and its dial."""

from __future__ import annotations

from cases.recommender.choices_ranking import EXPLORE, LEARNING, RANKING, ROWS
from cases.recommender.plan import LONGEST
from kit.choice import Choice, Dial, Range

GROUPS = {
    "world": "World",
    "learning": "Candidates and learning",
    "ranking": "Ranking and cold start",
    "rows": "Re-ranking",
    "explore": "Exploration",
    "evaluation": "Evaluation",
    "time": "Over time",
    "serving": "Serving",
}

WORLD = (
    Choice(
        "size",
        "Size",
        {
            "tiny": "200 users and titles",
            "small": "500 users, 450 titles",
            "usual": "1,200 and 900",
            "large": "5,000 and 3,000",
        },
        "usual",
        "How many users and titles are simulated. The large one takes about half a minute.",
        "world",
        world=True,
    ),
    Choice(
        "taste",
        "Strength of taste",
        Range(0, 16, 0.5, whole=False, usual=(3, 12)),
        8.0,
        "Log odds between a title of one's own genre and one of another. With little taste the "
        "popular titles are as good as any.",
        "world",
        world=True,
    ),
    Choice(
        "skew",
        "Exposure skew of the log",
        Range(0, 1.6, 0.1, whole=False, usual=(0, 1.2)),
        0.3,
        "How far the previous system favoured a few titles, whoever looked: exposure falls with a "
        "title's rank to this power.",
        "world",
        world=True,
    ),
    Choice(
        "shows",
        "Log: impressions a user",
        Range(0, 1000, 20, usual=(40, 500)),
        240,
        "How much the median user was shown in the twelve weeks before. With none there is no log "
        "at all.",
        "world",
        world=True,
    ),
    Choice(
        "blur",
        "Noise in the metadata",
        Range(0, 1, 0.02, whole=False, usual=(0, 0.5)),
        0.12,
        "How far the genres in the metadata are from what a title is, as a standard deviation.",
        "world",
        world=True,
    ),
    Choice(
        "churn",
        "Catalogue replaced a week",
        Range(0, 0.1, 0.005, whole=False, usual=(0, 0.05)),
        0.01,
        "The share of titles that leave each week for ones nobody has met.",
        "world",
        world=True,
    ),
    Choice(
        "shared",
        "Shared accounts",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.5)),
        0.0,
        "The share of accounts on which two people take turns, a child's profile among them.",
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
            "surge": "A surge of new users",
            "bots": "A ring of bots",
            "outage": "Metadata is lost",
            "autoplay": "The first title starts by itself",
        },
        "none",
        "What moves as the new system goes live. The last one fills the log with takes nobody "
        "meant.",
        "world",
        world=True,
    ),
    Choice(
        "mind",
        "Tastes follow the row",
        Range(0, 0.5, 0.01, whole=False, usual=(0, 0.1)),
        0.0,
        "How far a week's watching moves a taste towards it: what tells a narrow policy from a "
        "narrowed mind. It matters once weeks have passed.",
        "world",
        world=True,
    ),
    Choice(
        "traffic",
        "Requests a second",
        Range(50, 50_000, 50, usual=(200, 10_000)),
        1000,
        "The rate the service must bear at its peak.",
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
        "How many titles retrieval has to look through, for time and cost; those simulated one by "
        "one stand for them.",
        "world",
        world=True,
    ),
    Choice(
        "seed",
        "Seed",
        Range(0, 9999, 1),
        7,
        "Which service out of all those with the same settings. Change it to see what is luck.",
        "world",
        world=True,
    ),
)

EVALUATION = (
    Choice(
        "split",
        "The team holds back",
        {
            "random": "A fifth of the rows at random",
            "last": "Each user's last take",
            "user_time": "Each user's last fifth",
            "global_time": "The last two weeks",
        },
        "global_time",
        "Which takes the team judges itself by. Only the last knows nothing of what was yet to "
        "come.",
        "evaluation",
        leaks={
            "random": "Rows at random: the model has met the weeks it is judged on.",
            "last": "Each user's last take: others' later takes are trained on.",
            "user_time": "Each user's last fifth: others' later takes are trained on.",
        },
    ),
    Choice(
        "metric",
        "It measures on",
        {
            "full": "The full catalogue",
            "sampled": "100 sampled negatives",
            "ips": "Takes weighed by 1 / propensity",
            "truth": "The truth (only here)",
        },
        "full",
        "How held-back takes become a number. It changes what is seen, never what is true.",
        "evaluation",
        leaks={"sampled": "Among a hundred titles drawn evenly, any model looks good."},
    ),
)

TIME = (
    Choice(
        "retrain",
        "Retrained every ... weeks",
        Range(0, 26, 1, usual=(0, 12)),
        2,
        "How often the models that serve are trained again on the log so far; 0 is never.",
        "time",
    ),
    Choice(
        "judged",
        "Judged",
        {"launch": "At launch", "later": "After weeks of its own loop"},
        "launch",
        "When the readings are taken. Later, the design has lived on what it showed itself.",
        "time",
        world=True,
    ),
    Choice(
        "weeks",
        "Weeks lived",
        Range(1, 60, 1, usual=(2, 12)),
        12,
        "How many weeks of its own rows the design has seen before it is judged.",
        "time",
        when={"judged": ("later",)},
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
            "stale": "Rows made ahead",
        },
        "exact",
        "How candidates are fetched at request time: what it saves in time it loses in recall or "
        "in freshness.",
        "serving",
    ),
    Choice(
        "found",
        "Recall of the approximate search",
        Range(0.3, 1, 0.01, whole=False, usual=(0.6, 0.99)),
        0.93,
        "The share of the true nearest titles an index finds. The last per cent cost most.",
        "serving",
        when={"serving": ("approximate",)},
    ),
    Choice(
        "stale",
        "Made ... days ahead",
        Range(0, 60, 1, usual=(1, 30)),
        7,
        "How old the log is that rows made ahead were made from.",
        "serving",
        when={"serving": ("stale",)},
    ),
    Choice(
        "fleet",
        "Retrieval servers",
        Range(1, 2000, 4, usual=(4, 400)),
        24,
        "Machines that fetch candidates.",
        "serving",
    ),
)

CHOICES = (*WORLD, *LEARNING, *RANKING, *ROWS, *EXPLORE, *EVALUATION, *TIME, *SERVING)

DIAL = Dial(
    "k",
    "Titles in the row (k)",
    "How long the row is: a longer one shows more of the catalogue, and what stands further down "
    "is looked at less.",
    low=1,
    high=LONGEST,
)
