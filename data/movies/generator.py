"""A video service that answers: whatever row a design shows, the same draws decide what is watched.

Users and titles are two tables, each with its truth apart (`World`). What happens when a title is
shown is not a row of either, so the service has methods for it: `chance` is the truth of every
pair in a week, `answer` what is watched of the rows shown, decided by uniform numbers that belong
to week, user and place. Two designs that show the same title to the same user see the same
outcome.

Titles stand in places of the catalogue; a place whose title is replaced starts from nothing. A
week's `chance` follows from the tastes of that week, so a policy's worth is known exactly and the
best possible row is the one of the largest chances.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from data.ads import pair_draw
from data.movies.constants import DRIFTS, GENRES, MovieConstants
from data.movies.entities import (
    catalogue,
    draw_changes,
    draw_tastes,
    draw_titles,
    draw_users,
)
from data.world import World, stream

HOLIDAY_GENRE = GENRES.index("Family")


@dataclass(frozen=True, eq=False)
class Movies:
    """Users, titles and the catalogue of one seed, and the answers of the users."""

    constants: MovieConstants
    seed: int
    drift: str
    users: World
    titles: World
    catalogue: np.ndarray
    tastes: np.ndarray
    changes: np.ndarray

    @cached_property
    def _mix(self) -> np.ndarray:
        return self.titles.truth[[f"q{i}" for i in range(len(GENRES))]].to_numpy(np.float32)

    @cached_property
    def metadata(self) -> np.ndarray:
        """The genres of every title as the metadata has them: (titles, genres), float32."""
        return self.titles.seen[[f"m{i}" for i in range(len(GENRES))]].to_numpy(np.float32)

    @property
    def examination(self) -> np.ndarray:
        """How often a slot is looked at, first slot down: (slots,)."""
        return np.arange(1, self.constants.slots + 1) ** -self.constants.dimming

    @property
    def people(self) -> np.ndarray:
        """Which accounts are held by people and not by bots: boolean (users,)."""
        return ~self.users.truth["bot"].to_numpy()

    def standing(self, week: int) -> np.ndarray:
        """The title in each place of the catalogue, as a row of `titles`: (places,)."""
        return self.catalogue[min(max(week, 0), self.constants.live_weeks)]

    def released(self, week: int) -> np.ndarray:
        """The week in which the title in each place came out: (places,)."""
        return self.titles.seen["release"].to_numpy()[self.standing(week)]

    def known_mix(self, week: int) -> np.ndarray:
        """The genres of the titles in their places as the metadata has them: (places, genres)."""
        return self.metadata[self.standing(week)]

    def true_mix(self, week: int) -> np.ndarray:
        """The genres of the titles in their places as they are: (places, genres)."""
        return self._mix[self.standing(week)]

    def held_since(self, week: int) -> np.ndarray:
        """The week since which each account has its holder: what is older says nothing of them."""
        new = self.changes[2]
        return np.where(new <= week, new, self.users.seen["joined"].to_numpy())

    def taste(self, week: int, lean: np.ndarray | None = None) -> np.ndarray:
        """What each account's holder likes in a week: shares of the genres, (users, genres).

        On a shared account two people take turns. `lean` (users, genres) is what the rows shown
        have added to it.
        """
        early, late, _ = self.changes
        turn = np.maximum(1 * (week >= early), 2 * (week >= late))
        taste = np.take_along_axis(self.tastes[:3], turn[None, :, None], axis=0)[0]
        if self.constants.shared:
            other = stream(self.seed, "sharing").random(self.constants.users)
            away = stream(self.seed, f"turn {week}").random(self.constants.users) < 0.5
            swap = (other < self.constants.shared) & away
            taste = np.where(swap[:, None], self.tastes[3], taste)
        if lean is not None:
            taste = np.maximum(taste + lean, 0)
            taste = taste / taste.sum(axis=1, keepdims=True)
        return taste.astype(np.float32)

    def chance(self, week: int, lean: np.ndarray | None = None) -> np.ndarray:
        """The true chance that each title is taken when looked at: (users, places), float32."""
        return self._odds_to_chance(self.taste(week, lean) @ self.true_mix(week).T, week)

    def known_chance(self, week: int) -> np.ndarray:
        """The chance to whoever knows tastes but only the metadata of titles: (users, places)."""
        made = self.constants
        odds = np.float32(made.taste) * (self.taste(week) @ self.known_mix(week).T)
        return 1 / (1 + np.exp(-(odds + np.float32(made.level))))

    def _odds_to_chance(self, closeness: np.ndarray, week: int) -> np.ndarray:
        made = self.constants
        quality = self.titles.truth["quality"].to_numpy(np.float32)[self.standing(week)]
        level = quality + np.float32(made.level)
        if self.drift == "holiday" and 0 <= week < made.holiday_weeks:
            level = level + np.float32(made.holiday) * self.true_mix(week)[:, HOLIDAY_GENRE]
        return 1 / (1 + np.exp(-(np.float32(made.taste) * closeness + level)))

    def hours(self, week: int) -> np.ndarray:
        """Hours watched when the title in each place is taken, on average: (places,)."""
        now = self.standing(week)
        minutes = self.titles.seen["minutes"].to_numpy()[now]
        return minutes * self.titles.truth["finished"].to_numpy()[now] / 60

    def answer(self, week: int, rows: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """Whether each title of `rows` (users, slots; -1 is empty) is watched: boolean.

        `chance` (users, slots) is that of a title looked at; how far people look is added here.
        """
        draws = pair_draw(self.seed, f"answers {week}", np.arange(len(rows))[:, None], rows + 1)
        return (draws < chance * self.examination[: rows.shape[1]]) & (rows >= 0)

    def recorded(self, week: int, rows: np.ndarray, watched: np.ndarray) -> np.ndarray:
        """What the log says was taken: also what bots take, and what started by itself."""
        taken = watched & self.people[:, None]
        taken |= ~self.people[:, None] & np.isin(rows, self.ring)
        if self.drift == "autoplay":
            luck = stream(self.seed, f"autoplay {week}").random(len(rows))
            taken[:, 0] |= (luck < self.constants.autoplay) & self.people & (rows[:, 0] >= 0)
        return taken

    def ratings(self, took: np.ndarray) -> np.ndarray:
        """Stars, 1 to 5, that users give what they took (boolean); NaN where they took nothing.

        They follow the log odds of taking it at launch, with noise: only what somebody chose to
        watch is rated (missing not at random).
        """
        chance = self.chance(0)
        odds = np.log(chance / (1 - chance))
        luck = stream(self.seed, "ratings").normal(0, 0.7, odds.shape)
        stars = np.clip(np.round(3.6 + 0.3 * odds + luck), 1, 5)
        return np.where(took, stars, np.nan).astype(np.float32)

    @cached_property
    def ring(self) -> np.ndarray:
        """The places of the titles that bots take."""
        made = self.constants
        return stream(self.seed, "ring").permutation(made.titles)[: min(made.ring, made.titles)]

    def quiz(self, places: np.ndarray) -> np.ndarray:
        """What users say of some titles when asked at launch: boolean (users, len(places))."""
        users = np.arange(self.constants.users)
        draws = pair_draw(self.seed, "quiz", users[:, None], places[None, :])
        return draws < self.chance(0)[:, places]


def movies(
    seed: int,
    *,
    drift: str = "none",
    constants: MovieConstants | None = None,
    **changed: Any,
) -> Movies:
    """Draw a movie service that changes in one of the DRIFTS ways; `changed` are constants."""
    if drift not in DRIFTS:
        raise ValueError(f"no drift is called {drift}; there are {', '.join(DRIFTS)}")
    made = replace(constants or MovieConstants(), **changed)
    users = draw_users(made, seed=seed, drift=drift)
    return Movies(
        made,
        seed,
        drift,
        users,
        draw_titles(made, seed=seed, drift=drift),
        catalogue(made, seed=seed),
        draw_tastes(made, seed=seed, drift=drift, users=users),
        draw_changes(made, seed=seed, drift=drift),
    )
