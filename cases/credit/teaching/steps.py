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
        followups=(
            "Which metric would the regulator, the applicant and the bank choose? Good: impact "
            "ratio, opportunity gap, profit with predictive parity; and they cannot all be had.",
            "A default costs nineteen repaid loans. What changes? Good: break-even falls to one in "
            "twenty, few are approved, and every gap is measured where few are.",
            "Is this legal? Good: it depends on country and product; take it to counsel with the "
            "table of what each method needs to know at the decision.",
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
    ),
    Step(
        "features",
        "Features",
        "Does it help to drop the attribute, and the district too?",
        "Little. What the attribute said is mostly said by the district and by the scores "
        "themselves, whose means differ. Dropping the district takes a little more of the gap and "
        "some knowledge of who repays. Without the attribute you also lose the means to measure.\n"
        "Ask instead what each column may carry by law and by reason, and measure by group.",
        choices=("attribute", "proxy"),
        panels=("telling", "weights"),
        followups=(
            "The attribute is not collected at all. Good: measuring by a guessed group shrinks "
            "the gap; say how wrong the guess is.",
            "The district is the attribute exactly. Good: then dropping the column changed its "
            "name only.",
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
    ),
    Step(
        "audit",
        "Audit",
        "Somebody reports a gap of five points. Is it a scandal?",
        "Ask how many people are in each cell. With a hundred in each the interval of an approval "
        "gap is about fourteen points either way; five points take nearly a thousand of each. Two "
        "attributes at once make cells smaller still.\n"
        "Then ask on whom it was measured: approved loans, all applicants, or guessed groups.",
        choices=("population", "sample", "audit_group"),
        panels=("audit_size", "cells", "criteria"),
        followups=(
            "Two protected attributes, forty people in the cell. Good: say the interval first, "
            "pool years or use a model that borrows strength, and do not rank cells.",
            "The attribute is missing for half of the people. Good: say who they are; gaps of the "
            "rest need not be theirs.",
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
    ),
    Step(
        "years",
        "Years after",
        "Does a loan help the person who gets it?",
        "It helps if it is repaid and harms if it is not: a default lowers a score by more than a "
        "repayment raises it. So the same criterion can narrow the score gap where the loans are "
        "good and widen it where the bank lends to nearly all.\n"
        "Simulate before you promise: several years, both groups, and several levels of approval.",
        choices=("horizon", "impact"),
        panels=("years",),
        followups=(
            "Is more approval always kinder? Good: no; find the share at which the mean score of "
            "the group begins to fall.",
            "What is missing here? Good: interest, other lenders, people who stop applying.",
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
        panels=("changed", "months", "criteria"),
        followups=(
            "What would make you switch it off? Good: a gap or a bad rate beyond a line agreed "
            "beforehand, with its interval; and early arrears.",
            "What would you do first with more time? Good: better data on the group with thin "
            "files; it lifts profit and closes gaps at once.",
        ),
    ),
)
