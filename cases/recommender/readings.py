"""Every reading of the recommender at every length of the row, as seen and as true."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cases.recommender.judging import cold_users, seen_by_team
from cases.recommender.latency import Timing
from cases.recommender.plan import COLD, LONGEST, ROW
from cases.recommender.rows import is_new
from cases.recommender.stages import Judged
from data.movies import Movies
from pipelines.evaluation.list_metrics import coverage, diversity, exposure, homogeneity, novelty
from pipelines.evaluation.offline import by_user
from pipelines.evaluation.ranking_metrics import gini
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import best
from pipelines.readout import Readout, Track, track

KS = np.arange(1, LONGEST + 1)
NO_ORACLE = "Only a world with a known truth has an oracle to compare with."
NO_TAKES = "No take was held back to judge by."
NO_IMPRESSIONS = "What was shown was not logged, so nobody knows how likely a take was to be seen."
NO_COLD = "No user is cold."
NO_PAIRS = "A row of one title has no pairs."
UNFILLED = "No row could be filled."


@dataclass(frozen=True, eq=False)
class Seat:
    """The people who are judged, how they are resampled, and what each title is worth to each."""

    movies: Movies
    people: np.ndarray
    resamples: Resamples
    truth: np.ndarray
    missed: float

    def values(self, rows: np.ndarray, worth: np.ndarray | None = None) -> np.ndarray:
        """Takes each person is expected to make of the first k titles: (people, k)."""
        amount = np.take_along_axis(self.truth, np.maximum(rows, 0), axis=1)
        if worth is not None:
            amount = amount * worth[np.maximum(rows, 0)]
        seen_at = self.movies.examination[: rows.shape[1]]
        kept = np.where(rows >= 0, amount, 0.0)[self.people] * seen_at
        return np.cumsum(kept, axis=1, dtype=float)

    def mean(self, values: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Means over people, or under each resample: NaN rows are left out."""
        known = np.isfinite(values)
        filled = np.where(known, values, 0.0)
        if weights is None:
            weights = np.ones((1, len(values)))
        count = weights @ known.astype(float)
        out = np.full(count.shape, np.nan)
        return np.divide(weights @ filled, count, out=out, where=count > 0)

    def track(self, values, *, seen=None, ceiling=None, why="") -> Track:
        """A track of per-person values (people, k) with their interval."""
        draws = self.mean(values, self.resamples.weights)
        low, high = interval(draws)
        true = self.mean(values)[0]
        return Track(true, seen, low, high, ceiling, draws, why=why)


def readings(
    service: Movies,
    judged_week: Judged,
    latency: Timing,
    *,
    metric: str,
    logged: str,
    deadline: int,
    seed: int,
):
    """Read every metric for each length of the row, as seen and as true, with intervals."""
    people = np.flatnonzero(service.people)
    resamples = Resamples.draw(len(people), seed=seed, world="viewers")
    seat = Seat(service, people, resamples, judged_week.ceilings.truth, latency.missed)
    tracks = _value(seat, judged_week)
    tracks |= _quality(seat, judged_week, metric, logged)
    tracks |= _lists(seat, judged_week)
    tracks |= _machines(latency, deadline)
    tracks = {name: _explained(each) for name, each in tracks.items()}
    return Readout(KS.astype(float), ROW - 1, tracks, {}, resamples.name)


def _explained(track: Track) -> Track:
    """The track with its reason only where something is not available."""
    parts = [track.true] if track.seen is None else [track.true, track.seen]
    known = all(np.isfinite(part).all() for part in parts)
    return replace(track, why="") if known else track


def popular_rows(ready: Judged, service: Movies) -> np.ndarray:
    """The row everybody gets when the design's own comes too late."""
    count = (ready.trained.taken > 0).sum(axis=0).astype(float)
    scores = np.broadcast_to(count, ready.trained.taken.shape)
    return best(hide(scores, ready.state.hidden(service, "taken")), LONGEST)


def _value(seat: Seat, ready: Judged) -> dict[str, Track]:
    service, late, rows, ceilings = seat.movies, seat.missed, ready.rows, ready.ceilings
    hours = service.hours(ready.state.week)
    spare = popular_rows(ready, service) if late else rows
    takes, watched = (
        (1 - late) * seat.values(rows, worth) + late * seat.values(spare, worth)
        for worth in (None, hours)
    )
    best_takes, best_hours = seat.values(ceilings.oracle), seat.values(ceilings.hours, hours)
    cold = cold_users(ready.trained.taken, COLD)[seat.people]
    return {
        "click_rate": seat.track(
            takes / KS, seen=recorded(service, ready).mean(axis=0).cumsum() / KS,
            ceiling=seat.mean(best_takes / KS)[0],
        ),
        "oracle_share": _share(seat, takes, best_takes),
        "hours": seat.track(watched, ceiling=seat.mean(best_hours)[0]),
        "cold_users": seat.track(
            np.where(cold[:, None], takes / KS, np.nan),
            ceiling=seat.mean(np.where(cold[:, None], best_takes / KS, np.nan))[0],
            why="" if cold.any() else NO_COLD,
        ),
    }  # fmt: skip


def recorded(service: Movies, ready: Judged) -> np.ndarray:
    """What a dashboard counts as taken of the rows shown: boolean (users, LONGEST).

    Answers are drawn once; bots and titles that start by themselves count.
    """
    rows, truth, week = ready.rows, ready.ceilings.truth, ready.state.week
    chance = np.where(rows >= 0, np.take_along_axis(truth, np.maximum(rows, 0), axis=1), 0.0)
    watched = service.answer(week, rows, chance) & service.people[:, None]
    return service.recorded(week, rows, watched)


def _share(seat: Seat, takes: np.ndarray, best_takes: np.ndarray) -> Track:
    """Takes over the oracle's, both summed over people."""
    true = takes.sum(axis=0) / best_takes.sum(axis=0)
    weights = seat.resamples.weights
    draws = (weights @ takes) / np.maximum(weights @ best_takes, 1e-12)
    low, high = interval(draws)
    return Track(true, None, low, high, np.ones(len(KS)), draws, why="")


QUALITY = {"ndcg": "ndcg", "recall": "recall", "average_precision": "precision", "hit_rate": "hit"}


def _quality(seat: Seat, ready: Judged, metric: str, logged: str) -> dict[str, Track]:
    truth = ready.ceilings.truth
    true, top = by_user(ready.rows, truth), by_user(ready.ceilings.oracle, truth)
    blind = metric == "ips" and logged == "taken"
    team = None
    if not blind:
        team = seen_by_team(seat.movies, ready.tried, ready.paper, ready.held, metric)
    tracks = {}
    for name, part in QUALITY.items():
        values = true.of(part)[seat.people]
        if blind:
            seen: np.ndarray = np.full(len(KS), np.nan)
        else:
            seen = seat.mean(values)[0] if team is None else seat.mean(team.of(part))[0]
        why = NO_IMPRESSIONS if blind else "" if np.isfinite(seen).all() else NO_TAKES
        ceiling = seat.mean(top.of(part)[seat.people])[0]
        tracks[name] = seat.track(values, seen=seen, ceiling=ceiling, why=why)
    return tracks


def _lists(seat: Seat, ready: Judged) -> dict[str, Track]:
    """How rows share out the catalogue, and how much is in each; the oracle's for comparison."""
    service, week = seat.movies, ready.state.week
    mine, oracles = ready.rows[seat.people], ready.ceilings.oracle[seat.people]
    there = np.ones(service.constants.titles, dtype=bool)
    new = is_new(service, week)
    taken = (ready.trained.taken > 0).mean(axis=0)
    popular = np.maximum(taken, 0.5 / len(ready.trained.taken))
    spread = {
        "gini": lambda lists: gini(exposure(lists, len(there))),
        "coverage": lambda lists: coverage(lists, there),
        "homogeneity": homogeneity,
        "new_share": lambda lists: _part(lists, new),
    }
    tracks = {}
    for name, measure in spread.items():
        own, ideal = (np.array([measure(each[:, :k]) for k in KS]) for each in (mine, oracles))
        tracks[name] = track(own, own, ceiling=ideal, why=UNFILLED)
    within, claimed = (
        np.stack([diversity(mine[:, :k], mix) for k in KS], axis=1)
        for mix in (service.true_mix(week), service.known_mix(week))
    )
    tracks["diversity"] = seat.track(within, seen=seat.mean(claimed)[0], why=NO_PAIRS)
    bits = np.stack([novelty(mine[:, :k], popular) for k in KS], axis=1)
    tracks["novelty"] = seat.track(bits, seen=seat.mean(bits)[0], why=UNFILLED)
    return tracks


def _part(lists: np.ndarray, marked: np.ndarray) -> float:
    """The share of what is shown that is marked (items,)."""
    shown = exposure(lists, len(marked))
    return float(shown[marked].sum() / shown.sum()) if shown.sum() else float("nan")


def _machines(latency: Timing, deadline: int) -> dict[str, Track]:
    return {
        "p99": track(latency.p99, latency.p99, budget=float(deadline), why=latency.why),
        "missed": track(latency.missed),
        "cost": track(latency.cost),
        "age": track(latency.age),
        "takedown": track(latency.takedown),
    }
