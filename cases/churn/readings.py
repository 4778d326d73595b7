"""Every reading of the churn scenario at every share contacted, as seen and as true."""

from __future__ import annotations

import math

import numpy as np

from cases.churn.closed_loop import Past
from cases.churn.decide import SHARES, USES_TRIAL, Aim, believed_gains, positions
from cases.churn.judged import Campaign, Judged
from cases.churn.live import Live
from cases.churn.model import Trial, Validation
from cases.churn.serving import WINDOW, Scoring
from cases.churn.spread import (
    RESAMPLES,
    area_draws,
    centred,
    mean_over,
    qini_draws,
    ratio_draws,
    totals,
)
from cases.churn.world import DAYS
from data.world import World
from pipelines.evaluation.scores import average_precision, calibration_ratio, roc_auc
from pipelines.evaluation.targeting import qini, trial_qini
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.over_time.monitors import judge
from pipelines.readout import Readout, Track, track

NOBODY = "Nobody is contacted."
TOO_LATE = "No live month's outcome is known before the panel ends: the horizon is too long."
NOTHING_SEEN = "Nothing is held back to see it by: no labels were known at launch."
NOBODY_LEAVES = "Nobody leaves among the judged customers, or everybody does."
NO_CHANGE = "The world does not change while the model is live, or changed before it."
MISSED = "The monitor did not ring after the change."
NO_TRIAL = "Only a trial shows uplift: none is used by this rule."
ALIKE = "A contact does the same for everybody: no ranking is better than another."


def readings(
    subscriptions: World,
    past: Past,
    judged: Judged,
    live: Live,
    validation: Validation,
    trial: Trial,
    aim: Aim,
    scoring: Scoring,
    *,
    training_cost: float,
    seed: int,
) -> Readout:
    """Read every metric at every share contacted, as seen and as true, with intervals."""
    places = subscriptions.about["customers"]
    resamples = Resamples.draw(
        places, seed=seed, world=subscriptions.about["preset"], resamples=RESAMPLES
    )
    spent = 0.0 if live.online else training_cost * live.replayed.retrainings
    tracks = _money(judged, aim, validation, spent, resamples)
    tracks |= _ranking(judged, validation, resamples)
    tracks |= _uplift(past, judged, aim, trial, resamples)
    tracks |= _watching(judged, live, aim.at, spent)
    tracks |= _service(past, scoring)
    return Readout(SHARES, aim.at, tracks, {}, f"{resamples.name}:{len(judged.campaign.month)}")


def _money(
    judged: Judged,
    aim: Aim,
    validation: Validation,
    spent: float,
    resamples: Resamples,
) -> dict[str, Track]:
    """Profit and churn avoided along the share contacted."""
    if not judged.months:
        names = ("profit", "saved", "contacts")
        return {name: track(math.nan, why=TOO_LATE) for name in names}
    own, best = judged.campaign, judged.best
    count = totals(own, np.ones(len(own.month)), resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        profit = 1000 * (totals(own, own.gain, resamples) - spent) / count[:, -1:]
        saved = 1000 * totals(own, own.saved, resamples) / count
    saved = np.where(np.isfinite(saved), saved, np.nan)
    believed = _believed(aim, validation, spent * own.per_thousand)
    earned = (own.sums(own.gain) - spent) * own.per_thousand
    ceiling = best.sums(best.gain) * best.per_thousand
    kept, most = _kept(own), _kept(judged.keenest)
    contacts = own.sums(np.ones(len(own.month))) * own.per_thousand
    return {
        "profit": track(
            earned, believed["profit"], *interval(profit), ceiling, profit, why=NOTHING_SEEN
        ),
        "saved": track(kept, believed["saved"], *interval(saved), most, saved, why=NOBODY),
        "contacts": track(contacts),
    }


def _kept(campaign: Campaign) -> np.ndarray:
    """Churn avoided per thousand contacts at each position; NaN where nobody is contacted."""
    count = campaign.sums(np.ones(len(campaign.month)))
    total = 1000 * campaign.sums(campaign.saved)
    return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)


def _believed(aim: Aim, validation: Validation, spent: float) -> dict[str, np.ndarray | None]:
    """What the team would expect of a campaign, from the held-back snapshots and its own scores."""
    rows = validation.rows
    if not len(rows):
        return {"profit": None, "saved": None}
    own = aim.rank_by(rows, validation.scores)
    place = positions(np.zeros(len(rows), dtype=int), own)
    gain = believed_gains(aim, validation)
    uplift = aim.uplift[rows] if aim.rule in USES_TRIAL else aim.offer.accepts * validation.scores
    sums = [
        np.cumsum(np.bincount(place, values, len(SHARES)))
        for values in (gain, uplift, np.ones(len(rows)))
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        saved = 1000 * sums[1] / sums[2]
    return {"profit": 1000 * sums[0] / len(rows) - spent, "saved": saved}


def _ranking(judged: Judged, validation: Validation, resamples: Resamples) -> dict[str, Track]:
    """How well scores order customers and how far they can be believed, over the months."""
    names = ("auc", "auc_after", "average_precision", "lift", "calibration")
    if not judged.months:
        return {name: track(math.nan, why=TOO_LATE) for name in names}
    own, best = judged.own, judged.attainable
    every = np.ones(judged.months, dtype=bool)
    after = judged.changed if judged.changed.any() else _last(judged.months)
    draws = area_draws(own, resamples)
    best_auc, seen = best.auc(), _seen(validation)
    found = {}
    for name, chosen in (("auc", every), ("auc_after", after)):
        value = float(mean_over(judged.auc, chosen))
        ceiling = float(mean_over(best_auc, chosen))
        found[name] = _with(value, seen["auc"], ceiling, mean_over(draws["auc"], chosen))
    value = float(mean_over(judged.precision, every))
    ceiling = float(mean_over(best.average_precision(), every))
    spread = mean_over(draws["precision"], every)
    found["average_precision"] = _with(value, seen["average_precision"], ceiling, spread)
    top = own.top()
    spread = ratio_draws(own, own.leaves * top, top.astype(float), resamples)
    spread = spread / ratio_draws(own, own.leaves, np.ones(top.shape), resamples)
    found["lift"] = _with(own.lift(), seen["lift"], best.lift(), spread)
    ratio = calibration_ratio(own.leaves, own.scores)
    spread = ratio_draws(own, own.scores, own.leaves, resamples)
    found["calibration"] = _with(ratio, seen["calibration"], None, spread)
    return found


def _with(value: float, seen: float, ceiling: float | None, draws: np.ndarray) -> Track:
    moved = centred(draws, value)
    why = NOBODY_LEAVES if math.isnan(value) else NOTHING_SEEN
    return track(value, seen, *interval(moved), ceiling, moved, why=why)


def _seen(validation: Validation) -> dict[str, float]:
    """The same measures on the held-back snapshots, as the team would report them."""
    labels, scores = validation.labels, validation.scores
    if not len(labels):
        return dict.fromkeys(("auc", "average_precision", "lift", "calibration"), math.nan)
    top = np.argsort(-scores, kind="stable")[: max(1, round(0.1 * len(scores)))]
    base = labels.mean()
    return {
        "auc": roc_auc(labels, scores),
        "average_precision": average_precision(labels, scores),
        "lift": float(labels[top].mean() / base) if base else math.nan,
        "calibration": calibration_ratio(labels, scores),
    }


def _last(months: int) -> np.ndarray:
    """The second half of the months: where a model is oldest."""
    return np.arange(months) >= months // 2


def _uplift(
    past: Past, judged: Judged, aim: Aim, trial: Trial, resamples: Resamples
) -> dict[str, Track]:
    """The Qini coefficient against true uplift; what a trial shows of it."""
    own = judged.campaign
    if not judged.months:
        return {"qini": track(math.nan, why=TOO_LATE)}
    value, ceiling = qini(judged.rank, own.saved), qini(judged.best_rank, own.saved)
    if math.isnan(value):
        return {"qini": track(math.nan, why=ALIKE)}
    ideal = np.empty(len(own.saved))
    ideal[np.argsort(-own.saved, kind="stable")] = 1 - (np.arange(len(ideal)) + 0.5) / len(ideal)
    draws = centred(qini_draws(judged, ideal, resamples), value)
    seen = _seen_qini(past, aim, trial)
    return {"qini": track(value, seen, *interval(draws), ceiling, draws, why=NO_TRIAL)}


def _seen_qini(past: Past, aim: Aim, trial: Trial) -> float:
    """The trial's own Qini area over the best the expected uplift would have: an in-sample view."""
    if aim.rule not in USES_TRIAL or not len(trial.rows):
        return math.nan
    expected = aim.uplift[trial.rows]
    best = qini(expected, expected)
    own = trial_qini(expected, trial.contacted, trial.left)
    area = float(np.mean(np.sort(expected)[::-1] * (0.5 - np.linspace(0, 1, len(expected)))))
    return math.nan if math.isnan(best) or area <= 1e-12 else own / area


def _watching(judged: Judged, live: Live, at: int, spent: float) -> dict[str, Track]:
    """Alarms, their delay and what the wait cost, and the models that were made."""
    lost = lost_by_month(judged, at)
    months = judged.months
    rang = [month for month in live.replayed.alarms if month < months]
    found = judge(rang, judged.changed, lost)
    why = MISSED if judged.changed.any() else NO_CHANGE
    retrained = 0 if live.online else live.replayed.retrainings
    return {
        "false_alarms": track(float(found.false)),
        "true_alarms": track(float(found.true)),
        "delay": track(found.delay * DAYS, why=why),
        "harm": track(found.harm, why=why),
        "retrainings": track(float(retrained)),
        "training_spent": track(spent),
    }


def lost_by_month(judged: Judged, at: int) -> np.ndarray:
    """What each month loses against the attainable, beyond what it lost before the change, $.

    At the design's own share. Nothing before the change, nothing where a month does better.
    """
    if not judged.months:
        return np.zeros(0)
    own, best = (
        one.by_month(one.gain, at, judged.months) for one in (judged.campaign, judged.best)
    )
    gap = best - own
    before = gap[~judged.changed]
    usual = float(before.mean()) if len(before) and judged.changed.any() else 0.0
    return np.where(judged.changed, np.maximum(gap - usual, 0.0), 0.0)


def _service(past: Past, scoring: Scoring) -> dict[str, Track]:
    wait = past.outcomes.wait if not past.learner.hazard else past.learner.wait
    return {
        "label_wait": track(wait * DAYS),
        "finish": track(scoring.seconds, budget=WINDOW),
        "cost": track(scoring.cost),
    }
