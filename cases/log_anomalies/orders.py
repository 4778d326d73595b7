"""Payments as sequences of events: which of them go an unusual way, by rules and by detectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.logs.sessions import NONE
from data.logs.templates import STEPS
from data.world import World, stream
from pipelines.detection.deviations import standard
from pipelines.detection.outliers import fitted, supervised
from pipelines.evaluation.decisions import best_f1_threshold

HELD_BACK = 1 / 3
ENDS = len(STEPS)  # stands before the first and after the last event
RARE_PAIR, RARE_VECTOR = 0.015, 0.001
FLAGGED = 0.97  # detectors without labels flag the payments above this quantile of what they met


@dataclass(frozen=True, eq=False)
class Orders:
    """Every payment's minute, whether it went a strange way, and whether it is flagged.

    `backtest` marks payments of the history the rule was not made from, `guess` what it says of
    those; `live` marks those after launch.
    """

    minute: np.ndarray
    strange: np.ndarray
    flagged: np.ndarray
    backtest: np.ndarray
    guess: np.ndarray
    live: np.ndarray


def orders(logs: World, *, sessions: str, split: str, training: str, seed: int) -> Orders:
    """Judge each payment by the order of its events, with a rule made from the history."""
    paid, events = logs.about["payments"], logs.about["events"]
    minute, strange = paid["minute"].to_numpy(), paid["strange"].to_numpy() > 0
    past = np.flatnonzero(minute < logs.about["live_from"])
    held = past[_held_back(len(past), split, seed)]
    x = vectors(events) if sessions != "bigram" else pairs(events)
    backtest = np.zeros(len(minute), dtype=bool)
    backtest[held] = True
    usual = ~excluded(logs, minute, strange, training)
    guess, flagged = (
        rule(sessions, x, rows, strange, usual, seed) for rows in (np.setdiff1d(past, held), past)
    )
    live = minute >= logs.about["live_from"]
    return Orders(minute, strange, flagged, backtest, guess, live)


def vectors(events: np.ndarray) -> np.ndarray:
    """How often each event stands in each payment: (payments, events)."""
    return np.stack([(events == at).sum(axis=1) for at in range(len(STEPS))], axis=1)


def pairs(events: np.ndarray) -> np.ndarray:
    """Numbers of the neighbouring pairs of events in each payment: (payments, longest + 1)."""
    named = np.where(events == NONE, ENDS, events)
    edge = np.full((len(events), 1), ENDS)
    row = np.concatenate([edge, named, edge], axis=1)
    return row[:, :-1] * (ENDS + 1) + row[:, 1:]


def excluded(logs: World, minute: np.ndarray, strange: np.ndarray, training: str) -> np.ndarray:
    """Payments that no rule takes for usual: those of ticketed incidents, or all strange ones."""
    if training == "all":
        return np.zeros(len(minute), dtype=bool)
    if training == "clean":
        return strange
    found = logs.about["incidents"]
    number = logs.truth["incident"].to_numpy()[minute]
    return (number >= 0) & found["ticket"].reindex(number, fill_value=False).to_numpy(bool)


def rule(
    kind: str, x: np.ndarray, train: np.ndarray, strange: np.ndarray, usual: np.ndarray, seed: int
) -> np.ndarray:
    """Which payments a rule made from the rows `train` flags: (payments,).

    "lookup" flags vectors met in fewer than one of a thousand payments taken for `usual`, "bigram"
    pairs of events met by fewer than fifteen; trained on labels, the score with the best F1 on what
    it was trained on.
    """
    clean = train[usual[train]]
    if kind == "bigram":
        ordered = np.sort(x[clean], axis=1)  # a pair counts once a payment
        met = np.bincount(ordered[np.diff(ordered, prepend=-1) > 0], minlength=(ENDS + 1) ** 2)
        return (met < RARE_PAIR * len(clean))[x].any(axis=1)
    if kind == "lookup":
        code = x @ (8 ** np.arange(x.shape[1]))
        values, place = np.unique(code, return_inverse=True)
        met = np.bincount(place[clean], minlength=len(values))
        return (met < max(3, RARE_VECTOR * len(clean)))[place]
    scaled = standard(x[clean].astype(float)).deviations(x, clean)
    if kind in ("logistic", "boosted"):
        score = supervised(kind, scaled[train], strange[train], seed=seed).score(scaled)
        return score >= best_f1_threshold(strange[train].astype(float), score[train])
    score = fitted(kind, scaled[clean], seed=seed).score(scaled)
    return score > np.quantile(score[clean], FLAGGED) + 1e-9


def _held_back(count: int, split: str, seed: int) -> np.ndarray:
    if split == "random":
        return stream(seed, "payments held back").random(count) < HELD_BACK
    return np.arange(count) >= (1 - HELD_BACK) * count
