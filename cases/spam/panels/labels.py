"""What the team knows of its mail: labels by what was decided, and what each split promises."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.export import WORDS
from cases.spam.judged import judged_seen, whole
from cases.spam.model import SPLITS
from kit.figure import Absent, Drawn, Table, bars
from kit.run import Run
from kit.words import say


def known_labels(run: Run) -> Drawn:
    """What the team takes messages for, by what they are and what was decided."""
    live = run["live"]
    rows, known = live.rows, live.known
    frame = pd.DataFrame(
        {
            "decided": rows["decision"].map(WORDS),
            "is": np.where(rows["spam"] == 1, "spam", "honest"),
            "wrong": known.label != rows["spam"].to_numpy(),
            "used": known.weight > 0,
            "unused": known.weight <= 0,
        }
    )
    frame["harmful"] = frame["wrong"] & frame["used"]
    cells = frame.groupby(["decided", "is"], sort=False)
    table = cells.agg(
        messages=("used", "size"), learnt_from=("used", "sum"), wrongly=("harmful", "sum")
    ).reset_index()
    table["share wrong"] = table["wrongly"] / np.maximum(table["learnt_from"], 1)
    wrong = frame["harmful"].sum() / max(1, frame["used"].sum())
    return Table(
        table.rename(columns={"learnt_from": "learnt from", "wrongly": "labelled wrongly"}),
        f"{say(wrong, 'share')} of the labels that live mail is learnt from are wrong.",
        {"share wrong": "share"},
    )


def splits(run: Run) -> Drawn:
    """What each way of holding mail back would have promised, beside what is true."""
    if run["encoded"].missing:
        return Absent(run["encoded"].missing)
    names = {"random": "random messages", "grouped": "groups of near-copies", "time": "last days"}
    assert set(names) == set(SPLITS)
    found = []
    for split, name in names.items():
        validation = run.but(split=split)["validation"]
        promised = (
            whole(judged_seen(validation))["average_precision"] if len(validation.label) else np.nan
        )
        found.append((name, "promised", promised))
    found.append(("live weeks", "true", run.reading("average_precision").true))
    frame = pd.DataFrame(found, columns=["held back", "kind", "ap"]).dropna()
    if frame.empty:
        return Absent("No split holds both kinds of mail.")
    top = frame.loc[frame["ap"].idxmax()]
    return bars(
        frame,
        x=("held back", "what is held back"),
        y=("ap", "average precision"),
        by="kind",
        colours={"promised": "seen", "true": "true"},
        stacked=True,
        horizontal=True,
        caption=f"The most is promised by {top['held back']}: {say(top['ap'], 'score')}; the live "
        f"weeks give {say(frame['ap'].iloc[-1], 'score')}.",
    )
