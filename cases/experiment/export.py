"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kit.run import Run

COLUMNS = {
    "split": "day: sums over one arm of one test on one day; idea: a test as decided",
    "time": "the day of the test, from 1; of an idea the day whose result counts",
    "label": "1 where the idea is worth its upkeep (idea)",
    "label_time": "days after the start when the team decides; nobody learns more (idea)",
    "truth": "lasting relative effect on money, returning users included (idea)",
    "score": "z value that is compared with the bound (idea)",
    "decision": "1 where the idea was shipped",
    "arm": "0 the old version, 1 the new one",
    "users": "users of the arm who entered on that day",
    "y": "sum of the metric over them; yy of its square",
    "d": "sum of the denominator of a ratio; dd of its square, yd of the product",
    "x": "sum of what is known of them before the test; xx of its square, xy of the product",
    "planned": "planned share of the treatment on that day",
    "bound": "bound of the rule on that day, in standard errors; empty where nobody looks",
    "effect": "estimated relative effect on the metric, and error, its standard error",
    "metric": "lasting relative effect on the metric; 0 where nothing is there",
    "called": "1 a win, -1 a loss, 0 nothing",
    "claimed": "relative effect told of the idea",
    "low": "interval of the test; high is its other end",
    "kept": "1 where it stayed live after the hold-out, if there is one",
    "gain": "money of the idea in its year ($); claimed_gain what the dashboard said",
    "worth": "money of a whole year live, less upkeep ($)",
    "faulty": "1 where the test is at fault; flagged where a check stopped it",
    "notices": "1 where the test would be a win with the effect looked for added",
    "guard": "lasting relative effect on returning users",
}


def export(run: Run) -> pd.DataFrame:
    """Every arm and day until the last decision, and every idea as it was decided."""
    rows = pd.concat([_days(run), _ideas(run)], ignore_index=True)
    rows.attrs["columns"] = COLUMNS
    return rows


def _days(run: Run) -> pd.DataFrame:
    sums = run["sums"] if run["preferred"] is None else run["preferred"]
    # A test that was given another week counts until then.
    until = int(max(run.position, run["stopped"].at[:, run.position].max())) + 1
    ideas = len(sums.units)
    idea, arm, day = (place.ravel() for place in np.indices((ideas, 2, until)))
    bounds = np.where(np.isfinite(run["plan"].bounds), run["plan"].bounds, np.nan)
    entered = run["entered"]
    share = np.broadcast_to(entered.planned[:, None, :until], (ideas, 2, until))
    columns = {
        "split": "day",
        "time": day + 1.0,
        "idea": idea + 1,
        "arm": arm,
        "users": entered.units[:, :, :until].ravel(),
        "units": sums.units[:, :, :until].ravel(),
        "planned": share.ravel(),
        "bound": bounds[day],
    }
    for name in ("y", "yy", "d", "dd", "yd", "x", "xx", "xy"):
        part = getattr(sums, name)
        if part is not None:
            columns[name] = part[:, :, :until].ravel()
    return pd.DataFrame(columns)


def _ideas(run: Run) -> pd.DataFrame:
    launched, at = run["launched"], run.position
    columns = {
        "split": "idea",
        "idea": np.arange(1, len(launched) + 1),
        "truth": launched["lift"].to_numpy(),
        "metric": launched["metric"].to_numpy(),
        "guard": launched["guard"].to_numpy(),
        "faulty": run["programme"].truth["faulty"].to_numpy().astype(int),
    }
    return pd.DataFrame(columns | _tested(run, at) | _decided(run, at))


def _tested(run: Run, at: int) -> dict[str, np.ndarray]:
    """What each test said, read on a day of the dial."""
    stopped, read = run["stopped"], run["read"]
    return {
        "time": stopped.at[:, at] + 1.0,
        "score": stopped.of(read.z)[:, at],
        "effect": stopped.of(read.effect)[:, at],
        "error": stopped.of(read.error)[:, at],
        "called": stopped.called[:, at].astype(int),
        "notices": run["noticed"][:, at].astype(int),
        "invalid": run["health"].invalid.astype(int),
        "flagged": stopped.of(run["health"].flagged)[:, at].astype(int),
    }


def _decided(run: Run, at: int) -> dict[str, np.ndarray]:
    """What became of each idea, and what it brought."""
    decided, gains = run["decided"], run["gains"]
    return {
        "label": gains.good.astype(int),
        "label_time": decided.day[:, at],
        "decision": decided.shipped[:, at].astype(int),
        "kept": decided.kept[:, at].astype(int),
        "claimed": decided.claimed[:, at],
        "low": decided.low[:, at],
        "high": decided.high[:, at],
        "gain": gains.true[:, at],
        "claimed_gain": gains.claimed[:, at],
        "worth": gains.worth,
    }
