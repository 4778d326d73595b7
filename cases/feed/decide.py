"""From chances to one number a post: head weights, and what else the company wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cases.feed.candidates import Candidates
from cases.feed.features import FeatureStore, head
from cases.feed.model import BAIT, Trained
from data.feed import Feed
from data.feed.constants import HEADS, WEIGHTS
from data.feed.log import FeedLog
from pipelines.ranking.diversity import demoted
from pipelines.ranking.heads import Weighted

NAMES = {
    "like": "likes",
    "repost": "reposts",
    "reply": "replies",
    "reply_back": "replies the author answers",
    "profile": "profile visits",
    "click": "clicks into the conversation",
    "dwell": "stays of two minutes",
    "video": "videos half watched",
    "negative": "not interested, or blocked",
    "report": "reports",
}
"""What each head is called."""

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


def predicted(
    feed: Feed,
    feature_store: FeatureStore,
    candidates: Candidates,
    trained: Trained,
    *,
    guards: str,
) -> Predicted:
    """Score every candidate of the year with every model."""
    shape = candidates.posts.shape
    posts = np.maximum(candidates.posts, 0).reshape(-1, shape[2])
    users = np.tile(np.arange(shape[1]), shape[0])
    table = feature_store.table(users, posts, counts=trained.recipe.counts, live=True)
    flat = table.reshape(-1, table.shape[-1])
    chances = trained.chances(flat).reshape(*shape, -1)
    if feed.fault == "scores":
        chances = _lost(chances, candidates, guarded=guards == "on")
    return Predicted(
        chances,
        trained.told(flat).reshape(shape),
        trained.returns(flat).reshape(shape),
        table[..., BAIT].reshape(shape),
    )


def _lost(chances: np.ndarray, candidates: Candidates, *, guarded: bool) -> np.ndarray:
    """Chances where the scorer answers nothing for one source; with guards the mean instead."""
    gone = (candidates.source > 0) & candidates.there
    known = chances[~gone & candidates.there]
    mean = known.mean(axis=0) if len(known) else np.zeros(chances.shape[-1])
    return np.where(gone[..., None], mean if guarded else np.nan, chances).astype(np.float32)


def own_weights(
    *,
    w_like: float,
    w_repost: float,
    w_reply: float,
    w_reply_back: float,
    w_profile: float,
    w_click: float,
    w_dwell: float,
    w_video: float,
    w_negative: float,
    w_report: float,
) -> Weighted:
    """Note the weights that were set by hand."""
    return Weighted((
        w_like, w_repost, w_reply, w_reply_back, w_profile, w_click, w_dwell, w_video, w_negative,
        w_report,
    ))  # fmt: skip


def weights(
    log: FeedLog,
    feature_store: FeatureStore,
    trained: Trained,
    own_weights: Weighted,
    *,
    head_weights: str,
    complaint_weight: float,
) -> Weighted:
    """Decide what each engagement is worth in the score."""
    named = {
        "published": WEIGHTS,
        "likes": tuple(float(name == "like") for name in HEADS),
        "dwell": tuple(float(name == "dwell") for name in HEADS),
        "own": own_weights.values,
        "equal": Weighted.equal(trained.rates, SIGNS).values,
    }
    if head_weights == "survey" and trained.heads.kind == "heads":
        values = _nearest_to_survey(log, feature_store, trained).values
    else:
        values = named.get(head_weights, WEIGHTS)
    times = np.ones(len(HEADS))
    times[COMPLAINING] = complaint_weight
    return Weighted(tuple(np.asarray(values, dtype=float) * times))


def _nearest_to_survey(log: FeedLog, store: FeatureStore, trained: Trained) -> Weighted:
    """Weights under which the heads come nearest to what surveyed readers answered."""
    rows = np.flatnonzero(~np.isnan(log.survey))
    counts = trained.recipe.counts
    table = store.table(log.user[rows], log.post[rows, None], counts=counts, live=False)
    return Weighted.fitted(trained.chances(table[:, 0]).astype(float), log.survey[rows])


def scored(
    candidates: Candidates,
    predicted: Predicted,
    weights: Weighted,
    trained: Trained,
    *,
    out_of_network: float,
    quality_weight: float,
    return_weight: float,
    report_threshold: int,
    guards: str,
) -> Scored:
    """Add up what each post is worth to the company, before the clickbait penalty."""
    chances = predicted.chances
    several = chances.shape[-1] > 1
    points = weights.score(chances) if several else chances[..., 0]
    outside = candidates.source > 0
    with np.errstate(invalid="ignore"):
        lowered = demoted(points, np.float32(out_of_network), careful=guards == "on")
    points = np.where(outside, lowered, points)
    spread = _spread(points, candidates.there)
    parts = [_standard(part, candidates.there) for part in (predicted.told, predicted.returns)]
    total = points / spread + quality_weight * parts[0] + return_weight * parts[1]
    hidden = np.zeros(points.shape, bool)
    if report_threshold and several:
        report = head("report")
        hidden = chances[..., report] > report_threshold * trained.rates[report]
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
    """The standard deviation over candidates; 1 where all are equal."""
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


def shares_of_points(weights: Weighted, rates: np.ndarray) -> np.ndarray:
    """The share of all points, in absolute value, that each head brings at given rates."""
    points = np.abs(np.asarray(rates) * np.array(weights.values))
    return points / max(points.sum(), 1e-12)
