"""What the fraud lessons measure over their runs."""

from __future__ import annotations

import math

import numpy as np

from kit.effects import gain, true
from kit.run import Run


def constant_is_accurate(run: Run) -> float:
    """Accuracy of calling everything genuine, less one minus the fraud rate, plus what its
    average precision and AUC differ from the fraud rate and one half."""
    fraud = run["live"].rows["fraud"].to_numpy()
    accuracy = float(np.mean(fraud == 0))
    off = abs(true(run, "average_precision") - fraud.mean())
    return abs(accuracy - (1 - fraud.mean())) + off + abs(true(run, "roc_auc") - 0.5)


def auc_hides(shallow: Run, deep: Run) -> float:
    """The share of average precision the deep tree loses, beyond the share of AUC it loses."""
    kept = {
        metric: true(deep, metric) / true(shallow, metric)
        for metric in ("average_precision", "roc_auc")
    }
    return kept["roc_auc"] - kept["average_precision"]


def fall_with_delay(*runs: Run) -> float:
    """The smallest drop of the attainable average precision from one delay to the next."""
    ceilings = [run.reading("average_precision").ceiling for run in runs]
    return float(np.min(-np.diff(ceilings)))


def over_best_single(single: Run, aware: Run) -> float:
    """What the amount-aware rule saves over the best single threshold, found in hindsight."""
    best = np.nanmax(single.readout.tracks["net_savings"].true)
    return true(aware, "net_savings") / float(best) - 1.0


def alert_precision(pooled: Run, two: Run) -> float:
    """How much more precise the calls of two models are than those of one pooled model."""
    return gain("card_precision")(pooled, two)


def false_promise_removed(leaky: Run, honest: Run) -> float:
    """How much smaller the gap between seen and true average precision gets."""
    return leaky.reading("average_precision").gap - honest.reading("average_precision").gap


def leaky_below_honest(honest: Run, leaky: Run) -> float:
    """The smaller of what the leak adds to the promise and what it takes from the truth."""
    added = leaky.reading("average_precision").seen - honest.reading("average_precision").seen
    return min(added, -gain("average_precision")(honest, leaky))


def weak_learner_pays(plain: Run, smote: Run) -> float:
    """Average precision that SMOTE takes from a weak tree."""
    return -gain("average_precision")(plain, smote)


def restored(raw: Run, corrected: Run) -> float:
    """The share of the inflation that is undone, in logarithms: 1 is all of it."""
    before, after = (abs(math.log(true(run, "calibration"))) for run in (raw, corrected))
    return 1.0 - after / before
