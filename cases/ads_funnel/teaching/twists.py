"""Changes announced mid-way, what each does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "slow",
        "The heavy model just became ten times slower.",
        {"slow": 10.0},
        "What do you give up, and what does it cost?",
        expects=(
            Expected("missed_deadline", "rises"),
            Expected("serving_cost", "rises"),
            Expected("welfare", "falls"),
        ),
    ),
    Twist(
        "first_price",
        "The company moves to first-price auctions.",
        {"price": "first"},
        "Finance expects more revenue. Is there more to divide, and what do advertisers do next?",
        expects=(Expected("welfare", "stays"), Expected("fill", "stays")),
        kind="order",
    ),
    Twist(
        "privacy",
        "From next week on, many clicks can no longer be tracked.",
        {"drift": "tracking"},
        "Which readings are wrong now, and what would you still trust?",
        expects=(Expected("calibration_winners", "falls"),),
    ),
    Twist(
        "bots",
        "From next week on, bots click ads.",
        {"drift": "bots"},
        "Who pays for their clicks, and what does the model learn from them?",
        expects=(Expected("auc", "falls"),),
    ),
    Twist(
        "newcomers",
        "Sales has won new advertisers: next week more than a third of all ads are new.",
        {"drift": "new_ads"},
        "Will their ads be shown? What do you owe them?",
        expects=(Expected("new_share", "rises"),),
    ),
    Twist(
        "sampling",
        "The training team now keeps a quarter of the negatives it kept before, and told nobody.",
        {"drift": "sampling"},
        "What goes wrong first, and where do you see it?",
        expects=(Expected("calibration_winners", "rises"), Expected("normalised_entropy", "rises")),
    ),
    Twist(
        "feed",
        "The same funnel is to serve the feed.",
        {"surface": "feed"},
        "What do you keep, and what must be learnt again?",
        expects=(Expected("welfare", "falls"),),
    ),
    Twist(
        "holiday",
        "The holidays begin: everybody bids more.",
        {"drift": "holiday"},
        "Revenue rises. Is the model better?",
        expects=(Expected("revenue", "rises"), Expected("auc", "stays")),
    ),
)
