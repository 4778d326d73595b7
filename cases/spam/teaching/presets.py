"""Designs with a name: ways of working to compare, and worlds to meet."""

from kit.case import Preset

PRESETS = (
    Preset(
        "textbook",
        "Textbook",
        "Naive Bayes on words, one threshold at 50 %, trained once on reports and judged on random "
        "messages. Compare what is seen with what is true.",
        {
            "model": "nb",
            "sender": "without",
            "thresholds": "half",
            "labels": "reports",
            "learning": "never",
            "split": "random",
        },
    ),
    Preset(
        "read_by_people",
        "Every label known",
        "The default filter if people read all mail: it shows what labels are worth.",
        {"labels": "all"},
    ),
    Preset(
        "bands",
        "Two thresholds, far apart",
        "Widely used open-source filters act in bands: rspamd's defaults add a header at 6 points "
        "and reject at 15, SpamAssassin marks at 5. Here a wide band is flagged, little "
        "quarantined.",
        {"thresholds": "two", "false_quarantine": 200.0, "false_flag": 0.3},
    ),
    Preset(
        "cascade",
        "Cascade",
        "Naive Bayes reads everything, a model of character n-grams the doubtful part.",
        {"model": "cascade", "band": 0.3},
    ),
    Preset(
        "misspelling",
        "Robust to misspelling",
        "Spammers obfuscate words, and the filter reads character n-grams.",
        {"adversary": "obfuscate", "representation": "chars"},
    ),
    Preset(
        "on_the_line",
        "While the sender waits",
        "No log and no micro-batches: the sending server waits for the decision.",
        {"architecture": "sync", "deadline": 500, "burst": 3.0},
    ),
    Preset(
        "monday",
        "One message at a time, on a busy Monday",
        "Half an hour of six times the traffic, and one call per message. Compute the backlog on "
        "paper, then look.",
        {"burst": 6.0, "burst_minutes": 30, "batch": 1, "backpressure": "delay"},
    ),
    Preset(
        "text_messages",
        "Text messages",
        "An eighth is spam, as in the usual collection of text messages, and nothing is known "
        "about the sender.",
        {"spam_share": 0.13, "sender": "without"},
    ),
    Preset(
        "reacting",
        "Spammers react",
        "When more than half of a day's spam is caught, spammers obfuscate and pad it more.",
        {"adversary": "reacts"},
    ),
    Preset(
        "frozen",
        "Never retrained",
        "The default filter, never retrained. Watch it miss one campaign after another.",
        {"learning": "never"},
    ),
)
