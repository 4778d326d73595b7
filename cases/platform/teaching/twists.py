"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "region",
        "One of the two regions is lost, with half of the servers.",
        {"region": "lost"},
        "Which team is hurt first, what do you shed, and who decides that?",
        expects=(Expected("busiest", "rises"),),
    ),
    Twist(
        "later_labels",
        "Outcomes now take twice as long to come in.",
        {"label_days": 6.0},
        "Which of your signals is slower now, and what do you do to the soak?",
        expects=(Expected("model_age", "rises"), Expected("lived", "rises")),
    ),
    Twist(
        "audit",
        "An audit asks which data trained the model that decided on 3 May, half a year ago.",
        {"audit_days": 182},
        "What would you have had to keep, and for how long?",
        expects=(Expected("answered", "falls"),),
    ),
    Twist(
        "hourly",
        "Teams want to release by the hour.",
        {"releases": 300},
        "How many versions does your registry reach back now, and who looks at the canaries?",
        expects=(Expected("releases", "rises"), Expected("reached", "rises")),
    ),
    Twist(
        "launch",
        "The shop team launches: six times its traffic for two hours a day.",
        {"burst": 6.0},
        "Who else is slower, and would more servers in the shared pool be the answer?",
        expects=(Expected("busiest", "rises"),),
    ),
    Twist(
        "faults",
        "A data centre is moved: features break four times as often.",
        {"faults": 12.0},
        "Which models read the one that broke, and who is told?",
        expects=(Expected("broken", "rises"),),
    ),
    Twist(
        "merged",
        "Half of the teams are new: three releases in ten do harm.",
        {"bad_share": 0.3},
        "What do you change first: gate, soak or share?",
        expects=(Expected("harm", "rises"), Expected("value", "falls")),
    ),
)
