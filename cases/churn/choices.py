"""Every choice of the churn scenario."""

from __future__ import annotations

from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice

DETECTORS = {
    "realised": "Realised AUC, on labels as they come in",
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
}
MOVED = ("price", "prior", "covariate", "competitor", "season")

WORLD = (
    Choice(
        "business",
        "Business",
        {"streaming": "Streaming service", "telecom": "Telecom", "gym": "Gym"},
        "streaming",
        "How loyal customers are, how many are bound by a yearly contract, and how strong the "
        "season is. Decides how many leave, and when.",
        "world",
        world=True,
    ),
    size_choice(
        {"tiny": "400", "small": "1,200", "live": "4,000", "large": "12,000"},
        "live",
        "How many customers there are at a time; each is seen every month for six years. More "
        "give narrower intervals and take longer.",
    ),
    Choice(
        "drift",
        "What changes after launch",
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
        "What changes in the world while the model is live: what the features mean, how many "
        "customers leave, the features themselves or, through our own contacts, the labels. "
        "Decides which monitor can notice it.",
        "world",
        world=True,
    ),
    Choice(
        "shape",
        "How it changes",
        {"sudden": "At once", "gradual": "Over eight months", "recurring": "Two months a year"},
        "sudden",
        "Whether the change comes in one step, slowly, or again every year. A slow change is the "
        "harder to notice.",
        "world",
        when={"drift": ("price", "prior", "covariate")},
        world=True,
    ),
    Choice(
        "drift_start",
        "Starts, months after launch",
        Range(-12, 24, 1, usual=(0, 18)),
        8,
        "When the change begins. Below 0 it is over or under way before the model goes live.",
        "world",
        when={"drift": MOVED},
        world=True,
    ),
    Choice(
        "severity",
        "How strong the change is",
        Range(0, 2, 0.1, whole=False, usual=(0.5, 1.5)),
        1.0,
        "A multiple of the usual change; 0 is no change.",
        "world",
        when={"drift": MOVED},
        world=True,
    ),
    Choice(
        "response",
        "How customers take a contact",
        {
            "aligned": "Aligned: it keeps a third of those who would leave",
            "misaligned": "Misaligned: it keeps some and makes others leave",
        },
        "misaligned",
        "Whether those most likely to leave are also those a contact can keep. If not, a contact "
        "reminds those who have lost interest to leave, and calling by risk does harm.",
        "world",
        world=True,
    ),
    Choice(
        "missingness",
        "Surveys are missing",
        {"random": "At random", "engagement": "Where engagement is low"},
        "random",
        "Why half of the satisfaction surveys are not answered: by chance, or because the "
        "customer has lost interest. Then the gap itself says something.",
        "world",
        world=True,
    ),
    Choice(
        "noise",
        "Noise of what is observed",
        Range(0, 3, 0.25, whole=False, usual=(0.5, 2)),
        1.0,
        "How far usage, surveys and opened promotions are from what drives them. More noise "
        "lowers the attainable ceiling and leaves the clairvoyant one where it is.",
        "world",
        world=True,
    ),
    seed_choice(1),
)

DATA = (
    Choice(
        "definition",
        "What counts as churn",
        {
            "cancel": "The customer cancels",
            "renewal": "The contract is not renewed",
            "inactive": "No login for a while",
        },
        "cancel",
        "The team's label. A yearly contract ends up to a year after the decision to leave, and "
        "silence is not leaving. What is true stays the same: who cancels in the window.",
        "data",
    ),
    Choice(
        "inactive_days",
        "Days without a login",
        Range(30, 90, 30),
        30,
        "How long a customer has to be silent to be counted as lost. Short counts holidays as "
        "churn, long knows it late.",
        "data",
        when={"definition": ("inactive",)},
    ),
    Choice(
        "observation_window",
        "Observation window (months)",
        Range(1, 12, 1, usual=(1, 6)),
        3,
        "How many months of behaviour a snapshot looks back over: long windows are steady, short "
        "ones fresh.",
        "data",
    ),
    Choice(
        "gap",
        "Gap (months)",
        Range(0, 12, 1, usual=(0, 2)),
        0,
        "Months between the snapshot and the outcome window, in which a campaign can be prepared. "
        "A customer who leaves in it cannot be kept.",
        "data",
    ),
    Choice(
        "horizon",
        "Outcome window (months)",
        Range(1, 30, 1, usual=(1, 6)),
        3,
        "How long a customer is watched for leaving. A label is known only when the gap and this "
        "window are over.",
        "data",
    ),
    Choice(
        "rows",
        "Rows to learn from",
        {"rolling": "Every month's snapshot", "one": "Each customer's newest snapshot"},
        "rolling",
        "Whether a customer counts once a month or once. Rolling snapshots are many, and those of "
        "one customer are alike.",
        "data",
    ),
    Choice(
        "training_window",
        "Training window (months)",
        Range(1, 18, 1, usual=(6, 18)),
        12,
        "How many months of snapshots a model learns from, counted back from the newest with a "
        "label. A short window follows a change, a long one has more rows.",
        "data",
    ),
    Choice(
        "split",
        "Validation split",
        {
            "rows": "Random rows",
            "customers": "Random customers",
            "time": "By time",
            "gap": "By time, with the label's wait as gap",
        },
        "gap",
        "Which snapshots the team judges its model on. It changes what the team sees and what its "
        "monitor expects, never how good the model at launch is.",
        "data",
        leaks={
            "rows": "The split is random: snapshots of one customer, with overlapping windows, lie "
            "on both sides of it.",
            "time": "The split leaves no wait: training uses outcomes nobody knew at that time.",
        },
    ),
)

FEATURES = (
    Choice(
        "leak",
        "Mistakes that look past the snapshot",
        {
            "none": "None",
            "dated": "Usage dated a month late",
            "today": "Totals as of today",
            "page": "Visits of the cancel page at any time",
        },
        "none",
        "Mistakes in the training table: usage counted into the outcome window, sums taken on the "
        "day of the query, a page that only leavers visit. Live, that future is not there.",
        "features",
        leaks={
            "dated": "Usage reaches a month into the outcome window.",
            "today": "Totals were taken on the day of the query: who left stopped paying.",
            "page": "The cancel page is counted up to the end of the outcome window.",
        },
    ),
    Choice(
        "missing",
        "Missing values",
        {
            "drop": "Train on complete rows only",
            "mean": "Fill with the mean",
            "median": "Fill with the median",
            "model": "Fill by regression on the other features",
            "indicator": "Mean, and a column that says so",
            "native": "Leave to the model",
        },
        "mean",
        "How gaps are filled: surveys not answered, broken meters, blank totals. Trees take gaps "
        'as they are; for other models "leave to the model" means the mean.',
        "features",
    ),
    Choice(
        "outliers",
        "Outliers",
        {
            "keep": "Keep as they are",
            "winsorise": "Winsorise: clip 1 % at each end",
            "log": "Logarithms of skewed features",
        },
        "log",
        "What is done about a few broken meters and very large bills. It matters to linear models "
        "and hardly to trees.",
        "features",
    ),
    Choice(
        "season_feature",
        "Season among the features",
        {"none": "No", "month": "Month of the year"},
        "none",
        "Whether the model is told the month, so that it can expect December once it has seen one.",
        "features",
    ),
)

MODEL = (
    Choice(
        "model",
        "Model",
        {
            "constant": "Constant: the churn rate",
            "logistic": "Logistic regression",
            "hazard": "Discrete-time hazard",
            "tree": "Tree of depth five",
            "deep": "Unlimited tree",
            "lightgbm": "Gradient boosting (LightGBM)",
        },
        "logistic",
        "What turns a snapshot into a probability of leaving. The discrete-time hazard model "
        "learns from single months, so its labels are known after one month, and multiplies "
        "months together.",
        "model",
    ),
    Choice(
        "calibration",
        "Calibration",
        {"none": "None", "sigmoid": "Sigmoid (Platt)", "isotonic": "Isotonic"},
        "none",
        "Whether scores are mapped to probabilities on the newest quarter of the training rows. "
        "Needed when a probability is multiplied by money, and for monitors that rely on it.",
        "model",
        when={"model": ("logistic", "hazard", "tree", "deep", "lightgbm")},
    ),
)

DECISION = (
    Choice(
        "targeting",
        "Whom to contact",
        {
            "risk": "Those most likely to leave",
            "value": "Expected value of a contact, by risk",
            "uplift": "Those whose decision a contact changes most",
            "uplift_value": "Expected value of a contact, by uplift",
            "random": "Anybody, at random",
            "all": "Everybody",
            "none": "Nobody",
        },
        "risk",
        "What customers are ranked by. Risk says who leaves; uplift, learnt from a randomised "
        "trial, says whom a contact keeps. Decides what a call brings.",
        "decision",
    ),
    Choice(
        "uplift_learner",
        "Uplift learner",
        {
            "s": "S-learner: one model, the contact a feature",
            "t": "T-learner: one model for each arm",
            "transform": "Class transformation",
        },
        "t",
        "How the effect of a contact is learnt from the trial. Decides how much noise the effect "
        "carries.",
        "decision",
        when={"targeting": ("uplift", "uplift_value")},
    ),
    Choice(
        "uplift_model",
        "Model inside the uplift learner",
        {"logistic": "Logistic regression", "lightgbm": "Gradient boosting (LightGBM)"},
        "logistic",
        "What the uplift learner is made of. An effect is a small difference: a flexible model "
        "needs a large trial.",
        "decision",
        when={"targeting": ("uplift", "uplift_value")},
    ),
    Choice(
        "trial_share",
        "Trial before launch (share of customers)",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.2)),
        0.1,
        "The share of customers in a randomised trial during the year before launch, half of them "
        "contacted: all that uplift can be learnt from. A small trial gives a noisy ranking.",
        "decision",
    ),
    Choice(
        "capacity",
        "Contacts the team can make (share of those due)",
        Range(0, 1, 0.01, whole=False, usual=(0.02, 0.3)),
        0.1,
        "How many of the customers due the team can contact; each is due once in an outcome "
        "window. The campaign uses all of it; the dial shows what fewer or more contacts would "
        "bring.",
        "decision",
        when={"targeting": ("risk", "value", "uplift", "uplift_value", "random")},
    ),
    Choice(
        "offer_cost",
        "Cost of the offer ($)",
        Range(0, 100, 1, whole=False, usual=(0, 30)),
        10.0,
        "What every contacted customer who stays is given, also those who would have stayed "
        "anyway. Decides from which effect on a contact pays.",
        "decision",
        world=True,
    ),
    Choice(
        "contact_cost",
        "Cost of a contact ($)",
        Range(0, 50, 0.5, whole=False, usual=(0, 10)),
        1.0,
        "What a call or letter costs, whatever comes of it. Decides from which effect on a "
        "contact pays.",
        "decision",
        world=True,
    ),
    Choice(
        "customer_value",
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
        "customer_base",
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
        "How many machines share the monthly scoring. Decides when the list is ready.",
        "serving",
    ),
)

TIME = (
    Choice(
        "retraining",
        "Retraining",
        {
            "never": "Never",
            "schedule": "On a schedule",
            "alarm": "When the monitor rings",
            "online": "Online: a little every month",
        },
        "never",
        "When the live model is replaced by one trained on the labels known by then. Online is a "
        "linear model that takes gradient steps on the newest labels. Decides how soon a change "
        "is learnt, and what training costs.",
        "time",
        replaced={"every": {"retraining": "schedule"}},
    ),
    Choice(
        "retrain_every",
        "Months between retrainings",
        Range(1, 12, 1, usual=(1, 6)),
        3,
        "How often the schedule asks for a new model. Often follows changes, and costs.",
        "time",
        when={"retraining": ("schedule",)},
    ),
    Choice(
        "window_kind",
        "Training window over time",
        {"sliding": "Sliding", "expanding": "Growing: nothing is forgotten"},
        "sliding",
        "Whether a new model leaves out what is older than the training window. Old months help "
        "while the world stays, and mislead once it has changed.",
        "time",
        when={"retraining": ("schedule", "alarm")},
    ),
    Choice(
        "detector",
        "Monitor",
        DETECTORS,
        "realised",
        "What is watched. Labels are right and late; scores and features are there at once and "
        "cannot say what they mean. It watches whether or not an alarm leads to retraining.",
        "time",
    ),
    Choice(
        "monitor_threshold",
        "Monitor threshold (times usual)",
        Range(0.25, 4, 0.25, whole=False, usual=(0.5, 2)),
        1.0,
        "A multiple of the monitor's usual threshold. Higher rings less: fewer false alarms, "
        "later true ones.",
        "time",
    ),
    Choice(
        "reference",
        "Monitor compares with",
        {"training": "What the model was trained on", "last_year": "The same month last year"},
        "training",
        "What counts as usual. Compared with the same month last year, a season is nothing new. "
        "Detectors over errors compare the stream with itself.",
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
        "never contacted and stays fair; customers merely not contacted are those ranked low.",
        "time",
        when={"drift": ("campaign",)},
    ),
    Choice(
        "holdout",
        "Hold-out never contacted",
        Range(0, 0.5, 0.05, whole=False, usual=(0, 0.2)),
        0.1,
        "The share of customers that no campaign contacts, so that their labels stay what they "
        "were. It costs what contacts would have earned there.",
        "time",
        when={"drift": ("campaign",)},
    ),
    Choice(
        "training_cost",
        "Cost of a retraining ($)",
        Range(0, 5000, 50, whole=False, usual=(0, 1000)),
        250.0,
        "What it takes to retrain, check and roll out a model once: half a day of an engineer. "
        "Decides how often retraining pays.",
        "time",
        when={"retraining": ("schedule", "alarm")},
    ),
)

GROUPS = {
    "world": "World",
    "data": "Data and labels",
    "features": "Features",
    "model": "Model",
    "decision": "Decision",
    "serving": "Serving",
    "time": "Over time",
}

CHOICES = (*WORLD, *DATA, *FEATURES, *MODEL, *DECISION, *SERVING, *TIME)

DIAL = Dial(
    "share",
    "Share contacted",
    "The part of the customers due that is contacted, best ranked first. On auto it "
    "is as many as the team can contact; drag it to see what other shares would earn "
    "and avoid.",
    low=0.0,
    high=1.0,
    unit="share",
)

ALIASES = {
    "policy": "retraining",
    "every": "retrain_every",
    "span": "window_kind",
    "memory": "training_window",
    "bar": "monitor_threshold",
    "observe": "observation_window",
    "base": "customer_base",
    "missing_is": "missingness",
    "trial": "trial_share",
    "learner": "uplift_learner",
    "budget": "capacity",
    "offer": "offer_cost",
    "contact": "contact_cost",
    "value": "customer_value",
    "calendar": "season_feature",
}
