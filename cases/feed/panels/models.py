"""Models: what each head carries, clicks against truth, and what the heads rely on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.feed.decide import NAMES, shares_of_points
from cases.feed.features import COUNTS
from cases.feed.features import NAMES as COLUMNS
from data.feed.constants import HEADS
from kit.figure import Absent, Drawn, Table, bars
from kit.panels.importance import importance as by_feature
from kit.run import Run
from kit.words import say
from pipelines.ranking.positions import CORRECTIONS

CALLED = {
    "none": "clicks as they are",
    "feature": "clicks over the mean of their place",
    "ips_true": "weighted, true eta",
    "ips_estimated": "weighted, eta from random pages",
    "ips_wrong": "weighted, eta half too high",
}


def heads(run: Run) -> Drawn:
    """Each head: weight, share of the points, rows it learnt from, entropy seen, true, ceiling."""
    trained = run["trained"]
    if trained.heads.kind != "heads":
        return Absent("One model for everything: there are no heads to weigh.")
    tracks = [run.readout.tracks[f"ne_{name}"] for name in HEADS]
    frame = pd.DataFrame(
        {
            "engagement": [NAMES[name] for name in HEADS],
            "weight": run["weights"].values,
            "of points": shares_of_points(run["weights"], _rates(run)),
            "true": [track.at("true", 0) for track in tracks],
            "ceiling": [track.at("ceiling", 0) for track in tracks],
            "seen": [track.at("seen", 0) for track in tracks],
            "learnt from": trained.heads.positives,
        }
    )
    top = frame.loc[frame["of points"].idxmax()]
    likes = frame["of points"].iloc[0]
    return Table(
        frame,
        f"Most of the score comes from {top['engagement']} ({say(top['of points'], 'share')}); "
        f"likes bring {say(likes, 'share')}. True, ceiling and seen are normalised entropies: less "
        "is better, and above 1 a head knows less than its rate alone. Learnt from counts "
        "positives.",
        {"weight": "score", "of points": "share", "learnt from": "count"}
        | dict.fromkeys(("true", "ceiling", "seen"), "score"),
    )


def _rates(run: Run) -> np.ndarray:
    """Mean chances that the heads give the design's candidates: (heads,)."""
    chances = run["predicted"].chances[run["candidates"].there]
    return np.nan_to_num(chances).mean(axis=0) if len(chances) else np.zeros(len(HEADS))


def clicks(run: Run) -> Drawn:
    """True nDCG of an order learnt from clicks, by how the place is corrected for."""
    lists, own = run["click_lists"], run.settings["position_bias"]
    lost = {CALLED[name]: 1 - float(lists.ndcg[name].mean()) for name in CORRECTIONS}
    kinds = ["as this design does" if name == own else "others" for name in CORRECTIONS]
    frame = pd.DataFrame(
        {
            "learnt from": ["the order that was shown", *lost],
            "lost": [1 - float(lists.shown.mean()), *lost.values()],
            "kind": ["nothing learnt", *kinds],
        }
    )
    guess, eta = lists.powers["ips_estimated"], run["feed"].eta
    return bars(
        frame,
        x=("learnt from", ""),
        y=("lost", "nDCG lost against the true order"),
        by="kind",
        colours={"as this design does": "current", "others": "true", "nothing learnt": "muted"},
        stacked=True,
        horizontal=True,
        caption=f"Each list is shown {run.settings['times_shown']:,} times; attention falls with "
        f"eta {eta:g} (estimated {guess:.2f}). Corrected as this design does, "
        f"{say(lost[CALLED[own]], 'score')} is lost; shorter is better.",
    )


def importance(run: Run) -> Drawn:
    """How much of the heads' gain each feature brings, every head counted alike."""
    names = list(COLUMNS if run.settings["features"] == "all" else COLUMNS[:-COUNTS])
    if run.settings["position_bias"] == "feature":
        names.append("place")
    heads = run["trained"].heads
    return by_feature(
        names,
        heads.importance,
        of="the heads' gain",
        nothing="The heads learnt nothing: there was too little to learn from.",
        note=f"Learnt from {heads.rows:,} rows.",
    )
