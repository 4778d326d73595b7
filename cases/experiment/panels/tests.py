"""Tests as the team meets them: a dashboard, the tests of its month, and which one is picked."""

from __future__ import annotations

import numpy as np

from data.experiments.ideas import IDEAS_A_YEAR
from kit.figure import Card, Cards, Drawn
from kit.run import Run
from kit.words import say
from pipelines.experiments.estimates import Sums, difference_of_means

MONTH = 10  # ideas a month
KIND_WORDS = {
    "nothing": "does nothing",
    "good": "brings buyers",
    "harmful": "drives buyers away",
    "tempting": "brings clicks, not buyers",
    "bargain": "more buyers, smaller baskets",
}


def kinds(run: Run) -> np.ndarray:
    """The kind of each idea, as a word: (ideas,)."""
    world = run["programme"]
    return np.array(world.about["kinds"])[world.truth["kind"].to_numpy()]


def verdicts(run: Run) -> np.ndarray:
    """What became of each idea on the dial's day: shipped, killed (called a loss) or held."""
    at = run.position
    shipped, called = run["decided"].shipped[:, at], run["stopped"].called[:, at]
    return np.select([shipped, called < 0], ["shipped", "killed"], "held")


def ideas(run: Run) -> dict[str, str]:
    """Ideas one may pick: the most telling of the first year, then its first ones."""
    kind, verdict, names = kinds(run), verdicts(run), run["programme"].seen["name"]
    bad = (kind != "good") & (verdict == "shipped")
    missed = (kind == "good") & (verdict != "shipped")
    right = (kind == "good") & (verdict == "shipped")
    told = {
        "False winner": bad,
        "Missed": missed,
        "Found": right,
        "At fault": run["health"].invalid,
    }
    found: dict[int, str] = {}
    for text, mask in told.items():
        rows = [int(row) for row in np.flatnonzero(mask[:IDEAS_A_YEAR]) if row not in found]
        found |= dict.fromkeys(rows[:1], f"{text}: ")
    some = dict.fromkeys([*found, *range(2 * MONTH)])
    return {str(row): f"{found.get(row, '')}idea {row + 1}, {names[row]}" for row in some}


def picked(run: Run, subject: str) -> int:
    """The row of the idea that was picked."""
    return int(subject or next(iter(ideas(run))))


def dashboard(run: Run, subject: str = "") -> Drawn:
    """The dashboard.

    What does the team see of a test, and of the ten of its month? Pick an idea; the truth stands
    below, where no team can look.
    """
    row = picked(run, subject)
    first = row // MONTH * MONTH
    verdict = verdicts(run)
    month = [_small(run, each, verdict) for each in range(first, first + MONTH)]
    lift = run["launched"]["lift"].to_numpy()
    shipped = np.flatnonzero(verdict[first : first + MONTH] == "shipped") + first
    helps = int((lift[shipped] > 0).sum())
    return Cards(
        {
            "As the team sees it": _report(run, row, verdict),
            "As it is": [_truth(run, row)],
            "The month's tests": month,
        },
        f"Of the month's ten ideas {len(shipped)} are shipped; {helps} of those bring money.",
    )


def _interval(run: Run, row: int) -> str:
    decided, at = run["decided"], run.position
    ends = (float(decided.low[row, at]), float(decided.high[row, at]))
    return f"{say(ends[0], 'share')} to {say(ends[1], 'share')}"


def _report(run: Run, row: int, verdict: np.ndarray) -> list[Card]:
    at, stopped, decided = run.position, run["stopped"], run["decided"]
    day = int(stopped.at[row, at])
    units = run["entered"].units[row].sum(axis=0)
    arms = np.cumsum(run["entered"].units[row], axis=1)[:, day]
    name = run["programme"].seen["name"][row]
    effect = float(run["read"].effect[row, day])
    claimed = say(float(decided.claimed[row, at]), "share")
    p = of_p(p_value(float(run["read"].z[row, day])))
    colour = {"shipped": "one", "killed": "alarm"}.get(verdict[row], "muted")
    return [
        Card(
            f"{name}: the old version",
            (f"{arms[0]:,.0f} users", f"day {day + 1} of {max(at, day) + 1}"),
        ),
        Card(
            f"{name}: the new version",
            (f"{arms[1]:,.0f} users", f"{units[:7].sum():,.0f} came in the first week"),
        ),
        Card(
            f"Effect {say(effect, 'share')}",
            (f"interval {_interval(run, row)}", f"p {p}", f"claimed {claimed}"),
            verdict[row],
            colour,
        ),
        _health(run, row, day),
    ]


def _health(run: Run, row: int, day: int) -> Card:
    """Whether users an arm are as planned, and what was known of them before is alike."""
    ratio, flagged = float(run["health"].ratio[row, day]), bool(run["health"].flagged[row, day])
    lines = [f"ratio of users: p {of_p(ratio)}"]
    sums = run["sums"]
    if sums.x is not None:
        before = Sums(sums.units[row], sums.x[row], sums.xx[row]).so_far
        difference, error = difference_of_means(before)
        lines.append(f"known before: p {of_p(p_value(float(difference[day] / error[day])))}")
    return Card("Health", (*lines, _checked(run, flagged)))


def _checked(run: Run, flagged: bool) -> str:
    """What came of the checks of health of one test."""
    if flagged:
        return "stopped by a check"
    checked = run.settings["srm"] in ("0.01", "0.001") or run.settings["aa"] != "no"
    return "passed" if checked else "looked at by no check"


def _truth(run: Run, row: int) -> Card:
    launched, faulty = run["launched"], bool(run["health"].invalid[row])
    lines = (
        f"money {say(float(launched['lift'][row]), 'share')}",
        f"the metric {say(float(launched['metric'][row]), 'share')}",
        f"returning users {say(float(launched['guard'][row]), 'share')}",
        "the test is at fault" if faulty else "the test is sound",
    )
    worth = float(run["gains"].worth[row])
    tag = f"{say(worth, 'money')} a year"
    return Card(f"It {KIND_WORDS[kinds(run)[row]]}", lines, tag, "true")


def _small(run: Run, row: int, verdict: np.ndarray) -> Card:
    effect = float(run["decided"].claimed[row, run.position])
    colour = {"shipped": "one", "killed": "alarm"}.get(verdict[row], "muted")
    return Card(
        f"{row + 1}. {run['programme'].seen['name'][row]}",
        (f"effect {say(effect, 'share')}",),
        verdict[row],
        colour,
    )


def of_p(value: float) -> str:
    """A p-value with its sign of relation: four decimals, or that it is less than they hold."""
    return f"= {value:.4f}" if value >= 1e-4 else "< 0.0001"


def p_value(z: float) -> float:
    """The two-sided p value of a z value."""
    from scipy.special import ndtr

    return float(2 * ndtr(-abs(z)))
