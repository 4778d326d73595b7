"""Every reading of the fraud scenario at every threshold, as seen and as true."""

from __future__ import annotations

import numpy as np

from cases.fraud.decide import Operating, Policy
from cases.fraud.judged import Ceilings, Judged, along, ceilings_of, judged_live, judged_seen, whole
from cases.fraud.learning import Validation
from cases.fraud.live import Live
from cases.fraud.serving import Service
from cases.fraud.spread import moving_draws, standing_draws
from data.world import World
from pipelines.evaluation.decisions import threshold_axis
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.readout import Readout, Track, track

NO_FRAUD = "No fraud among the judged payments."
NOBODY_CALLED = "Nobody is called."
NO_ALERT = "No payment raises an alert at this threshold."
NOTHING_SEEN = "Too little is held back to see it: no payments, or no reported fraud among them."


def readings(
    payments: World,
    live: Live,
    validation: Validation,
    operating: Operating,
    ceilings: Ceilings,
    serving: Service,
    *,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric at a thousand thresholds, as seen and as true, with intervals."""
    policy = operating.policy
    true, seen = judged_live(live.rows, policy), judged_seen(validation, policy)
    if live.answered:
        ceilings = ceilings_of(live.rows, policy)
    marks = dict(operating.marks)
    axis = threshold_axis(true.score[np.isfinite(true.score)], always=tuple(marks.values()))
    resamples = Resamples.draw(
        len(payments.about["customers"]), seed=seed, world=payments.about["preset"]
    )
    tracks = _moving(true, seen, axis, ceilings, resamples, policy)
    tracks |= _standing(true, seen, ceilings, resamples)
    tracks |= _service(serving, deadline)
    places = {name: int(np.searchsorted(axis, value)) for name, value in marks.items()}
    return Readout(
        axis, int(np.searchsorted(axis, operating.threshold)), tracks, places, resamples.name
    )


def _moving(
    true: Judged,
    seen: Judged,
    axis: np.ndarray,
    ceilings: Ceilings,
    resamples: Resamples,
    policy: Policy,
) -> dict[str, Track]:
    actual, believed = along(true, axis), along(seen, axis)
    believed["alerts"] = believed["alerts"] / seen.share
    best = _at_same_volume(true, ceilings.judged, axis)
    draws = moving_draws(true, axis, resamples)
    ceiling = {name: best[name] for name in ("precision", "recall", "money_recall", "slipped")}
    ceiling["net_savings"] = np.array([ceilings.best_savings])
    budgets = {"alerts": policy.capacity if policy.action in ("review", "bands") else None}
    tracks = {}
    for name, value in actual.items():
        low, high = interval(draws[name]) if name in draws else (None, None)
        tracks[name] = track(
            value,
            believed[name] if len(seen.fraud) else None,
            low,
            high,
            ceiling.get(name),
            draws.get(name),
            budgets.get(name),
            _why(true, seen, NO_ALERT),
        )
    return tracks


def _at_same_volume(true: Judged, best: Judged, axis: np.ndarray) -> dict[str, np.ndarray]:
    """What the attainable score reaches when it raises as many alerts as each threshold does."""
    volumes = np.maximum(true.raised.rows_at(axis), 1)
    ranked = -best.raised.scores
    matched = ranked[np.minimum(volumes, len(ranked)) - 1] if len(ranked) else axis
    return along(best, matched)


def _standing(
    true: Judged,
    seen: Judged,
    ceilings: Ceilings,
    resamples: Resamples,
) -> dict[str, Track]:
    actual = whole(true)
    believed = whole(seen) if len(seen.fraud) else {}
    draws = standing_draws(true, actual, resamples)
    tracks = {}
    for name, value in actual.items():
        low, high = interval(draws[name])
        ceiling = ceilings.whole[name] if name != "calibration" else None
        tracks[name] = track(
            value,
            believed.get(name),
            low,
            high,
            ceiling,
            draws[name],
            why=_why(true, seen, NOBODY_CALLED if not true.capacity else NOTHING_SEEN),
        )
    return tracks


def _why(true: Judged, seen: Judged, otherwise: str) -> str:
    """The reason for which a reading may be missing."""
    if not true.fraud.any():
        return NO_FRAUD
    return otherwise if seen.fraud.any() else NOTHING_SEEN


def _service(serving: Service, deadline: int) -> dict[str, Track]:
    p99 = serving.served.p99
    latency = (
        track(np.nan, serving.stacked_p99, why=serving.why, budget=deadline)
        if p99 is None
        else track(p99.value, serving.stacked_p99, p99.low, p99.high, budget=deadline)
    )
    return {
        "p99": latency,
        "unscored": track(serving.missed, budget=0.001),
        "headroom": track(serving.headroom, budget=1.0),
        "cost": track(serving.cost_per_million),
        "feature_age": track(
            serving.feature_age, why="These features have no windows that could grow old."
        ),
    }
