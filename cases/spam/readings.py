"""Every reading of the spam scenario: what it means, its formula, and where it is read."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from cases.spam.decide import Operating
from cases.spam.features import Encoded
from cases.spam.judged import Change, ScoredMail, parts
from cases.spam.live import Live
from cases.spam.serving import Stream
from cases.spam.stream_readings import DECISION_P99, NOT_IN_TIME, STREAM, stream_tracks
from cases.spam.time_readings import TIME, time_tracks
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from pipelines.evaluation.decisions import threshold_axis
from pipelines.evaluation.scores import precision_area, recall_within
from pipelines.evaluation.tally import Draws, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, Track, track

ONE_KIND = "The judged mail holds one kind of message alone."
NOTHING_HELD = "Nothing is quarantined at this threshold."
UNSEEN = "Too little is held back to see it."

METRICS = (
    Metric(
        "recall_01",
        "Spam caught at 0.1 % false positives",
        "share",
        "up",
        "The most spam that any threshold catches while at most one in a thousand legitimate "
        "messages lies above it. Decides between filters: nobody keeps one that holds back more.",
        role="ranking",
        headline=True,
        spread=Spread(level=1.55, difference=2.6),
        formula=lambda sums: recall_within(sums["spam by score"], sums["messages by score"], 0.001),
    ),
    Metric(
        "false_quarantines",
        "False quarantines per 10,000",
        "count",
        "down",
        "Legitimate messages quarantined, of 10,000 legitimate ones. Decides whether the "
        "threshold is too low.",
        role="harm",
        headline=True,
        spread=Spread(level=1.6, difference=1.4),
        formula=lambda sums: 1e4 * sums["ham quarantined"] / sums["ham"],
    ),
    Metric(
        "spam_delivered",
        "Spam delivered",
        "share",
        "down",
        "Share of spam that reaches the inbox without a warning: what users complain about.",
        role="harm",
        headline=True,
        spread=Spread(level=1.0, difference=5.6),
        formula=lambda sums: (
            (sums["spam"] - sums["spam flagged or quarantined"] - sums["spam bounced"])
            / sums["spam"]
        ),
    ),
    Metric(
        "error_cost",
        "Cost of errors per 10,000 messages",
        "money",
        "down",
        "False quarantines, false warnings and spam let through, at their prices; a delivered "
        "spam message is taken to cost one cent. Decides where thresholds belong.",
        role="value",
        headline=True,
        spread=Spread(level=1.8, difference=1.0),
        formula=lambda sums: (
            1e4
            * (sums["cost if delivered"] + sums["cost of flagging"] + sums["cost of quarantining"])
            / np.maximum(sums["messages"], 1)
        ),
    ),
    DECISION_P99,
    NOT_IN_TIME,
    Metric(
        "recall_05",
        "Spam caught at 0.5 % false positives",
        "share",
        "up",
        "As at 0.1 %, but with five in a thousand: measured more precisely, and a weaker "
        "requirement. Decides between filters where mail is too little for the stricter one.",
        role="ranking",
        formula=lambda sums: recall_within(sums["spam by score"], sums["messages by score"], 0.005),
    ),
    Metric(
        "average_precision",
        "Average precision",
        "score",
        "up",
        "How well scores order mail, over all thresholds. Looks good wherever half the mail is "
        "spam, so compare filters at a fixed false-positive rate.",
        role="ranking",
        formula=lambda sums: precision_area(sums["spam by score"], sums["messages by score"]),
    ),
    Metric(
        "calibration",
        "Calibration (spam predicted / actual)",
        "ratio",
        "one",
        "Sum of predicted probabilities over the number of spam messages. Thresholds from costs "
        "need it near 1.",
        role="calibration",
        formula=lambda sums: sums["promised"] / np.where(sums["spam"] > 0, sums["spam"], np.nan),
    ),
    Metric(
        "brier",
        "Brier score",
        "score",
        "down",
        "Mean squared difference between probability and outcome: wrong certainty costs most. "
        "Decides between calibrated models.",
        role="calibration",
        spread=Spread(level=1.3, difference=1.1),
        formula=lambda sums: sums["squared error"] / sums["messages"],
    ),
    Metric(
        "sure",
        "Scores beyond 1 % and 99 %",
        "share",
        "none",
        "Share of mail that the filter is almost certain of. A filter that is wrongly certain "
        "leaves no room for a second threshold.",
        role="calibration",
        spread=Spread(level=1.5, difference=1.4),
        formula=lambda sums: sums["sure"] / sums["messages"],
    ),
    Metric(
        "precision",
        "Spam among the quarantined",
        "share",
        "up",
        "Share of quarantined mail that is spam. Decides whether it is worth anybody's time to "
        "look there.",
        role="ranking",
        spread=Spread(level=1.7, difference=1.5),
        formula=lambda sums: (
            sums["spam quarantined"] / (sums["spam quarantined"] + sums["ham quarantined"])
        ),
    ),
    Metric(
        "spam_quarantined",
        "Spam quarantined",
        "share",
        "up",
        "Share of spam that never reaches the inbox. Decides whether the quarantine threshold is "
        "too high.",
        role="value",
        formula=lambda sums: sums["spam quarantined"] / sums["spam"],
    ),
    Metric(
        "spam_flagged",
        "Spam flagged",
        "share",
        "none",
        "Share of spam delivered with a warning. Decides whether the second threshold is worth "
        "having.",
        formula=lambda sums: (
            (sums["spam flagged or quarantined"] - sums["spam quarantined"]) / sums["spam"]
        ),
    ),
    Metric(
        "ham_flagged",
        "Legitimate mail flagged",
        "share",
        "down",
        "Share of legitimate mail delivered with a warning. Decides whether warnings are still "
        "read: nobody heeds them on much of the mail.",
        role="harm",
        spread=Spread(level=2.0, difference=1.6),
        formula=lambda sums: (
            (sums["ham flagged or quarantined"] - sums["ham quarantined"]) / sums["ham"]
        ),
    ),
    *TIME,
    *STREAM,
)
NO_CEILING = (
    "calibration",
    "false_quarantines",
    "ham_flagged",
    "precision",
    "spam_delivered",
    "spam_flagged",
    "spam_quarantined",
    "sure",
)


def readings(
    live: Live,
    judged: ScoredMail,
    believed: ScoredMail,
    attainable: ScoredMail,
    operating: Operating,
    encoded: Encoded,
    stream: Stream,
    change: Change,
    *,
    cache: str,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric at a thousand quarantine thresholds, as seen and as true."""
    marks = dict(operating.marks)
    finite = judged.score[np.isfinite(judged.score)]
    axis = threshold_axis(finite, always=(*marks.values(), operating.quarantine))
    resamples = Resamples.draw(
        int(judged.group.max(initial=0)) + 1, seed=seed, world=f"mail {len(judged.spam)}"
    )
    own = parts(judged, operating)
    evidence = Evidence(
        Tally(own, axis),
        Draws.of(own, axis, resamples),
        Tally(parts(believed, operating), axis) if len(believed.spam) else None,
        Tally(parts(attainable, operating), axis),
    )
    found = tracks(
        [metric for metric in METRICS if metric not in TIME],
        evidence,
        ceilings=dict.fromkeys(NO_CEILING) | {"error_cost": _least_cost(attainable, operating)},
        why=_why(believed),
        centred=("average_precision",),
    )
    found["false_quarantines"] = _not_none(found["false_quarantines"], judged)
    found |= time_tracks(live, judged, change, axis, resamples, cached=cache == "on")
    if encoded.missing:
        found = {name: _without(each, encoded.missing) for name, each in found.items()}
    found |= stream_tracks(stream, deadline)
    places = {name: int(np.searchsorted(axis, value)) for name, value in marks.items()}
    at = int(np.searchsorted(axis, operating.quarantine))
    return Readout(axis, at, found, places, resamples.name)


def _not_none(each: Track, judged: ScoredMail) -> Track:
    """That no legitimate message is quarantined of n does not say that none ever is.

    At thresholds without a false quarantine the upper end is the exact one for none of n groups of
    near-copies: 1 - 0.025^(1/n), the "rule of three". Resamples of nothing are all nothing.
    """
    groups = max(len(np.unique(judged.group[judged.spam == 0])), 1)
    assert each.high is not None
    high = each.high.copy()
    high[(each.true == 0) & np.isfinite(high)] = 1e4 * (1 - 0.025 ** (1 / groups))
    return replace(each, high=high)


def _least_cost(attainable: ScoredMail, operating: Operating) -> float:
    least = attainable.least_cost(operating.policy)
    return 1e4 * least / max(len(attainable.spam), 1)


def _without(each: Track, why: str) -> Track:
    """A reading that cannot be taken, and the reason."""
    return track(math.nan, None if each.seen is None else math.nan, why=why)


def _why(believed: ScoredMail) -> dict[str, str]:
    """The reason for which each reading may be missing."""
    both = len(believed.spam) and 0 < believed.spam.sum() < len(believed.spam)
    why = dict.fromkeys((metric.name for metric in METRICS), ONE_KIND if both else UNSEEN)
    return why | ({"precision": NOTHING_HELD} if both else {})
