"""The pictures of the ads funnel, in the order in which they are shown."""

from cases.ads_funnel.panels import architecture, funnel, money, quality, request
from kit.case import Panel

PANELS = (
    Panel(
        "page",
        "A results page with its ads",
        "What does a user get, and what could it have been? Pick any judged request of the last "
        "week: its page as served, and the ads of the market that would have been worth most.",
        request.page,
        group="funnel",
        subjects=request.requests,
    ),
    Panel(
        "experiment",
        "The size of an experiment",
        "How many users does a test need, and would its guardrails notice harm? From the noise of "
        "this design's own readings, half of the users in each arm.",
        money.experiment,
        group="time",
    ),
    Panel(
        "architecture",
        "The components and their load",
        "What does a request pass on its way, and a click on its way back? Each component with "
        "this design's choice for it, its servers and how busy they are.",
        architecture.architecture,
        group="serving",
        seen_only=True,
    ),
    Panel(
        "waterfall",
        "The funnel, phase by phase",
        "Where are good ads lost, and what does each phase cost? A bar is the welfare that perfect "
        "choices among the ads still left would bring; the grey around it is what the phase lost.",
        funnel.funnel,
        group="funnel",
    ),
    Panel(
        "cut",
        "What the cut between light and heavy ranker costs",
        "How few ads can the heavy model see? By their number: welfare, the light ranker's "
        "recall, and the share of the deadline that the slowest requests use.",
        funnel.cut,
        group="funnel",
    ),
    Panel(
        "follow",
        "One request, followed",
        "Why did this ad win, and where did the better one fall out? The winners, the runners-up "
        "and the truly best ads of the market, with what became of each.",
        request.follow,
        group="funnel",
        subjects=request.requests,
    ),
    Panel(
        "reliability",
        "Reliability of predicted probabilities",
        "May a probability be multiplied by a bid? Candidates are grouped by what was predicted, "
        "with what is true beside it, on log scales.",
        quality.reliability,
        group="quality",
    ),
    Panel(
        "by_week",
        "Normalised entropy, week by week",
        "Does the model keep up with a world it shapes? The floor is the entropy of the truth.",
        quality.by_week,
        group="quality",
    ),
    Panel(
        "importance",
        "What the heavy model relies on",
        "Does it know the ad, or the request? Shares of the gain in the last week's model.",
        quality.importance,
        group="quality",
        seen_only=True,
    ),
    Panel(
        "division",
        "Who gets the welfare",
        "Is revenue made by more welfare, or by a larger part of it? Platform, advertisers, and "
        "what nobody got.",
        money.division,
        group="money",
    ),
    Panel(
        "reserve_curve",
        "Revenue at every reserve",
        "Is there a better least price? Everything is sold again at each level, budgets aside.",
        money.reserve_curve,
        group="money",
    ),
    Panel(
        "spending",
        "Spending by the hour",
        "When is the money gone? A day's spending of all advertisers under each way of pacing.",
        money.spending,
        group="money",
    ),
    Panel(
        "weeks",
        "Money, week by week",
        "Does it last? What is logged, what people's clicks were really worth, and what they paid.",
        money.weeks,
        group="time",
    ),
    Panel(
        "stations",
        "The machines on the path",
        "Which machine is full first? Load, waiting and work of each, at the traffic given.",
        funnel.stations,
        group="serving",
        seen_only=True,
    ),
)
