"""Real-time spam: deliver, flag or quarantine mail off an event log, taught by users who report
some of it, sometimes."""

from cases.spam import decide, features, judged, labels, live, model, readings, serving, world
from cases.spam.board import BOARD
from cases.spam.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.spam.export import export
from cases.spam.facts import curve, facts, ground
from cases.spam.panels import PANELS
from cases.spam.teaching.briefs import BRIEFS
from cases.spam.teaching.lessons import LESSONS
from cases.spam.teaching.presets import PRESETS
from cases.spam.teaching.rubric import RUBRIC
from cases.spam.teaching.steps import STEPS
from cases.spam.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from kit.feasibility import of_alerts
from pipelines.engine import Pipeline

CASE = Case(
    slug="spam",
    title="Real-time spam",
    situation="A mail provider reads 2,000 messages a second from an event log; each is delivered, "
    "flagged or quarantined within seconds, and some users sometimes report spam or rescue mail.",
    tension="Every threshold that stops more spam also quarantines more legitimate mail, and "
    "nobody looks there.",
    learn="Why recall at one false positive in a thousand is the number that counts, what spammers "
    "and unreported mail teach a filter, and when a stream has a backlog instead of a latency.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.mail,
        world.luck,
        world.arrived,
        world.poison,
        features.encoded,
        labels.users,
        model.learner,
        model.past,
        model.examples,
        model.basis,
        model.validation,
        model.deployed,
        decide.policy,
        decide.operating,
        live.live,
        serving.stream,
        judged.scored,
        judged.judged,
        judged.believed,
        judged.attainable,
        judged.change,
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
        ("error_cost", "Cost of errors"),
        ("spam_quarantined", "Spam quarantined"),
        ("false_quarantines", "False quarantines"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
