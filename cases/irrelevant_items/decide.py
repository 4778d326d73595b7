"""The hunt itself: probes in order until one is sure enough, then a diagnosis and a fix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import cases.irrelevant_items.signatures as signatures
from cases.irrelevant_items.faults import FAULTS, FIXES, NAMES
from cases.irrelevant_items.model import Beliefs, Rounds
from cases.irrelevant_items.probes import ASKED
from data.world import stream

PLAN = tuple(f"probe_{number}" for number in range(1, 9))
"""The choices that name the probes, in order."""

AUTOMATIC = "automatic"
MENDING, MISTAKEN, RECHECKED = 20.0, 60.0, 30.0
"""Minutes that a fix takes to reach everybody, and that a wrong one costs until it is undone: as
long as a hunt where nobody looks again, half of it where somebody does."""

ROLLING_BACK = 5.0
"""Minutes that yesterday's index takes: it is there still, and nothing is computed."""

OLD_INDEX = "roll_back_index"
MINUTES_OF = np.array([ROLLING_BACK if fix == OLD_INDEX else MENDING for fix in FIXES])
"""The minutes that each fix takes to reach everybody, by number."""

FIX_OF = np.array([list(FIXES).index(fault.fix) for fault in FAULTS.values()])
"""The fix that belongs to each fault, by number."""

CURES = np.array([[fix in (fault.fix, *fault.too) for fault in FAULTS.values()] for fix in FIXES])
"""Which fix cures which fault: (fixes, faults)."""

BREAKS = {
    "retrain": "regularised",
    "roll_back_model": "stale",
    "rebuild_index": "half_index",
    "roll_back_index": "half_index",
    "mend_features": "scale",
    "mend_serving": "timeout",
    "filter_on": "language",
    "block_bots": "stale",
    "stop_test": "wrong_arm",
    "mend_log": "lost_clicks",
}
"""The fault that each fix brings where it goes wrong itself; doing nothing breaks nothing."""

BROKEN_BY = np.array([NAMES.index(BREAKS.get(fix, "none")) for fix in FIXES])
"""The fault that each fix brings where it goes wrong, by number."""


@dataclass(frozen=True, eq=False)
class Hunt:
    """What came of the rounds, a round a row.

    `asked` (rounds, steps) are probes, -1 once it stopped; `clock` (rounds, steps + 1) the minutes
    after so many probes; `belief` (rounds, steps + 1, faults). `sure` says whether it was sure
    enough when it stopped, `stopped` when that was (minutes).
    """

    asked: np.ndarray
    clock: np.ndarray
    belief: np.ndarray
    sure: np.ndarray
    stopped: np.ndarray

    @property
    def diagnosis(self) -> np.ndarray:
        """The likeliest fault after each step: (rounds, steps + 1)."""
        return self.belief.argmax(axis=-1)


def plan(
    *,
    probe_1: str,
    probe_2: str,
    probe_3: str,
    probe_4: str,
    probe_5: str,
    probe_6: str,
    probe_7: str,
    probe_8: str,
) -> tuple[str, ...]:
    """Write down what is asked first, second, and so on."""
    return (probe_1, probe_2, probe_3, probe_4, probe_5, probe_6, probe_7, probe_8)


def played(
    beliefs: Beliefs,
    answers: np.ndarray,
    plan: tuple[str, ...],
    *,
    stop_at: float,
    time_limit: float,
) -> Hunt:
    """Ask by a plan in every round until one fault is likely enough or time is up.

    `answers` (rounds, probes). An automatic step takes the probe with the most expected bits a
    minute; one that was asked before tells nothing new and is passed over.
    """
    count = len(answers)
    state = np.broadcast_to(beliefs.prior, (count, *beliefs.prior.shape)).copy()
    left = np.ones(answers.shape, dtype=bool)
    clock, belief, asked = [np.zeros(count)], [state.sum(axis=2)], []
    for name in plan:
        probe = _next(beliefs, state, left, name)
        spent = clock[-1] + beliefs.minutes[probe]
        goes = (belief[-1].max(axis=1) < stop_at) & (spent <= time_limit)
        goes &= left[np.arange(count), probe]
        known = beliefs.after(state, probe, answers[np.arange(count), probe])
        state = np.where(goes[:, None, None], known, state)
        left[np.flatnonzero(goes), probe[goes]] = False
        asked.append(np.where(goes, probe, -1))
        clock.append(np.where(goes, spent, clock[-1]))
        belief.append(state.sum(axis=2))
    sure = belief[-1].max(axis=1) >= stop_at
    return Hunt(np.stack(asked, 1), np.stack(clock, 1), np.stack(belief, 1), sure, clock[-1])


def _next(beliefs: Beliefs, state: np.ndarray, left: np.ndarray, name: str) -> np.ndarray:
    """The probe each round asks next: (rounds,)."""
    if name != AUTOMATIC:
        return np.full(len(state), ASKED.index(name))
    worth = np.where(left, beliefs.bits(state) / beliefs.minutes, -1.0)
    return worth.argmax(axis=1)


def hunt(
    beliefs: Beliefs,
    rounds: Rounds,
    plan: tuple[str, ...],
    *,
    stop_at: float,
    time_limit: float,
) -> Hunt:
    """Play every round by the plan."""
    return played(beliefs, rounds.answers, plan, stop_at=stop_at, time_limit=time_limit)


def best_hunt(beliefs: Beliefs, rounds: Rounds, *, stop_at: float, time_limit: float) -> Hunt:
    """Play every round by the most bits a minute, step by step."""
    automatic = (AUTOMATIC,) * len(PLAN)
    return played(beliefs, rounds.answers, automatic, stop_at=stop_at, time_limit=time_limit)


def everything(beliefs: Beliefs, rounds: Rounds) -> np.ndarray:
    """What is believed of each fault by who has asked all there is: (rounds, faults)."""
    state = np.broadcast_to(beliefs.prior, (len(rounds.fault), *beliefs.prior.shape))
    for number in range(rounds.answers.shape[1]):
        probe = np.full(len(state), number)
        state = beliefs.after(state, probe, rounds.answers[:, number])
    return state.sum(axis=2)


@dataclass(frozen=True, eq=False)
class Fixed:
    """What was done: the `fix` of each round by number, whether it was a `right` one, the minute
    the fault was over (`cured`), and how likely the team thought it `wrong`.

    `spoils` and `loses` are the shares of watching and of clicks that what the fix broke costs in
    the `undone` minutes after.
    """

    fix: np.ndarray
    right: np.ndarray
    cured: np.ndarray
    wrong_as_seen: np.ndarray
    spoils: np.ndarray
    loses: np.ndarray
    undone: float


def fixed(
    rounds: Rounds,
    hunt: Hunt,
    *,
    fix: str,
    recheck: str,
    breaks: float,
    scope: str,
    time_limit: float,
    seed: int,
) -> Fixed:
    """Apply the fix that belongs to the diagnosis, or the same one whatever was found.

    Who is not sure looks on until time is up. A wrong fix, and one that breaks something, costs an
    hour until it is undone; half of it where the probes are asked again. Yesterday's index cures
    nothing that was wrong yesterday.
    """
    if fix == "belongs":
        done = FIX_OF[hunt.diagnosis[:, -1]]
    else:
        done = np.full(len(rounds.fault), list(FIXES).index(fix))
    right = CURES[done, rounds.fault]
    if scope == "before":
        right = right & (done != list(FIXES).index(OLD_INDEX))
    undone = RECHECKED if recheck == "on" else MISTAKEN
    ended = np.where(hunt.sure, hunt.stopped, time_limit)
    cured = ended + MINUTES_OF[done] + np.where(right, 0.0, undone)
    wrong = 1.0 - (hunt.belief[:, -1] * CURES[done]).sum(axis=1)
    kept, place = signatures.kept(), (rounds.world, BROKEN_BY[done], 0)
    broke = stream(seed, "fixes").random(len(done)) < breaks
    spoils, loses = (broke * np.clip(each[place], 0, 1) for each in (kept.spoilt, kept.lost))
    return Fixed(done, right, cured, wrong, spoils, loses, undone)
