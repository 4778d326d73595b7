"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.feed.judged import Pairs, labels_of
from data.feed.constants import DAYS, HEADS, WEIGHTS
from data.feed.log import DAYS_LOGGED
from kit.run import Run
from pipelines.ranking.retrieval import NOBODY

COLUMNS = {
    "split": "page: candidates of the first period, and the truly best others; pair: random "
    "readers and posts, for normalised entropy; log: rows the team held back; day: what a user "
    "did on a day of the year; author: looks of the first period and silence",
    "time": "day: of the year for day, 0 for page and pair, before 0 for the log",
    "truth": "true points of engagement of a look (page); true chance of the head (pair)",
    "gain": "truth where it is above nothing, else 0: what nDCG gains",
    "label": "points that were logged in one visit (page); whether it happened (log)",
    "label_time": "when the engagement is known: the hours later, in days",
    "score": "what the page is ordered by, higher first, below zero where not shown (page); chance "
    "predicted, mean set right (pair, log)",
    "decision": "1 where the post is shown",
    "place": "on the page, from 1; 0 where not shown",
    "looked": "chance that the place is looked at",
    "glad": "what the reader would say, -1 to 1",
    "head": "the engagement a row of pair or log is about",
    "complaints": "true chance of a complaint after a look",
    "visit": "1 where the user came that day",
    "engagement": "points of the user on that day",
    "looks": "an author's looks on one visit by everybody",
    "active": "1 where the author still posts in the last period",
    "feedback": "expected likes, reposts and replies to the author in the first period",
}


def export(run: Run) -> pd.DataFrame:
    """Candidates with their places, judged pairs, held-back rows, days and authors."""
    rows = pd.concat(
        [_pages(run), _others(run), _pairs(run), _log(run), _days(run), _authors(run)],
        ignore_index=True,
    )
    rows.attrs["columns"] = COLUMNS
    return rows


def _pages(run: Run) -> pd.DataFrame:
    """Every candidate of the first period, with where it stands at the dial's penalty."""
    feed, known, at = run["feed"], run["true_values"], run.position
    posts = run["candidates"].posts[0]
    place = _places(run["year"].pages.places[at].astype(int), posts.shape)
    user, spot = np.nonzero(posts != NOBODY)
    post, stands = posts[user, spot].astype(int), place[user, spot]
    looked = np.where(stands > 0, feed.looked_at(np.maximum(stands, 1)), 0.0)
    chances = known.first[user, spot] * looked[:, None]
    return pd.DataFrame(
        _of_post(run, user, post)
        | {
            "split": "page",
            "time": 0.0,
            "truth": known.value[0][user, spot],
            "gain": np.maximum(known.value[0][user, spot], 0),
            "label": _points(labels_of(feed, user, post, chances)) * (stands > 0),
            "label_time": 2.0,
            "score": np.where(stands > 0, 1000.0 - stands, -1.0),
            "decision": (stands > 0).astype(int),
            "place": stands,
            "looked": looked,
            "glad": known.glad[0][user, spot],
            "complaints": known.complaints[0][user, spot],
            "source": run["candidates"].source[0][user, spot],
        }
    )


def _points(labels: np.ndarray) -> np.ndarray:
    return labels @ np.array(WEIGHTS)


def _of_post(run: Run, user: np.ndarray, post: np.ndarray) -> dict[str, np.ndarray]:
    seen = run["feed"].posts.seen
    columns = {name: seen[name].to_numpy()[post] for name in ("author", "topic")}
    truth = run["feed"].posts.truth
    columns |= {"toxicity": truth["toxicity"].to_numpy()[post]}
    return {"user": user, "post": post} | columns | {
        "age_hours": truth["real_age"].to_numpy()[post]
    }  # fmt: skip


def _places(pages: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Where each candidate stands on its page, from 1; 0 where it does not: (users, candidates)."""
    table = np.zeros((shape[0], shape[1] + 1), int)
    spots = np.where(pages == NOBODY, shape[1], pages)
    np.put_along_axis(table, spots, np.arange(1, pages.shape[1] + 1)[None, :], axis=1)
    return table[:, :-1]


def _others(run: Run) -> pd.DataFrame:
    """Each reader's truly best posts that are no candidates: the ideal order may need them."""
    posts, worth = run["feed"].in_period(0), run["best_posts"].first_value
    best = np.argsort(-worth, axis=1, kind="stable")[:, : run.settings["page_size"]]
    listed = run["candidates"].posts[0]
    new = ~(posts[best][:, :, None] == listed[:, None, :]).any(axis=2)
    user, spot = np.nonzero(new)
    value = np.take_along_axis(worth, best, axis=1)[user, spot]
    none = dict.fromkeys(("decision", "place", "looked", "label"), 0)
    return pd.DataFrame(
        _of_post(run, user, posts[best][user, spot])
        | {"split": "page", "time": 0.0, "truth": value, "gain": np.maximum(value, 0)}
        | {"score": -2.0, "source": -1}
        | none
    )


def _heads(run: Run, pairs: Pairs) -> dict[str, np.ndarray]:
    """A row for each pair and head."""
    user, post = (np.repeat(each, len(HEADS)) for each in (pairs.user, pairs.post))
    return _of_post(run, user, post) | {
        "head": np.tile(HEADS, len(pairs.user)),
        "score": pairs.said.ravel(),
    }


def _pairs(run: Run) -> pd.DataFrame:
    pairs = run["random_pairs"]
    if not len(pairs.said):
        return pd.DataFrame()
    rows = {"split": "pair", "time": 0.0, "truth": pairs.target.ravel()}
    return pd.DataFrame(_heads(run, pairs) | rows)


def _log(run: Run) -> pd.DataFrame:
    pairs, log, held = run["held_back"], run["log"], run["trained"].held
    if not len(pairs.said):
        return pd.DataFrame()
    day = np.repeat(log.day[held], len(HEADS)) - DAYS_LOGGED
    rows = {
        "split": "log",
        "time": day.astype(float),
        "label": pairs.target.ravel(),
        "label_time": day + log.hours[held].ravel() / 24,
        "place": np.repeat(log.place[held], len(HEADS)),
        "decision": 1,
    }
    return pd.DataFrame(_heads(run, pairs) | rows)


def _days(run: Run) -> pd.DataFrame:
    year, at = run["year"], run.position
    users = run["feed"].constants.users
    return pd.DataFrame(
        {
            "split": "day",
            "time": np.repeat(np.arange(1.0, DAYS + 1), users),
            "user": np.tile(np.arange(users), DAYS),
            "visit": year.visits[at].ravel().astype(int),
            "engagement": year.engagement[at].ravel(),
        }
    )


def _authors(run: Run) -> pd.DataFrame:
    year, at = run["year"], run.position
    looks = run["first_pages"].looks_by_author(at, run["feed"].constants.authors)
    return pd.DataFrame(
        {
            "split": "author",
            "time": 0.0,
            "author": np.arange(len(looks)),
            "looks": looks,
            "active": year.active[at, -1].astype(int),
            "feedback": year.feedback[at, 0],
        }
    )
