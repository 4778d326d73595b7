"""The rows behind the readings: one a picture."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.image_serving.world import posterior_of
from data.pictures.constants import CLASSES, NAMES, SLICES
from kit.run import Run

COLUMNS = {
    "time": "number of the upload",
    "split": "live: accuracy is read off all of them",
    "camera": "0: phones of the year of training, 1: the new one",
    "label": "what is on it, as a moderator would say",
    "label_time": "when the label is there: -1 where no moderator looks",
    "truth": "chance that the class given is right, by the exact posterior",
    "score": "chance that the answer itself claims",
    "decision": "class given",
    "stands_in": "class the small network gives for a full queue",
    "truth_stands_in": "chance that this one is right",
    "best": "chance of the likeliest class: the ceiling",
    "went_on": "1 if the second network looked, or the only one",
    "stood_in": "share of answers that are the small network's at this rate",
    "missed": "share of uploads not answered by the deadline at this rate",
    "hourly": "dollars an hour for all machines at this rate",
    "rate": "uploads a second",
}


def export(run: Run) -> pd.DataFrame:
    """Every picture: its label and posterior, what each network says, and in which slices it lies.

    `attrs["columns"]` says what each column is.
    """
    uploads, answers, judged = run["uploads"], run["answers"], run["judged"]
    at, labels = run["serving"].at[run.position], run["labelled"].rows
    n = len(uploads)
    known = np.isin(np.arange(n), labels if labels is not None else [])
    posterior = posterior_of(uploads)
    rows = pd.DataFrame(
        {
            "time": np.arange(n),
            "split": "live",
            "camera": uploads.seen["camera"],
            "label": uploads.seen["label"],
            "label_time": np.where(known, np.arange(n), -1),
            "truth": judged.right,
            "score": answers.sure.astype(float),
            "decision": np.array(CLASSES)[answers.kind],
            "stands_in": np.array(CLASSES)[answers.fallback],
            "truth_stands_in": judged.right_fallback,
            "best": posterior.max(axis=1),
            "went_on": answers.went_on.astype(np.int8),
            "stood_in": at.passed_by.value / max(1 - at.dropped.value, 1e-9),
            "missed": at.missed.value,
            "hourly": at.cost_per_hour,
            "rate": at.rate,
        }
    )
    inside = {f"in {name}": uploads.truth[f"in {name}"].astype(np.int8) for name in SLICES}
    chances = {f"p {name}": posterior[:, place] for place, name in enumerate(NAMES)}
    rows = rows.assign(**inside, **chances)
    rows.attrs["columns"] = COLUMNS | dict.fromkeys(inside, "1 if the picture is in this slice")
    rows.attrs["columns"] |= dict.fromkeys(chances, "exact posterior of this class")
    return rows
