"""The frauds: which terminals and cards are compromised, and what that does to payments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.payments.constants import DAY, MECHANISMS, PaymentConstants
from data.payments.densities import card_fraud_ratio, genuine_intensity, micro_density
from data.world import stream

GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, eq=False)
class Scene:
    """All that is drawn before fraud acts: replayed under other tactics, it gives another world.

    `schedules` has one row per day; `terminal_on` and `card_on` are entity x day; `draws` has one
    row per payment, by id, with the luck each payment carries.
    """

    constants: PaymentConstants
    customers: pd.DataFrame
    terminals: pd.DataFrame
    schedules: pd.DataFrame
    terminal_on: np.ndarray
    card_on: np.ndarray
    draws: pd.DataFrame
    bursts: pd.DataFrame
    label_delay: float
    live_from: int


def compromised(
    rate: np.ndarray, *, usual: float, order: np.ndarray, days_on: int, name: str, seed: int
) -> np.ndarray:
    """Which entities are compromised on which day, as a boolean entity x day table.

    New ones a day: floor(usual + U) that come at any rate up to `usual`, thinned where `rate` is
    below it, and further ones where it is above, so that a campaign adds to what happens anyway.
    Each entity is as likely as any other; successive picks spread evenly over `order` (entities by
    volume), so that one huge merchant does not decide a world's prevalence. Each lasts `days_on`.
    """
    days = len(rate)
    day, who = _picks(np.full(days, usual), order=order, name=name, seed=seed)
    kept = stream(seed, f"{name}/kept").random(len(day)) * usual < rate[day]
    extra_day, extra = _picks(
        np.maximum(rate - usual, 0), order=order, name=f"{name}/more", seed=seed
    )
    day, who = np.concatenate([day[kept], extra_day]), np.concatenate([who[kept], extra])
    change = np.zeros((len(order), days + days_on), np.int16)
    np.add.at(change, (who, day), 1)
    np.add.at(change, (who, day + days_on), -1)
    return (np.cumsum(change, axis=1, dtype=np.int16) > 0)[:, :days]


def _picks(rate: np.ndarray, *, order: np.ndarray, name: str, seed: int):
    counts = np.floor(rate + stream(seed, f"{name}/counts").random(len(rate))).astype(int)
    day = np.repeat(np.arange(len(rate)), counts)
    place = (stream(seed, f"{name}/who").random() + np.arange(len(day)) * GOLDEN) % 1
    return day, order[(place * len(order)).astype(int)]


def act(scene: Scene) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lets the fraudsters act on the drawn payments: what happened, and the truth behind it.

    Both frames are in the order of `scene.draws`. Where two mechanisms claim one payment, the
    later one names it, as in the handbook: background, amount, terminal, card, testing.
    """
    draws = {key: scene.draws[key].to_numpy() for key in scene.draws}
    day, card, terminal, base = (draws[key] for key in ("day", "card", "terminal", "amount"))
    truth = _mechanisms(scene, draws)
    by_card = truth["mechanism"].to_numpy() == MECHANISMS.index("card")
    plans = {key: scene.schedules[key].to_numpy()[day] for key in ("night", "fraud_night")}
    moved = (draws["u_night"] < plans["night"]) & (draws["burst"] < 0)
    moved |= by_card & (draws["u_fraud_night"] < plans["fraud_night"])
    clock = np.where(moved, draws["night_clock"], draws["clock"])
    larger = base * scene.schedules["multiplier"].to_numpy()[day]
    amount = np.where(by_card, np.maximum(np.round(larger, 2), 0.01), base)
    columns = {"time": day * DAY + clock, "day": day, "card": card, "terminal": terminal}
    columns |= {"amount": amount, "online": scene.terminals["online"].to_numpy()[terminal]}
    return pd.DataFrame(columns), truth


def _mechanisms(scene: Scene, draws: dict[str, np.ndarray]) -> pd.DataFrame:
    constants, tested = scene.constants, draws["burst"] >= 0
    terminal_on = scene.terminal_on[draws["terminal"], draws["day"]]
    card_on = scene.card_on[draws["card"], draws["day"]]
    mechanism = np.zeros(len(tested), np.int8)
    for name, hit in {
        "background": draws["u_background"] < constants.background,
        "amount": draws["amount"] > constants.amount_limit,
        "terminal": terminal_on & (draws["u_terminal"] < constants.terminal_share),
        "card": card_on & (draws["u_card"] < constants.card_share),
        "testing": tested,
    }.items():
        mechanism[hit] = MECHANISMS.index(name)
    columns = {"fraud": (mechanism > 0).astype(np.int8), "mechanism": mechanism}
    columns |= {"terminal_on": terminal_on, "card_on": card_on, "burst": draws["burst"]}
    return pd.DataFrame(columns)


def known_traits(scene: Scene, happened: pd.DataFrame) -> dict[str, np.ndarray]:
    """What truth and ceiling know of each payment's card and day, beside the payment itself."""
    card, day = happened["card"].to_numpy(), happened["day"].to_numpy()
    people, plans = scene.customers, scene.schedules
    traits = {key: people[key].to_numpy()[card] for key in ("mean", "rate")}
    for key in ("multiplier", "night", "fraud_night", "volume"):
        traits[key] = plans[key].to_numpy()[day]
    clock = happened["time"].to_numpy() - day * DAY
    return traits | {"clock": clock} | {k: happened[k].to_numpy() for k in ("amount", "online")}


def clairvoyant(scene: Scene, happened: pd.DataFrame, truth: pd.DataFrame) -> np.ndarray:
    """The probability that a payment is fraud for who knows what is compromised, in closed form.

    p = 1 - prod_m (1 - p_m): q on a compromised terminal; q2 l / (q2 l + 1 - q2) on a compromised
    card, with l the likelihood ratio of amount and hour; in a burst, its intensity against that of
    genuine payments like this one; the background share; and 1 above the amount limit. A genuine
    payment that falls into a burst's hour on the same card is left at its other probabilities.
    """
    constants, traits = scene.constants, known_traits(scene, happened)
    by_terminal = constants.terminal_share * truth["terminal_on"].to_numpy()
    tested = truth["burst"].to_numpy() >= 0
    odds = np.zeros(len(happened))
    rows = np.flatnonzero(truth["card_on"].to_numpy() & ~tested)
    odds[rows] = card_odds(constants, traits, rows)
    by_testing = np.zeros(len(happened))
    rows = np.flatnonzero(tested)
    size = scene.bursts["size"].to_numpy()[truth["burst"].to_numpy()[rows]]
    burst = (size - 1) / constants.burst_seconds * micro_density(constants, traits["amount"][rows])
    by_testing[rows] = burst / (burst + intensity(constants, traits, rows))
    miss = (1 - by_terminal) / (1 + odds) * (1 - by_testing) * (1 - constants.background)
    return np.where(traits["amount"] > constants.amount_limit, 1.0, 1 - miss)


def card_odds(constants: PaymentConstants, traits, rows) -> np.ndarray:
    """Odds of fraud in a compromised card's payment, given amount and hour: q2 l / (1 - q2)."""
    keys = ("amount", "mean", "online", "clock", "multiplier", "night", "fraud_night")
    ratio = card_fraud_ratio(constants, **{key: traits[key][rows] for key in keys})
    return constants.card_share / (1 - constants.card_share) * ratio


def intensity(constants: PaymentConstants, traits, rows) -> np.ndarray:
    """Genuine payments a second and money unit like these rows, on their cards."""
    keys = ("amount", "mean", "rate", "online", "clock", "night", "volume")
    return genuine_intensity(constants, **{key: traits[key][rows] for key in keys})
