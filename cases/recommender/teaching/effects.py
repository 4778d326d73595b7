"""What the lessons of the recommender measure."""

from __future__ import annotations

import math

import numpy as np

from cases.recommender.live import DESIGN, FROZEN, ORACLE
from cases.recommender.policies import BUCKETS
from kit.run import Run

LAST, FIRST, ALL = slice(-5, None), slice(0, 5), slice(None)


def true(run: Run, metric: str) -> float:
    """A true reading."""
    return run.reading(metric).true


def seen(run: Run, metric: str) -> float:
    """A reading as the team sees it."""
    return run.reading(metric).seen


def times(metric: str):
    """How many times the first run's true reading the second's is."""
    return lambda first, second: true(second, metric) / true(first, metric)


def seen_times(metric: str):
    """How many times what is seen of the first run is seen of the second."""
    return lambda first, second: seen(second, metric) / seen(first, metric)


def change(metric: str):
    """The second run's true reading less the first's."""
    return lambda first, second: true(second, metric) - true(first, metric)


def oracle_over(run: Run) -> float:
    """Titles taken of the oracle's rows over those of the design's."""
    return run.reading("click_rate").ceiling / true(run, "click_rate")


def logged(run: Run) -> dict[str, float]:
    """The team's metric of each of ten policies."""
    return {each.name: float(np.nanmean(each.logged)) for each in run["policies"].tried}


def worth(run: Run) -> dict[str, float]:
    """The true worth of each of ten policies."""
    return {each.name: float(each.worth.mean()) for each in run["policies"].tried}


def oracle_place(run: Run) -> float:
    """The oracle's place among ten by the log; n/a unless it is first by its true worth."""
    values, honest = logged(run), worth(run)
    if max(honest, key=honest.__getitem__) != "oracle":
        return math.nan
    return 1.0 + sum(value > values["oracle"] for value in values.values())


def agreement(run: Run) -> float:
    """Rank correlation of what the log says of ten policies and what they are worth."""
    from scipy.stats import spearmanr

    return float(spearmanr(list(logged(run).values()), list(worth(run).values())).statistic)


def swapped(full: Run, sampled: Run) -> float:
    """Pairs of policies that sampled negatives put in the other order; oracle and random aside."""
    a, b = logged(full), logged(sampled)
    names = [name for name in a if name not in ("oracle", "random")]
    return float(
        sum((a[x] - a[y]) * (b[x] - b[y]) < 0 for i, x in enumerate(names) for y in names[:i])
    )


def inflation(policy: str):
    """How many times its full-catalogue score a policy gets among sampled negatives."""
    return lambda full, sampled: logged(sampled)[policy] / logged(full)[policy]


def weakest_most(full: Run, sampled: Run) -> float:
    """The inflation of random rows over that of ALS."""
    return inflation("random")(full, sampled) / inflation("ALS")(full, sampled)


def random_over_time(run: Run) -> float:
    """Seen nDCG under a random split over that under a global split by time."""
    values = run["splits"].set_index("split")["ndcg"]
    return float(values["random"] / values["global_time"])


def popularity_of_best(run: Run) -> float:
    """Popularity's logged score as a share of the best learnt policy's."""
    values = logged(run)
    rest = [value for name, value in values.items() if name not in ("oracle", "popularity")]
    return values["popularity"] / max(rest)


def hybrid_over_parts(run: Run) -> float:
    """The least, over users by number of takes, of hybrid's worth over its better part's."""
    policies = run["policies"]
    by_name = {each.name: each.worth for each in policies.tried}
    found = []
    for low, high in BUCKETS:
        some = (policies.takes >= low) & (policies.takes < high)
        if some.any():
            part = max(by_name[name][some].mean() for name in ("ALS", "content"))
            found.append(by_name["hybrid"][some].mean() / part)
    return float(min(found))


def popularity_for(run: Run, low: int, high: int) -> float:
    """ALS's worth over popularity's for users with so many takes."""
    policies = run["policies"]
    some = (policies.takes >= low) & (policies.takes < high)
    by_name = {each.name: each.worth[some].mean() for each in policies.tried}
    return float(by_name["ALS"] / by_name["popularity"])


def few_against_many(run: Run) -> float:
    """How much more being personal pays for users with 16 takes and more than for under 4."""
    return popularity_for(run, 16, 10_000) / popularity_for(run, 0, 4)


def alike_despite_variety(plain: Run, varied: Run) -> float:
    """How many times as alike rows are with MMR; n/a unless each row did become more varied."""
    if change("diversity")(plain, varied) < 0.05:
        return math.nan
    return times("homogeneity")(plain, varied)


def of_weeks(run: Run, course: str, name: str, weeks: slice = LAST) -> float:
    """The mean of a figure over some weeks of a course."""
    lived = run["loop"].courses[course]
    return float(np.mean([getattr(week, name) for week in lived[weeks]]))


def retrained_over_frozen(run: Run) -> float:
    """Titles taken in the last weeks, retrained over never retrained."""
    return of_weeks(run, DESIGN, "clicks") / of_weeks(run, FROZEN, "clicks")


def alike_over_oracle(run: Run) -> float:
    """How many times as alike rows are in the last weeks as the oracle's."""
    return of_weeks(run, DESIGN, "homogeneity") / of_weeks(run, ORACLE, "homogeneity")


def gini_over_oracle(run: Run) -> float:
    """Exposure Gini in the last weeks less the oracle's."""
    return of_weeks(run, DESIGN, "gini") - of_weeks(run, ORACLE, "gini")


def explored_over_all(plain: Run, explored: Run) -> float:
    """Titles taken over all forty weeks, explored over not."""
    clicks = (of_weeks(run, DESIGN, "clicks", ALL) for run in (plain, explored))
    first, second = clicks
    return second / first


def gini_at_once(plain: Run, explored: Run) -> float:
    """The change of the exposure Gini at launch."""
    return true(explored, "gini") - true(plain, "gini")


def praise(launch: Run, later: Run) -> float:
    """How many times its launch score the design gets after weeks of its own loop; n/a unless it
    became worse meanwhile."""
    if true(later, "oracle_share") >= true(launch, "oracle_share"):
        return math.nan
    return seen_times("ndcg")(launch, later)
