"""What the lessons of experiments measure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from data.experiments.ideas import KINDS
from kit.effects import gain, true
from kit.run import Run
from pipelines.experiments.looks import independent_formula
from pipelines.experiments.power import units_needed

MOST_LOST = 0.05  # power that a rule may cost and still be said to keep it


def overstated(run: Run) -> float:
    """How much more false alarms 1 - (1 - alpha) ^ looks promises than there are."""
    said = independent_formula(float(run.settings["alpha"]), np.array(run["plan"].looks))
    return float(said) - true(run, "false_alarms")


def off_level(*runs: Run) -> float:
    """How far from alpha false alarms are, in the run where they are farthest."""
    return max(abs(true(run, "false_alarms") - float(run.settings["alpha"])) for run in runs)


def time_saved(fixed: Run, rule: Run) -> float:
    """The share of days a rule saves on good ideas, where it costs little power; else -1."""
    if -gain("noticed")(fixed, rule) > MOST_LOST:
        return -1.0
    days = [_of_kind(run, "good", run["decided"].day).mean() for run in (fixed, rule)]
    return float(1 - days[1] / days[0])


def power_paid(fixed: Run, rule: Run) -> float:
    """The power that a rule costs, where its false alarms stay under alpha; else -1."""
    if true(rule, "false_alarms") > float(rule.settings["alpha"]):
        return -1.0
    return -gain("noticed")(fixed, rule)


def shipped_of(kind: str) -> Callable[[Run], float]:
    """The share of a kind of idea that is called a win."""
    return lambda run: float((_of_kind(run, kind, run["stopped"].called) > 0).mean())


def more_shipped(kind: str) -> Callable[[Run, Run], float]:
    """How much larger a share of a kind of idea the second run calls a win."""
    return lambda first, second: shipped_of(kind)(second) - shipped_of(kind)(first)


def variance_left(plain: Run, less: Run) -> float:
    """The variance of estimates in the second run over that in the first."""
    at = plain.position
    errors = [np.median(run["paths"].error[:, at]) for run in (plain, less)]
    return float((errors[1] / errors[0]) ** 2)


def caught(run: Run) -> float:
    """The share of tests at fault that a health check stops."""
    return float(
        run["stopped"].of(run["health"].flagged)[run["health"].invalid, run.position].mean()
    )


def launched_share(run: Run) -> float:
    """What a launch in the auction brings, as a share of what the split by user reports."""
    return run["auctions"].lift("launch") / run["auctions"].lift("shared")


def cured(run: Run) -> float:
    """How much nearer to the launch a test with split budgets is than one without, in lift."""
    auctions = run["auctions"]
    shared, split = (abs(auctions.lift(d) - auctions.lift("launch")) for d in ("shared", "split"))
    return shared - split


def test_and_year(run: Run) -> float:
    """The smaller of what a feed's change wins in four weeks and loses over the year."""
    return min(run["feed_days"].test, -run["feed_days"].year)


def early_effect(run: Run) -> float:
    """The mean effect that tests of good ideas read, as a multiple of the lasting one."""
    read = _of_kind(run, "good", run["paths"].effect)
    return float(read.sum() / _lasting(run, "good").sum())


def read_of_lasting(plain: Run, other: Run) -> float:
    """What of good ideas' effects the second run reads, as a share of what the first does."""
    effects = [_of_kind(run, "good", run["paths"].effect).sum() for run in (plain, other)]
    return float(effects[1] / effects[0])


def power_as_planned(run: Run) -> float:
    """Power at the effect looked for, where the arms hold the users the formula asks for."""
    users = run["entered"].units.sum(axis=2).min() * (run.position + 1) / 56
    rate = float(run["sums"].y.sum() / run["sums"].units.sum())
    needed = units_needed(np.sqrt((1 - rate) / rate), 1, float(run.settings["mde"]))
    return true(run, "noticed") if abs(users / needed - 1) < 0.05 else -1.0


def claims_less(without: Run, held_out: Run) -> float:
    """How much nearer to what is true the claimed money comes with a hold-out, of the claim."""
    gaps = [abs(run.reading("money").gap) for run in (without, held_out)]
    return 1 - gaps[1] / gaps[0]


def _of_kind(run: Run, kind: str, table: np.ndarray) -> np.ndarray:
    """A column of a table (ideas, days) on the dial's day, for sound tests of one kind of idea."""
    return table[_rows(run, kind), run.position]


def _lasting(run: Run, kind: str) -> np.ndarray:
    return run["launched"]["metric"].to_numpy()[_rows(run, kind)]


def _rows(run: Run, kind: str) -> np.ndarray:
    truth = run["programme"].truth
    return ((truth["kind"] == KINDS.index(kind)) & ~truth["faulty"]).to_numpy()
