"""Changes announced mid-way, and the question each puts."""

from kit.case import Twist

TWISTS = (
    Twist(
        "new_market",
        "The service opens in a country where nobody has watched anything yet.",
        {"impressions": 0},
        "What do you show on the first evening, and what do you log?",
    ),
    Twist(
        "larger",
        "The catalogue is a hundred times as large.",
        {"catalogue": 100},
        "What breaks first, and what do you give up to mend it?",
    ),
    Twist(
        "habit",
        "Offline is up by 8 %, online is flat. It turns out that the old system showed everybody "
        "much the same.",
        {"exposure_skew": 1.0},
        "Why, and how would you have known?",
    ),
    Twist(
        "children",
        "A third of the accounts turn out to have a child's profile on them.",
        {"shared_accounts": 0.35},
        "What do you notice in the log, and what may you do about it?",
    ),
    Twist(
        "quota",
        "By contract three of ten titles have to be the service's own.",
        {"originals": 0.3},
        "What does the contract cost, and whom?",
    ),
    Twist(
        "legal",
        "Legal asks you to explain one recommendation to the user who got it.",
        {"generator": "item"},
        "Which designs can you explain truthfully, and which only plausibly?",
    ),
    Twist(
        "takedown",
        "A title has to be gone from every row within an hour, and rows are made ahead.",
        {"serving": "precomputed"},
        "Where is it still cached?",
    ),
    Twist(
        "hours",
        "From now on the company steers by hours watched, not by titles taken.",
        {"target": "hours"},
        "What changes in the labels, what in the rows, and who may game it?",
    ),
    Twist(
        "holiday",
        "The holidays begin: for three weeks families watch together.",
        {"drift": "holiday"},
        "Does the model learn it in time, and does it forget it again?",
    ),
    Twist(
        "bigger",
        "Why not just a bigger model? Somebody quadruples the vectors.",
        {"factors": 64},
        "What would have to be true for it to help?",
    ),
    Twist(
        "no_test",
        "There will be no A/B test. Decide from the log.",
        {"metric": "ips"},
        "What has to be in the log for that, and what can still go wrong?",
    ),
    Twist(
        "scale",
        "A match is on: ten times the requests, all evening.",
        {"traffic": 10_000},
        "Which machine is full first, and what do people get meanwhile?",
    ),
    Twist(
        "bots",
        "Somebody notices a ring of bots that takes two dozen titles.",
        {"drift": "bots"},
        "Which readings lie, and what has the model learnt from them?",
    ),
    Twist(
        "autoplay",
        "A new page starts the first title by itself.",
        {"drift": "autoplay"},
        "The dashboard is delighted. Are people?",
    ),
    Twist(
        "outage",
        "The metadata provider is down; most titles have lost their genres.",
        {"drift": "outage"},
        "Which parts of the design noticed?",
    ),
)
