"""Several things may happen to what is shown: a model for each, or one for all, and their weights.

A feed's score is a weighted sum of chances, one a head. `fit_heads` learns them; `Weighted` says
what each head is worth, and the parts of the sum are what a waterfall shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipelines.learning.binning import bins_of, cuts
from pipelines.learning.training import standard
from pipelines.ranking.rankers import Ranker, fit_ranker

KINDS = ("heads", "one", "lambdarank")


@dataclass(frozen=True, eq=False)
class Heads:
    """Fitted heads: `predict` takes features (rows, columns) and gives (rows, outputs), float32.

    Of kind "heads" there is an output a head, a chance; of kind "one" the chance that any of the
    wanted heads happens; of kind "lambdarank" a number that orders rows and promises no more.
    """

    kind: str
    models: tuple[Ranker, ...]
    positives: np.ndarray
    rows: int
    nbytes: int = field(default=4_000_000)

    def predict(self, features: np.ndarray) -> np.ndarray:
        """Every output for every row; nothing for no rows."""
        if not len(features):
            return np.zeros((0, len(self.models)), np.float32)
        columns = [np.asarray(model.predict(features), np.float32) for model in self.models]
        return np.stack(columns, axis=1)

    @property
    def importance(self) -> np.ndarray | None:
        """Gain of each feature, each head's summing to one, then averaged; None where unknown."""
        known = [m.importance for m in self.models if m.importance is not None]
        shares = [gain / gain.sum() for gain in known if np.sum(gain) > 0]
        return np.mean(shares, axis=0) if shares else None


def fit_heads(
    features: np.ndarray,
    labels: np.ndarray,
    *,
    kind: str,
    values: Sequence[float],
    weights: np.ndarray | None = None,
    groups: np.ndarray | None = None,
    trees: int = 25,
    seed: int = 0,
) -> Heads:
    """Fit one of KINDS to labels (rows, heads) of 0 and 1.

    `values` are what the heads are worth: "one" learns whether any of positive value happens,
    "lambdarank" grades rows by their total. `weights` (rows, heads) weigh rows for each head;
    `groups` are the lists rows were shown in, which "lambdarank" needs.
    """
    if kind not in KINDS:
        raise ValueError(f"no heads are called {kind}; there are {', '.join(KINDS)}")
    worth = np.asarray(values, dtype=float)
    given = np.ones(labels.shape, np.float32) if weights is None else weights
    if kind == "heads":
        models = tuple(
            fit_ranker(
                features, labels[:, head].astype(float), kind="lightgbm",
                weights=np.ascontiguousarray(given[:, head]), trees=trees, seed=seed,
            )
            for head in range(labels.shape[1])
        )  # fmt: skip
        return Heads(kind, models, labels.sum(axis=0), len(labels))
    if kind == "one":
        wanted = labels[:, worth > 0]
        weight = np.where(wanted, given[:, worth > 0], 1.0).max(axis=1, initial=1.0)
        goal, rest = wanted.any(axis=1).astype(float), {"kind": "lightgbm", "weights": weight}
    else:
        goal = graded(labels, worth * given)
        rest = {"kind": "lambdarank", "groups": groups}
    model = fit_ranker(features, goal, trees=trees, seed=seed, **rest)
    return Heads(kind, (model,), labels.sum(axis=0), len(labels))


def graded(labels: np.ndarray, worth: np.ndarray, levels: int = 4) -> np.ndarray:
    """Relevance grades 0 to `levels`: 0 for rows of no positive total, others by its rank.

    `worth` is what each head of each row counts, (rows, heads) or (heads,). Rows of one total have
    one grade, and no grade is left out.

    >>> graded(np.eye(3)[[0, 1, 1, 1, 2]], np.array([1.0, 5.0, -2.0])).tolist()
    [1.0, 2.0, 2.0, 2.0, 0.0]
    """
    total = (labels * worth).sum(axis=1)
    gained = total > 0
    bins = bins_of(total[gained], cuts(total[gained], levels))
    grades = np.zeros(len(total))
    grades[gained] = 1 + np.unique(bins, return_inverse=True)[1]
    return grades


@dataclass(frozen=True)
class Weighted:
    """What each head is worth in the score."""

    values: tuple[float, ...]

    def parts(self, chances: np.ndarray) -> np.ndarray:
        """Each head's points: chance times weight, shape (..., heads)."""
        return chances * np.asarray(self.values, np.float32)

    def score(self, chances: np.ndarray) -> np.ndarray:
        """The weighted sum over heads, shape (...)."""
        return chances @ np.asarray(self.values, np.float32)

    @classmethod
    def equal(cls, rates: np.ndarray, signs: np.ndarray) -> Weighted:
        """Weights under which each head brings as much on average: its sign over its rate.

        Scaled so that the heads' points add up to one in absolute value.
        """
        known = np.maximum(np.asarray(rates, dtype=float), 1e-9)
        return cls(tuple(np.sign(signs) / known / len(known)))

    @classmethod
    def fitted(cls, chances: np.ndarray, answers: np.ndarray) -> Weighted:
        """Weights under which the heads' sum comes nearest to people's answers (least squares).

        `chances` is (rows, heads). A little ridge keeps rare heads from running away.
        """
        centre, scale = standard(chances)
        centred = (chances - centre) / scale
        ridge = 0.01 * len(answers) * np.eye(chances.shape[1])
        slope = np.linalg.solve(centred.T @ centred + ridge, centred.T @ (answers - answers.mean()))
        return cls(tuple(slope / scale))
