"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "What is an incident, who is woken, and what is the price of each mistake?",
        "Ask what goes wrong and how one would know it from the logs; how many false pages a shift "
        "people can bear; how soon a page must come; who writes incidents up, and how many are "
        "never noticed.\n"
        "Then do the arithmetic: two false pages a shift are four a day; of 288 windows that is "
        "a rate of one in seventy. Ninety seconds to a page rule out windows of five minutes.",
        choices=("size", "kinds", "incident_share", "length", "signal"),
        panels=("timeline", "along_levels"),
        followups=(
            "On call says one false page a week at most. Good: read what that leaves of recall on "
            "the curve, and ask which incidents matter enough.",
            "How would you know what you missed? Good: from customers, from other alarms, from "
            "drills; tickets alone cover what was noticed.",
        ),
        feasibility=True,
        hints=(
            "What does a page cost the person who is woken?",
            "Turn pages a shift into a rate of false alarms a window.",
            "Four false pages a day over 288 windows: how unusual must a window be?",
        ),
        points=(
            "Asks for the kinds of incident and whether logs show them.",
            "Asks how many false pages a shift can be borne.",
            "Turns the page budget into a rate a window.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "What will you steer by?",
        "By incidents paged at the page budget, minutes unnoticed, and money: false pages, minutes "
        "and misses together. Windows are not incidents: an incident of two hours counts as much "
        "as it costs, not as many windows as it has.\n"
        "Choose detectors by average precision over windows only beside recall by kind.",
        choices=("page_cost", "minute_cost", "miss_cost"),
        panels=("along_levels", "delay", "precision_recall"),
        followups=(
            "Mean time to page went down and more was missed. Good: those found late are no longer "
            "found at all; count a miss as its whole length.",
            "Which guardrail do you add? Good: the share of pages that were right.",
        ),
        hints=(
            "Is a window what on call cares about?",
            "Think of an incident that nobody was paged for: how long did it take?",
            "Put a price on a false page, a minute and a miss, and add them up.",
        ),
        points=(
            "Counts incidents and pages rather than windows.",
            "Lets a missed incident count with its whole length.",
            "Puts false pages, minutes and misses into one cost.",
        ),
    ),
    Step(
        "architecture",
        "Architecture",
        "What does a line pass on its way to a page?",
        "Agents, an event log, a parser that groups lines and counts them in windows, detectors, "
        "the level with its rules against repeats, the pager. Backwards: pages, findings and "
        "tickets as labels; nightly learning without the windows of incidents; a gate.\n"
        "Fixed thresholds stand beside the detectors for the night the detectors are down.",
        choices=("noticed",),
        panels=("lag", "pager"),
        followups=(
            "What if the logging itself fails? Good: expect lines: a heartbeat that is missing is "
            "an alarm of its own.",
            "Where do labels come from? Good: every page is answered right or false by who got "
            "it, beside tickets.",
        ),
        hints=(
            "Where are lines turned into numbers?",
            "Think of the way back: who says whether a page was right?",
            "Agents, log, parser, windows, detectors, level, pager; findings back to training.",
        ),
        points=(
            "Puts an event log between agents and parser.",
            "Keeps a record of scores, pages and findings.",
            "Has a fallback of fixed thresholds.",
        ),
    ),
    Step(
        "lines",
        "Parsing",
        "How do lines become something that can be counted?",
        "Mask what is obviously a parameter, then mine groups with Drain: a tree of fixed depth, "
        "where lines alike enough share a template. Its two settings fail in two ways: too low a "
        "similarity merges messages, too high splits one by its parameters.\n"
        "Judge grouping on messages whose templates are known from the code, weighted by how often "
        "they are written.",
        choices=("parsing", "similarity", "depth"),
        panels=("mined", "groups", "own_lines"),
        followups=(
            "A message begins with a user's name. Good: the first tokens lead down the tree, so "
            "each name makes a group; mask it or keep the tree shallow.",
            "A stack trace comes as forty lines. Good: join it at the agent, or it counts as forty "
            "messages nobody has seen.",
        ),
        hints=(
            "What in a line changes from one to the next?",
            "Look at the messages that were split or merged, and at the similarity.",
            "Mask numbers and addresses, keep the similarity near a half and the tree shallow.",
        ),
        points=(
            "Separates the template from its parameters.",
            "Knows how similarity merges and splits.",
            "Measures grouping against known templates.",
        ),
    ),
    Step(
        "windows",
        "Windows",
        "Over how long do you count, and what do you learn normal from?",
        "A window is a promise of delay: no page before it is over. Short ones are noisy for rare "
        "messages; sliding ones come sooner and bring more chances to be wrong.\n"
        "Learn from at least a week, so that weekends are known, and keep ticketed incidents out: "
        "else they become normal. Judge on the last days, not on random windows.",
        choices=("window", "step", "history", "training", "contaminated", "split"),
        panels=("contamination", "delay"),
        followups=(
            "Nobody knows which weeks were clean. Good: medians and trimmed estimates bear a fifth "
            "of bad windows; means do not.",
            "Why not random windows? Good: neighbours of one incident lie on both sides.",
        ),
        hints=(
            "When is the earliest moment a page can come?",
            "Ask what happens to the level when the history holds incidents.",
            "A week at least, incidents out, and the last days to judge on.",
        ),
        points=(
            "Says that a window adds its length to the delay.",
            "Keeps incidents out of what is called normal.",
            "Backtests on later windows.",
        ),
    ),
    Step(
        "features",
        "Features",
        "What does a detector have to know about a count?",
        "What is usual at this hour. Counts follow the day and the week, so a plain z-score takes "
        "the afternoon for an incident and the night's silence for nothing.\n"
        "Residuals against the hour carry that; logarithms tame heavy columns; tf-idf is about "
        "proportions and forgets volume.",
        choices=("features", "scaler", "overdispersion"),
        panels=("precision_recall", "histogram"),
        followups=(
            "Counts vary more than Poisson. Good: estimate the extra variance, or every busy "
            "message looks unusual all day.",
            "Where does scaling leak? Good: by statistics of the weeks still to come.",
        ),
        hints=(
            "Is 300 lines many?",
            "Compare the same count at three in the morning and at three in the afternoon.",
            "Subtract what the hour expects and divide by what it varies.",
        ),
        points=(
            "Takes the hour and the weekend into account.",
            "Divides by the spread that counts really have.",
            "Fits scales on the past alone.",
        ),
    ),
    Step(
        "detectors",
        "Detectors",
        "Which detector would you start from, and what will it never see?",
        "Start with the residual of the hour on every message; it is simple, explains itself and "
        "beats learned detectors here. Then ask by kind: drops and silence, everything at once, "
        "other proportions, messages never seen, payments in another order, slower answers.\n"
        "No detector sees all of them, so a rule for each blind spot earns more than a deeper "
        "model.",
        choices=("detector", "pooling", "sessions"),
        panels=("matrix", "race"),
        followups=(
            "Is an F1 of 0.99 on HDFS impressive? Good: a list of count vectors seen before comes "
            "near it; ask for order, drift and incidents instead.",
            "When would you use labels? Good: for kinds that come again; they do not see what "
            "nobody has written up.",
        ),
        hints=(
            "Which kinds of incident leave no spike?",
            "Read the picture of detectors by kind, column by column.",
            "The hour's residual first, then one rule for each column it leaves empty.",
        ),
        points=(
            "Starts from a simple baseline that knows the hour.",
            "Names kinds that it cannot see.",
            "Compares detectors at the same false pages.",
        ),
    ),
    Step(
        "combine",
        "Ensemble",
        "How do you use three detectors without three times the false pages?",
        "Put all scores on one scale: how often a normal window is as unusual. The calibrated "
        "maximum then divides the promise among them; any of them at its own level adds their "
        "false alarms up; a vote loses what only one can see.",
        choices=("second", "third", "combine"),
        panels=("along_levels", "matrix"),
        followups=(
            "Why not average the scores? Good: they have different units, and one that shouts "
            "drowns the others.",
            "Two detectors agree nearly always. Good: then the second adds false alarms and little "
            "else.",
        ),
        hints=(
            "In which unit would you compare a z-score and a count of new messages?",
            "Ask of each score how often a normal window reaches it.",
            "Turn scores into tail chances, take the smallest, and multiply by how many you asked.",
        ),
        points=(
            "Puts scores on one scale before combining them.",
            "Says that any-of adds up false alarms.",
            "Adds detectors that see different kinds.",
        ),
    ),
    Step(
        "level",
        "Level",
        "Where is the line, without labels?",
        "From the budget: the level that normal windows reach no more often than people can "
        "bear. Three sigma means little where thirty columns are watched and none is normal; "
        "a contamination parameter decides how many anomalies there are before looking.\n"
        "Beyond the highest score ever seen, the tail has to be extrapolated.",
        choices=("level", "quantile", "contamination", "budget", "correction"),
        panels=("histogram", "along_levels", "columns"),
        followups=(
            "The backtest shows more false pages than there will be. Good: pages on incidents that "
            "nobody wrote up count as false.",
            "A thousand services? Good: correct for how many are watched, or control false "
            "discoveries.",
        ),
        hints=(
            "What can you count without a single label?",
            "Pages a day in the history are known, whatever they were for.",
            "Lower the level until normal windows reach it as often as can be borne.",
        ),
        points=(
            "Sets the level by a budget of pages.",
            "Knows what three sigma means for many columns.",
            "Does not tune the level on the windows that judge it.",
        ),
    ),
    Step(
        "pages",
        "Alerting",
        "What happens to an alarm before it wakes somebody?",
        "Ask for m of the last n windows where flukes are many and minutes are cheap; hold an "
        "alarm until the score has come down; send no second page for a while.\n"
        "Each saves sleep and costs something: minutes, or the incident that begins while an alarm "
        "is muted. And say why: the lines furthest from usual, as they stand in the log.",
        choices=("alarming", "among", "release", "quiet"),
        panels=("window", "pager", "timeline", "close_up"),
        followups=(
            "Explain this page to who was woken. Good: the two messages furthest from usual, what "
            "the hour expects, and a line of each.",
            "Why not mute for a day after a page? Good: count the incidents that began meanwhile.",
        ),
        hints=(
            "Would you wake somebody for one window?",
            "Weigh a window more against the minutes it costs.",
            "One page an incident, a quiet time after it, and the lines that explain it.",
        ),
        points=(
            "Sends one page for one incident.",
            "Names what waiting and muting cost.",
            "Explains a page by its lines.",
        ),
    ),
    Step(
        "evaluation",
        "Evaluation",
        "How do you know that it works, before launch?",
        "Backtest on the last days against tickets, counted in incidents and pages. Point "
        "adjustment counts an incident as wholly found for one alarming window, so that chance "
        "alone does well; put a random score beside any number reported so.\n"
        "Tickets are few: say how many, and how wide the interval is.",
        choices=("evaluation",),
        panels=("adjusted", "tickets", "precision_recall"),
        followups=(
            "A paper reports F1 of 0.97. Good: ask how points were adjusted, where the level came "
            "from, and what a random score gets.",
            "How would you test what no ticket covers? Good: inject incidents of each kind, and "
            "see which are found.",
        ),
        hints=(
            "What would a random score get under the same evaluation?",
            "Count how many windows must alarm for an incident to be found.",
            "With rate p and L windows, one of them alarms with chance 1 - (1 - p)^L.",
        ),
        points=(
            "Compares with a random score.",
            "Counts events, not adjusted points.",
            "Says how few tickets there are.",
        ),
    ),
    Step(
        "serving",
        "Stream",
        "Does the page come in time when everything goes wrong at once?",
        "An outage writes several times the usual lines, and the parser falls behind just then: "
        "what waits for the parser waits for its page. Size workers for the burst, or sample.\n"
        "Sampling before mining saves the parser's work and loses rare lines; sampling after it "
        "saves storage alone.",
        choices=("traffic", "workers", "burst", "deadline", "sampling", "sample_share"),
        panels=("lag", "path", "delay"),
        followups=(
            "Log volume doubled and the budget is halved. Good: count every line cheaply, keep the "
            "text of few; sample by template, not by line.",
            "A clock runs behind. Good: windows by event time with a watermark, or lines fall into "
            "windows that are over.",
        ),
        hints=(
            "When is the traffic highest?",
            "Add the wait for the parser to the wait for the window.",
            "Workers for three times the peak, or a sample that is taken after counting.",
        ),
        points=(
            "Sizes the parser for an outage's burst.",
            "Adds lag and window to the delay.",
            "Says what sampling loses before and after mining.",
        ),
    ),
    Step(
        "time",
        "Over time",
        "What changes though nothing is wrong, and what do you do about it?",
        "Releases rename messages, batches start, traffic grows, agents misbehave. Learn a release "
        "from its own lines before it is out; learn every night without the incidents there were; "
        "and deduplicate before counting.\n"
        "An attack below the level is a change too: sums over time find what windows do not.",
        choices=("change", "change_day", "adversary", "retraining"),
        panels=("days", "groups", "timeline"),
        followups=(
            "After a restart the parser numbers its groups anew. Good: name groups by their "
            "template, not by when they were met.",
            "Does learning every night teach the attack? Good: yes, if nobody noticed it; keep a "
            "reference from longer ago.",
        ),
        hints=(
            "What looks like an incident and is none?",
            "Ask what was known before the change came.",
            "The lines of a release are there in staging: mine them first.",
        ),
        points=(
            "Tells releases from incidents.",
            "Learns again without the incidents.",
            "Looks for slow changes with sums over time.",
        ),
    ),
    Step(
        "next",
        "Next steps",
        "How would you roll it out, and what next?",
        "In shadow first, beside the old rules: compare pages on the same weeks. Then to one team, "
        "whose answers to each page are the first good labels. Drills of each kind show what is "
        "blind.\n"
        "Next comes what is missed most: read the picture by kind, and what the ceiling allows of "
        "it.",
        panels=("matrix", "close_up"),
        followups=(
            "Can you run an A/B test? Good: incidents are shared by both arms; compare pages on "
            "the same incidents, paired.",
            "What would change your mind about a learned model? Good: many labelled incidents of "
            "kinds that come again.",
        ),
        hints=(
            "Who would be hurt if it pages wrongly at first?",
            "Think of running it where nobody is woken.",
            "Shadow, one team, drills; then the kind that is missed most.",
        ),
        points=(
            "Runs in shadow before it wakes anybody.",
            "Uses drills for kinds that are rare.",
            "Chooses the next step by what is missed.",
        ),
    ),
)
