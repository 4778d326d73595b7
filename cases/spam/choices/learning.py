"""How the filter is made: labels and split, what of a message it reads, which model."""

from __future__ import annotations

from kit.choice import Choice, Range
from pipelines.text.models import LINEAR

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
        "dear",
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
