"""The pictures of the recommender, in the order in which they are shown."""

from cases.recommender.panels import catalogue, evaluation, path, shelf, weeks
from kit.case import Panel

PANELS = (
    Panel(
        "shelf",
        "A user's row, with reasons",
        "Would you know why? Pick any user: the row as served and what in the log speaks for each "
        "title, what fell out after scoring, and the best possible row.",
        shelf.shelf,
        group="rows",
        subjects=shelf.users,
    ),
    Panel(
        "funnel",
        "From the catalogue to a row",
        "Where are good titles lost? What perfect choices among the titles left would bring.",
        catalogue.funnel,
        group="rows",
    ),
    Panel(
        "experiment",
        "How large must the test be?",
        "The smallest change an A/B test notices, by its size: how many users, and for how long?",
        evaluation.experiment,
        group="evaluation",
    ),
    Panel(
        "signature",
        "What the log prefers, and what is good",
        "Would the log have picked the right policy? Ten policies, each by the team's metric and "
        "by the truth. Raise the exposure skew and watch the clairvoyant one.",
        evaluation.signature,
        group="evaluation",
        waits_for="policies",
    ),
    Panel(
        "splits",
        "Four ways to hold back",
        "How much of a score is the split? The same design, trained and judged four times.",
        evaluation.four_splits,
        group="evaluation",
        waits_for="splits",
        seen_only=True,
    ),
    Panel(
        "cold_curve",
        "Rows for users with few takes",
        "From how many takes on does a personal row pay? Policies by what users had taken.",
        evaluation.cold_curve,
        group="evaluation",
        waits_for="policies",
    ),
    Panel(
        "ceilings",
        "What could be reached",
        "Is it the model, the data, or the world? Three that know more than any design.",
        evaluation.ceilings_drawn,
        group="evaluation",
    ),
    Panel(
        "along_k",
        "How long should a row be?",
        "What does one more title bring? Titles taken at each length of the row.",
        evaluation.along_k,
        group="rows",
    ),
    Panel(
        "lorenz",
        "Which titles get the places",
        "Do a few titles get everything? Compare with the best possible rows: good titles deserve "
        "more.",
        catalogue.who_is_shown,
        group="rows",
    ),
    Panel(
        "genres",
        "Genres taken, genres shown",
        "Does a user with three tastes get three? Mixes of what was taken and of what is shown.",
        catalogue.genres,
        group="rows",
        seen_only=True,
    ),
    Panel(
        "clicks",
        "Forty weeks of its own loop",
        "Does it keep up with a world it shapes? The best possible rows beside it, and the "
        "same design never retrained.",
        weeks.clicks,
        group="loop",
        waits_for="loop",
    ),
    Panel(
        "spread",
        "Concentration, week by week",
        "Does the loop narrow what people get? Compare with the best possible rows, not with 0.",
        weeks.spread,
        group="loop",
        waits_for="loop",
    ),
    Panel(
        "state",
        "One week of the loop",
        "How were places shared out in a given week? Pull its dial through the forty weeks.",
        weeks.state_of_week,
        group="loop",
        waits_for="loop",
    ),
    Panel(
        "alike",
        "Overlap between users, week by week",
        "Do users' rows get more alike than their tastes? The titles two users have in common.",
        weeks.alike,
        group="loop",
        waits_for="loop",
    ),
    Panel(
        "rows_and_service",
        "Varied rows, varied service",
        "Is a varied row a varied service? Diversity within a row beside the part of the catalogue "
        "that is shown at all.",
        weeks.rows_and_service,
        group="loop",
        waits_for="loop",
    ),
    Panel(
        "weeks",
        "The weeks one by one",
        "When did what happen? Every week with what was taken and what could have been.",
        weeks.week_table,
        group="loop",
        waits_for="loop",
    ),
    Panel(
        "stations",
        "The machines on the path",
        "Which machine is full first? Load and work of each, at the traffic given.",
        path.stations,
        group="serving",
        seen_only=True,
    ),
    Panel(
        "sizes",
        "Searching a larger catalogue",
        "When must you stop looking at every title? Retrieval time by catalogue size.",
        path.sizes,
        group="serving",
        seen_only=True,
    ),
)
