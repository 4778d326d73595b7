"""Every reading of the hunt and of prevention: what it means, its formula, and where it is read."""

from __future__ import annotations

import numpy as np

from cases.irrelevant_items.decide import Fixed, Hunt
from cases.irrelevant_items.judged import MINUTES, Attainable, Judged
from cases.irrelevant_items.live import LOOKS, Watch
from kit.metric import Metric
from kit.readings import Evidence, tracks
from pipelines.evaluation.tally import Draws, Grid, Part, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, Track, track

BUDGET = 10.0
"""Engineer-days a quarter that safeguards may cost."""

RESAMPLES = 200
COUNTED = "Added up from a price list: nothing is sampled."

METRICS = (
    Metric(
        "right",
        "Right diagnosis",
        "share",
        "up",
        "Share of rounds in which the likeliest cause is the true one. Decides whether to stop "
        "asking. Seen is how sure the team is; the ceiling is whoever asks everything at once.",
        role="value",
        headline=True,
        formula=lambda sums: sums["right"] / sums["rounds"],
    ),
    Metric(
        "given",
        "Belief in the true cause",
        "share",
        "up",
        "Probability that the evidence so far gives to the true cause, over rounds. Says how much "
        "a hunt has learnt even where its first guess is wrong.",
        role="ranking",
        formula=lambda sums: sums["given"] / sums["rounds"],
    ),
    Metric(
        "minutes",
        "Minutes to a diagnosis",
        "count",
        "down",
        "Mean minutes until one cause is likely enough, the time limit where none is. Decides how "
        "long visits go on being spoilt.",
        role="latency",
        headline=True,
        formula=lambda sums: sums["minutes"] / sums["rounds"],
    ),
    Metric(
        "behind",
        "Minutes behind the best order",
        "count",
        "down",
        "How much longer than the order with the most bits a minute, on the same rounds with the "
        "same rule to stop. Decides whether to change the order.",
        role="latency",
        formula=lambda sums: (sums["minutes"] - sums["best minutes"]) / sums["rounds"],
    ),
    Metric(
        "spoilt",
        "Visits spoilt",
        "count",
        "down",
        "Watching that a fault has cost so far, in whole visits a round. The dashboard counts lost "
        "clicks instead, and sees a fault that wins clicks as none.",
        role="harm",
        headline=True,
        formula=lambda sums: sums["spoilt"] / sums["rounds"],
    ),
    Metric(
        "wrong_fixes",
        "Wrong fixes",
        "share",
        "down",
        "Share of rounds in which the fix applied cures nothing. Each costs an hour until it is "
        "undone. Seen is what the team's own belief makes of it.",
        role="harm",
        headline=True,
        formula=lambda sums: sums["wrong"] / sums["rounds"],
    ),
    Metric(
        "bits",
        "Bits a minute",
        "score",
        "up",
        "How fast belief gathers: entropy lost since the start over minutes spent. Decides between "
        "a cheap probe and a telling one.",
        role="ranking",
        formula=lambda sums: sums["told"] / sums["spent"],
    ),
    Metric(
        "caught",
        "Caught before full traffic",
        "share",
        "up",
        "Of a hundred faults, the share that a safeguard stops before everybody is served by it. "
        "Seen is the share of those the team ever hears of. Decides which gates to build.",
        role="value",
        headline=True,
    ),
    Metric(
        "detect",
        "Minutes to detection",
        "count",
        "down",
        "Mean minutes until a safeguard or a complaint says that something is wrong. Decides "
        "between a gate and an alarm.",
        role="latency",
    ),
    Metric(
        "false_alarms",
        "False alarms a week",
        "count",
        "down",
        "How often a safeguard rings on a healthy service that is looked at once a day. Whoever is "
        "woken for nothing turns it off.",
        role="harm",
    ),
    Metric(
        "guard_cost",
        "Cost of the safeguards",
        "count",
        "down",
        f"Engineer-days a quarter to build and keep them; {BUDGET:g} are there to spend.",
        role="cost",
        exact=COUNTED,
    ),
)

NOTHING_ASKED = "Nothing was asked yet."


def readings(
    judged: Judged,
    attainable: Attainable,
    hunt: Hunt,
    fixed: Fixed,
    watch: Watch,
    *,
    time_limit: float,
    seed: int,
) -> Readout:
    """Read every metric at every minute, as seen and as true, with intervals."""
    resamples = Resamples.draw(len(judged.right), seed=seed, world="hunts", resamples=RESAMPLES)
    minutes = np.where(hunt.sure, hunt.stopped, time_limit)
    ours = {
        "right": judged.right,
        "given": judged.given,
        "spoilt": judged.spoilt,
        "told": judged.told,
        "spent": judged.spent,
        "minutes": minutes,
        "best minutes": attainable.minutes,
        "wrong": ~fixed.right,
    }
    team = {
        "right": judged.sure,
        "spoilt": judged.lost,
        "told": judged.told,
        "spent": judged.spent,
        "minutes": minutes,
        "wrong": fixed.wrong_as_seen,
    }
    best = {"right": attainable.right, "given": attainable.given}
    own = _parts(ours)
    evidence = Evidence(
        Tally(own, MINUTES),
        Draws.of(own, MINUTES, resamples),
        Tally(_parts(team), MINUTES),
        Tally(_parts(best), MINUTES),
    )
    found = tracks(METRICS, evidence, why={"bits": NOTHING_ASKED})
    found |= prevented(watch, seed)
    last = len(MINUTES) - 1
    usual = int(np.searchsorted(MINUTES, min(minutes.mean(), MINUTES[-1])))
    return Readout(MINUTES, last, found, {"a diagnosis, on average": usual}, resamples.name)


def _parts(values: dict[str, np.ndarray]) -> dict[str, Part]:
    """Sums over rounds of what has a value a round, or one a round and minute."""
    count = len(next(iter(values.values())))
    columns = values | {"rounds": np.ones(count)}
    each = np.arange(count)
    return {name: Grid(_as_columns(column), each) for name, column in columns.items()}


def _as_columns(values: np.ndarray) -> np.ndarray:
    table = np.asarray(values, dtype=float)
    return table[:, None] if table.ndim == 1 else table


def prevented(watch: Watch, seed: int) -> dict[str, Track]:
    """The readings of prevention: of a hundred faults, and of healthy days."""
    return {
        "caught": _mean(watch.before, seed, seen=watch.before.sum() / max(watch.noticed.sum(), 1)),
        "detect": _mean(watch.told, seed),
        "false_alarms": _mean(watch.falsely * LOOKS, seed),
        "guard_cost": track(watch.cost, seen=watch.cost, budget=BUDGET),
    }


def _mean(values: np.ndarray, seed: int, seen: float | None = None) -> Track:
    """A mean with its interval from resampled rows."""
    numbers = np.asarray(values, dtype=float)
    weights = Resamples.draw(len(numbers), seed=seed, world="faults", resamples=RESAMPLES).weights
    draws = (weights @ numbers / np.maximum(weights.sum(axis=1), 1))[:, None]
    low, high = np.quantile(draws, [0.025, 0.975])
    return track(float(numbers.mean()), seen, low, high, draws=draws)
