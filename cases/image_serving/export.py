"""The rows behind the readings: pictures, simulated requests, and the sale step by step."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.image_serving.day import STEP
from cases.image_serving.world import posterior_of
from data.pictures.constants import CLASSES, NAMES, SLICES
from kit.run import Run

COLUMNS = {
    "time": "number of the upload; sale: seconds since midnight",
    "split": "live (a picture: accuracy is read off all of them), request (simulated at this rate) "
    "or sale (five seconds of it)",
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
    "rate": "uploads a second; sale: in these five seconds",
    "latency": "request: ms until it is answered; empty where it never is",
    "failed": "sale: share of the uploads that nobody waits for, or that are turned away",
}


def export(run: Run) -> pd.DataFrame:
    """Every picture: its label and posterior, what each network says, and in which slices it lies.
    Below them requests and the sale.

    Percentiles are those of the requests' latency, linear between neighbours, where nothing is
    overloaded; what fails in the sale is the mean of `failed` weighed by `rate`.
    `attrs["columns"]` says what each column is.
    """
    pictures = _pictures(run)
    rows = pd.concat([pictures, _requests(run), _sale(run)], ignore_index=True)
    rows.attrs["columns"] = COLUMNS | {
        name: "1 if the picture is in this slice"
        if name.startswith("in ")
        else "exact posterior of this class"
        for name in pictures
        if name.startswith(("in ", "p "))
    }
    return rows


def _pictures(run: Run) -> pd.DataFrame:
    uploads, answers, judged = run["uploads"], run["answers"], run["judged"]
    at, labels = run["serving"].at[run.position], run["labelled"].rows
    n = len(uploads)
    known = np.isin(np.arange(n), labels if labels is not None else [])
    posterior = posterior_of(uploads)
    inside = {f"in {name}": uploads.truth[f"in {name}"].astype(np.int8) for name in SLICES}
    chances = {f"p {name}": posterior[:, place] for place, name in enumerate(NAMES)}
    rows = {
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
    return pd.DataFrame(rows | inside | chances)


def _requests(run: Run) -> pd.DataFrame:
    """The simulated requests at this rate, once the queues have settled."""
    at = run["serving"].at[run.position]
    return pd.DataFrame({"split": "request", "rate": at.rate, "latency": at.latency_ms})


def _sale(run: Run) -> pd.DataFrame:
    """The sale, step by step."""
    day = run["day"]
    steps = np.flatnonzero(day.sale)
    rows = {"time": STEP * steps, "rate": day.rates[steps], "failed": day.missed[steps]}
    return pd.DataFrame({"split": "sale"} | rows)
