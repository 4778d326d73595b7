"""What each level looks like, area by area."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks what a faulty lamp that leaves costs.",
        "Asks also how many lamps can be inspected.",
        "Works out from both costs when inspecting pays at all.",
    ),
    Area(
        "data and labels",
        "Learns from earlier lamps.",
        "Knows that each bin has only its own lamps to learn from.",
        "Asks whether later lamps wear as the earlier ones did.",
    ),
    Area(
        "features and model",
        "Learns a fault rate for each bin of the reading.",
        "Begins with the reading itself, which needs no labels.",
        "Says how many bins the number of lamps allows.",
    ),
    Area(
        "evaluation",
        "Counts the faults found among those inspected.",
        "Counts them on lamps made later.",
        "Compares with the best order that anybody could make.",
    ),
    Area(
        "system and cost",
        "Counts the inspections.",
        "Chooses the share inspected by the cost a lamp.",
        "Says what a better sensor would be worth.",
    ),
    Area(
        "over time",
        "Wants to hear when the sensor ages.",
        "Watches the hit rate of inspections.",
        "Inspects some lamps at random to keep learning.",
    ),
    Area(
        "communication",
        "Answers the question that was asked.",
        "Names the number that would change their mind.",
        "Tells what is known from what is assumed.",
    ),
)
