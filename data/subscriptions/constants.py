"""The constants of subscription worlds: what makes customers leave, and what they show of it."""

from __future__ import annotations

from dataclasses import dataclass

DRIFTS = ("none", "price", "prior", "covariate", "competitor", "season", "campaign")
SHAPES = ("sudden", "gradual", "recurring")
RESPONSES = ("aligned", "misaligned")

HISTORY, LIVE, TAIL = 36, 30, 6
"""Months before launch, months live, and months after them in which outcomes still come in."""


@dataclass(frozen=True)
class SubscriptionConstants:
    """One kind of business. Log odds of leaving in a month are the sum of

    base + engagement * e + tickets * count + price * sensitivity + annual * contract
    + tenure * log(1 + months) + season * cos(2 pi (month - peak) / 12). Engagement itself has a
    season of `usage_season`, with its own peak.
    """

    base: float = -2.05
    engagement: float = -1.0
    tickets: float = 0.55
    price: float = 0.5
    annual: float = -0.9
    tenure: float = -0.35
    season: float = 0.1
    peak: int = 11
    usage_season: float = 0.0
    usage_peak: int = 1
    annual_share: float = 0.35
    mean_tenure: float = 18.0
    phi: float = 0.8
    engagement_sd: float = 0.45
    personal_sd: float = 0.7
    ticket_rate: float = -1.4
    ticket_slope: float = -0.4
    bill: float = 30.0
    bill_sd: float = 0.5


PRESETS = {
    "streaming": SubscriptionConstants(),
    "telecom": SubscriptionConstants(base=-2.3, annual=-1.6, annual_share=0.45, bill=45.0),
    "gym": SubscriptionConstants(
        base=-1.9, season=0.3, peak=4, usage_season=0.45, annual_share=0.5, bill=40.0
    ),
}


@dataclass(frozen=True)
class Signs:
    """What can be observed of a customer: noisy copies of engagement e and price sensitivity s.

    Log minutes are 4 + e + noise, and a broken meter (a share `glitches` of months) adds
    `glitch` to them. Logins and calls are Poisson with log rates `level + slope e`. Answered
    surveys are e + noise, promotions opened s + noise, and a downgrade has log odds
    `level - slope e + half s`.
    """

    minutes_sd: float = 0.4
    glitches: float = 0.02
    glitch: float = 3.0
    logins: tuple[float, float] = (1.0, 0.6)
    calls: tuple[float, float] = (-1.2, -0.2)
    downgrade: tuple[float, float] = (-4.0, 0.8)
    survey_sd: float = 0.5
    answered: float = 0.5
    answer_slope: float = 1.6
    promo_sd: float = 1.0
    lost_minutes: float = 0.05


SIGNS = Signs()


@dataclass(frozen=True)
class Segment:
    """Who answers a contact, and how much: a strength, and where it sets in.

    `engagement` and `price` are (middle, width) of the normal distribution function over
    engagement and price sensitivity by which the strength rises from 0 to `strength`.
    """

    strength: float
    engagement: tuple[float, float] = (0.0, 1.0)
    price: tuple[float, float] = (0.0, 1.0)


ALIGNED = Segment(0.35)
PERSUADABLE = Segment(0.9, engagement=(0.25, 0.3), price=(0.0, 0.5))
SLEEPING = Segment(0.22, engagement=(0.65, 0.3))
"""Sleeping dogs set in as engagement falls: the middle and width are of minus engagement."""
