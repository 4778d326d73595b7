"""Every constant of the ad worlds, with its unit, for search and for feed."""

from __future__ import annotations

from dataclasses import dataclass, replace

DRIFTS = ("none", "holiday", "new_ads", "fatigue", "bots", "tracking")
"""Ways the world may change from the second live week on (`CHANGE`)."""

CHANGE = 1
"""The live week, counted from 0, in which a drift sets in."""


@dataclass(frozen=True)
class AdConstants:
    """What an ad world is made of. Weeks before 0 are the past; live weeks count from 0.

    The click model is log odds = level + match * <context, ad> / sqrt(dimensions) + quality
    + bend * sin(2 c0) * sign(a1) + what device, evening and format add, less `tiring` for each
    doubling of the times this user was shown this ad; a slot further down multiplies the
    probability by its entry in `slots`. The level is solved for, so that `rate` holds on any seed.
    """

    surface: str = "search"
    ads: int = 2_400  # simulated one by one; the rest of the corpus only costs look-ups
    corpus: int = 100_000
    advertisers: int = 120
    users: int = 600
    topics: int = 30
    categories: int = 6
    regions: int = 4
    dimensions: int = 8
    past_weeks: int = 6
    live_weeks: int = 5
    past_requests: int = 6_000  # a week
    live_requests: int = 4_800  # a week

    rate: float = 0.025  # mean chance of a click over all requests and ads, in the first slot
    match: float = 0.7
    quality: float = 0.6  # standard deviation of ad quality, log odds
    bend: float = 0.9
    setting: float = 0.7  # standard deviation of what device x evening x format adds, log odds
    tiring: float = 0.1
    walk: float = 0.15  # standard deviation of a week's change in quality, log odds
    slots: tuple[float, ...] = (1.0, 0.6, 0.4, 0.3)  # examination, first slot down
    blur: float = 0.25  # standard deviation of the noise on the vectors a team can see
    topic_weight: float = 0.5  # share of a context vector's variance that its query tells

    value_spread: float = 0.6  # standard deviation of log value per click between advertisers
    ad_value_spread: float = 0.25  # and between the ads of one
    flagged: float = 0.06  # share of ads that break policy
    churn: float = 0.05  # share of ads that are new in any one week
    budget: float = 0.4  # all advertisers' daily budgets together, in money a request

    annoyance: float = 0.006  # what one ad shown costs its user, in useful clicks
    blinding: float = 5.0  # how fast users learn to overlook ads, a week
    tolerated: float = 0.92  # useless ads a request, weighed by slot, that users put up with
    least_attention: float = 0.3

    holiday: float = 0.8  # bids and values rise by this share
    wave: float = 0.35  # share of ads that arrive together in a wave
    fading: float = 0.8  # log odds lost a week by ads that tire their audience
    bot_share: float = 0.08
    bot_click: float = 0.3
    lost_clicks: float = 0.4

    def __post_init__(self) -> None:
        if not self.slots or any(not 0 < each <= 1 for each in self.slots):
            raise ValueError(f"slots are {self.slots}: each multiplier is above 0 and at most 1")
        for name in ("ads", "advertisers", "users", "topics", "past_weeks", "live_weeks"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; it is at least 1")


SEARCH = AdConstants()
FEED = replace(
    SEARCH,
    surface="feed",
    rate=0.018,
    topic_weight=0.25,
    slots=(1.0, 0.75),
    setting=0.8,
    annoyance=0.008,
    tolerated=0.62,
)
SURFACES = {"search": SEARCH, "feed": FEED}
"""A query says what somebody wants; a feed only knows who is there, and shows fewer ads."""
