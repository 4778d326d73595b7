"""From chances to one number a post: weights, and what else the company decides to want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cases.feed.learning import BAIT, Learned
from cases.feed.sight import Sight, head
from cases.feed.sourcing import Candidates
from data.feed import Feed
from data.feed.constants import HEADS, WEIGHTS
from data.feed.log import FeedLog
from pipelines.ranking.heads import Weighted

SIGNS = np.sign(WEIGHTS)
PENALTIES = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""The dial: what a post that is bait through and through loses, in half standard deviations."""
UNIT = 2.0
COMPLAINING = slice(head("negative"), None)


@dataclass(frozen=True, eq=False)
class Predicted:
    """What the models say of every candidate: (periods, users, candidates, ...), float32.

    `chances` has an output a head (or one), `told` what people would say of the post, `returns`
    what it does to their coming back, `bait` the estimate the penalty goes by.
    """

    chances: np.ndarray
    told: np.ndarray
    returns: np.ndarray
    bait: np.ndarray


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores before the penalty and before re-ranking, -inf where there is no candidate.

    `engagement` is the weighted sum, in points, with the factor for posts out of network;
    `spread` its standard deviation; `score` all parts together in units of that spread.
    """

    weights: Weighted
    engagement: np.ndarray
    score: np.ndarray
    spread: float
    quality: np.ndarray
    returns: np.ndarray


def predict(
    feed: Feed, sight: Sight, candidates: Candidates, learned: Learned, *,
    counts: bool, position: str, guards: bool,
) -> Predicted:  # fmt: skip
    """Score all candidates of all periods with every model."""
    shape = candidates.posts.shape
    posts = np.maximum(candidates.posts, 0).reshape(-1, shape[2])
    users = np.tile(np.arange(shape[1]), shape[0])
    table = sight.table(users, posts, counts=counts, live=True)
    flat = table.reshape(-1, table.shape[-1])
    chances = learned.chances(flat, position).reshape(*shape, -1)
    if feed.fault == "scores":
        chances = _lost(chances, candidates, learned, guards)
    return Predicted(
        chances,
        learned.told(flat).reshape(shape),
        learned.returns(flat).reshape(shape),
        table[..., BAIT].reshape(shape),
    )


def _lost(chances: np.ndarray, candidates: Candidates, learned: Learned, guards: bool):
    """Chances where the scorer answers nothing for one source; with guards the mean instead."""
    gone = (candidates.source > 0) & candidates.there
    known = chances[~gone & candidates.there]
    mean = known.mean(axis=0) if len(known) else np.zeros(chances.shape[-1])
    return np.where(gone[..., None], mean if guards else np.nan, chances).astype(np.float32)


def head_weights(
    kind: str, own: tuple[float, ...], complaint: float, learned: Learned, log: FeedLog,
    sight: Sight, *, counts: bool, position: str,
) -> Weighted:  # fmt: skip
    """The weights of the ten heads under a named scheme; complaints count `complaint` times."""
    named = {
        "published": WEIGHTS,
        "likes": tuple(float(name == "like") for name in HEADS),
        "dwell": tuple(float(name == "dwell") for name in HEADS),
        "own": own,
        "equal": Weighted.equal(learned.rates, SIGNS).values,
    }
    if kind == "survey" and learned.heads.kind == "heads":
        rows = np.flatnonzero(~np.isnan(log.survey))
        table = sight.table(log.user[rows], log.post[rows, None], counts=counts, live=False)
        chances = learned.chances(table[:, 0], position).astype(float)
        values = Weighted.fitted(chances, log.survey[rows]).values
    else:
        values = named.get(kind, WEIGHTS)
    times = np.ones(len(HEADS))
    times[COMPLAINING] = complaint
    return Weighted(tuple(np.asarray(values, dtype=float) * times))


def score(
    feed: Feed, candidates: Candidates, predicted: Predicted, weights: Weighted, *,
    out_of_network: float, quality: float, returning: float, report_threshold: float,
    learned: Learned, careful: bool,
) -> Scored:  # fmt: skip
    """Add up what a post is worth to the company, before the penalty."""
    from pipelines.ranking.diversity import demoted

    chances = predicted.chances
    several = chances.shape[-1] > 1
    points = weights.score(chances) if several else chances[..., 0]
    outside = candidates.source > 0
    with np.errstate(invalid="ignore"):
        lowered = demoted(points, np.float32(out_of_network), careful=careful)
    points = np.where(outside, lowered, points)
    spread = _spread(points, candidates.there)
    parts = [_standard(part, candidates.there) for part in (predicted.told, predicted.returns)]
    total = points / spread + quality * parts[0] + returning * parts[1]
    hidden = np.zeros(points.shape, bool)
    if report_threshold and several:
        report = head("report")
        hidden = chances[..., report] > report_threshold * learned.rates[report]
    total = np.where(candidates.there & ~hidden & ~np.isnan(total), total, -np.inf)
    return Scored(
        weights=weights,
        engagement=points.astype(np.float32),
        score=total.astype(np.float32),
        spread=spread,
        quality=parts[0].astype(np.float32),
        returns=parts[1].astype(np.float32),
    )


def _spread(values: np.ndarray, there: np.ndarray) -> float:
    """The standard deviation over candidates; 1 where all are alike."""
    known = values[there & ~np.isnan(values)]
    spread = float(known.std()) if len(known) else 0.0
    return spread if spread > 1e-12 else 1.0


def _standard(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    known = values[there]
    mean = float(known.mean()) if len(known) else 0.0
    return (values - mean) / _spread(values, there)


def penalised(score: np.ndarray, bait: np.ndarray, penalties: Sequence[float]) -> np.ndarray:
    """Scores of some rows under each penalty: (penalties, ...)."""
    loss = UNIT * np.asarray(penalties, np.float32).reshape(-1, *[1] * score.ndim)
    return score[None] - loss * bait[None]
