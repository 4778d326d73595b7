"""Every choice of the credit scenario."""

from __future__ import annotations

from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice

SCORED = ("none", "reweigh", "massage", "decorrelate", "thresholds", "band")
CONSTRAINED = ("exponentiated", "grid", "thresholds", "optimizer")

WORLD = (
    size_choice(
        {
            "small": "4,000 applications a year",
            "live": "10,000 applications a year",
            "large": "30,000 applications a year",
        },
        "live",
        "How many past applications there are to learn from, and as many to decide. More give "
        "narrower intervals.",
    ),
    Choice(
        "group_share",
        "Share of group B",
        Range(0, 0.5, 0.05, whole=False, usual=(0.05, 0.5)),
        0.3,
        "How many applicants belong to the smaller group. The smaller it is, the less a gap can be "
        "told from luck.",
        "world",
        world=True,
    ),
    Choice(
        "base_gap",
        "Gap in creditworthiness",
        Range(0, 1.5, 0.1, whole=False, usual=(0, 1)),
        0.5,
        "How much lower the mean creditworthiness of group B is, in spreads, for whatever reasons "
        "of the past. Where it is not 0, the criteria of fairness contradict each other.",
        "world",
        world=True,
    ),
    Choice(
        "noise_gap",
        "Noisier bureau data on group B",
        Range(0, 1.5, 0.1, whole=False, usual=(0, 1)),
        0.4,
        "How much less exactly the bureau measures group B: thin files. A creditworthy person "
        "with a noisy file looks average.",
        "world",
        world=True,
    ),
    Choice(
        "proxy",
        "How much the district says",
        Range(0, 1, 0.1, whole=False),
        0.8,
        "How strongly the groups live apart: 0 not at all, at 1 the district is the group. "
        "Decides what dropping the column can achieve.",
        "world",
        world=True,
    ),
    Choice(
        "history",
        "Who decided before",
        {
            "score": "A score of the same data",
            "officer": "An officer who knew more",
            "biased": "A score with a higher bar for B",
        },
        "score",
        "Whose decisions made the labels: outcomes are known only of those the old policy "
        "approved.",
        "world",
        world=True,
    ),
    Choice(
        "past_approval",
        "Share approved before",
        Range(0.05, 1, 0.05, whole=False, usual=(0.3, 0.9)),
        0.5,
        "How many the old policy approved. The fewer, the further a new model has to guess beyond "
        "what was ever seen; at 1 nobody was turned away.",
        "world",
        world=True,
    ),
    Choice(
        "biased_by",
        "How much higher the bar was",
        Range(0, 2, 0.25, whole=False),
        1.0,
        "By how much the old score of group B was lowered, in spreads.",
        "world",
        when={"history": ("biased",)},
        world=True,
    ),
    Choice(
        "label_bias",
        "Repaid, recorded as default (B)",
        Range(0, 0.5, 0.05, whole=False, usual=(0, 0.3)),
        0.0,
        "Share of repaid loans of group B that the books call defaults, say because late payment "
        "is chased sooner. No evaluation on these labels can find it.",
        "world",
        world=True,
    ),
    Choice(
        "delay",
        "Months until an outcome is known",
        Range(6, 24, 3, usual=(9, 24)),
        12,
        "How long a loan runs until it counts as repaid. Decides how old the newest labels are.",
        "world",
        world=True,
    ),
    Choice(
        "drift",
        "What changes in the live year",
        {
            "none": "Nothing",
            "recession": "A recession",
            "mix": "More applicants of group B",
            "gaming": "Applicants state higher incomes",
            "season": "More defaults each winter",
        },
        "none",
        "What moves between the years learned from and the year decided. Decides whether old "
        "chances may still be believed.",
        "world",
        world=True,
    ),
    Choice(
        "severity",
        "How strong the change is",
        Range(0, 2, 0.25, whole=False, usual=(0.25, 2)),
        1.0,
        "Scales the change of the live year: 0 is none, 1 as described.",
        "world",
        when={"drift": ("recession", "mix", "gaming", "season")},
        world=True,
    ),
    Choice(
        "loss",
        "Cost of a default (repaid loans)",
        Range(0, 20, 0.5, whole=False, usual=(1, 10)),
        4.0,
        "How many repaid loans it takes to make up for one default. Decides the break-even "
        "chance: one in one more than this.",
        "world",
        world=True,
    ),
    seed_choice(),
)

DATA = (
    Choice(
        "running",
        "Loans that still run",
        {"wait": "Left out", "repaid": "Counted as repaid"},
        "wait",
        "What is made of loans too young to have an outcome. The newest loans are the most like "
        "tomorrow's.",
        "data",
        leaks={
            "repaid": "Loans that still run count as repaid: defaults that have not come yet are "
            "missing from what the team sees."
        },
    ),
    Choice(
        "rejects",
        "Those turned away",
        {
            "none": "Left out",
            "fuzzy": "Guessed by the model itself",
            "cutoff": "The worst called defaults",
            "reweight": "Similar approved ones count more",
            "explore": "Some approved at random",
            "oracle": "Their true outcome (simulator only)",
        },
        "none",
        "What training makes of applicants whose outcome nobody saw: reject inference. Only an "
        "approval at random, or a simulator, adds knowledge.",
        "data",
    ),
    Choice(
        "exploration",
        "Share approved at random",
        Range(0.01, 0.2, 0.01, whole=False, usual=(0.01, 0.1)),
        0.05,
        "How many applicants are approved whatever their score, then and now: each pays its own "
        "price and stands for the many like it who were refused.",
        "data",
        when={"rejects": ("explore",)},
    ),
)

MODEL = (
    Choice(
        "attribute",
        "What the model may read",
        {
            "used": "Everything, the group too",
            "dropped": "Not the group",
            "proxy_dropped": "Neither group nor district",
        },
        "dropped",
        "Which columns the model learns from and decides by. The group may still be used to "
        "measure, and by the methods that need it.",
        "model",
    ),
    Choice(
        "model",
        "Model",
        {"logistic": "Logistic regression", "tree": "Tree", "lightgbm": "Boosted trees"},
        "logistic",
        "What turns columns into a chance of default. Trees say of people unlike any approved one "
        "what the nearest approved ones did.",
        "model",
    ),
)

FAIRNESS = (
    Choice(
        "method",
        "Fairness method",
        {
            "none": "None: one cut-off for all",
            "reweigh": "Before: reweighing",
            "massage": "Before: labels massaged",
            "decorrelate": "Before: correlation removed",
            "exponentiated": "In training: exponentiated gradient",
            "grid": "In training: grid search",
            "thresholds": "After: cut-offs by group, for profit",
            "optimizer": "After: ThresholdOptimizer",
            "band": "After: reject-option band",
        },
        "none",
        "What is done about gaps, and where: to the rows before training, to the training, or to "
        "its scores. Those after training have to know the group of whoever is decided on.",
        "fairness",
    ),
    Choice(
        "constraint",
        "What is made equal",
        {
            "parity": "Approval (demographic parity)",
            "opportunity": "Approval of who repays (opportunity)",
            "odds": "Both kinds of error (equalised odds)",
        },
        "parity",
        "Which criterion the method is held to. They exclude one another where base rates differ.",
        "fairness",
        when={"method": CONSTRAINED},
    ),
    Choice(
        "tightness",
        "Gap allowed",
        Range(0, 0.2, 0.01, whole=False),
        0.02,
        "How far apart the groups may stay by that criterion. Equalised odds after training has "
        "no slack.",
        "fairness",
        when={"method": CONSTRAINED},
    ),
    Choice(
        "objective",
        "What the training minimises",
        {"accuracy": "Errors (the default)", "money": "Money, a default at its cost"},
        "money",
        "Whether a default weighs as much as a refusal of somebody good. The library's default "
        "counts both alike.",
        "fairness",
        when={"method": ("exponentiated",)},
    ),
    Choice(
        "band",
        "Half width of the band",
        Range(0, 0.2, 0.01, whole=False),
        0.05,
        "How far around the cut-off decisions go by group, in chance of default.",
        "fairness",
        when={"method": ("band",)},
    ),
)

DECISION = (
    Choice(
        "rule",
        "Where the cut-off stands",
        {
            "expected": "Best by promised chances",
            "outcomes": "Best on outcomes held back",
            "half": "At a chance of one half",
            "volume": "As many as before",
        },
        "expected",
        "What the line is drawn by. Methods that decide by themselves have their own; the dial "
        "moves any of them.",
        "decision",
        when={"method": SCORED},
    ),
)

EVALUATION = (
    Choice(
        "population",
        "Judged on",
        {"accepted": "Approved loans", "all": "All applicants (simulator only)"},
        "accepted",
        "Whose outcomes the team's own figures are made of. In life those of the rejected do not "
        "exist.",
        "evaluation",
    ),
    Choice(
        "sample",
        "People looked at in each group",
        Range(20, 5000, 20, usual=(50, 5000)),
        2000,
        "How many held-back applicants of each group the audit takes. With a hundred in each a gap "
        "of some points says nothing.",
        "evaluation",
    ),
    Choice(
        "audit_group",
        "How the audit knows the group",
        {
            "recorded": "It is recorded",
            "stated": "Of those who state it",
            "inferred": "Guessed from the rest",
        },
        "recorded",
        "Where the law lets people keep silent, the gaps are of those who state a group; where it "
        "forbids to ask, of guessed groups.",
        "evaluation",
    ),
)

YEARS = (
    Choice(
        "horizon",
        "Years that follow",
        Range(1, 10),
        5,
        "How many years people live with these decisions before the score gap is read.",
        "years",
    ),
    Choice(
        "retrain",
        "Taught anew",
        {
            "never": "Never",
            "yearly": "Each year, by last year's loans",
            "forgotten": "Each year, and the method is forgotten",
        },
        "never",
        "Whether the design learns again from the loans it granted itself. Reductions and "
        "ThresholdOptimizer are left as they were launched.",
        "years",
        when={"method": SCORED},
    ),
    Choice(
        "impact",
        "What a repaid loan adds",
        Range(0, 0.3, 0.02, whole=False),
        0.1,
        "How much a repaid loan raises creditworthiness, in spreads; a default lowers it by twice "
        "as much.",
        "years",
        world=True,
    ),
)

SERVING = (
    Choice(
        "traffic",
        "Applications a second at peak",
        Range(1, 2000, usual=(1, 200)),
        50,
        "Comparison sites ask for many quotes at once; few of them become applications.",
        "serving",
        world=True,
    ),
    Choice(
        "replicas",
        "Servers for model and reasons",
        Range(1, 64, usual=(1, 16)),
        2,
        "How many servers score, and as many work out the reasons for a refusal.",
        "serving",
    ),
    Choice(
        "deadline",
        "Deadline (ms)",
        Range(100, 5000, 100, usual=(500, 3000)),
        1500,
        "How long the site that asks waits for an answer. Most of it goes to the bureau.",
        "serving",
        world=True,
    ),
)

CHOICES = (*WORLD, *DATA, *MODEL, *FAIRNESS, *DECISION, *EVALUATION, *YEARS, *SERVING)
GROUPS = {
    "world": "World",
    "data": "Data and labels",
    "model": "Model",
    "fairness": "Fairness",
    "decision": "Decision",
    "evaluation": "Evaluation",
    "years": "Years after",
    "serving": "Serving",
}
DIAL = Dial(
    "share",
    "Share approved",
    "How many applicants are approved. Each method's cut-offs follow: of one it moves the line, of "
    "two both.",
    high=1.0,
    unit="share",
)
ALIASES: dict[str, str] = {}
