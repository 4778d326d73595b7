"""The later stops: rows, the unknown, machines, the loop, and what to do next."""

from kit.case import Step

RUNNING = (
    Step(
        "rows",
        "The row",
        "What must a row be beyond ten high scores?",
        "Not ten times the same: a little MMR costs little, much of it ruins the row. Genres in "
        "the proportions of what somebody watches, so that a second taste is not crowded out. What "
        "the contract demands, within the first titles.\n"
        "Variety within a row is not variety between users: to show more of the catalogue, change "
        "what is learnt and explored, not how a row is shuffled.",
        choices=("rerank", "strength", "originals"),
        panels=("shelf", "genres", "along_k"),
        followups=(
            "Everybody sees the same ten. Good: that is the generator, not the row; look at "
            "homogeneity while you try MMR.",
            "A fifth for originals. Good: price it in titles taken, and ask whether it holds for "
            "every user or on average.",
            "How long a row? Good: what stands further down is looked at less; count what is "
            "taken, not the rate.",
        ),
    ),
    Step(
        "cold",
        "Cold start",
        "What do you show somebody you know nothing of, and who will ever see a new title?",
        "Users: popular titles, a short quiz, then a blend that trusts others' takes as they come "
        "in. Titles: content carries them until they have takes, or a slot or two kept for them.\n"
        "In a new market nobody has a log: ask, explore, and log propensities, so that the second "
        "month can be judged.",
        choices=("cold", "explore", "amount"),
        panels=("cold_curve", "ceilings", "funnel"),
        followups=(
            "Exploration is good in the long run? Good: it depends; it spreads exposure at once, "
            "costs now, and pays only where data are scarce and titles keep coming.",
            "How long a quiz? Good: each question loses somebody; a dozen pure titles tell most.",
            "Metadata is poor. Good: content is then a tie-breaker; buy better, or explore.",
        ),
    ),
    Step(
        "serving",
        "Serving",
        "150 milliseconds, a thousand requests a second: what gives as titles grow?",
        "Scoring every title costs with their number; an index costs recall and takes time to "
        "rebuild; rows made ahead cost freshness. Keep a fallback for requests that run late, and "
        "know what it is worth.\n"
        "Freshness has three clocks: the model's weights, the user's last take, and the list of "
        "what may not be shown.",
        choices=("catalogue", "serving", "found", "stale", "fleet"),
        panels=("stations", "sizes", "funnel"),
        followups=(
            "A hundred times the titles. Good: an index; its recall against the deadline, then the "
            "ranker repairs the order.",
            "Remove a title everywhere within the hour. Good: filter at request time; rows made "
            "ahead must be filtered again.",
            "Ten times the requests. Good: which station is full first? Add there, shorten the "
            "list, or answer late ones with the popular row.",
        ),
    ),
    Step(
        "time",
        "Over time",
        "What does a service become that learns from what it showed?",
        "It sees more and more of what it already believes: the log praises it, rows grow alike, "
        "titles it never showed stay unknown. The oracle concentrates too, so read the distance "
        "from it.\n"
        "Retrain as often as catalogue and tastes move; let new titles in by content or by slots; "
        "keep some random rows, so that there is a judge outside the loop.",
        choices=("churn", "mind", "drift", "retrain", "judged", "weeks"),
        panels=("clicks", "spread", "state", "alike", "rows_and_service", "weeks"),
        followups=(
            "The offline score rose fivefold in three months. Good: it is judged on its own rows; "
            "ask what the oracle would get.",
            "A filter bubble? Good: tell a narrow policy from a narrowed mind: here tastes can be "
            "made to follow the row or not.",
            "The holidays are over. Good: what was learnt from families is now wrong for most; "
            "shorten the window, or mark the season.",
        ),
    ),
    Step(
        "experiment",
        "Experiment and next steps",
        "How do you know the new rows are better, and what would you build next?",
        "Split by user, for as long as a habit takes; both arms learn from one log, so the old "
        "arm feeds the new one. Read titles taken and hours, and what new titles got.\n"
        "If there can be no test: propensities in the log, weighed takes, and only for policies "
        "not too unlike the one that logged. Next: better knowledge of the cold, then the model.",
        choices=("split",),
        panels=("splits", "signature", "ceilings"),
        followups=(
            "Why do the splits disagree? Good: rows at random know next week's hits; only the "
            "split by time is what launch will be.",
            "Legal wants one recommendation explained. Good: say what the model used, not what "
            "sounds likely; items alike can, vectors cannot.",
            "The test shows nothing after a week. Good: which effects take longer? New titles, "
            "habits, the loop itself.",
        ),
    ),
)
