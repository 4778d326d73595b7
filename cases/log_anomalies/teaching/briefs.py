"""Situations in which the shipped log design fails, each with a fix and a tempting wrong one."""

from kit.case import Brief, Goal
from kit.choice import Changes

NOBODY: Changes = {"alarms": 0.001}
ALWAYS: Changes = {"alarms": 1440.0}
ALONE: Changes = {"second": "none", "third": "none"}

PAPER = Brief(
    "paper",
    "F1 of 0.9",
    "The detector was chosen for its F1, point-adjusted, with the level tuned on the test. On call "
    "says that it finds nothing. Make the promise honest and the pages useful.",
    ALONE | {"detector": "autoencoder", "evaluation": "adjusted", "level": "best_f1"},
    (
        Goal("f1", "at most", 0.2, of="gap"),
        Goal("recall", "at least", 0.3),
        Goal("false_pages", "at most", 6),
    ),
    fixes={
        "events, the hour's residual, several detectors": {
            "evaluation": "event",
            "detector": "seasonal",
            "second": "new",
            "third": "sequence",
            "level": "budget",
        },
    },
    decoys={"another detector": {"detector": "isolation"}},
    degenerate={"alert nobody": NOBODY, "page always": ALWAYS},
    debrief="Point adjustment gives a whole incident for one lucky window, and the level was tuned "
    "on the windows it was judged on. Counted in incidents and pages, the simple residual with two "
    "plain rules finds more.",
)

SILENCE = Brief(
    "silence",
    "Nobody noticed the silence",
    "Services stop logging and nobody is paged. Find the silences without waking people for "
    "nothing.",
    ALONE | {"kinds": "silence", "detector": "z", "length": 120},
    (Goal("recall", "at least", 0.3), Goal("false_pages", "at most", 5)),
    fixes={"what the hour expects, over time": {"detector": "ewma"}},
    decoys={"a lower threshold": {"alarms": 60.0}},
    degenerate={"alert nobody": NOBODY, "page always": ALWAYS},
    debrief="Nothing can only be seen against what was expected. A z-score that knows no hour "
    "expects little at any time; the hour's residual, smoothed over windows, sees what is missing.",
)

RELEASE = Brief(
    "release_night",
    "Release night",
    "A release renames messages and the pager does not stop. Keep finding incidents and let people "
    "sleep.",
    {"change": "deploy", "quiet": 0},
    (Goal("recall", "at least", 0.16), Goal("false_pages", "at most", 5)),
    fixes={"learn the release before it is out": {"retraining": "release"}},
    decoys={"mute everything for twelve hours": {"quiet": 720}},
    degenerate={"alert nobody": NOBODY, "page always": ALWAYS},
    debrief="The release was known before anybody was paged: its lines were there in staging. "
    "Muting hides what was wrong together with what was not.",
)

SLOW = Brief(
    "low_and_slow",
    "Low and slow",
    "Attackers add a third more logins for hours at a time. No window looks unusual.",
    ALONE
    | {
        "kinds": "slow",
        "length": 240,
        "incident_share": 0.25,
        "detector": "isolation",
    },
    (Goal("recall", "at least", 0.45), Goal("false_pages", "at most", 7)),
    fixes={"count over an hour, against the hour": {"detector": "seasonal", "window": "60"}},
    decoys={"a lower threshold": {"alarms": 60.0}, "another learned detector": {"detector": "pca"}},
    degenerate={"alert nobody": NOBODY, "page always": ALWAYS},
    debrief="A small shift that stays is large once it is added up: an hour's counts against what "
    "the hour expects show what no five minutes do, and cost minutes. A lower level finds it too, "
    "among everything else.",
)

BRIEFS = (PAPER, SILENCE, RELEASE, SLOW)
