"""Every reading of the ads funnel at every number of ads kept, as seen and as true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from cases.ads_funnel.ceilings import Ceilings
from cases.ads_funnel.latency import Timing
from cases.ads_funnel.plan import Week
from cases.ads_funnel.predictions import ONE_CLASS, users_redrawn
from cases.ads_funnel.served import KEEPS, MEASURES, Served
from data.ads import AdMarket
from pipelines.evaluation.ranking_metrics import stage_recall
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.readout import Readout, Track

FIXED = KEEPS.index(24)
THOUSAND = 1000.0
TOP = 4
UNSEEN = "Whether a click was of use is not in the log."
NOTHING_SOLD = "Nothing is sold at this reserve."


def readings(
    market: AdMarket,
    learned: Sequence[Week],
    served: Served,
    latency: Timing,
    ceilings: Ceilings,
    judged: Mapping[str, Track],
    *,
    trim: str,
    late: str,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric for each number of ads kept, as seen and as true, with intervals."""
    resamples = users_redrawn(market, seed)
    sums = answered(served, latency.missed, late)
    tracks = _auctions(served, sums, ceilings, resamples)
    tracks |= judged
    tracks |= _candidates(served, learned)
    tracks |= _machines(latency, served, deadline)
    tracks = {name: _explained(track) for name, track in tracks.items()}
    at = latency.fits if trim == "budget" else FIXED
    fits = {"fits the deadline": latency.fits} if latency.fits else {}
    return Readout(np.array(KEEPS, dtype=float), at, tracks, fits, resamples.name)


def _explained(track: Track) -> Track:
    """The track with its reason only where something is not available."""
    parts = [track.true] if track.seen is None else [track.true, track.seen]
    known = all(np.isfinite(part).all() for part in parts)
    return replace(track, why="") if known and track.why != UNSEEN else track


def answered(served: Served, missed: np.ndarray, late: str) -> dict[str, np.ndarray]:
    """What requests bring in the end: in time, or the fallback's; (positions, requests)."""
    on_time = (1 - missed)[:, None].astype(np.float32)
    fallback = 1.0 if late == "light" else 0.0
    return {
        name: served.sums[name][:-1] * on_time + served.sums[name][-1] * (1 - on_time) * fallback
        for name in MEASURES
    }


def _auctions(
    served: Served, sums: dict[str, np.ndarray], ceilings: Ceilings, resamples: Resamples
) -> dict[str, Track]:
    weights = resamples.weights[:, served.table.user]
    count = weights.sum(axis=1, keepdims=True)
    mean = {name: values.mean(axis=1) for name, values in sums.items()}
    draws = {name: weights @ sums[name].T / count for name in _DRAWN}
    best = {"welfare": ceilings.welfare, "revenue": ceilings.welfare, "user": ceilings.user}
    best["clicks"] = ceilings.clicks
    tracks = {
        name: _track(
            THOUSAND * mean[name],
            THOUSAND * draws[name],
            seen=THOUSAND * mean[f"seen_{name}"] if name != "user" else None,
            ceiling=THOUSAND * limit,
            why=UNSEEN if name == "user" else "",
        )
        for name, limit in best.items()
    }
    for name, (top, bottom) in _RATIOS.items():
        believed = _over(mean[top], mean["seen_clicks"]) if top == "promised" else None
        true, drawn = _over(mean[top], mean[bottom]), _over(draws[top], draws[bottom])
        tracks[name] = _track(true, drawn, seen=believed, why=NOTHING_SOLD)
    slots = len(served.rules.slots)
    tracks["fill"] = _track(mean["shown"] / slots, draws["shown"] / slots)
    return tracks


_RATIOS = {
    "value_per_spend": ("welfare", "revenue"),
    "new_share": ("new", "shown"),
    "violations": ("flagged", "shown"),
    "calibration_winners": ("promised", "clicks"),
}
_DRAWN = ("welfare", "revenue", "user", "clicks", "shown", "new", "flagged", "promised")


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)


def _track(true, draws, *, seen=None, ceiling=None, why="") -> Track:
    low, high = interval(draws)
    return Track(true, seen, low, high, ceiling, draws, why=why)


def _candidates(served: Served, learned: Sequence[Week]) -> dict[str, Track]:
    """Stage recall, order and calibration of what the heavy model scores."""
    recall = [
        stage_recall(w.recall, _places(w.recall), top=TOP, keeps=np.array(KEEPS)) for w in learned
    ]
    table = served.table
    people = ~table.bot[:, None]
    promised, true = (
        np.cumsum((values * table.there * people).sum(axis=0, dtype=float))[np.array(KEEPS) - 1]
        for values in (table.chance, table.truth)
    )
    seen = np.concatenate([week.seen for week in learned])
    return {
        "recall": Track(np.mean(recall, axis=0), why="No candidates were selected."),
        "calibration": Track(
            _over(promised, true),
            seen=_over(seen[:, 2].sum(keepdims=True), seen[:, 3].sum(keepdims=True)),
            why=ONE_CLASS,
        ),
        "ndcg": Track(_order(served), why="No candidate is worth anything."),
    }


def _places(table: np.ndarray) -> np.ndarray:
    return np.broadcast_to(np.arange(table.shape[1]), table.shape)


def _order(served: Served, every: int = 4) -> np.ndarray:
    """nDCG of the auction's order for each number kept; the ideal is that of all candidates."""
    table, rules = served.table, served.rules
    some = slice(None, None, every)
    worth = (table.truth * table.value * table.there)[some]
    weight = {"ecpm": table.bid * table.chance**rules.squash, "bid": table.bid}
    score = weight.get(rules.rank, table.chance)[some]
    discount = 1 / np.log2(2 + np.arange(TOP))
    best = (-np.sort(-worth, axis=1)[:, :TOP]) @ discount
    values = np.empty(len(KEEPS))
    for place, keep in enumerate(KEEPS):
        found = np.argsort(-score[:, :keep], axis=1, kind="stable")[:, :TOP]
        gain = np.take_along_axis(worth, found, axis=1)
        reached = gain @ discount[: gain.shape[1]]
        values[place] = np.mean(reached[best > 0] / best[best > 0]) if (best > 0).any() else np.nan
    return values


def _machines(latency: Timing, served: Served, deadline: int) -> dict[str, Track]:
    return {
        "p99": Track(latency.p99, latency.p99, budget=float(deadline), why=latency.why),
        "missed": Track(latency.missed),
        "cpu": Track(latency.cpu),
        "cost": Track(latency.cost),
        "exhausted": Track(served.exhausted.mean(axis=(1, 2))[:-1]),
    }
