"""Every choice of the hunt for irrelevant items."""

from __future__ import annotations

from cases.irrelevant_items.decide import AUTOMATIC, PLAN
from cases.irrelevant_items.faults import FAULTS, FIXES, SCOPES
from cases.irrelevant_items.model import COMPLAINTS
from cases.irrelevant_items.probes import PROBES
from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice

GROUPS = {
    "world": "The round",
    "hunt": "Probes",
    "decision": "Diagnosis and fix",
    "prevention": "Safeguards",
}
SWITCH = {"off": "Off", "on": "On"}
SEALED, KEPT = "sealed", "kept"
"""Where a fault is that nobody names: in an envelope that a committed diagnosis opens, or in one
that stays shut until an interviewer opens it."""

OPEN = "open"
"""The diagnosis before one is committed: until then nothing says which fault it is."""

_CAUSES = {name: fault.label for name, fault in FAULTS.items()}
_ASKED = {AUTOMATIC: "Most bits a minute"} | {
    name: f"{probe.label}, {probe.minutes} min" for name, probe in PROBES.items()
}

WORLD = (
    Choice(
        "complaint",
        "The complaint",
        COMPLAINTS,
        "tickets",
        "How the team heard of it. It says what is likely before anything is asked: a loud user "
        "says next to nothing.",
        "world",
        world=True,
    ),
    Choice(
        "fault",
        "The fault",
        {SEALED: "In the envelope", KEPT: "In one that stays shut"} | _CAUSES,
        SEALED,
        "Sealed, a round has whatever its envelope holds, nothing in one of five; a diagnosis "
        "opens it, unless it stays shut. Named, it is studied openly, and every round has it.",
        "world",
        world=True,
    ),
    Choice(
        "envelope",
        "Envelope",
        Range(0, 9999),
        1,
        "The number of a sealed fault. An interviewer looks one up by the fault; nobody can tell "
        "the fault by the number.",
        "world",
        when={"fault": (SEALED, KEPT)},
        world=True,
    ),
    Choice(
        "breaks",
        "Fixes that break something",
        Range(0, 1, 0.05, whole=False, usual=(0, 0.5)),
        0.1,
        "Share of fixes that bring another fault at the stage they touch: a rebuilt index lacks "
        "half of its titles, a model rolled back is stale.",
        "world",
        world=True,
    ),
    Choice(
        "scope",
        "How far it reaches",
        SCOPES,
        "all",
        "Whom the fault touches. A part of the traffic moves an average little; what was wrong "
        "before the window moves no trend at all.",
        "world",
        world=True,
    ),
    seed_choice(7),
)

_ORDER = (
    "Asked first, when all is possible still.",
    "Asked second, in the light of the first answer where it is automatic.",
    "Asked third; one that was asked before is passed over.",
    "Asked fourth, if nothing is sure by then.",
    "Asked fifth, if there is time.",
    "Asked sixth; by now few causes are left.",
    "Asked seventh, between the last two or three.",
    "Asked last, whatever is known by then.",
)
HUNT = (
    *(
        Choice(name, f"Probe {number}", _ASKED, AUTOMATIC, help, "hunt")
        for number, (name, help) in enumerate(zip(PLAN, _ORDER, strict=True), 1)
    ),
    Choice(
        "stop_at",
        "Stop when this sure",
        Range(0.5, 0.99, 0.01, whole=False),
        0.9,
        "How likely one cause has to be before a fix is made. Higher costs minutes, lower costs "
        "wrong fixes.",
        "hunt",
    ),
    Choice(
        "time_limit",
        "Time limit",
        Range(10, 120, 5, usual=(20, 90)),
        60,
        "Minutes after which the likeliest cause is acted on, sure or not.",
        "hunt",
    ),
)
DECISION = (
    Choice(
        "diagnosis",
        "Diagnosis of this round",
        {OPEN: "Not yet"} | _CAUSES,
        OPEN,
        "What it is, in your view. Once it is committed the envelope is opened and the postmortem "
        "can be read.",
        "decision",
    ),
    Choice(
        "fix",
        "Fix",
        {"belongs": "What cures the diagnosis"} | FIXES,
        "belongs",
        "What is done in every round once the hunt is over: what belongs to its diagnosis, or one "
        "and the same whatever was found.",
        "decision",
    ),
    Choice(
        "recheck",
        "Look again after the fix",
        SWITCH,
        "off",
        "Whether the probes that were off are asked once more before the ticket is closed. A fix "
        "that was wrong, or broke something, is then undone after half an hour instead of a whole.",
        "decision",
    ),
)


def _switch(name: str, label: str, default: str, help: str) -> Choice:
    return Choice(name, label, SWITCH, default, help, "prevention")


PREVENTION = (
    _switch(
        "reason_codes",
        "Reason codes in the log",
        "on",
        "Whether each row says why it was served: fallback, experiment. Without them two probes "
        "have nothing to read.",
    ),
    _switch(
        "version_tags",
        "Version tags",
        "on",
        "Whether model, index and features carry a version that is compared at publishing. Without "
        "them a probe has nothing to read.",
    ),
    _switch(
        "golden_users",
        "Golden users",
        "off",
        "Known users are scored at publishing. Sees what training did, not what serving does.",
    ),
    _switch(
        "data_checks",
        "Data checks",
        "off",
        "Null rates, label rate, dates and events an item are compared before training.",
    ),
    _switch(
        "round_trip",
        "Ids there and back",
        "off",
        "Every id is mapped to its title and back when an index is built, and the titles counted.",
    ),
    _switch(
        "shadow",
        "Shadow scoring",
        "off",
        "A release answers a copy of the traffic first, and its rows are compared with today's.",
    ),
    _switch(
        "aa_bucket",
        "A/A bucket",
        "off",
        "A part of the users with nothing changed: its platforms and its log are compared.",
    ),
    _switch(
        "replayed",
        "Replay of yesterday",
        "off",
        "Yesterday's requests are answered once more each night, exactly, and compared.",
    ),
    Choice(
        "drift_alarm",
        "Drift alarm at",
        Range(0, 8, 0.5, whole=False),
        0.0,
        "Usual spreads from which the alarm on six trends rings; 0 is no alarm. Six trends at a "
        "low level ring by chance.",
        "prevention",
    ),
    Choice(
        "canary",
        "Canary",
        Range(0, 0.1, 0.01, whole=False),
        0.0,
        "Share of traffic that gets a release first, rolled back when its rows are off; 0 is none. "
        "The smaller it is, the less it can tell.",
        "prevention",
    ),
)

CHOICES = (*WORLD, *PREVENTION, *HUNT, *DECISION)

DIAL = Dial(
    "minute",
    "Minutes into the investigation",
    "What was known, and what was spoilt, by then.",
    high=200,
)
