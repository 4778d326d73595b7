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
        "How much of the traffic is simulated message by message. To measure a rate of one in a "
        "thousand you need thousands of messages.",
    ),
    Choice(
        "spam_share",
        "Share of spam",
        Range(0.02, 0.9, 0.01, whole=False, usual=(0.1, 0.6)),
        0.45,
        "How much of the mail is spam: about half of all mail, an eighth of text messages. "
        "Decides how precise a quarantine can be.",
        "world",
        world=True,
    ),
    Choice(
        "rotation",
        "Spam campaigns are replaced within (days)",
        Range(0, 365, 7, usual=(7, 90)),
        42,
        "Days until the three active campaigns have all been replaced by others; 0 is never. It "
        "sets how fast a filter goes out of date.",
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
        "What else changes, a third into the live weeks: which spam comes, which legitimate mail, "
        "how much of it. Decides how often the filter has to learn.",
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
        "What spammers do to get through, from a few days after launch; poisoned mail is sent "
        "before. Decides which text representation and which defence hold.",
        "world",
        world=True,
    ),
    Choice(
        "obfuscated",
        "Share of words obfuscated",
        Range(0, 1, 0.05, whole=False, usual=(0.05, 0.6)),
        0.3,
        "How many words of a spam message are misspelt so that people still read them and a "
        "filter that knows whole words does not.",
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
        "Poison is made of",
        {"frequent": "Frequent phrases of legitimate mail", "every": "Every known word, once"},
        "frequent",
        "Which words the poison teaches the filter to distrust. Decides which legitimate mail is "
        "lost.",
        "world",
        when={"adversary": ("poison",)},
        world=True,
    ),
    Choice(
        "tolerated",
        "Spammers react when more than this is caught",
        Range(0, 1, 0.05, whole=False, usual=(0.2, 0.9)),
        0.5,
        "When a larger share of a day's spam than this is quarantined, spammers obfuscate and pad "
        "it more on the next day.",
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
        "Share of all mail that a person checks, whatever was decided about it. Decides how soon "
        "mistakes in the quarantine are known, and how much people have to read.",
        "data",
        when={"labels": ("audited",)},
    ),
    Choice(
        "window",
        "Training window (days)",
        Range(3, 28, 1, usual=(7, 28)),
        21,
        "How many days of mail a filter learns from: a short window follows new campaigns, a long "
        "one knows more.",
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
        "threshold lies that is set by a budget.",
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
        "What turns a message into log odds of spam. Decides how well mail is ordered, and the "
        "work on each message.",
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
        "many messages came with this one. Words are easy for a spammer to change, a sender's "
        "past is not.",
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
        "Which model reads the mail that naive Bayes is not sure of. Decides how much more is "
        "caught, and what it costs.",
        "model",
        when={"model": ("cascade",)},
    ),
    Choice(
        "band",
        "Share passed on to the expensive model",
        Range(0, 1, 0.01, whole=False, usual=(0.02, 0.5)),
        0.15,
        "How much of the mail naive Bayes may pass on, the least certain first. Decides what the "
        "cascade costs.",
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
        "Budget: false quarantines per 10,000",
        Range(0, 1000, 1, usual=(1, 50)),
        10,
        "How many of 10,000 legitimate messages may be quarantined, measured on held-back mail. "
        "It sets the quarantine threshold.",
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
        "What a quarantined legitimate message costs, counted in delivered spam messages. The "
        "higher it is, the surer the filter must be to quarantine.",
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
        "When the live filter learns from the labels that came in since launch. Decides how long "
        "a new campaign gets through.",
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
        "Whether a filter is fitted from scratch on the training window, or updated by one pass "
        "over the new labels and keeps what it learnt before.",
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
        "Messages that arrive in a second at the busiest hour of an ordinary day; at night a "
        "sixth of it.",
        "serving",
        world=True,
    ),
    Choice(
        "burst",
        "Monday burst (times usual)",
        Range(1, 20, 0.5, whole=False, usual=(1, 6)),
        1.5,
        "How many times the usual traffic comes for a while on Monday afternoon. Decides how many "
        "workers, or how long a queue, it takes.",
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
        "Share of messages that the event log delivers again: it guarantees at least once, not "
        "exactly once.",
        "serving",
        world=True,
    ),
    Choice(
        "deadline",
        "Deadline (ms)",
        Range(10, 600_000, 10, usual=(200, 60_000)),
        2000,
        "How soon 99 of 100 messages should be decided. Where the sending server waits for the "
        "decision, it waits no longer than this.",
        "serving",
        world=True,
    ),
    Choice(
        "architecture",
        "Architecture",
        {"sync": "While the sender waits", "queue": "From an event log, in micro-batches"},
        "queue",
        "Whether the sending server waits for the decision, or mail is accepted first and scored "
        "from a log. Decides what a burst of traffic does: errors at the sender, or a backlog.",
        "serving",
    ),
    Choice(
        "workers",
        "Workers",
        Range(1, 400, 1, usual=(1, 64)),
        8,
        "How many processes parse and score messages. Too few, and a backlog builds up at the "
        "peak.",
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
        "What a worker runs on. A fast worker shortens the work on a message, but is still only "
        "one worker.",
        "serving",
    ),
    Choice(
        "batch",
        "Micro-batch size",
        Range(1, 512, 1, usual=(1, 128)),
        16,
        "How many messages a worker takes at once. Each batch has a fixed cost, so large ones do "
        "more a second and make messages wait.",
        "serving",
        when={"architecture": ("queue",)},
    ),
    Choice(
        "linger",
        "Wait for a fuller batch (ms)",
        Range(0, 2000, 5, usual=(0, 200)),
        10,
        "How long an idle worker waits for more messages before it starts: fuller batches for a "
        "longer wait.",
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
        "How many messages may wait before the queue counts as full.",
        "serving",
        when={"architecture": ("queue",), "backpressure": ("drop", "unscored")},
    ),
    Choice(
        "dedupe",
        "Duplicate deliveries",
        {"on": "Recognised by message id", "off": "Scored and acted on again"},
        "on",
        "Whether a message that is delivered twice is scored and acted on twice.",
        "serving",
    ),
    Choice(
        "cache",
        "Cache by content",
        {"off": "Off", "on": "On: a copy gets the first one's score"},
        "off",
        "Whether a message is scored again if the same text was scored earlier that day. Saves "
        "work; the copy may come from another sender.",
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
        "How many servers run the second stage. Too few, and doubtful mail waits.",
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
