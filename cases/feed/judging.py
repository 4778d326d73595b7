"""How good the models' chances are: on pairs drawn by lot, and as the team judges, on its log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.feed.learning import Learned
from cases.feed.sight import Sight, head
from data.feed import Feed
from data.feed.constants import COMPLAINTS, HEADS
from data.feed.log import FeedLog
from data.world import stream
from pipelines.evaluation.ranking_metrics import cross_entropy, entropy, normalised_entropy
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.readout import Track

PAIRS = 30  # posts a reader
NO_HEADS = "This model does not say how likely each engagement is."
ONE_CLASS = "The rows judged hold none of these, or nothing else."
SURE = 1e-7


@dataclass(frozen=True, eq=False)
class Judged:
    """Pairs drawn whatever the design, with truth and prediction; and the team's held-back rows.

    `truth` and `said` are (pairs, heads), chances given a look; `said` is scaled to the truth's
    mean. `labels` and `expected` are the same of the log's rows, as they stood on the page.
    """

    user: np.ndarray
    post: np.ndarray
    truth: np.ndarray
    said: np.ndarray
    held: np.ndarray
    labels: np.ndarray
    expected: np.ndarray


def judge(
    feed: Feed, log: FeedLog, sight: Sight, learned: Learned, *, counts: bool, position: str
) -> Judged:
    """Score pairs of the first period drawn by lot, and the rows the team held back."""
    users = np.arange(feed.constants.users)
    posts = feed.in_period(0)
    lot = stream(feed.seed, "judged pairs").integers(0, len(posts), (len(users), PAIRS))
    pairs = posts[lot]
    truth = feed.chances(users, pairs).reshape(-1, len(HEADS)).astype(float)
    labels = log.labels[learned.held].astype(float)
    if learned.heads.kind != "heads":
        none = np.zeros((0, len(HEADS)))
        return Judged(
            np.repeat(users, PAIRS), pairs.ravel(), truth, none, learned.held, labels, none
        )
    table = sight.table(users, pairs, counts=counts, live=True)
    said = learned.chances(table.reshape(-1, table.shape[-1]), position).astype(float)
    expected = learned.said.astype(float)
    complaints = slice(head("negative"), None)
    expected[:, complaints] *= COMPLAINTS  # the log keeps a year of them
    return Judged(
        np.repeat(users, PAIRS), pairs.ravel(), truth, scaled_to(said, truth),
        learned.held, labels, scaled_to(expected, labels),
    )  # fmt: skip


def scaled_to(said: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Chances with each column's mean set to the truth's, kept between 0 and 1.

    What a live feed does every hour: a wrong level is put right, a wrong order stays.
    """
    if not len(said):
        return said
    mean = said.mean(axis=0)
    factor = np.divide(truth.mean(axis=0), mean, out=np.ones_like(mean), where=mean > 0)
    return np.clip(said * factor, SURE, 1 - SURE)


def entropies(judged: Judged, resamples: Resamples) -> dict[str, Track]:
    """Normalised entropy of each head: true, as the team sees it, the floor, with intervals."""
    found = {}
    for place, name in enumerate(HEADS):
        truth = judged.truth[:, place]
        floor = normalised_entropy(truth, truth)
        if not len(judged.said):
            found[f"ne_{name}"] = Track(
                np.array([np.nan]), np.array([np.nan]), ceiling=np.array([floor]), why=NO_HEADS
            )
            continue
        said = judged.said[:, place]
        seen = normalised_entropy(judged.labels[:, place], judged.expected[:, place])
        loss, count = (
            resamples.sums(judged.user, part)
            for part in (cross_entropy(truth, said), np.ones(len(said)))
        )
        mean = resamples.sums(judged.user, truth) / np.maximum(count, 1)
        draws = (loss / np.maximum(count, 1) / np.maximum(entropy(mean), 1e-12))[:, None]
        low, high = interval(draws)
        true = np.array([normalised_entropy(truth, said)])
        why = ONE_CLASS if np.isnan(seen) or np.isnan(true[0]) else ""
        found[f"ne_{name}"] = Track(
            true, np.array([seen]), low, high, np.array([floor]), draws, why=why
        )
    return found
