"""What an interviewer looks for in an experiment framework, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Says what is compared, on whom, and who decides.",
        "Asks what an idea is worth and costs to keep, and which effect the users suffice for.",
        "Judges the framework by a year of decisions in money, not by one test.",
    ),
    Area(
        "data and labels",
        "Logs exposures and outcomes of both arms by the same code.",
        "Logs the exposure where the versions differ, and knows how late outcomes come.",
        "Counts who is missing, and says why those who are missing are not like the others.",
    ),
    Area(
        "features and model",
        "Uses a difference of means with its standard error.",
        "Takes noise out with what was known before the test, and says how much that brings.",
        "Says which covariate takes the effect out too, and what a log or ranks would answer.",
    ),
    Area(
        "evaluation",
        "Names level, power and the effect looked for, and derives the users.",
        "Plans looks and corrections before the start, and checks the ratio and A/A tests.",
        "Measures the framework itself: false winners, exaggeration, money claimed and brought.",
    ),
    Area(
        "system and cost",
        "Draws assignment, log, daily sums, analysis and flags.",
        "Assigns by a stable hash of unit and test, and keeps tests independent of each other.",
        "Splits what is shared, and says how much noise each cure of interference costs.",
    ),
    Area(
        "over time",
        "Runs whole weeks.",
        "Tells a novelty from a lasting effect by looking at the effect day by day.",
        "Keeps a small hold-out and says what it earned and what it cost.",
    ),
    Area(
        "communication",
        "Reports the estimate with its interval.",
        "Says what is ruled out, and why significant is not yet a reason to ship.",
        "Tells a team that its winner is none, and what would change that judgement.",
    ),
)
