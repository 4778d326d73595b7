"""Every scenario there is: one folder each, one line in this list."""

from kit.listing import Listing

ALL = Listing(
    (
        "cases.fraud",
        "cases.spam",
        "cases.churn",
        "cases.recommender",
        "cases.ads_funnel",
        "cases.feed",
        "cases.log_anomalies",
        "cases.credit",
        "cases.irrelevant_items",
        "cases.image_serving",
        "cases.experiment",
        "cases.platform",
    )
)
