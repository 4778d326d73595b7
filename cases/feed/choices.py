"""Every choice of the feed, its groups and its dial."""

from __future__ import annotations

from cases.feed.decide import NAMES, PENALTIES
from data.feed.constants import HEADS, WEIGHTS
from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice

GROUPS = {
    "world": "World",
    "sources": "Sources",
    "light": "Light ranker",
    "heavy": "Heavy ranker",
    "data": "Training data",
    "weights": "Weights",
    "page": "The page",
    "long": "Long term",
    "authors": "Authors",
    "safety": "Safety",
}

WORLD = (
    size_choice(
        {"small": "140 readers", "medium": "400 readers", "large": "1,000 readers (slow)"},
        "medium",
        "How many people, authors and posts are simulated one by one. More give narrower "
        "intervals and take longer.",
    ),
    Choice(
        "drift",
        "What changes",
        {
            "none": "Nothing in particular",
            "news": "News breaks",
            "election": "An election heats up politics",
            "ring": "A group of authors posts clickbait",
            "brigade": "A campaign blocks and reports",
            "new_users": "A wave of new users",
            "exodus": "Good authors leave",
        },
        "none",
        "What changes in the world once the feed is live; a campaign of blocks and reports is in "
        "the log already. Decides which guard the feed needs.",
        "world",
        world=True,
    ),
    Choice(
        "fault",
        "Fault in the data",
        {
            "none": "Nothing",
            "flood": "One author posts hundreds in an hour",
            "copies": "Near copies of other posts",
            "clock": "Posts from the future",
            "deleted": "Deleted posts still listed",
            "authors": "Author ids missing, one filled in",
            "scores": "No scores for posts out of network",
        },
        "none",
        "What is wrong with a quarter of the live posts; missing scores hit every post by authors "
        "not followed. Decides what data guards are worth.",
        "world",
        world=True,
    ),
    Choice(
        "eta",
        "Position bias of readers (eta)",
        Range(0, 2, 0.1, whole=False, usual=(0.3, 1.5)),
        1.0,
        "A post at place r is looked at with probability r to the power of minus eta; at 0 every "
        "place is looked at. Decides how far clicks speak of the place and not of the post.",
        "world",
        world=True,
    ),
    Choice(
        "traffic",
        "Pages per second",
        Range(100, 500_000, 1_000, usual=(5_000, 100_000)),
        58_000,
        "Pages opened each second. Five billion rankings a day, as published, are 58,000 a "
        "second. Decides servers and cost.",
        "world",
        world=True,
    ),
    seed_choice(),
)

SOURCES = (
    Choice(
        "candidates_gathered",
        "Candidates gathered",
        Range(20, 160, 10, usual=(40, 120)),
        90,
        "How many posts the sources find for a reader; they stand for 1,500 in production. More "
        "find better posts and cost more to score.",
        "sources",
    ),
    Choice(
        "followed_share",
        "Share from followed authors",
        Range(0, 1, 0.05, whole=False, usual=(0.2, 0.8)),
        0.5,
        "Which share of the candidates is by authors the reader follows. Published: about half. "
        "The others bring what is new to the reader.",
        "sources",
    ),
    Choice(
        "discovery",
        "Source of the other candidates",
        {
            "mix": "Friends, similar and trending",
            "friends": "Authors that friends follow",
            "similar": "Posts similar to the reader's taste",
            "trending": "Most liked posts",
            "random": "Random posts",
        },
        "mix",
        "How posts by authors the reader does not follow are found. Decides whether they fit the "
        "reader or are only popular.",
        "sources",
    ),
    Choice(
        "half_life",
        "Recency half-life (hours)",
        Range(1, 96, 1, usual=(4, 48)),
        12,
        "After how many hours a post has lost half of its weight in every source. Short favours "
        "fresh posts, long favours good ones.",
        "sources",
    ),
    Choice(
        "out_of_network",
        "Factor for posts out of network",
        Range(0, 1.5, 0.05, whole=False, usual=(0.5, 1.0)),
        1.0,
        "What the score of posts by authors not followed is multiplied by. Published: 1. Below 1, "
        "followed authors come first.",
        "sources",
    ),
    Choice(
        "guards",
        "Data guards",
        {"on": "On", "off": "Off"},
        "on",
        "Leave out copies, deleted posts and posts without an author, correct clocks and missing "
        "scores, and let no factor raise a negative score.",
        "sources",
    ),
)

LIGHT = (
    Choice(
        "light_ranker",
        "Light ranker",
        {
            "none": "None: the heavy ranker scores all",
            "affinity": "Followed and known authors first",
            "logistic": "Logistic regression on five features",
        },
        "logistic",
        "What cuts the candidates down before the expensive model scores them. Decides which good "
        "posts it never sees.",
        "light",
    ),
    Choice(
        "candidates_kept",
        "Candidates kept",
        Range(10, 90, 5, usual=(20, 60)),
        40,
        "How many candidates of a reader the heavy ranker scores. More lose fewer good posts and "
        "need more servers.",
        "light",
        when={"light_ranker": ("affinity", "logistic")},
    ),
)

HEAVY = (
    Choice(
        "heavy_ranker",
        "Heavy ranker",
        {
            "heads": "One model per engagement",
            "one": "One model for any engagement",
            "lambdarank": "LambdaRank on graded engagement",
        },
        "heads",
        "Which models score the posts. One model cannot be given other weights later; LambdaRank "
        "gives an order and no probabilities.",
        "heavy",
    ),
    Choice(
        "features",
        "Features",
        {"all": "All", "no_counts": "Without likes and authors' past"},
        "all",
        "Whether models see what others did: such counts make popular posts and authors more "
        "popular.",
        "heavy",
    ),
)

DATA = (
    Choice(
        "negatives",
        "Negatives",
        {
            "shown": "Shown and not engaged with",
            "skip_above": "Shown above the last engagement",
            "random": "Random posts",
            "unseen": "Posts nobody was shown (a mistake)",
        },
        "shown",
        "Which rows count as no interest. A post that nobody was shown is not a post nobody wants.",
        "data",
    ),
    Choice(
        "negatives_per_positive",
        "Negatives per positive",
        Range(1, 30, 1, usual=(3, 20)),
        20,
        "How many rows without engagement are kept for each row with one. Fewer train faster; "
        "predicted probabilities are corrected for it.",
        "data",
    ),
    Choice(
        "label_window",
        "Label window (hours)",
        Range(1, 96, 1, usual=(6, 48)),
        48,
        "How long after the view an engagement still counts: replies come late, and a short window "
        "loses them.",
        "data",
    ),
    Choice(
        "rows_per_user",
        "Rows per user at most",
        Range(0, 400, 20, usual=(0, 200)),
        0,
        "Keeps the most active readers from dominating the training data; 0 is no limit.",
        "data",
    ),
    Choice(
        "split",
        "Held-out rows",
        {"time": "The last days", "random": "Random sessions"},
        "time",
        "Which rows the team evaluates its models on. It changes what the team sees, never what "
        "is true.",
        "data",
        leaks={"random": "Authors' counts then include the very engagements to be predicted."},
    ),
    Choice(
        "position_bias",
        "Correction for position",
        {
            "none": "Ignored",
            "feature": "A feature, fixed when serving",
            "ips_true": "Inverse propensity, true eta",
            "ips_estimated": "Inverse propensity, estimated eta",
            "ips_wrong": "Inverse propensity, eta half too high",
        },
        "feature",
        "How training allows for posts further down being looked at less. Eta is estimated from "
        "pages in random order. Decides whether the models learn the post or its place.",
        "data",
    ),
    Choice(
        "times_shown",
        "Showings per list (experiment)",
        Range(5, 5_000, 50, usual=(20, 1_000)),
        500,
        "How often each list of the experiment on clicks is shown. It changes that experiment "
        "alone, not the feed.",
        "data",
    ),
)

SCHEME = (
    Choice(
        "head_weights",
        "Weights of the heads",
        {
            "published": "As published in 2023",
            "equal": "Each head brings as much",
            "likes": "Likes only",
            "dwell": "Stays of two minutes only",
            "survey": "Fitted to the survey",
            "own": "Own weights",
        },
        "published",
        "What an engagement of each kind is worth in the score. Rates differ a thousandfold, so a "
        "large weight need not mean a large part of the score.",
        "weights",
        when={"heavy_ranker": ("heads",)},
    ),
)


def _own(head: str, weight: float) -> Choice:
    low, high = (-1000.0, 0.0) if weight < 0 else (0.0, 200.0)
    usual = (10 * weight, 0.0) if weight < -100 else None
    return Choice(
        f"w_{head}",
        f"Weight: {NAMES[head]}",
        Range(low, high, 0.5, whole=False, usual=usual if usual and usual[0] >= low else None),
        weight,
        f"How many points each expected one adds to the score ({NAMES[head]}), with own weights.",
        "weights",
        when={"head_weights": ("own",)},
    )


OWN = tuple(_own(head, weight) for head, weight in zip(HEADS, WEIGHTS, strict=True))
WEIGHING = (*SCHEME, *OWN)

PAGE = (
    Choice(
        "page_size",
        "Posts a page",
        Range(5, 40, 1, usual=(10, 30)),
        20,
        "How many posts a page holds. More let worse posts in and give more authors a place.",
        "page",
    ),
    Choice(
        "author_decay",
        "Author decay",
        Range(0, 1, 0.05, whole=False, usual=(0.25, 1.0)),
        0.5,
        "What an author's next post on a page keeps of its score, as a share of the one before. "
        "Published: 0.5; 1 changes nothing. Decides how many authors a page has.",
        "page",
    ),
    Choice(
        "author_floor",
        "Author floor",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.5)),
        0.25,
        "The share of its score that a post keeps at least, however many posts its author has "
        "above it. Published: 0.25.",
        "page",
    ),
    Choice(
        "topic_cap",
        "Topic cap (% of page)",
        Range(5, 100, 5, usual=(20, 100)),
        100,
        "Posts of a topic beyond this share of the page go behind all others; 100 is no cap.",
        "page",
    ),
    Choice(
        "mmr",
        "MMR: weight of diversity",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.6)),
        0.0,
        "Maximal marginal relevance: each place takes a post that is good and unlike those above. "
        "Variety is paid for in engagement.",
        "page",
    ),
    Choice(
        "seen_posts",
        "Posts seen elsewhere",
        {"on": "Left out", "off": "Shown again"},
        "on",
        "Whether posts that a reader has seen elsewhere may be on the page; few of them interest "
        "again.",
        "page",
    ),
)

LONG = (
    Choice(
        "penalty_from",
        "Clickbait penalty chosen by",
        {
            "none": "Nobody: no penalty",
            "test": "A four-week test",
            "year": "A holdout over the whole year",
        },
        "none",
        "By which experiment the company chooses the penalty on clickbait, unless the dial is "
        "moved by hand. The short test does not see who leaves later.",
        "long",
    ),
    Choice(
        "quality_weight",
        "Weight of the survey head",
        Range(0, 4, 0.25, whole=False, usual=(0, 2)),
        0.0,
        "How much the predicted survey answer counts, in standard deviations of the score. "
        "Decides between what people say and what they click.",
        "long",
    ),
    Choice(
        "return_weight",
        "Weight of returning",
        Range(0, 4, 0.25, whole=False, usual=(0, 2)),
        0.0,
        "How much a post's estimated effect on whether people return counts, in standard "
        "deviations of the score.",
        "long",
    ),
    Choice(
        "time_order_share",
        "Readers in time order",
        Range(0, 1, 0.05, whole=False, usual=(0, 1)),
        0.0,
        "The share of readers whose page is in time order: posts of authors they follow, newest "
        "first. No ranking is needed, and none helps.",
        "long",
    ),
)

AUTHORS = (
    Choice(
        "small_author_boost",
        "Boost for small authors",
        Range(0, 3, 0.1, whole=False, usual=(0, 1.5)),
        0.0,
        "Added to the score of posts by the third of authors with least feedback, in standard "
        "deviations. Keeps authors posting, at a cost in engagement.",
        "authors",
    ),
    Choice(
        "author_cap",
        "Cap on one author's looks (%)",
        Range(1, 100, 1, usual=(2, 100)),
        100,
        "An author with more than this share of a period's looks is held back in the next; 100 is "
        "no cap. Decides how unequal looks may get.",
        "authors",
    ),
    Choice(
        "small_author_slots",
        "Slots for small authors",
        Range(0, 10, 1, usual=(0, 5)),
        0,
        "How many places of a page are reserved for the third of authors with least feedback. "
        "Keeps authors posting, at a cost in engagement.",
        "authors",
    ),
)

SAFETY = (
    Choice(
        "complaint_weight",
        "Factor on complaints",
        Range(0, 10, 0.25, whole=False, usual=(0, 4)),
        1.0,
        "Multiplies the weights of negative feedback and of reports. Decides how far complaints "
        "push a post down.",
        "safety",
        when={"heavy_ranker": ("heads",)},
    ),
    Choice(
        "report_threshold",
        "Hide above (times the report rate)",
        Range(0, 50, 1, usual=(0, 20)),
        0,
        "Posts whose predicted probability of a report is above this multiple of the mean are not "
        "shown; 0 hides none.",
        "safety",
        when={"heavy_ranker": ("heads",)},
    ),
    Choice(
        "complaints_counted",
        "Repeated complaints",
        {"each": "Each counts", "once": "One per community and author"},
        "each",
        "Whether complaints about an author from one community count each or once. Decides what a "
        "campaign of blocks and reports can do.",
        "safety",
        replaced={"off": {"complaints_counted": "each"}, "on": {"complaints_counted": "once"}},
    ),
)

CHOICES = (*WORLD, *SOURCES, *LIGHT, *HEAVY, *DATA, *WEIGHING, *PAGE, *LONG, *AUTHORS, *SAFETY)

DIAL = Dial(
    "penalty",
    "Clickbait penalty",
    "What a post that is all clickbait loses, in half standard deviations of the score. A low "
    "penalty looks best in the test, a high one in the survey.",
    low=PENALTIES[0],
    high=PENALTIES[-1],
)

ALIASES = {
    "heavy": "heavy_ranker",
    "light": "light_ranker",
    "keep": "candidates_kept",
    "pool": "candidates_gathered",
    "aim": "penalty_from",
    "shows": "times_shown",
    "cap": "author_cap",
    "boost": "small_author_boost",
    "guarantee": "small_author_slots",
    "discount": "complaints_counted",
    "complaint": "complaint_weight",
    "returning": "return_weight",
    "quality": "quality_weight",
    "balance": "rows_per_user",
    "ratio": "negatives_per_positive",
    "window": "label_window",
    "decay": "author_decay",
    "floor": "author_floor",
    "seen": "seen_posts",
    "chronological": "time_order_share",
    "position": "position_bias",
    "k": "page_size",
    "scheme": "head_weights",
}
