"""What an interviewer looks for in log anomalies, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks what counts as an incident and how many pages people can bear.",
        "Turns pages a shift into a false-alarm rate a window, and asks who writes incidents up.",
        "Trades minutes, misses and pages in money, and says which incidents no log can show.",
    ),
    Area(
        "data and labels",
        "Groups lines to templates before counting them.",
        "Knows that tickets cover what was noticed, and keeps incidents out of the training weeks.",
        "Treats releases as data: their lines are mined before they are out.",
    ),
    Area(
        "features and model",
        "Names several detectors and counts per window.",
        "Begins with a residual of the hour, and adds rules for what it cannot see.",
        "Chooses detectors by kind of incident, and says what a learned one would have to add.",
    ),
    Area(
        "evaluation",
        "Reports precision and recall rather than accuracy.",
        "Counts incidents and pages, and refuses point adjustment with a random score as evidence.",
        "Reads recall beside the exact odds at the same false pages, kind by kind.",
    ),
    Area(
        "system and cost",
        "Draws log, parser, detector and pager.",
        "Sizes the parser for the burst that an outage itself brings.",
        "Says what sampling before mining loses, and what a minute of lag costs.",
    ),
    Area(
        "over time",
        "Retrains from time to time.",
        "Separates a release from an incident, and says what learning every night does to both.",
        "Watches the pages themselves: how many were right, and what was found some other way.",
    ),
    Area(
        "communication",
        "Says what the detector does.",
        "Explains a page line by line to whoever was woken.",
        "Says what is not covered, and what would change the design.",
    ),
)
