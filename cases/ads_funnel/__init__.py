"""Ads selection funnel: a hundred thousand ads become one to four in a tenth of a second, and
only winners are logged."""

from cases.ads_funnel import ceilings, latency, predictions, readings, stages
from cases.ads_funnel.briefs import BRIEFS
from cases.ads_funnel.choices import CHOICES, DIAL, GROUPS
from cases.ads_funnel.export import export
from cases.ads_funnel.facts import facts
from cases.ads_funnel.feasible import FEASIBILITY
from cases.ads_funnel.lessons import LESSONS
from cases.ads_funnel.metrics import METRICS
from cases.ads_funnel.panels import PANELS
from cases.ads_funnel.presets import PRESETS, TWISTS
from cases.ads_funnel.steps import STEPS
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
    "harmless and when it is ruin, and who pays for higher revenue.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        stages.market,
        stages.past,
        stages.learned,
        stages.auctioned,
        stages.served,
        stages.reserves,
        stages.paces,
        ceilings.ceilings,
        latency.latency,
        predictions.judged,
        readings.readings,
    ),
    final="readings",
    metrics=METRICS,
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
)
checked(CASE)
