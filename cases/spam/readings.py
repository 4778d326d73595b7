"""Every reading of the spam scenario at every quarantine line, as seen and as true."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cases.spam.decide import Operating
from cases.spam.features import Encoded
from cases.spam.filters import probability
from cases.spam.judged import (
    RATES,
    SURE,
    Counts,
    Judged,
    along,
    cost,
    flag_line,
    judged_live,
    judged_seen,
    recalls_at,
    whole,
)
from cases.spam.live import Live
from cases.spam.model import Validation
from cases.spam.recovery import Recovery
from cases.spam.serving import Stream
from data.mail import Mail
from pipelines.evaluation.decisions import Ordered, threshold_axis
from pipelines.evaluation.uncertainty import Resamples, between, interval
from pipelines.readout import Readout, Track, track
from pipelines.text.features import unknown_words

ONE_KIND = "The judged mail holds one kind of message alone."
NOBODY_HELD = "Nothing is quarantined at this line."
UNSEEN = "Too little is held back to see it."
COARSE = 96


def readings(
    mail: Mail,
    live: Live,
    judged_rows: pd.DataFrame,
    validation: Validation,
    operating: Operating,
    encoded: Encoded,
    stream: Stream,
    recovery: Recovery,
    *,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric at a thousand quarantine lines, as seen and as true, with intervals."""
    true, seen = judged_live(judged_rows), judged_seen(validation)
    best = judged_live(judged_rows, "ceiling")
    marks = dict(operating.marks)
    finite = true.score[np.isfinite(true.score)]
    axis = threshold_axis(finite, always=(*marks.values(), operating.hold))
    groups = int(true.group.max(initial=0)) + 1
    resamples = Resamples.draw(groups, seed=seed, world=f"mail {len(true.spam)}")
    tracks = _moving(true, seen, best, axis, operating, resamples)
    tracks |= _standing(true, seen, best, resamples)
    tracks |= _knowing(judged_rows, live, recovery)
    if encoded.missing:
        tracks = {name: _without(each, encoded.missing) for name, each in tracks.items()}
    tracks |= _service(stream, deadline)
    places = {name: int(np.searchsorted(axis, value)) for name, value in marks.items()}
    at = int(np.searchsorted(axis, operating.hold))
    return Readout(axis, at, tracks, places, resamples.name)


def _moving(
    true: Judged,
    seen: Judged,
    best: Judged,
    axis: np.ndarray,
    operating: Operating,
    resamples: Resamples,
) -> dict[str, Track]:
    actual = along(true, axis, operating)
    believed = along(seen, axis, operating) if len(seen.spam) else {}
    kept = np.unique(np.linspace(0, len(axis) - 1, COARSE).round().astype(int))
    draws = _moving_draws(true, axis[kept], operating, resamples)
    ceiling = {"cost": np.array([_least_cost(best, operating)])}
    tracks = {}
    for name, value in actual.items():
        spread = between(draws[name], kept, len(axis)) if name in draws else None
        low, high = interval(spread) if spread is not None else (None, None)
        why = NOBODY_HELD if name == "precision" else ONE_KIND
        tracks[name] = track(
            value, believed.get(name), low, high, ceiling.get(name), spread, why=_why(seen, why)
        )
    return tracks


def _moving_draws(
    true: Judged, axis: np.ndarray, operating: Operating, resamples: Resamples
) -> dict[str, np.ndarray]:
    """The readings under each resample of near-copies, at some of the lines."""
    size, spam, ham, lost = len(axis), true.spam, 1 - true.spam, true.lost.astype(float)
    place = np.searchsorted(axis, true.score, side="right") - 1
    flag_place = np.where(true.score >= flag_line(operating), size - 1, place)

    def over(position: np.ndarray, values: np.ndarray) -> np.ndarray:
        return resamples.sums_from(true.group, position, values, size)

    def total(values: np.ndarray) -> np.ndarray:
        return resamples.sums(true.group, values)[:, None]

    counts = Counts(
        hams=total(ham),
        spams=total(spam),
        held=(over(place, ham), over(place, spam)),
        over=(over(flag_place, ham), over(flag_place, spam)),
        lost=(total(lost * ham), total(lost * spam)),
    )
    return counts.readings(operating.policy)


def _least_cost(best: Judged, operating: Operating) -> float:
    """The least cost per 10,000 messages of any two lines on the exact chance of spam.

    Deliver, flag or quarantine, each where it is cheapest: with hindsight on the lines, so that
    luck in a small sample cannot beat it.
    """
    policy = operating.policy
    ordered = Ordered.by(best.score)
    spam = np.r_[0.0, np.cumsum(best.spam[ordered.order])]
    ham = np.arange(len(spam)) - spam
    spams = spam[-1]
    held = cost(policy, ham, -ham, -spam, 0.0)
    flagged = cost(policy, 0.0, ham, spam, spams - spam)
    # Quarantine the first i, flag up to j >= i: the best i so far for each j.
    total = np.minimum.accumulate(held) + flagged
    one = cost(policy, ham, 0.0, 0.0, spams - spam)
    return float(1e4 * min(total.min(), one.min()) / max(len(best.spam), 1))


def _standing(true: Judged, seen: Judged, best: Judged, resamples: Resamples) -> dict[str, Track]:
    actual, ceiling = whole(true), whole(best)
    believed = whole(seen) if len(seen.spam) else {}
    draws = _standing_draws(true, resamples)
    tracks = {}
    for name, value in actual.items():
        spread = draws.get(name)
        low, high = interval(spread) if spread is not None else (None, None)
        top = None if name in ("calibration", "sure") else ceiling[name]
        tracks[name] = track(
            value, believed.get(name), low, high, top, spread, why=_why(seen, ONE_KIND)
        )
    return tracks


def _standing_draws(true: Judged, resamples: Resamples) -> dict[str, np.ndarray]:
    weights = resamples.weights[:, true.group]
    finite = np.where(np.isfinite(true.score), true.score, -1e4)
    chance = probability(true.said)
    found = {
        name: recalls_at(true.spam, finite, rate, weights)[:, None] for name, rate in RATES.items()
    }

    def total(values: np.ndarray) -> np.ndarray:
        return resamples.sums(true.group, values)[:, None]

    rows = total(np.ones(len(chance)))
    with np.errstate(invalid="ignore", divide="ignore"):
        found["calibration"] = total(chance) / total(true.spam)
        found["brier"] = total((chance - true.spam) ** 2) / rows
        found["sure"] = total((np.abs(true.said) > SURE).astype(float)) / rows
    found["average_precision"] = _average_precisions(true.spam, finite, weights)[:, None]
    return found


def _average_precisions(spam: np.ndarray, score: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Average precision under each row of weights (ties in row order)."""
    order = np.argsort(-score, kind="stable")
    each = weights[:, order]
    hits = each * spam[order].astype(np.float32)
    caught, rows = np.cumsum(hits, axis=1), np.cumsum(each, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        gained = np.where(rows > 0, hits * caught / rows, 0.0).sum(axis=1)
        return gained / caught[:, -1]


def _knowing(rows: pd.DataFrame, live: Live, recovery: Recovery) -> dict[str, Track]:
    told = (live.known.label == 1) & (rows["decision"].to_numpy() != 2) & ~live.known.audited
    unknown = unknown_words(live.bags, live.training)
    return {
        "unknown_words": track(unknown, why="No words arrived at all."),
        "reports": track(1e4 * float(told.mean())),
        "dear_share": track(float(rows["dear"].mean())),
        "recovery": track(recovery.weeks, why=recovery.why),
        "retrainings": track(float(live.replayed.retrainings)),
    }


def _service(stream: Stream, deadline: int) -> dict[str, Track]:
    p50, p95, p99 = stream.percentiles
    why = stream.why
    return {
        "p50": track(p50, why=why),
        "p95": track(p95, why=why),
        "p99": track(p99, stream.planned, why=why, budget=float(deadline)),
        "backlog": track(stream.backlog),
        "drain": track(
            stream.drain if math.isfinite(stream.drain) else math.nan,
            why="The backlog is still there at the end of the day.",
        ),
        "unscored": track(stream.unscored, 0.0, budget=0.001),
        "lost": track(stream.lost, budget=0.0001),
        "twice": track(stream.twice),
        "headroom": track(stream.headroom, budget=1.0),
        "serving_cost": track(stream.cost),
        "work": track(stream.work),
        "cache_hits": track(stream.hit_ratio),
    }


def _without(each: Track, why: str) -> Track:
    """A reading that cannot be taken, and the reason."""
    return track(math.nan, None if each.seen is None else math.nan, why=why)


def _why(seen: Judged, otherwise: str) -> str:
    both = len(seen.spam) and 0 < seen.spam.sum() < len(seen.spam)
    return otherwise if both else UNSEEN
