"""The world of the churn scenario: who the customers are, what moves, and how they take a call."""

from __future__ import annotations

from kit.choice import Choice, Range

MOVED = ("price", "prior", "covariate", "competitor", "season")

WORLD = (
    Choice(
        "business",
        "Business",
        {"streaming": "Streaming service", "telecom": "Telecom", "gym": "Gym"},
        "streaming",
        "How loyal customers are, how many are bound by a yearly contract, and how strong the "
        "season is.",
        "world",
        world=True,
    ),
    Choice(
        "size",
        "Customers",
        {"tiny": "400", "small": "1,200", "live": "4,000", "large": "12,000"},
        "live",
        "How many customers there are at a time; each is seen every month for six years.",
        "world",
        world=True,
    ),
    Choice(
        "drift",
        "What moves",
        {
            "none": "Nothing",
            "price": "A price rise: other people leave",
            "prior": "More leave, of all kinds",
            "covariate": "Everybody uses it less",
            "competitor": "A competitor grows over a year",
            "season": "A season, every year",
            "campaign": "Our own campaign changes the labels",
        },
        "none",
        "What changes about the world while the model is live: the meaning of the signs, how many "
        "leave, the signs themselves, or the labels by our own doing.",
        "world",
        world=True,
    ),
    Choice(
        "shape",
        "How it moves",
        {"sudden": "At once", "gradual": "Over eight months", "recurring": "Two months a year"},
        "sudden",
        "Whether the change is a step, a ramp, or comes back every year.",
        "world",
        when={"drift": ("price", "prior", "covariate")},
        world=True,
    ),
    Choice(
        "drift_start",
        "Starts, months after launch",
        Range(-12, 24, 1, usual=(0, 18)),
        8,
        "When the change begins; below 0 it is over or under way before the model goes live.",
        "world",
        when={"drift": MOVED},
        world=True,
    ),
    Choice(
        "severity",
        "How much it moves",
        Range(0, 2, 0.1, whole=False, usual=(0.5, 1.5)),
        1.0,
        "A multiple of the usual change; 0 is none at all.",
        "world",
        when={"drift": MOVED},
        world=True,
    ),
    Choice(
        "response",
        "How customers take a contact",
        {
            "aligned": "Aligned: it keeps a third of those who would leave",
            "misaligned": "Misaligned: it keeps some and wakes others",
        },
        "misaligned",
        "Whether those most likely to leave are also those a contact can keep. Where not, the "
        "disengaged are reminded to go.",
        "world",
        world=True,
    ),
    Choice(
        "missing_is",
        "Surveys are missing",
        {"random": "At random", "engagement": "Where engagement is low"},
        "random",
        "Why half of the satisfaction surveys are not answered: by chance, or because the "
        "customer has lost interest.",
        "world",
        world=True,
    ),
    Choice(
        "noise",
        "Noise of what is observed",
        Range(0, 3, 0.25, whole=False, usual=(0.5, 2)),
        1.0,
        "How far usage, surveys and promotions opened stray from what drives them. It moves the "
        "attainable ceiling and leaves the clairvoyant one where it is.",
        "world",
        world=True,
    ),
    Choice(
        "seed",
        "Seed",
        Range(0, 2**31 - 1),
        1,
        "Another draw of the same world.",
        "world",
        world=True,
    ),
)
