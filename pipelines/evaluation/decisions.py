"""From scores to actions: what every threshold catches, costs and saves, from one sort."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def threshold_axis(scores: np.ndarray, *, positions: int = 1001, always: tuple = ()) -> np.ndarray:
    """Rising thresholds that split the rows at counts spread evenly on a log scale.

    From one that alerts on every row to one that alerts on none; `always` are values that must be
    among them. At most `positions` values, fewer where scores tie.
    """
    ordered = np.sort(scores)[::-1]
    special = np.array([value for value in always if np.isfinite(value)])
    if not len(ordered):
        return np.unique(np.r_[special, 1.0])
    room = max(2, positions - len(special) - 1)
    counts = np.unique(np.geomspace(1, len(ordered), room).round().astype(int))
    nobody = np.nextafter(ordered[0], np.inf)
    return np.unique(np.r_[ordered[counts - 1], nobody, special])


@dataclass(frozen=True, eq=False)
class Ordered:
    """Rows sorted by score once, so that any threshold is a look-up.

    A row is acted on at a threshold when its score is at least the threshold.
    """

    scores: np.ndarray
    order: np.ndarray

    @classmethod
    def by(cls, scores: np.ndarray) -> Ordered:
        """Sort rows by falling score."""
        order = np.argsort(-scores, kind="stable")
        return cls(-scores[order], order)

    def among(self, kept: np.ndarray) -> Ordered:
        """The rows marked in `kept` alone, in the same order."""
        marked = kept[self.order]
        return Ordered(self.scores[marked], self.order[marked])

    @property
    def last_of_ties(self) -> np.ndarray:
        """The places in the order after which the score falls: where a threshold may stand."""
        scores = self.scores
        return np.flatnonzero(np.r_[scores[1:] != scores[:-1], np.ones(min(1, len(scores)), bool)])

    def rows_at(self, thresholds: np.ndarray) -> np.ndarray:
        """How many rows each threshold acts on."""
        return np.searchsorted(self.scores, -np.asarray(thresholds), side="right")

    def positions_on(self, axis: np.ndarray, rows: int) -> np.ndarray:
        """The last position of a rising axis at which each of `rows` is acted on; -1 for never."""
        place = np.full(rows, -1)
        place[self.order] = np.searchsorted(axis, -self.scores, side="right") - 1
        return place

    def sums_at(self, values: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
        """The sum of `values` over the rows each threshold acts on."""
        running = np.concatenate([[0.0], np.cumsum(values[self.order], dtype=float)])
        return running[self.rows_at(thresholds)]


def recall_and_precision(
    labels: np.ndarray, scores: np.ndarray, *, positions: int = 200
) -> tuple[np.ndarray, np.ndarray]:
    """Recall and precision at thresholds spread over the scores, both falling with the threshold.

    Rows never scored (-inf) are never acted on. Empty without a positive.
    """
    axis = threshold_axis(scores[np.isfinite(scores)], positions=positions)
    ordered = Ordered.by(scores)
    hits, acted, positives = ordered.sums_at(labels, axis), ordered.rows_at(axis), labels.sum()
    some = (acted > 0) & (positives > 0)
    return hits[some] / max(positives, 1), hits[some] / acted[some]


def best_f1_threshold(labels: np.ndarray, scores: np.ndarray) -> float:
    """The score at which acting on it and all above gives the highest F1."""
    ordered = Ordered.by(scores)
    hits = np.cumsum(labels[ordered.order])
    alerts = np.arange(1, len(hits) + 1)
    f1 = 2 * hits / (alerts + max(labels.sum(), 1))
    return _at_best(f1, -ordered.scores)


def best_value_threshold(values: np.ndarray, scores: np.ndarray) -> float:
    """The score at which acting on it and all above earns most; above all where nothing earns.

    `values` is what acting on each row earns (a cost where negative).
    """
    ordered = Ordered.by(scores)
    return _at_best(np.cumsum(values[ordered.order]), -ordered.scores, floor=0.0)


def _at_best(curve: np.ndarray, scores: np.ndarray, floor: float = -np.inf) -> float:
    """The score at the curve's maximum, looking only where the score is about to fall."""
    if not len(curve):
        return 1.0
    ends = np.r_[scores[1:] < scores[:-1], True]
    curve = np.where(ends, curve, -np.inf)
    best = int(np.argmax(curve))
    return float(scores[best]) if curve[best] > floor else float(np.nextafter(scores[0], np.inf))


@dataclass(frozen=True)
class Costs:
    """What decisions cost and save, in money a payment.

    A missed fraud loses `loss_share` of its amount; a review costs `review`; an honest customer
    turned away costs `insult`.
    """

    loss_share: float = 0.8
    review: float = 5.0
    insult: float = 13.0


@dataclass(frozen=True)
class Action:
    """What is done to an alerted payment.

    Of frauds a share `stops` is stopped; each alert costs `handling`; of honest customers a share
    `turned_away` is lost at the price of an insult. `staffed` actions take an analyst.
    """

    stops: float
    handling: float
    turned_away: float
    staffed: bool = False


def gains(
    fraud: np.ndarray, amount: np.ndarray, action: Action, costs: Costs
) -> tuple[np.ndarray, np.ndarray]:
    """What acting on each row earns: (if it is what it is, given as `fraud` 0 or 1; its cost part).

    The value of acting is `fraud * stops * loss_share * amount` less handling, less the insult of
    an honest customer turned away.
    """
    saved = fraud * action.stops * costs.loss_share * amount
    spent = action.handling + (1 - fraud) * action.turned_away * costs.insult
    return saved - spent, spent


def expected_return(
    probability: np.ndarray, amount: np.ndarray, action: Action, costs: Costs
) -> np.ndarray:
    """Expected saving over expected cost of acting on each row: act where it is above 1.

    For a review this is Elkan's rule p > c / (loss_share * amount) written as a ratio.
    """
    saved = probability * action.stops * costs.loss_share * amount
    spent = action.handling + (1 - probability) * action.turned_away * costs.insult
    return saved / np.maximum(spent, 1e-9)
