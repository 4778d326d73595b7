"""The components a page passes on its way out, and its log on the way back to the models."""

from __future__ import annotations

from cases.feed.candidates import SOURCES, STANDS_FOR
from cases.feed.serving import AT_ONCE, CELLS, HEAVY_CPU_MS, SOURCES_MS
from data.feed.constants import COMPLAINTS
from data.feed.log import DAYS_LOGGED
from kit.figure import Card, Cards, Drawn
from kit.run import Run
from kit.words import say


def architecture(run: Run) -> Drawn:
    """The architecture of this design.

    What does a page pass until it is read, and its log until models learn from it?
    """
    out = [_gateway(run), _sources(run), _light(run), _heavy(run), _mixer(run)]
    back = [_log(run), _labels(run), _training(run), _weights(run)]
    p99, cost = run.reading("p99"), run.reading("serving_cost")
    return Cards(
        {"The way out": out, "The way back": back},
        f"99 pages in 100 are ready within {say(p99.true, 'ms')}; a million pages cost "
        f"{say(cost.true, 'money')}, nearly all of it for the heavy ranker.",
    )


def _gateway(run: Run) -> Card:
    traffic = f"{run.settings['traffic']:,} pages per second"
    return Card("Gateway", (traffic, f"split over {CELLS} equal cells"), *_load(run, "gateway"))


def _sources(run: Run) -> Card:
    share = say(run["sourcing"].followed_share, "share")
    found = {int(one) for one in set(run["candidates"].source[run["candidates"].there].tolist())}
    lines = (
        f"{STANDS_FOR:,} candidates, {share} of them by followed authors",
        f"in use: {', '.join(SOURCES[one] for one in sorted(found))}",
    )
    return Card(
        "Sources, side by side", lines, *_load(run, max(SOURCES_MS, key=SOURCES_MS.__getitem__))
    )


def _light(run: Run) -> Card:
    sourcing = run["sourcing"]
    if sourcing.light_ranker == "none":
        return Card("Light ranker", ("none: every candidate goes on",), "none")
    kept = f"keeps {say(sourcing.scored_in_production, 'count')} candidates"
    return Card(
        "Light ranker",
        (kept, _label(run, "light_ranker")),
        *_load(run, "light ranker"),
    )


def _heavy(run: Run) -> Card:
    model = run.settings["heavy_ranker"]
    lines = (
        _label(run, "heavy_ranker"),
        f"{say(HEAVY_CPU_MS[model], 'ms')} of one core per candidate, {AT_ONCE} cores at once",
    )
    return Card("Features and heavy ranker", lines, *_load(run, "heavy ranker"))


def _mixer(run: Run) -> Card:
    layout = run["layout"]
    lines = (
        f"{layout.k} posts, from {run.reading('authors_page').true:.1f} authors",
        f"author decay {layout.author_decay:g}, MMR {layout.mmr:g}",
    )
    return Card("Penalty, diversity, page", lines, *_load(run, "mixer"))


def _log(run: Run) -> Card:
    lines = (
        f"{len(run['log']):,} rows of {DAYS_LOGGED} days",
        f"every complaint, and one in {COMPLAINTS:.0f} of all else",
    )
    return Card("Log", lines)


def _labels(run: Run) -> Card:
    recipe = run["recipe"]
    negatives = _label(run, "negatives")
    return Card(
        "Labels", (f"engagements within {recipe.label_window} hours", f"negatives: {negatives}")
    )


def _training(run: Run) -> Card:
    trained = run["trained"]
    place = _label(run, "position_bias")
    return Card("Training", (f"{trained.heads.rows:,} rows", f"position: {place}"))


def _weights(run: Run) -> Card:
    weights = _label(run, "head_weights")
    survey = f"survey head weighs {run.settings['quality_weight']:g}"
    return Card("Weights", (weights, survey))


def _label(run: Run, name: str) -> str:
    """What a choice of the design is called."""
    choice = next(choice for choice in run.case.choices if choice.name == name)
    return choice.label_of(run.settings[name])


def _load(run: Run, name: str) -> tuple[str, str]:
    """How busy a station is, and the colour that says whether it keeps up."""
    timed = run["serving"]
    load = next(one for one in timed.path.stations if one.name == name).load(timed.traffic)
    return ("overloaded", "alarm") if load >= 1 else (f"{say(load, 'share')} busy", "true")
