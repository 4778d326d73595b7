"""What an interviewer looks for in credit scoring, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks what a repaid loan earns and what a default costs, and works out the break-even "
        "chance.",
        "Also asks whose outcomes are on file, when an outcome is known, and what the law says of "
        "the protected attribute.",
        "Names who asks for which kind of fair, says that they exclude one another, and hands the "
        "choice of policy back with a price on each.",
    ),
    Area(
        "data and labels",
        "Knows that outcomes exist of the approved alone, and leaves loans that still run out.",
        "Tells an old policy that used what is on file from an officer who knew more, and says "
        "what each assumption on the rejected implies.",
        "Approves some at random where knowledge is needed, says what it costs, and looks outside "
        "the labels for a bias that no figure made of them can show.",
    ),
    Area(
        "features and model",
        "Uses a logistic regression or trees, and checks that promised chances come true.",
        "Knows that trees say little beyond the approved, and that dropping the attribute leaves "
        "most of the gap in the other columns.",
        "Says for each method what it needs to know at training and at the decision, and buys "
        "better data on thin files before a method.",
    ),
    Area(
        "evaluation",
        "Reads profit and bad rate beside the gaps of both groups.",
        "Shows several criteria at once, each with its number of people and an interval, and says "
        "on whom it was measured.",
        "Derives why the criteria cannot all hold with unlike base rates, and which figures the "
        "approved alone cannot give.",
    ),
    Area(
        "system and cost",
        "Draws bureau, model and rule, and sets the line at break-even.",
        "Gives reasons with each refusal, logs what was known at the decision, and never refuses "
        "because time was up.",
        "Prices a point of parity for each method, keeps the attribute apart with its access "
        "logged, and says which methods decide by lot.",
    ),
    Area(
        "over time",
        "Monitors scores and the mix of applicants.",
        "Knows that outcomes come a year late, watches early arrears, and moves the level of the "
        "chances before labels come.",
        "Follows people over years: where a loan helps, where it harms, and why the gap returns "
        "when the model learns from the loans it made.",
    ),
    Area(
        "communication",
        "Answers in order, and says which assumption is made.",
        "Says of each change who gains a loan, who loses one, and what it costs.",
        "Can explain a decision to the refused applicant, the regulator and the bank alike, and "
        "takes the question of the law to counsel.",
    ),
)
