"""Choices about the world, the sources, the light ranker and the machines."""

from __future__ import annotations

from kit.choice import Choice, Range

WORLD = (
    Choice(
        "size",
        "Size of the feed",
        {"small": "140 readers", "medium": "400 readers", "large": "1,000 readers (slow)"},
        "medium",
        "How many people, authors and posts are simulated one by one. More are less noise and "
        "more waiting.",
        "world",
        world=True,
    ),
    Choice(
        "drift",
        "What changes",
        {
            "none": "Nothing in particular",
            "news": "News breaks",
            "election": "An election heats up politics",
            "ring": "A ring of authors baits",
            "brigade": "A campaign blocks and reports",
            "new_users": "A wave of new users",
            "exodus": "Good authors leave",
        },
        "none",
        "What moves once the feed is live; a campaign strikes in the log already.",
        "world",
        world=True,
    ),
    Choice(
        "fault",
        "What is wrong with the data",
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
        "A quarter of the live posts are hit, or everything the reader does not follow.",
        "world",
        world=True,
    ),
    Choice(
        "eta",
        "How fast attention falls (eta)",
        Range(0, 2, 0.1, whole=False, usual=(0.3, 1.5)),
        1.0,
        "A post at place r is looked at with chance r to the power of minus eta; 0 is everywhere "
        "alike.",
        "world",
        world=True,
    ),
    Choice(
        "traffic",
        "Pages a second",
        Range(100, 500_000, 1_000, usual=(5_000, 100_000)),
        58_000,
        "Five billion rankings a day, as published, are 58,000 a second.",
        "world",
        world=True,
    ),
    Choice(
        "seed",
        "Seed",
        Range(0, 9999, 1),
        7,
        "Which feed out of all those with the same settings. Change it to see what is luck.",
        "world",
        world=True,
    ),
)

SOURCES = (
    Choice(
        "pool",
        "Candidates gathered",
        Range(20, 160, 10, usual=(40, 120)),
        90,
        "How many posts the sources find for a reader; they stand for 1,500 in production.",
        "sources",
    ),
    Choice(
        "followed_share",
        "Share from followed authors",
        Range(0, 1, 0.05, whole=False, usual=(0.2, 0.8)),
        0.5,
        "How many of them come from whom the reader follows. Published: about half.",
        "sources",
    ),
    Choice(
        "discovery",
        "The rest comes from",
        {
            "mix": "Friends, similar and trending",
            "friends": "Authors that friends follow",
            "similar": "What is near the reader's taste",
            "trending": "What is liked most",
            "random": "Anywhere",
        },
        "mix",
        "How posts by authors the reader does not follow are found.",
        "sources",
    ),
    Choice(
        "half_life",
        "Recency half-life (hours)",
        Range(1, 96, 1, usual=(4, 48)),
        12,
        "How fast a post loses half of its weight in every source: short is fresh, long is good.",
        "sources",
    ),
    Choice(
        "out_of_network",
        "Factor out of network",
        Range(0, 1.5, 0.05, whole=False, usual=(0.5, 1.0)),
        1.0,
        "What the points of posts by authors not followed are multiplied by. Published: 1.",
        "sources",
    ),
    Choice(
        "guards",
        "Guards",
        {"on": "On", "off": "Off"},
        "on",
        "Whether copies, deleted and unsigned posts are left out, clocks and missing scores are "
        "put right, and no factor may raise a negative score.",
        "sources",
    ),
)

LIGHT = (
    Choice(
        "light",
        "Light ranker",
        {
            "none": "None: all go to the heavy one",
            "affinity": "Followed and known authors first",
            "logistic": "Logistic regression on five features",
        },
        "logistic",
        "What trims the candidates before the expensive model sees them.",
        "light",
    ),
    Choice(
        "keep",
        "Candidates kept",
        Range(10, 90, 5, usual=(20, 60)),
        40,
        "How many candidates of a reader the heavy ranker scores.",
        "light",
        when={"light": ("affinity", "logistic")},
    ),
)
