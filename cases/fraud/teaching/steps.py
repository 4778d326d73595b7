"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

_CLARIFY = Step(
    "clarify",
    "Clarify",
    "Which questions would change your design, and is what they ask for possible?",
    "Ask what an error costs each way, who acts on an alert and how many they can call, how often "
    "fraud happens, when a label is known and who reports it, and how long a decision may take.\n"
    "Then do the arithmetic before any model: base rate times volume gives frauds a day; calls a "
    "day give the most that can be reviewed; precision and recall asked for give the alerts they "
    "imply. A promise that needs more calls than there are analysts is refused here, not later.\n"
    "The answer that shapes most is the label delay: it decides what anybody could know in time.",
    choices=("world", "size", "prevalence", "delay"),
    panels=("precision_recall", "arrival"),
    followups=(
        "They ask for nine frauds in ten at nine alerts in ten right. Good: check it against the "
        "attainable curve, and say which of the two could be had at what price.",
        "Fraud is five times rarer in another country. Good: precision falls at the same recall "
        "though the model is as good; the threshold and the staffing are worked out again.",
        "Which one number would you want first? Good: the time from payment to label, or the cost "
        "of a false alert, with the choice it decides.",
    ),
    feasibility=True,
)

_METRICS = Step(
    "metrics",
    "Metrics",
    "What will you steer by, and what will you only watch?",
    "Decide by net savings: fraud stopped, less calls and customers turned away. Choose models by "
    "average precision, and by card precision at the number of calls a day, each read beside its "
    "ceiling. Watch recall by money, insult rate, calibration and time to decide as guardrails.\n"
    "ROC AUC is not the headline: at this base rate nearly all of its area comes from false-alarm "
    "rates that nobody could staff. Accuracy is worse: approving everything scores almost full "
    "marks.\n"
    "Every number carries an interval over cards, since frauds of one card come together.\n"
    "Expect an honest evaluation to promise somewhat less than the truth: it counts frauds that "
    "nobody reports as honest payments, and honest payments reported by mistake as frauds.",
    choices=("review_cost", "insult_cost"),
    panels=("precision_recall", "cost_curve", "card_precision"),
    followups=(
        "Average precision went up and losses went up. Why? Good: it counts frauds alike; the ones "
        "gained were small, the ones lost were large. Look at money by slice.",
        "Offline and online disagree. Good: name the differences in order: labels not in yet, "
        "split, features at serving time, threshold, then the world.",
        "Card precision at capacity is low. Is the model bad? Good: compare with its ceiling; on "
        "most days there may be fewer cards with fraud than calls.",
    ),
)

_ARCHITECTURE = Step(
    "architecture",
    "Architecture",
    "What does a payment pass on its way, and what does a label pass on its way back?",
    "Forwards: gateway, feature look-ups side by side, model, rules, decision; a deadline, and a "
    "stated fallback when it passes. Card and terminal counters are kept by a stream; slow "
    "aggregates come from a nightly batch.\n"
    "Backwards: each decision is logged with the features as served, its score, the threshold and "
    "the model's version. Reports and analysts' findings join that log when they come, and "
    "training reads it as it stood at the time. This one log gives training without skew, "
    "monitoring, and the answer to a customer who asks why.\n"
    "Keep rules beside the model: they act within the hour when a new fraud appears.",
    choices=("freshness",),
    panels=("path", "arrival"),
    followups=(
        "Why log features rather than compute them again? Good: counters have moved on, reports "
        "have come in; recomputing leaks the future or differs from what was served.",
        "Streaming or nightly counters? Good: decided by bursts that are over before midnight, "
        "against one more service on the path. Try it, and read the age of features and savings.",
        "The feature store is down. Good: a smaller model or rules on the payment alone, "
        "rehearsed, and counted as approved unscored.",
    ),
)

_DATA = Step(
    "data",
    "Data and labels",
    "What may training know on the day of launch, and which rows may judge it?",
    "Split by time and leave out the days whose labels would not have been known: the gap is the "
    "label delay. Random rows put payments of one compromise on both sides.\n"
    "Labels are late, some frauds are never reported, and analysts' findings come fast but only "
    "for what was alerted. Wait for labels that are due; if fresh feedback is used, keep it apart "
    "from delayed labels, since it is another population.\n"
    "Decide whether payments of cards already known as compromised count: they are the easy part, "
    "and somebody has reissued those cards.",
    choices=("split", "compromised", "window", "late_labels"),
    panels=("splits", "delay", "arrival"),
    followups=(
        "Why not take unreported payments as genuine to be fresh? Good: the newest frauds are then "
        "training examples of honest payments. Try it with a long delay.",
        "How long a window? Good: long for more frauds, short to follow the world; tried over "
        "time, not guessed.",
        "Chargebacks come after two months. What now? Good: the ceiling itself falls; buy sooner "
        "labels (calls, customers confirming payments) before a bigger model.",
    ),
)

_FEATURES = Step(
    "features",
    "Features",
    "What does a payment look like to someone who has seen the card and the terminal before?",
    "Recency, frequency and amount of the card over an hour, a day, a week and a month, compared "
    "with its own habit. For the terminal and the card, how many frauds were reported lately: "
    "reported, not happened, for at serving time only reports exist.\n"
    "The same code computes features for training and for serving, as of the moment of decision, "
    "without the current payment's own label.\n"
    "A raw identity, or its target encoding, learns last month's compromised names; they have "
    "changed by next month. Prefer rates that can be counted for a terminal never seen before.",
    choices=("features", "delay_in_features", "encoding", "current_row"),
    panels=("importance", "precision_recall", "slices"),
    followups=(
        "A feature carries most of the importance. Good or bad? Good: suspect it first: ask when "
        "its value is known, and compare what is seen with what is true.",
        "Which features find card testing? Good: counts of tiny payments within the hour, kept by "
        "a stream; amounts alone do not show it.",
        "A terminal is new. Good: few payments, no reports; shrink its rate towards its "
        "neighbours' or the overall one.",
    ),
)

_MODEL = Step(
    "model",
    "Model",
    "Which model would you start from, and what would make you leave it?",
    "Begin with an amount rule and a logistic regression, so that everything else has something to "
    "beat. Boosted trees on the same features are the usual choice for tables: quick to train, "
    "quick to serve. Compare by average precision with intervals, and against the ceiling: when "
    "little room is left under it, the next gain is in labels or features.\n"
    "Leave the data alone: most remedies for imbalance move the scores, and with them where a "
    "threshold of one half falls, more than they improve the order. Undersampling is fair to save "
    "time, with the prior corrected afterwards.\n"
    "Calibrate when scores are multiplied by money.",
    choices=(
        "model",
        "depth",
        "scaler",
        "resampling",
        "ratio",
        "resampled_rows",
        "prior_correction",
        "calibration",
    ),
    panels=("precision_recall", "reliability", "classes"),
    followups=(
        "Why not SMOTE? Good: try it: what happens to average precision, to the sum of "
        "probabilities, and to 0.5 as a threshold? Resampling never goes before the split.",
        "Would a deeper tree do? Good: look at both ROC AUC and average precision; they can rank "
        "two trees the other way round.",
        "When would an isolation forest earn its place? Good: without labels, or as one more "
        "feature; alone it finds what is rare, not what is fraud.",
        "Would you use a neural network over sequences? Good: when raw histories are long and "
        "features are the limit; say what it costs in latency and in explaining a decision.",
    ),
)

_DECISION = Step(
    "decision",
    "Decision",
    "Where is the line, and what happens to a payment that crosses it?",
    "The threshold follows from costs, not from the model: act where the expected loss avoided "
    "exceeds what acting costs. As loss grows with the amount, so does the right to ask: the "
    "amount-aware rule compares probability times loss with the price of a call.\n"
    "Where people call, capacity sets a second limit: alerts beyond it are lost work, and those "
    "called should be the ones worth most. Declining needs no analyst, turns honest customers "
    "away and hides labels; a second factor lies between. Use bands: decline, ask, call, approve.\n"
    "When capacity or costs change, the threshold moves the same day and the model stays.",
    choices=("action", "rule", "capacity"),
    panels=("cost_curve", "confusion", "regret"),
    followups=(
        "Half the analysts are gone. Good: move the threshold, then reconsider bands; do not "
        "retrain. Compare the alerts a day with the calls.",
        "Why not 0.5? Good: it is right only when both errors cost alike and scores are "
        "probabilities; here neither holds.",
        "A customer was declined three times in a week. Good: count insults by customer, and let "
        "a confirmed payment lower the score of the next.",
        "Who checks the declines? Good: let a few through at random, and say what that costs.",
    ),
)

_SERVING = Step(
    "serving",
    "Serving",
    "Does it answer in time at peak, and what happens when it does not?",
    "Give the deadline to the stations in shares; look-ups run side by side, so the slower one "
    "counts. Read the 99th percentile, not the mean, and size servers for peak with headroom: "
    "waiting grows slowly and then all at once as a server nears full load.\n"
    "A payment whose deadline passes is approved unscored, or scored by rules alone. Fraudsters "
    "find overload, so the fallback belongs in the threat model.\n"
    "Ship by shadow first, then a small share of cards, with rollback to model and features "
    "together. A dearer model has to earn its servers in savings.",
    choices=("traffic", "replicas", "deadline"),
    panels=("path",),
    followups=(
        "Traffic rises tenfold for a sale. Good: which station fills first, by how much, and what "
        "is dropped until more servers are up.",
        "The 99th percentile is over the deadline and the mean is fine. Good: tails of one "
        "station, or queueing; a timeout with a fallback before more hardware.",
        "How would you roll back? Good: model and feature versions as a pair, decided by a rule "
        "fixed beforehand, since true labels come too late to wait for.",
    ),
)

_OVER_TIME = Step(
    "time",
    "Monitoring over time",
    "How will you know that it has stopped working, and what will you do then?",
    "Watch three layers. At once: volumes, missing values, score distribution, alert rate. Within "
    "days: analysts' findings on what was called. Weeks later: matured labels, the only truth. "
    "Score drift warns early and also rings for harmless changes; labels are right and late.\n"
    "First check data, logs and deployments: most drops are broken pipelines, and retraining on a "
    "broken feature bakes the fault in. Then retrain on a schedule, and sooner when matured labels "
    "say so; let the old model and the new one overlap.\n"
    "Declining removes the labels one learns from: let a small random share through. Fraudsters "
    "answer what is blocked: no model stays good against them, only a loop does.",
    choices=("drift", "severity", "retraining", "alarm", "exploration_share"),
    panels=("time_machine", "policies", "tactics"),
    followups=(
        "Scores have shifted and matured labels look fine. Good: covariate drift that may be "
        "harmless; look at which feature moved before anything is retrained.",
        "Retraining every week helps no more than never. Good: then the world is not moving, or "
        "the window is short of frauds; read the costs beside it.",
        "Your blocks remove the labels you train on. Good: a random share let through, its price "
        "stated, and its rows weighted up in training.",
        "The first alarm came three weeks after the change. Good: that is the label delay; find "
        "an earlier signal, such as customers' calls or analysts' findings.",
    ),
)

_NEXT = Step(
    "next",
    "Experiment and next steps",
    "How would you prove that it pays, and what would you do with another quarter?",
    "Run it in shadow on live traffic, then split by card, not by payment, since one card's frauds "
    "hang together and a block changes what comes next. Decide by net savings with insult rate and "
    "time to decide as guardrails; fix the sample size from the frauds expected, and wait until "
    "labels have come in before reading.\n"
    "Choose the next step by what loses most money today: the split of the regret names it. Late "
    "labels: get sooner ones. The model: features for the kind of fraud that is missed. The "
    "threshold or capacity: no data scientist is needed.\n"
    "What would change my mind: a ceiling close by, or costs of an insult unlike those assumed.",
    panels=("regret", "mechanisms", "slices"),
    followups=(
        "How long must the experiment run? Good: until enough frauds have matured in both arms: "
        "the label delay is added to the time it takes to collect them.",
        "Both arms share the fraudsters. Good: interference: what one arm blocks may move to the "
        "other, so the difference overstates the gain.",
        "Who is harmed by mistakes? Good: declines by region, age of account and kind of shop; "
        "reasons that can be told; a way to appeal.",
    ),
)

STEPS = (
    _CLARIFY,
    _METRICS,
    _ARCHITECTURE,
    _DATA,
    _FEATURES,
    _MODEL,
    _DECISION,
    _SERVING,
    _OVER_TIME,
    _NEXT,
)
