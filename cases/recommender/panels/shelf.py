"""One user's row with titles and reasons, before and after re-ranking; how candidates get few."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.recommender.decide import taste_of_log
from cases.recommender.judged import JudgedRows
from cases.recommender.live import typical_user
from cases.recommender.panels.weeks import POINTS
from cases.recommender.world import is_new
from data.movies import Movies
from data.movies.constants import GENRES
from kit.figure import Absent, Drawn, Table, bars, lines
from kit.run import Run
from kit.words import say
from pipelines.evaluation.list_metrics import exposure
from pipelines.evaluation.ranking_metrics import lorenz
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
        return "by lot"
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
    ideal = judged.ceilings.truth[user, judged.ceilings.oracle[user, : len(shown)]]
    count = int((judged.ranked.trained.taken[user] > 0).sum())
    return (
        f"User {user} took {count} titles ({', '.join(top)}), lately "
        f"{_last(movies, judged, user)}. Before is the place by the generator's score. The row's "
        f"mean true chance is {say(float(shown.mean()), 'share')}, the oracle's "
        f"{say(float(ideal.mean()), 'share')}."
    )


def _last(movies: Movies, judged: JudgedRows, user: int) -> str:
    when = judged.state.taken[user]
    last = [i for i in np.argsort(-when, kind="stable")[:NAMED] if when[i] > -1000]
    now = movies.standing(judged.state.week)
    names = movies.titles.seen["title"].to_numpy()[now[last]]
    return ", ".join(names) if len(names) else "nothing"


def funnel(run: Run) -> Drawn:
    """What perfect choices among the titles still left would bring, from catalogue to row."""
    movies, judged, k = run["movies"], run["judged"], run.position + 1
    truth, ranked = judged.ceilings.truth, judged.ranked
    seen_at, people = movies.examination[:k], movies.people
    masks = {
        "the catalogue": np.ones(truth.shape, dtype=bool),
        "not filtered, and found": np.isfinite(ranked.generated),
        "candidates fetched": _marked(ranked.fetched, truth.shape),
        "the first fifty, re-ranked": _marked(best(ranked.scores, 50), truth.shape),
    }
    rows = []
    for name, mask in masks.items():
        ideal = best(np.where(mask, truth, -np.inf), k)
        rows.append((name, _taken(truth, ideal, seen_at, people), float(mask.sum(axis=1).mean())))
    own = run.reading("click_rate").true
    rows.append(("the row", own, float((judged.rows[:, :k] >= 0).sum(axis=1).mean())))
    frame = pd.DataFrame(rows, columns=["stage", "reach", "titles"])
    frame["stage"] = [
        f"{s} ({t:,.0f})" for s, t in zip(frame["stage"], frame["titles"], strict=True)
    ]
    fetched, whole = frame["reach"].iloc[2], frame["reach"].iloc[0]
    return bars(
        frame,
        x=("stage", ""),
        y=("reach", "share of titles taken, if the best k of these were shown"),
        horizontal=True,
        caption=f"Of what the catalogue holds, fetching keeps "
        f"{say(float(fetched / max(whole, 1e-12)), 'share')} in reach; the row makes "
        f"{say(float(own / max(whole, 1e-12)), 'share')} of it.",
    )


def _taken(truth: np.ndarray, lists: np.ndarray, seen_at: np.ndarray, people: np.ndarray) -> float:
    chance = np.take_along_axis(truth, np.maximum(lists, 0), axis=1)
    kept = np.where(lists >= 0, chance, 0.0)[people] * seen_at[: lists.shape[1]]
    return float(kept.sum(axis=1).mean() / len(seen_at))


def _marked(lists: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    marked = np.zeros(shape, dtype=bool)
    rows, places = np.nonzero(lists >= 0)
    marked[rows, lists[rows, places]] = True
    return marked


def _held(lists: np.ndarray, size: int) -> np.ndarray:
    return lorenz(exposure(lists, size), POINTS)


def lorenz_drawn(run: Run) -> Drawn:
    """How places in rows are shared out among titles: the design's, the oracle's, and evenly."""
    judged, movies, k = run["judged"], run["movies"], run.position + 1
    people, size = movies.people, movies.constants.titles
    named = {"this design": judged.rows, "oracle": judged.ceilings.oracle}
    frames = [
        pd.DataFrame({"titles": POINTS, "shown": _held(lists[people, :k], size), "who": who})
        for who, lists in named.items()
    ]
    frames.append(pd.DataFrame({"titles": POINTS, "shown": POINTS, "who": "evenly"}))
    tenth = POINTS.searchsorted(0.9)
    mine, ours = (say(1 - float(each["shown"][tenth]), "share") for each in frames[:2])
    frame, gini = pd.concat(frames, ignore_index=True), run.reading("gini")
    return lines(
        frame,
        x=("titles", "share of the catalogue, least shown first"),
        y=("shown", "share of all places in rows"),
        by="who",
        colours={"this design": "true", "oracle": "ceiling", "evenly": "muted"},
        dashed=("evenly",),
        caption=f"A tenth of the titles gets {mine} of the places, with the oracle {ours}; Gini "
        f"{say(gini.true, 'score')} against {say(gini.ceiling, 'score')}.",
    )


def genres(run: Run) -> Drawn:
    """Which genres users took, and which their rows hold, by metadata."""
    judged, movies, k = run["judged"], run["movies"], run.position + 1
    mix = movies.known_mix(judged.state.week)
    wanted = taste_of_log(movies, judged.ranked.trained)[movies.people].mean(axis=0)
    lists = judged.rows[movies.people, :k]
    held = mix[lists[lists >= 0]]
    given = held.mean(axis=0) if len(held) else np.zeros(len(GENRES))
    frame = pd.DataFrame({"genre": GENRES, "taken in the log": wanted, "in rows": given})
    far = int(np.abs(given - wanted).argmax())
    return bars(
        frame.melt("genre", var_name="where", value_name="share"),
        x=("genre", ""),
        y=("share", "share"),
        by="where",
        colours={"taken in the log": "seen", "in rows": "true"},
        caption=f"Furthest apart is {GENRES[far]}: {say(float(wanted[far]), 'share')} of what was "
        f"taken, {say(float(given[far]), 'share')} of what rows hold.",
    )
