"""A/B testing framework: a year of ideas, tested, shipped or killed by what a framework says."""

from cases.experiment import (
    analysis,
    decide,
    health,
    judged,
    many,
    places,
    readings,
    stopping,
    world,
)
from cases.experiment.board import BOARD
from cases.experiment.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.experiment.export import export
from cases.experiment.facts import FEASIBILITY, facts
from cases.experiment.panels import PANELS
from cases.experiment.teaching.briefs import BRIEFS
from cases.experiment.teaching.lessons import LESSONS
from cases.experiment.teaching.presets import PRESETS
from cases.experiment.teaching.rubric import RUBRIC
from cases.experiment.teaching.steps import STEPS
from cases.experiment.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="experiment",
    title="A/B testing framework",
    situation="A team ships ideas through experiments: each is split against what there is, read "
    "on a metric, and shipped, held or killed. Ten ideas wait each month; one or two in ten truly "
    "help, and the company decides by what the framework says.",
    tension="Decide fast and ship noise, or wait and lose what the good ideas would have earned.",
    learn="Why dashboards claim more than the year brings, what a look costs, and which tests to "
    "trust.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.programme,
        places.auctions,
        places.feed_days,
        places.spill,
        world.launched,
        world.setting,
        world.entered,
        world.sums,
        world.ranks,
        world.preferred,
        analysis.paths,
        many.grouped,
        many.read,
        stopping.plan,
        stopping.stopped,
        stopping.noticed,
        health.health,
        decide.money,
        decide.guarded,
        decide.decided,
        judged.gains,
        judged.ceilings,
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
    board=BOARD,
    rubric=RUBRIC,
    curves=(
        ("money", "Money a year"),
        ("found", "Good ideas shipped"),
        ("false_winners", "False winners"),
    ),
)
checked(CASE)
