"""What a cascade saves, and what it loses by that."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.filters import FilterDesign, certainty, pair_of
from cases.spam.serving import first_work, second_work
from kit.figure import Absent, Drawn, lines
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import recall_at
from pipelines.text.features import prepare

BANDS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.25, 0.4, 0.6, 0.8, 1.0)


def cascade(run: Run) -> Drawn:
    """What a cascade costs and catches.

    When is a much more expensive model worth its work? Each point is a share of the mail passed on
    to it.
    """
    if run["encoded"].missing:
        return Absent(run["encoded"].missing)
    curve = run.still(_sweep)
    if curve.empty:
        return Absent("Too little mail of both kinds to train two stages.")
    full, best = curve.iloc[-1], curve["recall"].max()
    enough = curve[curve["recall"] >= best - 0.01].iloc[0]
    return lines(
        curve,
        x=("cost", "work on a message, ms (log)"),
        y=("recall", "spam caught at 0.5 % false positives"),
        log_x=True,
        points=True,
        marks=curve.iloc[[int(np.argmin(np.abs(curve["share"] - 0.15)))]].assign(
            text="15 % sent on"
        ),
        caption=f"Passing {say(enough['share'], 'share')} on catches within a point of the best "
        f"and takes {enough['cost']:.2g} ms a message; reading everything with it takes "
        f"{full['cost']:.2g}. Filters as of launch, never retrained.",
    )


def _sweep(run: Run) -> pd.DataFrame:
    """Recall and work for each share sent on, with filters trained at launch."""
    design, examples = run.settings, run["examples"]
    expensive = design["expensive_model"] if design["model"] == "cascade" else "chars"
    cascade = FilterDesign(
        representation="words",
        sender=design["sender"] == "with",
        model="cascade",
        expensive=expensive,
        band=0.15,
        defence="none",
        seed=0,
    )
    used = examples.take(examples.weight > 0)
    rows, bags = run["scored"], run["live"].bags
    if len(np.unique(used.label)) < 2 or rows["spam"].nunique() < 2:
        return pd.DataFrame()
    fixed = tuple(
        prepare(
            used.bags, used.bags, representation=r, sender=cascade.sender, dense=m == "lightgbm"
        )
        for r, m in cascade.stages
    )
    pair = pair_of(used, cascade, fixed)
    cheap, costly = pair.cheap(bags), pair.expensive(bags)
    spam, found = rows["spam"].to_numpy(), []
    for share in BANDS:
        asked = certainty(cheap) <= pair.reach(share)
        recall = recall_at(spam, np.where(asked, costly, cheap), 0.005)
        cost = first_work("", "cascade", 0.0) + asked.mean() * second_work(expensive)
        found.append({"share": asked.mean(), "recall": recall, "cost": cost})
    return pd.DataFrame(found)
