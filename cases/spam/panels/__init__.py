"""The pictures of the spam scenario, in the order in which they are shown."""

from collections.abc import Callable

from cases.spam.panels import cascade, decision, inbox, labels, quality, stream, weeks
from kit.case import Panel
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
        "Spam caught against honest mail caught",
        "How much better could any filter be, where it matters? The axis is logarithmic, since "
        "nobody keeps a filter to the right of one in a hundred.",
        scored(quality.roc),
        group="quality",
    ),
    Panel(
        "histogram",
        "Scores of spam and of honest mail, and the lines",
        "What lies between the lines, and what beyond? The dial moves the quarantine line; the "
        "flag line follows from prices.",
        scored(decision.histogram),
        group="decision",
    ),
    Panel(
        "outcomes",
        "Delivered, flagged, quarantined",
        "What becomes of honest mail and of spam at these lines?",
        scored(decision.what_happens),
        group="decision",
    ),
    Panel(
        "cost_curve",
        "What errors cost at every line",
        "Is the line where the costs are least, and does the team see that?",
        scored(decision.cost_curve),
        group="decision",
    ),
    Panel(
        "reliability",
        "What scores promise and what happens",
        "May lines be worked out from prices? Only where a score of 0.98 means 98 of 100.",
        scored(quality.reliability),
        group="quality",
    ),
    Panel(
        "inbox",
        "Reading room",
        "Would a person have known? Messages with their score, the words that weighed, and what "
        "they are.",
        scored(inbox.inbox),
        group="quality",
    ),
    Panel(
        "campaigns",
        "Each campaign, week by week",
        "Which spam gets through, and since when? A campaign the filter has not learnt goes dark.",
        scored(weeks.campaigns),
        group="time",
    ),
    Panel(
        "legitimate_topics",
        "Honest mail held back, by topic",
        "Whose mail pays for the spam that is stopped?",
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
        "Learning never, weekly, nightly",
        "Is learning worth it? What errors have cost so far, at the same lines.",
        scored(weeks.policies),
        group="time",
    ),
    Panel(
        "tactics",
        "What spammers do",
        "Are they answering you? Words obfuscated, words appended, and what is caught.",
        scored(weeks.tactics),
        group="time",
    ),
    Panel(
        "known_labels",
        "What the filter learns from",
        "Which labels are wrong, and who made them so?",
        scored(labels.known_labels),
        group="data",
    ),
    Panel(
        "splits",
        "What each split would have promised",
        "Which validation can be believed? The same design under each way of holding mail back.",
        scored(labels.splits),
        group="data",
    ),
    Panel(
        "queue_depth",
        "Messages waiting over a Monday",
        "What does a burst leave behind, and how long?",
        stream.queue_depth,
        group="serving",
    ),
    Panel(
        "load_curve",
        "Time to decision by load",
        "How much busier may the workers get? The tail goes before the mean, and at a load of one "
        "there is no time to speak of.",
        stream.load_curve,
        group="serving",
    ),
    Panel(
        "stations",
        "Where a message waits",
        "Which stage runs out first, and does theory agree?",
        stream.stations,
        group="serving",
    ),
    Panel(
        "cascade",
        "What a cascade costs and catches",
        "When is a model that reads for a hundred times as long worth it?",
        scored(cascade.cascade),
        group="serving",
    ),
)
