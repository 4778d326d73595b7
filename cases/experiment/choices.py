"""Every choice of an experiment, its groups and its dial."""

from __future__ import annotations

from collections.abc import Mapping

from data.experiments.people import DAYS
from kit.choice import Choice, Dial, Range, Value
from kit.choices import seed_choice, size_choice

GROUPS = {
    "world": "World",
    "ideas": "Ideas",
    "unit": "Assignment",
    "metric": "Metric and test",
    "size": "Size",
    "looks": "Looks",
    "many": "Many metrics",
    "health": "Health",
    "ship": "Decision",
}

SIZES = {"small": 240, "live": 1_200, "large": 4_800}
"""Ideas simulated; 120 are a year's."""

AVERAGES: Mapping[str, tuple[Value, ...]] = {
    "metric": ("conversion", "ctr_average", "money", "minutes"),
    "method": ("ab",),
}
TESTS: Mapping[str, tuple[Value, ...]] = {"method": ("ab",)}
SEQUENTIAL = ("peek", "pocock", "obrien_fleming", "sequence", "posterior")

WORLD = (
    size_choice(
        {"small": "2 years of ideas", "live": "10 years", "large": "40 years"},
        "live",
        "How many ideas are simulated; more give narrower intervals. A year has 120, ten a month.",
    ),
    Choice(
        "place",
        "Where tests run",
        {
            "shop": "A shop: users do not meet",
            "market": "A marketplace: stock is shared",
            "social": "A network of friends",
            "auction": "The ad auction: budgets are shared",
            "feed": "The social feed: people change slowly",
        },
        "shop",
        "What one arm of a test does to the other, and how long an effect takes. The auction and "
        "the feed are the worlds of their own scenarios.",
        "world",
        world=True,
    ),
    Choice(
        "coupling",
        "How much is shared",
        Range(0, 1, 0.05, whole=False),
        0.6,
        "Share of a purchase that is missing for others, of an effect that friends pass on, or how "
        "tight advertisers' budgets are.",
        "world",
        when={"place": ("market", "social", "auction")},
        world=True,
    ),
    Choice(
        "traffic",
        "Users per week",
        Range(200, 5_000_000, 10_000, usual=(5_000, 500_000)),
        60_000,
        "Users that could enter one test each week. All of the company's, so also what a launch "
        "reaches.",
        "world",
        world=True,
    ),
    Choice(
        "rho",
        "Correlation with the month before",
        Range(0, 0.95, 0.05, whole=False, usual=(0.2, 0.8)),
        0.6,
        "How well what a user did in the 28 days before the test tells what they do in it.",
        "world",
        world=True,
    ),
    Choice(
        "tail",
        "Tail of baskets",
        Range(0.2, 2.2, 0.1, whole=False, usual=(0.6, 1.6)),
        1.2,
        "Standard deviation of the log of what a buyer spends: the higher, the more a few buyers "
        "weigh.",
        "world",
        world=True,
    ),
    Choice(
        "dynamics",
        "Effects over time",
        {
            "steady": "Steady",
            "novelty": "Novelty: strong at first",
            "primacy": "Primacy: people have to get used to it",
            "holiday": "A sale in the second week",
        },
        "steady",
        "How the effect of an idea goes from day to day; a sale moves both arms.",
        "world",
        world=True,
    ),
    Choice(
        "reach",
        "Users who meet the idea",
        Range(0.02, 1, 0.05, whole=False, usual=(0.1, 1)),
        0.5,
        "Share of assigned users who come to the place where an idea changes anything.",
        "world",
        world=True,
    ),
    Choice(
        "cookies",
        "Cookies lost during a test",
        Range(0, 0.9, 0.05, whole=False, usual=(0.1, 0.6)),
        0.4,
        "Share of users who come back under a new cookie and may land in the other arm.",
        "world",
        world=True,
    ),
    Choice(
        "fault",
        "Fault in some tests",
        {
            "crash": "Treatment crashes on old phones",
            "bots": "Bots are filtered in one arm only",
            "redirect": "A redirect loses the impatient",
            "logging": "One arm logs some events twice",
            "carry_over": "An earlier test still works on one arm",
            "outage": "The new version is down for two days",
        },
        "crash",
        "What goes wrong where a test is at fault.",
        "world",
        world=True,
    ),
    Choice(
        "faulty",
        "Tests at fault",
        Range(0, 1, 0.01, whole=False, usual=(0, 0.3)),
        0.06,
        "Share of tests that have the fault. Microsoft found uneven samples in 6 of 100.",
        "world",
        world=True,
    ),
    Choice(
        "loss",
        "Size of the fault",
        Range(0, 0.2, 0.005, whole=False, usual=(0.002, 0.1)),
        0.03,
        "Share of the treatment's users that are lost, of events that are logged twice, or of four "
        "weeks' purchases that an outage loses.",
        "world",
        world=True,
    ),
    seed_choice(),
)

IDEAS = (
    Choice(
        "good",
        "Ideas that help",
        Range(0, 0.6, 0.05, whole=False, usual=(0.02, 0.4)),
        0.15,
        "Share of ideas that bring more buyers. Companies that test much report one or two in ten.",
        "ideas",
        world=True,
    ),
    Choice(
        "lift",
        "Effect of a good idea",
        Range(0.002, 0.5, 0.005, whole=False, usual=(0.01, 0.15)),
        0.05,
        "Mean relative effect on conversion of an idea that helps.",
        "ideas",
        world=True,
    ),
    Choice(
        "effects",
        "Sizes of effects",
        {"spread": "Different", "alike": "All alike"},
        "spread",
        "Whether good ideas differ in size, as they do, or are all of the mean size.",
        "ideas",
        world=True,
    ),
    Choice(
        "apart",
        "How much effects differ between groups of users",
        Range(0, 3, 0.1, whole=False, usual=(0, 1)),
        0.5,
        "Standard deviation, over eight groups, of what an idea does, as a multiple of its mean: "
        "with 0 it does the same to all. The mean stays as it is.",
        "ideas",
        world=True,
    ),
    Choice(
        "harmful",
        "Ideas that harm",
        Range(0, 0.4, 0.05, whole=False),
        0.1,
        "Share of ideas that drive buyers away, as 0.6 of a good one brings.",
        "ideas",
        world=True,
    ),
    Choice(
        "tempting",
        "Tempting ideas",
        Range(0, 0.4, 0.05, whole=False),
        0.1,
        "Share of ideas that bring clicks and minutes, and fewer buyers. In a feed: clickbait.",
        "ideas",
        world=True,
    ),
    Choice(
        "bargains",
        "Bargains",
        Range(0, 0.5, 0.05, whole=False),
        0.0,
        "Share of ideas with a fifth more buyers who spend as much less: no money is gained.",
        "ideas",
        world=True,
    ),
    Choice(
        "guarded",
        "Ideas that drive users away",
        Range(0, 0.5, 0.05, whole=False),
        0.1,
        "Share of ideas, of any kind, after which fewer users come back: the guardrail.",
        "ideas",
        world=True,
    ),
    Choice(
        "upkeep",
        "Upkeep of a shipped idea ($ a year)",
        Range(0, 1_000_000, 5_000, usual=(0, 100_000)),
        40_000,
        "What it costs to keep an idea in the product, whether it helps or not.",
        "ideas",
        world=True,
    ),
)

UNIT = (
    Choice(
        "method",
        "Method",
        {
            "ab": "A/B test",
            "interleave": "Interleaving, for rankers",
            "bandit": "Thompson bandit",
        },
        "ab",
        "Interleaving shows both rankings in one list and counts whose results are clicked; a "
        "bandit moves traffic to the arm that looks better.",
        "unit",
    ),
    Choice(
        "unit",
        "Unit of assignment",
        {
            "user": "User, by login",
            "session": "Session",
            "cookie": "Cookie",
            "cluster": "Cluster of users",
            "budget": "User, budgets split too",
            "switchback": "Time slice (switchback)",
        },
        "user",
        "What is assigned to an arm. Larger units keep what one user does to another inside one "
        "arm, and vary more.",
        "unit",
        when=TESTS,
    ),
    Choice(
        "analysis",
        "Unit of analysis",
        {"matched": "As assigned", "rows": "Page views or users, whatever was assigned"},
        "matched",
        "What counts as one independent observation. For a ratio, as assigned is the delta method.",
        "unit",
        when=TESTS,
        leaks={"rows": "Rows of one unit are taken as independent: intervals are too narrow."},
    ),
    Choice(
        "split",
        "Share in the treatment",
        Range(0.01, 0.99, 0.05, whole=False, usual=(0.05, 0.5)),
        0.5,
        "Planned share of a test's users who see the new version.",
        "unit",
        when=TESTS,
    ),
    Choice(
        "ramp",
        "Ramp",
        {"none": "At once", "week": "5 % for the first ten days"},
        "none",
        "Whether the new version starts small. The arms then hold different mixes of days.",
        "unit",
        when=TESTS,
    ),
    Choice(
        "exposure",
        "Traffic in the test",
        Range(0.01, 1, 0.05, whole=False, usual=(0.1, 1)),
        1.0,
        "Share of all users that enters the test; the others keep what there is.",
        "unit",
    ),
)

METRIC = (
    Choice(
        "metric",
        "Metric to decide by",
        {
            "conversion": "Conversion: users who buy",
            "money": "Money per user",
            "ctr": "Click rate: clicks over sessions",
            "ctr_average": "Click rate: mean of users' own",
            "minutes": "Minutes per user",
        },
        "conversion",
        "What is compared between the arms and called a win. Interleaving counts clicks, a bandit "
        "buyers.",
        "metric",
        when=TESTS,
    ),
    Choice(
        "outliers",
        "Large baskets",
        {
            "none": "As they are",
            "cap": "No more than a cap (winsorised)",
            "log": "Log of money",
            "one_arm": "No more than a cap, in the old version alone",
        },
        "none",
        "What is done with the few buyers who spend most; the log compares another thing.",
        "metric",
        when={"metric": ("money",)},
        leaks={
            "one_arm": "One arm alone is cleaned of its largest baskets: the other looks better."
        },
    ),
    Choice(
        "cap",
        "Cap ($)",
        Range(5, 2_000, 10, usual=(20, 500)),
        150,
        "What one user counts at most.",
        "metric",
        when={"outliers": ("cap", "one_arm")},
    ),
    Choice(
        "test",
        "Test",
        {
            "welch": "Welch's t (of thousands of users: z)",
            "pooled": "One variance (chi-squared for shares)",
            "ranks": "Mann-Whitney",
            "bootstrap": "Bootstrap, 200 resamples",
        },
        "welch",
        "How an estimate is compared with its noise. Mann-Whitney compares ranks of money; for "
        "other metrics, and with a variance reduction, it is the same as Welch's.",
        "metric",
        when=AVERAGES,
    ),
    Choice(
        "variance",
        "Variance reduction",
        {
            "none": "None",
            "cuped": "CUPED, on the time before",
            "days": "Compare within each day",
            "triggered": "Only users who met the idea",
            "after": "CUPED on a covariate from after",
        },
        "none",
        "What takes noise out of the estimate. A covariate that the treatment moves takes the "
        "effect out too.",
        "metric",
        when=AVERAGES,
        leaks={"after": "The covariate is moved by the treatment: part of the effect is removed."},
    ),
    Choice(
        "lookback",
        "Look-back",
        {"28": "28 days", "14": "14 days", "7": "7 days"},
        "28",
        "How many days before the test the covariate covers.",
        "metric",
        when={"variance": ("cuped", "after")},
    ),
)

SIZE = (
    Choice(
        "duration",
        "How long",
        {"weeks": "So many weeks", "power": "As long as power asks for"},
        "weeks",
        "Whether the day of the decision is set by the calendar or by the size that the effect "
        "looked for needs.",
        "size",
    ),
    Choice(
        "weeks",
        "Weeks",
        Range(1, DAYS // 7, 1),
        4,
        "Planned length of a test; whole weeks hold every weekday equally often.",
        "size",
        when={"duration": ("weeks",)},
    ),
    Choice(
        "mde",
        "Effect looked for",
        Range(0.002, 0.5, 0.005, whole=False, usual=(0.01, 0.2)),
        0.05,
        "The smallest relative effect that a test should notice.",
        "size",
    ),
    Choice(
        "alpha",
        "Level (alpha)",
        Range(0.001, 0.3, 0.01, whole=False, usual=(0.01, 0.1)),
        0.05,
        "How often a test of nothing may call a difference, either way.",
        "size",
    ),
    Choice(
        "power",
        "Power asked for",
        Range(0.5, 0.99, 0.05, whole=False),
        0.8,
        "How often the effect looked for should be noticed.",
        "size",
        when={"duration": ("power",)},
    ),
)

LOOKS = (
    Choice(
        "stopping",
        "When to stop",
        {
            "fixed": "On the planned day",
            "extend": "On the planned day; a week later if nearly significant",
            "peek": "At the first p below alpha",
            "pocock": "Pocock's bounds",
            "obrien_fleming": "O'Brien-Fleming's bounds",
            "sequence": "Confidence sequence",
            "posterior": "Posterior above 95 %",
        },
        "fixed",
        "The rule by which a test ends before its planned day.",
        "looks",
    ),
    Choice(
        "looks",
        "Planned looks",
        Range(1, DAYS, 1, usual=(2, 28)),
        20,
        "How many times the result is looked at, evenly up to the planned day; once a day at most.",
        "looks",
        when={"stopping": SEQUENTIAL},
    ),
    Choice(
        "tuning",
        "Tuned to (users)",
        Range(100, 5_000_000, 5_000, usual=(1_000, 1_000_000)),
        100_000,
        "The number of users at which a confidence sequence is narrowest. A common default is "
        "5,000.",
        "looks",
        when={"stopping": ("sequence",)},
    ),
)

MANY = (
    Choice(
        "metrics",
        "Metrics read",
        Range(1, 40, 1),
        1,
        "How many metrics are read; a win in any of them ships the idea. Beside the first they "
        "have nothing to do with the idea.",
        "many",
    ),
    Choice(
        "segments",
        "Groups of users",
        {
            "none": "Read together",
            "any": "Each of eight read too; a win in one ships the idea",
        },
        "none",
        "Whether devices, and new and known users, are read one by one when the test is over.",
        "many",
    ),
    Choice(
        "correction",
        "Correction",
        {
            "none": "None",
            "bonferroni": "Bonferroni",
            "holm": "Holm",
            "bh": "Benjamini-Hochberg",
        },
        "none",
        "What several p values are compared with.",
        "many",
        # Any number of metrics but one, or groups of users.
        when_any={"metrics": tuple(range(2, 41)), "segments": ("any",)},
    ),
)

HEALTH = (
    Choice(
        "srm",
        "Ratio check",
        {
            "none": "None",
            "0.01": "p below .01",
            "0.001": "p below .001",
            "drop": "Drop users until arms are equal",
        },
        "none",
        "Whether as many users came to each arm as planned; a test that fails is not shipped on.",
        "health",
    ),
    Choice(
        "planned",
        "Ratio checked against",
        {"plan": "The planned split", "half": "50/50, whatever was planned"},
        "plan",
        "What the check expects.",
        "health",
        when={"srm": ("0.01", "0.001"), "method": ("ab",)},
    ),
    Choice(
        "aa",
        "A/A first",
        {"no": "No", "week": "A week of A/A before each test"},
        "no",
        "Both arms get the old version for a week; a difference then is a fault.",
        "health",
    ),
    Choice(
        "guardrail",
        "Guardrail",
        {
            "none": "None",
            "significant": "Significant harm stops",
            "margin": "Must be no worse than a margin",
        },
        "none",
        "Whether users who return are looked at before shipping.",
        "health",
    ),
    Choice(
        "margin",
        "Guardrail margin",
        Range(0.001, 0.1, 0.005, whole=False, usual=(0.005, 0.05)),
        0.02,
        "The relative loss of returning users that must be ruled out.",
        "health",
        when={"guardrail": ("margin",)},
    ),
)

SHIP = (
    Choice(
        "ship",
        "Ship what",
        {
            "significant": "Is significantly better",
            "above": "Is better by more than a margin",
            "expected": "Has a positive expected value",
        },
        "significant",
        "What has to hold for an idea to go live.",
        "ship",
    ),
    Choice(
        "ship_margin",
        "Margin to beat",
        Range(0, 0.2, 0.005, whole=False, usual=(0, 0.05)),
        0.01,
        "Relative effect that the whole interval must lie above.",
        "ship",
        when={"ship": ("above",)},
    ),
    Choice(
        "prior",
        "Prior spread of effects",
        Range(0.001, 1, 0.01, whole=False, usual=(0.01, 0.3)),
        0.02,
        "Standard deviation of effects believed in before the test, normal around none. A common "
        "default is 0.3: next to no prior.",
        "ship",
        when_any={"ship": ("expected",), "stopping": ("posterior",)},
    ),
    Choice(
        "holdout",
        "Long hold-out",
        {"none": "None", "half_year": "5 % keep the old version for half a year"},
        "none",
        "Whether a shipped idea is read again when it is no longer new, and taken back if it does "
        "not pay.",
        "ship",
    ),
)

CHOICES = (*WORLD, *IDEAS, *UNIT, *METRIC, *SIZE, *LOOKS, *MANY, *HEALTH, *SHIP)

DIAL = Dial(
    "day",
    "Day of the decision",
    "The day on which the result is read and decided by; a rule that stops early has stopped "
    "before.",
    low=1.0,
    high=float(DAYS),
    unit="days",
)

ALIASES: dict[str, str] = {}
