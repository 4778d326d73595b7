"""What the stream teaches: waiting, tails, bursts and cascades."""

from __future__ import annotations

from cases.spam.effects import burst_off, cascade_saves, tail_over_mean, waits_off
from kit.case import Lesson
from kit.choice import Changes

# One worker that takes one message at a time, 2.6 ms each: 384 a second are all it can do.
ALONE: Changes = {
    "size": "small",
    "learning": "never",
    "workers": 1,
    "batch": 1,
    "linger": 0,
    "burst": 1.0,
    "backpressure": "delay",
}
HALF: Changes = ALONE | {"traffic": 192}
NINE_TENTHS: Changes = ALONE | {"traffic": 346}
WHITEBOARD: Changes = {
    "size": "small",
    "learning": "never",
    "batch": 1,
    "linger": 0,
    "burst": 3.0,
    "backpressure": "delay",
}
ODD: Changes = {
    "size": "live",
    "labels": "all",
    "model": "cascade",
    "learning": "never",
    "spam_share": 0.13,
    "rotation": 0,
}

STREAM = (
    Lesson(
        "waiting",
        "At one worker a message waits, on average, load over twice the spare load in service "
        "times: half of one at one half, four and a half at nine tenths, nearly fifty at "
        "ninety-nine hundredths.",
        {"half loaded": HALF, "nine tenths loaded": NINE_TENTHS},
        waits_off,
        "largest relative distance of the simulated mean wait from the formula",
        (0.0, 0.2),
        "Pollaczek and Khinchine; with constant work, load / (2 (1 - load)) service times",
        "Work that varies: the wait grows by one plus its squared coefficient of variation.",
        unit="share",
    ),
    Lesson(
        "tails_first",
        "The tail goes before the mean: from half to nine tenths of the load, the 99th percentile "
        "of the wait grows several milliseconds for each that the mean grows.",
        {"half loaded": HALF, "nine tenths loaded": NINE_TENTHS},
        tail_over_mean,
        "milliseconds p99 grows for each of the mean",
        (2.5, 8.0),
        "theory: in a busy queue waits are nearly exponential, whose p99 is ln 100 = 4.6 means",
        unit="ratio",
    ),
    Lesson(
        "burst",
        "A burst leaves behind what came in it less what could be served in it, whatever the "
        "queue: so the room it takes is known beforehand.",
        {"eight workers, three times the traffic": WHITEBOARD},
        burst_off,
        "relative distance of the backlog from the arithmetic",
        (0.0, 0.03),
        "arithmetic: (burst rate - capacity) times its length",
        "Long bursts: the usual traffic itself changes meanwhile.",
        unit="share",
    ),
    Lesson(
        "cascade",
        "A cascade that passes on the quarter of its mail it is least sure of catches within two "
        "points of what reading all of it dearly would, for a third of the work or less where the "
        "dear model costs a hundred times as much.",
        {"dear model reads all": ODD | {"band": 1.0}, "a quarter": ODD | {"band": 0.25}},
        cascade_saves,
        "times less work than reading everything dearly",
        (3.0, 12.0),
        "arithmetic on measured shares: cost = c1 + share c2 (a prototype: 4 to 12 times)",
        "How many are in doubt: the rarer spam, the smaller the share that has to go on.",
        unit="ratio",
    ),
)
