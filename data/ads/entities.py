"""Who advertises what, and who looks: advertisers, ads, users and requests before any click."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.ads.constants import CHANGE, AdConstants
from data.world import World, stream


def topic_centres(constants: AdConstants, seed: int) -> np.ndarray:
    """A vector for each topic, near its category's: shape (topics, dimensions), unit scale."""
    rng = stream(seed, "topics")
    shape = (constants.categories, constants.dimensions)
    categories = rng.normal(0, np.sqrt(0.5), shape)
    own = rng.normal(0, np.sqrt(0.5), (constants.topics, constants.dimensions))
    centres = categories[np.arange(constants.topics) % constants.categories] + own
    return centres / np.sqrt((centres**2).mean())


def draw_advertisers(constants: AdConstants, seed: int) -> pd.DataFrame:
    """Advertisers with the mean value of a click (money) and a daily budget (money a request)."""
    rng = stream(seed, "advertisers")
    value = np.exp(rng.normal(0, constants.value_spread, constants.advertisers))
    weight = value * np.exp(rng.normal(0, 0.6, constants.advertisers))
    return pd.DataFrame({"value": value, "budget": constants.budget * weight / weight.sum()})


def draw_ads(
    constants: AdConstants, centres: np.ndarray, advertisers: pd.DataFrame, *, seed: int, drift: str
) -> World:
    """Ads as a table: what is on file about each, and apart from it what each is really like."""
    rng, count = stream(seed, "ads"), constants.ads
    owner = rng.integers(0, constants.advertisers, count)
    topic = rng.integers(0, constants.topics, count)
    vector = centres[topic] * np.sqrt(0.6) + rng.normal(
        0, np.sqrt(0.4), (count, constants.dimensions)
    )
    quality = rng.normal(0, constants.quality, count)
    flagged = rng.random(count) < constants.flagged
    landing = 1 / (1 + np.exp(-(0.6 - 0.5 * quality + rng.normal(0, 0.9, count) - 1.5 * flagged)))
    value = advertisers["value"].to_numpy()[owner] * _spread(seed, constants, count)
    seen = {
        "ad": np.arange(count),
        "advertiser": owner,
        "topic": topic,
        "category": topic % constants.categories,
        "region": np.where(rng.random(count) < 0.6, -1, rng.integers(0, constants.regions, count)),
        "device": np.where(rng.random(count) < 0.8, -1, rng.integers(0, 2, count)),
        "format": rng.integers(0, 3, count),
        "start": _starts(constants, seed, drift),
        "flagged": flagged,
        "bid": value,
    }
    blurred = vector + stream(seed, "ad vectors").normal(0, constants.blur, vector.shape)
    truth = {"quality": quality + 0.4 * flagged, "landing": landing, "value": value}
    truth["fades"] = stream(seed, "fading").random(count) < 0.5
    return World(_with(seen, "f", blurred), _with(truth, "a", vector))


def draw_requests(constants: AdConstants, centres: np.ndarray, *, seed: int, drift: str) -> World:
    """Requests in order of time, past weeks first: what was asked, by whom, when and where."""
    rng = stream(seed, "requests")
    weeks = np.arange(-constants.past_weeks, constants.live_weeks)
    sizes = np.where(weeks < 0, constants.past_requests, constants.live_requests)
    week, count = np.repeat(weeks, sizes), int(sizes.sum())
    hour = _hours(rng, count)
    order = np.lexsort((hour, week))
    hour = hour[order]
    user = _users(constants, rng, count)
    taste = rng.normal(0, 1, (constants.users, constants.dimensions))
    topic = _topics(constants, rng, user, centres @ taste.T)
    told = constants.topic_weight
    vector = centres[topic] * np.sqrt(told) + taste[user] * np.sqrt(0.8 * (1 - told))
    vector += rng.normal(0, np.sqrt(0.2 * (1 - told)), vector.shape)
    seen = {
        "request": np.arange(count),
        "week": week,
        "hour": hour,
        "user": user,
        "device": (rng.random(count) < 0.4).astype(int),
        "region": rng.integers(0, constants.regions, constants.users)[user],
        "topic": topic,
    }
    blurred = vector + stream(seed, "context vectors").normal(0, constants.blur, vector.shape)
    bots = (stream(seed, "bots").random(count) < constants.bot_share) & (week >= CHANGE)
    truth = {"bot": bots & (drift == "bots")}
    return World(_with(seen, "e", blurred), _with(truth, "c", vector))


def _with(columns: dict, letter: str, vectors: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(columns | {f"{letter}{i}": vectors[:, i] for i in range(vectors.shape[1])})


def _spread(seed: int, constants: AdConstants, count: int) -> np.ndarray:
    return np.exp(stream(seed, "ad values").normal(0, constants.ad_value_spread, count))


def _starts(constants: AdConstants, seed: int, drift: str) -> np.ndarray:
    """The week each ad first runs; most were there before the first week of the past."""
    rng = stream(seed, "starts")
    weeks = np.arange(-constants.past_weeks, constants.live_weeks)
    first = -constants.past_weeks - 8
    fresh = rng.random(constants.ads) < constants.churn * len(weeks)
    start = np.where(fresh, rng.choice(weeks, constants.ads), first)
    if drift != "new_ads":
        return start
    waved = stream(seed, "wave").random(constants.ads) < constants.wave
    return np.where(waved, CHANGE, start)


def _hours(rng: np.random.Generator, count: int) -> np.ndarray:
    """Times of day in hours: a noon and an evening hump over an even floor."""
    part = rng.random(count)
    noon, evening = rng.normal(13, 3, count), rng.normal(20.5, 2, count)
    even = rng.uniform(0, 24, count)
    return np.select([part < 0.35, part < 0.7], [noon, evening], even) % 24


def _users(constants: AdConstants, rng: np.random.Generator, count: int) -> np.ndarray:
    activity = np.exp(rng.normal(0, 0.7, constants.users))
    return rng.choice(constants.users, count, p=activity / activity.sum())


def _topics(constants: AdConstants, rng, user: np.ndarray, liking: np.ndarray) -> np.ndarray:
    """A topic a request: users ask more often about what is to their taste."""
    weight = np.exp(0.4 * (liking - liking.max(axis=0)))
    table = np.cumsum(weight / weight.sum(axis=0), axis=0)
    drawn = rng.random(len(user))
    return np.minimum((table[:, user] < drawn).sum(axis=0), constants.topics - 1)
