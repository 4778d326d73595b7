"""What the lessons of the feed measure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cases.feed.decide import shares_of_points
from cases.feed.features import head
from data.feed.constants import RATES
from kit.effects import gain, share_lost, true
from kit.run import Run

COMMON = ("like", "click", "dwell")  # heads with enough positives to be judged on any seed


def crossing(first: Run, second: Run) -> float:
    """The smaller of what the first wins in the four-week test and loses over the year."""
    test = true(first, "engagement_28") / true(second, "engagement_28") - 1
    return min(test, true(second, "engagement_year") / true(first, "engagement_year") - 1)


def best_inside(run: Run) -> float:
    """What the best penalty adds over the better end of the dial, as a share; over the year."""
    year = run.readout.tracks["engagement_year"].true
    return float(year.max() / max(year[0], year[-1]) - 1)


def test_and_year(run: Run) -> float:
    """How much smaller the penalty is that a four-week test likes best than the year's."""
    marks, axis = run.readout.marks, run.readout.axis
    return float(axis[marks["best over the year"]] - axis[marks["best in the test"]])


def corrected(naive: Run, weighted: Run, wrong: Run) -> float:
    """The smaller lead of clicks weighted rightly, in nDCG: over none and over a wrong eta."""
    right = true(weighted, "ndcg_clicks")
    return right - max(true(naive, "ndcg_clicks"), true(wrong, "ndcg_clicks"))


def apart(first: Run, second: Run) -> float:
    """How far two orders learnt from clicks are apart, in nDCG."""
    return abs(gain("ndcg_clicks")(first, second))


def spread(without: Run, decayed: Run) -> float:
    """What author decay costs of a page's engagement, where it spreads looks; else -1.

    It spreads them where more authors stand on a page and the Gini falls.
    """
    good = gain("authors_page")(without, decayed) > 0 > gain("gini")(without, decayed)
    return share_lost("value")(without, decayed) if good else -1.0


def likes_worth(name: str) -> Callable[[Run], float]:
    """How many likes weigh as much as one of another engagement."""
    return lambda run: abs(run["weights"].values[head(name)] / run["weights"].values[head("like")])


def carried_by_clicks(run: Run) -> float:
    """The share of all points that the two click heads carry at the rates assumed."""
    shares = shares_of_points(run["weights"], np.array(RATES))
    return float(shares[head("click")] + shares[head("dwell")])


def reach_lost(without: Run, campaign: Run) -> float:
    """The share of their looks that the authors under attack lose."""
    return 1 - true(campaign, "attacked") / true(without, "attacked")


def kept_authors(without: Run, boosted: Run) -> float:
    """How many more authors still post, where a page's engagement loses less than a tenth."""
    if share_lost("value")(without, boosted) > 0.1:
        return -1.0
    return -gain("silent")(without, boosted)


def money_saved(whole: Run, trimmed: Run) -> float:
    """The share of the cost saved, where a page loses less than a twentieth of its engagement."""
    if share_lost("value")(whole, trimmed) > 0.05:
        return -1.0
    return share_lost("serving_cost")(whole, trimmed)


def entropy(run: Run, of: str) -> float:
    """Mean normalised entropy of the common heads, seen or true."""
    return float(np.mean([getattr(run.reading(f"ne_{name}"), of) for name in COMMON]))


def flattered(honest: Run, leaky: Run) -> float:
    """How much better the common heads look with a leak, where they are no better; else -1."""
    if entropy(leaky, "true") < entropy(honest, "true") - 0.005:
        return -1.0
    return entropy(honest, "seen") - entropy(leaky, "seen")


def replies_lost(long: Run, short: Run) -> float:
    """The share of positives for the reply head that a short window loses."""
    counts = [run["trained"].heads.positives[head("reply")] for run in (long, short)]
    return float(1 - counts[1] / counts[0])
