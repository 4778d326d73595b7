"""The hunt in pictures: what is believed, what to ask next, and how rounds ended."""

from __future__ import annotations

import numpy as np
import pandas as pd

import cases.irrelevant_items.signatures as signatures
from cases.irrelevant_items.faults import FAULTS, NAMES
from cases.irrelevant_items.judged import MINUTES, confusion, right_by_minute
from cases.irrelevant_items.model import entropy
from cases.irrelevant_items.panels.screen import minute
from cases.irrelevant_items.probes import ASKED, PROBES
from kit.figure import Absent, Chart, Table, bars
from kit.heat import heat
from kit.panels.along import along, of_track, standing
from kit.run import Run
from kit.words import say

LIKELY = 6  # causes drawn by name
LABELS = [fault.label for fault in FAULTS.values()]


def posterior(run: Run) -> Chart:
    """What is believed after each probe?

    The likeliest causes of this round as answers come in, until the hunt stops. A cause that no
    answer tells from another keeps its share of the belief. While the envelope is sealed, only how
    much doubt is left is drawn.
    """
    own = run["own"]
    steps = np.arange(len(own.hunt.clock[0]))
    kept = np.r_[True, own.hunt.asked[0] >= 0]
    clock, belief = own.hunt.clock[0][kept[steps]], own.hunt.belief[0][kept[steps]]
    if own.sealed:
        return _doubt(clock, belief)
    top = np.argsort(-belief[-1], kind="stable")[:LIKELY]
    last = belief[-1, top[0]]
    return along(
        {LABELS[cause]: _stairs(clock, belief[:, cause]) for cause in top},
        x="minutes into the investigation",
        y="belief",
        y_range=(0, 1),
        caption=f"After {clock[-1]:g} minutes: {LABELS[top[0]]}, {say(float(last), 'share')}.",
    )  # type: ignore[return-value]


def _doubt(clock: np.ndarray, belief: np.ndarray) -> Chart:
    """How many bits are missing to be certain, after each probe."""
    bits = np.maximum(entropy(belief), 0.0)
    return along(
        {"doubt left": _stairs(clock, bits)},
        x="minutes into the investigation",
        y="bits missing to be certain",
        caption=f"After {clock[-1]:g} minutes {bits[-1]:.2f} of {bits[0]:.2f} bits are missing. "
        "What is believed is shown once a diagnosis is committed.",
    )  # type: ignore[return-value]


def _stairs(clock: np.ndarray, level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A level that holds until the next answer."""
    x = np.repeat(np.r_[clock, max(clock[-1], 1) * 1.1], 2)[1:-1]
    return x, np.repeat(level, 2)


def next_probe(run: Run) -> Chart | Absent:
    """Which question tells most a minute, now?

    Expected bits about the cause for each minute of every probe not yet asked, in the light of
    the answers so far; beside its name what it takes. A probe that nothing was logged for tells
    nothing.
    """
    own, beliefs = run["own"], run["beliefs"]
    asked = own.asked_by(minute(run))
    state = beliefs.prior[None]
    for probe in asked:
        state = beliefs.after(state, np.array([probe]), run["today"].answers[[probe]])
    rate = beliefs.bits(state)[0] / beliefs.minutes
    rest = [number for number in np.argsort(-rate, kind="stable") if number not in set(asked)]
    rows = [(_priced(number), float(rate[number])) for number in rest]
    if not rows or rows[0][1] < 1e-6:
        return Absent("No probe that is left would tell anything.")
    return bars(
        pd.DataFrame(rows, columns=["probe", "rate"]),
        x=("probe", "probe"),
        y=("rate", "expected bits a minute"),
        horizontal=True,
        caption=f"{rows[0][0]}, tells most a minute: {rows[0][1]:.2f} bits.",
    )


def _priced(number: int) -> str:
    probe = PROBES[ASKED[number]]
    return f"{probe.label}, {probe.minutes} min"


def steps(run: Run) -> Table | Absent:
    """In which order was it asked, and what did each answer tell?

    One line a probe of this round: when it was answered, and how sure one can be by then. Of
    which cause is told once the envelope is open.
    """
    own = run["own"]
    hunt = own.hunt
    rows = []
    for number, probe in enumerate(hunt.asked[0]):
        if probe >= 0:
            belief = hunt.belief[0, number + 1]
            rows.append(
                {
                    "minute": float(hunt.clock[0, number + 1]),
                    "probe": PROBES[ASKED[probe]].label,
                    "likeliest": "sealed" if own.sealed else LABELS[int(belief.argmax())],
                    "belief": float(belief.max()),
                }
            )
    if not rows:
        return Absent("No probe fits into the time there is.")
    end = "sure enough" if hunt.sure[0] else "the probes or the time ran out"
    return Table(pd.DataFrame(rows), f"It stopped after {len(rows)}: {end}.", {"belief": "share"})


def diagnosed(run: Run) -> Chart | Absent:
    """How soon is the diagnosis right, and how sure is the team of it?

    Over all rounds, minute by minute: the share with the right likeliest cause, how sure the team
    is, the order that asks for the most bits a minute, and whoever asks everything at once.
    """
    at, attainable = run.reading("right"), run["attainable"]
    best = right_by_minute(run["rounds"], attainable.best)
    return along(
        of_track(run, "right") | {"most bits a minute": (MINUTES, best)},
        x="minutes into the investigation",
        y="share of rounds",
        marks=standing(run, "right"),
        colours={"most bits a minute": "three"},
        caption=f"{say(at.true, 'share')} right, {say(at.seen, 'share')} sure. By the most bits a "
        f"minute it takes {attainable.minutes.mean():.0f} minutes and is right in "
        f"{say(float(best[-1]), 'share')}.",
    )


def spoilt(run: Run) -> Chart | Absent:
    """What do minutes cost?

    Visits spoilt a round so far; as the dashboard counts it, by lost clicks, and in truth, by what
    is no longer watched.
    """
    at = run.reading("spoilt")
    return along(
        of_track(run, "spoilt"),
        x="minutes into the investigation",
        y="visits spoilt a round",
        marks=standing(run, "spoilt"),
        caption=f"{say(at.true, 'count')} visits a round; clicks say {say(at.seen, 'count')}.",
    )


def signatures_drawn(run: Run) -> Chart:
    """What does every fault look like?

    How many usual spreads each probe is off, the middle of many worlds, at the scope on the table.
    Two lines that look the same cannot be told apart by these probes.
    """
    off = np.median(signatures.kept().off(str(run.settings["scope"])), axis=0)
    rows = [
        (
            LABELS[fault],
            PROBES[name].label,
            _shade(off[fault, number]),
            f"{_short(off, fault, number)}",
        )
        for fault in range(len(NAMES))
        for number, name in enumerate(ASKED)
    ]
    frame = pd.DataFrame(rows, columns=["fault", "probe", "level", "text"])
    odd = (np.abs(off) > 3).sum(axis=1)
    return heat(
        frame,
        x=("probe", "probe"),
        y=("fault", "fault"),
        level=("level", "spreads off"),
        text="text",
        either_way=True,
        caption=f"{LABELS[int(odd.argmax())]} moves most probes, {int(odd.max())} of {len(ASKED)}.",
    )


def _shade(off: float) -> float:
    return float(np.clip((off + 12) / 24, 0, 1))


def _short(off: np.ndarray, fault: int, number: int) -> str:
    value = off[fault, number]
    return "" if abs(value) <= 3 else f"{np.clip(value, -99, 99):+.0f}"


def mistaken(run: Run) -> Table:
    """Which causes are taken for which?

    Rounds by true cause and diagnosis, those that went wrong most often first: causes that look
    alike on every probe that was asked.
    """
    table = confusion(run["rounds"], run["hunt"])
    total = table.sum(axis=1)
    rows = [
        (LABELS[true], LABELS[said], int(table[true, said]), table[true, said] / total[true])
        for true in range(len(NAMES))
        for said in range(len(NAMES))
        if table[true, said]
    ]
    frame = pd.DataFrame(rows, columns=["true cause", "diagnosis", "rounds", "share of its rounds"])
    wrong = frame["true cause"] != frame["diagnosis"]
    frame = frame.assign(wrong=wrong).sort_values(
        ["wrong", "rounds"], ascending=False, kind="stable"
    )
    missed = int(frame.loc[frame["wrong"], "rounds"].sum())
    return Table(
        frame.drop(columns="wrong").reset_index(drop=True),
        f"{missed} of {int(total.sum())} rounds end with another cause than the true one.",
        {"share of its rounds": "share"},
    )
