"""Choices about the heavy ranker, its training, and what each engagement is worth."""

from __future__ import annotations

from cases.feed.metrics import NAMES
from data.feed.constants import HEADS, WEIGHTS
from kit.choice import Choice, Range

HEAVY = (
    Choice(
        "heavy",
        "Heavy ranker",
        {
            "heads": "A model for each engagement",
            "one": "One model of any engagement",
            "lambdarank": "LambdaRank on graded engagement",
        },
        "heads",
        "One model cannot be reweighed, and LambdaRank promises only an order.",
        "heavy",
    ),
    Choice(
        "features",
        "Features",
        {"all": "All", "no_counts": "Without likes and authors' past"},
        "all",
        "Whether models see what others did: counts are strong, and make the rich richer.",
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
            "random": "Posts drawn by lot",
            "unseen": "Everything unseen, by mistake",
        },
        "shown",
        "Which rows stand for no interest. What nobody saw is not what nobody wants.",
        "data",
    ),
    Choice(
        "ratio",
        "Negatives a positive",
        Range(1, 30, 1, usual=(3, 20)),
        20,
        "How many rows without any engagement stay for each with one; the chances are corrected.",
        "data",
    ),
    Choice(
        "window",
        "Label window (hours)",
        Range(1, 96, 1, usual=(6, 48)),
        48,
        "How long an engagement may take to count: replies come late, and a short window calls "
        "them none.",
        "data",
    ),
    Choice(
        "balance",
        "Rows a user at most",
        Range(0, 400, 20, usual=(0, 200)),
        0,
        "Keeps the busiest readers from deciding for all; 0 is no limit.",
        "data",
    ),
    Choice(
        "split",
        "Rows held back",
        {"time": "The last days", "random": "Sessions drawn by lot"},
        "time",
        "What the team judges itself by.",
        "data",
        leaks={"random": "Authors' counts then hold the very engagements to be predicted."},
    ),
    Choice(
        "position",
        "Place on the page",
        {
            "none": "Ignored",
            "feature": "A feature, fixed when serving",
            "ips_true": "Engagements weighed, true eta",
            "ips_estimated": "Engagements weighed, eta from swaps",
            "ips_wrong": "Engagements weighed, eta half too high",
        },
        "feature",
        "What is done about posts further down being overlooked.",
        "data",
    ),
    Choice(
        "shows",
        "Times a list is shown",
        Range(5, 5_000, 50, usual=(20, 1_000)),
        500,
        "How many clicks there are to learn an order from, in the picture of clicks and truth.",
        "data",
    ),
)

SCHEME = (
    Choice(
        "scheme",
        "Weights of the heads",
        {
            "published": "As published in 2023",
            "equal": "Each head brings as much",
            "likes": "Likes only",
            "dwell": "Long stays only",
            "survey": "Nearest to what people say",
            "own": "Own weights",
        },
        "published",
        "What an engagement of each kind is worth in the score. A ratio of weights is no ratio of "
        "importance: rates differ a thousandfold.",
        "weights",
        when={"heavy": ("heads",)},
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
        f"Points for each of the {NAMES[head]} expected, among own weights.",
        "weights",
        when={"scheme": ("own",)},
    )


OWN = tuple(_own(head, weight) for head, weight in zip(HEADS, WEIGHTS, strict=True))
WEIGHING = (*SCHEME, *OWN)
