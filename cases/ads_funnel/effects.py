"""What the lessons of the ads funnel measure."""

from __future__ import annotations

import numpy as np

from kit.run import Run
from pipelines.evaluation.ranking_metrics import normalised_entropy


def true(run: Run, metric: str) -> float:
    """A true reading."""
    return run.reading(metric).true


def seen(run: Run, metric: str) -> float:
    """A reading as the team sees it."""
    return run.reading(metric).seen


def ratio(metric: str):
    """How much the second run's true reading is above the first's, as a share of it."""
    return lambda first, second: true(second, metric) / true(first, metric) - 1


def seen_calibration(run: Run) -> float:
    """Clicks promised over clicks logged."""
    return seen(run, "calibration")


def worst_calibration(*runs: Run) -> float:
    """How far the worst of the runs is from promising what the log then shows."""
    return max(abs(seen(run, "calibration") - 1) for run in runs)


def share_after_thinning(run: Run) -> float:
    """Clicks among the rows trained on, over what the arithmetic says of the log's base rate."""
    week, keep = run["learned"][0], float(run.settings["keep"])
    logs = run["past"][-int(run.settings["window"]) :]
    clicks = sum(int(log.click.sum()) for log in logs)
    rate = clicks / sum(len(log) for log in logs)
    return week.clicks_trained / week.rows_trained / (rate / (rate + (1 - rate) * keep))


def nothing_moves(right: Run, halved: Run) -> float:
    """The largest relative change of welfare, revenue and AUC."""
    names = ("welfare", "revenue", "auc")
    return max(abs(true(halved, name) / true(right, name) - 1) for name in names)


def fill_lost(right: Run, halved: Run) -> float:
    """Share of slots that empties."""
    return true(right, "fill") - true(halved, "fill")


def winners_over_candidates(run: Run) -> float:
    """Calibration of winners less that of candidates."""
    return true(run, "calibration_winners") - true(run, "calibration")


def first_week_entropy(first: Run, second: Run) -> float:
    """How much higher the second run's true normalised entropy is in the first live week, as a
    share: both models have then learnt from the same log."""
    one, other = (
        normalised_entropy(week.sample[:, 3], week.sample[:, 2])
        for week in (first["learned"][0], second["learned"][0])
    )
    return other / one - 1


def above_floor(*runs: Run) -> float:
    """The least distance to the floor; none where a model knows less than the base rate."""
    entropies = [run.reading("normalised_entropy") for run in runs]
    if max(each.true for each in entropies) >= 1:
        return float("nan")
    return min(each.true - each.ceiling for each in entropies)


def stale(weekly: Run, never: Run) -> float:
    """How much more than the weekly model the frozen one promises of what comes, as a share."""
    return true(never, "calibration") / true(weekly, "calibration") - 1


def recall(run: Run) -> float:
    """Stage recall."""
    return true(run, "recall")


def best_reserve(run: Run) -> float:
    """What the best reserve adds to revenue, where the highest loses; else -1."""
    revenue = run["reserves"]["revenue"].to_numpy()
    return float(revenue.max() / revenue[0] - 1) if revenue[-1] < revenue[0] else -1.0


def paced(greedy: Run, bid: Run) -> float:
    """What a dollar brings advertisers more, where fewer run dry and revenue falls; else -1."""
    signs = true(bid, "exhausted") < true(greedy, "exhausted")
    signs &= true(bid, "revenue") < true(greedy, "revenue")
    return ratio("value_per_spend")(greedy, bid) if signs else -1.0


def weekly_mean(run: Run, measure: str) -> np.ndarray:
    """Welfare or revenue a request in each live week, where nothing is late."""
    served = run["served"]
    week = served.table.week
    return np.bincount(week, served.sums[measure][run.position]) / np.bincount(week)


def crossing(three: Run, four: Run) -> float:
    """The smaller of what four ads gain in the first week and lose in the last, as shares."""
    few, many = weekly_mean(three, "revenue"), weekly_mean(four, "revenue")
    return float(min(many[0] / few[0] - 1, 1 - many[-1] / few[-1]))


def promise_and_truth(honest: Run, leaky: Run) -> float:
    """The smaller of what the log's entropy seems to gain and the true one loses."""
    better = seen(honest, "normalised_entropy") - seen(leaky, "normalised_entropy")
    return min(better, true(leaky, "normalised_entropy") - true(honest, "normalised_entropy"))


def flattered(honest: Run, flattered: Run) -> float:
    """How much better the judgement looks, where the truth has not moved; else -1."""
    if true(honest, "normalised_entropy") != true(flattered, "normalised_entropy"):
        return -1.0
    return seen(honest, "normalised_entropy") - seen(flattered, "normalised_entropy")


def logged_over_true(run: Run) -> float:
    """Logged revenue above that of people's clicks, as a share."""
    return seen(run, "revenue") / true(run, "revenue") - 1


def summed_tails(run: Run) -> float:
    """The sum of the stations' 99th percentiles over that of the path, less one."""
    timing = run["latency"]
    knot = min(timing.served, key=lambda at: abs(at - run.position))
    served = timing.served[knot]
    one_index = [
        one for one in served.stations if one.name not in ("index 2", "index 3", "index 4")
    ]
    return sum(one.p99_wait_ms + one.p99_service_ms for one in one_index) / served.p99.value - 1
