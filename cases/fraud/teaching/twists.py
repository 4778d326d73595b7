"""Changes announced mid-way, and the question each puts."""

from kit.case import Twist

TWISTS = (
    Twist(
        "capacity_halves",
        "From tomorrow there are half as many analysts.",
        {"capacity": 15},
        "What do you change today, and what do you leave alone?",
    ),
    Twist(
        "late_chargebacks",
        "Chargebacks now arrive after about 60 days.",
        {"delay": 60},
        "How much of the loss could a better model win back, and what could?",
    ),
    Twist(
        "probes",
        "Fraudsters begin to probe stolen cards with payments of a dollar or two.",
        {"drift": "new_mechanism"},
        "Which feature would find it, how fresh must it be, and who notices first?",
    ),
    Twist(
        "merchant",
        "Compromised terminals are cleaned up, and the stolen cards are used elsewhere.",
        {"drift": "terminal_to_card"},
        "Do you need a model of cards, of terminals, or both, and what does yours lean on?",
    ),
    Twist(
        "decline",
        "Management wants alerts declined at once, and a fresh model every week.",
        {"action": "block", "retraining": "weekly"},
        "Your blocks remove the labels you train on: how do you keep learning?",
    ),
    Twist(
        "better_list",
        "The analysts' list has never been so good, and losses go up.",
        {"drift": "campaign"},
        "What has happened, and which number would have told you?",
    ),
    Twist(
        "smote",
        "A colleague has read that imbalance calls for SMOTE and a threshold of 0.5.",
        {"resampling": "smote", "rule": "half"},
        "Show what it changes: the order, the scores, or the threshold?",
    ),
    Twist(
        "notebook",
        "The notebook reports far more than the live weeks deliver.",
        {"split": "random", "delay_in_features": "ignored"},
        "Name five possible causes in the order in which you would check them.",
    ),
    Twist(
        "fresh_labels",
        "To be fresh, the team trains on last week's payments and takes the unreported as genuine.",
        {"late_labels": "genuine", "delay": 30},
        "What does the model learn from the frauds nobody has reported yet?",
    ),
    Twist(
        "adversary",
        "Fraudsters test where you block least, and move there every week.",
        {"drift": "adversary"},
        "Does retraining help, and what do you do besides?",
    ),
    Twist(
        "smaller",
        "Frauds get smaller week by week.",
        {"drift": "smaller_fraud"},
        "Which reading moves first, and is the loss falling or only the recall?",
    ),
    Twist(
        "holiday",
        "Holidays bring more payments, and more of them at night.",
        {"drift": "holiday", "retraining": "alarm"},
        "The alarm on scores rings: is anything wrong?",
    ),
    Twist(
        "sale",
        "A sale brings ten times the traffic.",
        {"traffic": 5000},
        "What fails first, who goes unscored, and what do you shed?",
    ),
    Twist(
        "elsewhere",
        "The same system is to run in a country with a fifth of the fraud.",
        {"prevalence": 0.2},
        "What happens to precision at the same threshold, and is the model worse?",
    ),
)
