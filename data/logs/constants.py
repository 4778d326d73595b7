"""The constants of the log world: rates, profiles, and what each kind of incident does."""

from __future__ import annotations

from dataclasses import dataclass

DAY = 1440
"""Minutes of a day; counts are drawn minute by minute."""

LOG_RATE, LOG_SPREAD = 1.2, 1.5  # lognormal, lines of a message in five minutes
RATE_LIMITS = (0.4, 150.0)
SWING, WEEKEND = 0.7, 0.25
SHORTEST = 5  # minutes an incident lasts at least
ODD_PER_DAY = 2.0
FAILING = 1.0  # lines a minute of a message never seen before
MIXES = 4  # patterns in which the proportions of messages change
SESSIONS_PER_MINUTE = 1.0
LONE_STRANGE = 0.02  # of payments go an unusual way though nothing is wrong
LATENCY_LOG, LATENCY_SPREAD = 4.0, 0.6  # log of milliseconds
SLOW_MINUTES = 360


@dataclass(frozen=True)
class Kind:
    """What an incident of a kind does, at signal 1.

    `times` multiplies the rate of the messages it touches: one of them, a few, all. A `failing`
    incident writes messages nobody has seen, a `strange` share of payments goes an unusual way, and
    `slower` is added to the log of milliseconds.
    """

    label: str
    touches: str = "none"
    times: float = 1.0
    failing: float = 0.0
    strange: float = 0.0
    slower: float = 0.0


KINDS = {
    "spike": Kind("spike of one message", "one", 4.0),
    "drop": Kind("drop of one message", "one", 0.25),
    "silence": Kind("silence of a service", "one", 0.0),
    "new": Kind("a message never seen", failing=FAILING),
    "shift": Kind("everything by half as much", "all", 1.5),
    "mix": Kind("other proportions", "mix", 2.0),
    "sequence": Kind("payments in another order", strange=0.5),
    "parameter": Kind("slower answers", slower=0.5),
    "slow": Kind("low and slow attack", "few", 1.3),
}
MIXED = tuple(name for name in KINDS if name != "slow")
FEW = (1, 2, 3, 7)
"""The messages that a low and slow attack on logins and cards writes more of."""
