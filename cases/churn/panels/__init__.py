"""The pictures of the churn scenario, in the order in which they are shown."""

from cases.churn.panels import customer, money, months, quality, upkeep, watch
from kit.case import Panel

PANELS = (
    Panel(
        "profit_curve",
        "Profit by the share contacted",
        "How many should be contacted, and is the ranking the limit? The clairvoyant knows what "
        "each "
        "contact would earn; the attainable ranking knows all that could be observed.",
        money.profit_curve,
        group="decision",
    ),
    Panel(
        "customer",
        "One customer's story",
        "What does a call do to a single customer? Pick anyone due in the last judged month: what "
        "is seen, what is done, and both futures, of which only one is ever known.",
        customer.story,
        group="decision",
        subjects=customer.customers,
    ),
    Panel(
        "qini_curve",
        "Churn avoided against true uplift",
        "Does the ranking find those a contact changes? What is a good Qini value? Compare with "
        "the clairvoyant ceiling, which is what could be had.",
        money.qini_curve,
        group="decision",
    ),
    Panel(
        "quadrants",
        "Four kinds of customer",
        "Who is worth a call? Each customer has two outcomes, contacted and not, and only one is "
        "ever seen.",
        money.quadrants,
        group="decision",
    ),
    Panel(
        "holdout_size",
        "How large a hold-out, for how long",
        "Would you notice that the campaign works? The smallest effect that a hold-out proves, "
        "beside the effect this design truly has.",
        upkeep.holdout_size,
        group="decision",
    ),
    Panel(
        "time_machine",
        "Month by month: seen, true, attainable",
        "When did the world change, and when could anyone have noticed? What is seen in a month "
        "is measured on labels that came in by then, of snapshots long past.",
        months.time_machine,
        group="time",
    ),
    Panel(
        "estimates",
        "How good is it without labels?",
        "May a model be trusted to say how good it is? Its expected AUC uses its own chances; see "
        "which kinds of change it follows and which it cannot see.",
        months.estimates,
        group="time",
    ),
    Panel(
        "policies",
        "Retraining policies side by side",
        "Is retraining worth its cost? Profit so far under each policy at this share, and by the "
        "attainable ranking.",
        months.policies,
        group="time",
    ),
    Panel(
        "monitor_race",
        "A race of monitors",
        "Which monitor rings soon and only when it should? Several worlds, the same model; the "
        "dummy rings every six months, and the others have to beat it.",
        watch.monitor_race,
        group="time",
    ),
    Panel(
        "alarms",
        "Which monitor rings when, in this world",
        "Which monitor would have told you, and was it right? The same months as seen by each.",
        watch.alarms,
        group="time",
    ),
    Panel(
        "feature_effects",
        "What the signs mean, before and after",
        "Did the customers change, or what their behaviour says? Weights of a linear model on "
        "either side of the change.",
        months.feature_effects,
        group="time",
    ),
    Panel(
        "architecture",
        "What runs every month, and the way back",
        "What does a customer pass each month, and when does its outcome reach the model? With "
        "the figures of this design.",
        upkeep.architecture,
        group="serving",
    ),
    Panel(
        "windows",
        "The months around a snapshot",
        "What may a row know, and when is its label there? A window that reaches past the "
        "snapshot is a leak.",
        quality.windows,
        group="data",
    ),
    Panel(
        "splits",
        "What each split would have promised",
        "Which validation can be believed? What the team sees at launch, beside what the same "
        "model does live.",
        quality.splits,
        group="data",
    ),
    Panel(
        "leaks",
        "What each leak would have promised",
        "How does a notebook come to promise too much? A model trained on features that look past "
        "the snapshot: what it promises, what it keeps.",
        quality.leaks,
        group="data",
    ),
    Panel(
        "preparation",
        "Missing values and outliers",
        "Does it matter how gaps are filled and what is done about broken meters? Every way "
        "beside the others.",
        quality.preparation,
        group="data",
    ),
    Panel(
        "importance",
        "Features the launch model relies on",
        "What would hurt most if it went stale? One that towers over the rest may know too much.",
        quality.importance,
        group="model",
    ),
    Panel(
        "calibration",
        "What chances promise and what happens",
        "May a chance be multiplied by money? On the grey line promises are kept.",
        quality.calibration,
        group="model",
    ),
    Panel(
        "finish",
        "When the list is ready",
        "How many workers does the monthly run need? Hours to the last score, against the start of "
        "the campaign.",
        upkeep.finish,
        group="serving",
    ),
    Panel(
        "detector_table",
        "Detectors on plain streams of errors",
        "How many rows does a detector need at your error rate? Measured once, at the library's "
        "own settings.",
        watch.detector_table,
        group="time",
    ),
)
