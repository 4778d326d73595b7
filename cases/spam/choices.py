"""Every choice of the spam scenario."""

from __future__ import annotations

from kit.choice import Choice, Dial, Range
from pipelines.text.models import LINEAR, UPDATED

WORLD = (
    Choice(
        "size",
        "Size",
        {
            "small": "100 messages a day, 2 weeks live",
            "live": "400 messages a day, 4 weeks live",
            "large": "1,600 messages a day, 4 weeks live",
        },
        "live",
        "How much of the traffic is looked at one by one. One in a thousand needs thousands.",
        "world",
        world=True,
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
        "Campaigns are replaced within (days)",
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
            "none": "Nothing beside the rotation",
            "new": "A new campaign takes half (sudden)",
            "returning": "An old campaign comes and goes (recurring)",
            "ham": "Honest topics shift (gradual)",
            "flood": "A flood: five times the odds of spam",
            "language": "Honest mail in a new language",
        },
        "none",
        "What else moves, a third into the live weeks: which spam, which honest mail, how much.",
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
            "reacts": "Do more when they are caught",
        },
        "none",
        "What spammers do to get through, from a few days after launch; poison is sown before.",
        "world",
        world=True,
    ),
    Choice(
        "obfuscated",
        "Share of words obfuscated",
        Range(0, 1, 0.05, whole=False, usual=(0.05, 0.6)),
        0.3,
        "Of the words of a spam, how many are spelt so that people can still read them.",
        "world",
        when={"adversary": ("obfuscate",)},
        world=True,
    ),
    Choice(
        "padding",
        "Good words appended",
        Range(0, 120, 3, usual=(3, 60)),
        15,
        "About how many words of honest mail each spam ends with, by threes.",
        "world",
        when={"adversary": ("good_words",)},
        world=True,
    ),
    Choice(
        "poisoned",
        "Poison in the training mail",
        Range(0, 0.1, 0.005, whole=False, usual=(0.005, 0.03)),
        0.01,
        "Messages of honest words that spammers send and report as spam, per message of mail.",
        "world",
        when={"adversary": ("poison",)},
        world=True,
    ),
    Choice(
        "recipe",
        "What poison is made of",
        {"frequent": "Frequent honest phrases", "every": "Every word there is, once"},
        "frequent",
        "Which words the poison teaches the filter to distrust, and which class it harms by that.",
        "world",
        when={"adversary": ("poison",)},
        world=True,
    ),
    Choice(
        "tolerated",
        "Share caught they put up with",
        Range(0, 1, 0.05, whole=False, usual=(0.2, 0.9)),
        0.5,
        "When more of a day's spam than this is quarantined, it is obfuscated and padded more the "
        "next day.",
        "world",
        when={"adversary": ("reacts",)},
        world=True,
    ),
    Choice(
        "seed",
        "Seed",
        Range(0, 9999, 1),
        7,
        "Which mail out of all with the same settings. Change it to see what is luck.",
        "world",
        world=True,
    ),
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
        "How the team learns what a message was. Users hardly look into the quarantine, so what "
        "was held there by mistake is never heard of unless somebody draws some at random.",
        "data",
    ),
    Choice(
        "audit",
        "Audited at random",
        Range(0.01, 0.5, 0.01, whole=False, usual=(0.01, 0.2)),
        0.1,
        "Share of all mail a person reads, whatever was decided about it.",
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
        "line set on a budget falls.",
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
            "svm": "Linear SVM, margins as they are",
            "svm_calibrated": "Linear SVM, calibrated",
            "lightgbm": "Boosted trees on dense features",
            "online": "Online logistic regression (SGD)",
            "cascade": "Cascade: naive Bayes, then a dear model",
        },
        "logistic",
        "What turns a message into log odds of spam.",
        "model",
    ),
    Choice(
        "representation",
        "A message as",
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
        "What the model reads of the text. n-grams see through misspelling; hashing needs no "
        "vocabulary; an encoder is far dearer.",
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
        "The sender's record",
        {"without": "Text alone", "with": "Text, age, reputation, links, bursts"},
        "with",
        "Whether the model also reads who sends: age and reputation of the domain, links, and how "
        "many messages came with this one.",
        "model",
    ),
    Choice(
        "expensive_model",
        "The cascade's dear model",
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
        "Share sent on to it",
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
            "limit": "No word may weigh much",
            "roni": "Reject what does harm (RONI)",
            "personal": "A filter for each customer",
        },
        "none",
        "What keeps a few bad messages from moving the filter: limited weights (linear models), "
        "trying new spam before learning from it, or learning from one's own mail alone.",
        "model",
        when={"model": (*LINEAR, "svm_calibrated", "lightgbm")},
    ),
)

DECISION = (
    Choice(
        "thresholds",
        "Lines",
        {
            "half": "One, at even odds",
            "one": "One, from costs",
            "two": "Two, from costs: flag and quarantine",
            "budget": "Quarantine by budget, flag from costs",
            "hand": "Two, by hand",
        },
        "two",
        "Where lines are drawn: one line delivers or quarantines, two leave doubtful mail in the "
        "inbox with a warning. Lines from costs need scores that are probabilities.",
        "decision",
    ),
    Choice(
        "budget",
        "False quarantines per 10,000",
        Range(0, 1000, 1, usual=(1, 50)),
        10,
        "How much honest mail may be quarantined, judged on held-back mail.",
        "decision",
        when={"thresholds": ("budget",)},
    ),
    Choice(
        "flag_at",
        "Flag from a chance of",
        Range(0, 1, 0.01, whole=False, usual=(0.1, 0.9)),
        0.5,
        "Mail given at least this chance of spam is delivered with a warning.",
        "decision",
        when={"thresholds": ("hand",)},
    ),
    Choice(
        "quarantine_at",
        "Quarantine from a chance of",
        Range(0, 1, 0.001, whole=False, usual=(0.5, 0.999)),
        0.95,
        "Mail given at least this chance of spam is quarantined; the dial moves on from here.",
        "decision",
        when={"thresholds": ("hand",)},
    ),
    Choice(
        "false_quarantine",
        "Price of a false quarantine",
        Range(1, 1000, 1, whole=False, usual=(5, 100)),
        20.0,
        "What an honest message held back costs, in delivered spam.",
        "decision",
        world=True,
    ),
    Choice(
        "false_flag",
        "Price of a false warning",
        Range(0, 20, 0.1, whole=False, usual=(0.2, 5)),
        1.0,
        "What a warning on an honest message costs, in delivered spam. A warned spam costs 0.3.",
        "decision",
        world=True,
    ),
)

TIME = (
    Choice(
        "learning",
        "Learning",
        {"never": "Never again", "weekly": "Every week", "nightly": "Every night"},
        "nightly",
        "When the live filter learns from what users have said since.",
        "time",
    ),
    Choice(
        "update",
        "How it learns",
        {"refit": "Anew, on the whole window", "online": "Online: new labels only (partial_fit)"},
        "refit",
        "Whether a filter is fitted anew, or moved by one pass over the labels that came in since.",
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
        "Monday's burst (times)",
        Range(1, 20, 0.5, whole=False, usual=(1, 6)),
        1.5,
        "How many times the usual traffic comes for a while on Monday afternoon.",
        "serving",
        world=True,
    ),
    Choice(
        "burst_minutes",
        "The burst lasts (min)",
        Range(1, 240, 1, usual=(5, 60)),
        10,
        "How long the burst goes on; the backlog it leaves grows with it.",
        "serving",
        world=True,
    ),
    Choice(
        "duplicates",
        "Delivered twice",
        Range(0, 1, 0.01, whole=False, usual=(0, 0.1)),
        0.02,
        "Share of messages the event log hands over again: it promises at least once.",
        "serving",
        world=True,
    ),
    Choice(
        "deadline",
        "Time to decide (ms)",
        Range(10, 600_000, 10, usual=(200, 60_000)),
        2000,
        "How soon 99 of 100 messages should be decided; whoever waits on the line waits no longer.",
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
        {"small": "A small server", "large": "A large one: four times as fast, and as dear"},
        "small",
        "What a worker runs on. One fast worker is still one worker.",
        "serving",
    ),
    Choice(
        "batch",
        "Micro-batch",
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
        "How long an idle worker holds the oldest message back for company.",
        "serving",
        when={"architecture": ("queue",)},
    ),
    Choice(
        "backpressure",
        "When there is no room",
        {
            "delay": "Everything waits",
            "unscored": "Deliver unscored",
            "drop": "Bounce the message",
        },
        "unscored",
        "What gives way: time, safety, or the mail itself.",
        "serving",
    ),
    Choice(
        "queue_limit",
        "Messages that may wait",
        Range(0, 1_000_000_000, 1000, usual=(1000, 10_000_000)),
        100_000,
        "How long the log may grow before the backpressure policy begins.",
        "serving",
        when={"architecture": ("queue",), "backpressure": ("drop", "unscored")},
    ),
    Choice(
        "dedupe",
        "Second deliveries",
        {"on": "Recognised by message id", "off": "Scored and acted on again"},
        "on",
        "Whether a message that comes twice is worked on twice.",
        "serving",
    ),
    Choice(
        "cache",
        "Cache by content",
        {"off": "Off", "on": "A copy gets the first one's score"},
        "off",
        "Whether a message whose text was scored that day is scored again. Its sender may differ.",
        "serving",
    ),
    Choice(
        "device",
        "The dear model runs on",
        {"cpu": "Small servers", "gpu": "GPU servers"},
        "cpu",
        "Where the cascade's second stage runs: a GPU reads ten times as fast, in batches, and "
        "costs twelve times as much.",
        "serving",
        when={"model": ("cascade",)},
    ),
    Choice(
        "expensive_workers",
        "Workers of the dear model",
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
    "Quarantine line",
    "Messages with at least these log odds of spam are quarantined: 0 is even, 4.1 is 98.4 %. Drag "
    "it: every reading follows, and the flag line goes along where it would be above.",
    low=-1000.0,
    high=1000.0,
    unit="log odds",
)
