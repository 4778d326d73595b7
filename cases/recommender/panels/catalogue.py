"""From the catalogue to a row: where good titles are lost, who gets the places, which genres."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.recommender.decide import LOOKED_AT, listed, taste_of_log
from cases.recommender.evidence import takes
from data.movies.constants import GENRES
from kit.figure import Drawn, bars
from kit.panels.legend import CLAIRVOYANT, TRUE
from kit.panels.lorenz import lorenz
from kit.run import Run
from kit.words import say
from pipelines.evaluation.list_metrics import exposure
from pipelines.ranking.retrieval import best


def funnel(run: Run) -> Drawn:
    """What perfect choices among the titles still left would bring, from catalogue to row."""
    judged, movies, k = run["judged"], run["movies"], run.position + 1
    truth, ranked = judged.ceilings.truth, judged.ranked
    left = {
        "the catalogue": np.ones(truth.shape, dtype=bool),
        "not filtered, and found": np.isfinite(ranked.generated),
        "candidates fetched": listed(ranked.fetched, truth.shape),
        f"the first {LOOKED_AT}, re-ranked": listed(best(ranked.scores, LOOKED_AT), truth.shape),
    }
    rows = []
    for name, mask in left.items():
        ideal = best(np.where(mask, truth, -np.inf), k)
        reach = takes(movies, judged, ideal)[:, -1].mean() / k
        rows.append((f"{name} ({mask.sum(axis=1).mean():,.0f})", float(reach)))
    own = run.reading("click_rate").true
    rows.append((f"the row ({(judged.rows[:, :k] >= 0).sum(axis=1).mean():,.0f})", own))
    frame = pd.DataFrame(rows, columns=["stage", "reach"])
    whole, fetched = max(frame["reach"].iloc[0], 1e-12), frame["reach"].iloc[2]
    return bars(
        frame,
        x=("stage", ""),
        y=("reach", "share of titles taken, if the best k of these were shown"),
        horizontal=True,
        caption=f"Of what the catalogue holds, fetching keeps {say(fetched / whole, 'share')} in "
        f"reach; the row makes {say(own / whole, 'share')} of it.",
    )


def who_is_shown(run: Run) -> Drawn:
    """How places in rows are shared out among titles: the design's, the best rows', and evenly."""
    judged, movies, k = run["judged"], run["movies"], run.position + 1
    lists = {TRUE: judged.rows, CLAIRVOYANT: judged.ceilings.by_truth}
    shown = {
        name: exposure(each[movies.people, :k], movies.constants.titles)
        for name, each in lists.items()
    }
    mine, ours = (say(_top_tenth(each), "share") for each in shown.values())
    gini = run.reading("gini")
    return lorenz(
        shown,
        holders="share of the catalogue, least shown first",
        total="share of all places in rows",
        caption=f"A tenth of the titles gets {mine} of the places, in the best possible rows "
        f"{ours}; Gini {say(gini.true, 'score')} against {say(gini.ceiling, 'score')}.",
    )


def _top_tenth(shown: np.ndarray) -> float:
    """The part of all places that the tenth of the titles shown most has."""
    most = np.sort(shown)[-max(1, len(shown) // 10) :]
    return float(most.sum() / max(shown.sum(), 1))


def genres(run: Run) -> Drawn:
    """Which genres users took, and which their rows hold, by metadata."""
    judged, movies, k = run["judged"], run["movies"], run.position + 1
    mix = movies.known_mix(judged.state.week)
    wanted = taste_of_log(movies, judged.ranked.trained)[movies.people].mean(axis=0)
    lists = judged.rows[movies.people, :k]
    held = mix[lists[lists >= 0]]
    given = held.mean(axis=0) if len(held) else np.zeros(len(GENRES))
    frame = pd.DataFrame({"genre": GENRES, "taken in the log": wanted, "in rows": given})
    far = int(np.abs(given - wanted).argmax())
    return bars(
        frame.melt("genre", var_name="where", value_name="share"),
        x=("genre", ""),
        y=("share", "share of titles"),
        by="where",
        colours={"taken in the log": "seen", "in rows": "true"},
        caption=f"Furthest apart is {GENRES[far]}: {say(float(wanted[far]), 'share')} of what was "
        f"taken, {say(float(given[far]), 'share')} of what rows hold.",
    )
