"""Changes announced mid-way, and the question each puts."""

from kit.case import Twist

TWISTS = (
    Twist(
        "marketing",
        "Marketing already contacts the top tenth by your score, every month.",
        {"drift": "campaign", "learn_from": "all"},
        "What do your labels say about those it contacts, and what does the next model learn?",
    ),
    Twist(
        "price_next_month",
        "The price rises next month, and no label of it is known for three months.",
        {"drift": "price", "drift_start": 1},
        "What do you monitor today, and what would it tell you?",
    ),
    Twist(
        "auc_fell",
        "Fewer and fewer use the service: churn goes up, and so does the profit of the campaign.",
        {"drift": "prior"},
        "Can AUC stand still or fall while profit rises? Which reading would you report?",
    ),
    Twist(
        "december",
        "The monitor rings: everybody uses the service less this month.",
        {"drift": "season", "detector": "psi"},
        "Is it drift or December, and what would you compare with?",
    ),
    Twist(
        "b2b",
        "The same for business customers: there are 400 of them, each worth a fortune.",
        {"size": "tiny", "customer_value": 2000.0},
        "What of all this still works with a few dozen leavers a quarter?",
    ),
    Twist(
        "prove_it",
        "Finance does not believe that the campaign did anything: churn fell before it began.",
        {"drift": "campaign", "holdout": 0.1, "learn_from": "holdout"},
        "How do you prove it, and why is before against after no proof?",
    ),
    Twist(
        "good_qini",
        "A vendor reports a Qini coefficient of 0.15 and calls it excellent.",
        {"targeting": "uplift"},
        "What is a good value, and what would you draw beside it?",
    ),
    Twist(
        "no_trial",
        "There was never a randomised trial.",
        {"trial_share": 0.0, "targeting": "uplift"},
        "What can be said about uplift, and what would a trial cost?",
    ),
    Twist(
        "monitor_retrain",
        "A colleague's whole plan for drift: monitor, retrain, adapt.",
        {"drift": "price", "retraining": "alarm", "detector": "cbpe"},
        "Monitor what, retrain on which labels, and when are they there?",
    ),
    Twist(
        "competitor",
        "A competitor opens, and customers drift over within a year.",
        {"drift": "competitor", "retraining": "schedule"},
        "When does the calendar win over an alarm?",
    ),
    Twist(
        "silence",
        "Product wants churn to mean a month without a login.",
        {"definition": "inactive"},
        "Whom does the model find now, and is it those who leave?",
    ),
    Twist(
        "gap",
        "The call centre needs two months to prepare a list.",
        {"gap": 2},
        "What does the wait cost: in ranking, in labels, in customers?",
    ),
    Twist(
        "surveys",
        "Those who have lost interest no longer answer the survey.",
        {"missingness": "engagement"},
        "What does a missing answer tell you, and which filling throws it away?",
    ),
    Twist(
        "gift",
        "The offer becomes three times as dear.",
        {"offer_cost": 30.0},
        "Whom do you still contact, and does a better risk model help?",
    ),
    Twist(
        "thirty_million",
        "A merger triples the base to thirty million customers.",
        {"customer_base": 30.0},
        "When is the list ready, and what do you change?",
    ),
)
