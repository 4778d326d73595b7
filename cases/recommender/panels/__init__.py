"""The pictures of the recommender, in the order in which they are shown."""

from cases.recommender.panels import catalogue, evaluation, path, shelf, weeks
from kit.case import panel

PANELS = (
    panel(shelf.shelf, "rows", subjects=shelf.users),
    panel(catalogue.funnel, "rows"),
    panel(evaluation.experiment, "evaluation"),
    panel(evaluation.importance, "evaluation", seen_only=True),
    panel(evaluation.signature, "evaluation", waits_for="policies"),
    panel(evaluation.four_splits, "evaluation", waits_for="splits", seen_only=True, name="splits"),
    panel(evaluation.cold_curve, "evaluation", waits_for="policies"),
    panel(evaluation.ceilings_drawn, "evaluation", name="ceilings"),
    panel(evaluation.along_k, "rows"),
    panel(catalogue.who_is_shown, "rows", name="lorenz"),
    panel(catalogue.genres, "rows", seen_only=True),
    panel(weeks.clicks, "loop", waits_for="loop"),
    panel(weeks.spread, "loop", waits_for="loop"),
    panel(weeks.state_of_week, "loop", waits_for="loop", name="state"),
    panel(weeks.alike, "loop", waits_for="loop"),
    panel(weeks.rows_and_service, "loop", waits_for="loop"),
    panel(weeks.week_table, "loop", waits_for="loop", name="weeks"),
    panel(path.stations, "serving", seen_only=True),
    panel(path.sizes, "serving", seen_only=True),
)
