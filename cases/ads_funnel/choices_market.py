"""Choices about the world, the auction, budgets, exploration and machines."""

from __future__ import annotations

from kit.choice import Choice, Range

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
    Choice(
        "size",
        "Size",
        {
            "small": "1,440 requests a week",
            "live": "4,800 requests a week",
            "large": "12,000 requests a week",
        },
        "live",
        "How many requests of each live week are simulated, and 1.25 times as many of the weeks "
        "before. More give narrower intervals, more to learn from, and take longer.",
        "world",
        world=True,
    ),
    Choice(
        "drift",
        "What changes in the second live week",
        {
            "none": "Nothing in particular",
            "holiday": "A holiday: values and bids jump",
            "new_ads": "A wave of new ads",
            "fatigue": "Creatives wear out",
            "bots": "Bots click",
            "tracking": "Tracking is lost",
            "sampling": "The sampling rate, in training only",
        },
        "none",
        "What moves once the funnel is live. The last one is no change of the world: the trainer "
        "keeps a quarter of the negatives it says it keeps.",
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
        "How long the page waits for ads; an answer after it is not shown.",
        "world",
        world=True,
    ),
    Choice(
        "slow",
        "Heavy model's cost (times usual)",
        Range(0.1, 50, 0.1, whole=False, usual=(0.5, 20)),
        1.0,
        "Multiplies the processor time the heavy model takes for an ad.",
        "world",
        world=True,
    ),
    Choice(
        "seed",
        "Seed",
        Range(0, 9999, 1),
        7,
        "Which market out of all those with the same settings. Change it to see what is luck.",
        "world",
        world=True,
    ),
)

AUCTION = (
    Choice(
        "rank",
        "Ranked by",
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
        "The power the probability is raised to in the score: below 1 bids count for more.",
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
        "What a winner pays: what keeps its place, its bid, or the harm done to the others.",
        "auction",
    ),
    Choice(
        "bids",
        "Advertisers",
        {"stay": "Bid their value", "follow": "Learn to shade their bids"},
        "follow",
        "Under a first price, bids fall within weeks, unless advertisers do not notice.",
        "auction",
        when={"price": ("first",)},
        world=True,
    ),
    Choice(
        "reserve_kind",
        "Reserve",
        {"none": "None", "click": "Least price a click", "score": "Least score"},
        "none",
        "Below what a slot rather stays empty.",
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

BUDGETS = (
    Choice(
        "pacing",
        "Daily budgets",
        {
            "off": "Not enforced",
            "greedy": "Spend until it is gone",
            "throttle": "Sit auctions out",
            "bid": "Lower bids",
        },
        "off",
        "How an advertiser's money is made to last the day. Not enforced, money is no limit.",
        "budgets",
    ),
    Choice(
        "slots",
        "Ads a page",
        Range(1, 4, 1),
        3,
        "How many ads are shown at most. Users who meet many useless ones learn to overlook all.",
        "budgets",
    ),
    Choice(
        "cap",
        "Frequency cap",
        Range(0, 8, 1),
        0,
        "An ad is not shown to a user who met it this often lately; 0 is no cap.",
        "budgets",
    ),
)

EXPLORE = (
    Choice(
        "explore",
        "Exploration",
        {
            "none": "None",
            "epsilon": "A share of requests at random",
            "thompson": "Thompson: as unsure as we are",
            "boost": "New ads lifted",
        },
        "none",
        "How ads nobody knows get a chance. Without it, what was never shown is never learnt.",
        "explore",
    ),
    Choice(
        "share",
        "Share explored",
        Range(0, 0.5, 0.01, whole=False, usual=(0, 0.2)),
        0.05,
        "The share of requests on which ads are picked by lot.",
        "explore",
        when={"explore": ("epsilon",)},
    ),
    Choice(
        "lift",
        "Strength",
        Range(0.5, 20, 0.5, whole=False, usual=(0.5, 5)),
        1.5,
        "The factor on a new ad's score, or how far Thompson's draws spread.",
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
        "Machines that run the heavy model.",
        "serving",
    ),
    Choice(
        "late",
        "When time runs out",
        {"blank": "No ads", "light": "The light ranker's order"},
        "light",
        "What a request gets whose heavy scores miss the deadline or were never computed.",
        "serving",
    ),
)
