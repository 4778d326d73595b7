"""The readings of the live weeks: what mail changes into, what users say, how soon one recovers."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from cases.spam.judged import Change, ScoredMail
from cases.spam.labels import QUARANTINED
from cases.spam.live import Live
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from pipelines.evaluation.tally import Draws, Fixed, Grid, Part, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Track, track
from pipelines.text.features import unknown_words

NOTHING_CHANGES = "Nothing changes at a moment that could be timed."
NEVER_CAUGHT = "No spam was caught before the change."
AS_GOOD = 0.9  # of the share caught before a change: from there a filter has recovered
SPAN = 3  # days that are looked at together, to tell


def weeks_to_recover(sums: Mapping[str, np.ndarray]) -> np.ndarray:
    """Weeks from a change until spam is caught nearly as well as before, for good: shape (.., 1).

    From "spam by day" and "spam quarantined by day", shape (.., days), and "day of the change".
    Recovered when SPAN days together reach AS_GOOD of the share before, and stay there.
    """
    caught, spam = sums["spam quarantined by day"], sums["spam by day"]
    change = int(sums["day of the change"].flat[0])
    if change <= 0:
        return np.full((*spam.shape[:-1], 1), math.nan)
    before = [part[..., :change].sum(axis=-1, keepdims=True) for part in (caught, spam)]
    usual = np.where(before[0] > 0, before[0] / before[1], math.nan)
    after = [_over_days(part[..., change:]) for part in (caught, spam)]
    bad = after[0] / np.maximum(after[1], 1) < AS_GOOD * usual
    last = np.where(bad.any(axis=-1), bad.shape[-1] - 1 - bad[..., ::-1].argmax(axis=-1), -SPAN)
    weeks = np.minimum(last + SPAN, spam.shape[-1] - change)[..., None] / 7
    return np.where(np.isnan(usual), math.nan, weeks)


def _over_days(values: np.ndarray) -> np.ndarray:
    """Sums over SPAN days in a row."""
    return np.lib.stride_tricks.sliding_window_view(values, SPAN, axis=-1).sum(axis=-1)


TIME = (
    Metric(
        "recovery",
        "Weeks to recover",
        "ratio",
        "down",
        "Weeks after the change until nine tenths of the former share of spam is quarantined "
        "again, for good; if that never happens, the weeks that are left. Decides how often to "
        "learn.",
        role="drift",
        formula=weeks_to_recover,
    ),
    Metric(
        "unknown_words",
        "Words never seen in training",
        "share",
        "down",
        "Share of the words of live mail that were in no training message at launch: the first "
        "thing to move when mail changes. Decides when to look closer.",
        role="drift",
        spread=Spread(level=1.4, difference=1.2),
        formula=lambda sums: sums["unknown words"] / sums["words"],
    ),
    Metric(
        "reports",
        "Reports per 10,000 messages",
        "count",
        "none",
        "Messages users report as spam: the cheapest sign of trouble, and a late one. Decides "
        "whether to look before labels are checked.",
        role="drift",
        formula=lambda sums: 1e4 * sums["reported"] / sums["messages"],
    ),
    Metric(
        "retrainings",
        "Times retrained",
        "count",
        "none",
        "How many filters were trained after the first. Decides what training costs.",
        exact="Counted: nothing is sampled.",
    ),
    Metric(
        "expensive_share",
        "Read by the expensive model",
        "share",
        "none",
        "Share of the mail a cascade passes on. Decides what it costs.",
        formula=lambda sums: sums["passed on"] / sums["messages"],
    ),
    Metric(
        "cache_hits",
        "Answered from the cache",
        "share",
        "none",
        "Share of messages whose text was scored earlier that day, in the simulated part of the "
        "traffic; in all of it there are more. Decides whether a cache pays.",
        formula=lambda sums: sums["cached"] / sums["messages"],
    ),
)


def time_tracks(
    live: Live,
    judged: ScoredMail,
    change: Change,
    axis: np.ndarray,
    resamples: Resamples,
    *,
    cached: bool,
) -> dict[str, Track]:
    """The readings of TIME; a validation set says nothing of them, so nothing is seen."""
    own = live_parts(live, judged, change, cached=cached)
    evidence = Evidence(Tally(own, axis), Draws.of(own, axis, resamples))
    why = {
        "unknown_words": "No words arrived at all.",
        "recovery": NEVER_CAUGHT if change.day > 0 else NOTHING_CHANGES,
    }
    found = tracks(TIME, evidence, why=why)
    return found | {"retrainings": track(float(live.replayed.retrainings))}


def live_parts(
    live: Live, judged: ScoredMail, change: Change, *, cached: bool
) -> Mapping[str, Part]:
    """What is added up of the live weeks alone: words, reports, the cascade, spam day by day."""
    rows, group, words = live.rows, judged.group, np.asarray(live.bags.counts.sum(axis=1)).ravel()
    held = rows["decision"].to_numpy() == QUARANTINED
    day = rows["day"].to_numpy() - rows["day"].min()
    spam_by_day = judged.spam[:, None] * (day[:, None] == np.arange(day.max(initial=0) + 1))
    reported = (live.known.label == 1) & ~held & ~live.known.audited
    return {
        "messages": Summand(np.ones(len(rows)), group),
        "words": Summand(words, group),
        "unknown words": Summand(unknown_words(live.bags, live.training), group),
        "reported": Summand(reported.astype(float), group),
        "passed on": Summand(rows["expensive"].to_numpy().astype(float), group),
        "cached": Summand(rows["copy"].to_numpy() * float(cached), group),
        "spam by day": Grid(spam_by_day, group),
        "spam quarantined by day": Grid(spam_by_day * held[:, None], group),
        "day of the change": Fixed(change.day),
    }
