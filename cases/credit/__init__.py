"""Credit scoring and fairness: whom to lend to, when three people each ask for another kind of
fair and only the approved ever show what they would have done."""

from cases.credit import (
    decide,
    judged,
    labels,
    live,
    methods,
    model,
    plainly,
    readings,
    rivals,
    serving,
    world,
)
from cases.credit.board import BOARD
from cases.credit.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.credit.export import export
from cases.credit.facts import FEASIBILITY, facts
from cases.credit.panels import PANELS
from cases.credit.teaching.briefs import BRIEFS
from cases.credit.teaching.lessons import LESSONS
from cases.credit.teaching.presets import PRESETS
from cases.credit.teaching.rubric import RUBRIC
from cases.credit.teaching.steps import STEPS
from cases.credit.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="credit",
    title="Credit scoring and fairness",
    situation="A lender decides on 1,000 applications a day and sees repayment of the approved "
    "alone; regulator, applicant and bank each ask for another kind of fair. It teaches and is no "
    "legal advice.",
    tension="The criteria of fairness exclude one another, and the outcomes that would settle the "
    "matter were never seen.",
    learn="Why dropping the attribute changes little, what a point of parity costs, and what a "
    "model cannot know of people nobody lent to.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.loans,
        world.past,
        world.live,
        labels.outcomes,
        labels.examples,
        model.plain,
        methods.decider,
        decide.operating,
        judged.judged,
        judged.attainable,
        judged.attainable_blind,
        judged.clairvoyant,
        judged.guesses,
        judged.told,
        judged.audit_groups,
        judged.audited,
        judged.believed,
        plainly.plainly,
        live.again,
        live.years,
        rivals.rivals,
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
        ("profit", "Profit"),
        ("accept_gap", "Acceptance gap"),
        ("tpr_gap", "Opportunity gap"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
