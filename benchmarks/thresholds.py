"""Moving a threshold: a look-up in a table made by one sort, against metric functions anew."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.rounds import Row, compare
from pipelines.evaluation.decisions import Ordered, threshold_axis
from pipelines.readout import Readout, Track

MOVES = 1_000  # look-ups in one turn: one alone is too short to time


def rows(*, quick: bool) -> Iterator[Row]:
    """One move on ten thousand scores and more, up to ten million, and what the table costs."""
    for size in 10 ** np.arange(4, 7 if quick else 8):
        yield from moves(int(size), rounds=1 if quick else 3)


def moves(size: int, *, rounds: int) -> Iterator[Row]:
    """Precision, recall and the confusion matrix at another threshold, over `size` scores."""
    labels, scores = scored(size)
    readout = table(labels, scores)
    places = np.linspace(0.2, 0.8, MOVES) * len(readout.axis)
    thresholds = readout.axis[places.astype(int)]
    threshold = float(thresholds[MOVES // 2])
    gap = np.abs(np.subtract(look_up(readout, threshold), by_sklearn(labels, scores, threshold)))
    peer = "scikit-learn's three metric functions"
    yield compare(
        f"One threshold move, {size:,} scores",
        lambda: [look_up(readout, float(value)) for value in thresholds],
        peer,
        lambda: by_sklearn(labels, scores, threshold),
        rounds=rounds,
        per=(MOVES, 1),
        note=f"precision, recall and the four counts; largest difference {gap.max():.1g}",
    )
    yield compare(
        f"The table of all thresholds, {size:,} scores",
        lambda: table(labels, scores),
        f"one move with {peer}",
        lambda: by_sklearn(labels, scores, threshold),
        rounds=rounds,
        note=f"once for each set of scores; {len(readout.axis):,} exact thresholds",
    )


def scored(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels, one in a hundred positive, and scores that tell them apart somewhat."""
    rng = np.random.default_rng(0)
    labels = (rng.random(size) < 0.01).astype(np.int8)
    return labels, 1 / (1 + np.exp(-rng.normal(2.0 * labels - 3.0)))


def table(labels: np.ndarray, scores: np.ndarray) -> Readout:
    """Sort once: the counts, precision and recall at every threshold."""
    ordered, axis = Ordered.by(scores), threshold_axis(scores)
    alerts, hits = ordered.rows_at(axis), ordered.sums_at(labels, axis)
    tracks = {
        "precision": Track(hits / np.maximum(alerts, 1)),
        "recall": Track(hits / labels.sum()),
        "hits": Track(hits),
        "alerts": Track(alerts),
        "positives": Track(labels.sum()),
        "rows": Track(len(labels)),
    }
    return Readout(axis, 0, tracks)


def look_up(readout: Readout, threshold: float) -> tuple[float, ...]:
    """Precision, recall and the confusion matrix at a threshold, from the table."""
    at = readout.locate(threshold)
    told = {name: track.at("true", at) for name, track in readout.tracks.items()}
    missed, wrong = told["positives"] - told["hits"], told["alerts"] - told["hits"]
    right = told["rows"] - told["alerts"] - missed
    return told["precision"], told["recall"], right, wrong, missed, told["hits"]


def by_sklearn(labels: np.ndarray, scores: np.ndarray, threshold: float) -> tuple[float, ...]:
    """The same from every score."""
    from sklearn.metrics import confusion_matrix, precision_score, recall_score

    alerts = scores >= threshold
    counts = confusion_matrix(labels, alerts).ravel()
    return precision_score(labels, alerts), recall_score(labels, alerts), *counts
