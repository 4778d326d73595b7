"""What an interviewer looks for in an ads funnel, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks for traffic, ads, slots and deadline.",
        "Asks what is sold and who must not lose, and says why search and feed differ.",
        "Names the objective as welfare now and attention later, and what each party would do in "
        "answer.",
    ),
    Area(
        "data and labels",
        "Knows that clicks are labels and that negatives are many.",
        "Names selection and position bias, and undoes kept negatives by the formula.",
        "Buys a small random sample for evaluation, and says what training on winners corrects and"
        " hides.",
    ),
    Area(
        "features and model",
        "Uses ad, user and query features in a click model.",
        "Gives light and heavy ranker their own aims, with history cut before the row.",
        "Chooses what to improve (retrieval, light, heavy) by where welfare is lost, and distils "
        "across the cut.",
    ),
    Area(
        "evaluation",
        "Uses log loss or AUC on a later week.",
        "Uses normalised entropy beside its ceiling, calibration of winners, and stage recall.",
        "Explains the winner's curse, what random rows of the past flatter, and why revenue alone "
        "misleads.",
    ),
    Area(
        "system and cost",
        "Draws a funnel with fewer ads at each stage.",
        "Sets the cut by deadline and spare machines, and has the light order as the fallback.",
        "Trades candidates, latency, machines and welfare in one picture, and survives a heavy "
        "model ten times slower.",
    ),
    Area(
        "over time",
        "Retrains and monitors click rates.",
        "Watches calibration by segment; tells bots, lost tracking, holidays and a sampling fault "
        "apart.",
        "Designs exploration, pacing and ad load as investments, and says when each pays back.",
    ),
    Area(
        "communication",
        "Explains how an ad wins and what is paid.",
        "Tells finance why revenue up may be welfare down.",
        "Takes each party's side in turn, and says who loses by each choice and by how much.",
    ),
)
