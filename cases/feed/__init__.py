"""Feed ranking: weigh ten kinds of engagement so that people still come back at the end of the
year."""

from cases.feed import stages
from cases.feed.briefs import BRIEFS
from cases.feed.choices import CHOICES, DIAL, GROUPS
from cases.feed.export import export
from cases.feed.facts import facts
from cases.feed.feasible import FEASIBILITY
from cases.feed.lessons import LESSONS
from cases.feed.metrics import METRICS
from cases.feed.panels import PANELS
from cases.feed.presets import PRESETS, TWISTS
from cases.feed.steps import STEPS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="feed",
    title="Feed ranking",
    situation="A social feed of short posts: candidates from inside and outside a reader's network "
    "are gathered, trimmed, scored for ten kinds of engagement, weighed, mixed and shown. People "
    "come back, or do not; authors go on, or fall silent.",
    tension="What people react to today is not what brings them back, and the test is over before "
    "they leave.",
    learn="Why a policy can win a four-week test and lose the year, what a weight really weighs, "
    "and what a click says about a post and what about its place.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        stages.feed,
        stages.log,
        stages.sight,
        stages.candidates,
        stages.learned,
        stages.predicted,
        stages.known,
        stages.weights,
        stages.scored,
        stages.year,
        stages.weeks,
        stages.judged,
        stages.truths,
        stages.ceilings,
        stages.clicked,
        stages.timed,
        stages.readings,
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
        ("engagement_28", "Four-week test"),
        ("engagement_year", "240 days"),
        ("actives_240", "Actives, last week"),
    ),
)
checked(CASE)
