"""What a search team would measure on the same pages: order, success, and the time to it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.feed.judged import discounts
from data.feed.constants import HEADS
from kit.figure import Absent, Chart, Drawn, Table
from kit.panels.along import Curve, along
from kit.run import Run
from kit.words import say
from pipelines.ranking.retrieval import NOBODY

RELEVANT = 0.1
"""The share of a reader's candidates, those worth most, that a judge would call relevant."""

SECONDS_A_POST = 4.0  # assumed
SUCCESS = [HEADS.index(name) for name in ("click", "dwell", "reply")]
"""What counts as having found something: a conversation opened, two minutes, a reply."""

OWN, NEWEST, BEST = "this design", "newest first", "best by true value"
UNITS = {
    "nDCG": "score",
    "MRR": "score",
    "precision": "share",
    "success": "share",
    "no click": "share",
    "time to success": "seconds",
}


def search_metrics(run: Run) -> Drawn:
    """Metrics of a search ranking, on these pages.

    What are the metrics for search ranking? The same readers and candidates in three orders.
    Judgements give nDCG, MRR and precision, of the tenth of a reader's candidates worth most to
    them; behaviour gives success, time to success, and sessions without a click.
    """
    orders = _orders(run)
    if not orders:
        return Absent("No page holds a post.")
    frame = pd.DataFrame([{"order": name} | _measured(run, each) for name, each in orders.items()])
    own = frame.iloc[0]
    return Table(
        frame,
        f"Of {say(float(own['no click']), 'share')} of the sessions nothing is opened. That is not "
        "all failure: a good headline may answer by itself, and a search cannot tell which it was.",
        UNITS,
    )


def first_success(run: Run) -> Chart | Absent:
    """How far down until something is found.

    How long does a reader look? The share of sessions that have found something by each place; a
    steeper start is a better order even where all end alike.
    """
    curves: dict[str, Curve] = {}
    for name, order in _orders(run).items():
        found = 1 - np.cumprod(1 - _chances(run, order), axis=1).mean(axis=0)
        curves[name] = (np.arange(1, len(found) + 1), found)
    if not curves:
        return Absent("No page holds a post.")
    shares = {name: float(y[-1]) for name, (_, y) in curves.items()}
    return along(
        curves,
        x="place on the page",
        y="sessions that have found something",
        colours={OWN: "true", NEWEST: "muted", BEST: "ceiling"},
        caption=f"By the end of the page {say(shares[OWN], 'share')} of sessions found something; "
        f"newest first {say(shares[NEWEST], 'share')}, at best {say(shares[BEST], 'share')}.",
    )


def _orders(run: Run) -> Mapping[str, np.ndarray]:
    """Places among the candidates, (readers, k), in three orders; nothing where all are empty."""
    own = run["year"].pages.places[run.position].astype(int)
    if not (own != NOBODY).any():
        return {}
    posts, value = run["candidates"].posts[0], run["true_values"].value[0]
    there, k = posts != NOBODY, own.shape[1]
    age = run["feature_store"].column["age"][np.maximum(posts, 0)]
    ranks = {NEWEST: np.where(there, -age, -np.inf), BEST: np.where(there, value, -np.inf)}
    return {OWN: own} | {
        name: np.where(
            np.take_along_axis(there, order := np.argsort(-score, axis=1, kind="stable")[:, :k], 1),
            order,
            NOBODY,
        )
        for name, score in ranks.items()
    }


def _measured(run: Run, order: np.ndarray) -> dict[str, float]:
    """Every metric of an order, a mean over readers."""
    value, posts = run["true_values"].value[0], run["candidates"].posts[0]
    gain = np.where(posts != NOBODY, np.maximum(value, 0), 0.0)
    found = _at(gain, order)
    ideal = -np.sort(-gain, axis=1)[:, : order.shape[1]]
    discount = discounts(order.shape[1])
    bar = -np.sort(-gain, axis=1)[:, int(RELEVANT * gain.shape[1])][:, None]
    relevant = (found > bar) & (order != NOBODY)
    first = np.where(relevant.any(axis=1), 1 / (1 + relevant.argmax(axis=1)), 0.0)
    chance = _chances(run, order)
    begins = np.cumprod(np.c_[np.ones(len(chance)), 1 - chance], axis=1)
    when, success = (chance * begins[:, :-1]), 1 - begins[:, -1]
    place = (when @ np.arange(1, order.shape[1] + 1)).sum() / max(success.sum(), 1e-12)
    return {
        "nDCG": float(((found @ discount) / np.maximum(ideal @ discount, 1e-12)).mean()),
        "MRR": float(first.mean()),
        "precision": float(relevant.mean()),
        "success": float(success.mean()),
        "no click": float(1 - success.mean()),
        "time to success": SECONDS_A_POST * float(place),
    }


def _chances(run: Run, order: np.ndarray) -> np.ndarray:
    """The chance that each place is looked at and something is found there: (readers, k)."""
    first = run["true_values"].first[..., SUCCESS].astype(float)
    looked = run["feed"].looked_at(np.arange(1, order.shape[1] + 1))
    return _at(1 - np.prod(1 - first, axis=-1), order) * looked


def _at(table: np.ndarray, order: np.ndarray) -> np.ndarray:
    """A table (readers, candidates) in an order (readers, k), 0 where nothing stands."""
    found = np.take_along_axis(table, np.maximum(order, 0), axis=1)
    return np.where(order != NOBODY, found, 0.0)
