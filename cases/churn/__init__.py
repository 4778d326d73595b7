"""Subscription churn: whom to call each month while prices, competitors and our own campaigns
change what churn means."""

from cases.churn import decide, features, judged, labels, live, model, readings, serving, world
from cases.churn.board import BOARD
from cases.churn.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.churn.export import export
from cases.churn.facts import FEASIBILITY, facts
from cases.churn.panels import PANELS
from cases.churn.teaching.briefs import BRIEFS
from cases.churn.teaching.lessons import LESSONS
from cases.churn.teaching.presets import PRESETS
from cases.churn.teaching.rubric import RUBRIC
from cases.churn.teaching.steps import STEPS
from cases.churn.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="churn",
    title="Subscription churn",
    situation="A subscription business contacts a share of its customers each month; the outcome "
    "of a snapshot is known only when its horizon has passed, and prices, competitors and our own "
    "campaigns change what churn means.",
    tension="Who will leave is not whom a call will keep, and the labels that would tell come a "
    "quarter late.",
    learn="Why a better risk model can lose more money, what monitors without labels cannot see, "
    "and how a notebook comes to promise 0.95.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.subscriptions,
        world.states,
        world.outcomes,
        labels.labels,
        features.served,
        features.offline,
        features.prepared,
        model.trial,
        model.learner,
        model.deployed,
        model.validation,
        decide.policy,
        live.past,
        live.grid,
        live.live,
        judged.judged,
        judged.attainable,
        judged.clairvoyant,
        judged.believed,
        serving.serving,
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
        ("profit", "Profit per 1,000 due"),
        ("churn_avoided", "Churn avoided per 1,000 contacts"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
