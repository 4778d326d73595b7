"""How well anybody could know that something is wrong: exact likelihood ratios, minute by minute.

`attainable` knows the rate of every message in every minute and how incidents of each kind behave,
not whether there is one, nor which. Its score is the exact probability of being inside an incident
given all that was logged so far: the forward filter of a hidden Markov chain over a mixture of all
kinds (Shiryaev's statistic; Page's CUSUM is its limit for rare incidents). `clairvoyant` is told
beforehand what will break next, only not when: the same on one exact likelihood ratio.
"""

from __future__ import annotations

import numpy as np

from data.logs.constants import (
    KINDS,
    LATENCY_LOG,
    LATENCY_SPREAD,
    LONE_STRANGE,
    MIXED,
    MIXES,
)
from data.logs.incidents import multiplier
from data.logs.templates import FAILURES, FIRST_FAILURE, USUAL
from data.world import World

NEVER = 1e-6
"""Stands for a rate of 0: lines a minute of a failure where nothing is wrong, and silence."""

Hypothesis = tuple[str, int]


def hypotheses(kinds: str, adversary: str) -> list[tuple[Hypothesis, float]]:
    """Every (kind, pattern) an incident may have, and how likely each is among incidents."""
    names = MIXED if kinds == "mixed" else (kinds,)
    if adversary == "slow" and "slow" not in names:
        names = (*names, "slow")
    patterns = {"one": len(USUAL), "mix": MIXES}
    found = []
    for name in names:
        count = patterns.get(KINDS[name].touches, 1)
        found += [((name, at), 1 / len(names) / count) for at in range(count)]
    return found


def count_ratios(
    counts: np.ndarray, rates: np.ndarray, times: np.ndarray, overdispersion: float
) -> np.ndarray:
    """Log likelihood ratio of counts if rates are multiplied by `times`, against as they are.

    With r = 1 / overdispersion: n log m - (n + r) log((r + m mu) / (r + mu)); Poisson where there
    is none: n log m - (m - 1) mu. Shapes broadcast.
    """
    times = np.maximum(times, NEVER)
    if overdispersion <= 0:
        return counts * np.log(times) - (times - 1) * rates
    r = 1 / overdispersion
    return counts * np.log(times) - (counts + r) * np.log((r + times * rates) / (r + rates))


def log_ratios(
    world: World, rows: slice, of: list[Hypothesis], signal: float, overdispersion: float
) -> np.ndarray:
    """Log likelihood ratio of each minute under each hypothesis, against nothing being wrong.

    Shape (minutes, hypotheses). Counts, payments, failures and milliseconds are independent given
    the hypothesis, so their logs add up.
    """
    counts = world.about["clean"][rows][:, : len(USUAL)].astype(float)
    rates = world.about["rates"][rows].astype(float)
    paid, strange = _payments(world, rows)
    failures = world.about["clean"][rows, FIRST_FAILURE : FIRST_FAILURE + len(FAILURES)]
    timed, log_ms = (world.seen[name].to_numpy(float)[rows] for name in ("timed", "log_ms"))
    beside = {
        kind: _failing(failures.sum(axis=1), KINDS[kind].failing * signal)
        + _out_of_order(paid, strange, KINDS[kind].strange * min(signal, 2.0))
        + _slower(timed, log_ms, KINDS[kind].slower * signal)
        for kind in {kind for kind, _ in of}
    }
    found = np.empty((len(counts), len(of)))
    for at, (kind, pattern) in enumerate(of):
        times = multiplier(kind, pattern, signal)
        moved = np.flatnonzero(times != 1)
        own = count_ratios(counts[:, moved], rates[:, moved], times[moved], overdispersion)
        found[:, at] = own.sum(axis=1) + beside[kind]
    return found


def _failing(failures: np.ndarray, rate: float) -> np.ndarray:
    """Of messages never written unless something fails."""
    rate = max(rate, NEVER)
    return failures * np.log(rate / NEVER) - (rate - NEVER)


def _out_of_order(paid: np.ndarray, strange: np.ndarray, chance: float) -> np.ndarray:
    """Of payments that go an unusual way: the grammar tells which do."""
    chance = max(chance, LONE_STRANGE)
    usual = np.log((1 - chance) / (1 - LONE_STRANGE)) if chance < 1 else np.log(NEVER)
    return strange * np.log(chance / LONE_STRANGE) + (paid - strange) * usual


def _slower(timed: np.ndarray, log_ms: np.ndarray, slower: float) -> np.ndarray:
    """Of milliseconds whose logs are normal: a shift of their mean."""
    above = log_ms - timed * LATENCY_LOG
    return (slower * above - timed * slower**2 / 2) / LATENCY_SPREAD**2


def _payments(world: World, rows: slice) -> tuple[np.ndarray, np.ndarray]:
    """Payments begun in each minute, and those that went an unusual way."""
    paid = world.about["payments"]
    minutes = len(world)
    all_of, strange = (
        np.bincount(paid["minute"], weights, minutes)[rows]
        for weights in (None, paid["strange"].to_numpy(float))
    )
    return all_of, strange


def filtered(ratios: np.ndarray, prior: np.ndarray, enter: float, leave: float) -> np.ndarray:
    """Log odds of being inside an incident after each minute: (minutes,).

    A hidden Markov chain: from normal an incident begins with chance `enter` (hypothesis by
    `prior`), and ends with chance `leave`. Bayes' rule after each minute.
    """
    likelihood = np.exp(np.clip(ratios, -40, 40))
    inside, normal, odds = np.zeros(len(prior)), 1.0, np.empty(len(ratios))
    begin, stay = enter * prior, 1 - leave
    for at, own in enumerate(likelihood):
        inside, normal = inside * stay + normal * begin, normal * (1 - enter) + inside.sum() * leave
        inside *= own
        wrong = float(inside.sum())
        odds[at] = wrong / normal
        scale = 1 / (wrong + normal)
        inside *= scale
        normal *= scale
    return np.log(np.maximum(odds, 1e-300))


def attainable(
    world: World,
    *,
    kinds: str,
    adversary: str,
    share: float,
    mean_minutes: float,
    signal: float,
    overdispersion: float,
) -> np.ndarray:
    """Log odds that something is wrong in each live minute, given all that was logged so far."""
    of = hypotheses(kinds, adversary)
    rows = slice(world.about["live_from"], None)
    ratios = log_ratios(world, rows, [one for one, _ in of], signal, overdispersion)
    prior = np.array([chance for _, chance in of])
    return filtered(ratios, prior, *_chain(share, mean_minutes))


def clairvoyant(
    world: World, *, share: float, mean_minutes: float, signal: float, overdispersion: float
) -> np.ndarray:
    """The same log odds in each live minute for somebody told what breaks next, and not when.

    The hypothesis is that of the incident that is under way or comes next; after the last, nothing
    breaks.
    """
    first, found = world.about["live_from"], world.about["incidents"]
    ratio, since = np.full(len(world) - first, -1.0), first
    for row in found[found["start"] >= first].sort_values("end").itertuples():
        if row.end > since:
            of = [(row.kind, row.pattern)]
            own = log_ratios(world, slice(since, row.end), of, signal, overdispersion)[:, 0]
            ratio[since - first : row.end - first] = own
            since = row.end
    enter, leave = _chain(share, mean_minutes)
    return filtered(ratio[:, None], np.ones(1), enter, leave)


def _chain(share: float, mean_minutes: float) -> tuple[float, float]:
    """With what chance an incident begins in a minute, and ends."""
    share = min(max(share, 0.01), 0.9)
    return share / mean_minutes / (1 - share), 1 / mean_minutes


def of_windows(minutes: np.ndarray, starts: np.ndarray, width: int) -> np.ndarray:
    """The highest value inside each window of `width` minutes that begins at `starts`."""
    views = np.lib.stride_tricks.sliding_window_view(minutes, width)
    return views[starts].max(axis=1)
