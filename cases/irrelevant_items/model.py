"""From answers to a belief: what is thought of every cause after each probe, and what to ask next.

A state is a fault and its scope. Answers are independent given the state, as each probe draws its
own sample of requests; their chances are counted over kept worlds (`signatures`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import cases.irrelevant_items.signatures as signatures
from cases.irrelevant_items.faults import FAULTS, NAMES, NO_FAULT, SCOPES
from cases.irrelevant_items.probes import ASKED, PROBES, USUAL
from data.world import stream

SCOPE_SHARES = {"all": 0.55, "platform": 0.15, "hosts": 0.15, "before": 0.15}
"""How often a fault has each scope, as the investigator believes: assumed."""

TEACHING = slice(0, signatures.WORLDS // 2)
"""The kept worlds that beliefs are learnt from; rounds are played in the others."""

COMPLAINTS = {
    "tickets": "Support tickets are up",
    "clicks": "The click rate is down",
    "one": "One loud user",
    "nobody": "Nobody complained",
}


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What an investigator knows before asking.

    `prior` (faults, scopes) given the complaint; `chances` (faults, scopes, probes, answers);
    `minutes` (probes,); `built` (probes,) says which have anything to read.
    """

    prior: np.ndarray
    chances: np.ndarray
    minutes: np.ndarray
    built: np.ndarray

    def heard(self, answers: np.ndarray) -> np.ndarray:
        """Answers as they come: what was never logged looks as usual. (.., probes)."""
        return np.where(self.built, answers, USUAL)

    def after(self, prior: np.ndarray, probe: np.ndarray, answer: np.ndarray) -> np.ndarray:
        """Bayes' rule, a round a row: `prior` (rounds, faults, scopes)."""
        told = prior * np.moveaxis(self.chances[:, :, probe, answer], -1, 0)
        return told / told.sum(axis=(1, 2), keepdims=True)

    def bits(self, prior: np.ndarray) -> np.ndarray:
        """Bits that each probe is expected to tell about the fault: (rounds, probes).

        The entropy of the belief in faults less what is left of it after the answer, on average.
        """
        joint = np.einsum("rfs,fspa->rpaf", prior, self.chances, optimize=True)
        answer = joint.sum(axis=-1)
        left = (answer * entropy(joint / np.maximum(answer, 1e-300)[..., None])).sum(axis=-1)
        return np.maximum(entropy(prior.sum(axis=2))[:, None] - left, 0.0)


def entropy(shares: np.ndarray) -> np.ndarray:
    """Entropy in bits along the last axis.

    >>> entropy(np.array([0.5, 0.5])).tolist()
    1.0
    """
    logs = np.log2(np.maximum(shares, 1e-300))
    return -(shares * logs).sum(axis=-1)


def beliefs(*, complaint: str, reason_codes: str, version_tags: str) -> Beliefs:
    """Learn what each cause looks like from kept worlds, and how likely each is at a complaint."""
    kept = signatures.kept()
    chances = np.stack([kept.chances(scope, TEACHING) for scope in SCOPES], axis=1)
    logged = {"": True, "reason_codes": reason_codes == "on", "version_tags": version_tags == "on"}
    prior = prior_of(chances, complaint)
    built = np.array([logged[probe.needs] for probe in PROBES.values()])
    chances[:, :, ~built] = np.eye(chances.shape[-1])[USUAL]
    minutes = np.array([probe.minutes for probe in PROBES.values()], dtype=float)
    return Beliefs(prior, chances, minutes, built)


def prior_of(chances: np.ndarray, complaint: str) -> np.ndarray:
    """How likely each fault and scope is when somebody complains so: (faults, scopes).

    Tickets come where the genre match is below its usual, the click rate speaks for itself, one
    loud user says nothing of the service, and nobody complains where both are as usual or above.
    """
    prior = np.outer(np.full(len(FAULTS), (1 - NO_FAULT) / (len(FAULTS) - 1)), _scope_shares())
    prior[0] = NO_FAULT * np.eye(len(SCOPES))[0]
    down = {name: chances[:, :, ASKED.index(name), :USUAL].sum(axis=-1) for name in _HEARD}
    heard = {
        "clicks": down["clicks"],
        "tickets": down["match"],
        "one": np.ones_like(prior),
        "nobody": (1 - down["clicks"]) * (1 - down["match"]),
    }[complaint]
    # People also write for other reasons: one complaint in five has nothing to do with it.
    told = prior * (0.2 + 0.8 * heard)
    return told / told.sum()


_HEARD = ("clicks", "match")


def _scope_shares() -> np.ndarray:
    return np.array([SCOPE_SHARES[scope] for scope in SCOPES])


@dataclass(frozen=True, eq=False)
class Rounds:
    """Rounds to play: which fault and world each has, and what every probe would answer.

    `fault`, `world` (rounds,), `answers` (rounds, probes); `spoilt`, `lost` (rounds,) are the
    shares of watching, and of logged clicks, that the fault costs while it lasts.
    """

    fault: np.ndarray
    world: np.ndarray
    answers: np.ndarray
    spoilt: np.ndarray
    lost: np.ndarray


ROUNDS = 240


def rounds(beliefs: Beliefs, *, fault: str, scope: str, seed: int) -> Rounds:
    """Draw rounds in worlds that beliefs were not learnt from; a named fault is in all of them."""
    rng, kept = stream(seed, "rounds"), signatures.kept()
    share = beliefs.prior.sum(axis=1)
    drawn = rng.choice(len(FAULTS), ROUNDS, p=share / share.sum())
    cause = np.full(ROUNDS, NAMES.index(fault)) if fault in FAULTS else drawn
    world = rng.integers(TEACHING.stop, signatures.WORLDS, ROUNDS)
    answers = beliefs.heard(kept.outcomes(scope)[world, cause])
    part = signatures.PARTS.index(scope) if scope in signatures.PARTS else 0
    harm = np.clip(kept.spoilt[world, cause, part], 0, 1)
    return Rounds(cause, world, answers, harm, kept.lost[world, cause, part])
