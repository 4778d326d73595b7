"""Prevention: which safeguards run from before, what they would have caught, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

import cases.irrelevant_items.signatures as signatures
from cases.irrelevant_items.faults import NAMES
from cases.irrelevant_items.model import TEACHING
from cases.irrelevant_items.probes import ASKED
from data.world import stream

UNTOLD = 2_880.0
"""Minutes until somebody complains where no safeguard says anything: two days, assumed."""

FAULTS_REPLAYED = 100
CLEAR = 3.0  # usual spreads beyond which a check at publishing fails
LOOKS = 7  # a week: every safeguard looks once a day


@dataclass(frozen=True)
class Safeguard:
    """A check that runs by itself: the probes it watches, after how many minutes it speaks, and
    what it costs (engineer-days a quarter). A `gate` speaks before a release has full traffic."""

    label: str
    watches: tuple[str, ...]
    minutes: float
    cost: float
    gate: bool = False


SAFEGUARDS: Mapping[str, Safeguard] = {
    "version_tags": Safeguard("Version tags checked at publish", ("versions",), 1, 1, gate=True),
    "golden_users": Safeguard("Golden users at publish", ("offline", "match"), 15, 4, gate=True),
    "data_checks": Safeguard(
        "Checks on nulls, labels and dates", ("nulls", "labels", "dates", "busiest"), 5, 2, True
    ),
    "round_trip": Safeguard("Ids there and back", ("round_trip", "index"), 2, 1, gate=True),
    "shadow": Safeguard(
        "Shadow scoring", ("coverage", "popularity", "overlap", "scales"), 60, 5, True
    ),
    "reason_codes": Safeguard("Reason codes counted", ("fallbacks", "arms"), 10, 1),
    "aa_bucket": Safeguard("A/A bucket", ("platforms", "logged"), 720, 2),
    "replayed": Safeguard("Replay of yesterday each night", ("replay", "recall"), 480, 2),
}  # fmt: skip
"""Safeguards that are on or off. The drift alarm and the canary have a level and a share."""

ALARMED = ("clicks", "coverage", "popularity", "overlap", "match", "finished")
ALARM_MINUTES, ALARM_COST = 120.0, 1.0
CANARIED = ("clicks", "finished", "seen", "languages")
CANARY_MINUTES, CANARY_COST = 240.0, 3.0


@dataclass(frozen=True, eq=False)
class Check:
    """A safeguard at work: whether each fault, and each healthy look, sets it off."""

    name: str
    label: str
    minutes: float
    cost: float
    gate: bool
    rings: np.ndarray
    falsely: np.ndarray


@dataclass(frozen=True, eq=False)
class Watch:
    """A hundred faults replayed under the safeguards.

    `told` (faults,) are the minutes until one speaks or somebody complains, `before` whether it
    did so before full traffic, `first` the safeguard's name ("" for a complaint), `lost` the share
    of clicks it costs; `falsely` (looks,) is how many safeguards ring on a healthy day.
    """

    checks: tuple[Check, ...]
    told: np.ndarray
    before: np.ndarray
    first: np.ndarray
    lost: np.ndarray
    cause: np.ndarray
    falsely: np.ndarray

    @property
    def noticed(self) -> np.ndarray:
        """Which faults the team ever hears of: one rang, or clicks fell by a twentieth."""
        return (self.first != "") | (self.lost > 0.05)

    @property
    def cost(self) -> float:
        """Engineer-days a quarter."""
        return sum(check.cost for check in self.checks)


@dataclass(frozen=True)
class Guards:
    """Which safeguards run: names that are on, the alarm's level, and the canary's share."""

    on: tuple[str, ...]
    alarm: float
    canary: float


def guards(
    *,
    version_tags: str,
    golden_users: str,
    data_checks: str,
    round_trip: str,
    shadow: str,
    reason_codes: str,
    aa_bucket: str,
    replayed: str,
    drift_alarm: float,
    canary: float,
) -> Guards:
    """List the safeguards that are on."""
    said = (
        version_tags, golden_users, data_checks, round_trip,
        shadow, reason_codes, aa_bucket, replayed,
    )  # fmt: skip
    on = (name for name, state in zip(SAFEGUARDS, said, strict=True) if state == "on")
    return Guards(tuple(on), drift_alarm, canary)


def watch(guards: Guards, *, scope: str, fault: str, seed: int) -> Watch:
    """Replay a hundred faults, in worlds nothing was learnt from, under the safeguards."""
    kept, rng = signatures.kept(), stream(seed, "prevention")
    drawn = rng.integers(1, len(NAMES), FAULTS_REPLAYED)
    named = fault in NAMES[1:]
    cause = np.full(FAULTS_REPLAYED, NAMES.index(fault)) if named else drawn
    world = rng.integers(TEACHING.stop, signatures.WORLDS, FAULTS_REPLAYED)
    off = kept.off(scope)[world, cause]
    calm = (kept.changes / kept.spread).reshape(-1, len(ASKED))
    checks = _checks(guards, off, calm)
    part = signatures.PARTS.index(scope) if scope in signatures.PARTS else 0
    lost = kept.lost[world, cause, part]
    falsely = sum((check.falsely for check in checks), np.zeros(len(calm)))
    told, before, first = _first(checks)
    return Watch(checks, told, before, first, lost, cause, falsely)


def _checks(guards: Guards, off: np.ndarray, calm: np.ndarray) -> tuple[Check, ...]:
    found = []
    for name in guards.on:
        one = SAFEGUARDS[name]
        rings = (_any(each, one.watches, CLEAR) for each in (off, calm))
        found.append(Check(name, one.label, one.minutes, one.cost, one.gate, *rings))
    if guards.alarm:
        rings = (_any(each, ALARMED, guards.alarm) for each in (off, calm))
        found.append(Check("drift_alarm", "Drift alarm", ALARM_MINUTES, ALARM_COST, False, *rings))
    if guards.canary:
        # A tenth of the traffic is as noisy as a sample of this world; less is noisier.
        level = CLEAR / np.sqrt(guards.canary / 0.1)
        rings = (_any(each, CANARIED, least) for each, least in ((off, level), (calm, CLEAR)))
        found.append(
            Check("canary", "Canary, rolled back", CANARY_MINUTES, CANARY_COST, True, *rings)
        )
    return tuple(found)


def _any(off: np.ndarray, watched: tuple[str, ...], level: float) -> np.ndarray:
    return (np.abs(off[:, [ASKED.index(name) for name in watched]]) > level).any(axis=1)


def _first(checks: tuple[Check, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Minutes until something speaks, whether before full traffic, and who it is."""
    told, before = np.full(FAULTS_REPLAYED, UNTOLD), np.zeros(FAULTS_REPLAYED, dtype=bool)
    first = np.full(FAULTS_REPLAYED, "", dtype=object)
    # Gates come first: what they stop never has full traffic.
    for check in sorted(checks, key=lambda each: (not each.gate, each.minutes)):
        new = check.rings & (first == "")
        told[new], before[new], first[new] = check.minutes, check.gate, check.name
    return told, before, first
