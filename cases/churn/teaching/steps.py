"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

_CLARIFY = Step(
    "clarify",
    "Clarify",
    "Which questions would change your design, and is what they ask for possible?",
    "Ask what counts as churn and when it is known, what is done with the list and by whom, what a "
    "contact and an offer cost, what a customer is worth, and whether anybody was ever contacted "
    "at random.\n"
    "Then the arithmetic: offer and contact over the value of a customer is the share of those "
    "contacted whom a contact has to keep. It is compared with what calling anybody would keep: "
    "that gives the lift the ranking has to bring.\n"
    "The answer that shapes most: does a contact keep those who are about to leave? If nobody "
    "knows, the first thing to ship is a trial.",
    choices=("business", "size", "response", "offer_cost", "contact_cost", "customer_value"),
    panels=("quadrants", "windows"),
    followups=(
        "They ask for the 500 most likely to leave. Good: ask what will be done with them; the "
        "most likely to leave may be beyond keeping, or better left alone.",
        "Churn is two per cent a month. Is that much? Good: over a year a fifth to a quarter of "
        "customers; and it says nothing about how many can be kept.",
        "Which one number would you want first? Good: the effect of a past contact, or the value "
        "of a customer, with the choice it decides.",
    ),
    feasibility=True,
    hints=(
        "What will be done with the list once you hand it over?",
        "Ask what a contact changes, what it costs, what a customer is worth, and how churn is "
        "defined.",
        "Divide offer and contact by the value of a customer: that many of those contacted must be"
        " kept. Who has ever measured what a contact does?",
    ),
    points=(
        "Asks what counts as churn and when it is known.",
        "Asks who acts on the list, and at what cost for a contact and an offer.",
        "Asks what a customer kept is worth.",
        "Asks whether anybody was ever contacted at random.",
        "Works out how many of those contacted must be kept for a contact to pay.",
    ),
)

_METRICS = Step(
    "metrics",
    "Metrics",
    "What will you steer by, and what will you only watch?",
    "Decide by profit per thousand customers due: value kept, less offers, contacts and "
    "retrainings. Choose rankings by churn avoided, or by Qini against the best there is. Watch "
    "AUC by month, calibration and the false alarms of the monitor as guardrails.\n"
    "AUC is about who leaves. The campaign earns by whom a contact keeps: another question, which "
    "a better AUC does not answer. Lift in the top tenth is the same question again.\n"
    "Every number has an interval over customers, as the months of one customer depend on each "
    "other.",
    choices=("seed",),
    panels=("profit_curve", "qini_curve", "calibration"),
    followups=(
        "AUC fell and profit rose. Possible? Good: yes: more leave, so contacts pay more; or the "
        "campaign keeps those ranked high, who then no longer leave.",
        "What is a good Qini? Good: depends on the world; draw the clairvoyant ceiling and say "
        "what share of it is reached.",
        "Churn fell after the campaign. Good: compare with a hold-out of the same months, not "
        "with the months before.",
    ),
    hints=(
        "Does the campaign earn by knowing who leaves?",
        "Separate the question of who leaves from the question of whom a contact keeps. Which "
        "metric answers which?",
        "Profit decides; AUC and lift judge risk, churn avoided and Qini judge the campaign. What "
        "would you draw beside a Qini?",
    ),
    points=(
        "Decides by profit: value kept, less offers, contacts and retrainings.",
        "Says that AUC and lift are about who leaves, not about whom a contact keeps.",
        "Judges rankings by churn avoided or Qini, beside the best there is.",
        "Keeps calibration, AUC by month and the monitor's false alarms as guardrails.",
        "Wants intervals over customers, since months of one customer depend on each other.",
    ),
)

_ARCHITECTURE = Step(
    "architecture",
    "Architecture",
    "Which components does a customer's data pass each month, and an outcome on its way back?",
    "A monthly batch: the warehouse's tables as they stood on the snapshot's day, joined point in "
    "time; window features; scores for the whole base; a table of scores; the campaign picks from "
    "it and logs whom it contacted, whom it left alone, and who is in the hold-out.\n"
    "Backwards: when gap and outcome window are over the label joins the snapshot as it was, and "
    "training and monitors read it. Contacts are part of that log: a label without them cannot be "
    "understood.\n"
    "No service has to answer in milliseconds here. What counts is when the run is done, how old "
    "the data are, and that nothing from after the snapshot got in.",
    choices=("gap", "horizon"),
    panels=("architecture", "windows"),
    followups=(
        "Why not score in real time? Good: labels take months and campaigns run monthly; a "
        "trigger on a visit of the cancel page is a rule, and a good one.",
        "How do you rebuild the table for last March? Good: from tables that keep history, as of "
        "that day; today's totals are not March's.",
        "Two months to prepare a campaign? Good: a gap of two months: fewer can be kept, labels "
        "come later, and the ranking is of a more distant future.",
    ),
    hints=(
        "How often does anybody act on a score here?",
        "A monthly batch will do. What has to be true of every table on the day of the snapshot?",
        "Join point in time, publish one table of scores, log whom the campaign contacted and whom"
        " it left alone; labels join months later.",
    ),
    points=(
        "Draws a monthly batch rather than a low-latency service.",
        "Joins tables as they stood on the day of the snapshot.",
        "Logs who was contacted, who was not, and who is in the hold-out.",
        "Joins a label only when the gap and the outcome window are over.",
        "Says what a longer gap costs: fewer can be kept, and labels come later.",
    ),
)

_DATA = Step(
    "data",
    "Data and labels",
    "Which rows, which windows, and which label may the model learn from?",
    "A row is a customer at a snapshot: what was known then on the left, who leaves in the "
    "window on the right. Roll snapshots over months, and judge by time with the label's wait "
    "left out.\n"
    "Define churn as what the business loses. A contract that is not renewed was lost months "
    "before; silence is not leaving.\n"
    "Gaps are data too: ask why a value is missing before it is filled. If values are missing by "
    "chance, any filling will do; if the customer has lost interest, the gap itself is the sign.",
    choices=(
        "definition",
        "inactive_days",
        "observation_window",
        "rows",
        "training_window",
        "split",
    ),
    panels=("splits", "windows"),
    followups=(
        "Random rows or random customers? Good: neither says how next quarter will be; by time, "
        "with the wait left out.",
        "One row a customer or many? Good: many; the months depend on each other, so intervals "
        "are over "
        "customers, not rows.",
        "A customer returns after half a year. Good: decide whether it is new or was silent, "
        "write it down, and keep ids apart.",
    ),
    hints=(
        "What exactly is a row, and on which side of the snapshot does each thing lie?",
        "Behaviour before, outcome after. How long is each window, and when is the label known?",
        "Roll snapshots over months, judge by time with the label's wait left out, and ask of each"
        " gap why it is there.",
    ),
    points=(
        "Defines a row as a customer at a snapshot, with windows on both sides.",
        "Defines churn as what the business loses; silence is not leaving.",
        "Splits by time and leaves the label's wait between.",
        "Uses many snapshots of a customer, and counts customers for intervals.",
        "Asks why values are missing before filling them.",
    ),
)

_FEATURES = Step(
    "features",
    "Features",
    "Which signs does a customer show before leaving, and which appear only afterwards?",
    "Use over the last months and in the latest, whether it falls, tickets, calls, downgrades, "
    "promotions opened, contract, tenure, bill. All as of the snapshot.\n"
    "Suspect whatever is too good: a visit to the cancel page, totals taken today, usage dated a "
    "month late. Ask when each value is known; then look at what it promises and what it keeps.\n"
    "Skewed sums and broken meters trouble linear models; trees hardly notice.",
    choices=("leak", "missing", "missingness", "outliers", "season_feature", "noise"),
    panels=("leaks", "preparation", "importance"),
    followups=(
        "AUC is 0.95 in the notebook. Good: find the feature without which it is not; ask when "
        "it is known; expect it to be worth nothing live.",
        "Half of the surveys are missing. Good: are those who answer like those who do not? Add "
        "the gap as a column and see.",
        "May tenure be a feature? Good: yes, as of the snapshot; as of today it knows who left.",
    ),
    hints=(
        "Which of your columns would already know the outcome?",
        "Use behaviour as of the snapshot, and look hard at whatever predicts too well.",
        "The cancel page, totals as of today, usage dated late: for each, when is the value known,"
        " and what is it worth live?",
    ),
    points=(
        "Uses levels and falls of use, tickets, contract, tenure and bill, as of the snapshot.",
        "Suspects a visit to the cancel page.",
        "Suspects totals as of today, and usage dated late.",
        "Keeps the fact that a value is missing where that fact is a sign.",
        "Treats skew and outliers for linear models, and says that trees hardly care.",
    ),
)

_MODEL = Step(
    "model",
    "Model",
    "Which model would you start from, and what would make you leave it?",
    "Logistic regression on a few windows: churn is noisy, signals are weak and add up, so "
    "little is left for trees. Compare with the ceilings: what even the best observer of these "
    "signs reaches, and what nobody can.\n"
    "A discrete-time hazard learns from single months, so its labels are known after one, and "
    "monitors and retraining hear of a change sooner; do not expect it to rank better.\n"
    "Calibrate when a chance is multiplied by money, or trusted by a monitor.",
    choices=("model", "calibration"),
    panels=("calibration", "importance", "estimates"),
    followups=(
        "Would a sequence model help? Good: look at the distance to the attainable ceiling first: "
        "it is all that any model could win.",
        "Survival analysis? Good: the discrete-time hazard is such a model, on monthly rows; it "
        "gives any horizon, and handles customers not yet gone.",
        "An unlimited tree? Good: try it; snapshots of one customer are near copies, and a random "
        "split does not show that they were memorised.",
    ),
    hints=(
        "How much could the best model here gain over a simple one?",
        "Signals are weak and add up. Look at the distance to the attainable ceiling before you "
        "choose.",
        "A logistic regression is close to the ceiling; a hazard model on single months knows its "
        "labels sooner. When is that worth more?",
    ),
    points=(
        "Starts with logistic regression on a few windows.",
        "Compares with the attainable ceiling before asking for more.",
        "Names a discrete-time hazard and its sooner labels.",
        "Warns that an unlimited tree learns customers by heart, and that random rows hide it.",
        "Calibrates where a chance meets money or a monitor.",
    ),
)

_DECISION = Step(
    "decision",
    "Decision",
    "Whom do you contact, how many, and how do you know that it works?",
    "Rank by what a contact changes times what the customer is worth, less what it costs; "
    "contact down to where that is zero. That needs the effect of a contact, and only a "
    "randomised trial shows it.\n"
    "Ranking by risk is right where a contact keeps a fixed part of whoever would leave. Where a "
    "contact reminds the disengaged to leave, it loses money, and the better it ranks the more "
    "it loses.\n"
    "An effect is a small difference of two chances, so use simple learners and large trials. Keep "
    "a hold-out permanently: it proves the campaign and keeps labels clean.",
    choices=("targeting", "uplift_learner", "uplift_model", "trial_share", "capacity"),
    panels=("profit_curve", "customer", "qini_curve", "quadrants"),
    followups=(
        "The top tenth loses money. Good: look at who is in it and what contacts did to them; a "
        "better risk model makes it worse.",
        "How large must the trial be? Good: from the effect and the churn rate; try the uplift "
        "learners on a twentieth and on a fifth of the customers.",
        "Legal forbids random contacts. Good: then vary something else at random, such as when; "
        "without any randomness say that uplift is unknown.",
        "Contact everybody? Good: most would have stayed and take the offer.",
    ),
    hints=(
        "Are those most likely to leave the ones to call?",
        "What matters is what a contact changes. How could anybody know that?",
        "Only contacts made at random show the effect; rank by effect times value less cost, and "
        "keep a hold-out for good.",
    ),
    points=(
        "Ranks by what a contact changes times value, less cost.",
        "Says that only a randomised trial shows that effect.",
        "Says when ranking by risk is right, and when it loses money.",
        "Uses a simple uplift learner, and asks for a large trial.",
        "Contacts only down to where the expected gain is zero.",
        "Keeps a hold-out, for proof and for clean labels.",
    ),
)

_SERVING = Step(
    "serving",
    "Serving",
    "Is the list there when the campaign starts?",
    "Ten million customers in four hours are some seven hundred a second: work for a machine or "
    "two at a millisecond or two a customer. Judge designs by finish time, age of the data and "
    "absence of leaks, not by latency.\n"
    "Score in parts that can be run again without doubling anything; publish the table at once, "
    "with the model's version and the snapshot's day; keep last month's list as the fallback.\n"
    "Ship a new model in shadow first: compare lists before anybody is called.",
    choices=("customer_base", "workers"),
    panels=("finish",),
    followups=(
        "The run fails at three in the morning. Good: parts are run again; the campaign starts "
        "with last month's list for the missing part, marked as such.",
        "Scoring uplift costs more than scoring risk. Good: cents a million scores; compare with "
        "what a better list earns.",
        "How fresh are the features? Good: as of the snapshot's day; say how old that is when the "
        "last customer is called.",
    ),
    hints=(
        "When must the list be ready, and how many rows is that?",
        "Divide the base by the hours there are; then think of a run that fails in the middle.",
        "A machine or two is enough; parts that can be run again, one published table with its "
        "version, last month's list as the fallback.",
    ),
    points=(
        "Works out rows a second from the base and the hours.",
        "Judges by finish time, age of the data and absence of leaks.",
        "Makes parts that can be run again without doubling anything.",
        "Has a fallback list, and marks it as such.",
        "Ships a new model in shadow and compares lists first.",
    ),
)

_OVER_TIME = Step(
    "time",
    "Monitoring over time",
    "How will you know that it has stopped working, and what will you do then?",
    "Labels are right and a quarter late. Distributions of features and scores are there at once "
    "and cannot tell a harmless change from one that matters; the model's own expected AUC follows "
    "the first and is blind to the second. So watch all three, and know what each cannot see.\n"
    "No monitor of labels can ring before gap and window are over, and a model retrained sooner "
    "learns the old world. Shorter windows and a hazard model bring the news earlier.\n"
    "Before retraining, ask what moved: a pipeline, a season, the campaign itself, or what signs "
    "mean. Each has another remedy, and only for the last is it a new model.",
    choices=(
        "drift",
        "shape",
        "drift_start",
        "severity",
        "retraining",
        "retrain_every",
        "window_kind",
        "detector",
        "monitor_threshold",
        "reference",
        "learn_from",
        "holdout",
        "training_cost",
    ),
    panels=("time_machine", "estimates", "policies", "alarms", "monitor_race", "feature_effects"),
    followups=(
        "The price rises next month. Good: nothing will show it for a quarter; ask at once those "
        "who cancel, shorten the window, plan the retraining for when labels come.",
        "Is it drift or December? Good: compare with the same month last year, and put the "
        "calendar among the features.",
        "Marketing contacts your top tenth. Good: their labels are those of contacted customers; "
        "keep a hold-out and learn from it.",
        "A monitor has never rung. Good: compare it with a dummy that rings by the clock: how many "
        "changes did it miss?",
    ),
    hints=(
        "The price rises today. When could any label show it?",
        "Put labels, expected AUC and feature distributions side by side: what can each not see?",
        "Labels come after gap and window; inputs look the same when only their meaning changed. "
        "What do you plan for the date they come?",
    ),
    points=(
        "Says that labels are right, and late by gap and outcome window.",
        "Says that features and scores cannot show a change of meaning.",
        "Compares a season with the same month last year.",
        "Says that the campaign changes its own labels, and learns from a hold-out.",
        "Asks what moved before retraining: a pipeline, a season, the campaign or the meaning.",
        "Uses a window that slides or a hazard model, so that the news comes sooner.",
    ),
)

_NEXT = Step(
    "next",
    "Experiment and next steps",
    "How would you prove that it pays, and what would you do with another quarter?",
    "A hold-out of the customers who would have been contacted, drawn before the campaign, kept "
    "for the whole window; the difference in churn times value, less costs, with its interval. "
    "Before against after proves nothing: seasons, prices and replacements move churn.\n"
    "Choose the next step by what loses most: the distance to the attainable ranking (features), "
    "from there to the clairvoyant one (nobody can help), from risk to uplift (a trial), from "
    "seen to true (leaks), from stale to fresh (labels).\n"
    "What would change my mind: a trial that shows the same effect for everybody.",
    panels=("holdout_size", "policies", "detector_table"),
    followups=(
        "How large a hold-out? Good: from the churn rate, the effect hoped for and the months one "
        "can wait; it costs the profit of those not contacted.",
        "Customers talk to each other. Good: then contacts reach the hold-out too and the "
        "difference is too small; draw it by household or region.",
        "Who is harmed? Good: whoever is offered less for being loyal; look at offers by group, "
        "and at those called again and again.",
    ),
    hints=(
        "How would finance be convinced that the campaign did it?",
        "Compare customers of the same months, some of them left alone. Who, and for how long?",
        "Draw the hold-out from those who would be contacted, wait the whole window, take value "
        "kept less costs with its interval.",
    ),
    points=(
        "Draws a hold-out before the campaign, from those who would be contacted.",
        "Rejects before against after.",
        "Works out the hold-out's size from churn rate and expected effect, and prices it.",
        "Chooses the next step by what loses most: features, a trial, leaks or labels.",
        "Says who might be harmed, and what would change their mind.",
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
