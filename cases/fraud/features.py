"""What a model may know about a payment: as served live, and as the team computed it offline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.learning.windows import Moments, since_last

DAY = 86_400.0
HOUR = 3_600.0
CHUNK = 4_096


@dataclass(frozen=True, eq=False)
class Features:
    """A matrix of shape (payments, columns), in the order of the payments, and column names."""

    matrix: np.ndarray
    names: tuple[str, ...]


def served(seen: pd.DataFrame, *, features: str, freshness: str) -> Features:
    """Compute features as they stand at the moment of decision."""
    return _assemble(seen, features, nightly=freshness == "nightly", hindsight=False, own=False)


def offline(
    seen: pd.DataFrame,
    served: Features,
    *,
    features: str,
    freshness: str,
    delay_in_features: str,
    current_row: str,
) -> Features:
    """Compute features as the team did for training, with its mistakes if it made any."""
    hindsight, own = delay_in_features == "ignored", current_row == "included"
    if not (hindsight or own):
        return served
    return _assemble(seen, features, freshness == "nightly", hindsight, own)


def _assemble(
    seen: pd.DataFrame, features: str, nightly: bool, hindsight: bool, own: bool
) -> Features:
    columns = _columns(seen, features, nightly, hindsight, own)
    matrix = np.empty((len(seen), len(columns)), dtype=np.float32)
    # Some thousand rows at a time: columns turn into rows inside the processor's cache.
    for first in range(0, len(seen), CHUNK):
        some = slice(first, first + CHUNK)
        for index, values in enumerate(columns.values()):
            matrix[some, index] = values[some]
    return Features(matrix, tuple(columns))


def _columns(
    seen: pd.DataFrame, features: str, nightly: bool, hindsight: bool, own: bool
) -> dict[str, np.ndarray]:
    columns = _single(_raw(seen))
    if features in ("windows", "risk"):
        clock = _Clock(seen, nightly)
        columns |= _single(_behaviour(seen, clock))
        if features == "risk":
            columns |= _single(_reports(seen, clock, hindsight, own))
    return columns


def _single(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Columns in single precision, as models read them: half the memory."""
    return {name: values.astype(np.float32) for name, values in columns.items()}


class _Clock:
    """The moments up to which each payment's windows reach, in order by card and by terminal."""

    def __init__(self, seen: pd.DataFrame, nightly: bool) -> None:
        time = seen["time"].to_numpy()
        self.nightly = nightly
        asked = np.floor(time / DAY) * DAY if nightly else time
        latest = (
            max(float(seen["label_time"].max()), float(time.max(initial=0.0))) if len(seen) else 1.0
        )
        span = (float(time.min(initial=0.0)) - 60 * DAY, latest + DAY)
        self.moments = {
            name: Moments.sort(seen[name].to_numpy(), asked, span=span)
            for name in ("card", "terminal")
        }
        self.paid = {
            name: moments.events(seen[name].to_numpy(), time) if nightly else moments.as_events()
            for name, moments in self.moments.items()
        }


def _raw(seen: pd.DataFrame) -> dict[str, np.ndarray]:
    amount, time = seen["amount"].to_numpy(), seen["time"].to_numpy()
    hour = (time % DAY) / HOUR
    return {
        "amount": amount,
        "log amount": np.log1p(amount),
        "hour": hour,
        "night": hour < 6,
        "weekend": (seen["day"].to_numpy() % 7) >= 5,
        "online": seen["online"].to_numpy(),
    }


def _behaviour(seen: pd.DataFrame, clock: _Clock) -> dict[str, np.ndarray]:
    time, amount = seen["time"].to_numpy(), seen["amount"].to_numpy()
    card = seen["card"].to_numpy()
    paid = clock.paid["card"]
    columns: dict[str, np.ndarray] = {
        "card payments, hour": paid.within(HOUR),
        "card tiny payments, hour": paid.within(HOUR, amount < 2.0),
    }
    for days in (1, 7, 30):
        count = paid.within(days * DAY)
        mean = paid.within(days * DAY, amount) / np.maximum(count, 1)
        columns[f"card payments, {days} d"] = count
        columns[f"card mean amount, {days} d"] = mean
    columns["amount over card mean, 30 d"] = amount / np.maximum(mean, 1.0)
    if not clock.nightly:
        columns["hours since card's last"] = np.minimum(since_last(card, time), 60 * DAY) / HOUR
    return columns


def _reports(
    seen: pd.DataFrame, clock: _Clock, hindsight: bool, own: bool
) -> dict[str, np.ndarray]:
    """Frauds reported lately per terminal and card.

    In hindsight they count from when they happened; `own` adds the payment's own label.
    """
    fraud = seen["reported"].to_numpy() == 1
    when = seen["time" if hindsight else "label_time"].to_numpy()[fraud]
    columns: dict[str, np.ndarray] = {}
    for name in ("terminal", "card"):
        reports = clock.moments[name].events(seen[name].to_numpy()[fraud], when)
        for days in (1, 7, 28):
            known = reports.within(days * DAY) + own * fraud
            columns[f"{name} reports, {days} d"] = known
        seen_lately = clock.paid[name].within(28 * DAY)
        columns[f"{name} payments, 28 d"] = seen_lately
        columns[f"{name} report rate, 28 d"] = known / (1.0 + seen_lately)
    return columns
