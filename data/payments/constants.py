"""Every constant of the payment worlds, with its unit, and the four presets built from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

DAY = 86_400.0
"""Seconds in a day."""

NIGHT = 21_600.0
"""Seconds from midnight to six o'clock: what the payment worlds call night."""

MECHANISMS = ("none", "terminal", "card", "testing", "background", "amount")
"""What made a payment fraud, by its code in `truth.mechanism` (0 is genuine)."""

DRIFTS = (
    "none",
    "new_mechanism",
    "terminal_to_card",
    "smaller_fraud",
    "holiday",
    "campaign",
    "adversary",
)
"""Ways the world may change after the first live day."""


@dataclass(frozen=True)
class PaymentConstants:
    """What a payment world is made of; rates of compromise are stated at the handbook's size.

    The handbook is the Fraud Detection Handbook (Le Borgne et al.), whose simulator has 5,000
    customers and 10,000 terminals: rates scale from there with the number of entities, so that
    prevalence does not depend on size.
    """

    side: float = 100.0  # customers and terminals live on a square of this side
    radius: float = 5.0  # a customer reaches physical terminals within this distance
    payments_high: float = 4.0  # a customer's payments per day ~ U(0, payments_high)
    mean_low: float = 5.0  # a customer's mean amount ~ U(mean_low, mean_high), money units
    mean_high: float = 100.0
    amounts: str = "lognormal"  # "lognormal", or the handbook's "normal" N(mu, mu / 2)
    amount_sigma: float = 0.7  # standard deviation of log amounts around a customer's mean
    clock_spread: float = 20_000.0  # time of day ~ N(noon, clock_spread seconds) within the day
    popularity: float = 1.0  # Zipf exponent of terminals inside the radius; 0 is uniform
    online_share: float = 0.2  # share of terminals, and of payments, that are online
    micro_share: float = 0.05  # share of online payments that are genuine micro-payments
    micro_low: float = 0.2  # micro-payments and card tests ~ U(micro_low, micro_high)
    micro_high: float = 2.0

    terminal_rate: float = 2.8  # M1: terminals newly compromised per day, of 10,000
    terminal_days: int = 28  # days a compromised terminal stays so
    terminal_share: float = 0.7  # q: share of its payments that are fraud

    card_rate: float = 3.6  # M2: cards newly compromised per day, of 5,000
    card_days: int = 14
    card_share: float = 1 / 3  # q2: share of its payments that are fraud
    multiplier: float = 3.0  # k: such a payment's amount is multiplied by this
    fraud_night: float = 0.2  # share of such payments moved to between 0 and 6 o'clock

    testing_rate: float = 0.4  # M3: bursts of card tests per day, of 5,000 cards
    testing_surge: float = 2.0  # what drift "new_mechanism" adds to it at severity 1
    burst_smallest: int = 5  # payments in a burst ~ U{smallest..largest}
    burst_largest: int = 20
    burst_seconds: float = 3_600.0  # the first at its start, the others uniform in this span

    background: float = 1e-4  # share of payments that are fraud for no visible reason
    amount_limit: float = float("inf")  # the handbook's first scenario: above this is fraud

    never_reported: float = 0.05  # share of fraud that nobody ever reports
    label_noise: float = 2e-4  # share of genuine payments reported as fraud
    capacity_share: float = 0.02  # incumbent's alerts a day, as a share of the customers
    check_share: float = 0.25  # share of those alerts that are random checks
    alert_delay: float = 1.0  # days until an alerted payment's label, about
    slow_share: float = 0.2  # share of the other labels that come in the long tail
    slow_cap: float = 90.0  # days, the longest label delay of the tail


HARD = PaymentConstants()

PRESETS: dict[str, PaymentConstants] = {
    "hard": HARD,
    "handbook": replace(
        HARD,
        amounts="normal",
        popularity=0.0,
        online_share=0.0,
        micro_share=0.0,
        terminal_rate=2.0,
        terminal_share=1.0,
        card_rate=3.0,
        multiplier=5.0,
        fraud_night=0.0,
        testing_rate=0.0,
        background=0.0,
        amount_limit=220.0,
        never_reported=0.0,
        label_noise=0.0,
    ),
    "easy": replace(
        HARD,
        terminal_share=1.0,
        terminal_rate=1.1,
        card_rate=2.1,
        multiplier=5.0,
        testing_rate=0.0,
        background=0.0,
        never_reported=0.0,
        label_noise=0.0,
    ),
    "real": replace(
        HARD,
        terminal_share=0.4,
        terminal_rate=0.9,
        card_rate=0.9,
        multiplier=2.0,
        fraud_night=0.1,
        testing_rate=0.2,
        background=3e-4,
        never_reported=0.1,
        label_noise=4e-4,
    ),
}
"""Named worlds: the default, the published simulator, a gentle one, and a lifelike prevalence."""
