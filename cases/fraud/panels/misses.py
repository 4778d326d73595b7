"""Which frauds are missed: by how they came about, by their size, and what the model reads."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.panels.outcomes import MECHANISMS, PASSED, STOPPED, UNSCORED, WAITED, frauds
from cases.fraud.readings import NO_FRAUD
from kit.figure import Absent, Drawn, bars
from kit.heat import heat
from kit.panels import importance as relied_on
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import average_precision

BANDS = {"up to $2": 2, "$2 to $30": 30, "$30 to $100": 100, "above $100": np.inf}
SAMPLE = {1: 300, 0: 2000}


def mechanisms(run: Run) -> Drawn:
    """Fraud money stopped and missed, by how it came about.

    Which fraud gets through, and was it for lack of a high score or of a free analyst?
    """
    found = frauds(run)
    if found.empty:
        return Absent(NO_FRAUD)
    counts, stopped = found["kind"].value_counts(), found.groupby("kind")["acted"].sum()
    money = found.groupby(["kind", "outcome"])["amount"].sum()
    rows = [
        (f"{kind} ({stopped[kind]:,}/{counts[kind]:,})", outcome, money[kind, outcome])
        for kind in MECHANISMS.values()
        for outcome in (STOPPED, PASSED, WAITED, UNSCORED)
        if (kind, outcome) in money
    ]
    return bars(
        pd.DataFrame(rows, columns=["kind", "outcome", "money"]),
        x=("kind", "how it came about (frauds stopped/all)"),
        y=("money", "fraud money over the live weeks ($)"),
        by="outcome",
        colours={STOPPED: "one", PASSED: "alarm", WAITED: "two", UNSCORED: "muted"},
        stacked=True,
        horizontal=True,
        caption=_most_missed(found),
    )


def slices(run: Run) -> Drawn:
    """Where frauds are stopped, by kind and amount.

    Does an average hide a slice that fails?
    """
    found = frauds(run)
    if found.empty:
        return Absent(NO_FRAUD)
    band = np.searchsorted(list(BANDS.values()), found["amount"].to_numpy(), side="left")
    found = found.assign(band=np.array(list(BANDS))[band])
    grouped = found.groupby(["kind", "band"])["acted"].agg(["mean", "sum", "count"])
    wanted = [(k, b) for k in MECHANISMS.values() if (found["kind"] == k).any() for b in BANDS]
    cells = grouped.reindex(pd.MultiIndex.from_tuples(wanted, names=["kind", "band"])).reset_index()
    cells["text"] = [
        "" if np.isnan(count) else f"{stopped:.0f} of {count:.0f}"
        for stopped, count in zip(cells["sum"], cells["count"], strict=True)
    ]
    common = cells[cells["count"] >= 10]
    said = "Too few frauds to compare."
    if len(common):
        worst = common.loc[common["mean"].idxmin()]
        said = (
            f"Least is stopped of {_named(worst['kind'])}, {worst['band']}: {worst['text']} "
            "(among cells of at least ten)."
        )
    return heat(
        cells.rename(columns={"mean": "stopped"})[["kind", "band", "stopped", "text"]],
        x=("band", "amount of the fraud"),
        y=("kind", "how it came about"),
        level=("stopped", "share of frauds stopped"),
        text="text",
        caption=said,
    )


def importance(run: Run) -> Drawn:
    """Features the model relies on.

    What would hurt most if it were late or missing? A feature far above all others may know too
    much: check it for a leak.
    """
    model = run["deployed"]
    weights, how = model.fitted.importance, "the model's own importance"
    if weights is None:
        weights, how = _permuted(run), "average precision lost when a feature is shuffled"
    return relied_on.importance(
        (*run["offline"].names, *model.names_added),
        weights,
        of=how,
        nothing="This model gives every payment the same score: no feature matters to it.",
    )


def _permuted(run: Run) -> np.ndarray | None:
    """Average precision lost on live payments when each column is shuffled; None without fraud."""
    matrix, ids, fraud = _sample(run)
    model, random = run["deployed"], np.random.default_rng(0)
    if not fraud.any():
        return None
    whole = average_precision(fraud, model.predict(matrix, ids))
    lost = []
    for column in range(matrix.shape[1]):
        shuffled = matrix.copy()
        shuffled[:, column] = random.permutation(matrix[:, column])
        lost.append(whole - average_precision(fraud, model.predict(shuffled, ids)))
    for column in range(len(model.names_added)):
        mixed = ids.copy()
        mixed[:, column] = random.permutation(ids[:, column])
        lost.append(whole - average_precision(fraud, model.predict(matrix, mixed)))
    return np.array(lost)


def _sample(run: Run) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Some live payments, every fraud among them where they are few: features, ids, fraud."""
    world = run["payments"]
    seen, fraud = world.seen, world.truth["fraud"].to_numpy()
    live = np.flatnonzero((seen["day"].to_numpy() >= world.about["live_from"]) & run["population"])
    random = np.random.default_rng(0)
    rows = np.concatenate(
        [random.permutation(live[fraud[live] == kind])[:most] for kind, most in SAMPLE.items()]
    )
    return run["served"].matrix[rows], seen[["terminal", "card"]].to_numpy()[rows], fraud[rows]


def _most_missed(found: pd.DataFrame) -> str:
    missed = found[~found["acted"]].groupby("kind")["amount"].sum()
    if missed.empty:
        return "Nothing is missed."
    return (
        f"Most of the money missed, {say(missed.max() / missed.sum(), 'share')}, is lost to "
        f"{_named(missed.idxmax())}."
    )


def _named(kind: str) -> str:
    return {
        "compromised terminal": "compromised terminals",
        "compromised card": "compromised cards",
        "no visible reason": "frauds with no visible reason",
        "large amount": "large amounts",
    }.get(kind, kind)
