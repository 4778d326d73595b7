"""What may change mid-way."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "two_at_once",
        "There are two faults at once.",
        {"fault": "two"},
        "What would make you look on after the first cause was found?",
        expects=(Expected("right", "falls"),),
    ),
    Twist(
        "intermittent",
        "It is seen on one host in twenty.",
        {"scope": "hosts"},
        "Which averages can still show it?",
        expects=(Expected("right", "falls"), Expected("minutes", "rises")),
    ),
    Twist(
        "before_the_window",
        "It began before the window you compare with.",
        {"scope": "before"},
        "Which of your probes need no yesterday?",
        expects=(Expected("right", "falls"), Expected("minutes", "rises")),
    ),
    Twist(
        "phones",
        "The web team sees nothing at all.",
        {"scope": "platform"},
        "What do you split by first?",
        expects=(Expected("minutes", "rises"),),
    ),
    Twist(
        "vip",
        "The complaint is one VIP's, from an account the family shares.",
        {"complaint": "one", "fault": "shared"},
        "How do you tell one account from the service?",
        expects=(Expected("minutes", "rises"),),
    ),
    Twist(
        "fix_breaks",
        "Every second fix brings another fault with it.",
        {"breaks": 0.5},
        "When do you say that it is over, and what do you look at before?",
        expects=(Expected("spoilt", "rises"), Expected("wrong_fixes", "stays")),
    ),
    Twist(
        "the_vp",
        "The VP orders: train it again, now.",
        {"fix": "retrain"},
        "What do you say, and what would the hour cost?",
        expects=(Expected("wrong_fixes", "rises"), Expected("spoilt", "rises")),
        kind="order",
    ),
)
