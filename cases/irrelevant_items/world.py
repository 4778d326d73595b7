"""The round that is played: one world, one fault, and what its pipeline serves today."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import cases.irrelevant_items.signatures as signatures
from cases.irrelevant_items.faults import FAULTS, NAMES, NO_FAULT, Settings
from cases.irrelevant_items.model import Beliefs
from cases.irrelevant_items.probes import EDGES, PROBES, Window, measure, reach_of, window
from cases.irrelevant_items.served import Served, Service, served, within
from data.world import stream


def service(*, seed: int) -> Service:
    """Take a world of users and titles, with the recommender that serves it."""
    return Service(seed)


def cause(*, fault: str, envelope: int) -> str:
    """Open the envelope: which fault this round has, none in one round of five."""
    return fault if fault in FAULTS else sealed_in(envelope)


def sealed_in(envelope: int) -> str:
    """The fault in an envelope: it stays the same whatever else is changed in a round."""
    rng = stream(envelope, "envelope")
    if rng.random() < NO_FAULT:
        return NAMES[0]
    return str(rng.choice(NAMES[1:]))


@dataclass(frozen=True, eq=False)
class Today:
    """The service as it runs today: what it serves, the rows people get, and what probes read.

    `usual` and `reads` (probes,) are yesterday's and today's readings, `off` how many usual
    spreads lie between, `answers` what that is called, a number in OUTCOMES. `before` and `now`
    are the looks at both days.
    """

    served: Served
    rows: np.ndarray
    usual: np.ndarray
    reads: np.ndarray
    off: np.ndarray
    answers: np.ndarray
    before: Window
    now: Window


def today(service: Service, cause: str, beliefs: Beliefs, *, scope: str) -> Today:
    """Run the pipeline with the fault in it, and read every probe on yesterday and today."""
    faulty = served(service, FAULTS[cause].applied())
    sound = served(service, Settings())
    rows, reach = within(service, faulty, scope), reach_of(service, scope)
    now = window(service, faulty, rows, reach, 0)
    calm = window(service, sound, service.sound, 1.0, -1)
    usual, reads = measure(calm), measure(now)
    if scope == "before":
        # It was wrong yesterday already: a trend compares like with like.
        was = measure(window(service, faulty, rows, reach, -1))
        usual = np.where([probe.trend for probe in PROBES.values()], was, usual)
    reads = np.where(beliefs.built, reads, usual)
    off = (reads - usual) / signatures.kept().spread
    answers = np.searchsorted(EDGES, off)
    return Today(faulty, rows, usual, reads, off, answers, calm, now)
