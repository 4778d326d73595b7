"""The published way to make payments and their windows, row by row in pandas: a named peer.

Follows the simulator and the feature chapter of the Fraud Detection Handbook (Le Borgne, Siblini,
Lebichot and Bontempi) in its rules, constants and cost profile, in our own words.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

DAY = 86_400
RADIUS = 5
WINDOWS = (1, 7, 30)


def handbook_with_pandas(customers: int, terminals: int, days: int, seed: int) -> pd.DataFrame:
    """Payments with the three published fraud scenarios, one customer and one payment at a time.

    Columns: time (Timestamp), day, card, terminal, amount, fraud, scenario (0 to 3); by time.
    Compromises a day are 2 terminals and 3 cards at the published 10,000 and 5,000, and scale.
    """
    rng = np.random.default_rng(seed)
    people = pd.DataFrame(rng.uniform(0, 100, (customers, 2)), columns=["x", "y"])
    people["mean"] = rng.uniform(5, 100, customers)
    people["rate"] = rng.uniform(0, 4, customers)
    shops = rng.uniform(0, 100, (terminals, 2))
    people["near"] = people.apply(lambda person: _near(person, shops), axis=1)
    # a customer without payments has a table without types
    tables = [_one_customer(card, person, days, rng) for card, person in people.iterrows()]
    frame = (
        pd.concat([table for table in tables if len(table)])
        .sort_values("seconds", kind="stable")
        .reset_index(drop=True)
    )
    frame["time"] = pd.to_datetime(frame.pop("seconds"), unit="s", origin="2018-04-01")
    return _frauds(frame, customers, terminals, days, rng)


def features_with_pandas(frame: pd.DataFrame, *, delay: int = 7) -> pd.DataFrame:
    """Spending windows of each card and risk windows of each terminal, by grouped rolling.

    For 1, 7 and 30 days: payments and mean amount of the card up to and with this payment; and
    payments and share of fraud at the terminal in the window that ended `delay` days ago.
    """
    frame = frame.copy()
    frame["night"] = (frame["time"].dt.hour <= 6).astype(int)
    frame["weekend"] = (frame["time"].dt.day_of_week >= 5).astype(int)
    frame = frame.groupby("card", group_keys=False)[list(frame.columns)].apply(_spending)
    apply_risk = frame.groupby("terminal", group_keys=False)[list(frame.columns)].apply
    return apply_risk(_risk, delay=delay).sort_index()


def _near(person: pd.Series, shops: np.ndarray) -> np.ndarray:
    gap = np.sqrt(((shops - person[["x", "y"]].to_numpy(float)) ** 2).sum(axis=1))
    inside = np.flatnonzero(gap < RADIUS)
    return inside if inside.size else np.array([gap.argmin()])


def _one_customer(card: int, person: pd.Series, days: int, rng) -> pd.DataFrame:
    rows = []
    for day in range(days):
        for _ in range(rng.poisson(person["rate"])):
            clock = int(rng.normal(DAY / 2, 20_000))
            if not 0 < clock < DAY:
                continue
            amount = rng.normal(person["mean"], person["mean"] / 2)
            if amount < 0:
                amount = rng.uniform(0, 2 * person["mean"])
            shop = person["near"][rng.integers(len(person["near"]))]
            rows.append((day * DAY + clock, day, card, shop, round(amount, 2)))
    return pd.DataFrame(rows, columns=["seconds", "day", "card", "terminal", "amount"])


def _frauds(frame: pd.DataFrame, customers: int, terminals: int, days: int, rng) -> pd.DataFrame:
    frame["scenario"] = 0
    frame.loc[frame["amount"] > 220, "scenario"] = 1
    for day in range(days):
        some = rng.choice(terminals, _a_day(2 * terminals / 10_000, rng), replace=False)
        lately = (frame["day"] >= day) & (frame["day"] < day + 28)
        frame.loc[lately & frame["terminal"].isin(some), "scenario"] = 2
    for day in range(days):
        some = rng.choice(customers, _a_day(3 * customers / 5_000, rng), replace=False)
        lately = (frame["day"] >= day) & (frame["day"] < day + 14)
        rows = frame.index[lately & frame["card"].isin(some)]
        third = rng.choice(rows, len(rows) // 3, replace=False)
        frame.loc[third, "amount"] *= 5
        frame.loc[third, "scenario"] = 3
    frame["fraud"] = (frame["scenario"] > 0).astype(int)
    return frame


def _a_day(rate: float, rng) -> int:
    return int(rate + rng.random())


def _spending(payments: pd.DataFrame) -> pd.DataFrame:
    payments = payments.sort_values("time", kind="stable")
    amounts = payments.set_index("time")["amount"]
    for window in WINDOWS:
        rolled = amounts.rolling(f"{window}D")
        payments[f"card_payments_{window}d"] = rolled.count().to_numpy()
        payments[f"card_mean_{window}d"] = rolled.mean().to_numpy()
    return payments


def _risk(payments: pd.DataFrame, *, delay: int) -> pd.DataFrame:
    payments = payments.sort_values("time", kind="stable")
    fraud = payments.set_index("time")["fraud"]
    late = fraud.rolling(f"{delay}D")
    for window in WINDOWS:
        whole = fraud.rolling(f"{delay + window}D")
        count = (whole.count() - late.count()).to_numpy()
        found = (whole.sum() - late.sum()).to_numpy()
        payments[f"terminal_payments_{window}d"] = count
        payments[f"terminal_risk_{window}d"] = np.divide(
            found, count, out=np.zeros(len(count)), where=count > 0
        )
    return payments
