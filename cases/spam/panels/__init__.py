"""The pictures of the spam scenario, in the order in which they are shown."""

from collections.abc import Callable

from cases.spam.panels import (
    architecture,
    cascade,
    decision,
    experiment,
    inbox,
    labels,
    messages,
    quality,
    stream,
    weeks,
)
from kit.case import Panel, panel
from kit.figure import Absent, Drawn
from kit.run import Run

Draw = Callable[[Run], Drawn]


def scored(draw: Draw) -> Draw:
    """A picture of scores, or the reason for which there are none."""

    def drawn(run: Run) -> Drawn:
        missing = run["encoded"].missing
        return Absent(missing) if missing else draw(run)

    return drawn


PANELS = (
    Panel(
        "roc",
        "Spam caught against legitimate mail caught",
        "How much better could any filter be, where it matters? The axis is logarithmic, since "
        "nobody accepts more than one false positive in a hundred.",
        scored(quality.roc),
        group="quality",
    ),
    Panel(
        "histogram",
        "Scores of spam and of legitimate mail, and the thresholds",
        "What lies between the thresholds, and what above? The dial moves the quarantine "
        "threshold; the flag threshold follows from costs.",
        scored(decision.histogram),
        group="decision",
    ),
    Panel(
        "outcomes",
        "Delivered, flagged, quarantined",
        "What happens to legitimate mail and to spam at these thresholds?",
        scored(decision.what_happens),
        group="decision",
    ),
    Panel(
        "cost_curve",
        "What errors cost at every threshold",
        "Is the threshold where the costs are lowest, and does the team see that?",
        scored(decision.cost_curve),
        group="decision",
    ),
    Panel(
        "reliability",
        "Reliability: probability promised, share of spam found",
        "May thresholds be computed from costs? Only where a score of 0.98 means 98 of 100.",
        scored(quality.reliability),
        group="quality",
    ),
    panel(inbox.inbox, subjects=inbox.inboxes),
    Panel(
        "messages",
        "Messages to read",
        "Would a person have known? Messages with their score, the words that counted, and what "
        "they are.",
        scored(messages.messages),
        group="quality",
    ),
    Panel(
        "campaigns",
        "Each campaign, week by week",
        "Which spam gets through, and since when? A campaign that is new to the filter is missed.",
        scored(weeks.campaigns),
        group="time",
    ),
    Panel(
        "legitimate_topics",
        "Legitimate mail quarantined or flagged, by topic",
        "Who loses mail for the spam that is stopped?",
        scored(weeks.legitimate_topics),
        group="quality",
    ),
    Panel(
        "time_machine",
        "Day by day: true and at best",
        "When did the filter fall behind, and does learning bring it back?",
        scored(weeks.time_machine),
        group="time",
    ),
    Panel(
        "policies",
        "Retraining never, weekly, nightly",
        "Is retraining worth it? What errors have cost so far, at the same thresholds.",
        scored(weeks.policies),
        group="time",
    ),
    Panel(
        "tactics",
        "What spammers do",
        "Do they react to the filter? Words obfuscated, words added, and what is caught.",
        scored(weeks.tactics),
        group="time",
    ),
    Panel(
        "known_labels",
        "What the filter learns from",
        "Which labels are wrong, and why?",
        scored(labels.known_labels),
        group="data",
    ),
    Panel(
        "splits",
        "What each split would have promised",
        "Which validation can be trusted? The same design under each way of holding mail back.",
        scored(labels.splits),
        group="data",
    ),
    panel(architecture.architecture, "serving"),
    panel(stream.queue_depth, "serving"),
    panel(stream.load_curve, "serving"),
    panel(stream.stations, "serving"),
    Panel(
        "cascade",
        "What a cascade costs and catches",
        "When is a much more expensive model worth its work?",
        scored(cascade.cascade),
        group="serving",
    ),
    Panel(
        "experiment",
        "How long an experiment takes",
        "How many messages must people audit to notice a change, and how many days is that?",
        scored(experiment.experiment),
        group="time",
    ),
)
