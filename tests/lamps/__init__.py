"""Lamps off the line: how small a scenario can be.

Lamps leave a line and a sensor measures their wear, with noise. Wear decides how likely a lamp is
to fail, and that likelihood is the truth no model sees. A real scenario has the same files in the
same roles, and more in each.
"""

from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline
from tests.lamps import judged, model, readings, world
from tests.lamps.choices import CHOICES, DIAL, GROUPS
from tests.lamps.export import export
from tests.lamps.facts import facts
from tests.lamps.panels import PANELS
from tests.lamps.teaching.briefs import BRIEFS
from tests.lamps.teaching.lessons import LESSONS
from tests.lamps.teaching.presets import PRESETS
from tests.lamps.teaching.rubric import RUBRIC
from tests.lamps.teaching.steps import STEPS
from tests.lamps.teaching.twists import TWISTS

CASE = Case(
    slug="lamps",
    title="Lamps off the line",
    situation="Inspect the lamps most likely to fail.",
    tension="Each inspection costs, and each faulty lamp that leaves costs more.",
    learn="Why a score must be judged on lamps it has not met.",
    facts=facts,
    choices=CHOICES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.lamps,
        model.learned,
        model.scores,
        judged.judged,
        judged.believed,
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
    rubric=RUBRIC,
)
checked(CASE)
