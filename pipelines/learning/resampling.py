"""Changing the class balance of training rows, and undoing what it does to probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RESAMPLERS = ("under", "over", "smote", "adasyn")

NOTHING_TO_MAKE = ("Not any neigbours belong", "No samples will be generated")
"""How ADASYN begins to say that no positive lies near a negative, or that it would make no row."""


@dataclass(frozen=True)
class Resampling:
    """What is done about the class balance of training rows.

    `method` is none, weights, focal or one of RESAMPLERS; `ratio` the positives aimed at for each
    negative; with `corrected` probabilities are brought back to the balance before undersampling.
    """

    method: str = "none"
    ratio: float = 1.0
    corrected: bool = False


UNTOUCHED = Resampling()


@dataclass(frozen=True, eq=False)
class Balanced:
    """Training rows after rebalancing, with the share of negatives that was kept.

    `rows` gives the original row of each new one; -1 for a row that was made up.
    """

    features: np.ndarray
    labels: np.ndarray
    rows: np.ndarray
    kept: float = 1.0


def rebalance(
    features: np.ndarray, labels: np.ndarray, *, method: str, ratio: float, seed: int
) -> Balanced:
    """Resample until there are `ratio` positives for each negative (imbalanced-learn).

    `method` is one of RESAMPLERS. Rows that already hold more positives than asked for, or fewer
    than two positives to work from, are handed back as they are; so are rows among which ADASYN
    finds no positive near a negative. Raises ValueError where rows with gaps were to be blended.
    """
    positives = int(labels.sum())
    negatives = len(labels) - positives
    untouched = Balanced(features, labels, np.arange(len(labels)))
    # imbalanced-learn aims at whole rows: a fraction of a row more is no room to resample.
    if positives < 2 or negatives < 2 or positives >= int(ratio * negatives):
        return untouched
    if method in ("smote", "adasyn") and not np.isfinite(features).all():
        raise ValueError(
            f"{method} blends rows and cannot blend what is missing: fill the gaps before it"
        )
    sampler = _sampler(method, ratio, neighbours=min(5, positives - 1), seed=seed)
    try:
        new_features, new_labels = sampler.fit_resample(features, labels)
    except (RuntimeError, ValueError) as refusal:
        if not str(refusal).startswith(NOTHING_TO_MAKE):
            raise
        return untouched
    kept = 1.0 if method != "under" else float((new_labels == 0).sum() / negatives)
    return Balanced(new_features, new_labels, _origin(sampler, len(labels), len(new_labels)), kept)


def undo_undersampling(probability: np.ndarray, kept: float) -> np.ndarray:
    """The probability before a share `kept` of the negatives was drawn (Dal Pozzolo et al. 2015).

    p = b ps / (b ps - ps + 1); 0 stays 0 and 1 stays 1.

    >>> undo_undersampling(np.array([0.0, 0.5, 1.0]), 0.01).round(4).tolist()
    [0.0, 0.0099, 1.0]
    """
    if not 0 < kept <= 1:
        raise ValueError(f"the share of negatives kept is {kept}; it is above 0 and at most 1")
    # 1 - p first: so that a probability of 1 comes out as 1 and not a rounding above it
    return kept * probability / (kept * probability + (1.0 - probability))


def balanced_weights(labels: np.ndarray, ratio: float) -> np.ndarray:
    """Row weights under which positives weigh `ratio` times what negatives do, mean 1."""
    positives = labels.sum()
    negatives = len(labels) - positives
    if positives == 0 or negatives == 0:
        return np.ones(len(labels))
    weights = np.where(labels == 1, max(1.0, ratio * negatives / positives), 1.0)
    return weights / weights.mean()


def _sampler(method: str, ratio: float, *, neighbours: int, seed: int):
    from imblearn.over_sampling import ADASYN, SMOTE, RandomOverSampler
    from imblearn.under_sampling import RandomUnderSampler

    common = {"sampling_strategy": ratio, "random_state": seed}
    if method == "under":
        return RandomUnderSampler(**common)
    if method == "over":
        return RandomOverSampler(**common)
    if method == "smote":
        return SMOTE(k_neighbors=neighbours, **common)
    if method == "adasyn":
        return ADASYN(n_neighbors=neighbours, **common)
    raise ValueError(f"no resampler is called {method}; there are {', '.join(RESAMPLERS)}")


def _origin(sampler, before: int, after: int) -> np.ndarray:
    if hasattr(sampler, "sample_indices_"):
        return sampler.sample_indices_
    return np.concatenate([np.arange(before), np.full(after - before, -1)])
