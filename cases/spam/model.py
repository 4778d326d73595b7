"""From past mail to the filter that goes live, and to what the team believes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.spam.features import Encoded
from cases.spam.filters import (
    Basis,
    Examples,
    Filter,
    FilterDesign,
    make,
    prepared_stages,
    together,
)
from cases.spam.labels import Known, Users, incumbent, known
from cases.spam.world import POISON_SINCE, Arrived, Poison
from data.mail import DAY, Mail
from data.world import stream
from pipelines.evaluation.splitting import folds

VALIDATION_DAYS = 4
SPLITS = {"random": "random", "grouped": "entity", "time": "time"}


@dataclass(frozen=True)
class Learner:
    """How labels come about and how far back training looks; `design` says what is made of them."""

    design: FilterDesign
    labels: str
    audit: float
    window: int


@dataclass(frozen=True, eq=False)
class Validation:
    """Held-back mail with the log odds of a filter that did not train on it, and the labels the
    team has; `group` are near-copies."""

    log_odds: np.ndarray
    label: np.ndarray
    group: np.ndarray


def learner(
    *,
    representation: str,
    sender: str,
    model: str,
    expensive_model: str,
    band: float,
    defence: str,
    labels: str,
    audit: float,
    window: int,
    seed: int,
) -> Learner:
    """Fix how filters are made, and from which labels."""
    design = FilterDesign(
        representation=representation,
        sender=sender == "with",
        model=model,
        expensive=expensive_model,
        band=band,
        defence=defence,
        seed=seed,
    )
    return Learner(design, labels, audit, window)


def past(mail: Mail, arrived: Arrived, users: Users, learner: Learner) -> Known:
    """Collect what users and old rules made known of the mail before launch."""
    rows = np.flatnonzero(mail.day < mail.live_from)
    decided = incumbent(mail, arrived.ceiling)[rows]
    return known(mail, users, rows, decided, labels=learner.labels, audit=learner.audit)


def examples(
    mail: Mail, encoded: Encoded, poison: Poison, past: Known, learner: Learner
) -> Examples:
    """Put together what there is to learn from at launch: labelled mail, and any poison in it."""
    rows = np.arange(len(past.label))
    return gathered(mail, encoded, poison, rows, past, mail.live_from, learner.window)


def gathered(
    mail: Mail,
    encoded: Encoded,
    poison: Poison,
    rows: np.ndarray,
    known: Known,
    day: int,
    window: int,
    since: int | None = None,
) -> Examples:
    """Mail of the last `window` days before `day` whose label is known by then, with the poison.

    With `since` only what has become known from the morning of that day on.
    """
    at, news = mail.day[rows], (-1 if since is None else since) * DAY
    due = (known.at <= day * DAY) & (known.at > news) & (at >= day - window) & (at < day)
    own = np.flatnonzero(due)
    truth = mail.world.truth["group"].to_numpy()
    mailbox = mail.world.seen["mailbox"].to_numpy()
    part = Examples(
        encoded.bags.take(rows[own]),
        known.label[own],
        known.weight[own],
        at[own],
        mailbox[rows[own]],
        truth[rows[own]],
    )
    first = day - window if since is None else since
    sown = np.flatnonzero((poison.day >= first) & (poison.day < day))
    if not len(sown):
        return part
    ones, apart = np.ones(len(sown)), int(truth.max(initial=0)) + 1 + sown
    bad = encoded.poison.take(sown)
    return together(
        [
            part,
            Examples(
                bad, ones.astype(np.int8), ones, poison.day[sown], poison.mailbox[sown], apart
            ),
        ]
    )


def basis(
    mail: Mail,
    encoded: Encoded,
    poison: Poison,
    past: Known,
    examples: Examples,
    learner: Learner,
) -> Basis:
    """Fix what nightly training does not fit anew: embeddings, and the mail that is trusted."""
    day = mail.live_from - POISON_SINCE
    rows = np.arange(len(past.label))
    trusted = gathered(mail, encoded, poison, rows, past, day, day)
    stages = prepared_stages(examples.bags, encoded.bags, learner.design)
    return Basis(stages, trusted)


def validation(
    examples: Examples, basis: Basis, learner: Learner, *, split: str, seed: int
) -> Validation:
    """Judge the filter as the team does: train without the held-back mail, then score it."""
    known = examples.take(examples.weight > 0)
    entity = np.unique(known.group, return_inverse=True)[1]
    parts = folds(
        known.day,
        entity,
        split=SPLITS[split],
        gap=0.0,
        window=10**6,
        length=VALIDATION_DAYS,
        rng=stream(seed, "split"),
    )
    if not parts or not len(parts[0][1]):
        return Validation(np.empty(0), np.empty(0, dtype=np.int8), np.empty(0, dtype=np.int64))
    train, held = parts[0]
    judged = make(known.take(train), learner.design, basis)
    bags = known.take(held)
    return Validation(judged.log_odds(bags.bags, bags.mailbox), bags.label, bags.group)


def deployed(examples: Examples, basis: Basis, learner: Learner) -> Filter:
    """Train the filter that goes live on all there is to learn from."""
    return make(examples, learner.design, basis)
