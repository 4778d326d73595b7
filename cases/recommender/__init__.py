"""Movie recommender: fill a row of ten for each visit, and learn only from what was shown."""

from cases.recommender import (
    decide,
    judged,
    live,
    model,
    policies,
    ranker,
    readings,
    serving,
    world,
)
from cases.recommender.board import BOARD
from cases.recommender.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.recommender.export import export
from cases.recommender.facts import FEASIBILITY, facts
from cases.recommender.panels import PANELS
from cases.recommender.teaching.briefs import BRIEFS
from cases.recommender.teaching.lessons import LESSONS
from cases.recommender.teaching.presets import PRESETS
from cases.recommender.teaching.rubric import RUBRIC
from cases.recommender.teaching.steps import STEPS
from cases.recommender.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="recommender",
    title="Movie recommender",
    situation="A video service fills a row of ten for each visit, a thousand times a second and "
    "within 150 ms, from a catalogue that changes weekly; it learns from what it showed.",
    tension="What was never shown was never taken: the log favours the system that made it.",
    learn="Why a better offline score can change nothing online, what a loop does to a catalogue, "
    "and what a row is worth to users nobody knows yet.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.movies,
        world.launch,
        world.ceilings,
        model.learning,
        model.trained,
        ranker.fitted_ranker,
        ranker.model,
        decide.ranking,
        decide.rules,
        decide.ranked,
        decide.rows,
        judged.held,
        judged.trial,
        judged.trial_rows,
        live.policy,
        live.later,
        judged.judged,
        judged.recorded,
        judged.offline,
        serving.serving,
        readings.readings,
        policies.policies,
        policies.splits,
        live.loop,
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
        ("click_rate", "Titles taken"),
        ("coverage", "Catalogue shown"),
        ("homogeneity", "Overlap between users"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
