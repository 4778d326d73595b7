"""The stops of the walkthrough, in the order of the interview."""

from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "What is decided by these tests, and what does a wrong decision cost?",
        "Ask what an idea is worth and what keeping it costs, how many users there are, how many "
        "ideas wait, and how many of the last year's really helped. Ask who decides, and what they "
        "look at.\n"
        "Most ideas do nothing. So a framework is judged by a year of decisions and not by one "
        "test: the money they bring, the good ideas found, the winners that are none.\n"
        "Then the arithmetic: with these users, which effect can be noticed in a month?",
        choices=("size", "traffic", "good", "lift", "effects", "harmful", "upkeep"),
        panels=("dashboard", "claimed", "size"),
        followups=(
            "Nine in ten ideas win here. Good: then something is wrong with the tests; companies "
            "that test much report one or two in ten.",
            "They want to know in three days. Good: say which effect three days can notice, and "
            "that a week has seven kinds of days.",
            "What if an idea is free to keep? Good: then shipping nothing-ideas costs little, and "
            "missing good ones is what counts.",
        ),
        feasibility=True,
        hints=(
            "What happens to an idea after its test?",
            "Count the ideas of a year, and how many of them truly help.",
            "120 ideas, one in seven helps: what do level .05 and power .8 bring?",
        ),
        points=(
            "Asks what an idea is worth and what keeping it costs.",
            "Asks how many users enter a week, and works out which effect they suffice for.",
            "Judges by a year of decisions, not by one test.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "What do you decide by, and what do you only guard?",
        "One metric to decide by, near to what the company lives on and quiet enough to move in a "
        "month; a few guardrails that must not fall. Clicks are quick and call tempting ideas "
        "wins; money is right and noisy, because a few buyers carry it.\n"
        "A cap takes noise out of money and changes it little; a log or a test of ranks answers "
        "another question.\n"
        "A ratio of sums and a mean of users' own ratios are two metrics: the first weighs those "
        "who come often.",
        choices=("metric", "outliers", "cap", "tail", "tempting", "bargains"),
        panels=("metrics", "claimed"),
        followups=(
            "Revenue is up and conversion is down. Good: look at baskets, and at who they are; a "
            "few large ones may carry it.",
            "Mann-Whitney is robust, why not that? Good: it asks who spends more often, not how "
            "much is spent.",
            "Which click rate? Good: say what is divided by what, and what is the unit.",
        ),
        hints=(
            "Which number would the company miss?",
            "Near to money and quiet enough to move in a month: what do you give up for which?",
            "Conversion to decide by; returning users and money as guards.",
        ),
        points=(
            "Chooses one metric to decide by, and says why not clicks.",
            "Names a guardrail and how it is read.",
            "Knows what a cap, a log and ranks each compare.",
        ),
    ),
    Step(
        "architecture",
        "Architecture",
        "Which components does a test need between a visit and a decision?",
        "Assignment by a hash of unit and test, so that it is stable and tests are independent; a "
        "log of exposures where the idea is met; one pipeline for outcomes of both arms; sums a "
        "day and arm, from which every estimate follows; checks of health before any result is "
        "shown; the rule of stopping written down before the start.\n"
        "A test is a few rows a day. A thousand tests fit in memory.",
        panels=("architecture", "dashboard"),
        followups=(
            "Two tests run on the same users. Good: independent hashes make each the other's "
            "noise; those that touch the same screen exclude each other.",
            "Where is an exposure logged? Good: where the versions differ, in both arms by the "
            "same code.",
            "Why not compute on raw events each time? Good: sums of units suffice and can be "
            "recomputed; raw events are kept for audits.",
        ),
        hints=(
            "What must be the same for a user on every visit?",
            "Where is it noted that a user really met the difference?",
            "Hash of unit and test, exposure log, sums by day and arm, health checks, then the "
            "result.",
        ),
        points=(
            "Assigns by a stable hash, independent between tests.",
            "Logs exposures in both arms by the same code.",
            "Shows health checks before results.",
        ),
    ),
    Step(
        "unit",
        "Unit of assignment",
        "What is assigned, and what is one observation?",
        "By user, where users can be told: one person sees one version. Sessions and cookies let "
        "people meet both, and the difference shrinks. Larger units keep spill inside an arm and "
        "vary more.\n"
        "What was assigned is what is independent. Page views of one user are alike; a test that "
        "takes each for new evidence is far too sure. For a ratio, use the delta method.",
        choices=("unit", "analysis", "cookies", "split"),
        panels=("a_a", "place", "claimed"),
        followups=(
            "Users are not logged in. Good: cookies, and say how many are lost: the effect is "
            "diluted, not biased upwards.",
            "Only 5 % in the treatment? Good: noise is that of the small arm; it protects users "
            "and takes time.",
            "How do you notice a wrong unit? Good: A/A tests: p values must be uniform.",
        ),
        hints=(
            "Can one person meet both versions?",
            "What was drawn at random, and what did you count?",
            "Ten page views of one user are not ten observations: use the delta method.",
        ),
        points=(
            "Assigns by user where users can be told.",
            "Analyses by what was assigned.",
            "Says how lost cookies dilute the effect.",
        ),
    ),
    Step(
        "size",
        "Size",
        "How long, for which effect?",
        "Name the smallest effect worth a decision, alpha and power; users follow from the "
        "metric's noise: 16 variances over the effect squared in each arm. Half the effect takes "
        "four times as many. Then whole weeks.\n"
        "A test with little power misses most, and what it does call is exaggerated, sometimes "
        "with the wrong sign.",
        choices=("duration", "weeks", "mde", "alpha", "power", "exposure"),
        panels=("size", "power_curve", "by_day"),
        followups=(
            "Power is 10 % and it is significant. Good: then the estimate is several times too "
            "large; plan a second test.",
            "Why 80 %? Good: a habit; weigh the cost of a missed idea against weeks.",
            "Can you compute power from the result? Good: no; it says nothing the p value did not.",
        ),
        hints=(
            "Which effect would change your decision?",
            "Users an arm go with the variance over the effect squared.",
            "Conversion of .05, effect of 5 % of it: 16 × .05 × .95 / .0025² is about 122,000 an "
            "arm.",
        ),
        points=(
            "Derives users from effect, level and power.",
            "Knows that half the effect takes four times the users.",
            "Says that winners of a weak test are exaggerated.",
        ),
    ),
    Step(
        "test",
        "Test",
        "How do you turn sums into an estimate with an interval?",
        "A difference of means over its standard error; with thousands of users any sound test "
        "agrees. What matters is the unit, the tail and the question.\n"
        "Look at the estimate and its interval, not at the p value alone: the interval says what "
        "is ruled out.",
        choices=("test", "rho"),
        panels=("estimate", "path", "a_a", "power_curve"),
        followups=(
            "Bootstrap or t? Good: the same here; the bootstrap is for statistics without a "
            "formula.",
            "Chi-squared or z for conversions? Good: the squares of each other.",
            "The data are not normal. Good: their means are, with enough users; the longer the "
            "tail the more.",
            "An analyst removed three impossible orders, all from the old version. Good: one rule "
            "for both arms, written before the start; else the other arm looks better.",
        ),
        hints=(
            "What is normal here: the data or their mean?",
            "Where would two sound tests disagree?",
            "With many users only the tail and the unit matter; ranks ask another question.",
        ),
        points=(
            "Gives an estimate with an interval.",
            "Says why any sound test agrees with thousands of users.",
            "Says what Mann-Whitney compares.",
        ),
    ),
    Step(
        "variance",
        "Variance reduction",
        "Can the same users tell more?",
        "What a user did before the test explains part of what they do in it. CUPED takes that "
        "out: the variance left is 1 - rho squared, and nothing is lost. Count only users who "
        "met the idea, where the log knows that in both arms.\n"
        "A covariate from after the start is moved by the treatment: it takes out the effect.",
        choices=("variance", "lookback", "reach"),
        panels=("shrink", "size"),
        followups=(
            "How far back? Good: as far as it adds correlation; new users have nothing.",
            "Regress on everything? Good: on what was known before assignment.",
            "CUPED changed the sign. Good: then arms differed before the test, or the covariate is "
            "from after: see whether what was known before is alike in both.",
        ),
        hints=(
            "What do you know of a user before the test?",
            "How much of the noise does it explain?",
            "Correlation .6 leaves 1 - .36 of the variance: a third fewer users.",
        ),
        points=(
            "Uses only what was known before assignment.",
            "Gives the gain as 1 - rho squared.",
            "Looks only at users who met the idea, in both arms alike.",
        ),
    ),
    Step(
        "looks",
        "Looking early",
        "The boss looks every morning. What do you do?",
        "Every look at a bound made for one is another chance to be fooled: twenty looks call "
        "nearly a quarter of tests of nothing. It is less than the formula for separate tests "
        "says, since looks at one test resemble each other.\n"
        "Plan the looks: Pocock stops early, O'Brien and Fleming keep the power of a single look. "
        "A confidence sequence may be looked at for ever and pays with power. A posterior above "
        "95 % is a threshold like another: looked at daily it is fooled as often.",
        choices=("stopping", "looks", "tuning"),
        panels=("looks", "path", "boundaries"),
        followups=(
            "We are Bayesian, so we may peek. Good: the posterior is right for its prior; the "
            "share of nothing-ideas shipped still grows with looks.",
            "It stopped early with +9 %. Good: tests that stop early exaggerate; shrink it or "
            "read a hold-out.",
            "One more week, it is nearly significant. Good: that is a look that was not planned.",
        ),
        hints=(
            "How often may a test of nothing be called a win?",
            "Each look is another chance; they are not independent.",
            "Twenty looks at .05: about a quarter. Name a plan that keeps .05.",
        ),
        points=(
            "Says that looking inflates false winners, and about how much.",
            "Names planned bounds or a confidence sequence and what they cost.",
            "Knows that a test stopped early exaggerates.",
        ),
    ),
    Step(
        "many",
        "Many metrics",
        "Forty metrics, three wins. Ship?",
        "With forty metrics and no effect something wins in most tests. Decide by one; read the "
        "others as guardrails or as questions. If several may ship, correct: Bonferroni or Holm "
        "for any false win, Benjamini and Hochberg for the share of false ones.",
        choices=("metrics", "segments", "apart", "correction"),
        panels=("many", "groups", "claimed"),
        followups=(
            "The first metric failed, but users of tablets loved it. Good: eight groups "
            "are eight more chances of luck; test it again on its own.",
            "Effects do differ between groups. Good: then plan which ones are read, with users "
            "enough in each; the mean over all still decides.",
            "Holm or Bonferroni? Good: Holm is never worse.",
            "May we change the metric afterwards? Good: then say so, and test again.",
        ),
        hints=(
            "How many of forty metrics win when nothing happened?",
            "Which error do you want to keep: any false win, or the share of them?",
            "1 - .95 to the 40th is .87; Holm for any, Benjamini and Hochberg for the share.",
        ),
        points=(
            "Decides by one metric.",
            "Works out the chance of any false win.",
            "Chooses a correction by the error it keeps.",
        ),
    ),
    Step(
        "health",
        "Health",
        "Which tests do you not believe?",
        "Count users an arm against the plan, first of all: if a split of 50/50 came out 49/51 "
        "among ten thousands, somebody is missing, and those who are missing are not like the "
        "others. Compare with the planned split, at a strict level, for the check runs on every "
        "test.\n"
        "An A/A test finds what is wrong before the idea is there: logging, redirects, leftovers "
        "of earlier tests. A crash comes with the treatment, and only the count shows it; an "
        "outage shows in the effect of each day alone.",
        choices=("fault", "faulty", "loss", "srm", "planned", "aa", "ramp"),
        panels=("ratio", "faults", "groups", "estimate", "a_a"),
        followups=(
            "Just drop the crashed users. Good: they are the ones who would not have bought; "
            "those left are not comparable.",
            "Who is missing? Good: count users group by group: a crash on old phones leaves the "
            "others whole.",
            "Nobody is missing, A/A is clean, and the effect fell for two days. Good: an outage; "
            "look at each day alone, and leave those days out in both arms.",
            "The new version logs its clicks with new code. Good: then nothing can be compared: "
            "run A/A with the new code in one arm first.",
            "The check fires on all tests with 90/10. Good: it assumes 50/50.",
            "A ramp from 5 % to 50 %. Good: arms then hold different days; compare within days, "
            "or leave the ramp out.",
        ),
        hints=(
            "What do you look at before the result?",
            "50/50 was planned: what does 49/51 of 40,000 users mean?",
            "A z of 4: somebody is missing in one arm; who, and why?",
        ),
        points=(
            "Counts users against the planned split, at a strict level.",
            "Does not repair a broken split by dropping users.",
            "Runs A/A tests and says what they find.",
        ),
    ),
    Step(
        "place",
        "Interference",
        "What does one arm do to the other?",
        "A split assumes that a user's outcome depends on that user's arm alone. Budgets, stock "
        "and friends break that. In an auction the new ranker spends the old one's money: the "
        "split says +40 %, the launch brings a fraction. Among friends a split says too little.\n"
        "Cures: split what is shared (budgets), assign what belongs together (clusters, regions), "
        "or assign time (switchback). Each costs noise.",
        choices=("place", "coupling"),
        panels=("place", "decisions"),
        followups=(
            "More traffic? Good: interference is a bias; traffic does not touch it.",
            "How do you notice it? Good: compare a user split with a cluster split of the same "
            "idea, or the split at 5 % with that at 50 %.",
            "Prices? Good: time slices, with pauses, because both prices at once are seen.",
        ),
        hints=(
            "Does a user's outcome depend on that user's arm alone?",
            "Whose budget pays for the lift in the treatment?",
            "Split budgets, assign clusters, or assign time; say what each costs in noise.",
        ),
        points=(
            "Names what is shared here.",
            "Says in which direction the split misleads.",
            "Chooses a unit that keeps what is shared inside an arm.",
        ),
    ),
    Step(
        "decide",
        "Decide",
        "Significant. Ship?",
        "Significance is one input. What is shipped has to be kept: weigh the expected effect, "
        "shrunk by what ideas here usually do, against its upkeep; and look at guardrails as at "
        "harm to be ruled out, which a test that is merely not significant does not do.\n"
        "The year's claims add up to more than the year brings: winners were picked for being "
        "high.",
        choices=("ship", "ship_margin", "prior", "guardrail", "margin", "guarded"),
        panels=("decisions", "own_experiment", "claimed", "division"),
        followups=(
            "Not significant: so no harm? Good: look at the interval; harm of its lower end is "
            "not ruled out.",
            "Where does the prior come from? Good: from last year's tests.",
            "Ship whatever is not worse? Good: fine where upkeep is nothing; it never is.",
        ),
        hints=(
            "What does it cost to keep an idea?",
            "What do ideas here usually do? Shrink towards that.",
            "Ship if the shrunk effect times a year's value is above the upkeep, and harm is "
            "ruled out.",
        ),
        points=(
            "Weighs the expected effect against upkeep.",
            "Reads a guardrail as harm to be ruled out.",
            "Says why claims add up to more than the year brings.",
        ),
    ),
    Step(
        "time",
        "Effects over time",
        "Will it still work in half a year?",
        "A novelty is strong at first: a week reads twice the lasting effect. Some things people "
        "have to get used to. And some win for four weeks and lose the year: clickbait does. Look "
        "at the effect by day, run longer, and keep a small hold-out for half a year.",
        choices=("dynamics", "holdout"),
        panels=("effect_over_time", "place", "by_day"),
        followups=(
            "The winner is flat at relaunch. Good: novelty, or it was never there: winners are "
            "picked for being high.",
            "Who pays for a hold-out? Good: a twentieth of users keep the old version: read the "
            "money off.",
            "Look at new users only? Good: they know no old version: no novelty, no primacy.",
        ),
        hints=(
            "What does the effect look like by day?",
            "Why could a winner of four weeks lose the year?",
            "Novelty fades, clickbait tires: keep a few on the old version for half a year.",
        ),
        points=(
            "Looks at the effect by day.",
            "Tells novelty from a lasting effect.",
            "Keeps a hold-out and says what it costs.",
        ),
    ),
    Step(
        "alternatives",
        "Other methods",
        "Is an A/B test the right tool?",
        "For rankers, interleaving notices far smaller changes, because each user compares; it "
        "says which is preferred, not what it is worth. A bandit moves traffic to the better arm: "
        "good for headlines that live a day, poor for estimates and for slow outcomes.",
        choices=("method",),
        panels=("methods", "claimed"),
        followups=(
            "Interleave checkout pages? Good: no; only lists of results can be mixed.",
            "Why not bandits always? Good: estimates are biased, novelty fools them, and someone "
            "wants to know why.",
            "Can logs answer it without a test? Good: if the old policy explored and logged its "
            "chances; otherwise they cannot.",
        ),
        hints=(
            "What if each user compares both rankings?",
            "What does a bandit give up for less regret?",
            "Interleaving for rankers, bandits for what lives a day, tests for what is decided "
            "once.",
        ),
        points=(
            "Says what interleaving tells and what it does not.",
            "Says why a bandit's estimates are biased.",
            "Knows when logs can answer without a test.",
        ),
    ),
    Step(
        "next",
        "Next steps",
        "Where is most money lost here, and what would you build next?",
        "Read it off the year: missed for want of users, waited for, shipped and not worth it, or "
        "claimed and never there. Each has its cure: variance reduction, planned looks, a better "
        "rule of shipping, health checks and hold-outs.",
        panels=("division", "decisions", "by_day"),
        followups=(
            "Double the traffic or halve the noise? Good: the same to the error; one of them is "
            "cheaper.",
            "Which number would you show the board? Good: money brought beside money claimed.",
            "What would change your mind? Good: name the reading and the value.",
        ),
        hints=(
            "Where did the year's money go?",
            "Missed, waited for, shipped without worth, or claimed and never there?",
            "Name the largest part, its cure, and the reading that would show it.",
        ),
        points=(
            "Reads the loss off the year.",
            "Chooses the next step by its money.",
            "Names what would change the plan.",
        ),
    ),
)
