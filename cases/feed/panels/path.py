"""From everything posted to a page: what each phase leaves, loses and costs; who gets the looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from cases.feed.candidates import STANDS_FOR
from cases.feed.serving import DEADLINE, HEAVY_CPU_MS, SOURCES_MS, path_of, processor_seconds
from kit.figure import Absent, Drawn, Table
from kit.panels.along import along
from kit.panels.legend import CLAIRVOYANT
from kit.panels.lorenz import lorenz
from kit.panels.path import stations
from kit.run import Run
from kit.words import say
from pipelines.ranking.retrieval import NOBODY
from pipelines.serving import cost_per_million


def funnel(run: Run) -> Drawn:
    """Posts left, value in reach and time of each phase, for a page of the first period."""
    reach, path, scored = _reach(run), run["serving"].path, run["sourcing"].scored_in_production
    work = {one.name: one.service.p50_ms for one in path.stations}
    sources = max(work[name] for name in SOURCES_MS)
    later = [work[name] for name in ("light ranker", "heavy ranker", "mixer")]
    frame = pd.DataFrame(
        {
            "phase": ["all posts", "sources", "light ranker", "heavy ranker", "page"],
            "posts left": _left(run),
            "in production": [np.nan, STANDS_FOR, scored, scored, run.settings["page_size"]],
            "median time": [np.nan, sources, *later],
            "value in reach": reach,
        }
    )
    lost = -np.diff(reach)
    names = ("the sources", "the light ranker", "the heavy ranker", "re-ranking and the penalty")
    most = int(np.argmax(lost))
    return Table(
        frame,
        f"Most is lost by {names[most]}: {lost[most]:.2f} of the "
        f"{reach[0]:.2f} points a page could bring. A page takes {processor_seconds(path):.0f} s "
        "of processor time.",
        {
            "posts left": "count",
            "in production": "count",
            "median time": "ms",
            "value in reach": "score",
        },
    )


def _left(run: Run) -> list[float]:
    """Posts a reader has left after each phase, in the first period."""
    listed = run["candidates"].posts[0] != NOBODY
    shown = run["first_pages"].posts[run.position] != NOBODY
    found = (run["candidates"].gathered, listed, listed, shown)
    return [len(run["feed"].in_period(0)), *(float(each.sum(axis=1).mean()) for each in found)]


def _reach(run: Run) -> list[float]:
    """The best page by true value among what each phase leaves, in points."""
    looked = run["feed"].looked_at(np.arange(1, run.settings["page_size"] + 1))
    there = run["candidates"].posts[0] != NOBODY
    true = np.where(there, run["true_values"].value[0], 0)
    predicted = np.where(there, np.nan_to_num(run["scored"].engagement[0]), -np.inf)
    return [
        run["ceilings"].value,
        _best(np.where(run["candidates"].gathered, run["best_posts"].first_value, 0), looked),
        _best(true, looked),
        _page(true, predicted, looked),
        run.reading("value").true,
    ]


def _best(worth: np.ndarray, looked: np.ndarray) -> float:
    return _page(np.maximum(worth, 0), worth, looked)


def _page(worth: np.ndarray, score: np.ndarray, looked: np.ndarray) -> float:
    """The mean worth of pages ordered by a score, (users, posts) both."""
    order = np.argsort(-score, axis=1, kind="stable")[:, : len(looked)]
    top = np.take_along_axis(worth, order, axis=1)
    return float((top @ looked[: top.shape[1]]).mean())


def light_cut(run: Run) -> Drawn:
    """What the light ranker's cut saves and loses, at every number of candidates kept."""
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
    """Where a page waits: load, waits and work at each station of one cell."""
    timed = run["serving"]
    return stations(
        timed.path,
        timed.served,
        rate=timed.traffic,
        requests="pages",
        note=f"One of 200 equal cells; a page that is not ready within {say(DEADLINE, 'ms')} is "
        "missed.",
    )


def looks(run: Run) -> Drawn:
    """Authors from least to most looked at, and the share of all looks they have together."""
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
