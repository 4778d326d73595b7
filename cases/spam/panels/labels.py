"""What the team knows of its mail: labels by what was decided, and what each split promises."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cases.spam.judged import ScoredMail
from cases.spam.outcomes import WORDS
from kit.figure import Drawn, Table
from kit.panels.promises import promises
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import average_precision

SPLITS = {"random": "random messages", "grouped": "groups of near-copies", "time": "last days"}


def known_labels(run: Run) -> Drawn:
    """What the filter learns from.

    Which labels are wrong, and why? Messages by what they are and what was decided about them.
    """
    live = run["live"]
    rows, known = live.rows, live.known
    used = known.weight > 0
    frame = pd.DataFrame(
        {
            "decided": rows["decision"].map(WORDS),
            "is": np.where(rows["spam"] == 1, "spam", "legitimate"),
            "used": used,
            "harmful": (known.label != rows["spam"].to_numpy()) & used,
        }
    )
    cells = frame.groupby(["decided", "is"], sort=False)
    table = cells.agg(
        messages=("used", "size"), learnt_from=("used", "sum"), wrongly=("harmful", "sum")
    ).reset_index()
    table["share wrong"] = table["wrongly"] / np.maximum(table["learnt_from"], 1)
    wrong = frame["harmful"].sum() / max(1, used.sum())
    return Table(
        table.rename(columns={"learnt_from": "learnt from", "wrongly": "labelled wrongly"}),
        f"{say(wrong, 'share')} of the labels that live mail is learnt from are wrong.",
        {"share wrong": "share"},
    )


def splits(run: Run) -> Drawn:
    """What each validation split would have reported.

    Which validation can be trusted? The same design under each way of holding mail back.
    """
    seen = {
        name: _promised(run.with_changes(split=split)["believed"]) for split, name in SPLITS.items()
    }
    return promises(
        seen,
        run.reading("average_precision").true,
        compared="what is held back",
        metric="average precision",
        now=SPLITS[run.settings["split"]],
    )


def _promised(mail: ScoredMail) -> float:
    return average_precision(mail.spam, mail.score) if len(mail.spam) else math.nan
