"""What the previous system logged: shown by habit, so that some titles were seen by everybody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.movies.entities import LONG_AGO
from data.movies.generator import Movies
from data.world import World, stream

ROW = 10
"""Slots of a row in the past."""


def exposure_rate(movies: Movies) -> np.ndarray:
    """How often the previous system shows each user each title, on average: (users, places).

    A user's impressions follow activity and time since joining; a title's fall with its exposure
    rank to the power `skew`, times the part of the past it was there, and rise where its known
    genres are the user's.
    """
    made = movies.constants
    luck = stream(movies.seed, "exposure").normal(size=made.titles)
    quality = movies.titles.truth["quality"].to_numpy()[: made.titles] / max(made.quality, 1e-9)
    merit = made.deserved * quality + np.sqrt(1 - made.deserved**2) * luck
    rank = np.argsort(np.argsort(-merit)) + 1.0
    weight = rank**-made.skew * _part(movies.released(0), made.past_weeks)
    closeness = movies.taste(-made.past_weeks) @ movies.known_mix(0).T
    share = weight[None, :] * np.exp(np.float32(made.aimed) * closeness)
    share = share / np.maximum(share.sum(axis=1, keepdims=True), 1e-12)
    active = movies.users.truth["activity"].to_numpy()
    wanted = made.shows * active * _part(movies.users.seen["joined"].to_numpy(), made.past_weeks)
    return wanted[:, None] * share


def past(movies: Movies) -> World:
    """The log of the past weeks, by time: what was shown in which slot, and whether it was taken.

    How often a pair is shown is Poisson; once taken, a title is not shown to that user again.
    `propensity` is the chance that the pair was looked at in all those weeks. True are the chance
    of taking it when looked at, and whether a person did.
    """
    rate = exposure_rate(movies)
    times = stream(movies.seed, "shown").poisson(rate)
    user, item = np.nonzero(times)
    user, item = (np.repeat(pair, times[user, item]) for pair in (user, item))
    week = _weeks(movies, user, item)
    slot = stream(movies.seed, "slots").integers(0, ROW, len(user))
    chance = _chances(movies, user, item, week)
    watched, taken = _outcomes(movies, user, item, week, slot, chance)
    kept = _before_taken(user.astype(np.int64) * rate.shape[1] + item, week, taken)
    order = np.flatnonzero(kept)
    order = order[np.lexsort((item[order], user[order], week[order]))]
    columns = {"week": week, "user": user, "item": item, "slot": slot, "taken": taken.astype(int)}
    seen = pd.DataFrame({name: values[order] for name, values in columns.items()})
    looked = 1 - np.exp(-rate * movies.examination[:ROW].mean())
    seen["propensity"] = looked[user[order], item[order]]
    return World(seen, pd.DataFrame({"chance": chance[order], "watched": watched[order]}))


def _outcomes(movies: Movies, user, item, week, slot, chance) -> tuple[np.ndarray, np.ndarray]:
    """What people watched, and what the log says was taken."""
    made, person = movies.constants, movies.people[user]
    luck = stream(movies.seed, "watched").random(len(user))
    watched = (luck < chance * movies.examination[slot]) & person
    taken = watched | (~person & np.isin(item, movies.ring))
    if movies.drift == "autoplay":
        alone = stream(movies.seed, "played").random(len(user)) < made.autoplay
        taken |= alone & (slot == 0) & (week >= -4) & person
    return watched, taken


def _before_taken(pair: np.ndarray, week: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Which impressions are not preceded by one of the same pair that was taken."""
    order = np.lexsort((week, pair))
    so_far = np.cumsum(taken[order]) - taken[order]
    starts = np.flatnonzero(np.r_[True, np.diff(pair[order]) > 0][: len(order)])
    base = np.repeat(so_far[starts], np.diff(np.r_[starts, len(order)]))
    kept = np.empty(len(order), dtype=bool)
    kept[order] = so_far == base
    return kept


def _part(start: np.ndarray, weeks: int) -> np.ndarray:
    """The part of the past weeks that something which starts in week `start` was there for."""
    return np.clip(-start / weeks, 0.0, 1.0)


def _weeks(movies: Movies, user: np.ndarray, item: np.ndarray) -> np.ndarray:
    """When each impression was: evenly since both were there, new titles more often when new."""
    made = movies.constants
    release = movies.released(0)[item]
    start = np.maximum(release, movies.users.seen["joined"].to_numpy()[user])
    start = np.maximum(start, -made.past_weeks)
    rng = stream(movies.seed, "weeks")
    even = rng.random(len(user))
    soon = np.minimum(rng.exponential(3.0, len(user)) / np.maximum(-start, 1), 1 - 1e-9)
    buzzing = (rng.random(len(user)) < made.buzz) & (release > LONG_AGO) & (start == release)
    place = np.where(buzzing, soon, even)
    return np.minimum(np.floor(start + place * -start), -1).astype(int)


def _chances(movies: Movies, user: np.ndarray, item: np.ndarray, week: np.ndarray) -> np.ndarray:
    """The true chance of each impression: one table of chances a week."""
    chance = np.empty(len(user), dtype=np.float32)
    for now in range(-movies.constants.past_weeks, 0):
        rows = np.flatnonzero(week == now)
        chance[rows] = movies.chance(now)[user[rows], item[rows]]
    return chance
