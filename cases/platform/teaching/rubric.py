"""What an interviewer looks for in a platform of many models, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks for models, teams, traffic and how often versions are released.",
        "Also asks when outcomes are known and what past incidents cost.",
        "Derives from delay, traffic and effect size what a soak can tell at all.",
    ),
    Area(
        "data and labels",
        "Joins features as they were at the time.",
        "Explains what a latest-value join leaks, and logs features as served.",
        "Plans backfill, retention and the audit's way from a decision to its training data.",
    ),
    Area(
        "features and model",
        "Has one transform for both sides.",
        "Knows the feature graph and bounds what one broken feature reaches.",
        "Sets owners, defaults and times to live from measured outages.",
    ),
    Area(
        "evaluation",
        "Compares a version with the champion before release.",
        "Looks at slices, and says what an offline test cannot see.",
        "Weighs proxy against labels by how past releases turned out, and keeps bounds when "
        "looking "
        "often.",
    ),
    Area(
        "system and cost",
        "Draws router, pools, registry and training.",
        "Isolates teams, leaves headroom, and attributes cost.",
        "Prices pools, shadows and trainings against the value they protect.",
    ),
    Area(
        "over time",
        "Trains again on a schedule and monitors.",
        "Trains by decay and sets alarm levels by what owners bear.",
        "Treats soak, age and exposure as one trade-off and finds its lowest point.",
    ),
    Area(
        "communication",
        "Names the parts and what each is for.",
        "Says what each choice gives up, and for whom.",
        "Leads eight teams to one default, and says what stays theirs to decide.",
    ),
)
