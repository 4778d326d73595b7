"""Choices about selecting, scoring and learning."""

from __future__ import annotations

from kit.choice import Choice, Range

RETRIEVAL = (
    Choice(
        "match",
        "Matching",
        {
            "exact": "Exact: the query's own topic",
            "broad": "Broad: its whole category",
            "expansion": "Expansion: topics that lie near",
            "embedding": "Embedding: nearest ads of all",
        },
        "broad",
        "Which ads may compete for a request at all. What is not selected here cannot win.",
        "retrieval",
    ),
    Choice(
        "k1",
        "Ads selected (k1)",
        Range(4, 400, 10, usual=(40, 400)),
        150,
        "How many candidates phase 1 hands on at most, best bid times past click rate first.",
        "retrieval",
    ),
    Choice(
        "policy",
        "Policy filter",
        {"on": "Before selection", "off": "Off"},
        "on",
        "Whether ads that break policy are taken out. They get clicks, and disappoint.",
        "retrieval",
    ),
    Choice(
        "solvent",
        "Out of budget",
        {"early": "Left out at selection", "late": "Found out at the auction"},
        "early",
        "Where ads whose advertiser has no money left fall out. Late, they take up places that "
        "others could have had.",
        "retrieval",
        when={"pacing": ("greedy", "throttle", "bid")},
    ),
)

LIGHT = (
    Choice(
        "light",
        "Light ranker",
        {
            "none": "None: an arbitrary few",
            "history": "Past click rate of the ad",
            "dot": "Dot product",
            "logistic": "Logistic regression, few features",
            "distilled": "Distilled from the heavy model",
        },
        "history",
        "What trims the candidates to what the heavy model can afford.",
        "light",
    ),
    Choice(
        "objective",
        "It sorts by",
        {
            "pctr": "Click probability",
            "ecpm": "Bid times click probability",
            "agree": "Agreement with the heavy model's best",
        },
        "ecpm",
        "What the light ranker tries to keep. The auction ranks by bid times probability.",
        "light",
        when={"light": ("history", "dot", "logistic", "distilled")},
    ),
    Choice(
        "trim",
        "How many it keeps (k2)",
        {"fixed": "Twenty-four, whatever happens", "budget": "As many as the deadline allows"},
        "fixed",
        "Where the design puts the dial: a fixed number of ads, or the most that answer in time "
        "with a tenth of the machines to spare.",
        "light",
    ),
)

HEAVY = (
    Choice(
        "heavy",
        "Heavy model",
        {
            "logistic": "Logistic regression",
            "lightgbm": "Boosted trees (LightGBM)",
            "leaves": "Tree leaves + logistic regression",
            "mlp": "Small neural network",
            "lambdarank": "LambdaRank (LightGBM)",
        },
        "lightgbm",
        "What says how likely a click is. The auction multiplies its number by money; LambdaRank "
        "only promises an order.",
        "heavy",
    ),
    Choice(
        "features",
        "Features",
        {
            "context": "Context: who, when, how near",
            "history": "History: past click rates",
            "both": "Both",
            "crosses": "Both, and products of the vectors",
        },
        "both",
        "What the heavy model may look at.",
        "heavy",
    ),
    Choice(
        "history",
        "Click rates counted",
        {"before": "Before the week of the row", "window": "Over the whole window"},
        "before",
        "Whether a training row's past click rates stop before it, or count the row's own click.",
        "heavy",
        when={"features": ("history", "both", "crosses")},
        leaks={"window": "Past click rates of training rows count the clicks to be predicted."},
    ),
)

DATA = (
    Choice(
        "rows",
        "Rows to train on",
        {
            "shown": "All that was shown",
            "top": "First slots only",
            "explored": "Shown at random only",
            "unshown": "Shown, and unshown as no click",
        },
        "shown",
        "Only winners are logged. What the next model learns from is what this one showed.",
        "data",
    ),
    Choice(
        "window",
        "Window (weeks)",
        Range(1, 6, 1),
        6,
        "How many weeks of the log a model learns from.",
        "data",
    ),
    Choice(
        "sample",
        "Share of rows",
        Range(0.02, 1, 0.02, whole=False, usual=(0.1, 1)),
        1.0,
        "A uniform sample of the rows, to train faster.",
        "data",
    ),
    Choice(
        "keep",
        "Negatives kept (w)",
        Range(0.005, 1, 0.005, whole=False, usual=(0.025, 1)),
        0.1,
        "The share of rows without a click that is kept. It makes training cheap and clicks look "
        "common.",
        "data",
    ),
    Choice(
        "recalibration",
        "Recalibration",
        {
            "none": "None",
            "formula": "Formula: undo w",
            "sigmoid": "Platt, on held-back rows",
            "isotonic": "Isotonic, on held-back rows",
        },
        "formula",
        "How scores become probabilities again after down-sampling.",
        "data",
    ),
    Choice(
        "position",
        "Slot",
        {
            "ignored": "Ignored",
            "feature": "A feature, fixed when serving",
            "ips": "Clicks weighed by 1 / examination",
        },
        "feature",
        "What is done about ads further down being overlooked. Ignored, a past winner's slot "
        "passes for its merit.",
        "data",
    ),
    Choice(
        "retrain",
        "Retraining",
        {"never": "Never", "half": "Every other week", "weekly": "Every week"},
        "weekly",
        "When the live models are replaced by ones trained on the log so far.",
        "data",
    ),
    Choice(
        "judged_by",
        "The team judges on",
        {"next": "The next week's log", "random": "A random quarter of the training rows"},
        "next",
        "Which rows the team's own figures come from. It changes what is seen, never what is true.",
        "data",
        leaks={"random": "Judged on rows of the same weeks: no ad is new there, nothing changed."},
    ),
)
