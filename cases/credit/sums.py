"""What the readings add up: people of each group by what is decided and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from itertools import product

import numpy as np

from cases.credit.decide import SHARES
from cases.credit.judged import Judged
from cases.credit.live import POINTS, Years
from cases.credit.world import AGES, GROUPS
from pipelines.evaluation.decisions import Ordered, threshold_axis
from pipelines.evaluation.tally import Curve, Fixed, Grid, Part, Reached, Summand

KNOTS = 256  # scores at which the areas under curves are resampled

Sums = Mapping[str, np.ndarray]


def parts(judged: Judged) -> dict[str, Part]:
    """Applicants, and those with a known outcome, of each group; and of these who is approved."""
    found: dict[str, Part] = {}
    for number, name in enumerate(GROUPS):
        own = np.flatnonzero(judged.group == number)
        known = own[judged.known[own]]
        found |= _of(name, judged, own, known)
    return found | by_score(judged) | {"changing": _changing(judged)}


def _of(name: str, judged: Judged, own: np.ndarray, known: np.ndarray) -> dict[str, Part]:
    """The sums of one group; `own` and `known` are its rows."""
    ones, bad = np.ones(len(own)), judged.default[known]
    at, promised = judged.at, judged.promised
    return {
        f"people {name}": Summand(ones, own),
        f"approved {name}": Reached(ones, own, at[own]),
        f"good {name}": Summand(1 - bad, known),
        f"bad {name}": Summand(bad, known),
        f"promised {name}": Summand(promised[known], known),
        f"good approved {name}": Reached(1 - bad, known, at[known]),
        f"bad approved {name}": Reached(bad, known, at[known]),
    }


def by_cell(judged: Judged) -> dict[str, Part]:
    """People of each cell of group and age, and who of them is approved."""
    found: dict[str, Part] = {}
    for (number, group), (young, age) in product(enumerate(GROUPS), enumerate(AGES)):
        own = np.flatnonzero((judged.group == number) & (judged.young == young))
        found[f"people {group}, {age}"] = Summand(np.ones(len(own)), own)
        found[f"approved {group}, {age}"] = Reached(np.ones(len(own)), own, judged.at[own])
    return found


def by_score(judged: Judged) -> dict[str, Part]:
    """People along falling scores, and those of them who repay: what AUC is the area under."""
    known = np.flatnonzero(judged.known & np.isfinite(judged.score))
    score = judged.score[known]
    ordered, knots = Ordered.by(score), threshold_axis(score, positions=KNOTS)
    return {
        "people by score": Curve(np.ones(len(known)), known, ordered, knots),
        "good by score": Curve(1 - judged.default[known], known, ordered, knots),
    }


def by_guess(guess: np.ndarray, group: np.ndarray) -> dict[str, Part]:
    """People by how likely they are guessed to be of group B, and those who are."""
    person, ordered = np.arange(len(group)), Ordered.by(guess)
    knots = threshold_axis(guess, positions=KNOTS)
    return {
        "people by guess": Curve(np.ones(len(group)), person, ordered, knots),
        "group B by guess": Curve((group == 1).astype(float), person, ordered, knots),
    }


def without_method(plain: Judged, position: int) -> dict[str, Part]:
    """The plain model at its own line: what a method's price is counted from."""
    approved = plain.approved(position)
    found: dict[str, Part] = {}
    for number, name in enumerate(GROUPS):
        rows = np.flatnonzero((plain.group == number) & approved)
        found[f"plain approved {name}"] = Summand(np.ones(len(rows)), rows)
        found[f"plain good {name}"] = Summand(1 - plain.default[rows], rows)
        found[f"plain bad {name}"] = Summand(plain.default[rows], rows)
    return found


def after_years(years: Years) -> dict[str, Part]:
    """Creditworthiness at the end, in points, and loans of the last year, of each group's people:
    on straight lines between the positions at which the years were lived."""
    points, granted = (
        np.stack([np.interp(np.arange(len(SHARES)), years.kept, row) for row in last])
        for last in (POINTS * years.merit[-1], years.granted[-1].astype(float))
    )
    found: dict[str, Part] = {}
    for number, name in enumerate(GROUPS):
        rows = np.flatnonzero(years.group == number)
        found[f"points {name}"] = Grid(points[rows], rows)
        found[f"granted later {name}"] = Grid(granted[rows], rows)
        found[f"lived {name}"] = Summand(np.ones(len(rows)), rows)
    return found


def total(sums: Sums, what: str) -> np.ndarray:
    """A sum over both groups."""
    return sums[f"{what} A"] + sums[f"{what} B"]


def apart(sums: Sums, part: str, whole: str) -> np.ndarray:
    """How far apart the two groups' shares `part` / `whole` are; fairlearn's difference."""
    return np.abs(sums[f"{part} A"] / sums[f"{whole} A"] - sums[f"{part} B"] / sums[f"{whole} B"])


def widest(sums: Sums, part: str, whole: str) -> np.ndarray:
    """How far apart the shares of two cells are at most; fairlearn's difference of many groups."""
    cells = [f"{group}, {age}" for group, age in product(GROUPS, AGES)]
    shares = [sums[f"{part} {cell}"] / sums[f"{whole} {cell}"] for cell in cells]
    return reduce(np.maximum, shares) - reduce(np.minimum, shares)


def lower_over_higher(sums: Sums, part: str, whole: str) -> np.ndarray:
    """The lower of the two groups' shares over the higher; fairlearn's ratio."""
    shares = [sums[f"{part} {name}"] / sums[f"{whole} {name}"] for name in GROUPS]
    return np.minimum(*shares) / np.maximum(*shares)


def precision(sums: Sums, name: str) -> np.ndarray:
    """Of a group's approved people the share that repays."""
    good = sums[f"good approved {name}"]
    return good / (good + sums[f"bad approved {name}"])


def _changing(judged: Judged) -> Part:
    if judged.changing.shape[1] == 1:
        return Fixed(0.0)
    return Grid(judged.changing, np.arange(len(judged.score)))
