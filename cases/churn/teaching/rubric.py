"""What an interviewer looks for in churn prevention, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks what churn means and what is done with the list.",
        "Asks what a contact changes and costs, and works out what share must be kept for it to "
        "pay.",
        "Reframes the task from who leaves to whom a contact keeps, and makes a trial the first "
        "thing to ship.",
    ),
    Area(
        "data and labels",
        "Puts features before the snapshot and the label after it.",
        "Handles gap, outcome window and label wait, and splits by time; asks why surveys are "
        "missing.",
        "Sees that the campaign changes its own labels, and keeps a hold-out to learn from.",
    ),
    Area(
        "features and model",
        "Builds usage windows and a logistic regression.",
        "Finds the leaks (cancel page, totals of today, late usage) and compares with the "
        "attainable ceiling.",
        "Weighs a hazard model's sooner labels, and simple uplift learners, against more flexible "
        "ones, by measured gain.",
    ),
    Area(
        "evaluation",
        "Uses AUC or lift, and a split by time.",
        "Separates risk metrics from uplift metrics, and reads profit with intervals over "
        "customers.",
        "Shows that a better AUC can lose more money, and that a working campaign makes its own "
        "model look worse.",
    ),
    Area(
        "system and cost",
        "Plans a monthly batch.",
        "Works out the run's length, makes it repeatable, and joins tables point in time.",
        "Prices trial, hold-out, offers and retrainings in one sum, and cuts what does not pay.",
    ),
    Area(
        "over time",
        "Monitors and retrains.",
        "Knows what each monitor cannot see, and how late labels are; tells December from drift.",
        "Plans around known dates, draws a dummy beside each monitor, and chooses what is "
        "forgotten and how fast.",
    ),
    Area(
        "communication",
        "Says what the list is good for.",
        "Explains to marketing why the top of a risk list may lose money.",
        "Argues for a trial against a sceptical finance or legal team, with its size and its "
        "price.",
    ),
)
