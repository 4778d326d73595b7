"""What the churn lessons measure over their runs."""

from __future__ import annotations

import math

import numpy as np

from cases.churn.judged import arrived_auc, expected_aucs
from cases.churn.race import raced
from cases.churn.world import DAYS
from data.world import stream
from kit.effects import Effect, gain, true
from kit.run import Run
from pipelines.over_time.monitors import (
    Runner,
    kolmogorov_smirnov,
    psi,
    rings,
    steps,
)

WORLDS = 4
"""On how many worlds a lesson races the monitors."""


def lies_more_than_it_suffers(honest: Run, leaky: Run) -> float:
    """What the leak adds to the AUC that is seen, less what it takes from the true one."""
    added = leaky.reading("auc").seen - honest.reading("auc").seen
    return added - (true(honest, "auc") - true(leaky, "auc"))


def expected_less_true(run: Run) -> float:
    """Expected AUC without labels less the true one, over the months after the change."""
    judged = run["judged"]
    after = judged.changed
    expected = expected_aucs(judged, run["validation"])
    return float((expected - judged.auc)[after].mean())


def promised_after(run: Run) -> float:
    """Churn predicted over actual churn in the months after the change."""
    judged = run["judged"]
    after = judged.changed
    return float(judged.scores[after].sum() / judged.leaves[after].sum())


def months_later(first: Run, last: Run) -> float:
    """By how many months the first true alarm is later in the last run; one that never comes is
    later than all months there are."""
    return _silent(last) - _silent(first)


def _silent(run: Run) -> float:
    """Whole months from the change to the first true alarm, or to the end and one more."""
    months = _months(run)
    return int(run["judged"].changed.sum()) + 1.0 if math.isnan(months) else months


def sooner_than_possible(*runs: Run) -> float:
    """Months from the change to the first alarm on labels, the least of the runs that ring."""
    rung = [months for months in map(_months, runs) if not math.isnan(months)]
    return min(rung, default=math.nan)


def _months(run: Run) -> float:
    """Whole months from the change to the first true alarm; NaN where none rings."""
    return float(np.round(true(run, "detection_delay") / DAYS))


def of_clairvoyant(run: Run) -> float:
    """Profit as a share of what knowing every true chance would earn at the same share."""
    best = run["clairvoyant"].by_gain
    return true(run, "profit") / float(best.sums(best.gain)[run.position] * best.per_thousand)


def part_of_the_way(never: Run, alarm: Run, monthly: Run) -> float:
    """The share of what monthly retraining gains in AUC that an alarm gains."""
    gained = true(monthly, "auc_after") - true(never, "auc_after")
    return (true(alarm, "auc_after") - true(never, "auc_after")) / gained


def linear_gains_more(keep: Run, log: Run, tree_keep: Run, tree_log: Run) -> float:
    """What logarithms add to the AUC of a linear model, less what they add to a tree's."""
    return gain("auc")(keep, log) - gain("auc")(tree_keep, tree_log)


def seen_below_true(run: Run) -> float:
    """True AUC less that on the labels as a campaign leaves them, over the same snapshots."""
    seen, wait = arrived_auc(run["past"], run["live"]), run["past"].outcomes.wait
    return float(np.nanmean(run["judged"].auc[: len(seen) - wait] - seen[wait:]))


def race_of(run: Run) -> dict[str, dict[str, float]]:
    """The race of monitors from the run's own seed on, under its own drift: figures by monitor."""
    first, drift = int(run.settings["seed"]), str(run.settings["drift"])
    table = raced(run, range(first, first + WORLDS), drift).set_index("monitor")
    return {str(name): dict(row) for name, row in table.iterrows()}


def missed(monitor: str) -> Effect:
    """The share of worlds in which a monitor misses the change of a run's own drift."""
    return lambda run: run.still(race_of)[monitor]["missed"]


def loses_more_than_dummy(monitor: str) -> Effect:
    """What is lost before a monitor rings over what is lost before the dummy does."""
    return lambda run: run.still(race_of)[monitor]["harm"] / run.still(race_of)["dummy"]["harm"]


def rings_for_nothing(run: Run) -> float:
    """Alarms on features a world, by PSI, after a change that hardly costs any AUC."""
    return run.still(race_of)["psi"]["true"]


def stepped(
    detector: str,
    before: float,
    after: float,
    column: str,
    *,
    bar: float = 1.0,
    rows: int = 8000,
    runs: int = 6,
) -> Effect:
    """A column of the detector table, from streams of the run's own seed."""

    def measure(run: Run) -> float:
        runner = {detector: Runner(detector, bar, rows)}
        frame = steps(runner, [(before, after)], seed=run.settings["seed"], runs=runs)
        return float(frame[column].iloc[0])

    return measure


def delay_ratio(small: tuple[float, float], large: tuple[float, float]) -> Effect:
    """How many times longer ADWIN takes to find the small step than the large one."""

    def measure(run: Run) -> float:
        delays = [stepped("adwin", *step, "delay")(run) for step in (small, large)]
        return delays[0] / delays[1]

    return measure


def dense_f1(run: Run) -> float:
    """F1 of a dummy less F1 of ADWIN on fifty drifts, one every 200 rows."""
    luck = stream(run.settings["seed"], "dense drifts").random(50 * 200)
    rate = np.repeat(np.where(np.arange(50) % 2, 0.25, 0.1), 200)
    errors = (luck < rate).astype(int).tolist()
    dummy = np.arange(149, len(errors), 150)
    return _f1(dummy, 200, 50) - _f1(rings(errors, "adwin"), 200, 50)


def _f1(alarms: np.ndarray, every: int, drifts: int) -> float:
    """One alarm a stretch counts as right (the first has no drift before it); others are false."""
    hit = len(set((alarms // every).tolist()) - {0})
    total = hit + 0.5 * (len(alarms) - hit) + 0.5 * (drifts - 1 - hit)
    return hit / total if total else 0.0


def chance_psi(rows: int) -> Effect:
    """The mean PSI of samples without drift over what (B - 1)(1/n + 1/m) says."""

    def measure(run: Run) -> float:
        luck = stream(run.settings["seed"], "psi")
        found = [psi(luck.normal(size=rows), luck.normal(size=rows)) for _ in range(200)]
        return float(np.mean(found) / (9 * 2 / rows))

    return measure


def psi_alarms(run: Run) -> float:
    """The share of checks on 200 rows without drift in which PSI exceeds 0.1."""
    luck = stream(run.settings["seed"], "psi")
    found = [psi(luck.normal(size=200), luck.normal(size=200)) for _ in range(300)]
    return float(np.mean(np.array(found) > 0.1))


def surer_with_rows(run: Run) -> float:
    """How much more often Kolmogorov-Smirnov flags a harmless shift at 100,000 rows than at
    1,000."""
    luck = stream(run.settings["seed"], "kolmogorov")

    def share(rows: int, times: int) -> float:
        pairs = ((luck.normal(size=rows), luck.normal(0.05, 1, rows)) for _ in range(times))
        return float(np.mean([kolmogorov_smirnov(*pair).p_value < 0.05 for pair in pairs]))

    return share(100_000, 10) - share(1000, 60)


def any_of_thirty(run: Run) -> float:
    """The share of checks in which one of thirty features rings at 0.05 though none has moved."""
    luck = stream(run.settings["seed"], "thirty features")
    found = []
    for _ in range(120):
        table = luck.normal(size=(30, 2, 300))
        found.append(any(kolmogorov_smirnov(*pair).p_value < 0.05 for pair in table))
    return float(np.mean(found))
