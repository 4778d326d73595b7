"""The row as its user meets it: ten posters with reasons, what fell out, and the best there was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.recommender.decide import taste_of_log
from cases.recommender.judged import JudgedRows
from cases.recommender.world import is_new
from data.movies import Movies
from data.movies.constants import GENRES
from kit.figure import Absent, Card, Cards, Drawn
from kit.run import Run
from kit.words import say

NAMED = 3  # of the titles taken last that are named
SHOWN = "shown"
LEFT_OUT = {
    "mmr": "too like those above",
    "discount": "too popular",
    "calibrated": "enough of its genres",
}
"""Why re-ranking leaves a title out, by its kind."""


def users(run: Run) -> Mapping[str, str]:
    """Every person by number, the most telling first: typical, worst miss, most changed, cold."""
    judged, movies, k = run["judged"], run["movies"], run.readout.at + 1
    people, taken = movies.people, judged.takes
    reached, best = (judged.chance(each[:, :k]).sum(axis=1) for each in _both(judged))
    changed = (judged.rows[:, :k, None] != _by_score(judged, k)[:, None, :]).all(axis=2).sum(axis=1)
    telling = {
        typical_user(movies, taken): "A typical user",
        int(np.where(people, best - reached, -1).argmax()): "Worst miss",
        int(np.where(people, changed, -1).argmax()): "Most changed after scoring",
        int(np.where(people & judged.cold, best, -1).argmax()): "A cold user",
    }
    numbers = dict.fromkeys([*telling, *np.flatnonzero(people).tolist()])
    return {str(user): _label(user, int(taken[user]), telling.get(user, "")) for user in numbers}


def _both(judged: JudgedRows) -> tuple[np.ndarray, np.ndarray]:
    return judged.rows, judged.ceilings.by_truth


def _by_score(judged: JudgedRows, k: int) -> np.ndarray:
    """The first k titles of everybody by the generator's score: (users, k)."""
    return np.argsort(-judged.ranked.generated, axis=1, kind="stable")[:, :k]


def _label(user: int, taken: int, telling: str) -> str:
    said = f"user {user}, {taken} title{'s' * (taken != 1)} taken"
    return f"{telling}: {said}" if telling else said.capitalize()


def typical_user(movies: Movies, taken: np.ndarray) -> int:
    """A person whose row is worth reading: with about 20 takes, mostly of two or three genres."""
    mixed = np.abs((movies.taste(0) ** 2).sum(axis=1) - 0.45)
    held = movies.held_since(0) < -movies.constants.past_weeks
    score = np.abs(np.log1p(taken) - np.log(21)) + mixed + 10 * (~movies.people) + (~held)
    return int(np.argmin(score))


def shelf(run: Run, subject: str = "") -> Drawn:
    """A user's row, with reasons.

    Would you know why? Pick any user: the row as served and what in the log speaks for each title,
    what fell out after scoring, and the clairvoyant row.
    """
    judged, k = run["judged"], run.position + 1
    viewer = Viewer(run, int(subject or next(iter(users(run)))), k)
    if not viewer.row:
        return Absent("Nothing could be fetched for this user: every candidate was left out.")
    best = [int(item) for item in judged.ceilings.by_truth[viewer.user, :k]]
    rows = {"The row as served": [viewer.shown(item, item in best) for item in viewer.row]}
    if viewer.left_out:
        name = f"Among the first {k} by score, and not shown"
        rows[name] = [viewer.poster(item, viewer.fate(item)) for item in viewer.left_out]
    rows["The clairvoyant row"] = [viewer.poster(item, viewer.fate(item)) for item in best]
    return Cards(rows, viewer.said(best))


@dataclass(frozen=True, eq=False)
class Viewer:
    """A user of a run, and the first `k` places of the row."""

    run: Run
    user: int
    k: int

    @property
    def judged(self) -> JudgedRows:
        """The week that is judged."""
        return self.run["judged"]

    @property
    def movies(self) -> Movies:
        """The service."""
        return self.run["movies"]

    @property
    def row(self) -> list[int]:
        """The places of the titles shown, the first one first."""
        return [int(item) for item in self.judged.rows[self.user, : self.k] if item >= 0]

    @property
    def left_out(self) -> list[int]:
        """The titles among the first k by score that are not shown."""
        scores = self.judged.ranked.generated[self.user]
        first = np.argsort(-scores, kind="stable")[: self.k]
        return [int(item) for item in first if np.isfinite(scores[item]) and item not in self.row]

    def shown(self, item: int, best: bool) -> Card:
        """The poster of a title in the row, with the reason for it and where it stood by score."""
        before = self._place(self.judged.ranked.generated, item)
        moved = f"moved up from place {before} by score" if before > self.k else ""
        tag, colour = ("best", "ceiling") if best else ("", "true")
        return self._card(item, (self.why(item), moved), tag, colour)

    def poster(self, item: int, fate: str) -> Card:
        """The poster of a title with what became of it."""
        if fate == SHOWN:
            return self._card(item, (), SHOWN, "ceiling")
        return self._card(item, (fate,), "", "alarm")

    def _card(self, item: int, told: tuple[str, ...], tag: str, colour: str) -> Card:
        week = self.judged.state.week
        genre = GENRES[int(self.movies.known_mix(week)[item].argmax())]
        chance = float(self.judged.ceilings.truth[self.user, item])
        lines = (*told, f"{genre}, {say(chance, 'share')} true chance")
        return Card(self.title(item), tuple(line for line in lines if line), tag, colour)

    def title(self, item: int) -> str:
        """The title that stands in a place of the catalogue."""
        at = self.movies.standing(self.judged.state.week)[item]
        return str(self.movies.titles.seen["title"].iloc[at])

    def why(self, item: int) -> str:
        """What in the log speaks for a title: one taken with it, the genres, or everybody."""
        trained, week = self.judged.ranked.trained, self.judged.state.week
        taken, kind = trained.taken > 0, self.run.settings["generator"]
        count = int(taken[:, item].sum())
        if kind == "random":
            return "at random"
        if not trained.knows_title(self.movies, week)[item] or not count:
            return "new: nobody has taken it yet"
        if kind not in ("popularity", "recent") and taken[self.user].any():
            return self._personal(item, taken, kind)
        return f"taken by {count} users{' and new' * bool(is_new(self.movies, week)[item])}"

    def _personal(self, item: int, taken: np.ndarray, kind: str) -> str:
        like, both = _together(taken, self.user, item)
        if kind != "content" and both:
            return f"{both} users took it with {self.title(like)}"
        mix = self.taste * self.movies.known_mix(self.judged.state.week)[item]
        genre = int(mix.argmax())
        return f"{say(float(self.taste[genre]), 'share')} of what was taken is {GENRES[genre]}"

    @property
    def taste(self) -> np.ndarray:
        """The genres of what the user took, by metadata: shares."""
        return taste_of_log(self.movies, self.judged.ranked.trained)[self.user]

    def fate(self, item: int) -> str:
        """What became of a title on its way to the row."""
        ranked, settings = self.judged.ranked, self.run.settings
        if item in self.row:
            return SHOWN
        if not np.isfinite(ranked.generated[self.user, item]):
            hidden = self.judged.state.hidden(self.movies, settings["seen_filter"])
            filtered = settings["seen_filter"] != "off" and hidden[self.user, item]
            return "hidden by the seen filter" if filtered else "not found by the index"
        if item not in ranked.fetched[self.user]:
            return f"place {self._place(ranked.generated, item)} by score: not fetched"
        place = self._place(ranked.scores, item)
        return self._lost(settings) if place <= self.k else f"place {place} of the candidates"

    def _lost(self, settings: Mapping) -> str:
        """Why a title that stood high enough is not in the row."""
        if settings["rerank"] in LEFT_OUT and settings["rerank_strength"]:
            return LEFT_OUT[settings["rerank"]]
        if settings["exploration"] != "none":
            return "gave its place to exploration"
        return "gave its place to a new title or an original"

    def _place(self, scores: np.ndarray, item: int) -> int:
        mine = scores[self.user]
        return int((mine > mine[item]).sum()) + 1

    def said(self, best: list[int]) -> str:
        """The user's history, and what the row is worth beside the best."""
        truth, when = self.judged.ceilings.truth[self.user], self.judged.state.taken[self.user]
        top = [f"{GENRES[i]} {say(float(self.taste[i]), 'share')}" for i in np.argsort(-self.taste)]
        last = [i for i in np.argsort(-when, kind="stable")[:NAMED] if when[i] > -1000]
        lately = ", ".join(self.title(int(item)) for item in last) or "nothing"
        mean, most = (say(float(truth[each].mean()), "share") for each in (self.row, best))
        count = self.judged.takes[self.user]
        history = f"Took {count} titles ({', '.join(top[:3])}), lately {lately}."
        return (
            f"{history if count else 'Took nothing so far.'} "
            f"Titles of the row have a mean true chance of {mean}, those of the best row {most}."
        )


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
