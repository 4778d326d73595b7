"""Every reading of the credit scenario: what it means, its formula, and where it is read."""

from __future__ import annotations

import numpy as np

from cases.credit.decide import GAIN, SHARES, Operating, break_even
from cases.credit.judged import Judged
from cases.credit.live import Years
from cases.credit.plainly import Plainly, position_of
from cases.credit.serving import stacked_p99
from cases.credit.sums import (
    Sums,
    after_years,
    apart,
    by_cell,
    by_guess,
    lower_over_higher,
    parts,
    precision,
    total,
    widest,
    without_method,
)
from cases.credit.world import Applicants
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from kit.service import HEADROOM, MISSED_DEADLINE, P99, SERVING_COST, Timed, service_tracks
from pipelines.evaluation.scores import roc_area
from pipelines.evaluation.tally import Draws, Fixed, Part, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout

ONE_GROUP = "One of the groups has nobody here, or nobody of the kind that is compared."
EMPTY_CELL = "One of the cells of group and age has nobody here."
NOBODY = "Nobody is approved here, or too few are held back to see it."
ONE_OUTCOME = "One outcome alone is known: there is no order to judge."
NO_PRICE = "There is no price: no method is at work, or it closes no gap."
RESAMPLES = 100


def profit(sums: Sums) -> np.ndarray:
    """What 1,000 applications earn, $: repaid loans less defaults at their cost."""
    earned = total(sums, "good approved") - sums["loss"] * total(sums, "bad approved")
    return 1000 * GAIN * earned / (total(sums, "good") + total(sums, "bad"))


def price(sums: Sums) -> np.ndarray:
    """Profit lost per 1,000 applications for each point of the acceptance gap closed, $."""
    worth = total(sums, "plain good") - sums["loss"] * total(sums, "plain bad")
    before = 1000 * GAIN * worth / total(sums, "people")
    gap = apart(sums, "plain approved", "people") - apart(sums, "approved", "people")
    return (before - profit(sums)) / np.where(gap > 0.005, 100 * gap, np.nan)


METRICS = (
    Metric(
        "profit",
        "Profit per 1,000 applications",
        "money",
        "up",
        "Repaid loans less defaults at their cost. What the bank decides by; its ceiling is to "
        "approve by the exact chance of default up to break-even.",
        role="value",
        headline=True,
        formula=profit,
        spread=Spread(1.3, 1.0),
    ),
    Metric(
        "bad_rate",
        "Bad rate of the approved",
        "share",
        "down",
        "Share of granted loans that default. Decides the price of a loan.",
        role="harm",
        headline=True,
        formula=lambda sums: (
            total(sums, "bad approved")
            / (total(sums, "good approved") + total(sums, "bad approved"))
        ),
        spread=Spread(2.2, 1.1),
    ),
    Metric(
        "approval",
        "Approved",
        "share",
        "none",
        "Share of all applicants who get a loan. Decides how much money is needed.",
        role="volume",
        headline=True,
        formula=lambda sums: total(sums, "approved") / total(sums, "people"),
        spread=Spread(8.4, 5.8),
    ),
    Metric(
        "accept_gap",
        "Acceptance gap",
        "share",
        "down",
        "How far apart the groups' approval rates are: 0 is demographic parity. What a regulator "
        "who counts approvals looks at.",
        role="harm",
        headline=True,
        formula=lambda sums: apart(sums, "approved", "people"),
        spread=Spread(3.5, 17.7),
    ),
    Metric(
        "tpr_gap",
        "Opportunity gap",
        "share",
        "down",
        "How far apart the groups are in the share approved of those who would repay: 0 is equal "
        "opportunity. What an applicant who would repay asks for.",
        role="harm",
        headline=True,
        formula=lambda sums: apart(sums, "good approved", "good"),
        spread=Spread(3.2, 16.9),
    ),
    Metric(
        "auc",
        "ROC AUC",
        "score",
        "up",
        "Chance that who repays is ranked above who defaults. The team can measure it on approved "
        "loans alone, which look more alike. Decides between models.",
        role="ranking",
        headline=True,
        formula=lambda sums: roc_area(sums["good by score"], sums["people by score"]),
        spread=Spread(1.2, 1.6),
    ),
    Metric(
        "accept_ratio",
        "Impact ratio",
        "ratio",
        "up",
        "The lower approval rate over the higher. Below 0.8 the four-fifths rule of thumb asks "
        "for a reason; it is a screen, not a verdict.",
        role="harm",
        formula=lambda sums: lower_over_higher(sums, "approved", "people"),
        spread=Spread(3.3, 16.1),
    ),
    Metric(
        "cell_gap",
        "Widest gap between cells",
        "share",
        "down",
        "How far apart approval is between the four cells of group and age, the pair that is "
        "farthest apart. An attribute of more than two levels has many gaps; the widest is said, "
        "and the smaller the cells the wider it is by luck.",
        role="harm",
        formula=lambda sums: widest(sums, "approved", "people"),
        spread=Spread(2.1, 7.5),
    ),
    Metric(
        "fpr_gap",
        "Gap in defaulters approved",
        "share",
        "down",
        "How far apart the groups are in the share approved of those who default: over-lending "
        "to one group. With the opportunity gap it makes up equalised odds.",
        role="harm",
        formula=lambda sums: apart(sums, "bad approved", "bad"),
        spread=Spread(2.0, 8.5),
    ),
    Metric(
        "odds_gap",
        "Equalised-odds gap",
        "share",
        "down",
        "The larger of the opportunity gap and the gap in defaulters approved: 0 is equalised "
        "odds. Decides whether errors of both kinds fall alike.",
        role="harm",
        formula=lambda sums: np.maximum(
            apart(sums, "good approved", "good"), apart(sums, "bad approved", "bad")
        ),
        spread=Spread(3.1, 16.9),
    ),
    Metric(
        "ppv_gap",
        "Gap in loans repaid",
        "share",
        "down",
        "How far apart the groups are in the share of granted loans that is repaid: 0 is "
        "predictive parity. What the bank calls the same risk for the same decision.",
        role="harm",
        formula=lambda sums: np.abs(precision(sums, "A") - precision(sums, "B")),
        spread=Spread(1.3, 4.2),
    ),
    Metric(
        "calibration",
        "Defaults promised over defaults seen",
        "ratio",
        "one",
        "Sum of promised chances over number of defaults, of all applicants: 1 is honest. Decides "
        "whether a chance may be multiplied by money.",
        role="calibration",
        formula=lambda sums: total(sums, "promised") / total(sums, "bad"),
        spread=Spread(8.3, 18.2),
    ),
    Metric(
        "calibration_gap",
        "Gap in calibration",
        "score",
        "down",
        "How far apart that ratio is between the groups: 0 is calibration within groups. Shows a "
        "group whose risk is overstated.",
        role="calibration",
        formula=lambda sums: apart(sums, "promised", "bad"),
        spread=Spread(1.3, 49),
    ),
    Metric(
        "parity_price",
        "Price of a point of parity",
        "money",
        "down",
        "Profit per 1,000 applications given up for each point of the acceptance gap that the "
        "method closes, against the plain model at its own line. Decides between methods.",
        role="cost",
        formula=price,
    ),
    Metric(
        "lots",
        "Decisions that a lot changes",
        "share",
        "down",
        "Share of applicants who would be decided on differently if they were drawn again. An "
        "applicant who is refused by lot will ask why.",
        role="harm",
        formula=lambda sums: sums["changing"] / total(sums, "people"),
    ),
    Metric(
        "leakage",
        "How well the rest tells the group",
        "score",
        "none",
        "ROC AUC with which the group is guessed from the other columns the model may read: 0.5 "
        "is not at all. Decides whether dropping the column can help.",
        formula=lambda sums: roc_area(sums["group B by guess"], sums["people by guess"]),
    ),
    Metric(
        "score_gap",
        "Score gap at the end of the years",
        "count",
        "down",
        "Mean creditworthiness of group A less that of group B, in points of a bureau's scale, "
        "after years of these decisions. Loans that are not repaid lower a score.",
        role="drift",
        formula=lambda sums: (
            sums["points A"] / sums["lived A"] - sums["points B"] / sums["lived B"]
        ),
        spread=Spread(1.1, 7.0),
    ),
    Metric(
        "later_gap",
        "Acceptance gap in the last year",
        "share",
        "down",
        "How far apart the groups' approval rates are once the years have passed: whether a gap "
        "that was closed at the launch comes back.",
        role="drift",
        formula=lambda sums: apart(sums, "granted later", "lived"),
        spread=Spread(1.7, 4.8),
    ),
    P99,
    MISSED_DEADLINE,
    HEADROOM,
    SERVING_COST,
)


def readings(
    live: Applicants,
    judged: Judged,
    believed: Judged,
    attainable: Judged,
    plainly: Plainly,
    operating: Operating,
    years: Years,
    told: np.ndarray,
    serving: Timed,
    *,
    method: str,
    loss: float,
    model: str,
    replicas: int,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric at every share approved, as seen and as true, with intervals."""
    resamples = Resamples.draw(len(live.seen), seed=seed, world="loans", resamples=RESAMPLES)
    costs: dict[str, Part] = {"loss": Fixed(loss)}
    own = parts(judged) | by_cell(judged) | costs
    own |= by_guess(told, live.group) | after_years(years)
    if method != "none":
        own |= without_method(plainly.judged, plainly.position)
    else:
        own |= dict.fromkeys(_PLAIN, Fixed(np.nan))
    evidence = Evidence(
        Tally(own, SHARES),
        Draws.of(own, SHARES, resamples),
        Tally(parts(believed) | by_cell(believed) | costs, SHARES),
        Tally(parts(attainable) | costs, SHARES),
    )
    best = earned_at_best(live, loss)
    found = tracks(
        METRICS,
        evidence,
        ceilings=dict.fromkeys(_NO_CEILING) | {"profit": best},
        why=_WHY,
        centred=("auc", "leakage"),
    )
    found |= service_tracks(serving, deadline, seen_p99=stacked_p99(model, replicas))
    at = position_of(judged, operating.cutoff)
    marks = {name: position_of(judged, value) for name, value in operating.marks}
    return Readout(SHARES, at, found, marks, resamples.name)


def earned_at_best(live: Applicants, loss: float) -> float:
    """Profit per 1,000 of whoever approves by the exact chance up to break-even, $."""
    approved = live.best <= break_even(loss)
    return float(1000 * GAIN * np.mean(approved * (1 - (1 + loss) * live.default)))


_NO_CEILING = tuple(
    metric.name for metric in METRICS if metric.formula and metric.name not in ("auc", "bad_rate")
)
_PLAIN = tuple(f"plain {what} {name}" for what in ("approved", "good", "bad") for name in "AB")
_WHY = {metric.name: ONE_GROUP for metric in METRICS} | {
    "profit": NOBODY,
    "bad_rate": NOBODY,
    "approval": NOBODY,
    "cell_gap": EMPTY_CELL,
    "auc": ONE_OUTCOME,
    "calibration": ONE_OUTCOME,
    "parity_price": NO_PRICE,
}
