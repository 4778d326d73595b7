"""Who runs which models, and the figures that shape every release and every fault.

Sources: most changes move little and about one in ten does harm, as reported for large online
experiments (Kohavi et al. 2020); everything else is assumed and says so by its name.
"""

from __future__ import annotations

HOURS = 28 * 24
"""Hours of a month, which has four weeks here."""

LIFE = HOURS
"""Hours for which a release is counted: then a later one has replaced it."""

TEAMS = {
    "payments": (
        "card fraud",
        "account takeover",
        "chargeback risk",
        "refund abuse",
        "merchant risk",
        "payment routing",
        "limit setting",
    ),
    "feed": (
        "feed ranking",
        "feed retrieval",
        "post quality",
        "notification send",
        "video next",
        "follow suggestions",
        "hashtag tagging",
    ),
    "ads": (
        "ad clicks",
        "ad conversions",
        "ad retrieval",
        "bid shading",
        "pacing forecast",
        "creative choice",
    ),
    "search": (
        "search ranking",
        "query intent",
        "spelling",
        "autocomplete",
        "semantic recall",
        "image search",
    ),
    "shop": (
        "basket suggestions",
        "price sensitivity",
        "size advice",
        "stock forecast",
        "bundle offers",
        "review ranking",
    ),
    "growth": (
        "churn risk",
        "coupon uplift",
        "email timing",
        "lifetime value",
        "onboarding next step",
        "win back",
    ),
    "trust": (
        "spam mail",
        "fake accounts",
        "image safety",
        "hate speech",
        "scam links",
        "bot traffic",
    ),
    "delivery": (
        "arrival time",
        "courier matching",
        "demand by zone",
        "route choice",
        "kitchen time",
        "address quality",
    ),
}
"""Teams and the models they own: fifty of eight."""

RAW = (
    "user profile",
    "user clicks 7d",
    "user spend 30d",
    "device",
    "session events",
    "item catalogue",
    "item clicks 1d",
    "merchant history",
    "card history",
    "location",
    "text embedding",
    "image embedding",
)
"""Features that come from a source of their own, the most used first."""

DERIVED = {
    "user click rate": ("user clicks 7d", "session events"),
    "user affinity": ("user clicks 7d", "item catalogue"),
    "item popularity": ("item clicks 1d", "item catalogue"),
    "merchant risk score": ("merchant history", "card history"),
    "spend trend": ("user spend 30d",),
    "device trust": ("device", "location"),
    "query match": ("text embedding", "item catalogue"),
    "creator score": ("item popularity", "user affinity"),
    "household value": ("spend trend", "user profile"),
    "scam likeness": ("text embedding", "device trust"),
}
"""Features computed from others: their parents in the graph."""

OWNERS = {
    "user profile": "growth",
    "user clicks 7d": "feed",
    "user spend 30d": "payments",
    "device": "trust",
    "session events": "feed",
    "item catalogue": "shop",
    "item clicks 1d": "ads",
    "merchant history": "payments",
    "card history": "payments",
    "location": "delivery",
    "text embedding": "search",
    "image embedding": "trust",
    "user click rate": "feed",
    "user affinity": "feed",
    "item popularity": "ads",
    "merchant risk score": "payments",
    "spend trend": "payments",
    "device trust": "trust",
    "query match": "search",
    "creator score": "feed",
    "household value": "growth",
    "scam likeness": "trust",
}
"""Which team owns each feature, and is woken when it breaks."""

BUDGET = 0.06
"""What a team may spend on the platform, as a share of what its models earn: assumed."""

TRAFFIC = 3000
"""Requests a second to all models at peak."""

VALUE = 60_000.0
"""What all models earn a day if each is fresh and none is broken, $: assumed."""

USERS = 2_000_000
"""People who meet at least one model in a day."""
