"""What an interviewer looks for in payment fraud, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks what a missed fraud and a false alert cost, and how rare fraud is.",
        "Also asks for the label delay and for the calls analysts can make, and checks by "
        "arithmetic what they allow.",
        "Refuses or trades a requirement that even the attainable curve does not allow, and says "
        "which of precision and recall to buy.",
    ),
    Area(
        "data and labels",
        "Splits by time and knows that chargebacks come late.",
        "Leaves the label delay as a gap, and names unreported fraud and feedback that covers "
        "alerted cards only.",
        "Sees that declining decides which labels exist, plans a random share let through, and "
        "says what it costs.",
    ),
    Area(
        "features and model",
        "Uses card habits over windows, and trees that are compared with a simple baseline.",
        "Counts reports as of the decision, without the payment's own label, and leaves class "
        "imbalance to the threshold.",
        "Says from the distance to the ceiling whether a better model, fresher features or sooner "
        "labels come next.",
    ),
    Area(
        "evaluation",
        "Prefers average precision to accuracy and says why.",
        "Reads average precision and card precision beside their ceilings, with intervals over "
        "cards, and suspects a promise too good.",
        "Names the leaks one by one (random split, reports before they came, own label, resampling"
        " first) and how to show each.",
    ),
    Area(
        "system and cost",
        "Draws look-ups, model and decision, and respects the deadline.",
        "Works at the 99th percentile at peak, has a fallback, and derives the threshold from "
        "review and insult costs.",
        "Prices streaming counters, a larger model and another analyst in the same money, and "
        "treats the unscored path as a threat.",
    ),
    Area(
        "over time",
        "Monitors scores and retrains on a schedule.",
        "Tells a harmless shift from a broken pipeline and from new fraud, and knows how late "
        "matured labels are.",
        "Designs the loop: fraudsters who adapt, labels lost to declines, retraining with its "
        "price, and a ceiling that falls too.",
    ),
    Area(
        "communication",
        "Answers in order, and says which assumption is made.",
        "Says what is given up with each choice, in money or in customers turned away.",
        "Leads: names the decision at stake, the number that would change it, and what to leave "
        "out today.",
    ),
)
