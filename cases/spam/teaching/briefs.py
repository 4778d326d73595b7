"""Situations in which the shipped filter fails, each with fixes and tempting wrong ones."""

from kit.case import Brief, Goal
from kit.choice import Changes

HOLD_ALL: Changes = {"threshold": -1000.0}
HOLD_NONE: Changes = {"threshold": 1000.0}

NEWSLETTER = Brief(
    "newsletter",
    "The newsletter is gone",
    "A shop complains that its customers no longer get the newsletter they signed up for. The "
    "filter is retrained every night on what users report and rescue, and quarantines from a "
    "chance of spam of 50 %.",
    {"labels": "reports", "thresholds": "half"},
    (
        Goal("false_quarantines", "at most", 60),
        Goal("spam_delivered", "at most", 0.3),
    ),
    fixes={
        "audit some mail, and flag what is doubtful": {
            "labels": "audited",
            "audit": 0.2,
            "thresholds": "two",
        },
    },
    decoys={
        "two thresholds, on the same reports": {"thresholds": "two"},
        "an audit, at the same threshold": {"labels": "audited", "audit": 0.2},
        "a longer training window": {"window": 28},
    },
    degenerate={"quarantine everything": HOLD_ALL, "quarantine nothing": HOLD_NONE},
    debrief="Hardly anybody looks into the quarantine, so what is there by mistake is learnt as "
    "spam and quarantined again. Reports alone never end that; a random audit does, and a second "
    "threshold leaves doubtful mail in the inbox with a warning.",
)

GOOD_WORDS = Brief(
    "good_words",
    "Good words",
    "From a few days after launch on, every spam ends with some thirty good words. The filter was "
    "trained once, a month ago, and reads text and sender.",
    {"adversary": "good_words", "padding": 30, "learning": "never", "labels": "all"},
    (
        Goal("spam_delivered", "at most", 0.3),
        Goal("false_quarantines", "at most", 60),
        Goal("ham_flagged", "at most", 0.15),
    ),
    fixes={
        "retrain every night": {"learning": "nightly"},
        "retrain every night, on reports and an audit": {
            "learning": "nightly",
            "labels": "audited",
            "audit": 0.2,
        },
    },
    decoys={
        "lower the threshold": {"threshold": 0.0},
        "lower it a lot": {"threshold": -3.0},
        "character n-grams": {"representation": "chars"},
    },
    degenerate={"quarantine everything": HOLD_ALL, "quarantine nothing": HOLD_NONE},
    debrief="Padded spam scores like legitimate mail, so no threshold separates them: a lower one "
    "only quarantines more legitimate mail. Retraining on padded mail takes the weight of good "
    "words away; sender features help, since words do not buy a reputation.",
)

MONDAY = Brief(
    "monday",
    "Monday burst",
    "On Mondays three times the usual 2,000 messages a second come for ten minutes. Eight workers "
    "score one message at a time, and what does not fit into the queue is delivered unscored.",
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
        "one much bigger server": {"workers": 1, "server": "large"},
        "let everything wait": {"backpressure": "delay"},
        "a queue limit of a million": {"queue_limit": 1_000_000},
    },
    degenerate={
        "bounce what does not fit": {"backpressure": "drop"},
        "a hundred workers": {"workers": 100},
    },
    debrief="Eight workers at 2.6 ms do some 3,000 a second, and 6,000 come: in ten minutes nearly "
    "two million are left over, for which there is neither space in the queue nor time. "
    "One server that is four times as fast has half the capacity of eight. Micro-batches "
    "share the cost of a call among messages and need no more servers.",
)

POISONED = Brief(
    "poisoned",
    "Poisoned reports",
    "Unknown accounts receive long messages of good words and report each as spam. The online "
    "filter learns from reports every night, and customers lose their mail.",
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
        "reject what does harm (RONI)": {"defence": "roni"},
        "every message has the same weight (tf-idf)": {"representation": "tfidf"},
    },
    decoys={
        "raise the threshold": {"threshold": 12.0},
        "a filter for each customer": {"defence": "personal"},
        "retrain only once a week": {"learning": "weekly"},
    },
    degenerate={"quarantine everything": HOLD_ALL, "quarantine nothing": HOLD_NONE},
    debrief="One long message moves a filter of counts as far as many short ones. A threshold "
    "cannot repair weights: it trades one error for the other. What helps is to test a "
    "message on trusted mail before learning from it, or to let no message count more than "
    "another.",
)

BRIEFS = (NEWSLETTER, GOOD_WORDS, MONDAY, POISONED)
