"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "What do you ask before you draw anything?",
        "Ask where ads are shown and how many; how many requests a second, how many ads, how long "
        "the page waits; what is sold (clicks, impressions, sales) and at whose price; what is "
        "known about the user; and who must not lose: advertisers, users, or this quarter's "
        "revenue.\n"
        "Then say why it is a funnel: a large model cannot score a hundred thousand ads in the "
        "time of a page, so each stage is cheaper than the next one and hands on fewer ads.\n"
        "Search and feed differ in what is known: a query states a wish, a feed knows only the "
        "user.",
        choices=("surface", "size", "traffic", "deadline"),
        panels=("page", "waterfall", "follow"),
        feasibility=True,
        followups=(
            "The same model for search and feed? Good: the matching signal differs, and so does "
            "the click rate; share embeddings, calibrate separately.",
            "They want the ad that earns most. Good: in this auction or over a year? Ask what "
            "keeps users and advertisers.",
            "Advertisers now pay for sales. Good: predict the sale instead: it is rare, its label "
            "is late, and an error in it is an error in money.",
        ),
        hints=(
            "Who wants something from this page, and who pays?",
            "Ask what is sold, how many ads and requests there are, how long the page waits, and "
            "who must not lose.",
            "Say why it has to be a funnel: what would it take to score every ad with the best "
            "model within the deadline?",
        ),
        points=(
            "Asks where ads are shown and how many.",
            "Asks what is sold: impressions, clicks or sales.",
            "Asks for requests a second, ads in the corpus and the deadline.",
            "Names the three parties: advertisers, users, the platform.",
            "Says why each stage sees fewer ads and spends more on each.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "Which numbers decide, and for whom?",
        "Three parties, three numbers: welfare (what clicks are worth to advertisers), revenue "
        "(what is paid), users' value. Revenue alone can rise while welfare falls: the platform "
        "then takes a larger share of a smaller total.\n"
        "For the model: normalised entropy beside its ceiling, calibration overall and on winners; "
        "AUC only says how pairs are ordered. For the stages: recall of the heavy model's best "
        "ads. For the system: 99th percentile, deadlines missed, cost.",
        choices=("judged_by",),
        panels=("division", "by_week"),
        followups=(
            "AUC rose, revenue fell. Good: AUC is blind to scale and to bids; look at the "
            "calibration of winners and at which ads win.",
            "The click rate is up. Is that good? Good: cheap clicks may have replaced valuable "
            "ones; ask for welfare and for advertisers' value a dollar.",
            "Why not revenue of the first day? Good: a fourth ad pays at once and costs attention "
            "later.",
        ),
        hints=(
            "Could revenue rise while everybody else is worse off?",
            "Give each party its number, the model its own, and each stage one too.",
            "Welfare, revenue, users' value; entropy and calibration of winners for the model; "
            "recall of the heavy model's best for the stages.",
        ),
        points=(
            "Has a number for each party: welfare, revenue, users' value.",
            "Judges the model by normalised entropy beside its ceiling.",
            "Watches calibration on winners, not only overall.",
            "Says that AUC is blind to scale and to bids.",
            "Measures each stage by the recall of what later stages would pick.",
        ),
    ),
    Step(
        "architecture",
        "Architecture",
        "What happens to a request on its way, and what to a click on its way back?",
        "Forwards: gateway, index shards side by side, light ranker, feature look-ups, heavy "
        "model, calibration, auction with budgets, page. Each has a number of ads, a time and a "
        "fallback.\n"
        "Backwards: impressions and clicks are joined, counts updated, models trained and "
        "replaced. The loop matters: what was not shown is not in the log, and the next model "
        "learns from what this one showed.",
        choices=("match", "k1", "policy"),
        panels=("architecture", "waterfall", "stations"),
        followups=(
            "Exact match only? Good: few, relevant and cheap; but many requests have no good ad, "
            "and with fewer bidders prices fall.",
            "Where does the policy filter belong? Good: before ranking; later it wastes places, "
            "and one ad that slips through is public.",
            "What does embedding retrieval miss? Good: budgets and targeting are filters, not "
            "distances; and new ads have poor vectors.",
        ),
        hints=(
            "Follow a request through the stages. Then follow a click back.",
            "At each stage say how many ads come out, how long it takes and what happens if it "
            "fails.",
            "Selection, light ranker, heavy model, calibration, auction with budgets; the log "
            "holds only what was shown. What does the next model learn?",
        ),
        points=(
            "Draws selection, light ranker, heavy model, calibration and auction, with numbers.",
            "Puts the policy filter before ranking.",
            "Says what each way of matching misses.",
            "Joins impressions with clicks, and updates counts and models.",
            "Says that what was not shown is not in the log.",
        ),
    ),
    Step(
        "data",
        "Data and labels",
        "Which rows does the model learn from, and what is wrong with them?",
        "Only shown ads have labels, and they were shown because an earlier model liked them. "
        "Lower slots are overlooked. There are many negatives: keep a share of them, and correct "
        "the probabilities by the formula.\n"
        "Ads that were not shown are not negatives. Rows shown at random are the only fair sample; "
        "a small share of them is worth its price for evaluation, even if not for training.",
        choices=("rows", "window", "sample", "keep", "position"),
        panels=("reliability", "by_week"),
        followups=(
            "One negative in ten is kept; the base rate was one in twenty. What is it now? Good: "
            "base / (base + (1 - base) / 10), about a third, and not ten times as much.",
            "Why not train on all negatives? Good: cost. Little entropy is lost without them; the "
            "calibration is lost until it is corrected.",
            "The slot predicts clicks best of all. Use it? Good: in training yes, with a fixed "
            "value when serving; it is not known before the auction.",
        ),
        hints=(
            "Which ads have a label at all?",
            "Think of three distortions: which ads were shown, in which slot, and which negatives "
            "were kept.",
            "Correct kept negatives by the formula, give the model the slot and fix it when "
            "serving, and ask what a few random rows are good for.",
        ),
        points=(
            "Says that only shown ads have labels, chosen by an earlier model.",
            "Does not take unshown ads as negatives.",
            "Keeps a share of negatives, and corrects probabilities by the formula.",
            "Handles position: the slot in training, a fixed value when serving.",
            "Wants a small share of random rows, for evaluation.",
        ),
    ),
    Step(
        "features",
        "Features",
        "What is known about a request, an ad, and the two together?",
        "Context says who, when, where and how near the ad is to the query; history says how often "
        "the ad, its advertiser's ads and the user's ads were clicked so far. History needs "
        "impressions: it says much about ads shown often and nothing about a new one.\n"
        "History must stop before the row it describes. Counted over the whole window it contains "
        "the answer, and looks good on the log only.",
        choices=("features", "history"),
        panels=("importance", "by_week"),
        followups=(
            "The ad's click rate is the model's first feature, but history alone predicts little "
            "for ads drawn at random. How can both be true? Good: importance is counted on the "
            "log, which holds ads shown often; an ad hardly ever shown has no history. Where each "
            "ad has many impressions, as published for Facebook, history alone is nearly as good "
            "as everything.",
            "A feature is in the log but not there when serving. Good: log features at serving "
            "time, and train on what was logged.",
            "Users' history may no longer be used. Good: what is left is context; measure what "
            "that costs before it happens.",
        ),
        hints=(
            "What can be known of an ad that was shown a thousand times, and of one never shown?",
            "Tell context, history and the match of the two apart. Up to which moment may history "
            "count?",
            "Past click rates stop before the row, or they contain the answer; for a new ad they "
            "say nothing: what carries it then?",
        ),
        points=(
            "Uses context: who, when, and how near the ad is to the query.",
            "Uses past click rates of ad, advertiser and user.",
            "Stops history before the row it describes.",
            "Says that history says nothing about a new ad.",
            "Logs features at serving time, and trains on what was logged.",
        ),
    ),
    Step(
        "model",
        "Rankers",
        "Why two rankers, and what must the cheap one get right?",
        "For each ad the heavy model costs many times what the light one costs. The light one need "
        "not be right about probabilities; it must keep what the heavy one and the auction would "
        "pick, so it has to know the bid.\n"
        "The heavy one must be right about probabilities, since money is multiplied by them. Judge "
        "it by entropy and calibration, not by order alone.",
        choices=("light", "objective", "heavy", "recalibration"),
        panels=("cut", "reliability", "importance"),
        followups=(
            "Distil the light ranker, or fit it on the log? Good: the heavy model can score ads "
            "that were never shown, so a distilled one learns from those too.",
            "LambdaRank has the better order. Take it? Good: not without a calibration that holds "
            "for the ads that win.",
            "Which is worse, a bad light or a bad heavy ranker? Good: what the light one drops, "
            "nothing behind it can bring back.",
        ),
        hints=(
            "Must both rankers be right about the same thing?",
            "One must keep the right ads, the other must be right about probabilities. What does "
            "each need to know?",
            "The light one has to rank by what the auction ranks by, bids included; the heavy one "
            "is multiplied by money.",
        ),
        points=(
            "Has the light ranker keep what heavy model and auction would pick.",
            "Gives the light ranker the bid.",
            "Judges the heavy model by entropy and calibration, not by order alone.",
            "Sees that a distilled light ranker learns from ads never shown too.",
            "Does not put LambdaRank scores into an auction uncalibrated.",
        ),
    ),
    Step(
        "prediction",
        "Ad prediction",
        "Design an ad prediction system: what does it promise, to whom, apart from which ad is "
        "shown?",
        "It answers one question: if this ad stood here for this user, how likely is a click (or a "
        "sale)? Selection, auction, pacing and reports all read that number and multiply it by "
        "money, so it owes them calibration, freshness and a time limit, and no opinion about "
        "which ad should win.\n"
        "Keep it apart. Its data are impressions with the features as served, joined with clicks "
        "after a wait; its training streams, its counts are minutes old; its evaluation is "
        "normalised entropy and calibration, on the next day, overall, by slice and on what is "
        "shown. Selection is judged by what it keeps, and the auction by welfare and revenue.\n"
        "The two meet in one trap: selection shows what the model overrates, and the model then "
        "learns from what was shown. Log the chance of being shown, and keep a small random share.",
        choices=("heavy", "recalibration", "position", "history"),
        panels=("apart", "reliability", "by_week"),
        followups=(
            "The model is calibrated and winners are not. Good: the auction picks the overrated, a "
            "winner's curse; calibrate on winners, or shrink what is uncertain.",
            "Clicks arrive in minutes, sales in days. Good: a model of the delay, or a wait by "
            "kind of label; never count what has not come yet as a no.",
            "A new ad has no history. Good: fall back on advertiser, creative and context, say how "
            "sure it is, and explore in the auction, not in the prediction.",
            "What is the service's contract? Good: a calibrated chance, a version, a deadline, and "
            "what it returns when it is late.",
        ),
        hints=(
            "Who reads the prediction, and what do they multiply it by?",
            "Draw a line between what promises a chance and what decides which ad wins. Which "
            "data, metrics and deadlines lie on each side?",
            "Chance of a click given that the ad stands there: judged by entropy and calibration, "
            "fed by a stream of joined impressions. What does selection do to its next training "
            "set?",
        ),
        points=(
            "Says what is predicted, and keeps it apart from which ad is shown.",
            "Asks for calibration, since the chance is multiplied by money.",
            "Joins impressions with late clicks, and logs features as they were served.",
            "Judges predictions by normalised entropy and calibration, also on what is shown.",
            "Names the loop: selection shows what is overrated, and training reads what was shown.",
        ),
    ),
    Step(
        "decision",
        "Auction",
        "Who wins, and what do they pay?",
        "Rank by bid times probability; charge the least that keeps the slot. If every probability "
        "is halved, winners and prices stay, unless a reserve compares the score with money. If "
        "thinning is not corrected, the order itself changes.\n"
        "A reserve price helps where bidders are few, and leaves slots empty where it is too high. "
        "First prices look like more revenue until advertisers lower their bids.",
        choices=("rank", "squash", "scale", "price", "bids", "reserve_kind", "reserve"),
        panels=("reserve_curve", "division", "page", "follow"),
        followups=(
            "There is one bidder. What is paid? Good: the reserve, or nothing; this is what it is "
            "for.",
            "GSP or VCG? Good: under VCG it is best to bid the true value; GSP earns more on the "
            "same bids, but bids adapt.",
            "Squash the probability? Good: bids count more then; revenue may rise a little, and "
            "users and welfare lose.",
        ),
        hints=(
            "What does a slot go to, and what is the least that would have kept it?",
            "Rank by expected value. What happens to winners and prices if every probability is "
            "halved?",
            "Bid times probability; price is the least that keeps the slot; a reserve compares a "
            "score with money, so there scale matters.",
        ),
        points=(
            "Ranks by bid times probability.",
            "Charges the least that keeps the slot, and names GSP or VCG.",
            "Says that one common factor is harmless without a reserve on the score.",
            "Says that uncorrected thinning changes the order itself.",
            "Says when a reserve helps: few bidders, not too high.",
            "Expects advertisers to lower bids under first prices.",
        ),
    ),
    Step(
        "serving",
        "Serving",
        "A hundred milliseconds, five thousand requests a second: what do you give up?",
        "Work grows with the number of ads the heavy model sees, and waiting grows without limit "
        "near full load. So control the load by the cut between the rankers: keep as many ads as "
        "the deadline allows with some machines to spare.\n"
        "Have a fallback for requests that run late: the light ranker's own order is there "
        "already.",
        choices=("slow", "trim", "fleet", "late"),
        panels=("cut", "stations", "waterfall"),
        followups=(
            "Is the path's 99th percentile the sum of the stages'? Good: no, it is less: one "
            "request is rarely slow at every stage.",
            "The heavy model got ten times slower overnight. Good: shorten its list, improve the "
            "light ranker, distil; then talk about machines.",
            "Batch requests? Good: it buys throughput with latency; wait for a batch only as long "
            "as the deadline allows.",
        ),
        hints=(
            "Which stage takes most of the processor time?",
            "Work grows with the ads the heavy model sees, and waiting with load. Which knob do "
            "both hang on?",
            "Set the cut between the rankers by the deadline with machines to spare; and what is "
            "already there when the heavy scores are late?",
        ),
        points=(
            "Controls the load by the cut between the rankers.",
            "Keeps machines to spare, since waiting explodes near full load.",
            "Falls back to the light ranker's order.",
            "Says that 99th percentiles of stages do not add up.",
            "Improves the light ranker before buying machines.",
        ),
    ),
    Step(
        "budgets",
        "Budgets and users",
        "How does a budget last the day, and how does users' attention last the year?",
        "Advertisers who spend until the money is gone miss the evening. Skipping auctions at "
        "random saves money on good and bad clicks alike; lower bids drop the expensive ones "
        "first.\n"
        "Users pay with attention. More ads on a page earn more now and are overlooked later; "
        "frequency caps and fewer ads are an investment.",
        choices=("pacing", "solvent", "slots", "cap"),
        panels=("spending", "weeks"),
        followups=(
            "One pacing controller for all advertisers? Good: it would pace their average and none "
            "of them.",
            "Pacing lowers revenue. Why do it? Good: advertisers get more for a dollar, stay, and "
            "raise their budgets.",
            "How would you measure what more ads cost? Good: a long experiment by user, which "
            "reads clicks per ad shown weeks later.",
        ),
        hints=(
            "What happens to an advertiser whose money is gone at noon?",
            "Compare skipping auctions at random with lowering bids. And what do users spend?",
            "Lower bids drop the expensive clicks first; ads on a page spend attention: how long "
            "until that shows?",
        ),
        points=(
            "Paces budgets over the day.",
            "Prefers lower bids to skipped auctions, and says why.",
            "Paces each advertiser, not their average.",
            "Says that more ads earn now and cost attention later.",
            "Measures ad load by a long experiment by user.",
        ),
    ),
    Step(
        "time",
        "Over time",
        "What moves after launch, and how would you notice?",
        "Ads come and go, bids rise on holidays, ads wear out, bots click, tracking is lost, and "
        "somebody changes a sampling rate on one side only. Watch the calibration of winners by "
        "week and by segment: it moves first.\n"
        "Without exploration what is not shown stays unknown. Boost new ads where they fit, rather "
        "than show random ads.",
        choices=("drift", "retrain", "explore", "share", "lift"),
        panels=("weeks", "by_week", "reliability"),
        followups=(
            "Revenue is up and nobody changed anything. Good: look for bots and holidays first.",
            "How much exploration? Good: compare its price, the welfare lost this week, with the "
            "ads found for the next.",
            "Retrain every hour? Good: ask first what goes stale, the weights or the counts; "
            "counts do so faster, and can be fresh without training.",
        ),
        hints=(
            "Which reading would move first if something upstream changed?",
            "Look at calibration of winners, by week and by segment, and list what could move it.",
            "Bots, holidays, lost tracking, a sampling rate changed on one side: how does each "
            "look? And how does an unknown ad ever get known?",
        ),
        points=(
            "Watches the calibration of winners by week and segment.",
            "Names bots, lost tracking and one-sided sampling as causes.",
            "Keeps counts fresh, even without retraining.",
            "Boosts new ads where they fit, rather than showing random ads.",
            "Prices exploration in the welfare lost.",
        ),
    ),
    Step(
        "experiment",
        "Experiment and next steps",
        "How do you know the new funnel is better?",
        "Split by user, not by request. Budgets are shared, so one arm can spend the money of the "
        "other: split advertisers' budgets as well, or whole markets, when spending is the "
        "question.\n"
        "Read welfare, revenue and users' value together, with intervals, and keep a small group "
        "on the old system for as long as users need to learn.",
        panels=("experiment", "weeks", "waterfall"),
        followups=(
            "The arm with more aggressive bids wins. Good: it spent the budget both arms share.",
            "No difference after a week. Good: ask what could only differ later: attention, "
            "advertisers who leave, new ads.",
            "What would you build next? Good: work on the stage where most welfare is lost, read "
            "off the funnel.",
        ),
        hints=(
            "What do the two arms share, though users are split?",
            "Money is shared. What would you have to split as well?",
            "Split by user, and advertisers' budgets too when spending is the question; read three"
            " parties together, and keep a group on the old system.",
        ),
        points=(
            "Splits by user, not by request.",
            "Says that shared budgets let one arm spend the other's money.",
            "Splits budgets or markets where spending is the question.",
            "Reads welfare, revenue and users' value together.",
            "Keeps a long holdout for what users learn slowly.",
        ),
    ),
)
