"""From everything posted to a page: what each phase leaves, loses and costs; who gets the looks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.feed.latency import CORE_HOURLY, cpu_seconds, scored_in_production
from cases.feed.sourcing import STANDS_FOR
from cases.feed.year import Known
from kit.figure import Absent, Chart, Drawn, Table, lines
from kit.run import Run
from kit.words import say
from pipelines.evaluation.ranking_metrics import lorenz
from pipelines.ranking.retrieval import NOBODY


def funnel(run: Run) -> Drawn:
    """Posts left, value in reach and time of each phase, for a page of the first period."""
    k, reach = run.settings["k"], _reach(run)
    timed = run["timed"]
    work = {one.name: one.service.p50_ms for one in timed.path.stations}
    gathered = max(work[name] for name in ("followed", "friends", "similar", "trending"))
    frame = pd.DataFrame(
        {
            "phase": ["all posts", "sources", "light ranker", "heavy ranker", "page"],
            "posts left": _left(run),
            "in production": [np.nan, STANDS_FOR, timed.scored, timed.scored, k],
            "median time": [np.nan, gathered, work["light ranker"], work["heavy ranker"],
                            work["mixer"]],
            "value in reach": reach,
        }
    )  # fmt: skip
    lost = -np.diff(reach)
    names = ("the sources", "the light ranker", "the heavy ranker", "re-ranking and the penalty")
    most = int(np.argmax(lost))
    return Table(
        frame,
        f"Most is lost by {names[most]}: {lost[most]:.2f} of the "
        f"{reach[0]:.2f} points a page could bring. A request takes {timed.cpu_s:.0f} s of "
        "processor time.",
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
    shown = run["weeks"].posts[run.position] != NOBODY
    found = (run["candidates"].gathered, listed, listed, shown)
    return [len(run["feed"].in_period(0)), *(float(each.sum(axis=1).mean()) for each in found)]


def _reach(run: Run) -> list[float]:
    """The best page by true value among what each phase leaves, in points."""
    feed, k, known = run["feed"], run.settings["k"], run["known"]
    looked = feed.looked_at(np.arange(1, k + 1))
    users = np.arange(feed.constants.users)
    posts = feed.in_period(0)
    worth = feed.value(feed.chances(users, np.broadcast_to(posts, (len(users), len(posts)))))
    found = np.where(run["candidates"].gathered, worth, 0)
    kept = np.where(run["candidates"].posts[0] != NOBODY, known.value[0], 0)
    return [
        run["ceilings"].value,
        _best(found, looked),
        _best(kept, looked),
        _by_score(run, known, looked),
        run.reading("value").true,
    ]


def _best(worth: np.ndarray, looked: np.ndarray) -> float:
    top = -np.sort(-np.maximum(worth, 0), axis=1)[:, : len(looked)]
    return float((top @ looked[: top.shape[1]]).mean())


def _by_score(run: Run, known: Known, looked: np.ndarray) -> float:
    """The true value of a page ordered by predicted engagement alone."""
    there = run["candidates"].posts[0] != NOBODY
    score = np.where(there, np.nan_to_num(run["scored"].engagement[0]), -np.inf)
    order = np.argsort(-score, axis=1, kind="stable")[:, : len(looked)]
    worth = np.take_along_axis(np.where(there, known.value[0], 0), order, axis=1)
    return float((worth @ looked[: worth.shape[1]]).mean())


def light_cut(run: Run) -> Drawn:
    """What the light ranker's cut saves and loses, at every number of candidates kept."""
    settings, candidates = run.settings, run["candidates"]
    counts = np.arange(5, candidates.posts.shape[2] + 1, 5)
    if not len(counts):
        return Absent("There are fewer than five candidates.")
    cost = [_cost(run, int(n)) for n in counts]
    whole = _cost(run, settings["pool"])
    recall = [_recall(run, int(n)) for n in counts]
    frame = pd.concat(
        [
            pd.DataFrame({"kept": counts, "share": np.array(cost) / whole, "what": "cost, of all"}),
            pd.DataFrame({"kept": counts, "share": recall, "what": "best posts still in"}),
        ]
    )
    now = candidates.posts.shape[2]
    return lines(
        frame,
        x=("kept", f"candidates kept, of {settings['pool']} gathered"),
        y=("share", "share"),
        by="what",
        points=True,
        caption=f"With {now} of {settings['pool']} candidates a thousand pages cost "
        f"{say(run.reading('cost').true, 'money')}, against {say(whole, 'money')} without a light "
        f"ranker; {say(recall[-1], 'share')} of the ten best gathered are still in.",
    )


def _cost(run: Run, keep: int) -> float:
    settings = run.settings
    light = settings["light"] if keep < settings["pool"] else "none"
    scored = scored_in_production(keep, settings["pool"], light)
    cpu = cpu_seconds(scored, light=light, heavy=settings["heavy"])
    return 1000 * cpu / 3600 * CORE_HOURLY


def _recall(run: Run, keep: int, top: int = 10) -> float:
    """The share of each reader's best gathered posts, by true value, among the first kept."""
    feed, candidates = run["feed"], run["candidates"]
    posts, users = feed.in_period(0), np.arange(feed.constants.users)
    worth = feed.value(feed.chances(users, np.broadcast_to(posts, (len(users), len(posts)))))
    worth = np.where(candidates.gathered, worth, -np.inf)
    best = posts[np.argsort(-worth, axis=1)[:, :top]]
    real = np.isfinite(-np.sort(-worth, axis=1)[:, :top])
    kept = candidates.posts[0][:, :keep]
    found = (best[:, :, None] == kept[:, None, :]).any(axis=2) & real
    return float(found.sum() / max(real.sum(), 1))


def lorenz_drawn(run: Run) -> Drawn:
    """Authors from least to most looked at, and the share of all looks they have together."""
    shares = {
        "this design": run["weeks"].author_looks[run.position].sum(axis=0),
        "no penalty": run["weeks"].author_looks[0].sum(axis=0),
        "the best that knows the truth": run["ceilings"].year.views[0, 0],
    }
    if run.position == 0:
        del shares["no penalty"]
    known = {name: looks for name, looks in shares.items() if looks.sum() > 0}
    if "this design" not in known:
        return Absent("Nobody is looked at: no post reaches any page.")
    points = np.linspace(0, 1, 51)
    frames = [
        pd.DataFrame({"authors": points, "looks": lorenz(looks, points), "who": name})
        for name, looks in known.items()
    ]
    frames.append(pd.DataFrame({"authors": [0.0, 1.0], "looks": [0.0, 1.0], "who": "all alike"}))
    return _drawn(run, pd.concat(frames))


def _drawn(run: Run, frame: pd.DataFrame) -> Chart:
    return lines(
        frame,
        x=("authors", "share of authors, least looked at first"),
        y=("looks", "share of all looks"),
        by="who",
        colours={
            "this design": "true",
            "no penalty": "seen",
            "the best that knows the truth": "ceiling",
            "all alike": "muted",
        },
        dashed=("all alike",),
        caption=f"Gini {say(run.reading('gini').true, 'score')}; the top hundredth of authors has "
        f"{say(run.reading('top_share').true, 'share')} of the looks. Good authors deserve more: "
        "compare with the best that knows the truth.",
    )
