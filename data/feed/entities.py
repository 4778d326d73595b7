"""Who writes, who reads and what is written: authors, users, the follow graph and posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.feed.constants import POLITICS, TOPICS, FeedConstants
from data.world import World, stream


@dataclass(frozen=True, eq=False)
class Authors:
    """One value an author: topic, reach (followers' weight), and what they tend to write.

    `attacked` are those a campaign would aim at, `ring` those who bait together, `leaving` those
    who leave in an exodus: they are chosen whether it happens or not.
    """

    topic: np.ndarray
    vector: np.ndarray
    reach: np.ndarray
    quality: np.ndarray
    clickbait: np.ndarray
    toxicity: np.ndarray
    attacked: np.ndarray
    ring: np.ndarray
    leaving: np.ndarray


@dataclass(frozen=True, eq=False)
class Users:
    """Users: true taste, what a team knows of it (both (users, dimensions)), and whom they follow.

    `follows` is boolean (users, authors). `fresh` marks those who are new when a wave comes.
    """

    taste: np.ndarray
    known: np.ndarray
    community: np.ndarray
    follows: np.ndarray
    fresh: np.ndarray
    colluding: np.ndarray


def topic_centres(made: FeedConstants, seed: int) -> np.ndarray:
    """A unit-scale vector for each topic: shape (topics, dimensions)."""
    return stream(seed, "topics").normal(0, 1, (len(TOPICS), made.dimensions))


def draw_authors(made: FeedConstants, centres: np.ndarray, seed: int) -> Authors:
    """Authors with Pareto(1.5) reach; quality, clickbait and toxicity are habits of theirs."""
    rng, count = stream(seed, "authors"), made.authors
    topic = rng.integers(0, len(TOPICS), count)
    vector = 0.8 * centres[topic] + rng.normal(0, 0.6, (count, made.dimensions))
    reach = 1 + rng.pareto(1.5, count)
    quality = rng.normal(0, 0.8, count)
    some = stream(seed, "chosen authors").permutation(count)
    attacked, ring, leaving = (np.zeros(count, bool) for _ in range(3))
    middle = np.argsort(-reach)[count // 10 : count // 2]
    attacked[np.intersect1d(some, middle)[: max(2, round(made.attacked * count))]] = True
    ring[some[: max(2, round(made.ring * count))]] = True
    best = np.argsort(-quality - 0.5 * np.log(reach))[: max(2, count // 10)]
    leaving[best[: max(1, round(made.leavers * len(best)))]] = True
    toxic = rng.beta(0.7, 2.1, count) + 0.1 * (topic == POLITICS)
    bait = rng.beta(1.6, 2.0, count)
    return Authors(
        topic, vector, reach, quality, bait, np.clip(toxic, 0, 1), attacked, ring, leaving
    )


def draw_users(made: FeedConstants, authors: Authors, centres, *, seed: int, drift: str) -> Users:
    """Users around the topics of their communities, following authors of reach and to their taste.

    One in fifty follows nobody. In a wave of new users some follow three and are not known yet.
    """
    rng, shape = stream(seed, "users"), (made.users, made.dimensions)
    community = rng.integers(0, len(TOPICS), made.users)
    taste = 0.7 * centres[community] + rng.normal(0, 0.7, shape)
    liking = taste @ authors.vector.T / np.sqrt(made.dimensions)
    appeal = np.log(authors.reach) + 1.2 * liking + rng.gumbel(0, 1, liking.shape)
    wanted = np.round(made.follows * np.exp(rng.normal(0, 0.6, made.users))).astype(int)
    wanted = np.where(rng.random(made.users) < 0.02, 0, np.clip(wanted, 3, made.authors // 2))
    fresh = stream(seed, "wave").random(made.users) < made.wave
    known = taste + stream(seed, "known tastes").normal(0, made.blur, shape)
    if drift == "new_users":
        wanted = np.where(fresh, np.minimum(wanted, 3), wanted)
        known = np.where(fresh[:, None], 0.0, known)
    place = np.argsort(np.argsort(-appeal, axis=1), axis=1)
    colluding = np.zeros(made.users, bool)
    # A campaign is of one part of the network: its accounts are of one community.
    order = stream(seed, "colluders").permutation(made.users)
    members = order[community[order] == community[order[0]]]
    colluding[members[: max(1, round(made.colluders * made.users))]] = True
    return Users(taste, known, community, place < wanted[:, None], fresh, colluding)


def draw_posts(made: FeedConstants, authors: Authors, *, seed: int, drift: str, fault: str):
    """Posts as a table, those of the log (period -1) first: what is on file, and the truth apart.

    `age` is in hours when the post would be shown, as its clock says; `real_age` as it is.
    """
    rng = stream(seed, "posts")
    sizes = np.r_[2 * made.posts, np.full(made.periods, made.posts)]
    period = np.repeat(np.arange(-1, made.periods), sizes)
    count = len(period)
    author = _writers(made, authors, rng, count)
    vector = authors.vector[author] + rng.normal(0, 0.5, (count, made.dimensions))
    noise = rng.normal(0, 1, (3, count))
    bait = np.clip(authors.clickbait[author] + 0.15 * noise[0], 0, 1)
    toxic = np.clip(authors.toxicity[author] + 0.08 * noise[1], 0, 1)
    traits = {
        "author": author,
        "period": period,
        "quality": authors.quality[author] + 0.6 * noise[2],
        "clickbait": bait,
        "toxicity": toxic,
        "real_age": 48 * rng.beta(0.9, 1.4, count),
        "media": rng.choice(3, count, p=[0.6, 0.25, 0.15]),
        "copy_of": np.full(count, -1),
        "gone": np.zeros(count, bool),
        "unsigned": np.zeros(count, bool),
        "popular": rng.normal(0, 1, count),
    }
    traits["age"] = traits["real_age"].copy()
    drifted(made, authors, traits, drift)
    vector = _at_fault(made, authors, traits, vector, seed, fault)
    return _on_file(made, authors, traits, vector, seed)


def drifted(made: FeedConstants, authors: Authors, traits: dict, drift: str) -> None:
    """Change the traits of live posts the way a drift does; in place."""
    live, author = traits["period"] >= 0, traits["author"]
    if drift == "election":
        third = traits["period"] >= made.periods // 6
        heated = live & third & (authors.topic[author] == POLITICS)
        traits["toxicity"][heated] = np.clip(traits["toxicity"][heated] + 0.45, 0, 1)
    if drift == "ring":
        baiting = live & authors.ring[author]
        traits["clickbait"][baiting] = 0.97
        traits["quality"][baiting] -= 0.8
        traits["popular"][baiting] += 3.0
    if drift == "news":
        early = live & (authors.topic[author] == POLITICS)
        traits["real_age"][early] *= 0.1
        traits["age"] = traits["real_age"].copy()


def _at_fault(made, authors: Authors, traits: dict, vector, seed: int, fault: str) -> np.ndarray:
    """Spoil live posts the way a fault of the data does; returns their vectors."""
    rng = stream(seed, "faults")
    hit = (rng.random(len(vector)) < 0.25) & (traits["period"] >= 0)
    if fault == "flood":
        loud = int(np.argmax(authors.reach))
        traits["author"][hit], traits["age"][hit], traits["real_age"][hit] = loud, 0.5, 0.5
        traits["quality"][hit] = -2.0
        vector[hit] = authors.vector[loud]
    if fault == "copies":
        source = np.flatnonzero(hit) - 1  # the post before, of the same period or nearly
        source = np.where(hit[source], source - 1, source)
        for name in ("quality", "clickbait", "toxicity"):
            traits[name][hit] = traits[name][source]
        traits["copy_of"][hit], traits["age"][hit] = source, 0.3
        vector[hit] = vector[source]
    if fault == "clock":
        traits["real_age"][hit] = 47.0
        traits["age"][hit] = -12.0
    if fault == "deleted":
        traits["gone"] = hit
    if fault == "authors":  # the id is missing, and a join fills in the last author's
        traits["author"][hit], traits["unsigned"] = made.authors - 1, hit
    return vector


def _writers(made: FeedConstants, authors: Authors, rng, count: int) -> np.ndarray:
    weight = authors.reach**0.4
    return rng.choice(made.authors, count, p=weight / weight.sum())


def _on_file(made: FeedConstants, authors: Authors, traits: dict, vector, seed: int) -> World:
    rng, count = stream(seed, "post estimates"), len(vector)
    author = traits["author"]
    noise = rng.normal(0, made.doubt, (2, count))
    appeal = 0.5 * traits["quality"] + 0.8 * np.log(authors.reach[author]) + traits["popular"]
    seen = {
        "post": np.arange(count),
        "period": traits["period"],
        "author": author,
        "topic": authors.topic[author],
        "age": traits["age"],
        "media": traits["media"],
        "copy_of": traits["copy_of"],
        "gone": traits["gone"],
        "unsigned": traits["unsigned"],
        "followers": authors.reach[author],
        "likes": np.log1p(np.exp(appeal)),
        "bait": np.clip(traits["clickbait"] + noise[0], 0, 1),
        "toxic": np.clip(traits["toxicity"] + noise[1], 0, 1),
        "craft": traits["quality"] + rng.normal(0, 0.8, count),
    }
    blurred = vector + rng.normal(0, made.blur, vector.shape)
    truth = {name: traits[name] for name in ("quality", "clickbait", "toxicity", "real_age")}
    return World(_with(seen, "f", blurred), _with(truth, "v", vector))


def _with(columns: dict, letter: str, vectors: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(columns | {f"{letter}{i}": vectors[:, i] for i in range(vectors.shape[1])})
