"""Changes announced mid-way, and the question each puts."""

from kit.case import Twist

TWISTS = (
    Twist(
        "slow",
        "The heavy model just became ten times slower.",
        {"slow": 10.0},
        "What gives, and what does it cost?",
    ),
    Twist(
        "first_price",
        "The company moves to first-price auctions.",
        {"price": "first", "bids": "follow"},
        "Finance expects revenue to equal welfare. What happens instead?",
    ),
    Twist(
        "privacy",
        "From next week on, tracking is lost for many clicks.",
        {"drift": "tracking"},
        "Which readings lie now, and what would you still trust?",
    ),
    Twist(
        "bots",
        "A month later somebody notices bots.",
        {"drift": "bots"},
        "Who has paid for their clicks, and what has the model learnt from them?",
    ),
    Twist(
        "newcomers",
        "Sales signed a third more advertisers for next week.",
        {"drift": "new_ads"},
        "Will their ads be shown? What do you owe them?",
    ),
    Twist(
        "sampling",
        "The training team thinned negatives out further and told nobody.",
        {"drift": "sampling"},
        "What breaks first, and where do you see it?",
    ),
    Twist(
        "feed",
        "The same funnel shall serve the feed.",
        {"surface": "feed"},
        "What do you keep, and what must be learnt again?",
    ),
    Twist(
        "holiday",
        "The holidays begin: everybody bids more.",
        {"drift": "holiday"},
        "Revenue jumps. Is the model better?",
    ),
)
