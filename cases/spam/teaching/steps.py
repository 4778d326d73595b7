"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

_CLARIFY = Step(
    "clarify",
    "Clarify",
    "Which questions would change your design, and is what they ask for possible?",
    "Ask how much mail comes and when, how soon it must be decided, what a lost honest message "
    "costs against a delivered spam, who says what spam is, and how anybody would hear of a "
    "mistake.\n"
    "Then do the arithmetic: at thousands of messages a second one false positive in a thousand is "
    "still hundreds of thousands of messages a day that somebody misses. So false positives are "
    "fixed first, and recall is what is left.\n"
    "The answer that shapes most is who labels: readers report some of the spam they get, and "
    "almost never look where you put what you held back.",
    choices=("size", "spam_share", "false_quarantine", "false_flag"),
    panels=("outcomes", "roc"),
    followups=(
        "They ask for 99 % of the spam and no honest mail lost. Good: check it against the exact "
        "curve; where not even that allows it, say which of the two can be had.",
        "An eighth instead of half the mail is spam. Good: precision falls at the same line; lines "
        "from prices stay where they are if scores are probabilities.",
        "A newsletter is spam to one reader and wanted by another. Good: say whose definition "
        "counts, and whether a line per reader is worth it.",
    ),
    feasibility=True,
)

_METRICS = Step(
    "metrics",
    "Metrics",
    "What will you steer by, and what will you only watch?",
    "Choose filters by recall at a fixed, tiny false-positive rate, one and five in a thousand, "
    "beside the ceiling. Set lines by the cost of errors. Guard false quarantines, warnings on "
    "honest mail, time to decision at the 99th percentile, and how long recovery takes.\n"
    "Not F1 and not accuracy: both trade a lost message against a delivered spam at par. Average "
    "precision looks fine where half the mail is spam and says little about the first "
    "thousandth.\n"
    "Resample whole groups of near-copies: a campaign's copies stand and fall together, and "
    "intervals that ignore it are far too narrow.",
    panels=("roc", "cost_curve", "reliability"),
    followups=(
        "Recall at one in a thousand jumps between days. Good: a handful of honest messages sets "
        "that line; look at the interval, or at five in a thousand.",
        "Offline is better than live. Good: near-copies across the split first, then labels, then "
        "drift.",
        "What would you show the board? Good: honest messages lost and spam delivered, a day.",
    ),
)

_ARCHITECTURE = Step(
    "architecture",
    "Architecture",
    "What does a message pass on its way in, and what does a report pass on its way back?",
    "Forwards: accept, append to an event log, parse, features, cheap model, dear model for the "
    "doubtful, act. The log promises at least once, so acting is keyed by message id: a second "
    "delivery finds it done. Scoring while the sending server waits needs no log and has no room "
    "for a burst.\n"
    "Backwards: each decision is logged with the words as read, score, lines and version. Reports, "
    "rescues and audits join it later, and training reads what was known at the time.\n"
    "Decide what gives way before it has to: time, safety or mail.",
    choices=("architecture", "dedupe", "cache", "duplicates"),
    panels=("stations", "queue_depth"),
    followups=(
        "Exactly once? Good: not by the log; idempotent actions by message id give the effect.",
        "What may be cached? Good: the text's score for a while; never the decision, since senders "
        "and lines differ.",
        "Which state does the stream keep? Good: senders' counters over minutes and days, with a "
        "time to live, rebuilt from the log.",
    ),
)

_DATA = Step(
    "data",
    "Data and labels",
    "Which messages may train and which may judge, and what is wrong with their labels?",
    "Near-copies make a random split flatter itself: hold out by time, or whole groups.\n"
    "Labels are of your own making. Spam that was delivered is reported now and then, silence "
    "reads as honest; what was quarantined is believed to be spam, since hardly anybody rescues "
    "it. A filter trained on that repeats its mistakes for ever.\n"
    "A random audit, small and of everything, is the cure: the sample is weighted up to what it "
    "stands for, and the same sample measures false quarantines.",
    choices=("labels", "audit", "window", "split"),
    panels=("known_labels", "splits"),
    followups=(
        "How large an audit? Good: large enough to see one in a thousand with an interval; more of "
        "it from what was quarantined.",
        "May people read mail? Good: with consent, on opted-in or bought mailboxes, or as features "
        "without the text; say what each loses.",
        "How long a window? Good: as long as campaigns live, tried over time.",
    ),
)

_MODEL = Step(
    "model",
    "Text and model",
    "What does a message look like to a machine, and what would make you leave naive Bayes?",
    "Start with words and naive Bayes or logistic regression, so that all else has something to "
    "beat. Naive Bayes counts every word as if it were independent evidence, so it is far too "
    "sure: fine for ordering, useless for lines from prices. Character n-grams read through "
    "misspelling; hashing needs no vocabulary; the sender's record is cheap and hard to fake.\n"
    "A sentence encoder earns its hundredfold work on the doubtful messages alone: a cascade.\n"
    "Whatever is fitted, vocabulary and document frequencies too, is fitted on training mail.",
    choices=("model", "representation", "sender", "expensive_model", "band", "defence"),
    panels=("cascade", "inbox", "legitimate_topics"),
    followups=(
        "When is an encoder worth it? Good: read it off the cascade's curve, in recall per "
        "millisecond, on attacked mail too.",
        "Naive Bayes says 99.99 %. Good: it multiplied what was not independent; calibrate, or "
        "choose lines by budget.",
        "One filter for all or one each? Good: shared for what is common, own for what differs; "
        "own filters contain poison and starve on rare mail.",
    ),
)

_DECISION = Step(
    "decision",
    "Decision",
    "How many lines are there, where are they, and what happens between them?",
    "Two lines for three actions: deliver, warn, quarantine. Neighbouring actions cost the same at "
    "a line, which gives each from the prices, if scores are probabilities. If they are not, "
    "calibrate, or set the upper line by a budget of false quarantines on held-back mail, and "
    "enough of it: one in a thousand cannot be set on hundreds.\n"
    "The band between is where users tell you most, since they see both the warning and the mail.\n"
    "When prices change the lines move the same day, and the model stays.",
    choices=("thresholds", "budget", "flag_at", "quarantine_at"),
    panels=("histogram", "cost_curve", "outcomes"),
    followups=(
        "Spam got through; lower the line? Good: look what the same move does to honest mail "
        "first; if spam has changed, the line is not the fault.",
        "A budget of one in ten thousand. Good: say how much labelled honest mail it takes to set.",
        "A customer wants no quarantine at all. Good: the flag line alone; say what it costs.",
    ),
)

_SERVING = Step(
    "serving",
    "Stream",
    "Does it keep up at peak, and what happens on Monday?",
    "Work out capacity first: servers over milliseconds a message. Waiting grows with load over "
    "one minus load: half a service time at one half, nearly five at nine tenths, fifty at "
    "ninety-nine hundredths. Above one there is no waiting time, only a backlog that grows by "
    "arrivals less capacity.\n"
    "A burst leaves that difference times its length, and drains at the spare capacity. "
    "Micro-batches share the cost of a call; lingering trades milliseconds for fuller batches. "
    "Several small workers beat one fast one: one slow batch holds everybody up.\n"
    "Full is a decision: wait, deliver unscored, or bounce. Spammers find out which.",
    choices=(
        "traffic",
        "burst",
        "burst_minutes",
        "deadline",
        "workers",
        "server",
        "batch",
        "linger",
        "backpressure",
        "queue_limit",
        "device",
        "expensive_workers",
    ),
    panels=("queue_depth", "load_curve", "stations"),
    followups=(
        "Three times the traffic for ten minutes. Good: backlog and drain on paper, then the room "
        "it needs, then what gives way.",
        "The pool of the dear model dies. Good: the cheap model decides alone, with a wider "
        "flagged band; nothing waits for it.",
        "p99 doubled and the mean did not move. Good: load on one stage, or batches; look at each "
        "stage's load before anything is bought.",
    ),
)

_OVER_TIME = Step(
    "time",
    "Monitoring over time",
    "How will you know that it has stopped working, and what will you do then?",
    "Campaigns turn over in weeks, so a frozen filter goes dark campaign by campaign while every "
    "old number stays fine. Watch unknown words and score shapes at once, reports within hours, "
    "audits daily. Learn every night, on a window as long as campaigns live.\n"
    "Spammers answer. Misspelling: n-grams. Good words: learning on attacked mail, the sender's "
    "record, and weights that cannot be bought with a hundred honest words. Poison: weigh "
    "reporters, limit what a word may weigh, try new spam before learning from it.\n"
    "What is learnt at night is gated: judged on the audit, shipped to few, rolled back by rule.",
    choices=(
        "rotation",
        "drift",
        "adversary",
        "obfuscated",
        "padding",
        "poisoned",
        "recipe",
        "tolerated",
        "learning",
        "update",
    ),
    panels=("time_machine", "campaigns", "policies", "tactics"),
    followups=(
        "Unknown words rise and recall does not move. Good: honest mail may have changed; look "
        "which class they are in.",
        "Would online learning be better than every night? Good: sooner, and sooner poisoned; "
        "compare what it forgets.",
        "Reports doubled overnight. Good: a campaign that gets through, or accounts made to "
        "report; look who reports.",
    ),
)

_NEXT = Step(
    "next",
    "Experiment and next steps",
    "How would you prove that it pays, and what would you do with another quarter?",
    "Shadow first: score all mail, act on none, compare with audited truth. Then split by mailbox, "
    "not by message, and read false quarantines from the audit, not from rescues, which hardly "
    "anybody makes. Say beforehand how many audited messages one in a thousand takes.\n"
    "Next step by what costs most: the gap to the ceiling that labels explain, the gap that age "
    "explains, the gap left to the model. A better audit often beats a larger model.\n"
    "What would change my mind: an encoder that keeps its recall on attacked mail.",
    panels=("policies", "campaigns", "legitimate_topics"),
    followups=(
        "Both arms share the spammers. Good: they react to what is blocked anywhere; measure the "
        "reaction, do not assume it away.",
        "Somebody's livelihood is in the quarantine. Good: notice, a way to appeal, and a record "
        "of why.",
        "Mail must be deleted on request. Good: what trained on it, how soon it is retrained "
        "without, and features that were never personal.",
    ),
)

STEPS = (
    _CLARIFY,
    _METRICS,
    _ARCHITECTURE,
    _DATA,
    _MODEL,
    _DECISION,
    _SERVING,
    _OVER_TIME,
    _NEXT,
)
