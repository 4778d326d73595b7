"""Focal loss: rows that are right already count for little (Lin et al. 2017).

A row whose own class has probability p costs -(1 - p)^gamma log p, so that what is learnt is driven
by what is still wrong. The constant that costs least is not the base rate: scores come out nearer
to a half than what happens, and say nothing of how often it does. Their order is another matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

REACH = 30.0
"""Log odds on either side beyond which a probability is as good as 0 or 1."""


@dataclass(frozen=True)
class FocalLoss:
    """The loss as a function of log odds; `gamma` 0 is the log loss."""

    gamma: float = 2.0

    def value(self, labels: np.ndarray, log_odds: np.ndarray) -> np.ndarray:
        """What each row costs.

        >>> FocalLoss(2.0).value(np.array([1, 0]), np.zeros(2)).round(4).tolist()
        [0.1733, 0.1733]
        """
        from scipy.special import expit, log_expit

        own = np.where(labels == 1, log_odds, -np.asarray(log_odds, dtype=float))
        return -(expit(-own) ** self.gamma) * log_expit(own)

    def slopes(self, labels: np.ndarray, log_odds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First and second derivative of each row's cost by its log odds.

        Where the cost bends downwards (p far below a half), the second is that of the log loss
        with the same weight: positive, as a step of Newton's needs it.
        """
        from scipy.special import expit, log_expit

        sign = np.where(labels == 1, 1.0, -1.0)
        own = sign * log_odds
        right, wrong, log = expit(own), expit(-own), log_expit(own)
        weight = wrong**self.gamma
        first = weight * (self.gamma * right * log - wrong)
        bend = wrong * (1 + self.gamma * (2 + log)) - self.gamma**2 * right * log
        second = weight * right * bend
        return sign * first, np.maximum(second, weight * right * wrong + 1e-12)

    def cheapest(self, rate: np.ndarray) -> np.ndarray:
        """The probability that costs least where a share `rate` of the rows is positive.

        Rising in the rate, so a model that says rates keeps its order when they are mapped.
        """
        from scipy.special import expit, logit

        odds = np.linspace(-REACH, REACH, 6001)
        up = -self.slopes(np.ones_like(odds), odds)[0]
        known = np.log(up[::-1]) - np.log(up)
        return expit(np.interp(logit(rate), known, odds))

    def fit_linear(
        self, rows: np.ndarray, labels: np.ndarray, *, penalty: float = 1.0
    ) -> tuple[np.ndarray, float]:
        """Weights and intercept of the linear model that costs least, with a ridge on the weights.

        `rows` (rows, columns) are standardised. The intercept starts at the cheapest constant.
        """
        from scipy.optimize import minimize
        from scipy.special import logit

        def cost(at: np.ndarray) -> tuple[float, np.ndarray]:
            odds = rows @ at[:-1] + at[-1]
            slope = self.slopes(labels, odds)[0]
            ridge = penalty * at[:-1]
            total = self.value(labels, odds).sum() + ridge @ at[:-1] / 2
            return total, np.append(slope @ rows + ridge, slope.sum())

        start = np.zeros(rows.shape[1] + 1)
        start[-1] = logit(self.cheapest(labels.mean()))
        found = minimize(cost, start, jac=True, method="L-BFGS-B").x
        return found[:-1], float(found[-1])

    def for_scikit_learn(self):
        """The loss as scikit-learn's histogram boosting takes one."""
        from scipy.special import logit
        from sklearn._loss.loss import HalfBinomialLoss

        focal = self

        class Loss(HalfBinomialLoss):
            def gradient_hessian(self, y_true, raw_prediction, gradient_out, hessian_out, **unused):
                first, second = focal.slopes(y_true, raw_prediction.ravel())
                gradient_out[:], hessian_out[:] = first, second

            def fit_intercept_only(self, y_true, sample_weight=None):
                return logit(focal.cheapest(y_true.mean()))

        return Loss()
