"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "What do you ask before you draw anything?",
        "Ask where ads are shown and how many; how many requests a second, how many ads, how long "
        "the page waits; what is sold (clicks, impressions, sales) and at whose price; what is "
        "known about the user; and who may lose: advertisers, users, or this quarter's revenue.\n"
        "Then say the shape: a hundred thousand ads cannot all be scored by a large model in the "
        "time of a page, so each stage is cheaper than the next and hands on fewer.\n"
        "Search and feed differ in what is known: a query states a wish, a feed has only the user.",
        choices=("surface", "size", "traffic", "deadline"),
        panels=("waterfall", "follow"),
        feasibility=True,
        followups=(
            "The same model for search and feed? Good: the matching signal differs, so does the "
            "click rate; share representations, calibrate apart.",
            "They want the ad that earns most. Good: this auction or next year? Ask what keeps "
            "users and advertisers.",
            "Advertisers now pay for sales. Good: the probability is of a sale, late and rare, and "
            "an error in it is money one for one.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "Which numbers decide, and for whom?",
        "Three parties, three numbers: welfare (what clicks are worth to advertisers), revenue "
        "(what is paid), users' value. Revenue alone can rise by taking a larger slice of a "
        "smaller cake.\n"
        "For the model: normalised entropy beside its floor, calibration overall and on winners; "
        "AUC only says how pairs are ordered. For the stages: recall of the heavy model's best. "
        "For the system: 99th percentile, share late, cost.",
        choices=("judged_by",),
        panels=("division", "by_week"),
        followups=(
            "AUC rose, revenue fell. Good: AUC is blind to scale and to bids; look at calibration "
            "of winners and at what wins.",
            "CTR is up. Is that good? Good: cheap clicks may have displaced valuable ones; ask for "
            "welfare and for advertisers' value a dollar.",
            "Why not day-one revenue? Good: a fourth ad pays at once and costs attention later.",
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
        panels=("waterfall", "stations"),
        followups=(
            "Exact match only? Good: few, relevant, cheap; but many requests have no good ad, and "
            "prices fall with the bidders.",
            "Where does policy belong? Good: before ranking; later it wastes places, and one slip "
            "is public.",
            "Embedding retrieval misses something. Good: what? Budgets and targeting are filters, "
            "not distances; new ads have poor vectors.",
        ),
    ),
    Step(
        "data",
        "Data and labels",
        "Which rows does the model learn from, and what is wrong with them?",
        "Only shown ads have labels, and they were shown because an earlier model liked them. "
        "Lower slots are overlooked. Negatives are many: keep a share of them and undo it in the "
        "probabilities by the formula.\n"
        "Unshown ads are not negatives. Rows shown at random are the only fair sample; a small "
        "share of them is worth its price for judging, even if not for training.",
        choices=("rows", "window", "sample", "keep", "position"),
        panels=("reliability", "by_week"),
        followups=(
            "One negative in ten is kept; the base rate was one in twenty. What is it now? Good: "
            "write the formula, do not multiply by ten.",
            "Why not train on everything? Good: cost; the entropy lost is small, the calibration "
            "lost is not, until it is undone.",
            "The slot predicts clicks best of all. Use it? Good: in training yes, fixed when "
            "serving; it is not known before the auction.",
        ),
    ),
    Step(
        "features",
        "Features",
        "What is known about a request, an ad, and the two together?",
        "Context says who, when, where and how near the ad lies to the query; history says how "
        "the ad, its advertiser and the user did so far. History knows established ads; only "
        "context knows a new one.\n"
        "History must stop before the row it describes. Counted over the whole window it holds the "
        "answer, and the log will praise it.",
        choices=("features", "history"),
        panels=("importance", "by_week"),
        followups=(
            "The best feature is the ad's click rate. Worry? Good: it says what was shown to whom "
            "before; smooth it, and see what it does to new ads.",
            "A feature is there in the log and not when serving. Good: log features at serving "
            "time, train on what was logged.",
            "User history is gone for privacy. Good: what is left is context; measure it before it "
            "is gone.",
        ),
    ),
    Step(
        "model",
        "Rankers",
        "Why two rankers, and what must the cheap one get right?",
        "The heavy model costs a hundred times what the light one costs for each ad. The light one "
        "need not be right about probabilities; it must keep what the heavy one and the auction "
        "would pick, so it has to know the bid.\n"
        "The heavy one must be right about probabilities, since money is multiplied by them. Judge "
        "it by entropy and calibration, not by order alone.",
        choices=("light", "objective", "heavy", "recalibration"),
        panels=("cut", "reliability", "importance"),
        followups=(
            "Distil or fit on the log? Good: the heavy model can score ads never shown, so the "
            "light one learns from those too.",
            "LambdaRank has the better order. Take it? Good: not without a map to probabilities "
            "that holds where ads win.",
            "Which is worse, a bad light or a bad heavy ranker? Good: what the light one drops "
            "nobody can bring back.",
        ),
    ),
    Step(
        "decision",
        "Auction",
        "Who wins, and what do they pay?",
        "Rank by bid times probability; charge what keeps the place. Half-sized probabilities "
        "change nothing in that, unless a reserve compares them with money; odds instead of "
        "probabilities change everything.\n"
        "A least price a click helps where bidders are few and empties slots where it is too "
        "high. First prices look like more revenue until bids follow.",
        choices=("rank", "squash", "scale", "price", "bids", "reserve_kind", "reserve"),
        panels=("reserve_curve", "division", "follow"),
        followups=(
            "One bidder. What is paid? Good: the reserve, or nothing; that is what it is for.",
            "GSP or VCG? Good: VCG makes truth the best bid; GSP earns more on the same bids and "
            "bids adapt.",
            "Squash the probability? Good: it shifts weight to bids; revenue may rise a little, "
            "users and welfare pay.",
        ),
    ),
    Step(
        "serving",
        "Serving",
        "A hundred milliseconds, five thousand requests a second: what gives?",
        "Work grows with the number of ads the heavy model sees; waiting explodes near full load. "
        "So the cut between the rankers is the valve: keep as many as the deadline allows and "
        "some machines to spare.\n"
        "Have an answer for requests that run late: the light ranker's order is nearly as good as "
        "the list it was going to hand on.",
        choices=("slow", "trim", "fleet", "late"),
        panels=("cut", "stations", "waterfall"),
        followups=(
            "Each stage's 99th percentile is fine, so the path's is? Good: they do not add up; "
            "slow stages rarely coincide.",
            "Ten times slower overnight. Good: shorten the list, improve the light ranker, distil; "
            "then talk about machines.",
            "Batch requests? Good: throughput for latency; with a deadline only as long as the "
            "wait fits.",
        ),
    ),
    Step(
        "budgets",
        "Budgets and users",
        "How does money last the day, and how does attention last the year?",
        "Spend-until-gone leaves the evening to whoever is left. Sitting out at random saves money "
        "on good and bad clicks alike; lower bids drop the dear ones first.\n"
        "Users pay in attention. More ads on a page earn now and are overlooked later; caps and a "
        "lighter load are an investment.",
        choices=("pacing", "solvent", "slots", "cap"),
        panels=("spending", "weeks"),
        followups=(
            "One controller for all advertisers? Good: it paces their average and none of them.",
            "Pacing lowers revenue. Why do it? Good: advertisers get more for a dollar, stay, and "
            "raise budgets.",
            "How would you learn what ad load costs? Good: a long experiment by user, reading "
            "clicks per ad seen later on.",
        ),
    ),
    Step(
        "time",
        "Over time",
        "What moves after launch, and how would you notice?",
        "Ads come and go, bids jump on holidays, creatives wear out, bots click, tracking is cut, "
        "and somebody changes a sampling rate on one side. Watch calibration of winners by week "
        "and by segment: it moves first.\n"
        "Without exploration the loop closes: what is not shown stays unknown. Lift new ads where "
        "they fit, rather than showing anything anywhere.",
        choices=("drift", "retrain", "explore", "share", "lift"),
        panels=("weeks", "by_week", "reliability"),
        followups=(
            "Revenue is up and nobody changed anything. Good: look for bots and holidays before "
            "taking credit.",
            "How much exploration? Good: price it: welfare lost this week against ads found for "
            "the next.",
            "Retrain every hour? Good: what is fresher, the weights or the counts? Counts age "
            "faster.",
        ),
    ),
    Step(
        "experiment",
        "Experiment and next steps",
        "How do you know the new funnel is better?",
        "Split by user, not by request; but budgets are shared, so the new arm can starve the old. "
        "Split advertisers' budgets, or whole markets, when spending is the question.\n"
        "Read welfare, revenue and users' value together, with intervals, and keep a slice that "
        "stays on the old system for as long as users need to learn.",
        panels=("division", "weeks", "follow"),
        followups=(
            "The arm with more aggressive bids wins. Good: it spent the budget both arms share.",
            "No difference in a week. Good: what could only differ later? Attention, advertisers, "
            "new ads.",
            "What would you build next? Good: name the stage where most welfare is lost here, from "
            "the first picture.",
        ),
    ),
)
