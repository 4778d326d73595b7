"""What is done with the model: whom to contact, how scoring runs, how the model is kept."""

from __future__ import annotations

from kit.choice import Choice, Range

DECISION = (
    Choice(
        "targeting",
        "Whom to contact",
        {
            "risk": "Those most likely to leave",
            "value": "Expected value of a contact, by risk",
            "uplift": "Those a contact changes most",
            "uplift_value": "Expected value of a contact, by uplift",
            "random": "Anybody, at random",
            "all": "Everybody",
            "none": "Nobody",
        },
        "risk",
        "What customers are ranked by. Risk says who leaves; uplift, learnt from a randomised "
        "trial, says whom a contact keeps.",
        "decision",
    ),
    Choice(
        "learner",
        "Uplift learner",
        {
            "s": "S-learner: one model with the contact in it",
            "t": "T-learner: one model for each arm",
            "transform": "Class transformation",
        },
        "t",
        "How the effect of a contact is learnt from the trial.",
        "decision",
        when={"targeting": ("uplift", "uplift_value")},
    ),
    Choice(
        "uplift_model",
        "Model of the uplift",
        {"logistic": "Logistic regression", "lightgbm": "Gradient boosting (LightGBM)"},
        "logistic",
        "What the uplift learner is made of. An effect is a small difference: a flexible model "
        "needs a large trial.",
        "decision",
        when={"targeting": ("uplift", "uplift_value")},
    ),
    Choice(
        "trial",
        "Trial before launch",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.2)),
        0.1,
        "The share of customers in a randomised trial during the year before launch, half of them "
        "contacted: all that uplift can be learnt from.",
        "decision",
    ),
    Choice(
        "budget",
        "Share to contact",
        Range(0, 1, 0.01, whole=False, usual=(0.02, 0.3)),
        0.1,
        "How many of the customers due the campaign contacts; each is due once in an outcome "
        "window. The dial starts here.",
        "decision",
    ),
    Choice(
        "offer",
        "Cost of the offer ($)",
        Range(0, 100, 1, whole=False, usual=(0, 30)),
        10.0,
        "What everybody contacted who stays is given, also those who would have stayed anyway.",
        "decision",
        world=True,
    ),
    Choice(
        "contact",
        "Cost of a contact ($)",
        Range(0, 50, 0.5, whole=False, usual=(0, 10)),
        1.0,
        "What calling or writing costs, whatever comes of it.",
        "decision",
        world=True,
    ),
    Choice(
        "value",
        "Value of a customer kept ($)",
        Range(-200, 2000, 10, whole=False, usual=(50, 1000)),
        300.0,
        "What an average customer who stays is worth; each one's own is in proportion to its bill. "
        "Below 0 customers cost more than they bring.",
        "decision",
        world=True,
    ),
)

SERVING = (
    Choice(
        "base",
        "Customers to score (millions)",
        Range(0.1, 100, 0.1, whole=False, usual=(1, 20)),
        10.0,
        "How many customers of the real base are scored each month; the simulated ones are a "
        "sample of them.",
        "serving",
        world=True,
    ),
    Choice(
        "workers",
        "Workers",
        Range(1, 64, 1, usual=(1, 8)),
        2,
        "How many machines share the monthly scoring.",
        "serving",
    ),
)

TIME = (
    Choice(
        "policy",
        "Retraining",
        {
            "never": "Never",
            "every": "By the calendar",
            "alarm": "When the monitor rings",
            "online": "Online: a little every month",
        },
        "never",
        "When the live model is replaced by one trained on the labels known by then. Online is a "
        "linear model that takes gradient steps on what has just come in.",
        "time",
    ),
    Choice(
        "every",
        "Months between retrainings",
        Range(1, 12, 1, usual=(1, 6)),
        3,
        "How often the calendar asks for a new model.",
        "time",
        when={"policy": ("every",)},
    ),
    Choice(
        "span",
        "Training window over time",
        {"sliding": "Slides along", "expanding": "Grows: nothing is forgotten"},
        "sliding",
        "Whether a new model forgets what is older than the training window.",
        "time",
        when={"policy": ("every", "alarm")},
    ),
    Choice(
        "detector",
        "Monitor",
        {
            "realised": "Realised AUC on labels come in",
            "adwin": "ADWIN on errors",
            "page_hinkley": "Page-Hinkley on errors",
            "ddm": "DDM on errors",
            "kswin": "KSWIN on errors",
            "cbpe": "Expected AUC without labels (CBPE)",
            "scores": "Scores' distribution (PSI)",
            "psi": "Features' distribution (PSI)",
            "ks": "Features, Kolmogorov-Smirnov",
            "chi2": "Features, chi-squared",
            "wasserstein": "Features, Wasserstein",
            "dummy": "A dummy that rings every six months",
        },
        "realised",
        "What is watched. Labels are right and late; scores and features are there at once and "
        "say nothing of what they mean. It watches under every policy.",
        "time",
    ),
    Choice(
        "bar",
        "Monitor's bar",
        Range(0.25, 4, 0.25, whole=False, usual=(0.5, 2)),
        1.0,
        "A multiple of the monitor's usual threshold: above 1 it takes more to make it ring.",
        "time",
    ),
    Choice(
        "reference",
        "Monitor compares with",
        {"training": "What the model was trained on", "last_year": "The same month last year"},
        "training",
        "What counts as usual. With last year's month a season is no news. Detectors over errors "
        "compare the stream with itself.",
        "time",
        when={"detector": ("realised", "cbpe", "scores", "psi", "ks", "chi2", "wasserstein")},
    ),
    Choice(
        "learn_from",
        "Labels of a campaign",
        {
            "all": "All, as they come in",
            "untouched": "Of those not contacted",
            "holdout": "Of the hold-out alone",
        },
        "all",
        "Which labels models and monitors use once contacts change who leaves. A hold-out is "
        "never contacted; those merely not contacted are the ones ranked low.",
        "time",
        when={"drift": ("campaign",)},
    ),
    Choice(
        "holdout",
        "Hold-out never contacted",
        Range(0, 0.5, 0.05, whole=False, usual=(0, 0.2)),
        0.1,
        "The share of customers that no campaign touches, so that their labels stay what they "
        "were.",
        "time",
        when={"drift": ("campaign",)},
    ),
    Choice(
        "training_cost",
        "Cost of a retraining ($)",
        Range(0, 5000, 50, whole=False, usual=(0, 1000)),
        250.0,
        "What it takes to retrain, check and roll out a model once: an engineer's half day.",
        "time",
    ),
)
