"""How the live weeks unfold: by themselves, or in answer to what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from cases.fraud.decide import Operating, alerts
from cases.fraud.features import DAY, Features
from cases.fraud.features import served as serve_features
from cases.fraud.model import ENCODED, Examples, Learner, Model, at_launch, known_at, make
from cases.fraud.world import WEEK, in_population
from data.payments import Tactics, next_tactics, with_tactics
from data.payments.ceilings import attainable
from data.world import World, stream
from pipelines.over_time.replay import ScoreGrid

NIGHT = 6 * 3600.0  # what counts as night ends at this second of the day
MULTIPLIERS = (1.05, 8.0)  # the least and the most a fraudster multiplies amounts by


@dataclass(frozen=True)
class Upkeep:
    """How a live model is kept: when it is retrained, the alarm, the training rows it is given."""

    retraining: str
    alarm: str
    window: int
    late_labels: str
    delay: int
    compromised: str
    features: str
    freshness: str


def week_of(payments: World, seen: pd.DataFrame) -> np.ndarray:
    """The live week of each payment, from 0; negative before launch."""
    return (seen["day"].to_numpy() - payments.about["live_from"]) // WEEK


@dataclass(eq=False)
class OpenLoop:
    """Weeks that unfold the same whatever is decided: scores come from the grid."""

    payments: World
    seen: pd.DataFrame
    population: np.ndarray
    ceiling: np.ndarray
    grid: ScoreGrid
    scores: list[np.ndarray] = field(default_factory=list)
    tactics: list[Tactics] = field(default_factory=list)

    def serve(self, period: int, trained: int) -> None:
        """Score one week by the model that serves it."""
        self.scores.append(self.grid.scores(trained, period))
        self.tactics.append(_scheduled(self.payments, period))

    def so_far(self) -> pd.DataFrame:
        """All weeks served until now."""
        week = week_of(self.payments, self.seen)
        rows = np.flatnonzero((week >= 0) & (week < len(self.scores)) & self.population)
        frame = _gather(self.payments, rows, week[rows], self.ceiling[rows])
        frame["probability"] = np.concatenate(self.scores)
        return frame

    judged = so_far


@dataclass(eq=False)
class ClosedLoop:
    """Weeks that answer what was decided: declined payments give no labels, fraudsters move.

    `declined` is the share of alerts that end without a label; `learning_rate` how far the
    fraudsters go each week towards where they were caught least.
    """

    payments: World
    served: Features
    learner: Learner
    deployed: Model
    operating: Operating
    upkeep: Upkeep
    declined: float
    learning_rate: float
    seed: int
    frames: list[pd.DataFrame] = field(default_factory=list)
    tactics: list[Tactics] = field(default_factory=list)
    models: dict[int, Model] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)

    def serve(self, period: int, trained: int) -> None:
        """Let the fraudsters move, train if it is time, score the week, and act on it."""
        self._move(period)
        if trained not in self.models:
            self.models[trained] = self._train(trained) if trained else self.deployed
        frame = self._score(period, self.models[trained])
        alerted = alerts(frame, self.operating)
        luck = stream(self.seed, f"hold through {period}").random(len(frame))
        self.silent.update(frame["payment"].to_numpy()[alerted & (luck < self.declined)])
        self.frames.append(frame.assign(alerted=alerted))

    def so_far(self) -> pd.DataFrame:
        """All weeks served until now, what was attainable left open."""
        return pd.concat(self.frames, ignore_index=True).drop(columns="alerted")

    def judged(self) -> pd.DataFrame:
        """All weeks, with what was attainable in the world as it turned out."""
        frame = self.so_far()
        order = np.argsort(self.payments.seen["payment"].to_numpy())
        best = attainable(self.payments)[order]
        frame["attainable"] = best[frame["payment"].to_numpy()]
        return frame

    def _move(self, period: int) -> None:
        now = self.tactics[-1] if self.tactics else _scheduled(self.payments, 0)
        if period and self.learning_rate:
            now = _answer(now, self.frames[-1], self.learning_rate)
            launch = at_launch(self.payments)
            self.payments = with_tactics(
                self.payments,
                from_time=launch + period * WEEK * DAY,
                to_time=np.inf,
                tactics=now,
            )
        self.tactics.append(now)

    def _recent(self, until_day: int, days: int) -> tuple[pd.DataFrame, np.ndarray, Features]:
        """Payments of the last `days`, which of them count, and their features as served."""
        day = self.payments.seen["day"].to_numpy()
        part = (day < until_day) & (day >= until_day - days)
        seen = self.payments.seen[part]
        if not self.learning_rate:
            rows = np.flatnonzero(part)
            counts = in_population(seen, removed=self.upkeep.compromised == "removed")
            return seen, counts, replace(self.served, matrix=self.served.matrix[rows])
        counts = in_population(seen, removed=self.upkeep.compromised == "removed")
        features = serve_features(
            seen, features=self.upkeep.features, freshness=self.upkeep.freshness
        )
        return seen, counts, features

    def _score(self, period: int, model: Model) -> pd.DataFrame:
        until = self.payments.about["live_from"] + (period + 1) * WEEK
        seen, counts, features = self._recent(until, WEEK + 125)
        now = counts & (seen["day"].to_numpy() >= until - WEEK)
        rows = seen.index.to_numpy()[now]
        frame = _gather(self.payments, rows, np.full(len(rows), period), None)
        frame["probability"] = score(model, features.matrix, seen[list(ENCODED)].to_numpy(), now)
        return frame

    def _train(self, period: int) -> Model:
        first = self.payments.about["live_from"] + period * WEEK
        seen, counts, features = self._recent(first, 400)
        known = known_at(
            seen,
            counts,
            first * DAY,
            window=self.upkeep.window,
            late_labels=self.upkeep.late_labels,
            delay=self.upkeep.delay,
            unlabelled=seen["payment"].isin(self.silent).to_numpy(),
        )
        return make(Examples.of(known, seen, features), self.learner)


Course = OpenLoop | ClosedLoop


def score(model: Model, matrix: np.ndarray, ids: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The probabilities of the marked rows: shape (marked rows,); `ids` are (terminal, card)."""
    return np.asarray(model.predict(matrix[rows], ids[rows]), dtype=float)


def _gather(
    payments: World, rows: np.ndarray, week: np.ndarray, ceiling: np.ndarray | None
) -> pd.DataFrame:
    columns = ["payment", "time", "day", "card", "terminal", "amount", "reported", "label_time"]
    frame = payments.seen.iloc[rows][columns].reset_index(drop=True)
    truth = payments.truth.iloc[rows]
    frame.insert(3, "week", week)
    frame["fraud"] = truth["fraud"].to_numpy()
    frame["mechanism"] = truth["mechanism"].to_numpy()
    frame["clairvoyant"] = truth["p"].to_numpy()
    frame["attainable"] = np.nan if ceiling is None else ceiling
    return frame


def _scheduled(payments: World, period: int) -> Tactics:
    day = min(payments.about["live_from"] + period * WEEK, payments.about["days"] - 1)
    schedules = payments.about["schedules"]
    return Tactics(float(schedules["multiplier"][day]), float(schedules["fraud_night"][day]))


def _answer(tactics: Tactics, week: pd.DataFrame, learning_rate: float) -> Tactics:
    """Move to the amounts, then to the hours, at which card fraud paid best last week.

    What a tactic pays is its multiplier times the share of such payments that got through: the
    fraudsters ask for less where large amounts are caught, and for more where they are not.
    """
    frauds = week[week["mechanism"] == 2]
    if len(frauds) < 9:
        return tactics
    through = 1.0 - frauds["alerted"].to_numpy(dtype=float)
    third = pd.qcut(frauds["amount"].rank(method="first"), 3, labels=False).to_numpy()
    night = frauds["time"].to_numpy() % DAY < NIGHT
    sizes = np.clip(np.array([0.7, 1.0, 1.4]) * tactics.multiplier, *MULTIPLIERS)
    hours = np.array([0.05, 0.8])
    paid = sizes * [through[third == part].mean() for part in range(3)]
    passed = [through[night == part].mean() if (night == part).any() else np.nan for part in (0, 1)]
    common = {"learning_rate": learning_rate}
    moved = next_tactics(
        tactics, multipliers=sizes, night=np.full(3, tactics.night), caught=-paid, **common
    )
    same = np.full(2, moved.multiplier)
    return next_tactics(
        moved, multipliers=same, night=hours, caught=1.0 - np.array(passed), **common
    )
