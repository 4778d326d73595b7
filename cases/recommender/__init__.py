"""Movie recommender: fill a row of ten for each visit, and learn only from what was shown."""

from cases.recommender import latency, lived, readings, stages, tryouts
from cases.recommender.briefs import BRIEFS
from cases.recommender.choices import CHOICES, DIAL, GROUPS
from cases.recommender.export import export
from cases.recommender.facts import facts
from cases.recommender.feasible import FEASIBILITY
from cases.recommender.lessons import LESSONS
from cases.recommender.metrics import METRICS
from cases.recommender.panels import PANELS
from cases.recommender.presets import PRESETS, TWISTS
from cases.recommender.steps import STEPS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="recommender",
    title="Movie recommender",
    situation="A video service fills a row of ten for each visit, a thousand times a second and "
    "within 150 ms, from a catalogue that changes weekly; it learns from what it showed.",
    tension="What was never shown was never taken: the log praises the system that made it.",
    learn="Why a better offline score can change nothing online, what a loop does to a catalogue, "
    "and what a row is worth to those nobody knows yet.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        stages.service,
        stages.past,
        stages.learning,
        stages.ranking,
        stages.rules,
        stages.trained,
        stages.second,
        stages.ranked,
        stages.rows,
        stages.held,
        stages.tried,
        stages.paper,
        stages.ceilings,
        stages.later,
        stages.judged_week,
        latency.latency,
        readings.readings,
        tryouts.policies,
        tryouts.splits,
        lived.weeks_lived,
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
    curves=(("click_rate", "Titles taken"), ("ndcg", "nDCG@k"), ("homogeneity", "Alike")),
)
checked(CASE)
