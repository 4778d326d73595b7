"""What an interviewer looks for in feed ranking, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks for the goal, traffic and candidates.",
        "Names readers and authors, and asks over which horizon engagement counts.",
        "States that tests are shorter than the time people take to leave, and makes that the "
        "centre of the design.",
    ),
    Area(
        "data and labels",
        "Uses engagements as labels and shown posts as negatives.",
        "Handles late labels and position, and knows what each correction needs.",
        "Treats complaints as attackable, buys random pages and a survey, and says what each is "
        "for.",
    ),
    Area(
        "features and model",
        "Proposes a ranker on reader, author and post features.",
        "Uses calibrated heads whose weights can change, behind a light ranker.",
        "Separates policy (weights, penalties) from prediction, and questions counts that make the"
        " popular more popular.",
    ),
    Area(
        "evaluation",
        "Uses engagement in a test by user.",
        "Adds the survey, active users and normalised entropy of each head beside its ceiling.",
        "Chooses by a long holdout, tests author effects by clusters, and says what would make "
        "them stop.",
    ),
    Area(
        "system and cost",
        "Draws sources, ranking and a page.",
        "Works out the heavy ranker's processor time, and sets the cut by value lost against money"
        " saved.",
        "Trades sources, cut, deadline and money, with guards against bad clocks, copies and "
        "missing scores.",
    ),
    Area(
        "over time",
        "Watches active users.",
        "Explains how clickbait wins the test and loses the year, and where the best penalty lies.",
        "Follows the loop to authors: answers, silence, exodus; and prices a boost against "
        "readers' loss.",
    ),
    Area(
        "communication",
        "Explains why a post is on the page.",
        "Argues about weights by weight times rate, not by weight.",
        "Speaks to product, creators and a regulator, and says who gains and who pays under each "
        "policy.",
    ),
)
