"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

_CLARIFY = Step(
    "clarify",
    "Clarify",
    "Which questions would change your design, and is what they ask for possible?",
    "Ask what an error costs each way, who acts on an alert and how many they can call, how "
    "often fraud happens, when a label is known and who reports it, and how long a decision may "
    "take.\n"
    "Then do the arithmetic before any model: base rate times volume gives frauds a day; calls a "
    "day give the most that can be reviewed; precision and recall asked for give the alerts "
    "they imply. A requirement that needs more calls than analysts can make is refused here, not "
    "later.\n"
    "The answer that shapes most is the label delay: it decides what anybody could know in time.",
    choices=("world", "size", "prevalence", "delay"),
    panels=("statement", "precision_recall", "arrival"),
    followups=(
        "They ask for nine frauds in ten at nine alerts in ten right. Good: check it against the "
        "attainable curve, and say which of the two could be had at what price.",
        "Fraud is five times rarer in another country. Good: precision falls at the same recall "
        "though the model is as good; the threshold and the staffing are worked out again.",
        "Which one number would you want first? Good: the time from payment to label, or the cost "
        "of a false alert, with the choice it decides.",
    ),
    feasibility=True,
    hints=(
        "Before any model: what would you have to know about the work that follows an alert?",
        "Ask about costs on both sides, about the people who call, and about the time until a "
        "label is known.",
        "Multiply base rate by payments a day, and compare the alerts that the requirement implies"
        " with the calls the team can make.",
    ),
    points=(
        "Asks what a missed fraud and what a false alert cost.",
        "Asks who acts on an alert and how many cards they can call a day.",
        "Asks when a label is known, and who reports it.",
        "Asks for the deadline and the traffic at peak.",
        "Works out frauds a day, and the alerts that the wanted precision and recall imply.",
        "Says whether the requirement lies within the attainable curve.",
    ),
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
    hints=(
        "Which number would the business itself look at?",
        "Tell apart what decides, what compares models, and what must only not get worse. Mind how"
        " rare fraud is.",
        "Money for the decision, precision at the threshold or list you can staff for the model: "
        "which areas ignore false alarms nobody could call?",
    ),
    points=(
        "Decides by net savings, in money.",
        "Compares models by average precision or card precision at capacity, beside its ceiling.",
        "Says why ROC AUC and accuracy flatter at this fraud rate.",
        "Names guardrails: insult rate, calibration, time to decide.",
        "Wants intervals over cards, since frauds of one card come together.",
        "Knows that unreported frauds make an honest evaluation a little too low.",
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
    panels=("architecture", "path", "arrival"),
    followups=(
        "Why log features rather than compute them again? Good: counters have moved on, reports "
        "have come in; recomputing leaks the future or differs from what was served.",
        "Streaming or nightly counters? Good: decided by bursts that are over before midnight, "
        "against one more service on the path. Try it, and read the age of features and savings.",
        "The feature store is down. Good: a smaller model or rules on the payment alone, "
        "rehearsed, and counted as approved unscored.",
    ),
    hints=(
        "Follow one payment from the terminal to the answer. Then follow its label back.",
        "Look-ups can run side by side. What must be written down at that moment, so that training"
        " can use it weeks later?",
        "Log features as served, score, threshold and model version; now say what a payment gets "
        "when the deadline passes.",
    ),
    points=(
        "Draws gateway, feature look-ups, model, rules and decision under one deadline.",
        "States a fallback for when the deadline passes or the store is down.",
        "Keeps counters fresh by a stream where bursts matter, and slow aggregates nightly.",
        "Logs each decision with the features as served and joins labels when they come.",
        "Keeps rules beside the model, for a fraud that appeared today.",
    ),
)

_DATA = Step(
    "data",
    "Data and labels",
    "What may training know on the day of launch, and which rows may judge it?",
    "Split by time and leave out the days whose labels would not have been known: the gap is the "
    "label delay. Random rows put payments of one compromise on both sides.\n"
    "Labels are late, some frauds are never reported, and analysts' findings come fast but only "
    "for what was alerted. Wait for labels that are due; if fresh feedback is used, keep it "
    "apart from delayed labels, since it is another population.\n"
    "Decide whether payments of cards already known as compromised count: they are the easy part, "
    "and in practice those cards are already blocked.",
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
    hints=(
        "It is the day of launch. Which labels do you have?",
        "Labels come late and not for all frauds. Which days can train, and which rows can judge?",
        "Order by time, and leave a gap as long as something takes to arrive; then ask what an "
        "alert does to which labels you get.",
    ),
    points=(
        "Splits by time, with the label delay as the gap.",
        "Says that random rows put payments of one compromise on both sides.",
        "Waits for labels that are due instead of taking unreported payments as genuine.",
        "Knows that analysts' feedback covers only what was alerted, and keeps it apart.",
        "Asks whether cards already known as compromised still count.",
        "Chooses the training window by trying it over time.",
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
    panels=("importance", "mechanisms", "slices"),
    followups=(
        "A feature carries most of the importance. Good or bad? Good: suspect it first: ask when "
        "its value is known, and compare what is seen with what is true.",
        "Which features find card testing? Good: counts of tiny payments within the hour, kept by "
        "a stream; amounts alone do not show it.",
        "A terminal is new. Good: few payments, no reports; shrink its rate towards its "
        "neighbours' or the overall one.",
    ),
    hints=(
        "What do the card and the terminal know that the payment alone does not?",
        "Compare the payment with the card's own habit, and use what was reported. When did you "
        "know each of these?",
        "Count reports, not frauds, as of the moment of decision, without the payment's own label;"
        " how fresh must counts be to show a burst?",
    ),
    points=(
        "Uses recency, frequency and amount of the card over several windows.",
        "Counts frauds per terminal and card from when they were reported, not from when they "
        "happened.",
        "Leaves the current payment's own label out of its features.",
        "Computes features for training and serving by the same code.",
        "Names counts of tiny payments within the hour for card testing.",
        "Says why a target encoding of terminals ages: the compromised ones change.",
    ),
)

_MODEL = Step(
    "model",
    "Model",
    "Which model would you start from, and what would make you leave it?",
    "Begin with an amount rule and a logistic regression, so that everything else has something "
    "to beat. Boosted trees on the same features are the usual choice for tables: quick to "
    "train, quick to serve. Compare by average precision with intervals, and against the "
    "ceiling: when little room is left under it, the next gain is in labels or features.\n"
    "Leave the classes as they are: most remedies for imbalance move the scores, and so what a "
    "threshold of 0.5 means, more than they improve the order. Undersampling saves training "
    "time: correct the prior afterwards, and measure what it costs in ranking.\n"
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
        "Would a deeper tree help? Good: look at both ROC AUC and average precision; they may "
        "disagree on which of two trees is better.",
        "When would an isolation forest earn its place? Good: without labels, or as one more "
        "feature; alone it finds what is rare, not what is fraud.",
        "Would you use a neural network over sequences? Good: when raw histories are long and "
        "features are the limit; say what it costs in latency and in explaining a decision.",
    ),
    hints=(
        "What is the simplest thing that your model has to beat?",
        "Start from a rule and a linear model, then trees on the same features. Does rarity itself"
        " call for a remedy?",
        "Compare by average precision against the ceiling. Try SMOTE and read three things: the "
        "order, the sum of probabilities, and where 0.5 falls.",
    ),
    points=(
        "Begins with an amount rule and a logistic regression.",
        "Takes boosted trees as the main model, for a reason that fits tables and latency.",
        "Leaves the classes as they are, and moves the threshold instead.",
        "Corrects the prior where rows were left out to save time.",
        "Never resamples before the split.",
        "Calibrates where a probability is multiplied by money.",
    ),
)

_DECISION = Step(
    "decision",
    "Decision",
    "Where is the line, and what happens to a payment that crosses it?",
    "The threshold follows from costs, not from the model: act where the expected loss avoided "
    "exceeds what acting costs. A large payment is worth a call at a lower probability than a "
    "small one: the amount-aware rule compares probability times loss with the price of a call.\n"
    "Where people call, capacity sets a second limit: alerts beyond it are lost work, and those "
    "called should be the ones worth most. Declining needs no analyst, turns genuine customers "
    "away and hides labels; asking for a second factor is a middle way. Use bands: decline, ask, "
    "call, approve.\n"
    "When capacity or costs change, the threshold moves the same day and the model stays.",
    choices=("action", "rule", "capacity"),
    panels=("cost_curve", "statement", "confusion"),
    followups=(
        "Half the analysts are gone. Good: move the threshold, then reconsider bands; do not "
        "retrain. Compare the alerts a day with the calls.",
        "Why not 0.5? Good: it is right only when both errors cost alike and scores are "
        "probabilities; here neither holds.",
        "A customer was declined three times in a week. Good: count insults by customer, and let "
        "a confirmed payment lower the score of the next.",
        "Who checks the declines? Good: let a few through at random, and say what that costs.",
    ),
    hints=(
        "Two payments have the same score, one of $5 and one of $500. Do you treat them alike?",
        "Where the line lies follows from what each error costs, and from how many calls there "
        "are.",
        "Compare probability times loss with the price of acting; where people call, cut the list "
        "at what they can reach.",
    ),
    points=(
        "Derives the threshold from costs, not from 0.5.",
        "Lets the amount count: expected loss avoided against the price of a call.",
        "Cuts the list where the analysts' calls run out.",
        "Says what declining does to genuine customers and to labels.",
        "Offers bands: decline, second factor, call, approve.",
        "Moves the threshold, not the model, when capacity or costs change.",
    ),
)

_SERVING = Step(
    "serving",
    "Serving",
    "Does it answer in time at peak, and what happens when it does not?",
    "Give each station a share of the deadline; look-ups run side by side, so the slower one "
    "counts. Read the 99th percentile, not the mean, and size servers for peak with headroom: "
    "waiting grows slowly and then all at once as a server nears full load.\n"
    "A payment whose deadline passes is approved unscored, or scored by rules alone. Fraudsters "
    "find overload, so treat the fallback as something that will be attacked.\n"
    "Ship by shadow first, then a small share of cards, with rollback to model and features "
    "together. A more expensive model has to save more than its servers cost.",
    choices=("traffic", "replicas", "deadline"),
    panels=("path",),
    followups=(
        "Traffic rises tenfold for a sale. Good: which station is full first, by how much, and "
        "what goes unscored until more servers are up.",
        "The 99th percentile is over the deadline and the mean is fine. Good: tails of one "
        "station, or queueing; a timeout with a fallback before more hardware.",
        "How would you roll back? Good: model and feature versions as a pair, decided by a rule "
        "fixed beforehand, since true labels come too late to wait for.",
    ),
    hints=(
        "Where does a payment wait, and what happens if it waits too long?",
        "Read the 99th percentile at peak, station by station, and ask which server is nearest to "
        "full.",
        "The slower of two parallel look-ups counts; a payment past its deadline goes unscored. "
        "Who gains from that?",
    ),
    points=(
        "Shares the deadline out among the stations.",
        "Reads the 99th percentile at peak, not the mean.",
        "Sizes servers with headroom, since waiting grows sharply near full load.",
        "States what a payment gets when its deadline passes, and that fraudsters find overload.",
        "Ships by shadow and a small share of cards, with a rollback of model and features "
        "together.",
    ),
)

_OVER_TIME = Step(
    "time",
    "Monitoring over time",
    "How will you know that it has stopped working, and what will you do then?",
    "Watch three layers. At once: volumes, missing values, score distribution, alert rate. "
    "Within days: analysts' findings on what was called. Weeks later: matured labels, the only "
    "truth. Score drift warns early and also rings for harmless changes; labels are right and "
    "late.\n"
    "First check data, logs and deployments: many drops are broken pipelines, and a model "
    "retrained on a broken feature learns the fault. Then retrain on a schedule, and sooner when "
    "matured labels say so; let the old model and the new one overlap.\n"
    "Declining removes the labels one learns from: let a small random share through. Fraudsters "
    "react to what is blocked: follow their tactics week by week, and do not expect retraining "
    "alone to answer them.",
    choices=("drift", "severity", "retraining", "alarm", "exploration_share"),
    panels=("time_machine", "policies", "tactics"),
    followups=(
        "Scores have shifted and matured labels look fine. Good: covariate drift that may be "
        "harmless; look at which feature moved before anything is retrained.",
        "Retraining every week helps no more than never. Good: then the world is not moving, or "
        "the window holds too few frauds; read the costs beside it.",
        "Your blocks remove the labels you train on. Good: a random share let through, its price "
        "stated, and its rows weighted up in training.",
        "The first alarm came three weeks after the change. Good: that is the label delay; find "
        "an earlier signal, such as customers' calls or analysts' findings.",
    ),
    hints=(
        "How would you notice, and how soon could you be sure?",
        "Some signals come at once, some in days, and the truth after the label delay. Rank them "
        "by speed and by trust.",
        "A shift of scores may be harmless and a drop may be a broken pipeline: what do you check "
        "before you retrain, and on which labels?",
    ),
    points=(
        "Names three layers: inputs and scores at once, analysts' findings in days, labels in "
        "weeks.",
        "Checks data, logs and deployments before retraining.",
        "Retrains on a schedule, and sooner when matured labels say so.",
        "Sees that declining removes labels, and lets a small random share through.",
        "Expects fraudsters to react, and says what retraining cannot win back.",
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
    panels=("experiment", "regret", "slices"),
    followups=(
        "How long must the experiment run? Good: until enough frauds have matured in both arms: "
        "the label delay is added to the time it takes to collect them.",
        "Both arms share the fraudsters. Good: interference: what one arm blocks may move to the "
        "other, so the difference overstates the gain.",
        "Who is harmed by mistakes? Good: declines by region, age of account and kind of shop; "
        "reasons that can be told; a way to appeal.",
    ),
    hints=(
        "What would have to be compared with what, and for how long?",
        "Pick the unit that is split, the metric that decides and the guardrails. When may you "
        "read the result?",
        "Split by card; add the label delay to the time it takes to collect enough frauds; spend "
        "the next quarter where most money is lost.",
    ),
    points=(
        "Runs in shadow first, then splits by card.",
        "Decides by net savings, with insult rate and time to decide as guardrails.",
        "Fixes the sample size from expected frauds, and waits for labels to mature.",
        "Names interference: a fraud blocked in one arm may move to the other.",
        "Chooses the next step by what loses most money.",
        "Says what would change their mind.",
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
