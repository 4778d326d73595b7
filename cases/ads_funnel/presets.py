"""Named designs of the ads funnel, and changes announced mid-way."""

from kit.case import Preset, Twist

PRESETS = (
    Preset("feed", "The feed", "Ads between posts: no query, two slots.", {"surface": "feed"}),
    Preset(
        "careful",
        "A careful funnel",
        "A light ranker taught by the heavy one, as many ads as time allows, paced bids, a chance "
        "for new ads.",
        {
            "light": "distilled",
            "trim": "budget",
            "pacing": "bid",
            "explore": "boost",
            "lift": 1.5,
        },
    ),
    Preset(
        "notebook",
        "Straight from a notebook",
        "Unshown ads as negatives, slot ignored, thinning not undone, click rates over the whole "
        "window, judged on random rows.",
        {
            "rows": "unshown",
            "position": "ignored",
            "recalibration": "none",
            "history": "window",
            "judged_by": "random",
        },
    ),
    Preset(
        "revenue_first",
        "Revenue first",
        "Four ads, a reserve, bids weighing more, nothing for new ads.",
        {"slots": 4, "reserve_kind": "click", "reserve": 1.2, "squash": 0.8},
    ),
)

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
