"""Server-log anomalies: mine what thirty services write, and page somebody when it is unusual."""

from cases.log_anomalies import (
    decide,
    features,
    judged,
    live,
    model,
    orders,
    parsing,
    race,
    readings,
    serving,
    world,
)
from cases.log_anomalies.board import BOARD
from cases.log_anomalies.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.log_anomalies.export import export
from cases.log_anomalies.facts import curve, facts, ground
from cases.log_anomalies.panels import PANELS
from cases.log_anomalies.teaching.briefs import BRIEFS
from cases.log_anomalies.teaching.lessons import LESSONS
from cases.log_anomalies.teaching.presets import PRESETS
from cases.log_anomalies.teaching.rubric import RUBRIC
from cases.log_anomalies.teaching.steps import STEPS
from cases.log_anomalies.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from kit.feasibility import of_alerts
from pipelines.engine import Pipeline

CASE = Case(
    slug="log_anomalies",
    title="Server-log anomalies",
    situation="A payments platform writes 20,000 log lines a second from thirty services; on-call "
    "wants a page within minutes of something real, and at most two false ones a shift.",
    tension="Whatever finds more also wakes people for nothing, and those who are woken for "
    "nothing stop looking.",
    learn="Why a simple residual of the hour beats learned detectors, why no detector sees every "
    "kind of incident, and how point adjustment makes a random score look good.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.logs,
        world.ceiling,
        parsing.parsed,
        parsing.counted,
        orders.orders,
        features.windows,
        model.recipe,
        live.backtest,
        live.deployed,
        serving.served,
        decide.rules,
        judged.judged,
        judged.believed,
        judged.attainable,
        judged.operating,
        race.race,
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
        ("recall", "Incidents paged"),
        ("false_pages", "False pages a day"),
        ("cost", "Cost a day"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
