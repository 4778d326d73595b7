"""Changes announced mid-way, what each does, and the question it puts."""

from kit.case import Expected, Twist

FEWER_TAKEN = Expected("click_rate", "falls")
AS_BEFORE = Expected("click_rate", "stays")

TWISTS = (
    Twist(
        "new_market",
        "The service opens in a country where nobody has watched anything yet.",
        {"impressions": 0},
        "What do you show on the first evening, and what do you log?",
        expects=(FEWER_TAKEN, Expected("homogeneity", "rises")),
    ),
    Twist(
        "larger",
        "The catalogue is a hundred times as large.",
        {"catalogue": 100},
        "What breaks first, and what do you give up to mend it?",
        expects=(Expected("p99", "rises"), Expected("headroom", "falls")),
    ),
    Twist(
        "habit",
        "It turns out that the system that made the log showed everybody much the same few titles.",
        {"exposure_skew": 1.0},
        "Offline scores are up and fewer titles are taken: why, and how would you have known?",
        expects=(FEWER_TAKEN, Expected("homogeneity", "rises")),
    ),
    Twist(
        "children",
        "A third of the accounts turn out to have a child's profile on them.",
        {"shared_accounts": 0.35},
        "What do you notice in the log, and what may you do about it?",
        expects=(FEWER_TAKEN,),
    ),
    Twist(
        "quota",
        "By a new contract five of ten titles have to be the service's own.",
        {"originals": 0.5},
        "What does the contract cost, and whom?",
        expects=(FEWER_TAKEN,),
    ),
    Twist(
        "legal",
        "Legal asks for recommendations that can be explained: the team moves to item-item "
        "neighbours.",
        {"generator": "item"},
        "Which designs can you explain truthfully, which only plausibly, and what does it cost?",
        expects=(FEWER_TAKEN, Expected("homogeneity", "rises")),
        kind="order",
    ),
    Twist(
        "takedown",
        "To save machines, rows are computed a week ahead. The same day a title has to be gone "
        "from every row within an hour.",
        {"serving": "precomputed", "days_ahead": 7},
        "Where is the title still kept, and what would have to change?",
        expects=(Expected("takedown", "rises"), Expected("age", "rises")),
        kind="order",
    ),
    Twist(
        "hours",
        "From now on the company steers by hours watched, not by titles taken.",
        {"target": "hours"},
        "What changes in the labels, what in the rows, and who may game it?",
        expects=(FEWER_TAKEN, Expected("hours", "rises")),
        kind="order",
    ),
    Twist(
        "holiday",
        "The holidays begin: for three weeks families watch together.",
        {"drift": "holiday"},
        "More titles are taken: is the model better, and does it learn the season in time?",
        expects=(Expected("click_rate", "rises"),),
    ),
    Twist(
        "bigger",
        "Why not just a bigger model? Somebody quadruples the length of the vectors.",
        {"factors": 64},
        "What would have to be true for it to help?",
        expects=(FEWER_TAKEN, Expected("coverage", "rises")),
        kind="order",
    ),
    Twist(
        "no_test",
        "There will be no A/B test. Decide from the log, each take weighed by its propensity.",
        {"metric": "ips"},
        "What has to be in the log for that, and what can still go wrong?",
        expects=(AS_BEFORE,),
        kind="order",
    ),
    Twist(
        "scale",
        "A match is on: ten times the requests, all evening.",
        {"traffic": 10_000},
        "Which machine is full first, and what do people get meanwhile?",
        expects=(Expected("headroom", "falls"),),
    ),
    Twist(
        "bots",
        "The dashboard is up by a fifth; then somebody notices a ring of bots that takes two dozen "
        "titles.",
        {"drift": "bots"},
        "Which readings are wrong, and what has the model learnt from the bots?",
        expects=(AS_BEFORE,),
    ),
    Twist(
        "autoplay",
        "A new page starts the first title by itself; the dashboard shows no loss.",
        {"drift": "autoplay"},
        "Are people better off, and what do the labels mean now?",
        expects=(FEWER_TAKEN,),
    ),
    Twist(
        "surge",
        "A campaign brings many new users at once.",
        {"drift": "surge"},
        "Fewer titles are taken: is the model worse, and what do you show the new ones?",
        expects=(FEWER_TAKEN,),
    ),
    Twist(
        "outage",
        "The metadata provider is down; most titles have lost their genres.",
        {"drift": "outage"},
        "Which parts of the design noticed?",
        expects=(FEWER_TAKEN, Expected("new_share", "falls")),
        needs={"generator": "hybrid"},
    ),
)
