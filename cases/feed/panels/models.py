"""Models: what each head carries, clicks against truth, and what the heads rely on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.feed.metrics import NAMES
from cases.feed.sight import COUNTS
from cases.feed.sight import NAMES as COLUMNS
from data.feed.constants import HEADS, RATES
from kit.figure import Absent, Drawn, Table, bars
from kit.run import Run
from kit.words import say
from pipelines.ranking.positions import CORRECTIONS

CALLED = {
    "none": "clicks as they are",
    "feature": "clicks against their place's mean",
    "ips_true": "weighed, true eta",
    "ips_estimated": "weighed, eta from swaps",
    "ips_wrong": "weighed, eta half too high",
}


def shares(run: Run, rates: np.ndarray | None = None) -> np.ndarray:
    """What share of all points, in absolute value, each head brings on average: (heads,).

    Rates are the mean chances of the design's candidates, or those given.
    """
    if rates is None:
        chances = run["predicted"].chances[run["candidates"].there]
        rates = np.nan_to_num(chances).mean(axis=0) if len(chances) else np.zeros(len(HEADS))
    points = np.abs(np.asarray(rates) * np.array(run["weights"].values))
    return points / max(points.sum(), 1e-12)


def heads(run: Run) -> Drawn:
    """Each head: weight, share of the points, rows it learnt from, entropy seen, true and floor."""
    learned = run["learned"]
    if learned.heads.kind != "heads":
        return Absent("One model for everything: there are no heads to weigh.")
    tracks = [run.readout.tracks[f"ne_{name}"] for name in HEADS]
    frame = pd.DataFrame(
        {
            "engagement": [NAMES[name] for name in HEADS],
            "weight": run["weights"].values,
            "of points": shares(run),
            "true": [track.at("true", 0) for track in tracks],
            "floor": [track.at("ceiling", 0) for track in tracks],
            "seen": [track.at("seen", 0) for track in tracks],
            "learnt from": learned.heads.positives,
        }
    )
    top = frame.loc[frame["of points"].idxmax()]
    likes = frame["of points"].iloc[0]
    return Table(
        frame,
        f"Most of the score is {top['engagement']} ({say(top['of points'], 'share')}); likes "
        f"are {say(likes, 'share')}. True, floor and seen are normalised entropies: above 1 a head "
        "knows less than its rate alone. Learnt from counts positives.",
        {"weight": "score", "of points": "share", "learnt from": "count"}
        | dict.fromkeys(("true", "floor", "seen"), "score"),
    )


def typical_shares(run: Run) -> np.ndarray:
    """`shares` at the base rates assumed, whatever this design's candidates."""
    return shares(run, np.array(RATES))


def clicks(run: Run) -> Drawn:
    """True nDCG of an order learnt from clicks, by how the place is corrected for."""
    clicked, own = run["clicked"], run.settings["position"]
    lost = {CALLED[name]: 1 - float(clicked.ndcg[name].mean()) for name in CORRECTIONS}
    kinds = ["this design" if name == own else "others" for name in CORRECTIONS]
    frame = pd.DataFrame(
        {
            "learnt from": ["the order that was shown", *lost],
            "lost": [1 - float(clicked.shown.mean()), *lost.values()],
            "kind": ["nothing learnt", *kinds],
        }
    )
    guess, eta = clicked.powers["ips_estimated"], run["feed"].eta
    return bars(
        frame,
        x=("learnt from", ""),
        y=("lost", "nDCG lost against the true order"),
        by="kind",
        colours={"this design": "current", "others": "true", "nothing learnt": "muted"},
        stacked=True,
        horizontal=True,
        caption=f"Each list shown {run.settings['shows']:,} times, attention falling with eta "
        f"{eta:g} (estimated {guess:.2f}). This design's order loses "
        f"{say(lost[CALLED[own]], 'score')}; shorter is better.",
    )


def importance(run: Run) -> Drawn:
    """How much of the heads' gain each feature brings, heads alike."""
    gain = run["learned"].heads.importance
    if gain is None:
        return Absent("The heads learnt nothing: there was too little to learn from.")
    names = list(COLUMNS if run.settings["features"] == "all" else COLUMNS[:-COUNTS])
    if run.settings["position"] == "feature":
        names.append("place")
    frame = pd.DataFrame({"feature": names, "share": gain}).sort_values("share", ascending=False)
    top = frame.iloc[0]
    return bars(
        frame.head(12),
        x=("feature", ""),
        y=("share", "share of the gain"),
        horizontal=True,
        caption=f"{top['feature']} brings {say(top['share'], 'share')}; learnt from "
        f"{run['learned'].heads.rows:,} rows.",
    )
