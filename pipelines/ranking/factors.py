"""Generators that learn vectors: PureSVD, ALS, BPR, a small two-tower, and an MLP head.

All take `taken` (users, items), how much each user took of each item, and give scores of the same
shape. Users without anything taken have no vector: their scores are all 0.
"""

from __future__ import annotations

import numpy as np

LEAST = 2
"""Items or users under which no vectors are learnt."""


def pure_svd(taken: np.ndarray, *, factors: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of users and items whose product is the truncated SVD of `taken` (Cremonesi 2010)."""
    from sklearn.utils.extmath import randomized_svd

    size = min(factors, min(taken.shape) - 1)
    if size < 1 or not taken.any():
        return np.zeros((len(taken), 1), np.float32), np.zeros((taken.shape[1], 1), np.float32)
    left, level, right = randomized_svd(taken, n_components=size, n_iter=3, random_state=seed)
    return (left * level).astype(np.float32), right.T.astype(np.float32)


def als(
    taken: np.ndarray,
    *,
    factors: int,
    seed: int = 0,
    alpha: float = 5.0,
    penalty: float = 0.1,
    iterations: int = 10,
) -> tuple[np.ndarray, np.ndarray]:
    """Alternating least squares on implicit feedback (Hu et al. 2008), by `implicit`."""
    from implicit.als import AlternatingLeastSquares

    model = AlternatingLeastSquares(
        factors, regularization=penalty, alpha=alpha, iterations=iterations,
        num_threads=1, random_state=seed,
    )  # fmt: skip
    return _fitted(model, taken, factors)


def rated(
    ratings: np.ndarray, *, factors: int, seed: int = 0, penalty: float = 2.0, iterations: int = 6
) -> np.ndarray:
    """Ratings predicted by biased matrix factorisation, fitted for the least squared error.

    `ratings` (users, items) is NaN where nobody rated. Predictions (users, items) are the mean, a
    user's and an item's bias, and a product of vectors, all with ridge `penalty` (Koren et al.
    2009). Only rated pairs count: what nobody chose to watch says nothing.
    """
    known = np.isfinite(ratings).astype(np.float32)
    mean = float(ratings[known > 0].mean()) if known.any() else 0.0
    rest = np.where(known > 0, ratings - mean, 0.0).astype(np.float32)
    its = rest.sum(axis=0) / (known.sum(axis=0) + penalty)
    rest = np.where(known > 0, rest - its, 0.0)
    ours = rest.sum(axis=1) / (known.sum(axis=1) + penalty)
    rest = np.where(known > 0, rest - ours[:, None], 0.0)
    vectors = np.random.default_rng(seed).normal(0, 0.1, (ratings.shape[1], factors))
    users = np.zeros((len(ratings), factors))
    for _ in range(iterations):
        users = _ridge(known, rest, vectors.astype(np.float32), penalty)
        vectors = _ridge(known.T, rest.T, users, penalty)
    return mean + ours[:, None] + its[None, :] + users @ vectors.T


def _ridge(known: np.ndarray, rest: np.ndarray, vectors: np.ndarray, penalty: float) -> np.ndarray:
    """Each row's vector that fits its known values best: every row's normal equations at once."""
    size = vectors.shape[1]
    squares = (vectors[:, :, None] * vectors[:, None, :]).reshape(len(vectors), -1)
    gram = (known @ squares).reshape(-1, size, size) + penalty * np.eye(size)
    return np.linalg.solve(gram, (rest @ vectors)[:, :, None])[:, :, 0].astype(np.float32)


def bpr(
    taken: np.ndarray, *, factors: int, seed: int = 0, epochs: int = 100
) -> tuple[np.ndarray, np.ndarray]:
    """Bayesian personalised ranking (Rendle et al. 2009), by `implicit`: items taken before others.

    Its last item factor is the item's bias. `implicit` draws the others as often as they are taken,
    so what it learns is how much likelier a user is to take an item than everybody: the logarithm
    of that chance belongs back on the bias (as log-Q in `two_tower`), or the popular come last.
    """
    from implicit.bpr import BayesianPersonalizedRanking

    model = BayesianPersonalizedRanking(
        factors, learning_rate=0.02, regularization=0.05, iterations=epochs,
        num_threads=1, random_state=seed,
    )  # fmt: skip
    ours, theirs = _fitted(model, taken, factors)
    if ours.any():
        theirs[:, -1] += np.log(np.maximum((taken > 0).sum(axis=0), 0.5))
    return ours, theirs


def two_tower(
    taken: np.ndarray,
    described: np.ndarray,
    negatives: np.ndarray,
    positives: tuple[np.ndarray, np.ndarray],
    *,
    factors: int,
    likely: np.ndarray | None = None,
    seed: int = 0,
    epochs: int = 8,
) -> tuple[np.ndarray, np.ndarray]:
    """A small two-tower, trained by sampled softmax: vectors of users and items.

    A user's tower sums the vectors of what the user took, the target left out; an item's adds its
    own vector and a projection of its description. `positives` are users and items (n,),
    `negatives` items (n, r); `likely` (items,) is the chance of being drawn as a negative, whose
    logarithm is taken off the logits (log-Q correction; Yi et al. 2019).
    """
    rng = np.random.default_rng(seed)
    users, items = positives
    input_scale = 1 / np.sqrt(np.maximum((taken > 0).sum(axis=1, keepdims=True), 1))
    history = ((taken > 0) * input_scale).astype(np.float32)
    weights = [
        rng.normal(0, 0.1, (taken.shape[1], factors)).astype(np.float32),
        rng.normal(0, 0.1, (taken.shape[1], factors)).astype(np.float32),
        rng.normal(0, 0.1, (described.shape[1], factors)).astype(np.float32),
    ]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in weights]
    steps, offset = 0, np.zeros(taken.shape[1]) if likely is None else np.log(likely + 1e-9)
    for _ in range(epochs if len(users) else 0):
        order = rng.permutation(len(users))
        for start in range(0, len(order), 512):
            rows, steps = order[start : start + 512], steps + 1
            shown = np.c_[items[rows], negatives[rows]]
            own = history[users[rows]].copy()
            own[np.arange(len(rows)), items[rows]] = 0.0
            slopes = _slopes(own, shown, described, weights, offset)
            _adam(weights, moments, slopes, steps)
    user_vectors = history @ weights[0]
    return user_vectors, weights[1] + described.astype(np.float32) @ weights[2]


def _slopes(own, shown, described, weights, offset) -> list[np.ndarray]:
    """Gradients of the sampled softmax loss; the first column of `shown` is what was taken."""
    tower, single, project = weights
    about = described[shown].astype(np.float32)
    ours, theirs = own @ tower, single[shown] + about @ project
    logits = np.matmul(theirs, ours[:, :, None])[:, :, 0]
    logits[:, 1:] -= offset[shown[:, 1:]]
    logits[:, 0] -= offset[shown[:, 0]]
    logits -= logits.max(axis=1, keepdims=True)
    error = np.exp(logits)
    error /= error.sum(axis=1, keepdims=True)
    error[:, 0] -= 1
    error = (error / len(own)).astype(np.float32)
    to_items = error[:, :, None] * ours[:, None, :]
    slope = np.zeros_like(single)
    np.add.at(slope, shown, to_items)
    to_user = np.matmul(error[:, None, :], theirs)[:, 0]
    flat = about.reshape(-1, about.shape[2])
    return [own.T @ to_user, slope, flat.T @ to_items.reshape(-1, to_items.shape[2])]


def _adam(weights, moments, slopes, step: int, rate: float = 0.01) -> None:
    """One step of Adam (Kingma and Ba 2015) with a little weight decay, in place."""
    for weight, (first, second), slope in zip(weights, moments, slopes, strict=True):
        slope += 1e-5 * weight
        first += 0.1 * (slope - first)
        second += 0.001 * (slope * slope - second)
        whole = first / (1 - 0.9**step)
        weight -= rate * whole / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)


def mlp_head(
    ours: np.ndarray,
    theirs: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
    labels: np.ndarray,
    *,
    seed: int = 0,
    most: int = 120_000,
) -> np.ndarray:
    """Neural collaborative filtering (He et al. 2017): a network over two vectors.

    `ours` (users, d) and `theirs` (items, d) stay as they are; the head is scikit-learn's, 32 and
    16 rectified units, on pairs of users and items with labels 0 and 1, at most `most` of them.
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    if not 0 < labels.sum() < len(labels):
        return np.zeros((len(ours), len(theirs)), dtype=np.float32)
    ours, theirs = (each / max(float(each.std()), 1e-9) for each in (ours, theirs))
    some = np.random.default_rng(seed).permutation(len(labels))[:most]
    rows = np.c_[ours[pairs[0][some]], theirs[pairs[1][some]]]
    model = MLPClassifier(
        (32, 16), batch_size=min(512, len(some)), max_iter=6, learning_rate_init=0.005,
        random_state=seed,
    )  # fmt: skip
    with warnings.catch_warnings():
        # Few passes are meant: the warning that more would fit better is expected.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows, labels[some])
    return _head_scores(model, ours, theirs)


def _head_scores(model, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """The head's logit for every pair: its first layer is a sum of a user's and an item's part."""
    first, second, last = (layer.astype(np.float32) for layer in model.coefs_)
    mine = ours @ first[: ours.shape[1]] + model.intercepts_[0].astype(np.float32)
    its = theirs @ first[ours.shape[1] :]
    scores = np.empty((len(ours), len(theirs)), dtype=np.float32)
    for start in range(0, len(ours), 64):
        hidden = np.maximum(mine[start : start + 64, None, :] + its[None, :, :], 0)
        deeper = np.maximum(hidden @ second + model.intercepts_[1].astype(np.float32), 0)
        scores[start : start + 64] = (deeper @ last)[:, :, 0]
    return scores


def _fitted(model, taken: np.ndarray, factors: int) -> tuple[np.ndarray, np.ndarray]:
    """User and item vectors of one of implicit's models, on rows that hold anything."""
    import scipy.sparse

    if min(taken.shape) < LEAST or not taken.any():
        return np.zeros((len(taken), 1), np.float32), np.zeros((taken.shape[1], 1), np.float32)
    model.fit(scipy.sparse.csr_matrix(taken), show_progress=False)
    ours, theirs = np.array(model.user_factors), np.array(model.item_factors)
    ours[~taken.any(axis=1)] = 0.0
    return ours, theirs
