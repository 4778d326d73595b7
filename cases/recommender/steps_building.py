"""The first stops: what is wanted, how it is judged, and what it is made of."""

from kit.case import Step

BUILDING = (
    Step(
        "clarify",
        "Clarify",
        "What do you ask before you draw anything?",
        "Ask what a row is for: starts, hours, people who stay. How many users, titles and "
        "requests a second, how long the page waits, how fast the catalogue changes, what is "
        "logged of what was shown, and by which system.\n"
        "Then say the shape: many titles, few places, so candidates are fetched cheaply, ordered "
        "carefully, and made into a row; and what the row shows is what the next model learns "
        "from.\n"
        "Ask who is hard: new users, new titles, shared accounts, a market without any log.",
        choices=("size", "taste", "shows", "shared", "traffic", "deadline"),
        panels=("shelf", "ceilings"),
        feasibility=True,
        followups=(
            "How good can it get? Good: nobody knows from a log; here the oracle says, and most of "
            "what lies between is unknown taste, not a better model.",
            "A child uses the account. Good: tastes alternate, so ask for profiles before you "
            "model it; recency helps more than capacity.",
            "Clicks or hours? Good: a title started and left counts as a click; ask what the "
            "company is paid for.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "Which number would you trust before launch, and which after?",
        "Before: nDCG and recall on takes held back by time, over the full catalogue, with "
        "intervals by user. After: titles taken and hours, in an experiment split by user, with "
        "coverage and what new titles get beside them.\n"
        "The log is no fair judge. What was never shown was never taken, so a policy is praised "
        "for resembling the one that made the log. With known propensities takes can be weighed "
        "back; without them nothing can.\n"
        "Compare concentration with what titles deserve, not with an even share.",
        choices=("skew", "metric"),
        panels=("signature", "lorenz"),
        followups=(
            "Offline is up, online is flat. Good: first ask who made the log, then how negatives "
            "were sampled, then how takes were held back.",
            "A hundred sampled negatives are standard. Good: the order of models changes with the "
            "sample size; rank against everything, it costs a matrix product.",
            "Why not RMSE? Good: nobody is shown a rating; it says nothing of titles nobody chose.",
        ),
    ),
    Step(
        "architecture",
        "Architecture",
        "What happens to a request on its way, and to a take on its way back?",
        "Forwards: gateway, user features beside retrieval, a few hundred candidates, title "
        "features, ranker, re-ranking, row; popular titles as the fallback when time runs out.\n"
        "Backwards: impressions with slot and propensity are joined with takes, models are trained "
        "on them and replaced. Retrieval must not look at every title once there are millions: an "
        "index of vectors, or rows made ahead.",
        choices=("generator", "factors", "candidates"),
        panels=("funnel", "shelf"),
        followups=(
            "One source or several? Good: several, with quotas: neighbours for the known, content "
            "for the new, popularity for the unknown.",
            "Why a dot product? Good: it can be searched; a network on top must be asked about "
            "every title.",
            "What is cached? Good: title vectors and features; rows only as long as a takedown may "
            "take.",
        ),
    ),
    Step(
        "data",
        "Data and labels",
        "What counts as a yes, and what as a no?",
        "A take is a yes, and its hours say how much. A title shown and not taken is a no, if it "
        "was looked at: lower slots are looked at less. A title never shown is neither.\n"
        "Log impressions with slot and propensity from the first day; they cannot be added later. "
        "Mind what starts by itself, and bots.",
        choices=("logged", "target", "negatives", "ratio", "blur"),
        panels=("genres", "cold_curve"),
        followups=(
            "Only takes are logged. Good: then negatives are made up, and exposure cannot be told "
            "from taste.",
            "Autoplay was switched on. Good: takes in the first slot mean less from that day on; "
            "label by minutes watched.",
            "Ratings? Good: rated titles were chosen; what is missing is missing for a reason.",
        ),
    ),
    Step(
        "model",
        "Candidates and ranking",
        "Which model first, and what would make you add a second?",
        "Popularity first: it is the number to beat and the fallback. Then items alike or ALS: "
        "cheap, strong where users have a handful of takes. A ranker pays once there are features "
        "a generator cannot hold: age, slot, device, freshness.\n"
        "Judge the pair, not the parts: what retrieval drops no ranker can bring back.",
        choices=("ranker", "seen"),
        panels=("funnel", "signature", "shelf"),
        followups=(
            "Why not just a bigger model? Good: with a dozen takes a user, longer vectors learn "
            "the noise; more data of the right kind does more.",
            "LambdaRank or pointwise? Good: order is all a row needs; probabilities matter once "
            "scores meet money or a blend.",
            "The same title every week. Good: hide what was shown lately; a title left six times "
            "is an answer.",
        ),
    ),
)
