"""How far predicted probabilities can be believed, week by week and bin by bin."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.ads_funnel.decide import KEEPS
from cases.ads_funnel.features import names
from cases.ads_funnel.week import Pairs
from kit.figure import Absent, Drawn, Table
from kit.panels.importance import importance as most_used
from kit.panels.legend import ATTAINABLE, SEEN, TRUE
from kit.panels.over_time import by_period, over_time
from kit.panels.reliability import reliability as promised_and_true
from kit.run import Run
from kit.words import say
from pipelines.evaluation.ranking_metrics import normalised_entropy
from pipelines.learning.resampling import undo_undersampling

SERVED = "as served"


def reliability(run: Run) -> Drawn:
    """Reliability of predicted probabilities.

    May a probability be multiplied by a bid? Candidates are grouped by what was predicted, with
    what is true beside it, on log scales.
    """
    auctions, keep = run["auctions"], KEEPS[run.position]
    there = auctions.there[:, :keep] & ~auctions.bot[:, None]
    said, true = auctions.chance[:, :keep][there], auctions.truth[:, :keep][there]
    curves = {SERVED: said}
    kept = float(run.settings["keep"])
    if run.settings["recalibration"] == "formula" and kept < 1:
        # What the model said before the formula: the formula's own inverse.
        curves["before the formula"] = said / (said + (1 - said) * kept)
    elif run.settings["recalibration"] == "none" and kept < 1:
        curves["had the formula been used"] = undo_undersampling(said, kept)
    reading = run.reading("calibration")
    return promised_and_true(
        {name: (values, true) for name, values in curves.items()},
        promised="predicted chance of a click",
        happened="true chance",
        colours={SERVED: "true", "before the formula": "muted"},
        rare=True,
        caption=f"Candidates are predicted {say(reading.true, 'ratio')} times the clicks they "
        f"would get; winners {say(run.reading('calibration_winners').true, 'ratio')} times.",
    )


def by_week(run: Run) -> Drawn:
    """Normalised entropy, week by week.

    Does the model keep up with a world it shapes? The ceiling is the entropy of the truth.
    """
    judged, believed = run["judged"], run["believed"]
    weeks = len(run["live"])
    true = _weekly(judged.outcome, judged.predicted, judged.week, weeks)
    if not np.isfinite(true).any():
        return Absent("No clicks to judge by.")
    curves = {TRUE: true, ATTAINABLE: _weekly(judged.outcome, judged.outcome, judged.week, weeks)}
    if run.settings["judged_by"] == "next":
        curves[SEEN] = _weekly(believed.outcome, believed.predicted, believed.week, weeks)
    return over_time(
        curves,
        period="live week",
        value="normalised entropy (less is better)",
        caption=f"From {say(true[0], 'score')} to {say(true[-1], 'score')} over the live weeks. "
        + _on_seen(run, believed),
    )


def _weekly(outcome: np.ndarray, said: np.ndarray, week: np.ndarray, weeks: int) -> np.ndarray:
    return by_period(normalised_entropy, week, outcome, said, periods=weeks)


def _on_seen(run: Run, believed: Pairs) -> str:
    if run.settings["judged_by"] == "next":
        return "The log holds winners only, so what is seen need not move alike."
    whole = normalised_entropy(believed.outcome, believed.predicted)
    return f"On random rows of the past the team sees {say(whole, 'score')} for all weeks."


def apart(run: Run) -> Drawn:
    """Prediction apart from selection.

    Is the model right, or only right about what it chose? The same predictions on pairs of request
    and ad drawn whatever the design, and on the impressions that selection and auction let through.
    """
    shown = Pairs.joined(week.logged for week in run["live"])
    groups = {"pairs drawn at random": run["judged"], "impressions, as logged": shown}
    rows = [(name, *_rightness(pairs)) for name, pairs in groups.items() if len(pairs)]
    columns = ["judged on", "pairs", "predicted", "clicked", "predicted over clicked", "entropy"]
    frame = pd.DataFrame(rows, columns=columns)
    units = {"pairs": "count", "predicted": "share", "clicked": "share"}
    ratios = ", ".join(say(float(each), "ratio") for each in frame[columns[4]])
    return Table(
        frame,
        f"Clicks predicted over clicks: {ratios}. An auction picks what is overrated, so a model "
        "right on average is too high on what is shown; normalised entropy compares each with its "
        "own click rate.",
        units | dict.fromkeys(columns[4:], "ratio"),
    )


def _rightness(pairs: Pairs) -> tuple[float, ...]:
    """How many pairs, mean prediction and outcome, their ratio, normalised entropy."""
    said, came = float(pairs.predicted.mean()), float(pairs.outcome.mean())
    ratio = said / came if came else np.nan
    return len(pairs), said, came, ratio, normalised_entropy(pairs.outcome, pairs.predicted)


def importance(run: Run) -> Drawn:
    """What the heavy model relies on.

    Does it know the ad, or the request? Shares of the gain in the last week's model.
    """
    week = run["live"][-1]
    columns = [*names(run.settings["features"])]
    if run.settings["position"] == "feature":
        columns.append("slot")
    return most_used(
        columns,
        week.importance,
        of="the model's gain",
        nothing="This model does not say what it relies on.",
        note=f"Trained on {week.rows_trained:,} rows with {week.clicks_trained:,.0f} clicks.",
    )
