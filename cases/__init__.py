"""Every scenario there is: one folder each, one line in this list."""

import pipelines  # noqa: F401  (holds native libraries to one thread before they are imported)
from cases.ads_funnel import CASE as ADS_FUNNEL
from cases.churn import CASE as CHURN
from cases.feed import CASE as FEED
from cases.fraud import CASE as FRAUD
from cases.recommender import CASE as RECOMMENDER
from cases.spam import CASE as SPAM

ALL = (FRAUD, SPAM, CHURN, RECOMMENDER, ADS_FUNNEL, FEED)
