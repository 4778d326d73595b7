"""Models: what each head carries, clicks against truth, and what the heads rely on."""

from __future__ import annotations

from collections.abc import Mapping

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
    "none": "none: clicks as they are",
    "feature": "the place as a feature",
    "ips_true": "inverse propensity, true eta",
    "ips_estimated": "inverse propensity, estimated eta",
    "ips_wrong": "inverse propensity, eta half too high",
}
ON_LISTS = CALLED | {"feature": "clicks over the mean of their place"}
OWN, OTHER = "as in this design", "other corrections"
COLOURS = {OWN: "current", OTHER: "muted"}


def heads(run: Run) -> Drawn:
    """The ten engagements.

    Which head is the score made of, and which can be believed? Weight times rate is what counts.
    """
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


def corrections(run: Run) -> Drawn:
    """What each correction does to this feed.

    Which correction for position orders the best pages here? The design's own heads, trained again
    with each.
    """
    pages, own = run["corrected_pages"], run.settings["position_bias"]
    points = {name: float(each.mean()) for name, each in pages.items()}
    best = max(points, key=lambda name: points[name])
    frame = pd.DataFrame(
        {
            "correction": [CALLED[name] for name in points],
            "points": list(points.values()),
            "kind": [OWN if name == own else OTHER for name in points],
        }
    )
    return bars(
        frame,
        x=("correction", "correction for position"),
        y=("points", "true points of engagement per page"),
        by="kind",
        colours=COLOURS,
        stacked=True,
        horizontal=True,
        caption=f"This design corrects by {CALLED[own]}: {points[own]:.2f} points per page. "
        f"{_best_correction(pages, own, best)} All else is this design's; pages are ordered by "
        "weighted engagement alone.",
    )


def _best_correction(pages: Mapping[str, np.ndarray], own: str, best: str) -> str:
    """Whether another correction orders better pages, by more than the luck of the readers."""
    lead = pages[best] - pages[own]
    sure = 1.96 * lead.std() / np.sqrt(len(lead))
    if best == own or lead.mean() < sure:
        return "No other correction gives more, beyond the luck of which readers there are."
    told = f"{lead.mean():.2f} ± {sure:.2f}"
    return f"With {CALLED[best]} it would be {told} more."


def clicks(run: Run) -> Drawn:
    """Clicks against truth: an experiment.

    Do clicks teach what is good, or what was shown at the top? Lists shown many times, ordered by
    their clicks.
    """
    lists = run["click_lists"]
    lost = {ON_LISTS[name]: 1 - float(lists.ndcg[name].mean()) for name in CORRECTIONS}
    lost = {"nothing: the order that was shown": 1 - float(lists.shown.mean())} | lost
    frame = pd.DataFrame({"correction": list(lost), "lost": list(lost.values())})
    guess, eta = lists.powers["ips_estimated"], run["feed"].eta
    return bars(
        frame,
        x=("correction", "correction for position"),
        y=("lost", "nDCG lost against the true order"),
        horizontal=True,
        caption=f"400 short lists, each shown {run.settings['times_shown']:,} times; attention "
        f"falls with eta {eta:g} (estimated {guess:.2f}). Shorter is better. This is about clicks "
        "on lists without features: what a correction does to this feed's own heads is another "
        "question, and has its own picture.",
    )


def importance(run: Run) -> Drawn:
    """What the heads rely on.

    Do they know the post, the reader, or what others did? Shares of the gain; each head counts the
    same.
    """
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
