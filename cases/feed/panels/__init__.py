"""The pictures of the feed, in the order in which they are shown."""

from cases.feed.panels import architecture, models, page, path, search, year
from kit.case import panel

PANELS = (
    panel(year.the_year, "year"),
    panel(year.actives, "year"),
    panel(year.pareto, "year"),
    panel(year.authors_left, "authors"),
    panel(path.looks, "authors", name="lorenz"),
    panel(page.phones, "page", subjects=page.readers, name="page"),
    panel(page.why_here, "page", subjects=page.readers, name="why"),
    panel(page.decays, "page"),
    panel(search.search_metrics, "page"),
    panel(search.first_success, "page"),
    panel(models.heads, "models"),
    panel(models.corrections, "models", waits_for="corrected_pages"),
    panel(models.clicks, "models"),
    panel(models.importance, "models"),
    panel(architecture.architecture, "serving"),
    panel(path.funnel, "serving"),
    panel(path.light_cut, "serving"),
    panel(path.servers, "serving"),
    panel(year.test_size, "year"),
)
