"""The pictures of the fraud scenario, in the order in which they are shown."""

from cases.fraud.panels import labels, lists, misses, money, path, quality, regret, weeks
from cases.fraud.panels.policies import policies
from kit.case import Panel

PANELS = (
    Panel(
        "precision_recall",
        "Precision against recall, with both ceilings",
        "How much better could any model be? The attainable curve knows all that can be known in "
        "time; the clairvoyant one knows which terminals and cards are compromised.",
        quality.precision_recall,
        group="quality",
    ),
    Panel(
        "cost_curve",
        "What every threshold saves",
        "Where should the line be drawn? Each point is a threshold, placed by how many cards it "
        "alerts a day; analysts' capacity and all costs are in it.",
        money.cost_curve,
        group="decision",
    ),
    Panel(
        "confusion",
        "A day's work at this threshold",
        "Who is stopped, who is turned away, who waits? Per 10,000 payments, a day, and for each "
        "analyst on shift.",
        money.confusion,
        group="decision",
    ),
    Panel(
        "reliability",
        "What scores promise and what happens",
        "May a score be multiplied by money? Payments are grouped from the many low scores to the "
        "few high ones; on the grey line promises are kept.",
        quality.reliability,
        group="quality",
    ),
    Panel(
        "classes",
        "Scores of frauds and of honest payments",
        "How far apart does the score pull the two? Each curve is a share of its own class; there "
        "are far more honest payments under the lower one.",
        quality.classes,
        group="quality",
    ),
    Panel(
        "card_precision",
        "Precision of the analysts' list, by its length",
        "Would more analysts find more, or only call more? The ceiling falls because most days "
        "have only so many cards with fraud.",
        lists.card_precision,
        group="decision",
    ),
    Panel(
        "regret",
        "Where the money goes",
        "What would help most: sooner labels, a better model, fresher training, another "
        "threshold, or more analysts? From knowing every outcome down to this design; chance is "
        "what even the true probability cannot tell.",
        regret.regret,
        group="decision",
    ),
    Panel(
        "mechanisms",
        "Fraud money stopped and missed, by how it came about",
        "Which fraud gets through, and is it for want of a score or of an analyst?",
        misses.mechanisms,
        group="quality",
    ),
    Panel(
        "slices",
        "Where frauds are stopped, by kind and amount",
        "Does an average hide a slice that fails?",
        misses.slices,
        group="quality",
    ),
    Panel(
        "importance",
        "Features the model leans on",
        "What would hurt most if it went stale or missing? A feature that towers over all others "
        "is worth a look: it may know too much.",
        misses.importance,
        group="model",
    ),
    Panel(
        "arrival",
        "When labels come",
        "How old is the newest fraud one can learn from? Frauds the old rule's analysts checked "
        "are known soon, and are not like the others.",
        labels.arrival,
        group="data",
    ),
    Panel(
        "delay",
        "What the label delay takes away",
        "How much is lost before any model is trained? The same payments, with labels that come "
        "sooner or later.",
        labels.delay,
        group="data",
    ),
    Panel(
        "splits",
        "What each split would have promised",
        "Which validation can be believed? The same design under every way of holding rows back, "
        "beside what happens live.",
        labels.splits,
        group="data",
    ),
    Panel(
        "time_machine",
        "Week by week: seen, true, attainable",
        "When did the world change, and when could anyone have noticed? What is seen in a week is "
        "measured on the labels that came in by then, mostly of earlier payments.",
        weeks.time_machine,
        group="time",
    ),
    Panel(
        "policies",
        "Retraining policies side by side",
        "Is retraining worth its cost? Money saved so far under each policy, at this threshold, "
        "and by someone who knows who is compromised.",
        policies,
        group="time",
    ),
    Panel(
        "tactics",
        "What the fraudsters do",
        "Are they answering you, and is it working? Amounts and hours of card fraud by week, and "
        "how much of it was stopped.",
        weeks.tactics,
        group="time",
    ),
    Panel(
        "path",
        "Where a payment waits",
        "Which server runs out first? Load, waiting and work at each station of the request path.",
        path.stations,
        group="serving",
    ),
)
