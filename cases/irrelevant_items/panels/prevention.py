"""Prevention in pictures, and the postmortem."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.irrelevant_items.choices import KEPT
from cases.irrelevant_items.faults import FAULTS, FIXES, SCOPES, Fault
from cases.irrelevant_items.live import (
    ALARM_COST,
    CANARY_COST,
    FAULTS_REPLAYED,
    SAFEGUARDS,
    UNTOLD,
)
from cases.irrelevant_items.model import COMPLAINTS
from cases.irrelevant_items.probes import ASKED, OUTCOMES, PROBES
from cases.irrelevant_items.readings import BUDGET
from kit.figure import Absent, Chart, Table, Text
from kit.panels.along import along
from kit.run import Run
from kit.words import say

OPEN_STILL = "The round is still open: commit a diagnosis, and the envelope is opened."
SHUT = "This envelope stays shut until it is opened for you; in an interview the debrief tells."

AT = np.geomspace(1, 4_000, 60)
"""Minutes at which the curve is drawn."""


def detection(run: Run) -> Chart | Absent:
    """How long does a fault go unnoticed?

    The share of a hundred faults of which nobody knows yet, over the minutes since a release. What
    no safeguard sees waits for a complaint.
    """
    watch, plain = run["watch"], np.full(FAULTS_REPLAYED, UNTOLD)
    left = {
        name: (AT, (told[:, None] > AT).mean(axis=0))
        for name, told in (("these safeguards", watch.told), ("none of them", plain))
    }
    return along(
        left,
        x="minutes since the release",
        y="share of faults not noticed",
        log="x",
        colours={"these safeguards": "true", "none of them": "muted"},
        caption=f"Half are noticed within {say(60 * float(np.median(watch.told)), 'seconds')}; "
        f"{say(float((watch.told == UNTOLD).mean()), 'share')} wait for a complaint.",
    )


def who_tells(run: Run) -> Table:
    """Which safeguard speaks first?

    Of a hundred faults, how many each is the first to notice, and how many it would notice by
    itself: one that never speaks first may be sold.
    """
    watch = run["watch"]
    rows = [
        (
            check.label,
            int((watch.first == check.name).sum()),
            int(check.rings.sum()),
            "yes" if check.gate else "no",
            float(check.falsely.mean() * 7),
            check.cost,
        )
        for check in watch.checks
    ]
    rows.append(("A complaint", int((watch.first == "").sum()), FAULTS_REPLAYED, "no", 0.0, 0.0))
    columns = ["who", "first", "would notice", "before full traffic", "false a week", "days"]
    return Table(
        pd.DataFrame(rows, columns=columns),
        f"{int(watch.before.sum())} of {FAULTS_REPLAYED} faults never have full traffic.",
        {"false a week": "count"},
    )


def price_list(run: Run) -> Table:
    """What can be bought, for how much?

    Engineer-days a quarter of each safeguard, whether it is in place, and what it watches.
    """
    on = {check.name for check in run["watch"].checks}
    rows = [
        (one.label, one.cost, name in on, ", ".join(PROBES[each].label for each in one.watches))
        for name, one in SAFEGUARDS.items()
    ]
    rows.append(("Drift alarm", ALARM_COST, "drift_alarm" in on, "six trends"))
    rows.append(("Canary, rolled back", CANARY_COST, "canary" in on, "clicks and filters"))
    frame = pd.DataFrame(rows, columns=["safeguard", "days", "in place", "watches"])
    frame["in place"] = np.where(frame["in place"], "yes", "")
    spent = run["watch"].cost
    return Table(frame, f"{spent:g} of {BUDGET:g} days are spent.")


def postmortem(run: Run) -> Text | Absent:
    """What happened, when could it have been known, and what would have caught it?

    Written once the diagnosis is committed, without blame, to copy.
    """
    own = run["own"]
    if own.open:
        return Absent(SHUT if run.settings["fault"] == KEPT else OPEN_STILL)
    fault, said = FAULTS[own.cause], FAULTS[own.diagnosis]
    right = own.cause == own.diagnosis
    rows = {
        "What happened": f"{fault.label} (stage: {fault.stage}). "
        f"Reach: {SCOPES[str(run.settings['scope'])].lower()}.",
        "How we heard": f"{COMPLAINTS[str(run.settings['complaint'])]}.",
        "What we found": f"{said.label}, {'which is right' if right else 'which is wrong'}.",
        "When we stopped": f"After {own.hunt.stopped[0]:g} minutes and "
        f"{int((own.hunt.asked[0] >= 0).sum())} probes, "
        f"{say(float(own.hunt.belief[0, -1].max()), 'share')} sure of the likeliest cause.",
        "When it could be known": _knowable(run),
        "What cures it": f"{FIXES[fault.fix]}{_sooner(fault)}.",
        "What would have caught it": _catching(run),
    }
    text = "\n\n".join(f"{head}\n{line}" for head, line in rows.items())
    return Text(text, f"The diagnosis was {'right' if right else 'wrong'}: {fault.label}.")


def _sooner(fault: Fault) -> str:
    """Other fixes that cure a fault, as the end of a sentence."""
    return "".join(f"; sooner, {FIXES[each].lower()}" for each in fault.too)


def _knowable(run: Run) -> str:
    """The cheapest probe of this round that was far from usual."""
    today = run["today"]
    far = [n for n, answer in enumerate(today.answers) if OUTCOMES[int(answer)][:3] == "far"]
    if not far:
        return "No probe was far from usual."
    first = min(far, key=lambda number: PROBES[ASKED[number]].minutes)
    probe = PROBES[ASKED[first]]
    return (
        f"{probe.label} was {OUTCOMES[int(today.answers[first])]} its usual: {probe.minutes} min."
    )


def _catching(run: Run) -> str:
    """Safeguards that watch a probe which was off in this round."""
    off = np.abs(run["today"].off) > 3
    found = [
        one.label
        for one in SAFEGUARDS.values()
        if any(off[ASKED.index(name)] for name in one.watches)
    ]
    return ", ".join(found) + "." if found else "None of those on the list."
