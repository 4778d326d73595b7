"""Customers, terminals, and the genuine payments between them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.payments.constants import DAY, NIGHT, PaymentConstants
from data.world import stream

LUCK = (
    "terminal",
    "card",
    "fraud_night",
    "night",
    "background",
    "report",
    "noise",
    "check",
    "slow",
)
"""Uniform draws each payment carries, one stream a name."""


def draw_customers(constants: PaymentConstants, *, customers: int, seed: int) -> pd.DataFrame:
    """Where customers live, how often they pay a day and how much on average."""
    place = stream(seed, "customers")
    return pd.DataFrame(
        {
            "x": place.uniform(0, constants.side, customers),
            "y": place.uniform(0, constants.side, customers),
            "rate": place.uniform(0, constants.payments_high, customers),
            "mean": place.uniform(constants.mean_low, constants.mean_high, customers),
        }
    )


def draw_terminals(constants: PaymentConstants, *, terminals: int, seed: int) -> pd.DataFrame:
    """Where terminals stand, how popular each is and which are online merchants."""
    place = stream(seed, "terminals")
    x, y = place.uniform(0, constants.side, terminals), place.uniform(0, constants.side, terminals)
    rank = place.permutation(terminals) + 1.0
    order = stream(seed, "online").permutation(terminals)
    online = order < round(constants.online_share * terminals)
    if constants.online_share and terminals > 1:
        # one of each kind at least, or a payment would have nowhere to go
        online |= order == 0
        online &= order != terminals - 1
    return pd.DataFrame(
        {"x": x, "y": y, "popularity": rank**-constants.popularity, "online": online}
    )


def reachable(customers: pd.DataFrame, terminals: pd.DataFrame, *, radius: float):
    """Physical terminals within each customer's radius; the nearest one where there is none.

    Returns `(edges, terminal)`: customer c reaches `terminal[edges[c]:edges[c + 1]]`.
    """
    physical = np.flatnonzero(~terminals["online"].to_numpy())
    if not physical.size:
        physical = np.arange(len(terminals))
    place = terminals[["x", "y"]].to_numpy(np.float32)[physical]
    homes = customers[["x", "y"]].to_numpy(np.float32)
    counts, found = [], []
    for block in np.array_split(homes, max(1, len(homes) * len(place) // 2_000_000)):
        near = (block[:, :1] - place[:, 0]) ** 2
        near += (block[:, 1:] - place[:, 1]) ** 2
        inside = near < radius**2
        lonely = np.flatnonzero(~inside.any(axis=1))
        inside[lonely, near[lonely].argmin(axis=1)] = True
        counts.append(inside.sum(axis=1))
        found.append(physical[np.nonzero(inside)[1]])
    return np.concatenate([[0], np.cumsum(np.concatenate(counts))]), np.concatenate(found)


def draw_genuine(
    constants: PaymentConstants,
    customers: pd.DataFrame,
    terminals: pd.DataFrame,
    *,
    expected: np.ndarray,
    name: str,
    seed: int,
) -> pd.DataFrame:
    """Genuine payments: card, terminal, day, time of day, amount and the luck each carries.

    `expected` holds payments per unit of a customer's daily rate, by day. Two calls with
    different names are independent, so that a holiday adds payments and disturbs none.
    """
    total = customers["rate"].to_numpy() * expected.sum()
    counts = stream(seed, f"{name}/counts").poisson(total)
    card = np.repeat(np.arange(len(customers), dtype=np.int32), counts)
    share = np.cumsum(expected) / expected.sum() if expected.sum() else np.ones_like(expected)
    day = share.searchsorted(stream(seed, f"{name}/days").random(len(card)), side="right")
    clock = stream(seed, f"{name}/clock").normal(DAY / 2, constants.clock_spread, len(card))
    terminal = _choose(constants, customers, terminals, card, name=name, seed=seed)
    online = terminals["online"].to_numpy()[terminal]
    mean = customers["mean"].to_numpy()[card]
    amount = _amounts(constants, mean, online, name=name, seed=seed)
    columns = {"card": card, "terminal": terminal, "day": day.astype(np.int32)}
    columns |= {"clock": clock, "amount": amount, "burst": np.full(len(card), -1, np.int32)}
    frame = pd.DataFrame(columns | draw_luck(len(card), name=name, seed=seed))
    # as in the handbook, a draw outside its own day is no payment
    return frame[(clock > 0) & (clock < DAY)].reset_index(drop=True)


def draw_luck(size: int, *, name: str, seed: int) -> dict[str, np.ndarray]:
    """One column of luck a mechanism, each from its own stream: uniform, and normal for delays."""
    luck: dict[str, np.ndarray] = {}
    luck |= {f"u_{key}": stream(seed, f"{name}/{key}").random(size, np.float32) for key in LUCK}
    luck["night_clock"] = stream(seed, f"{name}/night_clock").random(size) * NIGHT
    luck["z_delay"] = stream(seed, f"{name}/delay").standard_normal(size, np.float32)
    return luck


def _choose(constants, customers, terminals, card, *, name, seed) -> np.ndarray:
    edges, near = reachable(customers, terminals, radius=constants.radius)
    weight = np.concatenate([[0.0], np.cumsum(terminals["popularity"].to_numpy()[near])])
    low, high = weight[edges[card]], weight[edges[card + 1]]
    pick = stream(seed, f"{name}/terminal").random(len(card))
    slot = weight.searchsorted(low + pick * (high - low), side="right") - 1
    chosen = near[np.minimum(slot, edges[card + 1] - 1)].astype(np.int32)
    shops = np.flatnonzero(terminals["online"].to_numpy()).astype(np.int32)
    if shops.size:
        home = stream(seed, f"{name}/online").random(len(card)) < constants.online_share
        shop = stream(seed, f"{name}/shop").random(len(card))
        chosen = np.where(home, shops[(shop * shops.size).astype(int)], chosen)
    return chosen


def _amounts(constants, mean, online, *, name, seed) -> np.ndarray:
    noise = stream(seed, f"{name}/amount").standard_normal(len(mean))
    if constants.amounts == "normal":
        amount = mean * (1 + noise / 2)
        again = stream(seed, f"{name}/negative").random(len(mean)) * 2 * mean
        amount = np.where(amount < 0, again, amount)
    else:
        sigma = constants.amount_sigma
        amount = mean * np.exp(sigma * noise - sigma**2 / 2)
    micro = online & (stream(seed, f"{name}/micro").random(len(mean)) < constants.micro_share)
    span = constants.micro_high - constants.micro_low
    small = constants.micro_low + span * stream(seed, f"{name}/micro_amount").random(len(mean))
    return np.maximum(np.round(np.where(micro, small, amount), 2), 0.01)
