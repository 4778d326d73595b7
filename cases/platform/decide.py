"""Which releases pass the gate, and when a canary is stopped: rules on what can be seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.platform.measured import Measured
from cases.platform.signals import NEVER, Signals
from cases.platform.world import SOAKS
from data.world import World, stream

NOISE = 1.2  # standard deviation of one offline row's difference, relative
ROWS_AN_HOUR = 10_000.0  # fresh labelled rows for a gate come in at this pace
SLICES, CAUTION = 10, 3.0  # slices a gate looks at, and how many deviations one must fall
LEAKED = 0.02  # of what a leaky history promises shows up in a release's own comparison
WATCHED = {
    "system": (),
    "drift": ("drift",),
    "proxy": ("proxy",),
    "labels": ("labels",),
    "every": ("drift", "proxy", "labels"),
}


@dataclass(frozen=True, eq=False)
class Gate:
    """`passed` (releases,) by the offline test, which takes `hours`; `gain` is what it measured."""

    passed: np.ndarray
    gain: np.ndarray
    hours: float


@dataclass(frozen=True, eq=False)
class Stops:
    """`first` maps each signal to the position of the soak at which it stops a release, shape
    (releases, positions): one column for each soak that was planned; `NEVER` where it does not."""

    first: dict[str, np.ndarray]

    @property
    def at(self) -> np.ndarray:
        """The position at which any signal stops a release."""
        return np.minimum.reduce(list(self.first.values()))


def gate(
    platform: World,
    measured: Measured,
    *,
    gate: str,
    margin: float,
    slices: str,
    gate_rows: int,
    schema_check: str,
    seed: int,
) -> Gate:
    """Compare every release with the version it would replace, offline."""
    truth, rng, count = platform.truth, stream(seed, "gate"), len(platform)
    luck, inner, unlucky = rng.normal(size=count), rng.normal(size=count), rng.random(count)
    error = NOISE / np.sqrt(gate_rows)
    leak = LEAKED * measured.leak
    gain = (truth["effect"] + truth["offline_gap"]).to_numpy() + error * luck + leak
    # A schema that does not fit is fed from files offline, where it does.
    gain = np.where(truth["kind"] == "schema", 0.005 + error * luck + leak, gain)
    passed = np.ones(count, dtype=bool)
    if gate == "metric":
        passed &= gain >= margin
        if slices == "yes":
            part = np.maximum(truth["slice_share"].to_numpy(), 1e-6)
            fallen = truth["slice_effect"].to_numpy() * np.sqrt(part) / error + inner < -CAUTION
            passed &= ~fallen & (unlucky > SLICES * 0.00135)
    if schema_check == "yes":
        passed &= (truth["kind"] != "schema").to_numpy()
    return Gate(passed, gain, gate_rows / ROWS_AN_HOUR if gate == "metric" else 0.0)


def stops(signals: Signals, *, abort: str, looks: str, false_abort: float) -> Stops:
    """Stop a canary by each signal that is watched, for every soak that could be planned."""
    from scipy.special import ndtri

    z = -float(ndtri(false_abort))
    first = {"system": _by_time(signals.system)}
    for name in WATCHED[abort]:
        if name == "drift":
            first[name] = _by_time(signals.drift)
        else:
            score, information = getattr(signals, name)
            first[name] = crossings(score, information, z, looks)
    return Stops(first)


def crossings(score: np.ndarray, information: np.ndarray, z: float, looks: str) -> np.ndarray:
    """Where a falling score first crosses its bound, for each planned soak: (releases, positions).

    "end" looks once, when the soak is over: -z sqrt(I). "often" looks at every position with that
    same bound, which lets noise cross far more often. "spent" keeps the bound of the end all the
    way, -z sqrt(I at the end) (O'Brien and Fleming 1979), so that looking early costs little.
    """
    known = information > 0
    own = known & (score < -z * np.sqrt(information))
    place = np.arange(len(SOAKS))
    if looks == "end":
        return np.where(own, place, NEVER)
    if looks == "often":
        return _by_time(np.where(own.any(axis=1), own.argmax(axis=1), NEVER))
    found = np.full(score.shape, NEVER)
    lowest = np.minimum.accumulate(np.where(known, score, 0.0), axis=1)
    bound = -z * np.sqrt(information)
    for soak in place:
        # The running low falls, so what lies above the bound is counted to the first crossing.
        before = (lowest[:, : soak + 1] >= bound[:, soak : soak + 1]).sum(axis=1)
        found[:, soak] = np.where((before <= soak) & known[:, soak], before, NEVER)
    return found


def _by_time(first: np.ndarray) -> np.ndarray:
    """What rings at a position stops every soak that is at least as long."""
    return np.where(first[:, None] <= np.arange(len(SOAKS)), first[:, None], NEVER)
