"""Situations in which the shipped filter fails, each with fixes and tempting wrong ones."""

from kit.case import Brief, Goal
from kit.choice import Changes

HOLD_ALL: Changes = {"threshold": -1000.0}
HOLD_NONE: Changes = {"threshold": 1000.0}

NEWSLETTER = Brief(
    "newsletter",
    "The newsletter is gone",
    "A shop complains that its customers no longer get the newsletter they signed up for. The "
    "filter learns every night from what users report and rescue, and quarantines at even odds.",
    {"labels": "reports", "thresholds": "half"},
    (
        Goal("false_quarantines", "at most", 60),
        Goal("spam_delivered", "at most", 0.3),
    ),
    fixes={
        "audit some mail, and flag what is in doubt": {
            "labels": "audited",
            "audit": 0.2,
            "thresholds": "two",
        },
    },
    decoys={
        "two lines, on the same reports": {"thresholds": "two"},
        "an audit, at the same line": {"labels": "audited", "audit": 0.2},
        "remember longer": {"window": 28},
    },
    degenerate={"quarantine everything": HOLD_ALL, "quarantine nothing": HOLD_NONE},
    debrief="Hardly anybody looks into the quarantine, so what is held there by mistake is learnt "
    "as spam and held again. Reports alone never end that; a random audit does, and a second line "
    "leaves what is in doubt in the inbox with a warning.",
)

GOOD_WORDS = Brief(
    "good_words",
    "Good words",
    "Since a few days after launch every spam ends with some thirty honest words. The filter was "
    "trained once, a month of campaigns ago, and reads text and sender.",
    {"adversary": "good_words", "padding": 30, "learning": "never", "labels": "all"},
    (
        Goal("spam_delivered", "at most", 0.3),
        Goal("false_quarantines", "at most", 60),
        Goal("ham_flagged", "at most", 0.15),
    ),
    fixes={
        "learn every night": {"learning": "nightly"},
        "learn every night, from reports and an audit": {
            "learning": "nightly",
            "labels": "audited",
            "audit": 0.2,
        },
    },
    decoys={
        "lower the line": {"threshold": 0.0},
        "lower it a lot": {"threshold": -3.0},
        "character n-grams": {"representation": "chars"},
    },
    degenerate={"quarantine everything": HOLD_ALL, "quarantine nothing": HOLD_NONE},
    debrief="Padded spam scores like honest mail, so no line tells them apart: lowering it only "
    "holds back more honest mail. Learning on padded mail takes the good words' weight away; the "
    "sender's record helps, since honest words do not buy it.",
)

MONDAY = Brief(
    "monday",
    "Monday burst",
    "On Mondays three times the usual 2,000 messages a second come for ten minutes. Eight workers "
    "score one message at a time, and deliver unscored what they have no room for.",
    {
        "size": "small",
        "learning": "never",
        "burst": 3.0,
        "burst_minutes": 10,
        "batch": 1,
        "linger": 0,
        "queue_limit": 100_000,
        "deadline": 10_000,
    },
    (
        Goal("p99", "at most", 10_000),
        Goal("missed_deadline", "at most", 0.001),
        Goal("bounced", "at most", 0.0001),
        Goal("serving_cost", "at most", 0.5),
    ),
    fixes={
        "micro-batches": {"batch": 32, "linger": 20},
        "sixteen workers": {"workers": 16},
    },
    decoys={
        "one far bigger server": {"workers": 1, "server": "large"},
        "let everything wait": {"backpressure": "delay"},
        "room for a million": {"queue_limit": 1_000_000},
    },
    degenerate={
        "bounce what is too much": {"backpressure": "drop"},
        "a hundred workers": {"workers": 100},
    },
    debrief="Eight workers at 2.6 ms do some 3,000 a second, and 6,000 come: in ten minutes nearly "
    "two million are left over, for which there is neither room nor time. One server four times as "
    "fast has half the capacity of eight. Micro-batches share the cost of a call among messages "
    "and need no more servers.",
)

POISONED = Brief(
    "poisoned",
    "Poisoned reports",
    "Accounts nobody knows receive long messages of honest words and report each as spam. The "
    "online filter learns from reports every night, and customers lose their mail.",
    {
        "adversary": "poison",
        "poisoned": 0.03,
        "model": "online",
        "labels": "all",
    },
    (
        Goal("false_quarantines", "at most", 450),
        Goal("spam_delivered", "at most", 0.25),
        Goal("ham_flagged", "at most", 0.1),
        Goal("error_cost", "at most", 60),
    ),
    fixes={
        "reject what does harm": {"defence": "roni"},
        "every message weighs alike (tf-idf)": {"representation": "tfidf"},
    },
    decoys={
        "raise the line": {"threshold": 12.0},
        "a filter for each customer": {"defence": "personal"},
        "learn only once a week": {"learning": "weekly"},
    },
    degenerate={"quarantine everything": HOLD_ALL, "quarantine nothing": HOLD_NONE},
    debrief="One long message moves a filter of counts as far as a hundred short ones. A line "
    "cannot repair weights: it trades one error for the other. What helps is to try a message on "
    "trusted mail before learning it, or to let no message count for more than another.",
)

BRIEFS = (NEWSLETTER, GOOD_WORDS, MONDAY, POISONED)
