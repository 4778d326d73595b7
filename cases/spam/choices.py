"""Every choice of the spam scenario."""

from __future__ import annotations

from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice
from pipelines.text.models import LINEAR, UPDATED

WORLD = (
    size_choice(
        {
            "small": "100 messages a day, 2 weeks live",
            "live": "400 messages a day, 4 weeks live",
            "large": "1,600 messages a day, 4 weeks live",
        },
        "live",
        "How much of the traffic is simulated message by message. To measure one in a thousand you "
        "need thousands.",
    ),
    Choice(
        "spam_share",
        "Share of spam",
        Range(0.02, 0.9, 0.01, whole=False, usual=(0.1, 0.6)),
        0.45,
        "How much of the mail is spam: about half of all mail, an eighth of text messages.",
        "world",
        world=True,
    ),
    Choice(
        "rotation",
        "Spam campaigns are replaced within (days)",
        Range(0, 365, 7, usual=(7, 90)),
        42,
        "Days until the three active campaigns have all given way to others; 0 is never. It sets "
        "how fast a filter ages.",
        "world",
        world=True,
    ),
    Choice(
        "drift",
        "What changes after launch",
        {
            "none": "Nothing but the rotation",
            "new": "A new campaign takes half (sudden)",
            "returning": "An old campaign comes and goes (recurring)",
            "ham": "Legitimate topics shift (gradual)",
            "flood": "A flood: five times the odds of spam",
            "language": "Legitimate mail in a new language",
        },
        "none",
        "What else changes, a third into the live weeks: which spam, which legitimate mail, how "
        "much.",
        "world",
        world=True,
    ),
    Choice(
        "adversary",
        "Spammers",
        {
            "none": "Write as always",
            "obfuscate": "Obfuscate words",
            "good_words": "Pad with good words",
            "poison": "Poison the training mail",
            "reacts": "Change when they are caught",
        },
        "none",
        "What spammers do to get through, from a few days after launch; poison is sent before.",
        "world",
        world=True,
    ),
    Choice(
        "obfuscated",
        "Share of words obfuscated",
        Range(0, 1, 0.05, whole=False, usual=(0.05, 0.6)),
        0.3,
        "How many words of a spam message are misspelt so that people still read them and a filter "
        "of words does not.",
        "world",
        when={"adversary": ("obfuscate",)},
        world=True,
    ),
    Choice(
        "padding",
        "Good words added",
        Range(0, 120, 3, usual=(3, 60)),
        15,
        "About how many words of legitimate mail each spam message ends with. They hurt a filter "
        "that has never seen them in spam; one that learns every night soon reads them as a sign "
        "of it.",
        "world",
        when={"adversary": ("good_words",)},
        world=True,
    ),
    Choice(
        "poisoned",
        "Poison in the training mail",
        Range(0, 0.1, 0.005, whole=False, usual=(0.005, 0.03)),
        0.01,
        "Messages of good words that spammers send and report as spam themselves, per message of "
        "mail.",
        "world",
        when={"adversary": ("poison",)},
        world=True,
    ),
    Choice(
        "recipe",
        "What poison is made of",
        {"frequent": "Frequent legitimate phrases", "every": "Every word there is, once"},
        "frequent",
        "Which words the poison teaches the filter to distrust, and which class it harms by that.",
        "world",
        when={"adversary": ("poison",)},
        world=True,
    ),
    Choice(
        "tolerated",
        "Share caught that they accept",
        Range(0, 1, 0.05, whole=False, usual=(0.2, 0.9)),
        0.5,
        "When more of a day's spam than this is quarantined, spammers obfuscate and pad it more "
        "the next day.",
        "world",
        when={"adversary": ("reacts",)},
        world=True,
    ),
    seed_choice(),
)

DATA = (
    Choice(
        "labels",
        "Labels come from",
        {
            "all": "People who read everything",
            "reports": "What users report and rescue",
            "audited": "Reports, and a random audit",
        },
        "audited",
        "How the team learns what a message was. Users rarely look into the quarantine, so a "
        "mistake there stays unknown unless some mail is checked at random.",
        "data",
    ),
    Choice(
        "audit",
        "Share checked at random",
        Range(0.01, 0.5, 0.01, whole=False, usual=(0.01, 0.2)),
        0.1,
        "Share of all mail that a person checks, whatever was decided about it.",
        "data",
        when={"labels": ("audited",)},
    ),
    Choice(
        "window",
        "Training window (days)",
        Range(3, 28, 1, usual=(7, 28)),
        21,
        "How many days of mail a filter learns from: short follows campaigns, long knows more.",
        "data",
    ),
    Choice(
        "split",
        "Validation split",
        {
            "random": "Random messages",
            "grouped": "Random groups of near-copies",
            "time": "The last four days",
        },
        "time",
        "Which mail the team judges its filter on. It changes what the team sees, and where a "
        "threshold set by a budget lies.",
        "data",
        leaks={
            "random": "The split is random: near-copies of one message lie on both sides of it.",
        },
    ),
)

MODEL = (
    Choice(
        "model",
        "Model",
        {
            "nb": "Multinomial naive Bayes",
            "complement": "Complement naive Bayes",
            "logistic": "Logistic regression",
            "svm": "Linear SVM, uncalibrated margins",
            "svm_calibrated": "Linear SVM, calibrated",
            "lightgbm": "Boosted trees on dense features",
            "online": "Online logistic regression (SGD)",
            "cascade": "Cascade: naive Bayes, then an expensive model",
        },
        "logistic",
        "What turns a message into log odds of spam.",
        "model",
    ),
    Choice(
        "representation",
        "Text representation",
        {
            "words": "Words, counted",
            "tfidf": "Words, tf-idf",
            "tfidf_all": "tf-idf, vocabulary of all mail",
            "hashed": "Hashed words",
            "chars": "Character n-grams (3 to 5)",
            "embedding": "Topics (latent semantic analysis)",
            "encoder": "Sentence encoder (extra)",
        },
        "words",
        "What the model reads of the text. n-grams still match misspelt words; hashing needs no "
        "vocabulary; an encoder costs far more work.",
        "model",
        when={
            "model": ("logistic", "nb", "complement", "svm", "svm_calibrated", "lightgbm", "online")
        },
        leaks={
            "tfidf_all": "Vocabulary and document frequencies were counted on mail that had not "
            "arrived yet.",
        },
    ),
    Choice(
        "sender",
        "Sender features",
        {"without": "Text alone", "with": "Text and sender: age, reputation, links, bursts"},
        "with",
        "Whether the model also reads who sends: age and reputation of the domain, links, and how "
        "many messages came with this one.",
        "model",
    ),
    Choice(
        "expensive_model",
        "Expensive model of the cascade",
        {
            "chars": "Character n-grams, logistic",
            "boosted": "Topics, boosted trees",
            "encoder": "Sentence encoder, logistic (extra)",
        },
        "chars",
        "Which model reads what naive Bayes is not sure of.",
        "model",
        when={"model": ("cascade",)},
    ),
    Choice(
        "band",
        "Share passed on to it",
        Range(0, 1, 0.01, whole=False, usual=(0.02, 0.5)),
        0.15,
        "How much of the mail naive Bayes may pass on, the least sure first.",
        "model",
        when={"model": ("cascade",)},
    ),
    Choice(
        "defence",
        "Against poisoned mail",
        {
            "none": "Nothing",
            "limit": "Limit the weight of each word",
            "roni": "Reject what does harm (RONI)",
            "personal": "A filter for each customer",
        },
        "none",
        "What keeps a few bad messages from moving the filter: limited weights (linear models), "
        "testing new spam before learning from it, or learning from each customer's own mail.",
        "model",
        when={"model": (*LINEAR, "svm_calibrated", "lightgbm")},
    ),
)

DECISION = (
    Choice(
        "thresholds",
        "Thresholds",
        {
            "half": "One, at a chance of 50 %",
            "one": "One, from costs",
            "two": "Two, from costs: flag and quarantine",
            "budget": "Quarantine by budget, flag from costs",
            "hand": "Two, set by hand",
        },
        "two",
        "One threshold delivers or quarantines; two leave doubtful mail in the inbox with a "
        "warning. Thresholds from costs need scores that are probabilities.",
        "decision",
    ),
    Choice(
        "budget",
        "Budget of false quarantines per 10,000",
        Range(0, 1000, 1, usual=(1, 50)),
        10,
        "How much legitimate mail may be quarantined, judged on held-back mail.",
        "decision",
        when={"thresholds": ("budget",)},
    ),
    Choice(
        "flag_at",
        "Flag from a chance of spam of",
        Range(0, 1, 0.01, whole=False, usual=(0.1, 0.9)),
        0.5,
        "Mail with at least this chance of spam is delivered with a warning.",
        "decision",
        when={"thresholds": ("hand",)},
    ),
    Choice(
        "quarantine_at",
        "Quarantine from a chance of spam of",
        Range(0, 1, 0.001, whole=False, usual=(0.5, 0.999)),
        0.95,
        "Mail with at least this chance of spam is quarantined; the dial starts here.",
        "decision",
        when={"thresholds": ("hand",)},
    ),
    Choice(
        "false_quarantine",
        "Cost of a false quarantine",
        Range(1, 1000, 1, whole=False, usual=(5, 100)),
        20.0,
        "What a quarantined legitimate message costs, counted in delivered spam messages.",
        "decision",
        world=True,
    ),
    Choice(
        "false_flag",
        "Cost of a false warning",
        Range(0, 20, 0.1, whole=False, usual=(0.2, 5)),
        1.0,
        "What a warning on a legitimate message costs, counted in delivered spam messages. A spam "
        "message with a warning costs 0.3.",
        "decision",
        world=True,
    ),
)

TIME = (
    Choice(
        "learning",
        "Retraining",
        {"never": "Never retrained", "weekly": "Every week", "nightly": "Every night"},
        "nightly",
        "When the live filter learns from the labels that came in since launch.",
        "time",
    ),
    Choice(
        "update",
        "How it learns",
        {
            "refit": "From scratch, on the whole window",
            "online": "Online: new labels only (partial_fit)",
        },
        "refit",
        "Whether a filter is fitted from scratch, or updated by one pass over the new labels.",
        "time",
        when={"learning": ("weekly", "nightly"), "model": UPDATED, "defence": ("none", "limit")},
    ),
)

SERVING = (
    Choice(
        "traffic",
        "Messages a second",
        Range(50, 50_000, 50, usual=(200, 20_000)),
        2000,
        "Arrivals at the busiest hour of an ordinary day; at night there are a sixth of it.",
        "serving",
        world=True,
    ),
    Choice(
        "burst",
        "Monday burst (times usual)",
        Range(1, 20, 0.5, whole=False, usual=(1, 6)),
        1.5,
        "How many times the usual traffic comes for a while on Monday afternoon.",
        "serving",
        world=True,
    ),
    Choice(
        "burst_minutes",
        "Burst length (min)",
        Range(1, 240, 1, usual=(5, 60)),
        10,
        "How long the burst goes on; the backlog it leaves grows with it.",
        "serving",
        world=True,
    ),
    Choice(
        "duplicates",
        "Share delivered twice",
        Range(0, 1, 0.01, whole=False, usual=(0, 0.1)),
        0.02,
        "Share of messages the event log hands over again: it promises at least once.",
        "serving",
        world=True,
    ),
    Choice(
        "deadline",
        "Deadline (ms)",
        Range(10, 600_000, 10, usual=(200, 60_000)),
        2000,
        "How soon 99 of 100 messages should be decided. A sending server that waits for the "
        "decision waits no longer than this.",
        "serving",
        world=True,
    ),
    Choice(
        "architecture",
        "Architecture",
        {"sync": "While the sender waits", "queue": "From an event log, in micro-batches"},
        "queue",
        "Whether the sending server waits for the decision, or mail is accepted first and scored "
        "from a log.",
        "serving",
    ),
    Choice(
        "workers",
        "Workers",
        Range(1, 400, 1, usual=(1, 64)),
        8,
        "How many processes parse and score.",
        "serving",
    ),
    Choice(
        "server",
        "Each worker on",
        {
            "small": "A small server",
            "large": "A large one: four times as fast, four times the price",
        },
        "small",
        "What a worker runs on. One fast worker is still one worker.",
        "serving",
    ),
    Choice(
        "batch",
        "Micro-batch size",
        Range(1, 512, 1, usual=(1, 128)),
        16,
        "How many messages a worker takes at once: each batch has a cost of its own.",
        "serving",
        when={"architecture": ("queue",)},
    ),
    Choice(
        "linger",
        "Wait for a fuller batch (ms)",
        Range(0, 2000, 5, usual=(0, 200)),
        10,
        "How long an idle worker waits for more messages before it starts.",
        "serving",
        when={"architecture": ("queue",)},
    ),
    Choice(
        "backpressure",
        "When the queue is full",
        {
            "delay": "Let everything wait",
            "unscored": "Deliver unscored",
            "drop": "Bounce the message",
        },
        "unscored",
        "What is given up when more comes than fits: time, safety, or the mail itself.",
        "serving",
    ),
    Choice(
        "queue_limit",
        "Queue limit (messages)",
        Range(0, 1_000_000_000, 1000, usual=(1000, 10_000_000)),
        100_000,
        "How many messages may wait before that happens.",
        "serving",
        when={"architecture": ("queue",), "backpressure": ("drop", "unscored")},
    ),
    Choice(
        "dedupe",
        "Duplicate deliveries",
        {"on": "Recognised by message id", "off": "Scored and acted on again"},
        "on",
        "Whether a message that comes twice is worked on twice.",
        "serving",
    ),
    Choice(
        "cache",
        "Cache by content",
        {"off": "Off", "on": "On: a copy gets the first one's score"},
        "off",
        "Whether a message whose text was scored that day is scored again. Its sender may differ.",
        "serving",
    ),
    Choice(
        "device",
        "Servers of the expensive model",
        {"cpu": "Small servers", "gpu": "GPU servers"},
        "cpu",
        "Where the cascade's second stage runs: a GPU reads ten times as fast, in batches, and "
        "costs twelve times as much.",
        "serving",
        when={"model": ("cascade",)},
    ),
    Choice(
        "expensive_workers",
        "Workers of the expensive model",
        Range(1, 400, 1, usual=(1, 64)),
        8,
        "How many servers the second stage has.",
        "serving",
        when={"model": ("cascade",)},
    ),
)

ALIASES = {
    "dear": "expensive_model",
    "dear_workers": "expensive_workers",
    "room": "queue_limit",
    "hold_at": "quarantine_at",
}
GROUPS = {
    "world": "World",
    "data": "Data and labels",
    "model": "Text and model",
    "decision": "Decision",
    "time": "Over time",
    "serving": "Stream",
}

CHOICES = (*WORLD, *DATA, *MODEL, *DECISION, *TIME, *SERVING)

DIAL = Dial(
    "threshold",
    "Quarantine threshold",
    "Messages with at least these log odds of spam are quarantined: 0 is 50 %, 4.1 is 98.4 %. Drag "
    "it: every reading follows. The flag threshold stays, or moves along where it would be above.",
    low=-1000.0,
    high=1000.0,
    unit="log odds",
)
