"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "newsletter",
        "A shop complains that its newsletter, which customers signed up for, never arrives. A "
        "false quarantine now counts three times as much.",
        {"false_quarantine": 60.0},
        "Whose definition of spam is it, and who would have told you?",
        needs={"labels": "reports", "thresholds": "half"},
        expects=(Expected("error_cost", "rises"), Expected("false_quarantines", "stays")),
    ),
    Twist(
        "vip",
        "A director's mail was quarantined, and a false quarantine now counts five times as much.",
        {"false_quarantine": 100.0},
        "Do you move a threshold, trust single senders more, or both, and who may ask for that?",
        expects=(Expected("false_quarantines", "falls"), Expected("spam_quarantined", "falls")),
    ),
    Twist(
        "no_audit",
        "To save the readers' time, the random audit is stopped: the filter learns from what users "
        "report and rescue alone.",
        {"labels": "reports"},
        "What does the filter learn from mail that nobody reports, and could the team see it?",
        kind="order",
        expects=(Expected("error_cost", "rises"), Expected("average_precision", "falls")),
    ),
    Twist(
        "report_button",
        "Spammers open accounts, send themselves good words and press the report button.",
        {"adversary": "poison"},
        "Whose reports do you learn from, and how would you see that it has begun?",
        needs={"model": "online"},
        expects=(Expected("false_quarantines", "rises"), Expected("average_precision", "falls")),
    ),
    Twist(
        "one_server_left",
        "Seven of the eight servers of the expensive model are taken away to save money.",
        {"expensive_workers": 1},
        "What do you do without them for an hour: wait, deliver, or let the cheap model decide?",
        needs={"model": "cascade", "band": 0.3},
        kind="order",
        expects=(Expected("headroom", "falls"), Expected("serving_cost", "falls")),
    ),
    Twist(
        "language",
        "A customer opens an office abroad: a quarter of its mail is in a language new to you.",
        {"drift": "language"},
        "What does your filter make of words it has never seen, and which reading moves first?",
        expects=(Expected("unknown_words", "rises"),),
    ),
    Twist(
        "exactly_once",
        "The log begins to deliver one message in ten again, and auditors ask that none is acted "
        "on twice.",
        {"duplicates": 0.1},
        "Can the log promise that, and what do you do where it cannot?",
        needs={"dedupe": "off"},
        expects=(Expected("twice", "rises"), Expected("headroom", "falls")),
    ),
    Twist(
        "deletion",
        "By law, mail older than a week may no longer be kept for training.",
        {"window": 7},
        "What does the filter forget, and what may be kept instead of the mail?",
        kind="order",
        expects=(Expected("unknown_words", "rises"), Expected("average_precision", "falls")),
    ),
    Twist(
        "second_model",
        "Management wants a second, larger model to read the doubtful quarter of the mail.",
        {"model": "cascade", "band": 0.25},
        "When is a second model worth its work, and on which messages? Read it off the curve.",
        kind="order",
        expects=(Expected("work", "rises"), Expected("serving_cost", "rises")),
    ),
    Twist(
        "good_words",
        "Spam now ends with thirty good words, and the filter is not retrained.",
        {"adversary": "good_words", "padding": 30},
        "Which number falls, does a lower threshold help, and what does?",
        needs={"learning": "never"},
        expects=(Expected("recall_05", "falls"), Expected("spam_delivered", "rises")),
    ),
    Twist(
        "misspelt",
        "Spammers misspell two words in five.",
        {"adversary": "obfuscate", "obfuscated": 0.4},
        "Which representation still reads them, and what will they try next?",
        expects=(Expected("unknown_words", "rises"),),
    ),
    Twist(
        "answer",
        "Whenever more than a fifth of a day's spam is quarantined, spammers change it overnight.",
        {"adversary": "reacts", "tolerated": 0.2},
        "Is it better to catch all you can, and what does retraining every night do to them?",
        expects=(Expected("unknown_words", "rises"),),
    ),
    Twist(
        "campaign",
        "On one morning nearly half of all spam is of a kind nobody has seen, and the filter is "
        "not retrained.",
        {"drift": "new"},
        "How long until you catch it, and what decides that?",
        needs={"learning": "never"},
        expects=(Expected("spam_delivered", "rises"),),
    ),
    Twist(
        "flood",
        "A botnet wakes up: for five days spam has five times its usual odds, and Monday's burst "
        "is six times the usual traffic.",
        {"drift": "flood", "burst": 6.0},
        "What happens to false quarantines at the same threshold, to what users report, and to the "
        "queue?",
        expects=(Expected("backlog", "rises"),),
    ),
    Twist(
        "monday",
        "After a public holiday, Monday's burst is six times the usual traffic for half an hour.",
        {"burst": 6.0, "burst_minutes": 30},
        "How many messages wait at the end of it, and when are they gone? Do it on paper first.",
        expects=(Expected("backlog", "rises"), Expected("missed_deadline", "rises")),
    ),
)
