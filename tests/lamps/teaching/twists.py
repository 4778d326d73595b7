"""What may change mid-way."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "worn",
        "The sensor ages.",
        {"noise": 1.5},
        "What do you notice first?",
        expects=(Expected("cost", "rises"),),
    ),
)
