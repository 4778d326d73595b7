"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist
from kit.choice import Changes

CAMPAIGN: Changes = {"response": "aligned", "retraining": "schedule", "capacity": 0.3}

TWISTS = (
    Twist(
        "marketing",
        "Marketing already contacts the top of your list every month, and whoever it keeps is "
        "labelled as one who stays.",
        {"drift": "campaign"},
        "What do your labels say about those it contacts, and what does the next model learn?",
        expects=(Expected("calibration", "falls"),),
        needs=CAMPAIGN,
    ),
    Twist(
        "price_next_month",
        "The price rises next month, and no label of it is known for three months.",
        {"drift": "price", "drift_start": 1},
        "What do you monitor today, and what would it tell you?",
        expects=(Expected("auc_after", "falls"), Expected("profit", "falls")),
    ),
    Twist(
        "more_leave",
        "From the ninth month on about twice as many customers leave, of every kind.",
        {"drift": "prior"},
        "Must the model be replaced, or only what it promises? Which reading tells you?",
        expects=(Expected("calibration", "falls"),),
    ),
    Twist(
        "december",
        "There is a season: everybody uses the service more in winter and less in summer.",
        {"drift": "season"},
        "Your monitor of features rings. Is it drift or December, and what would you compare with?",
        expects=(Expected("false_alarms", "rises"),),
        needs={"detector": "psi"},
    ),
    Twist(
        "b2b",
        "The same for business customers: there are 400 of them, each worth $2,000.",
        {"size": "tiny", "customer_value": 2000.0},
        "What of all this still works with a few dozen leavers a quarter?",
        expects=(Expected("profit", "falls"),),
    ),
    Twist(
        "prove_it",
        "Finance does not believe that the campaign does anything, and wants a fifth of the "
        "customers never contacted; models may learn from those alone.",
        {"holdout": 0.2, "learn_from": "holdout"},
        "What does the hold-out prove, what does it cost, and why is before against after no "
        "proof?",
        expects=(Expected("calibration", "rises"),),
        needs={**CAMPAIGN, "drift": "campaign"},
        kind="order",
    ),
    Twist(
        "good_qini",
        "A vendor ranks customers by uplift, reports a Qini coefficient of 0.15 and calls it "
        "excellent. Management wants to rank by uplift too.",
        {"targeting": "uplift"},
        "What is a good value, and what would you draw beside it?",
        expects=(Expected("qini", "rises"), Expected("profit", "rises")),
        kind="order",
    ),
    Twist(
        "no_trial",
        "Legal forbids contacting customers at random: there is no trial.",
        {"trial_share": 0.0},
        "What can be said about uplift without it, and what else could be varied at random?",
        expects=(Expected("qini", "falls"), Expected("profit", "falls")),
        needs={"targeting": "uplift", "trial_share": 0.2},
        kind="order",
    ),
    Twist(
        "monitor_retrain",
        "A colleague's whole plan for the price rise: watch expected AUC, retrain when it rings.",
        {"retraining": "alarm", "detector": "cbpe"},
        "Monitor what, retrain on which labels, and when are they there?",
        expects=(Expected("auc_after", "stays"),),
        needs={"drift": "price"},
        kind="order",
    ),
    Twist(
        "competitor",
        "A competitor opens, and over a year other customers than before are drawn away.",
        {"drift": "competitor"},
        "When does a schedule of retrainings win over an alarm?",
        expects=(Expected("auc_after", "falls"),),
    ),
    Twist(
        "silence",
        "Product wants churn to mean a month without a login.",
        {"definition": "inactive"},
        "Whom does the model find now, and is it those who leave?",
        expects=(Expected("calibration", "rises"), Expected("auc", "falls")),
        kind="order",
    ),
    Twist(
        "gap",
        "The call centre needs two months to prepare a list.",
        {"gap": 2},
        "What does the wait cost: in ranking, in labels, in customers?",
        expects=(Expected("auc", "falls"), Expected("label_wait", "rises")),
        kind="order",
    ),
    Twist(
        "surveys",
        "Those who have lost interest no longer answer the survey, and the team trains on complete "
        "rows only.",
        {"missingness": "engagement"},
        "What does a missing answer tell you, and which filling throws it away?",
        expects=(Expected("calibration", "falls"),),
        needs={"missing": "drop"},
    ),
    Twist(
        "gift",
        "The offer becomes three times as expensive.",
        {"offer_cost": 30.0},
        "Whom do you still contact, and does a better risk model help?",
        expects=(Expected("profit", "falls"),),
    ),
    Twist(
        "thirty_million",
        "A merger triples the base to thirty million customers.",
        {"customer_base": 30.0},
        "When is the list ready, and what do you change?",
        expects=(Expected("scoring_time", "rises"),),
    ),
)
