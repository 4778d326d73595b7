"""The fleet: how old its models are, who waits for a machine, what each team costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.platform.training import EVERY
from data.platform import BUDGET, HOURS
from kit.figure import Chart, Table, bars
from kit.panels.along import along
from kit.run import Run
from kit.words import say

SHOWN = 15


def ages(run: Run) -> Table:
    """Which models are old, and which of them matter?

    Age of the newest label a model has learned from, how fast it loses, and what that takes a day;
    the costliest first. Beside it how often it is trained, and how often would cost least.
    """
    fleet, trained = run["fleet"], run["trained"]
    days = trained.age.mean(axis=0) / 24
    frame = pd.DataFrame(
        {
            "model": fleet["name"],
            "team": fleet["team"],
            "age": days,
            "loses a day": fleet["decay"],
            "lost a day": fleet["value"] * fleet["decay"] * days,
            "trained every": trained.interval / 24,
        }
    ).sort_values("lost a day", ascending=False)
    top = frame.head(SHOWN)
    part = float(top["lost a day"].sum() / frame["lost a day"].sum())
    return Table(
        top,
        f"The {SHOWN} that lose most to age lose {say(part, 'share')} of all: "
        f"{say(float(top['lost a day'].sum()), 'money')} a day before gate and soak.",
        {
            "age": "days",
            "loses a day": "share",
            "lost a day": "money",
            "trained every": "days",
        },
    )


def waiting(run: Run) -> Chart:
    """Does the training queue ever end?

    Jobs that wait for a machine in the first two months. A model that already waits does not ask
    again, so at most all of them do.
    """
    trained = run["trained"]
    shown = trained.waiting[: int(2 * HOURS / EVERY)]
    busy = float(trained.hours.sum() / (run.settings["machines"] * HOURS * len(trained.hours)))
    drawn = along(
        {"jobs that wait": ((np.arange(len(shown)) + 0.5) * EVERY / 24, shown)},
        x="day",
        y="jobs",
        caption=f"{trained.waiting.mean():.1f} wait on average; machines work "
        f"{say(busy, 'share')} of the time.",
    )
    assert isinstance(drawn, Chart)
    return drawn


def costs(run: Run) -> Chart:
    """What does each team cost, and for what?

    Servers by the work of its models, training by the hour, features by use, alarms alike for every
    model. A team's budget is a share of what its models earn.
    """
    table, fleet = run["judged"].costs, run["fleet"]
    total = table.sum(axis=1)
    budget = BUDGET * fleet.groupby("team")["value"].sum()
    over = [team for team in total.index if total[team] > budget[team]]
    named = {team: f"{team} (of {say(float(budget[team]), 'money')})" for team in total.index}
    rows = (
        table.rename(index=named)
        .reset_index(names="team")
        .melt("team", var_name="for", value_name="dollars")
    )
    return bars(
        rows,
        x=("team", "team (of its budget)"),
        y=("dollars", "$ a day"),
        by="for",
        stacked=True,
        horizontal=True,
        caption=f"Most expensive: {total.idxmax()}, {say(float(total.max()), 'money')} of "
        f"{say(float(total.sum()), 'money')} a day. Over their budgets, {say(BUDGET, 'share')} of "
        f"what their models earn: {', '.join(over) or 'none'}.",
    )
