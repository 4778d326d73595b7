"""What the team's evaluation says, and what is true: policies, splits, ceilings, cold users."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cases.recommender.evidence import takes
from cases.recommender.policies import (
    BUCKETS,
    CLAIRVOYANT_POLICY,
    TEN,
    Tried,
    agreement,
    mean_and_interval,
)
from cases.recommender.ranker import FEATURES
from cases.recommender.world import COLD
from kit.colours import COLOURS
from kit.figure import HEIGHT, Absent, Chart, Drawn, axis, bars
from kit.panels.along import along, of_track, standing
from kit.panels.experiment import experiment as plan
from kit.panels.importance import importance as relied_on
from kit.run import Run
from kit.words import say

MODES = {
    "full": "nDCG@10 on held-back takes",
    "sampled": "nDCG@10 among 100 sampled titles",
    "ips": "nDCG@10, takes weighed by 1 / propensity",
    "truth": "nDCG@10 on the truth",
}
SPLITS = {
    "random": "at random",
    "last": "each user's last take",
    "user_time": "each user's last fifth",
    "global_time": "the last two weeks",
}
FEW = (CLAIRVOYANT_POLICY, "ALS", "popularity", "content", "hybrid")
"""The policies compared by what users had taken."""

PEAK_OVER_MEAN = 4.0  # requests a second at the peak over those of a mean hour: assumed
VISITS_A_USER = 5.0  # rows a user is shown on a day: assumed


def signature(run: Run) -> Drawn:
    """What the log prefers, and what is good.

    Would the log have picked the right policy? Ten policies, each by the team's metric and by the
    truth. Raise the exposure skew and watch the clairvoyant one.
    """
    if not len(run["held"].positives):
        return Absent("No take was held back: the log has nothing to say of any policy.")
    frame = pd.DataFrame([_point(each) for each in run["policies"].tried]).sort_values("worth")
    frame["label"] = _apart(frame["high"].to_numpy(), frame["worth"].to_numpy())
    own = {name: "current" for name, kind in TEN.items() if kind == run.settings["generator"]}
    kinds = own | {CLAIRVOYANT_POLICY: "clairvoyant"}
    frame["colour"] = [COLOURS[kinds.get(name, "muted")] for name in frame["policy"]]
    mode, said = MODES[run.settings["metric"]], _ranks(frame, run)
    spec = {"layer": _named_points(mode), "height": HEIGHT, "width": "container"}
    return Chart(spec, frame, said, f"Ten policies by {mode} and by their true worth. {said}")


def _named_points(mode: str) -> list[dict[str, Any]]:
    """Points with the interval of what is seen, and their names beside them."""
    x = axis("logged", f"seen: {mode}")
    y = axis("worth", "true: mean chance of a take") | {"scale": {"zero": True}}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    place = {"x": x, "y": y, "color": colour}
    ends = {"x": {**x, "field": "low"}, "x2": {"field": "high"}}
    name = {
        "x": {**x, "field": "high"},
        "y": {**y, "field": "label"},
        "text": {"field": "policy"},
        "color": {"value": COLOURS["muted"]},
    }
    return [
        {"mark": "rule", "encoding": place | ends},
        {"mark": {"type": "point", "filled": True, "size": 90}, "encoding": place},
        {"mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 12}, "encoding": name},
    ]


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
    mean, low, high, _ = mean_and_interval(tried.logged)
    worth = float(tried.worth.mean())
    return {"policy": tried.name, "logged": mean, "low": low, "high": high, "worth": worth}


def _ranks(frame: pd.DataFrame, run: Run) -> str:
    place = frame.set_index("policy")["logged"].rank(ascending=False)
    top = frame.loc[frame["logged"].idxmax(), "policy"]
    return (
        f"Rows ordered by the true chances are the best of {len(frame)} in truth; by the log they "
        f"are number {place[CLAIRVOYANT_POLICY]:.0f}, and {top} is first. The two orders agree at "
        f"a rank correlation of {say(agreement(run['policies']), 'score')}."
    )


def four_splits(run: Run) -> Drawn:
    """Four ways to hold back.

    How much of a score is the split? The same design, trained and judged four times.
    """
    frame = run["splits"].dropna()
    if frame.empty:
        return Absent("No take could be held back.")
    frame = frame.assign(split=[SPLITS[each] for each in frame["split"]])
    ends = frame.set_index("split")["ndcg"]
    chart = bars(
        frame,
        x=("split", ""),
        y=("ndcg", f"seen: {MODES[run.settings['metric']]}"),
        by="split",
        colours=dict.fromkeys(SPLITS.values(), "seen"),
        stacked=True,
        horizontal=True,
        caption=f"From {say(float(ends.min()), 'score')} ({ends.idxmin()}) to "
        f"{say(float(ends.max()), 'score')} ({ends.idxmax()}): one design, one log, one metric.",
    )
    return _with_intervals(chart)


def _with_intervals(chart: Chart) -> Chart:
    """Bars without a legend, with the interval from `low` to `high` over each."""
    bar = chart.spec["layer"][0]
    place = bar["encoding"]
    bar["encoding"] = place | {"color": {"value": COLOURS["seen"]}}
    ends = {"y": place["y"], "x": place["x"] | {"field": "low"}, "x2": {"field": "high"}}
    chart.spec["layer"].append(
        {"mark": {"type": "rule", "strokeWidth": 2, "color": COLOURS["muted"]}, "encoding": ends}
    )
    return chart


def cold_curve(run: Run) -> Drawn:
    """Rows for users with few takes.

    From how many takes on does a personal row pay? Policies by what users had taken.
    """
    policies = run["policies"]
    by_name = {tried.name: tried.worth for tried in policies.tried}
    rows = [
        (_bucket(low, high), float(by_name[name][some].mean()), name)
        for name in FEW
        for low, high in BUCKETS
        if (some := policies.having_taken(low, high)).any()
    ]
    frame = pd.DataFrame(rows, columns=["takes", "worth", "policy"])
    cold = float((policies.takes < COLD).mean())
    return bars(
        frame,
        x=("takes", "titles the user had taken"),
        y=("worth", "true chance of a take"),
        by="policy",
        colours={CLAIRVOYANT_POLICY: "clairvoyant"},
        caption=f"{say(cold, 'share')} of users have taken fewer than {COLD} titles. "
        + _first(frame),
    )


def _bucket(low: int, high: int) -> str:
    return f"{low} to {high - 1}" if high < BUCKETS[-1][1] else f"{low} and more"


def _first(frame: pd.DataFrame) -> str:
    honest = frame[frame["policy"] != CLAIRVOYANT_POLICY]
    best = honest.loc[honest.groupby("takes", sort=False)["worth"].idxmax()]
    least, most = best.iloc[0]["policy"], best.iloc[-1]["policy"]
    return f"Best for the users known least: {least}; for those known best: {most}."


def ceilings_drawn(run: Run) -> Drawn:
    """What could be reached.

    Is it the model, the data, or the world? Three that know more than any design.
    """
    judged, movies, at = run["judged"], run["movies"], run.position
    best = judged.ceilings
    lists = {
        "past chances of every title": best.endless,
        "tastes and metadata": best.metadata,
        "the true chances": best.by_truth,
    }
    reach = {name: _share(takes(movies, judged, each), at) for name, each in lists.items()}
    own = run.reading("click_rate").true
    frame = pd.DataFrame(
        [("this design", own, "true"), *((name, r, "clairvoyant") for name, r in reach.items())],
        columns=["who", "taken", "what"],
    )
    part = own / max(reach["the true chances"], 1e-12)
    return bars(
        frame,
        x=("who", ""),
        y=("taken", "share of titles taken"),
        by="what",
        colours={"true": "true", "clairvoyant": "clairvoyant"},
        stacked=True,
        horizontal=True,
        caption=f"The design reaches {say(part, 'share')} of what rows by the true chances bring. "
        "Whoever knows the past chances of every title knows nothing of the coming ones; metadata "
        "are noisy.",
    )


def _share(taken: np.ndarray, at: int) -> float:
    return float(taken[:, at].mean() / (at + 1))


def along_k(run: Run) -> Drawn:
    """How long should a row be?

    What does one more title bring? Titles taken at each length of the row.
    """
    now = run.reading("click_rate").true
    return along(
        of_track(run, "click_rate"),
        x="titles in the row",
        y="share of titles taken",
        marks=standing(run, "click_rate"),
        caption=f"At {run.position + 1} titles {say(now, 'share')} of them are taken. Further down "
        "titles are looked at less, and are worse.",
    )


def experiment(run: Run) -> Drawn:
    """How large must the test be?

    The smallest change an A/B test notices, by its size: how many users, and for how long?
    """
    visits = 86_400 * run.settings["traffic"] / PEAK_OVER_MEAN
    return plan(
        run,
        metrics=("click_rate", "hours", "cold_users"),
        unit="users",
        entities=int(run["movies"].people.sum()),
        units_a_day=visits / VISITS_A_USER,
        note=f"Taken as known: {VISITS_A_USER:.0f} rows a user and day, and a peak of "
        f"{PEAK_OVER_MEAN:.0f} times the mean traffic. Both arms learn from one log, so the old "
        "arm feeds the new one.",
    )


def importance(run: Run) -> Drawn:
    """What the ranker relies on.

    What would hurt if it were late or missing? The second model's features, by its own importance.
    """
    ranker = run["judged"].ranked.model.ranker
    return relied_on(
        FEATURES,
        ranker.importance,
        of="the ranker's own importance",
        nothing="There is no ranker: the generator's order stands.",
        note=f"It learnt from {ranker.rows:,} pairs of user and title.",
    )
