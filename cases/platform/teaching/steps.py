"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

_CLARIFY = Step(
    "clarify",
    "Clarify",
    "What must you know before you draw a platform for fifty models?",
    "Ask who owns models and who is woken; what an answer is worth and how late it may be; how "
    "many releases come and how many did harm last year; when an outcome is known; which features "
    "are shared. Two numbers shape everything: the label delay and the share of bad releases.",
    choices=("size", "releases", "bad_share", "effect", "label_days"),
    panels=("losses", "month"),
    feasibility=True,
    followups=(
        "Which number would change your design most? Good: the label delay: with labels in an hour "
        "a canary can be judged on what matters.",
        "How many releases are bad? Good: at large companies one in ten or more does harm; most "
        "move nothing.",
    ),
    hints=(
        "Who suffers when a release is bad, and who finds out?",
        "Ask for counts: models, teams, releases, requests. Then for delays.",
        "When is an outcome known, and how many users have met the release by then?",
    ),
    points=(
        "Asks when outcomes are known.",
        "Asks how many releases come, and how many did harm before.",
        "Asks which features are shared and who owns them.",
        "Asks what a late or missing answer costs.",
    ),
)

_METRICS = Step(
    "metrics",
    "Metrics",
    "By which numbers do you judge a platform rather than a model?",
    "Value a day beside what could be had; users met by bad releases; hours such a release lives; "
    "age of models; the slowest percent of answers by team; cost by team. Count good releases "
    "that were held up as well: a process that lets nothing through has no incidents.",
    panels=("soak_curve", "costs"),
    choices=("deadline", "audit_days"),
    followups=(
        "Why not count incidents? Good: they count what was found; the worst are found by nobody.",
        "Who pays for a shared pool? Good: teams, by the work of their models; what is free is "
        "used up.",
    ),
    hints=(
        "What would the company notice, if the platform were twice as good?",
        "Look for pairs: harm let through and good held up, age and cost.",
        "What does a release process without a single incident do badly?",
    ),
    points=(
        "Pairs the harm of bad releases with the delay of good ones.",
        "Reads tail latency by team, not one for all.",
        "Counts exposure in users, not requests.",
        "Attributes cost to teams.",
    ),
)

_ARCHITECTURE = Step(
    "architecture",
    "Architecture",
    "What does a request pass, and what does a new version pass?",
    "A request: router, feature store, a pool of servers, a default when they are late. A version: "
    "training on point-in-time joins, gate, registry, shadow, canary, everybody, and the way back. "
    "Predictions are logged with the features as served, so that outcomes can be joined to them.",
    panels=("path",),
    choices=("traffic",),
    followups=(
        "What is one registry good for? Good: one place says which version of model and features "
        "serves where, and goes back.",
        "What answers when a pool is down? Good: a default decided per model beforehand.",
    ),
    hints=(
        "Draw two paths: one takes milliseconds, the other days.",
        "Where do the two paths share something that can break?",
        "The feature store serves both; who makes sure that both get the same?",
    ),
    points=(
        "Draws request path and release path apart.",
        "Puts gate, registry and canary between training and users.",
        "Logs predictions with the features as served.",
        "Gives every model a default answer.",
    ),
)

_DATA = Step(
    "data",
    "Data and joins",
    "How does a training row get its features?",
    "As they were known at the time of the row. Joining today's value of a count gives the model "
    "the outcome it is to predict: it promises more on held-back rows of the same join and does "
    "less in service. Logging what was served gives the same without a join, from today on.",
    choices=("join",),
    panels=("joins",),
    followups=(
        "The held-back score rose by half with a new join. Good: suspect the join before the "
        "model; compare with what was served.",
        "Why not always log? Good: a new feature has no log; backfilling needs the join.",
    ),
    hints=(
        "A user's clicks this week: as of when?",
        "Imagine the row of last Monday joined with today's table.",
        "What does today's click count know about last Monday's click?",
    ),
    points=(
        "Joins features as of the time of the row.",
        "Says why the latest value leaks.",
        "Offers logged features as the safest way.",
        "Distrusts a jump in the offline metric.",
    ),
)

_FEATURES = Step(
    "features",
    "Features",
    "Fifty models share twenty-two features. What can go wrong, and how far does it reach?",
    "A second transform drifts from the first; a batch serves yesterday; an outage leaves values "
    "standing; a unit changes silently. Through the graph one feature reaches many models. One "
    "transform for both sides, a time to live with a default behind it, monitors on inputs, and an "
    "owner for every feature.",
    choices=("transform", "freshness", "ttl_hours", "faults"),
    panels=("skews", "blast"),
    followups=(
        "Nine models fell at once. Where do you look? Good: at what they share, in the graph, "
        "before "
        "at any of the nine.",
        "How long may a value live? Good: until the old value is worse than the default; it "
        "depends "
        "on how long outages last.",
    ),
    hints=(
        "Who else reads the feature you are changing?",
        "Follow the arrows: source, derived features, models.",
        "If the unit of one column changes tonight, which alarm rings first, and with how many "
        "owners?",
    ),
    points=(
        "Shares one transform between training and serving.",
        "Knows the graph from features to models.",
        "Sets a time to live and a default.",
        "Monitors inputs, not only models.",
    ),
)

_TRAINING = Step(
    "training",
    "Training",
    "Which model is trained when, and who waits?",
    "A training costs K, a model worth V a day loses the share d for each day of age: cost is "
    "least "
    "at intervals of sqrt(2 K / V d). So a few models want a training every day and most do not. "
    "Nightly for all spends machine hours on models that do not age, and a queue that is longer "
    "than the night never ends.",
    choices=("schedule", "queue", "machines", "sharing", "drift"),
    panels=("ages", "waiting", "decay"),
    followups=(
        "The queue never ends. More machines? Good: first ask which jobs bring more than they "
        "cost.",
        "Split machines by team? Good: shared with an order by value wastes less; a quota keeps "
        "peace.",
    ),
    hints=(
        "Does every model grow old at the same pace?",
        "Weigh what a training costs against what a day of age costs.",
        "Write both as a cost a day over the interval, and find where the sum is least.",
    ),
    points=(
        "Trains by decay and value, not all alike.",
        "Knows how the best interval follows from cost and decay.",
        "Orders the queue by what waiting costs.",
        "Counts label delay, queue, gate and soak as age.",
    ),
)

_GATE = Step(
    "gate",
    "Gate",
    "What must a version show before any user meets it?",
    "That it is not worse than the champion on fresh rows, on the whole and in slices, and that "
    "its "
    "schema fits what is served. Rows decide what can be told apart and how long it takes. A gate "
    "cannot see harm that only comes about in use.",
    choices=("gate", "margin", "slices", "gate_rows", "schema_check"),
    panels=("gates",),
    followups=(
        "Why a margin below 0? Good: most releases move nothing; asking each to look better "
        "refuses "
        "half of the good by noise.",
        "How many slices? Good: those one would regret; each costs false refusals.",
    ),
    hints=(
        "What can be known from files alone?",
        "Think of a version that is fine on average.",
        "How large must a slice be, and how many rows of it, to see it fall?",
    ),
    points=(
        "Compares with the champion on fresh rows.",
        "Looks at slices, with their noise in mind.",
        "Checks the schema.",
        "Says what no offline test can see.",
    ),
)

_REGISTRY = Step(
    "registry",
    "Registry",
    "What does the registry keep, and what goes back in a rollback?",
    "Versions of each registered model with the data, the features and the run they come from; "
    "aliases (champion, challenger) say which one serves. Model and features go back together: an "
    "old model on new features does harm of its own. Keep as many versions as it may take to find "
    "out, and as an audit may ask for.",
    choices=("versions_kept", "pairing"),
    panels=("registry",),
    followups=(
        "Which data trained the model that decided on 3 May? Good: prediction log to version, "
        "version to run, run to a snapshot of data.",
        "Is one version back enough? Good: not if the fault is found after the next release.",
    ),
    hints=(
        "It is four in the morning and the newest version is bad. What do you need?",
        "The version before may want other features than those served now.",
        "How many releases come between a fault and finding it?",
    ),
    points=(
        "Pairs model and feature versions.",
        "Keeps more than one version back.",
        "Uses aliases to move traffic.",
        "Can trace a decision to its training data.",
    ),
)

_ROLLOUT = Step(
    "rollout",
    "Rollout",
    "How does a version come to all users, and for how long is it tried?",
    "A shadow sees broken schemas and slices on all of the traffic and harms nobody, but no "
    "outcome: "
    "its answers reach no one. A canary sees outcomes, on few users. Soak until what would hurt "
    "can "
    "be told from noise; beyond that, good versions wait and models grow old. By user, not by "
    "request.",
    choices=("rollout", "share", "unit"),
    panels=("soak_curve", "board"),
    followups=(
        "Would a longer soak have caught it? Good: only if a signal that sees it was watched.",
        "Why not half of the traffic? Good: it tells most and exposes half; share and soak trade.",
    ),
    hints=(
        "What can be learned without any user seeing the answer?",
        "What does one more day tell you, and what does it cost?",
        "Write how precisely the effect is known after h hours at a share s with a label delay d.",
    ),
    points=(
        "Says what a shadow sees and what only a canary sees.",
        "Chooses the soak from delay, noise and effect.",
        "Splits by user.",
        "Counts what good versions lose while they wait.",
    ),
)

_ABORT = Step(
    "abort",
    "Abort",
    "Which signal may stop a version, and how often may it be wrong?",
    "System metrics find what is loud within minutes. Prediction drift says that something moved, "
    "also for good versions. A proxy is early and not the truth; matured labels are the truth and "
    "late. Testing again and again with one bound stops good versions by luck: keep the bound "
    "(O'Brien and Fleming) or test once.",
    choices=("abort", "looks", "false_abort"),
    panels=("signals",),
    followups=(
        "The proxy fell and the labels did not. Good: trust labels; ask how well the proxy "
        "followed "
        "in past releases.",
        "What false-abort rate? Good: from what a stopped good release costs against a bad one let "
        "through.",
    ),
    hints=(
        "What do you know after ten minutes, a day, a week?",
        "Which of these signals also move when a version is good?",
        "If you test every hour at five percent, how many harmless versions survive a week?",
    ),
    points=(
        "Orders signals by speed and by truth.",
        "Knows that drift is not harm.",
        "Corrects for looking often.",
        "Sets the rate from costs.",
    ),
)

_ROLLBACK = Step(
    "rollback",
    "Rollback",
    "A bad version serves everybody. How long until it does not?",
    "Time to find, time to decide, time to go back. Automatic on what is certain, by hand on "
    "what is "
    "not. Without the last good version it is a training. Blue-green goes back at once, as long as "
    "one pays for two fleets.",
    choices=("rollback", "rollback_minutes"),
    panels=("month",),
    followups=(
        "What do you roll back automatically? Good: on errors and schema; on a proxy only with a "
        "wide margin.",
        "Rollback or fix forward? Good: back first, then look.",
    ),
    hints=(
        "Which of the three times is the longest here?",
        "What has to be true of the version before?",
        "If finding takes days, what do minutes of going back matter?",
    ),
    points=(
        "Separates finding from going back.",
        "Automates what is certain.",
        "Practises the way back.",
        "Knows what blue-green costs.",
    ),
)

_SERVING = Step(
    "serving",
    "Serving",
    "Who shares servers with whom, and what happens when one team launches?",
    "One pool is cheapest until one team's launch is everybody's outage. Own pools for the busiest "
    "and a shared one for the rest; a quota at the door; a breaker with a default. An autoscaler "
    "is "
    "minutes late: headroom bridges that. What may be computed at night need not be answered live.",
    choices=("pools", "replicas", "autoscaler", "isolation", "mode", "burst", "region"),
    panels=("loads", "tails"),
    followups=(
        "Would more servers in the shared pool help? Good: until the next launch; isolation bounds "
        "it.",
        "Why is the overloaded pool's latency not shown? Good: it has none, only a backlog that "
        "grows with time.",
    ),
    hints=(
        "Whose latency rises when the shop team launches?",
        "Compare more servers with fences between teams.",
        "How long is an autoscaler late, and what happens in that time?",
    ),
    points=(
        "Isolates by pools or quotas.",
        "Leaves headroom for the autoscaler's delay.",
        "Gives an overloaded pool a default answer.",
        "Moves to batch what may be late.",
    ),
)

_WATCHING = Step(
    "watching",
    "Monitoring",
    "What do you watch of fifty models, and how many alarms can one on-call bear?",
    "System, inputs, outputs, matured labels: each sees what the others do not. With fifty "
    "models a "
    "level that rings falsely once in a hundred days rings every second day somewhere. Set levels "
    "from the number of alarms that owners bear, and send each to its owner.",
    choices=("monitoring", "alarm_budget"),
    panels=("signals", "costs"),
    followups=(
        "A hundred alarms a day. Good: fewer, by owner, by what they decide; alarms nobody acts on "
        "are switched off.",
        "Which monitor first? Good: inputs, since shared features hit many models.",
    ),
    hints=(
        "What would have rung at the last three incidents?",
        "Count alarms over all models, not of one.",
        "How many deviations ring, if fifty models may ring falsely five times a day?",
    ),
    points=(
        "Watches inputs, outputs and labels.",
        "Sets levels from an alarm budget.",
        "Routes alarms to owners.",
        "Knows what no monitor sees.",
    ),
)

_NEXT = Step(
    "next",
    "Next steps",
    "What would you build first, and what not at all?",
    "First what every team needs and few do well: one transform, point-in-time joins, a registry "
    "with "
    "a way back. Then canary and monitors with good defaults. Measure by value a day, not by "
    "features of the platform. Buy what is not special to you.",
    panels=("losses",),
    followups=(
        "One team refuses the platform. Good: ask what it costs them; make the safe way the quick "
        "way.",
        "Which figure do you report? Good: value beside what could be had, and users met by bad "
        "releases.",
    ),
    hints=(
        "Where is most lost today?",
        "Order by what is lost and by how many teams lose it.",
        "Which loss would be gone with a week's work?",
    ),
    points=(
        "Orders work by measured losses.",
        "Starts with what all teams share.",
        "Names what not to build.",
        "Makes the safe way the quick way.",
    ),
)

STEPS = (
    _CLARIFY,
    _METRICS,
    _ARCHITECTURE,
    _DATA,
    _FEATURES,
    _TRAINING,
    _GATE,
    _REGISTRY,
    _ROLLOUT,
    _ABORT,
    _ROLLBACK,
    _SERVING,
    _WATCHING,
    _NEXT,
)
