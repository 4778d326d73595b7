"""What can be asked: each probe costs minutes and reads one number off the running service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.irrelevant_items.served import HOSTS, ROW, TITLES, USERS, Served, Service
from data.world import stream


@dataclass(frozen=True, eq=False)
class Window:
    """What is looked at: rows served to a sample of users, and what they clicked.

    `rows` and `clicks` are (users, ROW), `user` their numbers; `reach` is the share of users whom
    the fault touches.
    """

    service: Service
    served: Served
    user: np.ndarray
    rows: np.ndarray
    clicks: np.ndarray
    reach: float

    @property
    def phone(self) -> np.ndarray:
        """Who of the sample is on a phone."""
        return self.service.phone[self.user]


SAMPLED = 0.7  # of the users, in the look at one day


def window(service: Service, served: Served, rows: np.ndarray, reach: float, day: int) -> Window:
    """One day's look at a service; clicks lost on the way are not in it."""
    rng = stream(service.seed, f"day {day}")
    user = np.flatnonzero(rng.random(USERS) < SAMPLED)
    look = service.movies.examination[:ROW]
    clicks = rng.random((USERS, ROW)) < service.clicked(rows) * look
    gone = rng.random((USERS, ROW)) < served.settings.lost
    clicks &= ~(gone & service.phone[:, None])
    return Window(service, served, user, rows[user], clicks[user], reach)


def _platforms(w: Window) -> float:
    phones, others = w.clicks[w.phone].mean(), w.clicks[~w.phone].mean()
    return float(phones / max(others, 1e-9))


def _percentile(w: Window) -> float:
    order = np.argsort(np.argsort(w.service.popular)) / TITLES
    return float(order[w.rows].mean())


def _overlap(w: Window) -> float:
    shown = np.zeros((len(w.rows), TITLES), np.float32)
    np.put_along_axis(shown, w.rows, 1.0, axis=1)
    both = shown.sum(axis=0)
    pairs = (both * (both - 1)).sum() / max(len(w.rows) * (len(w.rows) - 1), 1)
    return float(pairs / (2 * ROW - pairs))


def _match(w: Window) -> float:
    mix = w.service.movies.known_mix(0)
    profile = w.service.taken[w.user] @ mix
    profile /= np.maximum(profile.sum(axis=1, keepdims=True), 1e-9)
    return float((mix[w.rows] * profile[:, None, :]).sum(axis=2).mean())


def _replayed(w: Window) -> float:
    """Share of what is shown that yesterday's healthy pipeline would show too."""
    sound = w.service.sound[w.user]
    return float((w.rows[:, :, None] == sound[:, None, :]).any(axis=2).mean())


def _offline(w: Window) -> float:
    """What the artefact itself ranks first: its true click chance, whatever is served."""
    user = np.arange(USERS)
    model, service = w.served.model, w.service
    scores = np.where(service.taken | service.foreign, -np.inf, model.users @ model.titles.T)
    top = np.argpartition(-scores, ROW, axis=1)[:, :ROW]
    return float(service.chance[user[:, None], top].mean())


def _labels(w: Window) -> float:
    return float((w.served.model.taken > 0.5).mean())


def _soon_left(w: Window) -> float:
    finished = w.service.movies.titles.truth["finished"].to_numpy()
    user, slot = np.nonzero(w.clicks)
    return float(finished[w.rows[user, slot]].mean()) if len(user) else 0.0


def _busiest(w: Window) -> float:
    takes = w.served.model.taken.sum(axis=0)
    return float(np.sort(takes)[-25:].sum() / max(takes.sum(), 1e-9))


def _seen(w: Window) -> float:
    return float(w.service.taken[w.user[:, None], w.rows].mean())


def _foreign(w: Window) -> float:
    return float(w.service.foreign[w.rows].mean())


def _index(w: Window) -> float:
    """Titles that the index can come back with, of all."""
    return 1.0 - w.served.settings.missing * w.reach


def _round_trip(w: Window) -> float:
    """Share of ids that map back to their own title."""
    return 1.0 - (w.served.settings.shift != 0) * w.reach


def _recall(w: Window) -> float:
    """Share of the exact best that the search finds."""
    exact = w.served.found["scored by the model"]
    found = w.served.found["found by the index"]
    if w.served.settings.shift:
        return 1.0  # the search is exact: on the wrong ids
    same = (exact[:, :, None] == found[:, None, :]).any(axis=2).mean()
    return float(1.0 - (1.0 - same) * w.reach)


def _profiles(w: Window) -> float:
    """How mixed the takes behind a user's vector are: mean entropy of their genres, nats."""
    mix = w.service.movies.known_mix(0)
    profile = w.served.model.taken @ mix + 1e-9
    profile /= profile.sum(axis=1, keepdims=True)
    return float(-(profile * np.log(profile)).sum(axis=1).mean())


def _logged(w: Window) -> float:
    """Clicks in the log over clicks that browsers sent, on phones."""
    return 1.0 - w.served.settings.lost * w.reach


def _versions(w: Window) -> float:
    return float(w.served.settings.stale + 20 * w.served.settings.mixed * w.reach)


def _nulls(w: Window) -> float:
    null = w.service.phone.mean() if w.served.settings.nulls else 0.0
    return float(null * w.reach)


def _scales(w: Window) -> float:
    return 1.0 + w.served.settings.scaled * w.reach


@dataclass(frozen=True)
class Probe:
    """A question: its minutes, what it reads, and in which unit.

    A `trend` compares with the days before, and is blind to what was wrong then already. `floor`
    is the least spread it is given, in its own unit. `needs` is what must have been built before.
    """

    label: str
    minutes: int
    read: Callable[[Window], float]
    trend: bool
    floor: float
    needs: str = ""
    unit: str = "share"


PROBES = {
    "clicks": Probe("Click rate", 2, lambda w: float(w.clicks.mean()), True, 0.004),
    "platforms": Probe("Click rate, phones over web", 3, _platforms, True, 0.05, unit="ratio"),
    "coverage": Probe(
        "Coverage", 3, lambda w: len(np.unique(w.rows)) / TITLES, True, 0.01
    ),
    "popularity": Probe("Popularity percentile", 3, _percentile, True, 0.005),
    "overlap": Probe("Overlap between users", 4, _overlap, True, 0.003),
    "match": Probe("Genre match", 5, _match, True, 0.005),
    "finished": Probe("Share finished of a click", 4, _soon_left, True, 0.01),
    "seen": Probe("Already taken", 4, _seen, False, 0.004),
    "languages": Probe("Foreign titles", 4, _foreign, False, 0.003),
    "versions": Probe(
        "Age and version of the model", 2, _versions, False, 0.5, "version_tags", "count"
    ),
    "fallbacks": Probe(
        "Reason codes: fallback",
        3,
        lambda w: w.served.settings.fallback * w.reach,
        False,
        0.01,
        "reason_codes",
    ),
    "arms": Probe(
        "Reason codes: experiments",
        4,
        lambda w: (w.served.settings.explored + 2 * w.served.settings.wrong_arm) * w.reach,
        False,
        0.03,
        "reason_codes",
    ),
    "nulls": Probe("Null rates", 5, _nulls, False, 0.01),
    "scales": Probe("Feature scale, serving over training", 6, _scales, True, 0.05, unit="ratio"),
    "labels": Probe("Label rate", 5, _labels, True, 0.003),
    "busiest": Probe("Events on the 25 busiest titles", 6, _busiest, True, 0.004),
    "profiles": Probe("Mix of a profile", 7, _profiles, True, 0.02, unit="score"),
    "dates": Probe(
        "Events dated after now",
        6,
        lambda w: w.served.settings.late / 12,
        False,
        0.01,
    ),
    "logged": Probe("Clicks logged over sent", 6, _logged, False, 0.02),
    "index": Probe("Titles in the index", 5, _index, False, 0.01),
    "round_trip": Probe("Ids there and back", 6, _round_trip, False, 0.01),
    "recall": Probe("Exact search against the index", 10, _recall, False, 0.02),
    "cached": Probe(
        "Same row, other user",
        5,
        lambda w: w.served.settings.same_row * float(w.phone.mean()),
        False,
        0.01,
    ),
    "replay": Probe("Replay with yesterday's pipeline", 12, _replayed, True, 0.02),
    "offline": Probe("Golden users, offline", 15, _offline, True, 0.01),
}  # fmt: skip
"""Every probe there is, by name."""

ASKED = tuple(PROBES)
EDGES = (-9.0, -3.0, 3.0, 9.0)
OUTCOMES = ("far below", "below", "as usual", "above", "far above")
"""What a probe answers: how many usual spreads it is off, cut at EDGES."""

USUAL = OUTCOMES.index("as usual")


def measure(seen: Window) -> np.ndarray:
    """What every probe reads in a window: (probes,)."""
    return np.array([probe.read(seen) for probe in PROBES.values()], dtype=float)


def reach_of(service: Service, scope: str) -> float:
    """The share of users whom a fault of a scope touches."""
    return {"platform": float(service.phone.mean()), "hosts": HOSTS}.get(scope, 1.0)
