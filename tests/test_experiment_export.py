"""A stranger with the exported rows, scipy and pandas finds the readings of experiments again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cases.experiment import CASE

DESIGNS = {
    "default": {},
    "peeking on money, ratio check": {
        "stopping": "peek", "metric": "money", "srm": "0.001", "variance": "cuped",
    },
    "clicks by page view": {"metric": "ctr", "analysis": "rows", "split": 0.2, "day": 9.0},
    "careful": {
        "stopping": "obrien_fleming", "looks": 4, "holdout": "half_year", "ship": "expected",
    },
    "one more week": {"stopping": "extend", "day": 21.0},
    "groups of users": {"segments": "any", "correction": "holm", "apart": 1.0},
    "one arm cleaned": {"metric": "money", "outliers": "one_arm"},
}  # fmt: skip
IDEAS_A_YEAR = 120


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """Runs, and the rows of each as read back from a file of comma-separated values."""
    folder, kept = tmp_path_factory.mktemp("rows"), {}

    def read(name):
        if name not in kept:
            run = CASE.run({"size": "small"} | DESIGNS[name])
            CASE.export(run).to_csv(folder / "rows.csv", index=False, float_format="%.17g")
            rows = pd.read_csv(folder / "rows.csv")
            kept[name] = run, rows
        return kept[name]

    return read


def readings_of(ideas):
    """Every reading from the rows of ideas, in plain arithmetic."""
    shipped, metric = ideas["decision"] == 1, ideas["metric"]
    rising = shipped & (metric > 0)
    nothing = (metric == 0) & (ideas["faulty"] == 0)
    called = (ideas["called"] != 0) & (metric != 0)
    return {
        "money": IDEAS_A_YEAR * ideas["gain"].mean(),
        "false_winners": (ideas["truth"] <= 0)[shipped].mean(),
        "found": shipped[ideas["label"] == 1].mean(),
        "exaggeration": ideas["claimed"][rising].sum() / metric[rising].sum(),
        "false_alarms": (ideas["called"] != 0)[nothing].mean(),
        "noticed": ideas["notices"][nothing].mean(),
        "coverage": ((ideas["low"] <= metric) & (metric <= ideas["high"])).mean(),
        "days": ideas["label_time"].mean(),
        "wrong_sign": (np.sign(metric) != ideas["called"])[called].mean(),
        "guard_harm": (ideas["guard"] < 0)[shipped].mean(),
        "unnoticed": ((ideas["invalid"] == 1) & (ideas["flagged"] == 0)).mean(),
        "thrown_away": ideas["flagged"][ideas["invalid"] == 0].mean(),
        "shipped": IDEAS_A_YEAR * shipped.mean(),
    }


@pytest.mark.parametrize("name", DESIGNS)
def test_every_reading_is_found_again(strangers, name):
    run, rows = strangers(name)
    found = readings_of(rows[rows["split"] == "idea"])
    assert found.keys() == {metric.name for metric in CASE.metrics}
    for metric, value in found.items():
        assert value == pytest.approx(run.reading(metric).true, rel=1e-9, abs=1e-12, nan_ok=True)
    claimed = IDEAS_A_YEAR * rows["claimed_gain"].mean()
    assert claimed == pytest.approx(run.reading("money").seen, rel=1e-9)


def so_far(rows, until):
    """Sums of each idea and arm up to the day until which each idea counts."""
    days = rows[rows["split"] == "day"]
    days = days[days["time"] <= days["idea"].map(until)]
    names = [name for name in ("users", "units", "y", "yy", "d", "x", "xx", "xy") if name in days]
    return days.groupby(["idea", "arm"])[names].sum().unstack("arm")


def test_estimates_and_p_values_come_from_the_daily_sums(strangers):
    _, rows = strangers("default")
    ideas = rows[rows["split"] == "idea"].set_index("idea")
    sums = so_far(rows, ideas["time"])
    n, y, yy = (sums[name].to_numpy() for name in ("units", "y", "yy"))
    spread = np.sqrt((yy - y**2 / n) / (n - 1))
    peer = stats.ttest_ind_from_stats(
        y[:, 1] / n[:, 1], spread[:, 1], n[:, 1], y[:, 0] / n[:, 0], spread[:, 0], n[:, 0],
        equal_var=False,
    )  # fmt: skip
    assert np.allclose(ideas["score"], peer.statistic, rtol=1e-9)
    effect = (y[:, 1] / n[:, 1]) / (y[:, 0] / n[:, 0]) - 1
    assert np.allclose(ideas["effect"], effect, rtol=1e-9, atol=1e-12)
    assert ((peer.pvalue < 0.05) == (ideas["called"] != 0)).mean() > 0.99


def test_a_peeked_test_stops_where_a_stranger_stops_it(strangers):
    _, rows = strangers("peeking on money, ratio check")
    ideas = rows[rows["split"] == "idea"].set_index("idea")
    days = rows[rows["split"] == "day"]
    for idea in (1, 2, 3, 50):
        own = days[days["idea"] == idea].set_index(["time", "arm"]).sort_index()
        stop = next((t for t in own.loc[:, "bound"].dropna().index.get_level_values(0).unique()
                     if abs(regressed(own.loc[:t])) >= own["bound"][t].iloc[0]), 28.0)  # fmt: skip
        assert stop == ideas["time"][idea]


def test_another_week_is_given_where_a_stranger_gives_it(strangers):
    _, rows = strangers("one more week")
    ideas = rows[rows["split"] == "idea"].set_index("idea")
    planned = so_far(rows, pd.Series(21.0, ideas.index))
    n, y, yy = (planned[name].to_numpy() for name in ("units", "y", "yy"))
    error = np.sqrt(((yy - y**2 / n) / (n - 1) / n).sum(axis=1))
    z = np.abs(y[:, 1] / n[:, 1] - y[:, 0] / n[:, 0]) / error
    nearly = (stats.norm.sf(z) * 2 <= 0.2) & (stats.norm.sf(z) * 2 > 0.05)
    assert nearly.any() and (ideas["time"] == np.where(nearly, 28, 21)).all()


def regressed(rows):
    """z of the difference of means after regression on the covariate, from sums."""
    s = rows.groupby("arm")[["units", "y", "yy", "x", "xx", "xy"]].sum()
    slope = (s["xy"] - s["x"] * s["y"] / s["units"]).sum()
    slope /= (s["xx"] - s["x"] ** 2 / s["units"]).sum()
    y = s["y"] - slope * s["x"]
    yy = s["yy"] - 2 * slope * s["xy"] + slope**2 * s["xx"]
    mean, variance = y / s["units"], (yy - y**2 / s["units"]) / (s["units"] - 1)
    return (mean[1] - mean[0]) / np.sqrt((variance / s["units"]).sum())


def test_page_views_and_the_ratio_check(strangers):
    _, rows = strangers("clicks by page view")
    ideas = rows[rows["split"] == "idea"].set_index("idea")
    sums = so_far(rows, ideas["time"])
    y, d = sums["y"].to_numpy(), sums["d"].to_numpy()
    share = y / d
    z = (share[:, 1] - share[:, 0]) / np.sqrt((share * (1 - share) / d).sum(axis=1))
    assert np.allclose(ideas["score"], z, rtol=1e-9, atol=1e-12)
    run, rows = strangers("peeking on money, ratio check")
    ideas = rows[rows["split"] == "idea"].set_index("idea")
    users = so_far(rows, ideas["time"])["users"].to_numpy()
    p = stats.chisquare(users, users.sum(axis=1, keepdims=True) / 2, axis=1).pvalue
    assert ((p < 0.001) == (ideas["flagged"] == 1)).all()
    assert run.reading("unnoticed").true < 0.02
