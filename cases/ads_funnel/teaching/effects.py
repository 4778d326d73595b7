"""What the lessons of the ads funnel measure, beside what all scenarios measure."""

from __future__ import annotations

import numpy as np

from cases.ads_funnel.week import Pairs
from kit.effects import true
from kit.run import Run
from pipelines.evaluation.ranking_metrics import normalised_entropy


def seen(run: Run, metric: str) -> float:
    """A reading as the team sees it."""
    return run.reading(metric).seen


def seen_calibration(run: Run) -> float:
    """Clicks predicted over clicks logged."""
    return seen(run, "calibration")


def inflation_removed(all_rows: Run, raw: Run, corrected: Run) -> float:
    """How much of what thinning adds to the promises is taken away again, as a share.

    Promises of the first live week on the same pairs, beside those of a model of all rows.
    """
    honest, inflated, left = (
        _first_week(run).predicted.sum() for run in (all_rows, raw, corrected)
    )
    return 1 - abs(left - honest) / (inflated - honest)


def share_after_thinning(run: Run) -> float:
    """Clicks among the rows trained on, over what the arithmetic says of the log's base rate."""
    week, keep = run["live"][0], float(run.settings["keep"])
    logs = run["past_log"][-int(run.settings["window"]) :]
    rate = sum(int(log.click.sum()) for log in logs) / sum(len(log) for log in logs)
    return week.clicks_trained / week.rows_trained / (rate / (rate + (1 - rate) * keep))


def nothing_moves(right: Run, halved: Run) -> float:
    """The largest relative change of welfare, revenue and AUC."""
    names = ("welfare", "revenue", "auc")
    return max(abs(true(halved, name) / true(right, name) - 1) for name in names)


def winners_over_candidates(run: Run) -> float:
    """Calibration of winners less that of candidates."""
    return true(run, "calibration_winners") - true(run, "calibration")


def first_week_entropy(first: Run, second: Run) -> float:
    """How much higher the second run's true normalised entropy is in the first live week, as a
    share: both models have then learnt from the same log."""
    pairs = [_first_week(run) for run in (first, second)]
    one, other = (normalised_entropy(each.outcome, each.predicted) for each in pairs)
    return other / one - 1


def _first_week(run: Run) -> Pairs:
    """The pairs of the first live week, drawn whatever the design."""
    return run["live"][0].reference


def above_floor(*runs: Run) -> float:
    """The least distance to the ceiling; none where a model knows less than the base rate."""
    entropies = [run.reading("normalised_entropy") for run in runs]
    if max(each.true for each in entropies) >= 1:
        return float("nan")
    return min(each.true - each.ceiling for each in entropies)


def best_reserve(run: Run) -> float:
    """What the best reserve adds to revenue, where the highest loses; else -1."""
    revenue = run["reserve_curve"]["revenue"].to_numpy()
    return float(revenue.max() / revenue[0] - 1) if revenue[-1] < revenue[0] else -1.0


def paced(greedy: Run, bid: Run) -> float:
    """What a dollar brings advertisers more, where fewer run dry and revenue falls; else -1."""
    signs = true(bid, "exhausted") < true(greedy, "exhausted")
    signs &= true(bid, "revenue") < true(greedy, "revenue")
    return true(bid, "value_per_spend") / true(greedy, "value_per_spend") - 1 if signs else -1.0


def weekly_mean(run: Run, measure: str) -> np.ndarray:
    """Welfare or revenue a request in each live week, where nothing is late."""
    sales = run["sales"]
    week = sales.auctions.week
    return np.bincount(week, sales.sums[measure][run.position]) / np.bincount(week)


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
    """The sum of the stations' 99th percentiles over that of the path, less one.

    Of the index shards, which work side by side, one counts.
    """
    served = run["serving"].nearest(run.position)
    others = ("index 2", "index 3", "index 4")
    in_row = [station for station in served.stations if station.name not in others]
    tails = sum(station.p99_wait_ms + station.p99_service_ms for station in in_row)
    return tails / served.p99.value - 1
