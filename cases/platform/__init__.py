"""Training and serving many models: ship a release a few hours a day, and notice the bad ones."""

from cases.platform import (
    decide,
    features,
    judged,
    live,
    measured,
    readings,
    serving,
    signals,
    training,
    world,
)
from cases.platform.board import BOARD
from cases.platform.choices import CHOICES, DIAL, GROUPS
from cases.platform.export import export
from cases.platform.facts import FEASIBILITY, facts
from cases.platform.mlflow_store import write
from cases.platform.panels import PANELS
from cases.platform.teaching.briefs import BRIEFS
from cases.platform.teaching.lessons import LESSONS
from cases.platform.teaching.presets import PRESETS
from cases.platform.teaching.rubric import RUBRIC
from cases.platform.teaching.steps import STEPS
from cases.platform.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="platform",
    title="Training and serving many models",
    situation="Fifty models of eight teams share one platform: 3,000 requests a second, a feature "
    "store, a training queue, releases every day, one on-call. Some releases are bad, and labels "
    "say so days later.",
    tension="Every hour a version is tried keeps good ones from all users; every hour less lets a "
    "bad one through.",
    learn="Why the best soak depends on the label delay, what a shadow sees that a canary does "
    "not, "
    "and why a join decides more than a model.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.platform,
        measured.materials,
        measured.measured,
        measured.ageing,
        world.fleet,
        signals.signals,
        decide.gate,
        decide.stops,
        live.alarms,
        live.released,
        training.trained,
        features.faulted,
        serving.served,
        judged.judged,
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
    feasibility=FEASIBILITY,
    curves=(
        ("value", "Value a day"),
        ("harm", "Lost to bad releases"),
        ("waited", "Missed on good ones"),
        ("stale", "Lost to age"),
    ),
    board=BOARD,
    rubric=RUBRIC,
    forms={"mlflow": write},
)
checked(CASE)
