"""Situations in which the shipped design fails."""

from cases.irrelevant_items.decide import AUTOMATIC, PLAN
from cases.irrelevant_items.teaching.lessons import DASHBOARD
from kit.case import Brief, Goal

MOST_BITS = dict.fromkeys(PLAN, AUTOMATIC)

BRIEFS = (
    Brief(
        "same_ten",
        "Everyone sees the same ten",
        "Overnight all users got the same ten titles. The team reads its dashboard from left to "
        "right and cannot say whether the model or the serving is to blame.",
        {"fault": "timeout", **DASHBOARD},
        (Goal("given", "at least", 0.9), Goal("minutes", "at most", 20)),
        fixes={
            "reason code first": {"probe_1": "fallbacks"},
            "most bits a minute": MOST_BITS,
        },
        decoys={
            "take more time": {"time_limit": 120},
            "retrain": {"fix": "retrain"},
            "coverage first": {"probe_1": "coverage", "probe_3": "clicks"},
        },
        degenerate={"stop at once": {"stop_at": 0.5, "time_limit": 10}},
        debrief="Both causes put what is popular into every row: no outcome tells them apart. A "
        "log that says why a row was served does, in three minutes.",
    ),
    Brief(
        "fine_on_the_web",
        "Fine on the web",
        "Phones show other people's rows, the web is fine. The averages have fallen a little, and "
        "the team looks at them longest.",
        {
            "fault": "cache",
            "probe_1": "clicks",
            "probe_2": "offline",
            "probe_3": "labels",
            "probe_4": "busiest",
            "probe_5": "profiles",
            "probe_6": "recall",
            "probe_7": "match",
            "probe_8": "coverage",
        },
        (Goal("right", "at least", 0.9), Goal("minutes", "at most", 25)),
        fixes={
            "split by platform, then the cache": {"probe_1": "platforms", "probe_2": "cached"},
            "the cache, then most bits": MOST_BITS | {"probe_1": "cached"},
        },
        decoys={
            "more time": {"time_limit": 120},
            "overlap": {"probe_3": "overlap"},
        },
        degenerate={"stop at once": {"stop_at": 0.5, "time_limit": 10}},
        debrief="Who splits first knows after three minutes that something meets phones alone. A "
        "request asked twice for two users then shows one row.",
    ),
    Brief(
        "clicks_are_up",
        "Click rate is up",
        "Clicks rose by a third on Tuesday and the release was celebrated. Users write that they "
        "get what they have already watched.",
        {
            "fault": "seen_off",
            "complaint": "nobody",
            "probe_1": "clicks",
            "probe_2": "offline",
            "probe_3": "recall",
            "probe_4": "profiles",
            "probe_5": "busiest",
            "probe_6": "labels",
            "probe_7": "match",
            "probe_8": "nulls",
        },
        (Goal("right", "at least", 0.9), Goal("minutes", "at most", 25)),
        fixes={
            "repeats, then most bits": MOST_BITS | {"probe_1": "seen"},
            "most bits a minute": MOST_BITS,
        },
        decoys={"more time": {"time_limit": 120}, "scales": {"probe_2": "scales"}},
        degenerate={"do nothing": {"fix": "nothing"}},
        debrief="A metric that rewards the bug cannot find it. What people have taken before is "
        "clicked again and not watched again: ask for the share of repeats.",
    ),
    Brief(
        "says_the_vp",
        "It is the model, says the VP",
        "One loud user wrote to the VP, who wants the model trained again today. Nothing is wrong.",
        {"fault": "none", "complaint": "one", "fix": "retrain"},
        (Goal("wrong_fixes", "at most", 0.1), Goal("right", "at least", 0.9)),
        fixes={
            "what the evidence says": {"fix": "belongs"},
            "do nothing": {"fix": "nothing"},
        },
        decoys={
            "roll the model back": {"fix": "roll_back_model"},
            "be surer first": {"stop_at": 0.99},
        },
        degenerate={"rebuild the index": {"fix": "rebuild_index"}},
        debrief="One round in five has no fault. That no probe is off is the evidence; training "
        "again costs an hour and would have been given the credit.",
    ),
    Brief(
        "twice_this_quarter",
        "Twice this quarter",
        "Two faults reached everybody this quarter. There are ten engineer-days to see that the "
        "next is caught before.",
        {"reason_codes": "on", "version_tags": "on"},
        (Goal("caught", "at least", 0.75), Goal("guard_cost", "at most", 10)),
        fixes={
            "shadow and data checks": {"shadow": "on", "data_checks": "on"},
            "a canary and data checks": {"canary": 0.1, "data_checks": "on", "round_trip": "on"},
        },
        decoys={
            "an alarm": {"drift_alarm": 2.0},
            "replay each night": {"replayed": "on"},
            "a tiny canary": {"canary": 0.01},
        },
        degenerate={
            "everything": {
                "golden_users": "on",
                "data_checks": "on",
                "round_trip": "on",
                "shadow": "on",
                "aa_bucket": "on",
                "replayed": "on",
                "canary": 0.1,
            },
            "nothing": {"reason_codes": "off", "version_tags": "off"},
        },
        debrief="Alarms and replays speak when everybody is served already. Only a gate, or a "
        "canary large enough to tell, speaks before.",
    ),
)
