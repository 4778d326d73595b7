"""Named designs of the ads funnel."""

from kit.case import Preset

PRESETS = (
    Preset("feed", "The feed", "Ads between posts: no query, two slots.", {"surface": "feed"}),
    Preset(
        "careful",
        "A careful funnel",
        "A light ranker distilled from the heavy one, as many ads as time allows, paced bids, a "
        "chance for new ads.",
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
        "Unshown ads as negatives, position bias ignored, dropped negatives not corrected, click "
        "rates over the whole window, evaluated on random rows.",
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
        "Four ads a page, a reserve, bids that count more, no exploration.",
        {"slots": 4, "reserve_kind": "click", "reserve": 1.2, "squash": 0.8},
    ),
)
