"""Who sends mail: age of the sender's domain, reputation, links and bursts, by topic."""

from __future__ import annotations

import math

import numpy as np

from data.mail.language import HAM_TOPICS, IS_SPAM, TOPICS
from data.world import stream

BULK = np.isin(TOPICS, ["newsletter", "shop", "travel"])
LOG_AGE = np.where(IS_SPAM, 5.0, np.where(BULK, 5.8, 6.2))  # of days
AGE_SPREAD = 1.4
REPUTATION = np.where(IS_SPAM, 3.0, 4.5), np.full(len(TOPICS), 2.5)  # of a Beta law
LINKS = np.where(IS_SPAM, 1.6, np.where(BULK, 2.2, 0.6))  # mean of a Poisson law
LOG_BURST = np.where(IS_SPAM, 2.2, np.where(BULK, 2.6, 0.8))  # messages within a minute
BURST_SPREAD = 1.0
COLUMNS = ("age", "reputation", "links", "burst")
assert len(HAM_TOPICS) + IS_SPAM.sum() == len(TOPICS)


def senders(topic: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """The sender of each message: age (days), reputation (0 to 1), links, burst (messages)."""
    rng, n = stream(seed, "senders"), len(topic)
    return {
        "age": np.exp(LOG_AGE[topic] + AGE_SPREAD * rng.standard_normal(n)),
        "reputation": rng.beta(REPUTATION[0][topic], REPUTATION[1][topic]),
        "links": rng.poisson(LINKS[topic]),
        "burst": np.exp(LOG_BURST[topic] + BURST_SPREAD * rng.standard_normal(n)),
    }


def sender_log_likelihood(sender: dict[str, np.ndarray]) -> np.ndarray:
    """Log-likelihood of each sender by topic, up to a shared term: shape (messages, topics)."""
    log_age, log_burst = np.log(sender["age"])[:, None], np.log(sender["burst"])[:, None]
    trust = np.clip(sender["reputation"], 1e-12, 1 - 1e-12)[:, None]
    links = np.asarray(sender["links"], dtype=float)[:, None]
    a, b = REPUTATION
    scale = np.array(
        [math.lgamma(x + y) - math.lgamma(x) - math.lgamma(y) for x, y in zip(a, b, strict=True)]
    )
    return (
        -0.5 * ((log_age - LOG_AGE) / AGE_SPREAD) ** 2
        - 0.5 * ((log_burst - LOG_BURST) / BURST_SPREAD) ** 2
        + scale
        + (a - 1) * np.log(trust)
        + (b - 1) * np.log1p(-trust)
        + links * np.log(LINKS)
        - LINKS
    )
