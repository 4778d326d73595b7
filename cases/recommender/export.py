"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.recommender.judged import gains
from kit.run import Run

COLUMNS = {
    "split": "row: what people are shown; ideal: the truly best titles of each, as many; user: one "
    "row a user; trial: the row the team judges; held: the takes it holds back",
    "user": "number of the user",
    "place": "place in the row, from 1",
    "item": "number of the place in the catalogue, from 0 to titles - 1",
    "title": "its title",
    "titles": "how many titles the catalogue has",
    "time": "week, launch being 0",
    "truth": "true chance that the user takes the title when looking at it; for split user, their "
    "sum over the catalogue",
    "looked": "how often a title in this place is looked at",
    "label": "for split row, whether the dashboard counts it as taken; for split trial, whether it "
    "is one of the takes held back; 1 for split held",
    "label_time": "when that is known",
    "score": "the score titles were ordered by",
    "gain": "what a held-back take counts for: 1, or 1 / propensity",
    "decision": "1 where the title is shown",
    "people": "1 for people, 0 for bots",
    "takes": "how many titles the user had taken",
}


def export(run: Run) -> pd.DataFrame:
    """Rows shown, the best ones, users, the team's trial rows and its held-back takes.

    True nDCG@k of a user: DCG of the truths of split row over that of split ideal; seen: DCG of
    the gains of split trial over that of the user's largest gains in split held. Coverage and Gini
    count items in split row.
    """
    k = run.position + 1
    rows = pd.concat(
        [
            _shown(run, run["judged"].rows[:, :k], "row"),
            _shown(run, run["judged"].ceilings.by_truth[:, :k], "ideal"),
            _users(run),
            _trial(run, k),
            _held(run),
        ],
        ignore_index=True,
    )
    whole = ("item", "place", "label", "decision", "takes", "people")
    rows = rows.astype(dict.fromkeys(whole, "Int64"))
    rows["titles"] = run["movies"].constants.titles
    rows.attrs["columns"] = COLUMNS
    return rows


def _long(run: Run, lists: np.ndarray, split: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """One row a place: users, places, items and titles, and the places' indices."""
    movies, ready = run["movies"], run["judged"]
    user, place = np.nonzero(lists >= 0)
    item = lists[user, place]
    names = movies.titles.seen["title"].to_numpy()[movies.standing(ready.state.week)]
    frame = pd.DataFrame(
        {"split": split, "user": user, "place": place + 1, "item": item, "title": names[item]}
    )
    frame["time"] = frame["label_time"] = ready.state.week
    frame["people"] = movies.people[user].astype(int)
    return frame, user, item


def _shown(run: Run, lists: np.ndarray, split: str) -> pd.DataFrame:
    movies, truth = run["movies"], run["judged"].ceilings.truth
    frame, user, item = _long(run, lists, split)
    frame["truth"] = truth[user, item].astype(float)
    frame["looked"] = movies.examination[frame["place"] - 1]
    if split == "row":
        taken = run["recorded"][user, frame["place"] - 1]
        frame["label"] = taken.astype(int)
        frame["score"] = run["judged"].ranked.scores[user, item]
        frame["decision"] = 1
    return frame


def _users(run: Run) -> pd.DataFrame:
    movies, ready, truth = run["movies"], run["judged"], run["judged"].ceilings.truth
    return pd.DataFrame(
        {
            "split": "user",
            "user": np.arange(len(truth)),
            "time": ready.state.week,
            "truth": truth.sum(axis=1, dtype=float),
            "people": movies.people.astype(int),
            "takes": (ready.ranked.trained.taken > 0).sum(axis=1),
        }
    )


def _gains(run: Run) -> np.ndarray:
    judged = run["judged"]
    return gains(judged.held.positives, judged.ceilings.truth.shape, run.settings["metric"])


def _trial(run: Run, k: int) -> pd.DataFrame:
    gains = _gains(run)
    frame, user, item = _long(run, run["judged"].trial_rows[:, :k], "trial")
    frame["gain"], frame["label"] = gains[user, item], (gains[user, item] > 0).astype(int)
    frame["score"] = run["judged"].trial.scores[user, item]
    return frame


def _held(run: Run) -> pd.DataFrame:
    positives, gains = run["judged"].held.positives, _gains(run)
    return pd.DataFrame(
        {
            "split": "held",
            "user": positives.user,
            "item": positives.item,
            "time": positives.round,
            "label_time": positives.round,
            "label": 1,
            "gain": gains[positives.user, positives.item],
            "people": run["movies"].people[positives.user].astype(int),
        }
    )
