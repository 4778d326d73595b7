"""Every reading of the hunt and of prevention: what it means, its formula, and where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cases.irrelevant_items.decide import Fixed, Hunt
from cases.irrelevant_items.judged import MINUTES, Attainable, Judged
from cases.irrelevant_items.live import LOOKS, Watch
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from pipelines.evaluation.tally import Draws, Grid, Part, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, Track, track

BUDGET = 10.0
"""Engineer-days a quarter that safeguards may cost."""

RESAMPLES = 200
COUNTED = "Added up from a price list: nothing is sampled."

OF_ROUNDS = (
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
        spread=Spread(1.0, 1.2),
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
        spread=Spread(1.1, 1.1),
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
        spread=Spread(1.0, 1.2),
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
        spread=Spread(1.1, 1.1),
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
        spread=Spread(1.0, 1.1),
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
)
OF_FAULTS = (
    Metric(
        "caught",
        "Caught before full traffic",
        "share",
        "up",
        "Of a hundred faults, the share that a safeguard stops before everybody is served by it. "
        "Seen is the share of those the team ever hears of. Decides which gates to build.",
        role="value",
        headline=True,
        formula=lambda sums: sums["before"] / sums["faults"],
        spread=Spread(1.3, 1.3),
    ),
    Metric(
        "detect",
        "Minutes to detection",
        "count",
        "down",
        "Mean minutes until a safeguard or a complaint says that something is wrong. Decides "
        "between a gate and an alarm.",
        role="latency",
        formula=lambda sums: sums["told"] / sums["faults"],
        spread=Spread(1.6, 1.6),
    ),
)
OF_HEALTHY_DAYS = (
    Metric(
        "false_alarms",
        "False alarms a week",
        "count",
        "down",
        "How often a safeguard rings on a healthy service that is looked at once a day. Whoever is "
        "woken for nothing turns it off.",
        role="harm",
        formula=lambda sums: LOOKS * sums["rang"] / sums["healthy days"],
    ),
)
METRICS = (
    *OF_ROUNDS,
    *OF_FAULTS,
    *OF_HEALTHY_DAYS,
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
NOTHING_HEARD = "The team heard of no fault."


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
    resamples = _resamples(len(minutes), "hunts", seed)
    evidence = _evidence(ours, team, "rounds", resamples)
    evidence = replace(evidence, best=Tally(_parts(best, "rounds"), MINUTES))
    found = tracks(OF_ROUNDS, evidence, why={"bits": NOTHING_ASKED})
    found |= prevented(watch, seed)
    last = len(MINUTES) - 1
    usual = int(np.searchsorted(MINUTES, min(minutes.mean(), MINUTES[-1])))
    return Readout(MINUTES, last, found, {"a diagnosis, on average": usual}, resamples.name)


Columns = Mapping[str, np.ndarray]


def _resamples(count: int, world: str, seed: int) -> Resamples:
    return Resamples.draw(count, seed=seed, world=world, resamples=RESAMPLES)


def _evidence(true: Columns, seen: Columns, each: str, resamples: Resamples) -> Evidence:
    own = _parts(true, each)
    draws = Draws.of(own, MINUTES, resamples)
    return Evidence(Tally(own, MINUTES), draws, Tally(_parts(seen, each), MINUTES))


def _parts(values: Columns, each: str) -> dict[str, Part]:
    """Sums of what has a value a row, or one a row and minute; and of the rows, named `each`."""
    count = len(next(iter(values.values())))
    columns = {each: np.ones(count)} | dict(values)
    rows = np.arange(count)
    return {name: Grid(_as_columns(column), rows) for name, column in columns.items()}


def _as_columns(values: np.ndarray) -> np.ndarray:
    table = np.asarray(values, dtype=float)
    return table[:, None] if table.ndim == 1 else table


def prevented(watch: Watch, seed: int) -> dict[str, Track]:
    """The readings of prevention: of a hundred faults, and of healthy days.

    The team counts among faults those alone that it ever hears of.
    """
    faults = {"before": watch.before, "told": watch.told}
    heard = {"before": watch.before, "faults": watch.noticed}
    of_faults = _evidence(faults, heard, "faults", _resamples(len(watch.told), "faults", seed))
    days = {"rang": watch.falsely}
    of_days = _evidence(days, days, "healthy days", _resamples(len(watch.falsely), "days", seed))
    return {
        **tracks(OF_FAULTS, of_faults, why=NOTHING_HEARD),
        **tracks(OF_HEALTHY_DAYS, of_days),
        "guard_cost": track(watch.cost, seen=watch.cost, budget=BUDGET),
    }
