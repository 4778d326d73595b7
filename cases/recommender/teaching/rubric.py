"""What an interviewer looks for in movie recommendation, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks for users, titles, traffic and the goal of a row.",
        "Also asks who made the log and what was logged, and names cold users and titles.",
        "Frames a loop: what is shown is what is learned, and the log is no fair judge of a new "
        "policy.",
    ),
    Area(
        "data and labels",
        "Uses takes as positives, and says how negatives are chosen.",
        "Tells shown and left from never shown, and allows for position.",
        "Demands slot and propensity from the first day, and says what bots, autoplay or a skewed "
        "log do to labels.",
    ),
    Area(
        "features and model",
        "Starts with popularity, then neighbours or factors.",
        "Joins retrieval and ranker, with content for the cold, and says why longer vectors need "
        "more takes.",
        "Says where the distance to the clairvoyant rows comes from, and which knowledge, not "
        "which model, would close it.",
    ),
    Area(
        "evaluation",
        "Uses nDCG or recall with a split by time.",
        "Ranks against the full catalogue, with intervals by user, and names what a skewed log or "
        "sampled negatives do.",
        "Says when offline order can be trusted, when propensities help, and what only an "
        "experiment or random rows can tell.",
    ),
    Area(
        "system and cost",
        "Draws candidates, ranking and a row within the deadline.",
        "Chooses between exact, index and rows ahead by time, recall and freshness, with a "
        "fallback.",
        "Plans a catalogue a hundred times as large, a takedown within the hour, and ten times the"
        " requests, with costs.",
    ),
    Area(
        "over time",
        "Retrains on new takes.",
        "Explains why offline scores rise and rows grow alike in the loop, and how new titles get "
        "in.",
        "Tells a narrow policy from a narrowed taste, prices exploration, and keeps random traffic"
        " to judge by.",
    ),
    Area(
        "communication",
        "Explains a recommendation in plain words.",
        "Says what a contract, a quota or variety costs in titles taken.",
        "Says which explanations would be true and which only plausible, and what each stakeholder"
        " gives up.",
    ),
)
