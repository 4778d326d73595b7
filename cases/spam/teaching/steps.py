"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

_CLARIFY = Step(
    "clarify",
    "Clarify",
    "Which questions would change your design, and is what they ask for possible?",
    "Ask how much mail comes and when, how soon it must be decided, what a lost legitimate "
    "message costs compared with a delivered spam, who decides what spam is, and how anybody "
    "would learn of a mistake.\n"
    "Then do the arithmetic: at thousands of messages a second one false positive in a thousand "
    "is still tens of thousands of messages a day that somebody misses. So false positives are "
    "fixed first, and recall is what is left.\n"
    "The answer that matters most is who labels: readers report some of the spam they get, and "
    "almost never look into the quarantine.",
    choices=("size", "spam_share", "false_quarantine", "false_flag"),
    panels=("inbox", "outcomes", "roc"),
    followups=(
        "They ask for 99 % of the spam and no legitimate mail lost. Good: check it against the "
        "ceiling; where not even that allows it, say which of the two is possible.",
        "An eighth instead of half the mail is spam. Good: precision falls at the same threshold; "
        "thresholds from costs stay where they are, as long as scores are probabilities of the new "
        "mix.",
        "A newsletter is spam to one reader and wanted by another. Good: say whose definition "
        "counts, and whether a threshold per reader is worth it.",
    ),
    feasibility=True,
    hints=(
        "Which of the two errors would make people leave?",
        "Ask what each error costs, how soon a decision is due, and how anybody learns of a "
        "mistake.",
        "Work out what one false positive in a thousand is in messages a day, and ask who would "
        "ever tell you of them.",
    ),
    points=(
        "Asks what a lost legitimate message costs in delivered spam.",
        "Asks for traffic at peak and the time to decide.",
        "Asks who decides what spam is, and where labels come from.",
        "Works out the false positives a day at this volume.",
        "Fixes the false positives first; recall is what is left.",
    ),
)

_METRICS = Step(
    "metrics",
    "Metrics",
    "Which metrics decide, and which are only watched?",
    "Choose filters by recall at a fixed, tiny false-positive rate, one and five in a thousand, "
    "beside the ceiling. Set thresholds by the cost of errors. Keep as guardrails false "
    "quarantines, warnings on legitimate mail, time to decision at the 99th percentile, and how "
    "long recovery takes.\n"
    "Not F1 and not accuracy: both count a lost message as no worse than a delivered spam. Average "
    "precision looks fine where half the mail is spam and says little about the first thousandth.\n"
    "Resample whole groups of near-copies: a campaign's copies are caught or missed together, and "
    "intervals that ignore this are far too narrow.",
    panels=("roc", "cost_curve", "reliability"),
    followups=(
        "Recall at one in a thousand jumps between days. Good: a handful of legitimate messages "
        "sets that threshold; look at the interval, or at five in a thousand.",
        "Offline is better than live. Good: check near-copies across the split first, then labels, "
        "then drift.",
        "What would you show management? Good: legitimate messages lost and spam delivered, per "
        "day.",
    ),
    hints=(
        "At which place of the curve will this filter be used?",
        "One error must stay tiny. Which metric looks only there?",
        "Recall at one false positive in a thousand, beside its ceiling; now say how many "
        "legitimate messages that place is measured on.",
    ),
    points=(
        "Chooses filters by recall at a fixed, tiny false-positive rate.",
        "Sets thresholds by the cost of errors.",
        "Rejects accuracy and F1, since they price both errors alike.",
        "Keeps guardrails: false quarantines, warnings on legitimate mail, time to decide.",
        "Resamples groups of near-copies, not single messages, for intervals.",
    ),
)

_ARCHITECTURE = Step(
    "architecture",
    "Architecture",
    "Which components does a message pass on its way in, and a user's report on its way back?",
    "Forwards: accept, append to an event log, parse, features, cheap model, expensive model for "
    "doubtful messages, act. The log delivers at least once, so actions are idempotent by "
    "message id: a second delivery has no effect. Scoring while the sending server waits needs "
    "no log, but of a burst only as much can wait as is scored within the deadline.\n"
    "Backwards: each decision is logged with the features as read, score, thresholds and model "
    "version. Reports, rescues and audits join it later, and training reads what was known at "
    "the time.\n"
    "Decide beforehand what gives way under overload: time, safety or mail.",
    choices=("architecture", "dedupe", "cache", "duplicates"),
    panels=("architecture", "stations", "queue_depth"),
    followups=(
        "Exactly once? Good: not by the log; idempotent actions by message id give the effect.",
        "What may be cached? Good: the text's score for a while; never the decision, since senders "
        "and thresholds differ.",
        "Which state does the stream keep? Good: counters per sender over minutes and days, with a "
        "time to live, which can be rebuilt from the log.",
    ),
    hints=(
        "Where does a message wait while it is being judged?",
        "An event log gives room for a burst, and may hand over a message twice. What follows for "
        "actions?",
        "Key every action by message id; log features, score, thresholds and version, so that "
        "reports and audits can join later.",
    ),
    points=(
        "Puts a log between acceptance and scoring, or says what is lost without one.",
        "Makes actions idempotent by message id, since delivery is at least once.",
        "Sends only doubtful messages to the expensive model.",
        "Logs each decision as it was made; reports, rescues and audits join it.",
        "Decides beforehand what gives way under overload.",
    ),
)

_DATA = Step(
    "data",
    "Data and labels",
    "Which messages may train and which may judge, and what is wrong with their labels?",
    "Near-copies make a random split too optimistic: hold back by time, or whole groups of "
    "near-copies.\n"
    "Your own decisions make the labels. Delivered spam is reported sometimes, and no report "
    "reads as legitimate; what was quarantined is taken for spam, since hardly anybody rescues "
    "it. A filter trained on that repeats its mistakes.\n"
    "A small random audit of all mail is the cure: each audited message is weighted by the number "
    "of messages it stands for, and the same sample measures false quarantines.",
    choices=("labels", "audit", "window", "split"),
    panels=("known_labels", "splits"),
    followups=(
        "How large an audit? Good: large enough to see one in a thousand with an interval; more of "
        "it from what was quarantined.",
        "May people read mail? Good: with consent, on opted-in or bought mailboxes, or as features "
        "without the text; say what each loses.",
        "How long a training window? Good: about as long as campaigns live; try several over time.",
    ),
    hints=(
        "How does your own filter shape the labels it learns from?",
        "Look at both sides: what people report in the inbox, and what hardly anybody looks for in"
        " the quarantine.",
        "Silence in quarantine reads as spam. Check some mail at random, weighted by what it "
        "stands for, and hold back by time.",
    ),
    points=(
        "Holds back by time or by groups of near-copies.",
        "Says that unreported spam reads as legitimate.",
        "Says that a false quarantine is learned as spam, again and again.",
        "Adds a random audit and weights each audited message.",
        "Measures false quarantines on the audit, not on rescues.",
        "Takes a window about as long as campaigns live.",
    ),
)

_MODEL = Step(
    "model",
    "Text and model",
    "How is a message represented, and when would you replace naive Bayes?",
    "Start with words and naive Bayes or logistic regression, as a baseline. Naive Bayes counts "
    "every word as if it were independent evidence, so it is far too certain: fine for ranking, "
    "useless for thresholds from costs. Character n-grams still match misspelt words; hashing "
    "needs no vocabulary; sender features are cheap and hard to fake.\n"
    "A sentence encoder takes tens of times the work, which is worth it for doubtful messages "
    "only: a cascade.\n"
    "Whatever is fitted, vocabulary and document frequencies too, is fitted on training mail.",
    choices=("model", "representation", "sender", "expensive_model", "band", "defence"),
    panels=("cascade", "messages", "legitimate_topics"),
    followups=(
        "When is an encoder worth it? Good: read it off the cascade's curve, in recall per "
        "millisecond, on attacked mail too.",
        "Naive Bayes says 99.99 %. Good: it multiplied evidence that was not independent; "
        "calibrate, or set thresholds by budget.",
        "One filter for all or one each? Good: shared for what is common, own for what differs; "
        "separate filters keep poison local and have too little data for rare mail.",
    ),
    hints=(
        "What would you try on the first day, and what is wrong with its probabilities?",
        "Naive Bayes counts words as independent evidence. Where does that do no harm, and where "
        "does it?",
        "Fine for the order, useless for thresholds from costs; misspelt words need smaller units,"
        " and a costly encoder should read only what is doubtful.",
    ),
    points=(
        "Starts with words and naive Bayes or logistic regression.",
        "Says that naive Bayes is too certain for thresholds from costs.",
        "Uses character n-grams against misspelling.",
        "Adds sender features, which words cannot buy.",
        "Uses a cascade when the better model costs far more work.",
        "Fits vocabulary and document frequencies on training mail only.",
    ),
)

_DECISION = Step(
    "decision",
    "Decision",
    "How many thresholds are there, where are they, and what happens between them?",
    "Two thresholds for three actions: deliver, warn, quarantine. At a threshold two "
    "neighbouring actions cost the same, which gives each threshold from the costs, if scores "
    "are probabilities. If they are not, calibrate, or set the upper threshold by a budget of "
    "false quarantines on held-back mail, and use enough of it: with a few hundred legitimate "
    "messages a budget of one in a thousand can only be extrapolated.\n"
    "Mail between the two thresholds is delivered, so users can report it; mistakes in the "
    "quarantine hardly anybody corrects.\n"
    "When costs change, move the thresholds the same day and keep the model.",
    choices=("thresholds", "budget", "flag_at", "quarantine_at"),
    panels=("histogram", "cost_curve", "inbox"),
    followups=(
        "Spam got through; lower the threshold? Good: first look at what the same move does to "
        "legitimate mail; if spam has changed, the threshold is not the cause.",
        "A budget of one in ten thousand. Good: say how much labelled legitimate mail it takes to "
        "set.",
        "A customer wants no quarantine at all. Good: the flag threshold alone; say what it costs.",
    ),
    hints=(
        "Is there anything between the inbox and the quarantine?",
        "Three actions need two thresholds, and each lies where two neighbouring actions cost the "
        "same.",
        "Thresholds from costs need probabilities. If scores are not, set the upper one by a "
        "budget, and say how much held-back mail that takes.",
    ),
    points=(
        "Has two thresholds for three actions: deliver, warn, quarantine.",
        "Derives each threshold from the costs of neighbouring actions.",
        "Calibrates, or sets the upper threshold by a budget of false quarantines.",
        "Knows how much legitimate mail a budget of one in a thousand needs.",
        "Moves thresholds the same day when costs change, and keeps the model.",
    ),
)

_SERVING = Step(
    "serving",
    "Stream",
    "Does the stream keep up at peak, and what happens in Monday's burst?",
    "Work out capacity first: workers divided by the work on a message. At a single worker that "
    "takes one message at a time, waiting grows with load over one minus load: half a service "
    "time at a load of 50 %, nearly five at 90 %, fifty at 99 %. Many workers and micro-batches "
    "hide that until just below 100 %: batches only get fuller, which the load curve shows. "
    "Above 100 % there is no waiting time, only a backlog that grows by arrivals less capacity.\n"
    "A burst leaves a backlog of that difference times its length, which drains at the spare "
    "capacity. Micro-batches share the cost of a call; waiting for a fuller batch trades "
    "milliseconds for capacity. For the same total, a few fast workers answer sooner than many "
    "slow ones, since each batch takes less time; with many, less is lost when one fails.\n"
    "What happens to a full queue is a decision: wait, deliver unscored, or bounce. Spammers find "
    "out which.",
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
        "Three times the traffic for ten minutes. Good: compute backlog and drain time on paper, "
        "then the queue limit, then what gives way.",
        "The pool of the expensive model dies. Good: the cheap model decides alone, with a wider "
        "flagged band; nothing waits for it.",
        "p99 doubled and the mean did not move. Good: load on one stage, or batches; look at each "
        "stage's load before anything is bought.",
    ),
    hints=(
        "How many messages can you score in a second, and how many come?",
        "Work out capacity, then the backlog that Monday's burst leaves and how fast it drains.",
        "Backlog is (burst less capacity) times its length, and drains at the spare capacity; "
        "decide what gives way when the queue is full.",
    ),
    points=(
        "Works out capacity from workers and the work on a message.",
        "Says that waiting explodes near full load and that above it only a backlog grows.",
        "Computes the burst's backlog and its drain time on paper.",
        "Uses micro-batches, and says what waiting for a fuller batch costs.",
        "Chooses what a full queue does: wait, deliver unscored, or bounce.",
    ),
)

_OVER_TIME = Step(
    "time",
    "Monitoring over time",
    "How will you know that it has stopped working, and what will you do then?",
    "Campaigns turn over in weeks, so a filter that is never retrained misses one campaign after "
    "another while its old evaluation stays fine. Watch unknown words and score distributions at "
    "once, reports within hours, audits daily. Retrain every night, on a window as long as "
    "campaigns live.\n"
    "Spammers react. Against misspelling: n-grams. Against good words: retraining on attacked "
    "mail, and sender features, which words cannot buy. Against poison: weight reporters, limit "
    "the weight of a word, test new spam before learning from it.\n"
    "Each nightly model passes a gate: judged on the audit, released to a few mailboxes, rolled "
    "back by rule.",
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
        "Unknown words rise and recall does not move. Good: legitimate mail may have changed; look "
        "which class they are in.",
        "Would online learning be better than every night? Good: it adapts sooner, and is poisoned "
        "sooner; compare what it forgets.",
        "Reports doubled overnight. Good: a campaign that gets through, or accounts made to "
        "report; look who reports.",
    ),
    hints=(
        "What will be different about spam in a month?",
        "Campaigns change by themselves and spammers answer. Which of your signals is fastest, and"
        " which is true?",
        "Retrain every night on a window as long as campaigns live, and say what stops poisoned "
        "reports from being learned.",
    ),
    points=(
        "Expects campaigns to turn over, so that a frozen filter decays.",
        "Watches unknown words and scores at once, reports in hours, audits daily.",
        "Retrains every night, behind a gate with a rollback.",
        "Names a defence for misspelling and one for good words.",
        "Does not learn from every report: names a defence against poison.",
    ),
)

_NEXT = Step(
    "next",
    "Experiment and next steps",
    "How would you show that it pays, and what would you do next quarter?",
    "Shadow mode first: score all mail, act on none, compare with the audit. Then an experiment "
    "split by mailbox, not by message, with false quarantines read from the audit, not from "
    "rescues, which hardly anybody makes. Say beforehand how many audited messages it takes to "
    "measure one in a thousand.\n"
    "Choose the next step by the gap to the ceiling: how much of it labels explain, how much the "
    "filter's age, how much the model. A better audit often beats a larger model.\n"
    "What would change my mind: an encoder that keeps its recall on attacked mail.",
    panels=("experiment", "policies", "legitimate_topics"),
    followups=(
        "Both arms face the same spammers. Good: they react to what is blocked anywhere; measure "
        "the reaction, do not assume it away.",
        "Somebody's livelihood is in the quarantine. Good: notice, a way to appeal, and a record "
        "of why.",
        "Mail must be deleted on request. Good: what trained on it, how soon it is retrained "
        "without, and features that were never personal.",
    ),
    hints=(
        "How would you compare two filters without losing anybody's mail?",
        "Score everything and act on nothing first. Then ask what is split, and where false "
        "quarantines are read.",
        "Split by mailbox and read errors from the audit; say how many audited messages one in a "
        "thousand takes.",
    ),
    points=(
        "Runs in shadow before acting.",
        "Splits by mailbox, not by message.",
        "Reads false quarantines from the audit, not from rescues.",
        "Says beforehand how many audited messages are needed.",
        "Chooses the next step by what explains the gap to the ceiling.",
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
