"""What the team's evaluation says, and what is true: policies, splits, ceilings, cold users."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.recommender.policies import BUCKETS, Tried
from cases.recommender.world import COLD
from kit.figure import COLOURS, Absent, Chart, Drawn, axis, bars, lines
from kit.run import Run
from kit.words import say

MODES = {
    "full": "nDCG@10 on held-back takes",
    "sampled": "nDCG@10 among 100 sampled titles",
    "ips": "nDCG@10, takes weighed by 1 / propensity",
    "truth": "nDCG@10 on the truth",
}
SPLITS = {
    "random": "rows at random",
    "last": "each user's last take",
    "user_time": "each user's last fifth",
    "global_time": "the last two weeks",
}


def signature(run: Run) -> Drawn:
    """Each of ten policies: what the log says of it, against what it is worth."""
    if run["policies"] is None or not len(run["held"].positives):
        return Absent("No take was held back: the log has nothing to say of any policy.")
    tried = run["policies"].tried
    frame = pd.DataFrame([_point(each) for each in tried]).sort_values("worth")
    frame["label"] = _apart(frame["high"].to_numpy(), frame["worth"].to_numpy())
    kind = {"oracle": "ceiling", "popularity": "seen"}
    frame["colour"] = [COLOURS[kind.get(name, "true")] for name in frame["policy"]]
    mode = MODES[run.settings["metric"]]
    x = axis("logged", f"{mode}: what the team sees")
    y = axis("worth", "mean true chance of a take: what is true") | {"scale": {"zero": True}}
    place = {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}}
    ends = {"x": {**x, "field": "low"}, "x2": {"field": "high"}}
    name = {
        "x": {**x, "field": "high"},
        "y": {**y, "field": "label"},
        "text": {"field": "policy"},
        "color": {"value": COLOURS["muted"]},
    }
    span = [
        {"mark": "rule", "encoding": place | ends},
        {"mark": {"type": "point", "filled": True, "size": 90}, "encoding": place},
        {"mark": {"type": "text", "align": "left", "dx": 9}, "encoding": name},
    ]
    spec = {"layer": span, "height": 300, "width": "container"}
    said = _ranks(frame)
    return Chart(spec, frame, said, f"Ten policies by {mode} and by their true worth. {said}")


def _apart(across: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Heights, given rising, at which names that start at `across` do not lie on each other.

    From the middle one on, names above are moved up as far as need be, names below down.
    """
    near, gap = 0.15 * float(np.ptp(across)), 0.06 * float(heights.max())
    moved, middle = heights.copy(), len(heights) // 2 - 1
    for place in range(middle + 1, len(moved)):
        close = np.abs(across[middle:place] - across[place]) < near
        least = np.max(moved[middle:place] + gap, where=close, initial=0.0)
        moved[place] = max(moved[place], least)
    for place in range(middle - 1, -1, -1):
        close = np.abs(across[place + 1 : middle + 1] - across[place]) < near
        most = np.min(moved[place + 1 : middle + 1] - gap, where=close, initial=np.inf)
        moved[place] = min(moved[place], most)
    return moved


def _point(tried: Tried) -> dict[str, float | str]:
    known = tried.logged[np.isfinite(tried.logged)]
    half = 1.96 * known.std() / np.sqrt(max(len(known), 1)) if len(known) else 0.0
    mean = float(known.mean()) if len(known) else 0.0
    return {
        "policy": tried.name, "logged": mean, "low": mean - half, "high": mean + half,
        "worth": float(tried.worth.mean()),
    }  # fmt: skip


def _ranks(frame: pd.DataFrame) -> str:
    place = frame.set_index("policy").rank(ascending=False, numeric_only=True)
    from scipy.stats import spearmanr

    agree = spearmanr(frame["logged"], frame["worth"]).statistic
    top = frame.loc[frame["logged"].idxmax(), "policy"]
    return (
        f"By its true worth the oracle is number {place.loc['oracle', 'worth']:.0f} of "
        f"{len(frame)}; by the log it is number {place.loc['oracle', 'logged']:.0f}, and {top} is "
        f"first. The two orders agree at a rank correlation of {say(float(agree), 'score')}."
    )


def four_splits(run: Run) -> Drawn:
    """The same design, judged at launch on four ways of holding takes back."""
    frame = run["splits"].dropna()
    if frame.empty:
        return Absent("No take could be held back.")
    frame = frame.assign(split=[SPLITS[each] for each in frame["split"]])
    x = {
        "field": "split",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelAngle": 0},
    }
    band = axis("low", MODES[run.settings["metric"]]) | {"scale": {"zero": True}}
    bar = {"mark": {"type": "bar", "color": COLOURS["seen"]},
           "encoding": {"x": x, "y": {**band, "field": "ndcg"}}}  # fmt: skip
    rule = {"mark": {"type": "rule", "color": COLOURS["muted"], "strokeWidth": 2},
            "encoding": {"x": x, "y": band, "y2": {"field": "high"}}}  # fmt: skip
    ends = frame.set_index("split")["ndcg"]
    said = (
        f"From {say(float(ends.min()), 'score')} ({ends.idxmin()}) to "
        f"{say(float(ends.max()), 'score')} ({ends.idxmax()}): one design, one log, one metric."
    )
    spec = {"layer": [bar, rule], "height": 260, "width": "container"}
    return Chart(spec, frame, said, said)


def cold_curve(run: Run) -> Drawn:
    """What rows are worth to users by how many titles they have taken, for four policies."""
    policies = run["policies"]
    rows = []
    for tried in policies.tried:
        if tried.name not in ("popularity", "content", "ALS", "hybrid", "oracle"):
            continue
        for low, high in BUCKETS:
            some = (policies.takes >= low) & (policies.takes < high)
            if some.any():
                name = f"{low} to {high - 1}" if high < 1000 else f"{low} and more"
                rows.append((name, float(tried.worth[some].mean()), tried.name))
    frame = pd.DataFrame(rows, columns=["takes", "worth", "policy"])
    shades = {
        "oracle": "ceiling", "ALS": "true", "popularity": "seen", "content": "pinned",
        "hybrid": "current",
    }  # fmt: skip
    cold = float((policies.takes < COLD).mean())
    return bars(
        frame,
        x=("takes", "titles the user had taken"),
        y=("worth", "true chance of a take"),
        by="policy",
        colours=shades,
        caption=f"{say(cold, 'share')} of users have taken fewer than {COLD} titles. "
        + _first(frame),
    )


def _first(frame: pd.DataFrame) -> str:
    honest = frame[frame["policy"] != "oracle"]
    best = honest.loc[honest.groupby("takes", sort=False)["worth"].idxmax()]
    return f"Best for the least known: {best.iloc[0]['policy']}; for the best known: " + (
        f"{best.iloc[-1]['policy']}."
    )


def ceilings_drawn(run: Run) -> Drawn:
    """What the design reaches beside three that know more."""
    judged, movies, k = run["judged"], run["movies"], run.position + 1
    people, seen_at = movies.people, movies.examination[:k]
    truth = judged.ceilings.truth
    named = {
        "this design": (run.reading("click_rate").true, "true"),
        "endless logs": (None, "clairvoyant"),
        "tastes and metadata": (None, "clairvoyant"),
        "oracle": (None, "ceiling"),
    }
    lists = dict(zip(list(named)[1:], (judged.ceilings.endless, judged.ceilings.metadata,
                                       judged.ceilings.oracle), strict=True))  # fmt: skip
    rows = [("this design", named["this design"][0])]
    for name, each in lists.items():
        chance = np.take_along_axis(truth, np.maximum(each[:, :k], 0), axis=1)
        kept = np.where(each[:, :k] >= 0, chance, 0)[people] * seen_at
        rows.append((name, float(kept.mean())))
    frame = pd.DataFrame(rows, columns=["who", "taken"])
    frame["what"] = [named[name][1] for name in frame["who"]]
    share = frame["taken"].iloc[0] / max(frame["taken"].iloc[-1], 1e-12)
    return lines_of_bars(
        frame,
        f"The design reaches {say(float(share), 'share')} of what the oracle's rows bring. Endless "
        "logs would know every title of the past weeks and nothing of the coming ones; metadata "
        "are blurred.",
    )


def lines_of_bars(frame: pd.DataFrame, caption: str) -> Chart:
    """Horizontal bars, one a row, coloured by meaning."""
    shades = {name: name for name in ("true", "clairvoyant", "ceiling")}
    return bars(
        frame,
        x=("who", ""),
        y=("taken", "share of titles taken"),
        by="what",
        colours=shades,
        stacked=True,
        horizontal=True,
        caption=caption,
    )


def along_k(run: Run) -> Drawn:
    """Titles taken at every length of the row: true, as the dashboard has it, and the oracle's."""
    reading, axis_ = run.readout.tracks["click_rate"], run.readout.axis
    parts = {"seen": reading.seen, "true": reading.true, "ceiling": reading.ceiling}
    frame = pd.DataFrame({"k": axis_.astype(int), **parts}).melt("k", var_name="what")
    now = run.reading("click_rate")
    mark = pd.DataFrame({"k": [run.position + 1], "value": [now.true], "what": ["true"]})
    return lines(
        frame,
        x=("k", "titles in the row"),
        y=("value", "share of titles taken"),
        by="what",
        colours={name: name for name in parts},
        marks=mark,
        caption=f"At {run.position + 1} titles {say(now.true, 'share')} of them are taken; further "
        "down they are looked at less and are worse.",
    )
