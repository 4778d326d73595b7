"""Fifty models of eight teams on one platform: releases, shared features, and what breaks.

What is true: each release's effect on its model's value, relative (`effect`), and why (`kind`).
Nobody sees it; offline tests, canaries and monitors see it through noise, late, or not at all.
Whoever knew it would put every good release live at once and no bad one ever: that is the
clairvoyant ceiling.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.platform.constants import (
    DERIVED,
    HOURS,
    RAW,
    TEAMS,
    TRAFFIC,
    USERS,
    VALUE,
)
from data.platform.features import FeatureGraph
from data.world import World, stream

KINDS = {
    "small": "hardly moves anything",
    "good": "a real improvement",
    "harmful": "looks right offline and does harm in use",
    "slice": "breaks one slice of the traffic",
    "schema": "expects another schema of its input",
}
SHARES = {"good": 0.22, "slice": 0.05, "schema": 0.03}
FAULT_KINDS = ("outage", "unit")


def platform(
    *,
    months: int = 48,
    releases: int = 60,
    bad_share: float = 0.1,
    effect: float = 1.0,
    faults: float = 3.0,
    seed: int = 0,
) -> World:
    """`months` months of four weeks with `releases` releases a week, and the platform they meet.

    `bad_share` of the releases do harm in use, beside those that break a slice or the schema;
    `effect` multiplies the size of good and harmful effects; `faults` features break a month.

    `seen` has a row a release, by time: month, hour (since the month began), model, features
    (whether it changes what it is fed with). `truth`: kind (see `KINDS`), effect (relative change
    of the model's value), slice_share and slice_effect, shift (how far predictions move, in their
    own spread), mismatch (what the proxy metric sees and users do not), offline_gap (what the
    offline test sees and users do not). `about` has the tables: models, graph, faults.
    Raises ValueError for a value out of its range.
    """
    _check(months, releases, bad_share, effect, faults)
    count = months * 4 * releases
    models = draw_models(seed)
    chance = np.sqrt(models["traffic"].to_numpy())
    seen = pd.DataFrame(
        {
            "month": np.repeat(np.arange(months), 4 * releases),
            "hour": np.sort(
                stream(seed, "times").uniform(0, HOURS, (months, 4 * releases)), axis=1
            ).ravel(),
            "model": stream(seed, "who").choice(len(models), count, p=chance / chance.sum()),
            "features": stream(seed, "features").random(count) < 0.4,
        }
    )
    truth = draw_truth(count, bad_share, effect, seed)
    about = {
        "models": models,
        "graph": draw_graph(len(models), seed),
        "faults": draw_faults(months, faults, seed),
        "months": months,
        "a_month": 4 * releases,
        "seed": seed,
    }
    return World(seen, truth, about)


def draw_models(seed: int) -> pd.DataFrame:
    """Fifty models: who owns them, what they earn, take and cost, and how soon they grow stale.

    Columns: name, team, traffic (share of requests), value ($ a day), work_ms and tail_ms (median
    and 99th percentile of one answer), job_hours (of one training), ageing (relative to the decay
    measured on its kind), kind (of which measured model it is: 0 or 1), nightly (its answers may
    be computed at night), users.
    """
    rng = stream(seed, "models")
    names = [(team, name) for team, owned in TEAMS.items() for name in owned]
    count = len(names)
    rank = rng.permutation(count)
    traffic = 1 / (rank + 3.0) ** 0.9
    traffic /= traffic.sum()
    value = traffic**0.7 * rng.lognormal(0, 0.4, count)
    work = np.clip(rng.lognormal(np.log(7), 0.5, count), 2, 30)
    return pd.DataFrame(
        {
            "name": [name for _, name in names],
            "team": [team for team, _ in names],
            "traffic": traffic,
            "rate": TRAFFIC * traffic,
            "value": VALUE * value / value.sum(),
            "work_ms": work,
            "tail_ms": work * rng.uniform(2.5, 4.0, count),
            "job_hours": np.clip(rng.lognormal(np.log(1.2), 0.6, count), 0.3, 8),
            "ageing": rng.lognormal(0, 0.8, count),
            "kind": rng.integers(0, 2, count),
            "nightly": rng.random(count) < 0.3,
            "users": (USERS * np.clip(6 * traffic, 0.02, 1)).round(),
        }
    )


def draw_graph(models: int, seed: int) -> FeatureGraph:
    """Which model relies on which features: a few are used by many, most by few."""
    rng = stream(seed, "graph")
    parents = {**dict.fromkeys(RAW, ()), **DERIVED}
    popular = 1 / (np.arange(len(parents)) % len(RAW) + 4.0)
    weights = np.zeros((models, len(parents)))
    for row in weights:
        chosen = rng.choice(len(parents), rng.integers(2, 5), False, popular / popular.sum())
        row[chosen] = rng.uniform(0.05, 0.3, len(chosen))
    return FeatureGraph(parents, weights)


def draw_faults(months: int, a_month: float, seed: int) -> pd.DataFrame:
    """Features that break: month, hour, feature (number), kind, hours (an outage heals by itself).

    An outage leaves the last values standing; a silent change of unit makes them nonsense and
    never heals.
    """
    rng = stream(seed, "faults")
    # One longest list, of which a rate takes the first: more faults leave the others as they are.
    most = 40
    count = np.minimum(rng.poisson(a_month, months), most)
    size = (months, most)
    columns = {
        "month": np.broadcast_to(np.arange(months)[:, None], size),
        "hour": rng.uniform(0, HOURS, size),
        "feature": rng.integers(0, len(RAW), size),
        "kind": np.array(FAULT_KINDS)[(rng.random(size) < 0.4).astype(int)],
        "hours": rng.exponential(8, size),
    }
    happens = np.arange(most)[None, :] < count[:, None]
    return pd.DataFrame({name: values[happens] for name, values in columns.items()})


def draw_truth(count: int, bad_share: float, effect: float, seed: int) -> pd.DataFrame:
    """What each release really does, and what makes it look otherwise."""
    luck, rng = stream(seed, "kinds").random(count), stream(seed, "effects")
    edges = np.cumsum([bad_share, SHARES["slice"], SHARES["schema"], SHARES["good"]])
    names = np.array(["harmful", "slice", "schema", "good", "small"])
    kind = names[np.searchsorted(edges, luck)]
    whole, part, inside = _effects(kind, effect, rng)
    moved = _moved(kind, part, rng)
    gap = rng.normal(0, 0.004, count)
    return pd.DataFrame(
        {
            "kind": kind,
            "effect": whole,
            "slice_share": np.where(kind == "slice", part, 0.0),
            "slice_effect": np.where(kind == "slice", inside, 0.0),
            "shift": moved,
            "mismatch": rng.normal(0, 0.012, count),
            # What harms in use looks as good offline as what helps.
            "offline_gap": np.where(kind == "harmful", 0.01 - whole, 0.0) + gap,
        }
    )


def _effects(
    kind: np.ndarray, effect: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The effect of each release on the whole; and were it one that breaks a slice, the share of
    the slice and the effect inside it."""
    count = len(kind)
    gain = 0.004 + rng.exponential(0.015, count)
    harm = -0.015 - rng.exponential(0.05, count)
    small = rng.normal(0, 0.002, count)
    part, inside = rng.uniform(0.006, 0.03, count), -rng.uniform(0.4, 0.9, count)
    broken = -rng.uniform(0.25, 0.45, count)
    of = {
        "good": np.minimum(effect * gain, 0.3),
        "harmful": np.maximum(effect * harm, -0.9),
        "slice": part * inside,
        "schema": broken,
    }
    return np.select([kind == name for name in of], list(of.values()), small), part, inside


def _moved(kind: np.ndarray, part: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How far predictions move, in their own spread; `part` is the share of a broken slice."""
    count = len(kind)
    of = {
        "good": rng.uniform(0.02, 0.12, count),
        "harmful": rng.uniform(0.01, 0.16, count),
        "slice": part * 0.5,
        "schema": rng.uniform(0.5, 1.0, count),
    }
    small = rng.uniform(0.0, 0.04, count)
    return np.select([kind == name for name in of], list(of.values()), small)


def _check(months: int, releases: int, bad_share: float, effect: float, faults: float) -> None:
    for name, value, low, high in (
        ("months", months, 2, 10_000),
        ("releases", releases, 1, 5_000),
        ("bad_share", bad_share, 0, 0.6),
        ("effect", effect, 0, 10),
        ("faults", faults, 0, 30),
    ):
        if not low <= value <= high:
            raise ValueError(f"{name} is {value}: it lies between {low} and {high}")
