"""What the lessons of the recommender measure over their runs."""

from __future__ import annotations

import math

from cases.recommender.live import CEILING, DESIGN, FROZEN
from cases.recommender.policies import BUCKETS, CLAIRVOYANT_POLICY, agreement
from kit.effects import Effect, gain, ratio, true
from kit.run import Run

LAST, ALL = slice(-5, None), slice(None)


def seen_ratio(metric: str) -> Effect:
    """How many times what is seen of the first run is seen of the second."""
    return lambda first, second: second.reading(metric).seen / first.reading(metric).seen


def best_over_design(run: Run) -> float:
    """Titles taken of the clairvoyant rows over those of the design's."""
    return run.reading("click_rate").ceiling / true(run, "click_rate")


def logged(run: Run) -> dict[str, float]:
    """The team's metric of each of ten policies."""
    return run["policies"].logged()


def place_of_best(run: Run) -> float:
    """The place by the log of the policy that ranks by the truth; n/a unless it is truly first."""
    values, worth = logged(run), run["policies"].worth()
    if max(worth, key=worth.__getitem__) != CLAIRVOYANT_POLICY:
        return math.nan
    return 1.0 + sum(value > values[CLAIRVOYANT_POLICY] for value in values.values())


def log_agrees(run: Run) -> float:
    """Rank correlation of what the log says of ten policies and what they are worth."""
    return agreement(run["policies"])


def swapped(full: Run, sampled: Run) -> float:
    """Pairs of designs' policies that sampled negatives put in the other order; clairvoyant and
    random aside."""
    a, b = logged(full), logged(sampled)
    names = [name for name in a if name not in (CLAIRVOYANT_POLICY, "random")]
    return float(
        sum((a[x] - a[y]) * (b[x] - b[y]) < 0 for i, x in enumerate(names) for y in names[:i])
    )


def inflation(policy: str) -> Effect:
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
    rest = [
        value for name, value in values.items() if name not in (CLAIRVOYANT_POLICY, "popularity")
    ]
    return values["popularity"] / max(rest)


def hybrid_over_parts(run: Run) -> float:
    """The least, over users by number of takes, of hybrid's worth over its better part's."""
    worth = [_worth_by_policy(run, *bucket) for bucket in BUCKETS]
    return min(each["hybrid"] / max(each["ALS"], each["content"]) for each in worth if each)


def _worth_by_policy(run: Run, low: int, high: int) -> dict[str, float]:
    """The true worth of each policy to users with so many takes; nothing where there are none."""
    policies = run["policies"]
    some = policies.having_taken(low, high)
    return {each.name: float(each.worth[some].mean()) for each in policies.tried if some.any()}


def _als_over_popularity(run: Run, low: int, high: int) -> float:
    worth = _worth_by_policy(run, low, high)
    return worth["ALS"] / worth["popularity"]


def few_against_many(run: Run) -> float:
    """How much more being personal pays for users with 16 takes and more than for under 4."""
    return _als_over_popularity(run, 16, BUCKETS[-1][1]) / _als_over_popularity(run, 0, 4)


def alike_despite_variety(plain: Run, varied: Run) -> float:
    """How many times as alike rows are with MMR; n/a unless each row did become more varied."""
    if gain("diversity")(plain, varied) < 0.05:
        return math.nan
    return ratio("homogeneity")(plain, varied)


def of_weeks(run: Run, course: str, name: str, weeks: slice = LAST) -> float:
    """The mean of a figure over some weeks of a course."""
    return float(run["loop"].of(course, name)[weeks].mean())


def retrained_over_frozen(run: Run) -> float:
    """Titles taken in the last weeks, retrained over never retrained."""
    return of_weeks(run, DESIGN, "clicks") / of_weeks(run, FROZEN, "clicks")


def alike_over_best(run: Run) -> float:
    """How many times as alike rows are in the last weeks as in the clairvoyant rows."""
    return of_weeks(run, DESIGN, "homogeneity") / of_weeks(run, CEILING, "homogeneity")


def gini_over_best(run: Run) -> float:
    """Exposure Gini in the last weeks less that of the clairvoyant rows."""
    return of_weeks(run, DESIGN, "gini") - of_weeks(run, CEILING, "gini")


def explored_over_all(plain: Run, explored: Run) -> float:
    """Titles taken over all forty weeks, explored over not."""
    first, second = (of_weeks(run, DESIGN, "clicks", ALL) for run in (plain, explored))
    return second / first


def praise(launch: Run, later: Run) -> float:
    """How many times its launch score the design gets after weeks of its own loop; n/a unless it
    became worse meanwhile."""
    if true(later, "ceiling_share") >= true(launch, "ceiling_share"):
        return math.nan
    return seen_ratio("ndcg")(launch, later)
