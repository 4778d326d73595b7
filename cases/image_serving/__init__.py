"""Image serving: classify every uploaded picture in time, with networks that really run."""

from cases.image_serving import (
    bench,
    day,
    decide,
    family,
    judged,
    machines,
    model,
    readings,
    serving,
    world,
)
from cases.image_serving.board import BOARD
from cases.image_serving.choices import CHOICES, DIAL, GROUPS
from cases.image_serving.export import export
from cases.image_serving.facts import FEASIBILITY, facts
from cases.image_serving.panels import PANELS
from cases.image_serving.teaching.briefs import BRIEFS
from cases.image_serving.teaching.lessons import LESSONS
from cases.image_serving.teaching.presets import PRESETS
from cases.image_serving.teaching.rubric import RUBRIC
from cases.image_serving.teaching.steps import STEPS
from cases.image_serving.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="image_serving",
    title="Image serving",
    situation="A marketplace classifies every uploaded picture before it is shown: 400 a second at "
    "night, three times as many in the afternoon, eight times in a flash sale.",
    tension="The network that is right most often is slow, and pictures come all at once.",
    learn="Where a request really waits, what batches and 8-bit integers buy on which machine, and "
    "how a mean hides the slice that breaks.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.uploads,
        world.labelled,
        world.repeated,
        model.plain,
        model.candidate,
        model.release,
        model.said,
        decide.answers,
        judged.judged,
        judged.attainable,
        judged.believed,
        machines.machines,
        bench.measured_here,
        serving.serving,
        family.family,
        day.day,
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
        ("p95", "95th percentile"),
        ("goodput", "Right and in time"),
        ("cost_right", "Cost"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
