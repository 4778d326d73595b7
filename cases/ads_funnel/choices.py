"""Every choice of the ads funnel, and its dial."""

from __future__ import annotations

from cases.ads_funnel.decide import KEEPS
from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice

WORLD = (
    Choice(
        "surface",
        "Where ads are shown",
        {"search": "Search results", "feed": "A feed"},
        "search",
        "A query says what somebody wants; a feed only knows who is there, and has fewer slots. "
        "Decides how well ads can match.",
        "world",
        world=True,
    ),
    size_choice(
        {
            "small": "1,440 requests a week",
            "live": "4,800 requests a week",
            "large": "12,000 requests a week",
        },
        "live",
        "How many requests of each live week are simulated, and 1.25 times as many of each week "
        "before. More give narrower intervals, more to learn from, and take longer.",
    ),
    Choice(
        "drift",
        "What changes in the second live week",
        {
            "none": "Nothing",
            "holiday": "Holiday: values and bids rise",
            "new_ads": "A wave of new ads",
            "fatigue": "Ads wear out (creative fatigue)",
            "bots": "Bots click",
            "tracking": "Tracking of clicks is lost",
            "sampling": "Sampling rate, in training only",
        },
        "none",
        "What changes once the funnel is live. The last one is a fault of the team: the trainer "
        "keeps a quarter of the negatives that the formula is told.",
        "world",
        world=True,
    ),
    Choice(
        "traffic",
        "Requests a second",
        Range(100, 50_000, 100, usual=(500, 20_000)),
        5000,
        "Requests that arrive in a second at peak. With the servers it decides waiting times and "
        "cost.",
        "world",
        world=True,
    ),
    Choice(
        "deadline",
        "Deadline (ms)",
        Range(10, 1000, 5, usual=(20, 200)),
        100,
        "How long the page waits for ads. A later answer is not shown.",
        "world",
        world=True,
    ),
    Choice(
        "slow",
        "Heavy model's time per ad (times usual)",
        Range(0.1, 50, 0.1, whole=False, usual=(0.5, 20)),
        1.0,
        "Multiplies the processor time the heavy model takes for an ad. Decides how many ads it "
        "can see in time.",
        "world",
        world=True,
    ),
    seed_choice(),
)

BUDGETS = (
    Choice(
        "pacing",
        "Daily budgets",
        {
            "off": "Not enforced",
            "greedy": "Spend until nothing is left",
            "throttle": "Skip auctions (throttling)",
            "bid": "Lower bids",
        },
        "off",
        "How an advertiser's money is made to last the day. Not enforced, an advertiser may spend "
        "without limit. Decides who can still bid in the evening.",
        "budgets",
    ),
    Choice(
        "slots",
        "Ads per page",
        Range(1, 4, 1),
        3,
        "How many ads are shown at most; the feed has two slots. Users who see many useless ads "
        "learn to overlook all of them.",
        "budgets",
    ),
    Choice(
        "cap",
        "Frequency cap",
        Range(0, 8, 1),
        0,
        "An ad is not shown to a user who was shown it this often lately; 0 is no cap. Decides "
        "how soon users tire of an ad.",
        "budgets",
    ),
)

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
        "Which ads may compete for a request at all. An ad that is not selected here cannot win.",
        "retrieval",
    ),
    Choice(
        "k1",
        "Ads selected (k1)",
        Range(4, 400, 10, usual=(40, 400)),
        150,
        "How many candidates phase 1 hands on at most, best bid times past click rate first. More "
        "lose fewer good ads and take longer.",
        "retrieval",
    ),
    Choice(
        "policy",
        "Policy filter",
        {"on": "Before selection", "off": "Off"},
        "on",
        "Whether ads that break policy are taken out. Users click on them and are disappointed.",
        "retrieval",
    ),
    Choice(
        "solvent",
        "Ads out of budget",
        {"early": "Left out at selection", "late": "Left out at the auction"},
        "early",
        "Where ads are left out whose advertiser has no money left. Late, they take places that "
        "other ads could have had.",
        "retrieval",
        when={"pacing": ("greedy", "throttle", "bid")},
    ),
)

LIGHT = (
    Choice(
        "light",
        "Light ranker",
        {
            "none": "None: a few at random",
            "history": "Past click rate of the ad",
            "dot": "Dot product",
            "logistic": "Logistic regression, few features",
            "distilled": "Distilled from the heavy model",
        },
        "history",
        "What cuts the candidates down to those the heavy model has time for. Decides which good "
        "ads it never sees.",
        "light",
    ),
    Choice(
        "objective",
        "Light ranker sorts by",
        {
            "pctr": "Click probability",
            "ecpm": "Bid times click probability",
            "agree": "Agreement with the heavy model's best",
        },
        "ecpm",
        "What the light ranker tries to keep. The auction ranks by bid times probability, so a "
        "light ranker by clicks alone drops high bids.",
        "light",
        when={"light": ("history", "dot", "logistic", "distilled")},
    ),
    Choice(
        "trim",
        "How k2 is set",
        {"fixed": "Always 24", "budget": "As many as the deadline allows"},
        "fixed",
        "Where the design sets the dial: at 24 ads, or at the most that answer in time with a "
        "tenth of the machines to spare.",
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
        "Which model predicts the click. The auction multiplies its number by money; LambdaRank "
        "gives an order and no probability.",
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
        "What the heavy model may look at. Click histories know the ad, context knows the request.",
        "heavy",
    ),
    Choice(
        "history",
        "Past click rates of a training row",
        {"before": "Counted up to its week", "window": "Counted over the whole window"},
        "before",
        "Whether a training row's past click rates stop before it, or include the row's own "
        "click. If they do, the model relies on what it will not have live.",
        "heavy",
        when={"features": ("history", "both", "crosses")},
        leaks={"window": "Past click rates of training rows include the clicks to be predicted."},
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
        "Only winners are logged, so the next model learns from what this one showed. Decides "
        "whether it ever learns about other ads.",
        "data",
    ),
    Choice(
        "window",
        "Training window (weeks)",
        Range(1, 6, 1),
        6,
        "How many weeks of the log a model learns from. A short window follows change, a long one "
        "knows more ads.",
        "data",
    ),
    Choice(
        "sample",
        "Share of rows used",
        Range(0.02, 1, 0.02, whole=False, usual=(0.1, 1)),
        1.0,
        "A uniform sample of the rows, to train faster; fewer rows know less.",
        "data",
    ),
    Choice(
        "keep",
        "Share of negatives kept (w)",
        Range(0.005, 1, 0.005, whole=False, usual=(0.025, 1)),
        0.1,
        "The share of rows without a click that is kept. Fewer make training cheap and clicks "
        "look common, which recalibration has to undo.",
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
        "How scores become probabilities again after negatives were dropped. Decides whether what "
        "the auction multiplies by a bid is right.",
        "data",
    ),
    Choice(
        "position",
        "Position bias",
        {
            "ignored": "Ignored",
            "feature": "Slot as a feature, fixed when serving",
            "ips": "Clicks weighted by 1 / examination (IPS)",
        },
        "feature",
        "What is done about ads in lower slots being overlooked. If it is ignored, a lower slot "
        "looks like a worse ad.",
        "data",
    ),
    Choice(
        "retrain",
        "Retraining",
        {"never": "Never", "half": "Every other week", "weekly": "Every week"},
        "weekly",
        "When the live models are replaced by ones trained on the log so far. Decides how soon "
        "new ads and changes are known.",
        "data",
    ),
    Choice(
        "judged_by",
        "Team evaluates on",
        {"next": "The next week's log", "random": "A random quarter of the training rows"},
        "next",
        "Which rows the team's own figures come from. It changes what the team sees, never what "
        "is true.",
        "data",
        leaks={
            "random": "Evaluated on rows of the training weeks: no ad is new there, nothing has "
            "changed."
        },
    ),
)

AUCTION = (
    Choice(
        "rank",
        "Ads ranked by",
        {"ecpm": "Bid times probability", "bid": "Bid alone", "chance": "Probability alone"},
        "ecpm",
        "What decides which ads win the slots.",
        "auction",
    ),
    Choice(
        "squash",
        "Squashing exponent",
        Range(0, 2, 0.05, whole=False, usual=(0.3, 1.2)),
        1.0,
        "The power to which the probability is raised in the rank score: below 1 bids count more.",
        "auction",
        when={"rank": ("ecpm",)},
    ),
    Choice(
        "scale",
        "Serving fault: probability times",
        Range(0.1, 10, 0.1, whole=False, usual=(0.5, 2)),
        1.0,
        "A fault on the way to the auction: every probability is multiplied by the same factor. "
        "Shows which readings notice.",
        "auction",
    ),
    Choice(
        "price",
        "Price of a click",
        {"gsp": "Generalised second price", "first": "First price", "vcg": "VCG"},
        "gsp",
        "What a winner pays for a click: the least that keeps its slot, its own bid, or the harm "
        "it does to the others.",
        "auction",
    ),
    Choice(
        "bids",
        "Advertisers' bids",
        {"stay": "Stay at their value", "follow": "Are lowered over time (shading)"},
        "follow",
        "Under a first price advertisers lower their bids within weeks, unless they do not "
        "notice. Decides whether paying one's bid brings more.",
        "auction",
        when={"price": ("first",)},
        world=True,
    ),
    Choice(
        "reserve_kind",
        "Reserve",
        {"none": "None", "click": "Least price a click", "score": "Least score"},
        "none",
        "A slot stays empty rather than be sold below the reserve. Raises prices, and leaves "
        "slots unsold.",
        "auction",
    ),
    Choice(
        "reserve",
        "Reserve level ($)",
        Range(0, 10, 0.05, whole=False, usual=(0, 3)),
        0.5,
        "The least price of a click, or the least bid times probability.",
        "auction",
        when={"reserve_kind": ("click", "score")},
    ),
)

EXPLORE = (
    Choice(
        "explore",
        "Exploration",
        {
            "none": "None",
            "epsilon": "A share of requests at random",
            "thompson": "Thompson sampling",
            "boost": "Boost new ads",
        },
        "none",
        "How unknown ads get a chance. Without exploration, an ad that was never shown is never "
        "learnt.",
        "explore",
    ),
    Choice(
        "share",
        "Share explored",
        Range(0, 0.5, 0.01, whole=False, usual=(0, 0.2)),
        0.05,
        "The share of requests on which ads are shown at random.",
        "explore",
        when={"explore": ("epsilon",)},
    ),
    Choice(
        "lift",
        "Exploration strength",
        Range(0.5, 20, 0.5, whole=False, usual=(0.5, 5)),
        1.5,
        "The factor on a new ad's score, or how widely Thompson sampling draws. More learns "
        "faster and costs more now.",
        "explore",
        when={"explore": ("thompson", "boost")},
    ),
)

SERVING = (
    Choice(
        "fleet",
        "Heavy model servers",
        Range(1, 500, 1, usual=(8, 200)),
        32,
        "How many machines run the heavy model. Too few, and requests miss the deadline.",
        "serving",
    ),
    Choice(
        "late",
        "When the deadline passes",
        {"blank": "No ads", "light": "The light ranker's order"},
        "light",
        "What a request gets whose heavy scores miss the deadline or were never computed. Decides "
        "what missing it costs.",
        "serving",
    ),
)

GROUPS = {
    "world": "World",
    "retrieval": "Phase 1: selection",
    "light": "Phase 2: light ranker",
    "heavy": "Phase 3: heavy model",
    "data": "Training data",
    "auction": "Auction",
    "budgets": "Budgets and users",
    "explore": "Exploration",
    "serving": "Serving",
}

# Budgets stand before selection: what happens to an ad out of money depends on them.
CHOICES = (
    *WORLD,
    *BUDGETS,
    *RETRIEVAL,
    *LIGHT,
    *HEAVY,
    *DATA,
    *AUCTION,
    *EXPLORE,
    *SERVING,
)

DIAL = Dial(
    "k2",
    "Ads the heavy model sees (k2)",
    "How many candidates are left after the light ranker: more find better ads and take longer.",
    low=KEEPS[0],
    high=KEEPS[-1],
)
