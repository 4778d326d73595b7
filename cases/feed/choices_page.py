"""Choices about the page, the long run, authors and safety."""

from __future__ import annotations

from kit.choice import Choice, Range

PAGE = (
    Choice(
        "k",
        "Posts a page",
        Range(5, 40, 1, usual=(10, 30)),
        20,
        "How many posts a page holds.",
        "page",
    ),
    Choice(
        "decay",
        "Author decay",
        Range(0, 1, 0.05, whole=False, usual=(0.25, 1.0)),
        0.5,
        "What an author's next post on a page is worth, as a share of the one before. Published: "
        "0.5; 1 changes nothing.",
        "page",
    ),
    Choice(
        "floor",
        "Author floor",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.5)),
        0.25,
        "The share of its score that a post keeps however many its author has above it. "
        "Published: 0.25.",
        "page",
    ),
    Choice(
        "topic_cap",
        "Most of a page on one topic (%)",
        Range(5, 100, 5, usual=(20, 100)),
        100,
        "Posts beyond it go behind all others; 100 is no cap.",
        "page",
    ),
    Choice(
        "mmr",
        "MMR: weight of being different",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.6)),
        0.0,
        "Maximal marginal relevance: each place takes what is good and unlike what stands above.",
        "page",
    ),
    Choice(
        "seen",
        "Seen posts",
        {"on": "Left out", "off": "Shown again"},
        "on",
        "Whether posts a reader met elsewhere may stand on the page; they interest little.",
        "page",
    ),
)

LONG = (
    Choice(
        "aim",
        "Where the clickbait penalty stands",
        {
            "none": "At zero",
            "test": "Where a four-week test likes it best",
            "year": "Where the year is best",
        },
        "none",
        "How the company settles the penalty, unless the dial is moved by hand.",
        "long",
    ),
    Choice(
        "quality",
        "Weight of the quality head",
        Range(0, 4, 0.25, whole=False, usual=(0, 2)),
        0.0,
        "How much what the survey says of posts counts, in standard deviations beside the score's.",
        "long",
    ),
    Choice(
        "returning",
        "Weight of coming back",
        Range(0, 4, 0.25, whole=False, usual=(0, 2)),
        0.0,
        "How much a post's estimated part in whether people return counts, in standard deviations.",
        "long",
    ),
    Choice(
        "chronological",
        "Readers in time order",
        Range(0, 1, 0.05, whole=False, usual=(0, 1)),
        0.0,
        "The share of readers who see what they follow, newest first.",
        "long",
    ),
)

AUTHORS = (
    Choice(
        "boost",
        "Lift for small authors",
        Range(0, 3, 0.1, whole=False, usual=(0, 1.5)),
        0.0,
        "Added to posts of the third of authors with least feedback, in standard deviations.",
        "authors",
    ),
    Choice(
        "cap",
        "Most looks for one author (%)",
        Range(1, 100, 1, usual=(2, 100)),
        100,
        "Who had more of a period's looks is held back in the next; 100 is no cap.",
        "authors",
    ),
    Choice(
        "guarantee",
        "Places for small authors",
        Range(0, 10, 1, usual=(0, 5)),
        0,
        "How many places of a page are kept for the third of authors with least feedback.",
        "authors",
    ),
)

SAFETY = (
    Choice(
        "complaint",
        "Complaints count (times)",
        Range(0, 10, 0.25, whole=False, usual=(0, 4)),
        1.0,
        "Multiplies the weights of negative feedback and of reports.",
        "safety",
        when={"heavy": ("heads",)},
    ),
    Choice(
        "report_threshold",
        "Hidden from so many times the report rate",
        Range(0, 50, 1, usual=(0, 20)),
        0,
        "Posts whose predicted chance of a report is above this multiple of the mean are not "
        "shown; 0 hides none.",
        "safety",
        when={"heavy": ("heads",)},
    ),
    Choice(
        "discount",
        "Complaints in concert",
        {"off": "Count each", "on": "One a community and author"},
        "off",
        "Whether a crowd of complaints from one corner counts as many or as one.",
        "safety",
    ),
)
