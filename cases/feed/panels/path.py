"""From everything posted to a page: what each phase leaves, loses and costs; who gets the looks."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from cases.feed.serving import CELLS, DEADLINE, HEAVY_CPU_MS, SOURCES_MS, path_of, processor_seconds
from kit.figure import Absent, Drawn
from kit.panels.along import along
from kit.panels.funnel import Phase
from kit.panels.funnel import funnel as drawn_funnel
from kit.panels.legend import CLAIRVOYANT
from kit.panels.lorenz import lorenz
from kit.panels.path import stations
from kit.run import Run
from kit.service import Timed
from kit.words import say
from pipelines.ranking.retrieval import NOBODY
from pipelines.serving import cost_per_million


def funnel(run: Run) -> Drawn:
    """From everything posted to a page.

    Where is value lost, and where do time and money go?
    """
    stations_of = {
        "all posts": (),
        "sources": tuple(SOURCES_MS),
        "light ranker": ("light ranker",),
        "posts chosen": ("features", "heavy ranker"),
        "their order": ("mixer",),
    }
    rows = zip(stations_of.items(), _left(run), reach(run), strict=True)
    return drawn_funnel(
        [
            Phase(name, left, worth, *_effort(run["serving"], used))
            for (name, used), left, worth in rows
        ],
        unit="score",
        left="posts left",
        worth="the points a page could bring",
        note="In reach is the best page of what is left. Posts are chosen by the heavy ranker, the "
        f"penalty and diversity. A page takes {processor_seconds(run['serving'].path):.0f} s of "
        "processor time.",
    )


def _effort(timed: Timed, names: tuple[str, ...]) -> tuple[float, float]:
    """Mean work on a page in ms, of the slowest where they work side by side, and $ per million."""
    own = [station for station in timed.path.stations if station.name in names]
    if not own:
        return math.nan, math.nan
    work = [1000 * one.load(1.0) * one.servers for one in own]
    hourly = sum(one.servers * one.price_per_hour for one in own)
    beside = names == tuple(SOURCES_MS)
    return max(work) if beside else sum(work), hourly / timed.traffic / 3600 * 1e6


def _left(run: Run) -> list[float]:
    """Posts a reader has left after each phase, in the first period."""
    shown = run["first_pages"].posts[run.position] != NOBODY
    found = (run["candidates"].gathered, run["candidates"].there[0], shown, shown)
    return [len(run["feed"].in_period(0)), *(float(each.sum(axis=1).mean()) for each in found)]


def reach(run: Run) -> list[float]:
    """The best page by true value of what each phase leaves, in points; last, the page itself.

    Each phase chooses among what the one before left, so what is in reach never grows.
    """
    true, gathered = run["true_values"].value[0], run["candidates"].gathered
    places = run["year"].pages.places[run.position].astype(int)
    shown = np.take_along_axis(true, np.maximum(places, 0), axis=1)
    left = (
        np.where(gathered, run["best_posts"].first_value, 0),
        np.where(run["candidates"].there[0], true, 0),
        np.where(places != NOBODY, shown, 0),
    )
    looked = run["feed"].looked_at(np.arange(1, run.settings["page_size"] + 1))
    best = [_best(worth, looked) for worth in left]
    return [run["ceilings"].value, *best, run.reading("value").true]


def _best(worth: np.ndarray, looked: np.ndarray) -> float:
    """The mean over readers of the page in the order of what posts (users, posts) are worth."""
    top = -np.sort(-np.maximum(worth, 0), axis=1)[:, : len(looked)]
    return float((top @ looked[: top.shape[1]]).mean())


def light_cut(run: Run) -> Drawn:
    """What the light ranker saves and loses.

    How few posts can the heavy ranker see?
    """
    now, gathered = run["candidates"].posts.shape[2], run["sourcing"].gathered
    counts = np.arange(5, now + 1, 5)
    if not len(counts):
        return Absent("There are fewer than five candidates.")
    cost, whole = [_cost(run, int(n)) for n in counts], _cost(run, gathered)
    recall = [_recall(run, int(n)) for n in counts]
    return along(
        {
            "cost, of scoring all": (counts, np.array(cost) / whole),
            "best posts still there": (counts, np.array(recall)),
        },
        x=f"candidates kept, of {gathered} gathered",
        y="share",
        caption=f"With {now} of {gathered} candidates a million pages cost "
        f"{say(run.reading('serving_cost').true, 'money')}, against {say(whole, 'money')} without "
        f"a light ranker; {say(recall[-1], 'share')} of the ten best gathered are still there.",
    )


def _cost(run: Run, kept: int) -> float:
    """$ per million pages when so many candidates are kept; nothing is trimmed if all are."""
    light = run.settings["light_ranker"] if kept < run["sourcing"].gathered else "none"
    sourcing = replace(run["sourcing"], kept=kept, light_ranker=light)
    path = path_of(
        sourcing.scored_in_production,
        light_ranker=light,
        heavy_ms=HEAVY_CPU_MS[run.settings["heavy_ranker"]],
        mmr=run.settings["mmr"],
        rate=run["serving"].traffic,
    )
    return cost_per_million(path, run["serving"].traffic)


def _recall(run: Run, kept: int, top: int = 10) -> float:
    """The share of each reader's best gathered posts, by true value, among the first kept."""
    candidates, posts = run["candidates"], run["feed"].in_period(0)
    worth = np.where(candidates.gathered, run["best_posts"].first_value, -np.inf)
    order = np.argsort(-worth, axis=1)[:, :top]
    real = np.isfinite(np.take_along_axis(worth, order, axis=1))
    listed = candidates.posts[0][:, :kept]
    found = (posts[order][:, :, None] == listed[:, None, :]).any(axis=2) & real
    return float(found.sum() / max(real.sum(), 1))


def servers(run: Run) -> Drawn:
    """Where a page waits.

    Which servers run out first, and is the page there in time?
    """
    timed = run["serving"]
    return stations(
        timed.path,
        timed.served,
        rate=timed.traffic,
        requests="pages",
        note=f"One of {CELLS} equal cells; a page not ready within {say(DEADLINE, 'ms')} is "
        "missed.",
    )


def looks(run: Run) -> Drawn:
    """Who gets the looks.

    How unequally are looks shared out, and how unequally would the truth share them?
    """
    pages, authors = run["first_pages"], run["feed"].constants.authors
    shares = {
        "this design": pages.looks_by_author(run.position, authors),
        "no penalty": pages.looks_by_author(0, authors),
        CLAIRVOYANT: run["ceilings"].year.views[0, 0],
    }
    if run.position == 0:
        del shares["no penalty"]
    if not shares["this design"].any():
        return Absent("Nobody is looked at: no post reaches any page.")
    return lorenz(
        shares,
        holders="share of authors, least looked at first",
        total="share of all looks",
        colours={"this design": "current", "no penalty": "muted", "evenly": "muted"},
        caption=f"Gini {say(run.reading('gini').true, 'score')}; the top hundredth of authors has "
        f"{say(run.reading('top_share').true, 'share')} of the looks. Good authors deserve more: "
        "compare with the ceiling, which ranks by the truth.",
    )
