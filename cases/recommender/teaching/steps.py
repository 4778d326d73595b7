"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "What do you ask before you draw anything?",
        "Ask what a row is for: starts, hours, people who stay. How many users, titles and "
        "requests a second, how long the page waits, how fast the catalogue changes, what is "
        "logged of what was shown, and by which system.\n"
        "Then say the shape: many titles, few places. So candidates are fetched cheaply, ordered "
        "carefully and made into a row; and what the row shows is what the next model learns "
        "from.\n"
        "Ask who is hard to serve: new users, new titles, shared accounts, a market without a log.",
        choices=(
            "size",
            "taste_strength",
            "impressions",
            "shared_accounts",
            "traffic",
            "deadline",
        ),
        panels=("shelf", "ceilings"),
        feasibility=True,
        followups=(
            "How good can it get? Good: no log says it. Here the clairvoyant rows are known; "
            "most of the distance to them is unknown taste, not a weak model.",
            "A child uses the account. Good: tastes alternate, so ask for profiles before you "
            "model it; longer vectors do not tell two people apart.",
            "Clicks or hours? Good: a title started and left counts as a click; ask what the "
            "company is paid for.",
        ),
        hints=(
            "What is a row of titles supposed to bring about?",
            "Ask for the goal, the sizes, the deadline, how fast titles change, and what was "
            "logged when a row was shown.",
            "Many titles and few places: say the shape that follows, and ask who is hard to serve "
            "and who made the log.",
        ),
        points=(
            "Asks whether a row is for starts, hours or people who stay.",
            "Asks for users, titles, requests a second and the deadline.",
            "Asks what was logged of what was shown, and by which system.",
            "Asks about new users, new titles and shared accounts.",
            "Says that what is shown becomes what the next model learns from.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "Which number would you trust before launch, and which after?",
        "Before: nDCG and recall on takes held back by time, over the full catalogue, with "
        "intervals by user. After: titles taken and hours, in an experiment split by user, with "
        "coverage and the exposure of new titles beside them.\n"
        "The log is no fair judge. What was never shown was never taken, so a policy scores well "
        "for being like the one that made the log. With known propensities takes can be weighed; "
        "without them nothing corrects it.\n"
        "Compare concentration with what good titles deserve, not with an even share.",
        choices=("exposure_skew", "metric"),
        panels=("signature", "lorenz"),
        followups=(
            "Offline is up, online is flat. Good: first ask who made the log, then how negatives "
            "were sampled, then how takes were held back.",
            "A hundred sampled negatives are standard. Good: the order of models changes with the "
            "sample size; rank against all titles: it costs one matrix product.",
            "Why not RMSE? Good: nobody is shown a rating; it says nothing of titles nobody chose.",
        ),
        hints=(
            "What does the log know of titles that were never shown?",
            "Before launch you have the old system's log; after it an experiment. Which number "
            "belongs to which?",
            "nDCG on takes held back by time, over the full catalogue; then an experiment by user."
            " Why does the log favour whoever resembles its maker?",
        ),
        points=(
            "Uses nDCG or recall on takes held back by time, over the full catalogue.",
            "Uses titles taken and hours in an experiment by user.",
            "Says that the log favours policies like the one that made it.",
            "Weighs takes by propensity where propensities were logged.",
            "Watches coverage and new titles, compared with what good titles deserve.",
            "Rejects sampled negatives and RMSE, with a reason.",
        ),
    ),
    Step(
        "architecture",
        "Architecture",
        "What happens to a request on its way, and to a take on its way back?",
        "Forwards: gateway, user features beside retrieval, a few hundred candidates, title "
        "features, ranker, re-ranking, row; popular titles as the fallback when time runs out.\n"
        "Backwards: impressions with slot and propensity are joined with takes, models are trained "
        "on them and replaced. Once there are millions of titles, retrieval must not look at every "
        "one: it needs an index of vectors, or rows computed ahead.",
        choices=("generator", "factors", "candidates"),
        panels=("funnel", "stations", "shelf"),
        followups=(
            "One source or several? Good: several, with quotas: neighbours for the known, content "
            "for the new, popularity for the unknown.",
            "Why a dot product? Good: an index can search it; a network on top must score every "
            "title.",
            "What is cached? Good: title vectors and features; rows only as long as a takedown may "
            "take.",
        ),
        hints=(
            "Can a careful model look at every title in the time there is?",
            "Fetch cheaply, order carefully, then make the row. What is logged on the way back?",
            "A few hundred candidates, a ranker, re-ranking, popular titles as the fallback; "
            "impressions with slot and propensity join the takes.",
        ),
        points=(
            "Draws retrieval, ranking and re-ranking, with numbers at each.",
            "Has a fallback when time runs out.",
            "Logs impressions with slot and propensity, and joins takes.",
            "Uses an index or rows computed ahead once titles are millions.",
            "Uses several sources, with quotas.",
        ),
    ),
    Step(
        "data",
        "Data and labels",
        "What counts as a yes, and what as a no?",
        "A take is a yes, and its hours say how much. A title shown and not taken is a no, if it "
        "was looked at: lower slots are looked at less. A title never shown is neither.\n"
        "Log impressions with slot and propensity from the first day; they cannot be added later. "
        "Beware of titles that start by themselves, and of bots.",
        choices=("logged", "target", "negatives", "negatives_per_take", "metadata_noise"),
        panels=("genres", "cold_curve"),
        followups=(
            "Only takes are logged. Good: then negatives are made up, and exposure cannot be told "
            "from taste.",
            "Autoplay was switched on. Good: takes in the first slot mean less from that day on; "
            "label by minutes watched.",
            "Ratings? Good: rated titles were chosen; what is missing is missing for a reason.",
        ),
        hints=(
            "A title was not taken. Does that mean it was not wanted?",
            "Three cases: taken, shown and left, never shown. Was the place even looked at?",
            "Shown and looked at but left is a no; never shown is nothing. What must be logged "
            "from the first day to tell these apart?",
        ),
        points=(
            "Counts a take as a yes, and its hours as how much.",
            "Counts shown and not taken as a no, allowing for lower slots.",
            "Treats a title never shown as unknown, not as a no.",
            "Logs slot and propensity from the first day.",
            "Warns of autoplay and bots: takes that nobody meant.",
        ),
    ),
    Step(
        "model",
        "Candidates and ranking",
        "Which model first, and what would make you add a second?",
        "Popularity first: it is the number to beat and the fallback. Then item-item neighbours or "
        "ALS: cheap, and strong where users have a handful of takes. A ranker pays once there are "
        "features a generator cannot hold: age, slot, device, freshness.\n"
        "Judge the pair, not the parts: what retrieval drops no ranker can bring back.",
        choices=("ranker", "seen_filter"),
        panels=("funnel", "importance", "signature"),
        followups=(
            "Why not just a bigger model? Good: with a dozen takes a user, longer vectors learn "
            "the noise; more data of the right kind does more.",
            "LambdaRank or pointwise? Good: order is all a row needs; probabilities matter once "
            "scores meet money or a blend.",
            "The same title every week. Good: hide what was shown lately; a title shown six times "
            "and not taken is a no.",
        ),
        hints=(
            "Which number would any model have to beat?",
            "Popularity first. What do a handful of takes a user allow, and what could a ranker "
            "add?",
            "Item-item neighbours or ALS for candidates; a ranker once age, slot and freshness "
            "matter. What can no ranker bring back?",
        ),
        points=(
            "Starts with popularity as baseline and fallback.",
            "Adds item-item neighbours or ALS.",
            "Adds a ranker for features a generator cannot hold.",
            "Judges the pair: what retrieval drops is lost.",
            "Says why a bigger model does not help with a dozen takes a user.",
        ),
    ),
    Step(
        "rows",
        "The row",
        "What must a row be beyond ten high scores?",
        "Not ten titles of one kind: a little MMR costs little, much of it ruins the row. Keep "
        "genres in the proportions of what somebody watches, so that a second taste is not "
        "crowded out. Put what a contract demands among the first titles.\n"
        "Variety within a row is not variety between users: to show more of the catalogue, change "
        "what is learnt and explored, not how a row is reordered.",
        choices=("rerank", "rerank_strength", "originals"),
        panels=("shelf", "genres", "along_k"),
        followups=(
            "Everybody sees the same ten. Good: that comes from the generator, not from the order "
            "of the row; watch the overlap between users while you try MMR.",
            "A fifth for originals. Good: price it in titles taken, and ask whether it holds for "
            "every user or on average.",
            "How long a row? Good: what stands further down is looked at less; count what is "
            "taken, not the rate.",
        ),
        hints=(
            "Would you show somebody ten films of one kind, even if each scores highest?",
            "Think of variety in one row, of contracts, and of what two users' rows have in "
            "common. Are these the same thing?",
            "A little MMR, genres in the user's own proportions. Neither makes two users' rows "
            "differ: what would?",
        ),
        points=(
            "Adds a little variety, and knows that much of it ruins the row.",
            "Calibrates genres to what somebody watches.",
            "Says that variety in a row is not variety between users.",
            "Prices the share reserved for originals in titles taken.",
            "Knows that lower places are looked at less.",
        ),
    ),
    Step(
        "cold",
        "Cold start",
        "What do you show a user you know nothing of, and who will ever see a new title?",
        "Users: popular titles, a short quiz, then a blend that trusts others' takes as they come "
        "in. Titles: content carries them until they have takes, or a slot or two kept for them.\n"
        "In a new market nobody has a log: ask, explore, and log propensities, so that the second "
        "month can be judged.",
        choices=("cold_start", "exploration", "exploration_amount"),
        panels=("cold_curve", "ceilings", "funnel"),
        followups=(
            "Exploration is good in the long run? Good: it depends; it spreads exposure at once, "
            "costs now, and pays only where data are scarce and titles keep coming.",
            "How long a quiz? Good: each question loses some users; a dozen titles of one clear "
            "genre each tell most.",
            "Metadata is poor. Good: content is then a tie-breaker; buy better, or explore.",
        ),
        hints=(
            "A user and a title arrive on the same evening. What do you know of each?",
            "Something has to stand in for takes: for users, for titles, and for a whole market.",
            "Popular titles, a short quiz, a blend that trusts takes as they come; content or kept"
            " slots for titles; propensities from the first evening.",
        ),
        points=(
            "Serves new users by popular titles or a short quiz.",
            "Blends content with others' takes as these come in.",
            "Carries new titles by content, or keeps slots for them.",
            "Says what exploration costs now, and when it pays.",
            "Tells a cold user from a cold title.",
        ),
    ),
    Step(
        "serving",
        "Serving",
        "150 milliseconds, a thousand requests a second: what becomes too slow as titles grow?",
        "Scoring every title costs with their number; an index costs recall and takes time to "
        "rebuild; rows computed ahead cost freshness. Keep a fallback for requests that miss the "
        "deadline, and know what it is worth.\n"
        "Freshness has three clocks: the model's weights, the user's last take, and the list of "
        "what may not be shown.",
        choices=("catalogue", "serving", "index_recall", "days_ahead", "retrieval_servers"),
        panels=("stations", "sizes", "funnel"),
        followups=(
            "A hundred times the titles. Good: an index; its recall against the deadline, then the "
            "ranker repairs the order.",
            "Remove a title everywhere within the hour. Good: filter at request time; rows "
            "computed ahead must be filtered again.",
            "Ten times the requests. Good: which station is full first? Add there, fetch fewer "
            "candidates, or give late requests the popular row.",
        ),
        hints=(
            "What grows with the catalogue, and what with the number of requests?",
            "Three ways to fetch: score all, an index, rows computed ahead. What does each give "
            "up?",
            "Exact costs time, an index costs recall, rows ahead cost freshness; now which of them"
            " can take a title down within the hour?",
        ),
        points=(
            "Says that scoring every title grows with the catalogue.",
            "Trades an index's recall against the deadline.",
            "Says that rows computed ahead cost freshness, and must be filtered again.",
            "Names the three clocks: weights, last take, what may not be shown.",
            "Has a fallback and knows what it is worth.",
        ),
    ),
    Step(
        "time",
        "Over time",
        "What does a service become that learns from what it showed?",
        "It sees more and more of what it already believes: its scores on the log rise, rows "
        "become alike, titles it never showed stay unknown. The clairvoyant rows concentrate "
        "too, so read the distance from them.\n"
        "Retrain as often as catalogue and tastes change; let new titles in by content or by "
        "slots; keep some random rows, so that there is something to judge by from outside the "
        "loop.",
        choices=("catalogue_turnover", "influence", "drift", "retrain", "judged_at", "weeks"),
        panels=("clicks", "spread", "state", "alike", "rows_and_service", "weeks"),
        followups=(
            "The offline score rose fivefold in three months. Good: it is judged on its own rows; "
            "a random part of the traffic would tell.",
            "A filter bubble? Good: tell a narrow policy from a narrowed taste: here tastes can be "
            "made to follow the row or not.",
            "The holidays are over. Good: what was learnt from families is now wrong for most; "
            "shorten the window, or mark the season.",
        ),
        hints=(
            "What will the log look like after a year of your own rows?",
            "The service learns from what it showed. What does that do to its scores, its rows and"
            " the unknown titles?",
            "Offline scores rise by themselves and rows grow alike: retrain, let new titles in, "
            "and keep some random rows to judge by from outside the loop.",
        ),
        points=(
            "Describes the loop: exposure makes takes, takes make exposure.",
            "Says that scores on the log rise for the service that made it.",
            "Retrains as often as catalogue and tastes change.",
            "Keeps some random traffic to judge by, outside the loop.",
            "Compares concentration with the clairvoyant rows, not with an even share.",
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
        panels=("experiment", "splits", "signature"),
        followups=(
            "Why do the splits disagree? Good: with impressions held back at random, the model has "
            "met next week's hits; only the split by time is like a launch.",
            "Legal wants one recommendation explained. Good: say what the model used, not what "
            "sounds likely; item-item neighbours can, vectors cannot.",
            "The test shows nothing after a week. Good: which effects take longer? New titles, "
            "habits, the loop itself.",
        ),
        hints=(
            "What must differ between the two arms, and what must not?",
            "Choose the unit, the length and the readings. What do the arms share that could blur "
            "the difference?",
            "By user, as long as habits take; both arms learn from one log. Without a test you "
            "need propensities and a policy not too unlike the old one.",
        ),
        points=(
            "Splits by user, for as long as habits take.",
            "Says that both arms learn from one log, so one feeds the other.",
            "Reads titles taken, hours, and what new titles got.",
            "Knows what weighing by propensities needs, and where it fails.",
            "Names a next step that adds knowledge before model size.",
        ),
    ),
)
