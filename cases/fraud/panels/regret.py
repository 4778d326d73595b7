"""Where the money goes between perfect knowledge and this design, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from cases.fraud.decide import Policy
from cases.fraud.judged import ScoredPayments, judge, judged_live
from cases.fraud.panels.outcomes import threshold_of
from kit.figure import Absent, Drawn, waterfall
from kit.run import Run
from kit.words import say

NO_LIMIT = 10**9


@dataclass(frozen=True)
class Stop:
    """A design on the way from perfect knowledge to this one; what is lost on reaching it."""

    name: str
    lost_to: str
    value: float


def regret(run: Run) -> Drawn:
    """Where the money goes.

    What would help most: sooner labels, a better model, fresher training, another threshold, or
    more analysts? From knowing every outcome down to this design; chance is what even the true
    probability cannot tell.
    """
    stops = stops_of(run)
    if not stops or stops[0].value <= 0:
        return Absent("Nothing could be saved: no fraud among the judged payments pays to stop.")
    rows = [("perfect knowledge", 0.0, stops[0].value, "saved")]
    for before, after in pairwise(stops):
        kind = "lost" if after.value <= before.value else "gained"
        rows.append((after.lost_to, before.value, after.value, kind))
    rows.append(("this design", 0.0, stops[-1].value, "saved"))
    lost = {after.lost_to: before.value - after.value for before, after in pairwise(stops)}
    worst = max(lost, key=lambda name: lost[name])
    answer = (
        " Retrained weekly, it would have met other fraudsters: they answer what is blocked."
        if run["live"].answered
        else ""
    )
    return waterfall(
        pd.DataFrame(rows, columns=["step", "start", "end", "kind"]),
        category=("step", ""),
        start=("start", "net savings per 10,000 payments ($)"),
        end="end",
        by="kind",
        colours={"saved": "true", "lost": "alarm", "gained": "one"},
        caption=f"Of {say(stops[0].value, 'money')} that perfect knowledge saves, "
        f"{say(stops[-1].value, 'money')} is saved; most is lost to {worst}: "
        f"{say(lost[worst], 'money')}.{answer}",
    )


def stops_of(run: Run) -> list[Stop]:
    """Net savings per 10,000 payments of ever more lifelike designs, from perfect knowledge on.

    Every stop is a design of its own, computed by itself; what is lost to a cause is the
    difference of two neighbours, so the parts add up to the whole.
    """
    return [] if run["live"].rows.empty else [*_at_their_best(run), *_as_it_stands(run)]


def _at_their_best(run: Run) -> list[Stop]:
    """Those that act at the best threshold of all, found afterwards, with analysts for all."""
    rows, fresh = run["live"].rows, run.with_changes(retraining="weekly")["live"].rows
    free = replace(run["operating"].policy, capacity=NO_LIMIT)
    aware = replace(free, rule="amount")
    outcome = rows.assign(outcome=rows["fraud"].astype(float))
    return [
        Stop("outcomes known", "", best_savings(outcome, aware, "outcome")),
        Stop("clairvoyant", "chance", best_savings(rows, aware, "clairvoyant")),
        Stop("attainable", "late labels", best_savings(rows, aware, "attainable")),
        Stop("retrained weekly", "the model", best_savings(fresh, aware, "probability")),
        Stop("as deployed", "staleness", best_savings(rows, aware, "probability")),
        Stop("its own rule", "a line blind to amounts", best_savings(rows, free, "probability")),
    ]


def _as_it_stands(run: Run) -> list[Stop]:
    """Those that act at the design's threshold, on the way to how it is run."""
    rows, policy = run["live"].rows, run["operating"].policy
    scored = rows.assign(unscored=False)
    free = replace(policy, capacity=NO_LIMIT)
    return [
        Stop("its own threshold", "where the line stands", _saved(run, judged_live(scored, free))),
        Stop("its analysts", "analysts' capacity", _saved(run, judged_live(scored, policy))),
        Stop("its servers", "payments not scored in time", _saved(run, judged_live(rows, policy))),
    ]


def best_savings(rows: pd.DataFrame, policy: Policy, column: str) -> float:
    """Net savings per 10,000 payments at the threshold that turns out best, by a column's
    probabilities, every payment scored in time."""
    acted, earned = best_total(rows, policy, column)
    return 1e4 * float(earned[acted].sum()) / len(rows)


def best_total(rows: pd.DataFrame, policy: Policy, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Which payments the best threshold acts on, found afterwards, and what acting on each earns.

    Equal scores are acted on together; nobody is where no threshold earns anything.
    """
    columns = {name: rows[name].to_numpy() for name in ("day", "card", "amount", "fraud")}
    columns |= {"probability": rows[column].to_numpy(), "unscored": np.zeros(len(rows), bool)}
    judged = judge(columns, policy)
    levels, place = np.unique(-judged.acted, return_inverse=True)
    totals = np.cumsum(np.bincount(place, judged.earned, len(levels)))
    totals[np.isposinf(levels)] = -np.inf
    best = int(np.argmax(totals))
    acted = place <= best if totals[best] > 0 else np.zeros(len(rows), bool)
    return acted, judged.earned


def _saved(run: Run, judged: ScoredPayments) -> float:
    """Net savings per 10,000 payments at the run's threshold."""
    acted = judged.acted >= threshold_of(run)
    return 1e4 * float(judged.earned[acted].sum()) / len(acted)
