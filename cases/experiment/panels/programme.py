"""The year's programme: what was claimed and what is true, decision by decision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cases.experiment.panels.tests import kinds, verdicts
from data.experiments.ideas import IDEAS_A_YEAR, KINDS
from kit.colours import COLOURS
from kit.figure import Chart, Drawn, Table
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.experiments.many import CORRECTIONS, adjusted

DECISIONS = ("shipped", "held", "killed")
SHADES = {"shipped": "one", "held": "muted", "killed": "alarm"}


def claimed(run: Run) -> Drawn:
    """A year's ideas: true effect against what was told.

    Which ideas were shipped, and why? On the line a claim is true; the shipped ones lie above it.
    """
    at = run.position
    frame = pd.DataFrame(
        {
            "true": run["launched"]["metric"].to_numpy(),
            "told": run["decided"].claimed[:, at],
            "decision": verdicts(run),
        }
    ).head(IDEAS_A_YEAR)
    shipped = frame[frame["decision"] == "shipped"]
    means = (say(float(shipped[name].mean()), "share") for name in ("told", "true"))
    said = (
        "nothing was shipped." if shipped.empty else "told {} on average, true {}.".format(*means)
    )
    caption = f"{len(shipped)} of {len(frame)} ideas shipped: {said}"
    return Chart(_scatter(frame), frame, caption, caption)


def _scatter(frame: pd.DataFrame) -> dict[str, Any]:
    """Points of true and told effects in the colours of decisions, over the line of honesty."""
    ends = [float(frame[["true", "told"]].min().min()), float(frame[["true", "told"]].max().max())]
    place = {
        "x": _axis("true", "true lasting effect on the metric"),
        "y": _axis("told", "effect told"),
    }
    colour = {
        "field": "decision",
        "type": "nominal",
        "title": None,
        "legend": {"orient": "bottom"},
        "scale": {"domain": list(DECISIONS), "range": [COLOURS[SHADES[d]] for d in DECISIONS]},
    }
    line = {
        "data": {"values": [{"true": end, "told": end} for end in ends]},
        "mark": {"type": "line", "strokeDash": [6, 4], "color": COLOURS["muted"]},
        "encoding": place,
    }
    points = {
        "mark": {"type": "point", "filled": True, "size": 55, "opacity": 0.75},
        "encoding": place | {"color": colour},
    }
    return {"layer": [line, points], "height": 300, "width": "container"}


def _axis(field: str, title: str) -> dict:
    return {"field": field, "type": "quantitative", "title": title, "axis": {"format": "%"}}


def decisions(run: Run) -> Drawn:
    """Decisions, and what they cost.

    What became of each kind of idea, a year? Regret is what the best decision on the first day
    would have brought beyond what was got.
    """
    kind, verdict = kinds(run), verdicts(run)
    gains, at = run["gains"], run.position
    a_year = IDEAS_A_YEAR / len(kind)
    rows = []
    for name in KINDS:
        own = kind == name
        if own.any():
            counts = {d: a_year * float((own & (verdict == d)).sum()) for d in DECISIONS}
            got = a_year * float(gains.true[own, at].sum())
            best = a_year * float(np.maximum(gains.worth[own], 0).sum())
            rows.append({"idea": name, **counts, "brought": got, "regret": best - got})
    frame = pd.DataFrame(rows)
    worst = frame.loc[frame["regret"].idxmax()]
    return Table(
        frame,
        f"Most is lost on ideas that are {worst['idea']}: {say(float(worst['regret']), 'money')} "
        "a year.",
        dict.fromkeys(DECISIONS, "count") | {"brought": "money", "regret": "money"},
    )


def many(run: Run) -> Drawn:
    """Any win among many metrics.

    How often does something win where nothing is there? Measured on metrics that no idea moves.
    """
    from scipy.special import ndtr

    alpha, counts = float(run.settings["alpha"]), np.array([1, 2, 3, 5, 10, 15, 20, 30, 40])
    rng = np.random.default_rng(5)
    p = 2 * ndtr(-np.abs(rng.standard_normal((4_000, counts[-1]))))
    curves = {
        name: (counts, np.array([_any(p[:, :k], name, alpha) for k in counts]))
        for name in CORRECTIONS
    }
    read = int(run.settings["metrics"])
    now = 1 - (1 - alpha) ** read
    return along(
        {"no correction": curves["none"], "Bonferroni, Holm": curves["bonferroni"],
         "Benjamini-Hochberg": curves["bh"]},
        x="metrics read",
        y="share of tests of nothing with any difference",
        y_range=(0.0, 1.0),
        colours={"no correction": "alarm"},
        marks={"metrics read here": (float(read), now)},
        caption=f"Metrics read: {read}. With no correction {say(now, 'share')} of tests of nothing "
        "find something, one way or the other.",
    )  # fmt: skip


def _any(p: np.ndarray, correction: str, alpha: float) -> float:
    return float((adjusted(p, correction) < alpha).any(axis=1).mean())


def metrics(run: Run) -> Drawn:
    """What each metric calls a win.

    Which metric would ship what? The share of each kind of idea called a win on the dial's day,
    with the same users.
    """
    small = run.with_changes(size="small", ship="significant")
    known = [name for name in KINDS if (kinds(small) == name).any()]
    rows = []
    for metric in ("conversion", "money", "ctr", "ctr_average", "minutes"):
        other = small.with_changes(metric=metric)
        wins, kind = other["stopped"].called[:, other.position] > 0, kinds(other)
        label = next(c for c in run.case.choices if c.name == "metric").label_of(metric)
        rows.append({"metric": label} | {k: float(wins[kind == k].mean()) for k in known})
    return Table(
        pd.DataFrame(rows),
        "A metric near to money is noisy; one far from it is quick and calls tempting ideas wins.",
        dict.fromkeys(known, "share"),
    )


def methods(run: Run) -> Drawn:
    """Other ways to compare.

    What do interleaving and a bandit do with the same ideas?
    """
    small = run.with_changes(size="small")
    rows = []
    for method, label in (("ab", "A/B test"), ("interleave", "Interleaving"), ("bandit", "Bandit")):
        other = small.with_changes(method=method)
        names = ("noticed", "false_alarms", "exaggeration", "money")
        found = {name.replace("_", " "): other.reading(name).true for name in names}
        rows.append({"method": label, "smallest effect": _smallest(other)} | found)
    return Table(
        pd.DataFrame(rows),
        "Interleaving notices the smallest changes, of clicks alone, and says which and not how "
        "much; a bandit spends less on losers, and its estimates are biased.",
        {
            "smallest effect": "share",
            "noticed": "share",
            "false alarms": "share",
            "exaggeration": "ratio",
            "money": "money",
        },
    )


def _smallest(run: Run) -> float:
    """The smallest effect on its own metric that a method notices with 80 % power."""
    from cases.experiment.world import PREFERENCE
    from pipelines.experiments.power import NOTICED

    error = float(np.median(run["paths"].error[:, run.position]))
    return NOTICED * error / (PREFERENCE if run.settings["method"] == "interleave" else 1.0)
