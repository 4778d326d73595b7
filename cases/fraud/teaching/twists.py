"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "capacity_halves",
        "From tomorrow there are half as many analysts.",
        {"capacity": 15},
        "What do you change today, and what do you leave alone?",
        expects=(Expected("net_savings", "falls"), Expected("card_precision", "rises")),
    ),
    Twist(
        "late_chargebacks",
        "Chargebacks now arrive after about 60 days.",
        {"delay": 60},
        "How much of the loss could a better model win back, and what else could?",
        expects=(Expected("net_savings", "falls"), Expected("average_precision", "falls")),
    ),
    Twist(
        "probes",
        "Fraudsters begin to test stolen cards with payments of a dollar or two.",
        {"drift": "new_mechanism", "severity": 2},
        "Which feature would find it, how fresh must it be, and who notices first?",
        expects=(Expected("calibration", "falls"),),
    ),
    Twist(
        "merchant",
        "Compromised terminals are cleaned up, and stolen cards are used elsewhere.",
        {"drift": "terminal_to_card", "severity": 2},
        "Do you need a model of cards, of terminals, or both, and what does yours rely on?",
        expects=(Expected("detection_delay", "rises"),),
    ),
    Twist(
        "decline",
        "Management wants alerts declined at once, and a fresh model every week.",
        {"action": "block", "retraining": "weekly"},
        "Declined payments give no labels to train on: how do you keep learning?",
        kind="order",
        expects=(Expected("net_savings", "falls"), Expected("money_recall", "falls")),
    ),
    Twist(
        "campaign",
        "For two weeks there is far more fraud. The analysts' list has never been so precise, and "
        "a larger part of the fraud money gets through.",
        {"drift": "campaign"},
        "Which of the two numbers would you report, and what would you change for two weeks?",
        expects=(Expected("card_precision", "rises"), Expected("money_recall", "falls")),
    ),
    Twist(
        "smote",
        "A colleague has read that class imbalance calls for SMOTE and a threshold of 0.5.",
        {"resampling": "smote", "rule": "half"},
        "Show what it changes: the order, the scores, or the threshold?",
        kind="order",
        expects=(Expected("calibration", "rises"), Expected("net_savings", "falls")),
    ),
    Twist(
        "notebook",
        "A new notebook splits at random and counts frauds from when they happened; its model goes "
        "live.",
        {"split": "random", "delay_in_features": "ignored"},
        "It promises more than the live weeks deliver. Name five possible causes in the order in "
        "which you would check them.",
        kind="order",
        expects=(Expected("net_savings", "falls"),),
    ),
    Twist(
        "fresh_labels",
        "Labels now take 30 days. To be fresh, the team trains on last week's payments and takes "
        "the unreported as genuine.",
        {"late_labels": "genuine", "delay": 30},
        "What does the model learn from the frauds nobody has reported yet?",
        kind="order",
        expects=(Expected("average_precision", "falls"), Expected("calibration", "falls")),
    ),
    Twist(
        "adversary",
        "Fraudsters test where you block least, and move there every week.",
        {"drift": "adversary"},
        "Average precision does not tell you. Which picture does, and does retraining help?",
        expects=(Expected("average_precision", "stays"),),
    ),
    Twist(
        "smaller",
        "Frauds get smaller week by week.",
        {"drift": "smaller_fraud"},
        "Which reading moves first, and is the loss falling or only the recall?",
        expects=(Expected("net_savings", "falls"),),
    ),
    Twist(
        "holiday",
        "Holidays bring more payments, and more of them at night.",
        {"drift": "holiday", "severity": 2},
        "The alarm on scores may ring: is anything wrong?",
        needs={"retraining": "alarm"},
        expects=(Expected("average_precision", "stays"),),
    ),
    Twist(
        "sale",
        "A sale brings ten times the traffic.",
        {"traffic": 5000},
        "What fails first, who goes unscored, and what do you shed?",
        expects=(Expected("missed_deadline", "rises"), Expected("net_savings", "falls")),
    ),
    Twist(
        "elsewhere",
        "The same system is to run in a country with a fifth of the fraud.",
        {"prevalence": 0.2},
        "What happens to precision at the same threshold, and is the model worse?",
        expects=(Expected("net_savings", "falls"), Expected("card_precision", "falls")),
    ),
)
