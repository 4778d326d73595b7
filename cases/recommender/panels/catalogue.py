"""From the catalogue to a row: where good titles are lost, who gets the places, which genres."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cases.recommender.decide import LOOKED_AT, listed, taste_of_log
from cases.recommender.evidence import takes
from data.movies.constants import GENRES
from kit.figure import Drawn, bars
from kit.panels.funnel import Phase
from kit.panels.funnel import funnel as as_funnel
from kit.panels.legend import CLAIRVOYANT, TRUE
from kit.panels.lorenz import lorenz
from kit.run import Run
from kit.words import say
from pipelines.evaluation.list_metrics import exposure
from pipelines.ranking.retrieval import best


def funnel(run: Run) -> Drawn:
    """From the catalogue to a row.

    Where are good titles lost? What perfect choices among the titles left would bring.
    """
    judged, movies, k = run["judged"], run["movies"], run.position + 1
    truth, ranked = judged.ceilings.truth, judged.ranked
    first = best(ranked.scores, LOOKED_AT)
    left = {
        "catalogue": np.ones(truth.shape, dtype=bool),
        "seen filter and index": np.isfinite(ranked.generated),
        "candidates fetched": listed(ranked.fetched, truth.shape),
        f"the best {LOOKED_AT} of them": listed(first, truth.shape),
    }
    ms = {station.name: station.service for station in run["serving"].timed.path.stations}
    takes_ms = (math.nan, math.nan, ms["retrieval"].mean_ms, ms["ranker"].mean_ms)
    phases = [
        Phase(name, float(mask.sum(axis=1).mean()), _reach(run, mask), work)
        for (name, mask), work in zip(left.items(), takes_ms, strict=True)
    ]
    shown = float((judged.rows[:, :k] >= 0).sum(axis=1).mean())
    row = _at(takes(movies, judged, judged.rows), k)
    served = run.reading("click_rate").true
    return as_funnel(
        [
            *phases,
            Phase("row", shown, row, ms["re-ranking"].mean_ms),
            Phase("answered in time", shown, served),
        ],
        unit="share",
        left="titles left",
        worth="titles taken, if the best of these were shown",
        note="Milliseconds are mean work on a request.",
    )


def _reach(run: Run, mask: np.ndarray) -> float:
    """The share of titles taken if everybody's row were the best of some titles."""
    judged, k = run["judged"], run.position + 1
    ideal = best(np.where(mask, judged.ceilings.truth, -np.inf), k)
    return _at(takes(run["movies"], judged, ideal), k)


def _at(taken: np.ndarray, k: int) -> float:
    return float(taken[:, min(k, taken.shape[1]) - 1].mean() / k)


def who_is_shown(run: Run) -> Drawn:
    """Which titles get the places.

    Do a few titles get everything? Compare with the clairvoyant rows: good titles deserve more.
    """
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
        caption=f"A tenth of the titles gets {mine} of the places, in the clairvoyant rows "
        f"{ours}; Gini {say(gini.true, 'score')} against {say(gini.ceiling, 'score')}.",
    )


def _top_tenth(shown: np.ndarray) -> float:
    """The part of all places that the tenth of the titles shown most has."""
    most = np.sort(shown)[-max(1, len(shown) // 10) :]
    return float(most.sum() / max(shown.sum(), 1))


def genres(run: Run) -> Drawn:
    """Genres taken, genres shown.

    Does a user with three tastes get three? Mixes of what was taken and of what is shown.
    """
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
        colours={"taken in the log": "muted", "in rows": "one"},
        caption=f"Furthest apart is {GENRES[far]}: {say(float(wanted[far]), 'share')} of what was "
        f"taken, {say(float(given[far]), 'share')} of what rows hold.",
    )
