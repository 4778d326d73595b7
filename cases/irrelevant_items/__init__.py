"""Irrelevant recommendations: what broke, which question to ask next, and what would have caught
it before anybody complained."""

from cases.irrelevant_items import decide, judged, live, model, own, readings, world
from cases.irrelevant_items.board import BOARD
from cases.irrelevant_items.choices import CHOICES, DIAL, GROUPS
from cases.irrelevant_items.envelopes import HIDDEN
from cases.irrelevant_items.export import export
from cases.irrelevant_items.facts import FEASIBILITY, facts
from cases.irrelevant_items.panels import PANELS
from cases.irrelevant_items.teaching.briefs import BRIEFS
from cases.irrelevant_items.teaching.lessons import LESSONS
from cases.irrelevant_items.teaching.presets import PRESETS
from cases.irrelevant_items.teaching.rubric import RUBRIC
from cases.irrelevant_items.teaching.steps import STEPS
from cases.irrelevant_items.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="irrelevant_items",
    title="Irrelevant recommendations",
    situation="Since Tuesday it shows me rubbish, a user writes. The recommender answers 1,000 "
    "times a second through twelve stages; you have an hour and a list of probes that cost minutes "
    "each. One round in five nothing is wrong.",
    tension="Every minute spoils visits, and the wrong fix spoils more of them.",
    learn="Which question tells most a minute, which causes look alike, and what would have "
    "caught it before anybody complained.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        model.beliefs,
        model.rounds,
        decide.plan,
        decide.hunt,
        decide.fixed,
        judged.judged,
        judged.attainable,
        live.guards,
        live.watch,
        world.service,
        world.cause,
        world.today,
        own.own,
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
    curves=(("right", "Right"), ("given", "Belief in the truth"), ("spoilt", "Spoilt")),
    board=BOARD,
    rubric=RUBRIC,
    hidden=HIDDEN,
)
checked(CASE)
