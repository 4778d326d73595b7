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
        "A query says what somebody wants; a feed only knows who is there, and has fewer slots.",
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
        "How many requests of each live week are simulated, and 1.25 times as many of the weeks "
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
        "The rate the funnel must bear at its peak.",
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
        "Heavy model's time for an ad (times usual)",
        Range(0.1, 50, 0.1, whole=False, usual=(0.5, 20)),
        1.0,
        "Multiplies the processor time the heavy model takes for an ad.",
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
            "greedy": "Spend until it is gone",
            "throttle": "Skip auctions (throttling)",
            "bid": "Lower bids",
        },
        "off",
        "How an advertiser's money is made to last the day. Not enforced, an advertiser may spend "
        "without limit.",
        "budgets",
    ),
    Choice(
        "slots",
        "Ads a page",
        Range(1, 4, 1),
        3,
        "How many ads are shown at most; the feed has two slots. Users who meet many useless ads "
        "learn to overlook all of them.",
        "budgets",
    ),
    Choice(
        "cap",
        "Frequency cap",
        Range(0, 8, 1),
        0,
        "An ad is not shown to a user who was shown it this often lately; 0 is no cap.",
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
        "Ads out of budget",
        {"early": "Left out at selection", "late": "Left out at the auction"},
        "early",
        "Where ads are left out whose advertiser has no money left. Late, they take up places "
        "that others could have had.",
        "retrieval",
        when={"pacing": ("greedy", "throttle", "bid")},
    ),
)

LIGHT = (
    Choice(
        "light",
        "Light ranker",
        {
            "none": "None: a random few",
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
        "Light ranker sorts by",
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
        "Past click rates of a training row",
        {"before": "Counted up to its week", "window": "Counted over the whole window"},
        "before",
        "Whether a training row's past click rates stop before it, or include the row's own click.",
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
        "Share of rows used",
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
        "Position bias",
        {
            "ignored": "Ignored",
            "feature": "Slot as a feature, fixed when serving",
            "ips": "Clicks weighted by 1 / examination (IPS)",
        },
        "feature",
        "What is done about ads in lower slots being overlooked. Ignored, a lower slot looks like "
        "a worse ad.",
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
        "Team evaluates on",
        {"next": "The next week's log", "random": "A random quarter of the training rows"},
        "next",
        "Which rows the team's own figures come from. It changes what is seen, never what is true.",
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
        "What decides who wins a slot.",
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
        "Probability served (times learnt)",
        Range(0.1, 10, 0.1, whole=False, usual=(0.5, 2)),
        1.0,
        "A fault on the way to the auction: every probability multiplied by the same factor.",
        "auction",
    ),
    Choice(
        "price",
        "Price of a click",
        {"gsp": "Generalised second price", "first": "First price", "vcg": "VCG"},
        "gsp",
        "What a winner pays: the least that keeps its slot, its own bid, or the harm it does to "
        "the others.",
        "auction",
    ),
    Choice(
        "bids",
        "Advertisers' bids",
        {"stay": "Stay at their value", "follow": "Are lowered over time (shading)"},
        "follow",
        "Under a first price advertisers lower their bids within weeks, unless they do not notice.",
        "auction",
        when={"price": ("first",)},
        world=True,
    ),
    Choice(
        "reserve_kind",
        "Reserve",
        {"none": "None", "click": "Least price a click", "score": "Least score"},
        "none",
        "A slot stays empty rather than be sold below the reserve.",
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
        "How unknown ads get a chance. Without it, what was never shown is never learnt.",
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
        "The factor on a new ad's score, or how widely Thompson sampling draws.",
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
        "Machines that run the heavy model. Too few, and requests miss the deadline.",
        "serving",
    ),
    Choice(
        "late",
        "When the deadline passes",
        {"blank": "No ads", "light": "The light ranker's order"},
        "light",
        "What a request gets whose heavy scores miss the deadline or were never computed.",
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
