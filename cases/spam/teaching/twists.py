"""Changes announced mid-way, and the question each puts."""

from kit.case import Twist

TWISTS = (
    Twist(
        "newsletter",
        "A shop complains: its customers signed up for a newsletter and never see it.",
        {"labels": "reports", "false_quarantine": 60},
        "Whose definition of spam is it, and who would have told you?",
    ),
    Twist(
        "vip",
        "A director's mail was quarantined, and a false quarantine now counts five times as much.",
        {"false_quarantine": 100},
        "Do you move a threshold, trust single senders more, or both, and who may ask for that?",
    ),
    Twist(
        "report_button",
        "Spammers open accounts, send themselves good words and press the report button.",
        {"adversary": "poison"},
        "Whose reports do you learn from, and how would you see that it has begun?",
    ),
    Twist(
        "gpu_dies",
        "The pool that runs the expensive model is down to one server.",
        {"model": "cascade", "expensive_workers": 1, "band": 0.3},
        "What do you do without it for an hour: wait, let through, or let the cheap model decide?",
    ),
    Twist(
        "language",
        "A customer opens an office abroad: a quarter of its mail is in a language new to you.",
        {"drift": "language"},
        "What does your filter make of words it has never seen, and which reading moves first?",
    ),
    Twist(
        "exactly_once",
        "Auditors ask that no message is ever acted on twice; the log delivers one in ten again.",
        {"duplicates": 0.1, "dedupe": "off"},
        "Can the log promise that, and what do you do where it cannot?",
    ),
    Twist(
        "deletion",
        "By law, mail older than a week may no longer be kept to train on.",
        {"window": 7},
        "What does the filter forget, and what may be kept instead of the mail?",
    ),
    Twist(
        "encoder",
        "A colleague has read that a language model reads mail a hundred times as well.",
        {"model": "cascade", "band": 0.25},
        "When is it worth a hundred times the work, and on which messages? Read it off the curve.",
    ),
    Twist(
        "good_words",
        "Spam now ends with thirty good words.",
        {"adversary": "good_words", "padding": 30},
        "Which number falls, does a lower threshold help, and what does?",
    ),
    Twist(
        "misspelt",
        "Spammers misspell two words in five.",
        {"adversary": "obfuscate", "obfuscated": 0.4},
        "Which representation still reads them, and what will they try next?",
    ),
    Twist(
        "answer",
        "Whenever more than half of their mail is caught, spammers change it overnight.",
        {"adversary": "reacts"},
        "Is it better to catch all you can, and what does learning every night do to them?",
    ),
    Twist(
        "campaign",
        "On Thursday morning half of all spam is of a kind nobody has seen.",
        {"drift": "new"},
        "How long until you catch it, and what decides that?",
    ),
    Twist(
        "flood",
        "A botnet wakes up: five times the odds of spam, and three times the traffic on Monday.",
        {"drift": "flood", "burst": 3.0},
        "What happens to false quarantines at the same threshold, and to the queue?",
    ),
    Twist(
        "monday",
        "After a public holiday Monday's burst is six times the usual traffic for half an hour.",
        {"burst": 6.0, "burst_minutes": 30},
        "How many messages wait at the end of it, and when are they gone? Do it on paper first.",
    ),
)
