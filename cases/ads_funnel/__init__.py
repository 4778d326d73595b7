"""Ads selection funnel: a hundred thousand ads become one to four in a tenth of a second, and
only winners are logged."""

from cases.ads_funnel import (
    auctions,
    decide,
    exploration,
    features,
    judged,
    light_ranker,
    live,
    model,
    readings,
    retrieval,
    serving,
    world,
)
from cases.ads_funnel.board import BOARD
from cases.ads_funnel.choices import CHOICES, DIAL, GROUPS
from cases.ads_funnel.export import export
from cases.ads_funnel.facts import FEASIBILITY, facts
from cases.ads_funnel.panels import PANELS
from cases.ads_funnel.teaching.briefs import BRIEFS
from cases.ads_funnel.teaching.lessons import LESSONS
from cases.ads_funnel.teaching.presets import PRESETS
from cases.ads_funnel.teaching.rubric import RUBRIC
from cases.ads_funnel.teaching.steps import STEPS
from cases.ads_funnel.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="ads_funnel",
    title="Ads selection funnel",
    situation="For each request a hundred thousand ads become one to four, within the time of a "
    "page and at thousands of requests a second: selection, a light ranker, a heavy model, and an "
    "auction that has to charge the right price.",
    tension="Every stage that saves time can lose the ad that was worth most, and only winners are "
    "ever logged.",
    learn="Why the cheap ranker matters more than the expensive model, when a wrong probability is "
    "harmless and when it is costly, and who pays for higher revenue.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.market,
        features.store,
        world.past_log,
        world.ceilings,
        retrieval.selection,
        light_ranker.light_recipe,
        model.sampling,
        model.recipe,
        model.launch_model,
        exploration.exploration,
        live.live,
        auctions.auctions,
        decide.rules,
        decide.sales,
        decide.reserve_curve,
        decide.hourly_spending,
        serving.serving,
        judged.judged,
        judged.believed,
        judged.answered,
        readings.readings,
    ),
    final="readings",
    metrics=readings.METRICS,
    panels=PANELS,
    steps=STEPS,
    presets=PRESETS,
    lessons=LESSONS,
    briefs=BRIEFS,
    twists=TWISTS,
    export=export,
    feasibility=FEASIBILITY,
    curves=(
        ("welfare", "Welfare"),
        ("revenue", "Revenue"),
        ("p99", "99th percentile (ms)"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
