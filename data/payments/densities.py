"""How likely an amount or an hour is when the payment is genuine: what truth and ceilings share."""

from __future__ import annotations

from math import erf, pi, sqrt

import numpy as np

from data.payments.constants import DAY, NIGHT, PaymentConstants

TINY = 1e-300


def amount_density(constants: PaymentConstants, amount, mean, online) -> np.ndarray:
    """Density of a genuine amount for a card with this mean amount, per money unit."""
    if constants.amounts == "normal":
        spread = mean / 2
        usual = np.exp(-(((amount - mean) / spread) ** 2) / 2) / (spread * sqrt(2 * pi))
        # a negative draw, two standard deviations below the mean, is drawn again from U(0, 2 mu)
        usual = usual + _normal_cdf(-2.0) * (amount < 2 * mean) / (2 * mean)
    else:
        sigma = constants.amount_sigma
        z = (np.log(np.maximum(amount, 1e-9) / mean) + sigma**2 / 2) / sigma
        usual = np.exp(-(z**2) / 2) / (np.maximum(amount, 1e-9) * sigma * sqrt(2 * pi))
    micro = constants.micro_share * online
    return (1 - micro) * usual + micro * micro_density(constants, amount) + TINY


def micro_density(constants: PaymentConstants, amount) -> np.ndarray:
    """Density of a micro-payment, and of a card test: uniform between the two bounds."""
    inside = (amount >= constants.micro_low) & (amount <= constants.micro_high)
    return inside / (constants.micro_high - constants.micro_low)


def clock_density(constants: PaymentConstants, clock, night) -> np.ndarray:
    """Density of a genuine time of day, per second, when the share `night` moved to the night."""
    spread = constants.clock_spread
    mass = 2 * _normal_cdf(DAY / 2 / spread) - 1
    usual = np.exp(-(((clock - DAY / 2) / spread) ** 2) / 2) / (spread * sqrt(2 * pi) * mass)
    return (1 - night) * usual + night * (clock < NIGHT) / NIGHT


def card_fraud_ratio(
    constants: PaymentConstants, *, amount, mean, online, clock, multiplier, night, fraud_night
) -> np.ndarray:
    """How much more likely amount and hour are under card fraud than in a genuine payment.

    f(a / k) / k / f(a) for the amount; (1 - s) + s * u(t) / g(t) for the hour, where a share s
    of card fraud moves to the night u and g is the genuine time of day.
    """
    fraud = amount_density(constants, amount / multiplier, mean, online) / multiplier
    ratio = fraud / amount_density(constants, amount, mean, online)
    moved = (clock < NIGHT) / NIGHT / clock_density(constants, clock, night)
    return ratio * (1 - fraud_night + fraud_night * moved)


def genuine_intensity(
    constants: PaymentConstants, *, amount, mean, rate, online, clock, night, volume
) -> np.ndarray:
    """Genuine payments a second and money unit of this card, at this hour and amount."""
    kind = np.where(online, constants.online_share, 1 - constants.online_share)
    density = amount_density(constants, amount, mean, online)
    return rate * volume * kind * density * clock_density(constants, clock, night)


def _normal_cdf(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2
