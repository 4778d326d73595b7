"""One user's row with titles and reasons, before and after re-ranking."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.recommender.decide import taste_of_log
from cases.recommender.judged import JudgedRows
from cases.recommender.model import Trained
from cases.recommender.world import is_new
from data.movies import Movies
from data.movies.constants import GENRES
from kit.figure import Absent, Drawn, Table
from kit.run import Run
from kit.words import say
from pipelines.ranking.retrieval import best

NAMED = 4
"""How many of the titles taken last are named."""


def shelf(run: Run) -> Drawn:
    """The user's row, why each title stands there, and what stood there before re-ranking."""
    movies, judged, k = run["movies"], run["judged"], run.position + 1
    user = typical_user(movies, judged.ranked.trained)
    row = judged.rows[user, :k]
    plain = best(judged.ranked.generated[[user]], movies.constants.titles)[0]
    if not (row >= 0).any():
        return Absent("Nothing could be fetched for this user: every candidate was left out.")
    before = {int(item): place + 1 for place, item in enumerate(plain[plain >= 0])}
    out = [int(item) for item in plain[:k] if item >= 0 and item not in set(row.tolist())]
    lines_ = [_line(run, user, int(item), place + 1, before) for place, item in enumerate(row)
              if item >= 0]  # fmt: skip
    lines_ += [_line(run, user, item, 0, before) for item in out]
    frame = pd.DataFrame(lines_)
    return Table(frame, _said(run, user, row), {"true chance": "share", "before": "count"})


def _line(run: Run, user: int, item: int, place: int, before: dict[int, int]) -> dict:
    movies, judged = run["movies"], run["judged"]
    now = movies.standing(judged.state.week)
    mix = movies.known_mix(judged.state.week)[item]
    return {
        "place": str(place) if place else "out",
        "before": float(before.get(item, np.nan)),
        "title": movies.titles.seen["title"].iloc[now[item]],
        "why": _why(run, user, item) if place else _fallen(run),
        "true chance": float(judged.ceilings.truth[user, item]),
        "genre in the metadata": GENRES[int(mix.argmax())],
    }


def _why(run: Run, user: int, item: int) -> str:
    """What in the log speaks for a title: one taken with it, the genres, or everybody."""
    movies, judged = run["movies"], run["judged"]
    week, taken = judged.state.week, judged.ranked.trained.taken > 0
    kind = run.settings["generator"]
    if kind == "random":
        return "at random"
    count = int(taken[:, item].sum())
    if not judged.ranked.trained.knows_title(movies, week)[item] or count == 0:
        return "new: nobody has taken it yet"
    if kind not in ("popularity", "recent", "content") and taken[user].any():
        like, both = _together(taken, user, item)
        if both:
            name = movies.titles.seen["title"].iloc[judged.ranked.trained.standing[like]]
            return f"with {name}: {both} users"
    if kind not in ("popularity", "recent") and taken[user].any():
        mix = taste_of_log(movies, judged.ranked.trained)[user]
        genre = int((mix * movies.known_mix(week)[item]).argmax())
        return f"{say(float(mix[genre]), 'share')} of what you took is {GENRES[genre]}"
    new = " and new" if is_new(movies, week)[item] else ""
    return f"taken by {count} users{new}"


def _together(taken: np.ndarray, user: int, item: int) -> tuple[int, int]:
    """The title the user took that most who took `item` took too (by cosine), and how many did."""
    own = np.flatnonzero(taken[user])
    own = own[own != item]
    if not len(own):
        return 0, 0
    both = (taken[:, own] & taken[:, [item]]).sum(axis=0)
    alike = both / np.sqrt(np.maximum(taken[:, own].sum(axis=0), 1))
    best_one = int(alike.argmax())
    return int(own[best_one]), int(both[best_one])


def _fallen(run: Run) -> str:
    settings = run.settings
    causes = {
        "mmr": "fell out: too like those above",
        "discount": "fell out: popular anyway",
        "calibrated": "fell out: enough of its genres",
    }
    if settings["rerank"] in causes and settings["rerank_strength"]:
        return causes[settings["rerank"]]
    if settings["exploration"] != "none":
        return "gave its place to exploration"
    if settings["ranker"] != "none":
        return "fell out: the ranker thought less of it"
    if settings["cold_start"] == "slots":
        return "gave its place to a new title"
    if settings["originals"]:
        return "gave its place to an original"
    return "missed by retrieval"


def _said(run: Run, user: int, row: np.ndarray) -> str:
    movies, judged = run["movies"], run["judged"]
    mix = taste_of_log(movies, judged.ranked.trained)[user]
    top = [f"{GENRES[i]} {say(float(mix[i]), 'share')}" for i in np.argsort(-mix)[:3]]
    shown = judged.ceilings.truth[user, row[row >= 0]]
    ideal = judged.ceilings.truth[user, judged.ceilings.by_truth[user, : len(shown)]]
    count = int((judged.ranked.trained.taken[user] > 0).sum())
    return (
        f"User {user} took {count} titles ({', '.join(top)}), lately "
        f"{_last(movies, judged, user)}. Before is the place by the generator's score. The row's "
        f"mean true chance is {say(float(shown.mean()), 'share')}, the best possible row's "
        f"{say(float(ideal.mean()), 'share')}."
    )


def _last(movies: Movies, judged: JudgedRows, user: int) -> str:
    when = judged.state.taken[user]
    last = [i for i in np.argsort(-when, kind="stable")[:NAMED] if when[i] > -1000]
    now = movies.standing(judged.state.week)
    names = movies.titles.seen["title"].to_numpy()[now[last]]
    return ", ".join(names) if len(names) else "nothing"


def typical_user(movies: Movies, trained: Trained) -> int:
    """A person whose row is worth reading: with about 20 takes, mostly of two or three genres."""
    count = (trained.taken > 0).sum(axis=1)
    taste = movies.taste(0)
    mixed = np.abs((taste**2).sum(axis=1) - 0.45)
    held = movies.held_since(0) < -movies.constants.past_weeks
    score = np.abs(np.log1p(count) - np.log(21)) + mixed + 10 * (~movies.people) + (~held)
    return int(np.argmin(score))
