"""Feed ranking: weigh ten kinds of engagement so that people still come at the end of the year."""

from cases.feed import (
    candidates,
    ceilings,
    decide,
    features,
    judged,
    live,
    model,
    pages,
    position_bias,
    readings,
    serving,
    world,
)
from cases.feed.board import BOARD
from cases.feed.choices import ALIASES, CHOICES, DIAL, GROUPS
from cases.feed.export import export
from cases.feed.facts import FEASIBILITY, facts
from cases.feed.panels import PANELS
from cases.feed.teaching.briefs import BRIEFS
from cases.feed.teaching.lessons import LESSONS
from cases.feed.teaching.presets import PRESETS
from cases.feed.teaching.rubric import RUBRIC
from cases.feed.teaching.steps import STEPS
from cases.feed.teaching.twists import TWISTS
from kit.case import Case
from kit.checks import checked
from pipelines.engine import Pipeline

CASE = Case(
    slug="feed",
    title="Feed ranking",
    situation="A social feed of short posts: candidates from inside and outside a reader's network "
    "are gathered, trimmed, scored for ten kinds of engagement, weighted, mixed and shown. People "
    "come back, or do not; authors go on, or stop posting.",
    tension="What people react to today is not what brings them back, and the test is over before "
    "they leave.",
    learn="Why a policy can win a four-week test and lose the year, what a weight really weighs, "
    "and what a click says about a post and what about its place.",
    facts=facts,
    choices=CHOICES,
    aliases=ALIASES,
    groups=GROUPS,
    dial=DIAL,
    pipeline=Pipeline(
        world.feed,
        world.log,
        features.feature_store,
        candidates.sourcing,
        candidates.candidates,
        model.recipe,
        model.trained,
        decide.predicted,
        decide.own_weights,
        decide.weights,
        decide.scored,
        pages.layout,
        live.true_values,
        live.year,
        judged.first_pages,
        judged.random_pairs,
        judged.held_back,
        ceilings.best_posts,
        ceilings.ceilings,
        position_bias.click_lists,
        position_bias.corrected_pages,
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
        ("engagement_28", "Four-week test"),
        ("engagement_year", "240 days"),
        ("actives_240", "Active users, last week"),
    ),
    board=BOARD,
    rubric=RUBRIC,
)
checked(CASE)
