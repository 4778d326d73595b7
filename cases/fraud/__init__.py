"""Payment fraud: score every payment before it is approved, with labels that come weeks later."""

from cases.fraud import decide, features, judged, live, model, readings, serving, world
from cases.fraud.board import BOARD
from cases.fraud.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.fraud.export import export
from cases.fraud.facts import curve, facts, ground
from cases.fraud.panels import PANELS
from cases.fraud.teaching.briefs import BRIEFS
from cases.fraud.teaching.lessons import LESSONS
from cases.fraud.teaching.presets import PRESETS
from cases.fraud.teaching.rubric import RUBRIC
from cases.fraud.teaching.steps import STEPS
from cases.fraud.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from kit.feasibility import of_alerts
from pipelines.engine import Pipeline

CASE = Case(
    slug="fraud",
    title="Payment fraud",
    situation="A card issuer scores every payment before it is approved; a team of analysts can "
    "call a limited number of customers a day, and chargebacks tell the truth weeks later.",
    tension="The labels you learn from are late, few, and partly of your own making.",
    learn="Why label delay moves the ceiling more than the model does, what resampling really "
    "changes, and how a notebook comes to promise 0.99.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.payments,
        world.seen,
        world.population,
        world.ceiling,
        features.served,
        features.offline,
        model.history,
        model.past,
        model.learner,
        model.validation,
        model.deployed,
        serving.serving,
        decide.policy,
        decide.recent,
        decide.operating,
        live.upkeep,
        live.grid,
        live.live,
        judged.judged,
        judged.believed,
        judged.foreseen,
        judged.attainable,
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
    feasibility=of_alerts(ground, curve),
    curves=(
        ("net_savings", "Net savings"),
        ("money_recall", "Fraud money stopped"),
        ("alerts", "Cards alerted a day"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
