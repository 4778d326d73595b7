"""Users and titles of a movie world: who joins and leaves when, and what each is like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.movies.constants import GENRES, MovieConstants
from data.movies.titles import titles
from data.world import World, stream

LONG_AGO, NEVER = -10_000, 10_000
"""The weeks of what was there before the log began, and of what does not come to pass."""


def draw_users(made: MovieConstants, *, seed: int, drift: str) -> World:
    """Accounts: when they joined, how active they are, whether a bot holds them."""
    rng, count = stream(seed, "users"), made.users
    late = rng.random(count) < made.joined
    when = rng.integers(-made.past_weeks, 0, count)
    surged = stream(seed, "surge").random(count) < made.surge * (drift == "surge")
    joined = np.where(surged, -1, np.where(late, when, LONG_AGO))
    activity = np.exp(rng.normal(0.0, made.activity, count))
    bots = stream(seed, "bots").random(count) < made.bots * (drift == "bots")
    seen = pd.DataFrame({"user": np.arange(count), "joined": joined})
    return World(seen, pd.DataFrame({"activity": activity, "bot": bots, "surged": surged}))


def catalogue(made: MovieConstants, *, seed: int) -> np.ndarray:
    """Which title stands in which place of the catalogue: (live weeks + 1, places).

    Each week a share of the places, drawn anew, gets a title never seen before.
    """
    rng = stream(seed, "churn")
    order = np.array([rng.permutation(made.titles) for _ in range(made.live_weeks)])
    count = round(made.churn * made.titles)
    table = np.empty((made.live_weeks + 1, made.titles), dtype=np.int32)
    table[0] = np.arange(made.titles)
    for week in range(made.live_weeks):
        table[week + 1] = table[week]
        first = made.titles + week * count
        table[week + 1, order[week, :count]] = np.arange(first, first + count)
    return table


def draw_titles(made: MovieConstants, *, seed: int, drift: str) -> World:
    """Titles, those in the catalogue at launch first, then those that arrive week by week."""
    count = made.titles + made.live_weeks * round(made.churn * made.titles)
    rng = stream(seed, "titles")
    mix = _dirichlet(stream(seed, "mixes"), made.concentration, count)
    quality = rng.normal(0.0, made.quality, count)
    noise = stream(seed, "metadata").normal(0.0, 1.0, mix.shape)
    known = np.clip(mix + made.blur * noise, 0, None)
    known[known.sum(axis=1) == 0] = 1.0
    known = known / known.sum(axis=1, keepdims=True)
    if drift == "outage":
        known[stream(seed, "outage").random(count) < made.outage] = 1 / len(GENRES)
    main = mix.argmax(axis=1)
    release = _releases(made, count, seed)
    seen = pd.DataFrame(
        {
            "title": titles(main, GENRES),
            "release": release,
            "minutes": np.round(np.clip(rng.normal(105, 25, count), 40, 200)).astype(int),
            "original": stream(seed, "originals").random(count) < made.originals,
        }
    )
    seen = seen.join(pd.DataFrame(known, columns=[f"m{i}" for i in range(len(GENRES))]))
    # What is finished is a matter of its own: loud titles are started and left.
    finished = np.clip(stream(seed, "finish").beta(4, 2, count), 0.05, 1.0)
    truth = pd.DataFrame(mix, columns=[f"q{i}" for i in range(len(GENRES))])
    return World(seen, truth.assign(quality=quality, finished=finished))


def _releases(made: MovieConstants, count: int, seed: int) -> np.ndarray:
    """The week each title came out: long ago, within the past weeks, just now, or later on."""
    rng = stream(seed, "releases")
    luck, when = rng.random(made.titles), rng.integers(-made.past_weeks, 0, made.titles)
    release = np.where(luck < made.recent, when, LONG_AGO)
    release[luck > 1 - made.newest] = 0
    later = 1 + np.arange(count - made.titles) // max(1, round(made.churn * made.titles))
    return np.concatenate([release, later])


def _dirichlet(rng: np.random.Generator, concentration: float, count: int) -> np.ndarray:
    """Shares of the genres, one row each; a row that rounds to nothing becomes even."""
    drawn = rng.gamma(concentration, 1.0, (count, len(GENRES))) + 1e-9
    return drawn / drawn.sum(axis=1, keepdims=True)


def draw_tastes(made: MovieConstants, *, seed: int, drift: str, users: World) -> np.ndarray:
    """Four tastes of each account: (4, users, genres).

    The first holds until a change in the past, the second until one in the live weeks, the third
    after that; the fourth is that of whoever else uses the account, where it is shared.
    """
    drawn = [_dirichlet(stream(seed, f"taste {i}"), made.concentration, made.users) for i in "abcd"]
    table = np.stack(drawn)
    surged = users.truth["surged"].to_numpy()
    if drift == "surge":
        # Those a campaign brought care for the first three genres.
        table[:, surged] = 0.3 * table[:, surged] + 0.7 * np.r_[np.ones(3) / 3, np.zeros(9)]
    return table


def draw_changes(made: MovieConstants, *, seed: int, drift: str) -> np.ndarray:
    """The weeks from which each account's second and third taste hold, and from which a new person
    holds it: (3, users), NEVER where that does not come to pass. A new person has the third."""
    rng, weeks = stream(seed, "changes"), made.live_weeks
    early = _when(rng, made.moved, -made.past_weeks, 0, made.users)
    late = _when(rng, made.moves * weeks, 1, weeks + 1, made.users)
    if drift == "tastes":
        soon = _when(stream(seed, "drifting"), made.tastes_moved, -2, 4, made.users)
        late = np.minimum(soon, late)
    new = _when(stream(seed, "arrivals"), made.arrivals * weeks, 1, weeks + 1, made.users)
    return np.stack([early, np.minimum(late, new), new])


def _when(rng: np.random.Generator, share: float, low: int, high: int, count: int) -> np.ndarray:
    """For a share of the accounts a week from `low` up to but not `high`, NEVER for the others."""
    return np.where(rng.random(count) < share, rng.integers(low, high, count), NEVER)
