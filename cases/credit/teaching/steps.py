"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "Which questions would change your design, and who in the room asks for which kind of "
        "fair?",
        "Ask what a repaid loan earns and a default costs: that alone gives the break-even chance. "
        "Ask whose outcomes are on file, when an outcome is known, what the law of the country "
        "says about the attribute (may it be stored, measured by, decided by?), and who will "
        "audit.\n"
        "Then name the three askers. The bank wants profit and the same risk for the same "
        "decision; the regulator counts approvals; the applicant who would repay wants the same "
        "chance as others who would. These are three different measures, and you will show all of "
        "them.\n"
        "Say early that a criterion is a choice of policy, not of engineering, and that what you "
        "bring is the price of each.",
        choices=("size", "group_share", "loss"),
        panels=("profit_curve", "cutoffs"),
        feasibility=True,
        followups=(
            "Which metric would the regulator, the applicant and the bank choose? Good: impact "
            "ratio, opportunity gap, profit with predictive parity; and they cannot all be had.",
            "A default costs nineteen repaid loans. What changes? Good: break-even falls to one in "
            "twenty, few are approved, and every gap is measured where few are.",
            "Is this legal? Good: it depends on country and product; take it to counsel with the "
            "table of what each method needs to know at the decision.",
        ),
        hints=(
            "Which two sums of money settle where the line stands?",
            "Ask about money, about whose outcomes were seen and when, and about the law. "
            "Then: who asks for fairness here?",
            "Bank, regulator and applicant each name another measure. List the three, and "
            "say who has to choose.",
        ),
        points=(
            "Asks what a repaid loan earns and a default costs, and works out break-even.",
            "Asks whose outcomes are on file, and when one is known.",
            "Asks what the law says about storing, measuring by and deciding by the attribute.",
            "Names the three askers and the measure of each.",
            "Says that the criterion is a choice of policy, and brings prices.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "What do you steer by, and which gaps do you put beside it?",
        "Steer by profit per 1,000 applications, read beside its ceiling, with bad rate and "
        "approval as guardrails. Beside it, always, all criteria at once: approval, approval of "
        "those who repay, of those who default, repaid among the approved, calibration; each by "
        "group, with the number of people and an interval.\n"
        "One gap alone misleads. The four-fifths rule may pass while people who would repay are "
        "refused far more often in one group.",
        choices=("base_gap",),
        panels=("criteria", "cutoffs"),
        followups=(
            "The four-fifths rule passes and the opportunity gap is fifteen points. Good: the "
            "rule compares all applicants, the gap those who would repay; report both.",
            "Why can they not all be zero? Good: with unlike base rates the identity of the table "
            "ties the rates together; only a perfect model or equal base rates free them.",
            "A ratio above 1? Good: say which group is in the numerator; here the lower rate is, "
            "so it never exceeds 1.",
        ),
        hints=(
            "What does the bank live on, and what must not get worse on the way?",
            "Steer by one number in money. Beside it, compare the groups in more than one way.",
            "Approval, approval of those who repay and of those who default, repaid among "
            "the approved: what does one gap alone hide?",
        ),
        points=(
            "Steers by profit per 1,000 applications, beside its ceiling.",
            "Puts bad rate and approval beside it as guardrails.",
            "Shows several criteria at once, by group.",
            "Wants the number of people and an interval with each gap.",
            "Says how the four-fifths rule can pass while those who would repay are refused "
            "more often.",
        ),
    ),
    Step(
        "architecture",
        "Architecture",
        "What does an application pass on its way, and what comes back a year later?",
        "Forwards: gateway, the bureau's answer, the model, the rule with its reasons. The reasons "
        "for a refusal are part of the answer and are logged with it. A bureau that does not "
        "answer in time means no decision yet, never a guess.\n"
        "Backwards: features as they were, score, cut-off, version and decision are logged; "
        "repayments join them months later. The protected attribute lives in a store of its own "
        "that the audit may read and, where the law says so, the decision may not.",
        panels=("path",),
        followups=(
            "Where is the attribute kept? Good: apart, with access logged; the audit joins it, and "
            "the features leave it out unless the method and the law both need it.",
            "What does a refused applicant get? Good: the main reasons in plain words, how to have "
            "data corrected, and a person to ask.",
        ),
        hints=(
            "Follow one application to its answer. What goes along with a refusal?",
            "Draw the way back too: what must be written down today so that a label next "
            "year can be used?",
            "Think of the bureau that is late, and of where the protected attribute may and "
            "may not be read.",
        ),
        points=(
            "Draws the bureau, the model and the rule in order.",
            "Makes the reasons for a refusal part of the answer.",
            "Logs features, score, cut-off, version and decision for labels that come months "
            "later.",
            "Keeps the attribute in a store of its own that the audit may read.",
            "Gives no decision, and no guess, when the bureau is late.",
        ),
    ),
    Step(
        "data",
        "Data",
        "Whose outcome did you ever see, and what may you say of the others?",
        "Outcomes exist only of those whom the old policy approved. If that policy used nothing "
        "but what you have on file, the approved are like others with the same file, and a model "
        "of the right shape may be believed a little beyond them. If an officer used what was "
        "never written down, the approved are better than their file, and no method on the file "
        "alone can find out by how much.\n"
        "Loans that still run are not repaid loans: wait until their time is up.",
        choices=("history", "past_approval", "biased_by", "delay", "running"),
        panels=("selection", "turned_away"),
        followups=(
            "You never see repayment of the rejected. Good: say what each assumption implies; "
            "approve a few at random if you must know.",
            "The ROC AUC on file is low. Is the model bad? Good: the approved look alike; on all "
            "applicants it is higher, and only a trial could show it.",
            "The newest year looks wonderful. Good: its loans still run.",
        ),
        hints=(
            "Whose repayment did nobody ever see?",
            "It matters what the old policy knew that you do not. Which two worlds look "
            "alike on file?",
            "An officer who saw more leaves the approved better than their file says. And "
            "what of a loan that still runs?",
        ),
        points=(
            "Says that outcomes exist of the approved alone.",
            "Tells a policy on the file from an officer who knew more.",
            "Says that no method on the file alone can tell how much better the approved are.",
            "Leaves loans that still run out.",
        ),
    ),
    Step(
        "rejects",
        "Rejected",
        "Does reject inference add knowledge, or only rows?",
        "Letting the model label those turned away gives back what it believed already. Calling "
        "the worst of them defaults puts in an assumption. Counting similar approved people more "
        "helps where the old policy used only what is on file. The one thing that adds knowledge "
        "is to approve some at random, each with a weight of one over its chance; it has a price, "
        "which you can read.",
        choices=("rejects", "exploration"),
        panels=("turned_away", "selection"),
        followups=(
            "How many at random? Good: as few as the weights bear; a small share for a limited "
            "time and a small first loan, and count what it costs.",
            "Is it right to lend at random? Good: to people you believe you would harm, no; lend "
            "small amounts near the line, where the answer changes decisions.",
        ),
        hints=(
            "Can a model learn anything from labels it made up itself?",
            "Go through the ways one by one, and ask of each which assumption it adds.",
            "One way alone brings outcomes that nobody had. What does it cost, and what "
            "weight does each such loan carry?",
        ),
        points=(
            "Says that the model's own labels give back what it believed.",
            "Names the assumption in calling the worst rejects defaults.",
            "Approves some at random, each weighted by one over its chance.",
            "Says what the random approvals cost, and keeps them few and small.",
        ),
    ),
    Step(
        "labels",
        "Label bias",
        "What if the books call repaid loans of one group defaults?",
        "Then every figure made of those labels agrees with the bias: the model, the evaluation "
        "and the audit. The team sees a sound model, and people who would repay are refused. Look "
        "outside the labels: how is a default recorded, who is called after a late payment, do "
        "two branches differ?\n"
        "Where labels are biased against a group, closing the gap costs less than the books "
        "say.",
        choices=("label_bias",),
        panels=("criteria", "calibration"),
        followups=(
            "Could any metric on this data find it? Good: no; only a second source of outcomes.",
            "Equal opportunity on biased labels? Good: it equalises a wrong rate.",
        ),
        hints=(
            "Suppose the books are wrong about one group. Who would notice?",
            "Every figure made of these labels shares their error. So where else could one look?",
            "Ask how a default is recorded, who is called after a late payment, and whether "
            "branches differ.",
        ),
        points=(
            "Says that model, evaluation and audit all agree with a biased label.",
            "Looks for a source of outcomes outside the labels.",
            "Asks how a default is recorded and who is chased.",
            "Sees that equal rates on wrong labels equalise wrong rates.",
        ),
    ),
    Step(
        "features",
        "Features",
        "Does it help to drop the attribute, and the district too?",
        "Little. What the attribute said is mostly said by the district and by the scores "
        "themselves, whose means differ. Dropping the district too takes more of the gap and some "
        "knowledge of who repays, and leaves about half of it. Without the attribute you also lose "
        "the means to measure.\n"
        "Ask instead what each column may carry by law and by reason, and measure by group.",
        choices=("attribute", "proxy"),
        panels=("telling", "weights"),
        followups=(
            "The attribute is not collected at all. Good: measure by a guessed group, and say "
            "what the guess is made of; made of what decides, it shows a gap far too wide.",
            "The district is the attribute exactly. Good: then dropping the column changed its "
            "name only.",
        ),
        hints=(
            "What do the other columns know of the one you dropped?",
            "Try to guess the group from the rest, and think what you lose by not having the "
            "attribute.",
            "District and scores say most of it. Without the attribute, how would you "
            "measure a gap at all?",
        ),
        points=(
            "Says that dropping the attribute leaves most of the gap.",
            "Names the district and the scores as what carries it.",
            "Says that without the attribute nobody can measure.",
            "Asks of each column what it may carry by law and by reason.",
        ),
    ),
    Step(
        "model",
        "Model",
        "Which model may be believed where no outcome was seen?",
        "A logistic regression goes on in a straight line beyond the approved; trees repeat what "
        "the nearest approved people did, and those were good risks. On approved loans they look "
        "alike. Check calibration by group and the chances promised to those turned away.\n"
        "Noisier data on one group pulls its people to the middle: the good look worse and the "
        "bad look better. No cut-off repairs that; better data does.",
        choices=("model", "noise_gap"),
        panels=("calibration", "turned_away", "weights"),
        followups=(
            "Thin files on one group. Good: buy or ask for better data before you buy a method; "
            "compare the ceiling before and after.",
            "Why not boosted trees? Good: nothing against them where all outcomes are seen; try "
            "it with everybody's outcome.",
        ),
        hints=(
            "Two models are alike on approved loans. Where would they differ?",
            "Think how a straight line and how a tree go on where there were no examples.",
            "Look at the chances promised to those turned away, at calibration by group, and "
            "at how exact the data of each group is.",
        ),
        points=(
            "Says that trees repeat the nearest approved, and a line goes on beyond them.",
            "Checks calibration by group.",
            "Checks the chances promised to those turned away.",
            "Says that noisier data pulls a group to the middle, and that no cut-off repairs it.",
        ),
    ),
    Step(
        "methods",
        "Methods",
        "Before, in or after training: what does each need, and what does it cost?",
        "Before training, reweighing makes group and outcome independent; it needs the group for "
        "training only. In training, reductions hold the model to a criterion; give them the cost "
        "of a default, or they will lend to nearly everybody, for their default is to count "
        "errors. After training, a cut-off for each group is the cheapest for a given gap, and has "
        "to know the group of whoever is decided on, which many laws forbid.\n"
        "A method learns its constraint from the approved. It then holds for the approved, not "
        "for applicants.",
        choices=("method", "constraint", "tightness", "objective", "band"),
        panels=("frontier", "methods", "criteria"),
        followups=(
            "Legal says that cut-offs by group are not allowed. What remains? Good: reweighing or "
            "a reduction without the group among the features; less is closed.",
            "Reweigh, then train again next year on the loans it made: does the gap return? Good: "
            "yes unless it is reweighed again; what made it is still there.",
            "Why is ThresholdOptimizer so bad here? Good: it maximises accuracy and takes no "
            "costs.",
        ),
        hints=(
            "There are three moments at which one can intervene. Which?",
            "For each method ask: must it know the group when it trains, when it decides, or "
            "never?",
            "Compare the price of the same gap closed. And which objective does a library "
            "use unless told?",
        ),
        points=(
            "Places methods before, in and after training.",
            "Says what each needs to know, and when.",
            "Compares the profit lost for the same gap.",
            "Gives reductions the cost of a default, for their own default counts errors.",
            "Says that a constraint learned from the approved holds for the approved.",
        ),
    ),
    Step(
        "people",
        "People",
        "Who gains a loan by your method, who loses one, and what would you write to them?",
        "Count and look: so many people of each group gain, so many lose, and how many of either "
        "would have repaid. Near the line differences are small and outcomes are mostly luck.\n"
        "Some methods decide by lot. Two people with the same file then get different answers, "
        "and the reason is a number drawn: say whether you could defend that.",
        choices=("method",),
        panels=("changed", "moves", "applicant"),
        followups=(
            "Somebody asks why she was refused. Good: the columns that weighed most and what would "
            "have to differ; not the lot and not the group.",
            "Can the lot be drawn once and for all? Good: yes, from the application's number; it "
            "is still a lot.",
        ),
        hints=(
            "Behind a rate there are people. Who are they?",
            "Count who gains a loan and who loses one, and how many of either would have repaid.",
            "Some methods draw a lot. Could you defend that to two people with the same file?",
        ),
        points=(
            "Counts who gains and who loses, by group.",
            "Says how many of either would have repaid.",
            "Says which methods decide by lot, and whether that can be defended.",
            "Would write reasons that a refused person can act on.",
        ),
    ),
    Step(
        "decision",
        "Cut-off",
        "Where does the line stand, and by which chance?",
        "At break-even: a loan earns while its chance of default is below one over one plus the "
        "cost of a default. That needs chances that mean what they say. A line drawn on approved "
        "outcomes does not see beyond them, one half is the line of somebody who counts errors, "
        "and as many as before carries the past along.",
        choices=("rule",),
        panels=("profit_curve", "cutoffs", "applicant"),
        followups=(
            "Double the cost of a default. Good: recompute the line; leave the model alone.",
            "Approve five points more. What is the price? Good: read it off the curve; it is flat "
            "near its top.",
        ),
        hints=(
            "At which chance of default does a loan stop earning?",
            "The costs of both errors give the line. What must be true of the chances for it "
            "to hold?",
            "One over one plus the cost of a default. Compare it with one half, and with as "
            "many as before.",
        ),
        points=(
            "Puts the line at one over one plus the cost of a default.",
            "Says that this needs chances that mean what they say.",
            "Says whose line one half is.",
            "Says that as many as before carries the past along.",
        ),
    ),
    Step(
        "audit",
        "Audit",
        "Somebody reports a gap of five points. Is it a scandal?",
        "Ask how many people are in each cell. With a hundred in each the interval of an approval "
        "gap is about fourteen points either way; five points take nearly eight hundred in each. "
        "Two attributes at once make cells smaller still.\n"
        "Then ask on whom it was measured: approved loans or all applicants, recorded groups, "
        "guessed ones, or those alone who state theirs.",
        choices=("population", "sample", "audit_group"),
        panels=("audit_size", "cells", "criteria"),
        followups=(
            "Two protected attributes, forty people in the cell. Good: say the interval first, "
            "pool years or use a model that borrows strength, and do not rank cells.",
            "The attribute is missing for a third of the people. Good: say who keeps silent; gaps "
            "of the rest need not be theirs.",
        ),
        hints=(
            "Five points of how many people?",
            "Work out the interval of a difference of two shares before you judge it.",
            "A hundred in each cell: how wide is it? Then ask on whom it was measured: "
            "approved or all, recorded, stated or guessed groups.",
        ),
        points=(
            "Asks how many people are in each cell.",
            "Gives the interval of the gap before judging it.",
            "Asks on which people it was measured.",
            "Says that guessed groups show another gap, and that crossed attributes shrink cells.",
        ),
    ),
    Step(
        "serving",
        "Serving",
        "What has to be ready when a comparison site asks for fifty quotes a second?",
        "The bureau takes most of the time: ask it first and in parallel with whatever does not "
        "need it. Model and reasons are cheap. Decide what happens when time is up: no offer, "
        "never a refusal.",
        choices=("traffic", "replicas", "deadline"),
        panels=("path",),
        followups=(
            "Who misses the deadline? Good: people with long or thin files may; measure it by "
            "group too.",
        ),
        hints=(
            "Which part of the answer takes the longest?",
            "One call goes outside the house. What can be done before it, and beside it?",
            "And when time is up: which answer may you give, and which never?",
        ),
        points=(
            "Asks the bureau first, beside what does not need it.",
            "Says that model and reasons are cheap next to it.",
            "Gives no offer when time is up, and never a refusal.",
        ),
    ),
    Step(
        "monitoring",
        "Monitoring",
        "A recession begins in the month of your launch. When do you notice?",
        "Outcomes come a year late, so watch what comes sooner: the mix of applicants, scores, "
        "early arrears, unemployment figures. The order of applicants survives a recession; the "
        "level of chances does not, and with it the line. Keep a margin below break-even, and "
        "shift the intercept before there are labels.\n"
        "Watch gaps monthly with the number of people beside them.",
        choices=("drift", "severity"),
        panels=("months", "calibration"),
        followups=(
            "Stated incomes rise and nothing else does. Good: gaming; weigh what costs effort to "
            "fake, verify income near the line.",
            "More applicants of one group come. Good: rates by group may stay while all totals "
            "move.",
        ),
        hints=(
            "Labels come in a year. What comes sooner?",
            "In a recession, what changes: who is riskier than whom, or how risky everybody is?",
            "The order stays and the level moves. What can be shifted without labels, and "
            "what margin would have helped?",
        ),
        points=(
            "Watches the mix, scores and early arrears, since outcomes come a year late.",
            "Says that the order survives a recession and the level does not.",
            "Keeps a margin below break-even, or shifts the intercept before labels.",
            "Watches gaps with the number of people beside them.",
        ),
    ),
    Step(
        "years",
        "Years after",
        "Does a loan help the person who gets it?",
        "It helps if it is repaid and harms if it is not: a default lowers a score by more than a "
        "repayment raises it. So the same criterion can narrow the score gap where the loans are "
        "good and widen it where the bank lends to nearly all.\n"
        "Simulate before you promise: several years, both groups, and several levels of approval.\n"
        "And say who trains next year, on which loans: a method that is not applied again with "
        "each training is gone with the first, and the gap is back.",
        choices=("horizon", "impact", "retrain"),
        panels=("years", "later_gaps"),
        followups=(
            "Next year's model learns from this year's loans. What is new? Good: its labels are "
            "those of its own decisions; whom it refused it never learns about.",
            "Is more approval always kinder? Good: no; find the share at which the mean score of "
            "the group begins to fall.",
            "What is missing here? Good: interest, other lenders, people who stop applying.",
        ),
        hints=(
            "What does a loan do to somebody who cannot repay it?",
            "A default lowers a score by more than a repayment raises it. So when does more "
            "lending help a group?",
            "Simulate several years at several levels of approval, and look where the "
            "group's mean score begins to fall.",
        ),
        points=(
            "Says that a loan helps if repaid and harms if not.",
            "Says that the same criterion can narrow the score gap or widen it.",
            "Simulates several years, both groups and several levels before promising.",
        ),
    ),
    Step(
        "next",
        "Next steps",
        "How do you launch it, and what do you write down?",
        "Run it in the shadow of the old policy and compare decisions, not scores. Launch to a "
        "share of applications; keep a small random approval near the line for labels. Write down "
        "the criterion chosen and by whom, what it costs, what was tried, and on which people it "
        "was measured; repeat the audit each year, and after every change.\n"
        "Give refused people a way to object that a person answers.",
        panels=("launch", "changed", "months", "criteria"),
        followups=(
            "What would make you switch it off? Good: a gap or a bad rate beyond a line agreed "
            "beforehand, with its interval; and early arrears.",
            "What would you do first with more time? Good: better data on the group with thin "
            "files; it lifts profit and closes gaps at once.",
        ),
        hints=(
            "What would you want to know before the first real decision?",
            "Shadow, a share of applications, then all. What is written down, and for whom?",
            "Name the criterion and who chose it, its price, on whom it was measured, when "
            "it is audited again, and whom a refused person can ask.",
        ),
        points=(
            "Runs it in the shadow and compares decisions.",
            "Launches to a share, with a few random approvals near the line.",
            "Writes down the criterion, who chose it, its cost and on whom it was measured.",
            "Repeats the audit each year and after changes.",
            "Gives refused people a way to object that a person answers.",
        ),
    ),
)
