"""What an interviewer looks for in the hunt, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks who complained, since when, and what was released then.",
        "Asks also how many are hit, and whether anything is wrong at all.",
        "Puts odds on causes before the first probe and says what a wrong fix costs.",
    ),
    Area(
        "data and labels",
        "Checks nulls, dates and label rates before the model.",
        "Tells a fault of the log from a fault of the rows.",
        "Asks what the log cannot say, and adds reason codes and version tags first.",
    ),
    Area(
        "features and model",
        "Knows stale, over-regularised and mixed models apart.",
        "Compares what was trained with what is served, in scale and in nulls.",
        "Uses the artefact offline to halve the pipeline into training and serving.",
    ),
    Area(
        "evaluation",
        "Compares the click rate with the days before.",
        "Splits by platform, and distrusts a click rate that rose.",
        "Says how many impressions a fall needs, and how often alarms ring by chance.",
    ),
    Area(
        "system and cost",
        "Walks the stages in order and says what each logs.",
        "Chooses the probe that tells most a minute, given the answers so far.",
        "Spends a budget on gates before alarms, and says what stays uncovered.",
    ),
    Area(
        "over time",
        "Adds a check for the fault that was found.",
        "Puts the check before full traffic, with a rollback.",
        "Replays a hundred faults against the safeguards and sells those that never speak first.",
    ),
    Area(
        "communication",
        "Says what was found and what was done.",
        "Says how sure, and what would change their mind.",
        "Writes a postmortem without blame that another team can act on.",
    ),
)
