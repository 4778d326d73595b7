"""What lessons of credit measure over their runs, beyond what every scenario measures."""

from __future__ import annotations

import numpy as np

from cases.credit.decide import break_even, earned
from cases.credit.sums import parts
from kit.effects import true
from kit.run import Run
from pipelines.evaluation.tally import Tally

AUDITS = 400
AUDITED = 100  # people of each group
Z = 1.96


def gap_remains(before: Run, after: Run) -> float:
    """The share of the acceptance gap that is left."""
    return true(after, "accept_gap") / true(before, "accept_gap")


def lost_without_the_group(run: Run) -> float:
    """The share of expected profit lost by who decides by the exact chance that is blind to the
    group, against the exact chance that knows it; both lend up to break-even."""
    live, loss = run["live"], float(run.settings["loss"])
    worth = earned(live.chance, loss)
    knowing, blind = (worth[chance <= break_even(loss)].sum() for chance in (live.best, live.blind))
    return float(1.0 - blind / knowing)


def promised_to_rejected(run: Run) -> float:
    """Defaults promised over defaults that would come, of past applicants turned away."""
    past, away = run["past"], ~run["outcomes"].approved
    return float(run["decider"].promises(past.seen)[away].mean() / past.default[away].mean())


def change_for_rejected(before: Run, after: Run) -> float:
    """How that ratio changes."""
    return promised_to_rejected(after) - promised_to_rejected(before)


def further_from_criterion(run: Run) -> float:
    """The acceptance gap among all applicants beyond that among past approved ones."""
    past, has = run["past"], run["outcomes"].approved
    scores, chance = run["decider"].scores(past.seen)
    approved = (chance * (scores >= run["judged"].cutoffs[run.position])).sum(axis=1)
    among = [approved[has & (past.group == group)].mean() for group in (0, 1)]
    return true(run, "accept_gap") - abs(among[0] - among[1])


def off_identity(run: Run) -> float:
    """How far the rates are from Chouldechova's identity, the farther group: 0 up to rounding.

    FPR = d' / d (1 - PPV) / PPV TPR, with d the share that defaults and d' the rest.
    """
    sums, far = Tally(parts(run["judged"]), run.readout.axis), 0.0
    for name in "AB":
        good, bad = (float(sums[f"{what} {name}"][0]) for what in ("good", "bad"))
        hits, misses = (
            float(sums[f"{what} approved {name}"][run.position]) for what in ("good", "bad")
        )
        repaid = hits / (hits + misses)
        follows = good / bad * (1 - repaid) / repaid * hits / good
        far = max(far, abs(misses / bad - follows))
    return far


def least_unequal(run: Run) -> float:
    """The smallest of the gaps in approval of who repays, of who defaults, and repaid."""
    return min(true(run, name) for name in ("tpr_gap", "fpr_gap", "ppv_gap"))


def audits_differ(run: Run) -> float:
    """Half width within which 95 of 100 audits of a hundred people a group find the gap."""
    approved, group = run["judged"].approved(run.position), run["judged"].group
    random = np.random.default_rng(run.settings["seed"])
    rates = [
        approved[random.choice(np.flatnonzero(group == each), (AUDITS, AUDITED))].mean(axis=1)
        for each in (0, 1)
    ]
    return float(Z * (rates[0] - rates[1]).std())


def seen_beyond_true(before: Run, after: Run) -> float:
    """How much more profit changes in the team's eyes than in truth, $."""
    ends = [run.reading("profit") for run in (before, after)]
    return (ends[1].seen - ends[0].seen) - (ends[1].true - ends[0].true)


def seen_ratio(before: Run, after: Run) -> float:
    """The acceptance gap as the second team sees it, over that as the first does."""
    return after.reading("accept_gap").seen / before.reading("accept_gap").seen
