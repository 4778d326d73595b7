"""Somebody's own experiment, pasted as counts an arm or as users: checked, then compared."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kit.choice import Refused
from kit.feasibility import Answer
from kit.words import say
from pipelines.experiments.checks import ratio_check
from pipelines.experiments.estimates import (
    Pair,
    Sums,
    adjusted_difference,
    control_level,
    difference_of_means,
    pooled_difference,
)
from pipelines.experiments.power import standard_errors

EXAMPLE = "arm,users,buyers\nold,10000,500\nnew,10080,571\n"
COUNTS, ROWS = ("arm", "users", "buyers"), ("user", "arm", "value")
RATIO_LEVEL = 0.001
FEW, RARE = 30, 5  # users an arm, and buyers expected, under which the usual tests promise too much
MOST_BY_FISHER = 100_000  # users: beyond it the exact test takes long and says the same


def answer(text: str, *, planned: float, alpha: float) -> Answer:
    """Read what was pasted, check the arms, and say what differs and how surely.

    `planned` is the share of users meant for the second arm. Refuses, with a sentence, what cannot
    be.
    """
    table = read(text)
    names, sums = (of_counts if "users" in table else of_users)(table)
    ratio = float(ratio_check(sums.units, np.array([1 - planned, planned])))
    pair = difference_of_means(sums)
    implied = _arms(names, sums) | {"Ratio check": _p(ratio)}
    implied |= {f"{names[1]} over {names[0]}": _interval(pair, sums, alpha)}
    implied |= {"Welch's test": _p(_chance(pair))}
    implied |= _of_buyers(sums) if "users" in table else _of_covariate(sums, alpha)
    if ratio < RATIO_LEVEL:
        share = say(float(sums.units[1] / sums.units.sum()), "share")
        said = f"{share} of the users are in {names[1]}, {say(planned, 'share')} were "
        return Answer(implied, "no", said + "planned: find who is missing before you read on.")
    if sums.x is not None and _chance(_before(sums)) < RATIO_LEVEL:
        said = "What was known before differs between the arms: is it really from before?"
        return Answer(implied, "no", said)
    return Answer(implied, *_verdict(names, sums, pair, alpha))


def _verdict(names: tuple[str, str], sums: Sums, pair: Pair, alpha: float) -> tuple[str, str]:
    """What may be said of two arms that can be compared: kind and sentence."""
    if sums.units.min() < FEW:
        return "maybe", f"Fewer than {FEW} users in an arm: these tests promise too much."
    if _chance(pair) < alpha:
        way = "above" if pair[0] > 0 else "below"
        said = f"{names[1]} is {way} {names[0]} at this level, if this was the one look planned."
        return "yes", said
    least = standard_errors(alpha, 0.8) * float(pair[1]) / float(control_level(sums))
    noticed = f": an effect of {say(least, 'share')} is noticed four times in five"
    return "maybe", f"No difference is shown{noticed if np.isfinite(least) else ''}."


def read(text: str) -> pd.DataFrame:
    """Lines of values under a line of names, with commas, semicolons or tabs between them."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise Refused(f"Nothing was pasted: {_wanted()}.")
    mark = next((each for each in "\t;" if each in lines[0]), ",")
    names, *rows = ([value.strip() for value in line.split(mark)] for line in lines)
    names = [name.lower() for name in names]
    if not any(set(names) >= set(wanted) for wanted in (COUNTS, ROWS)):
        raise Refused(f"The first line is {lines[0]:.60}; {_wanted()}.")
    if len(set(names)) < len(names):
        raise Refused(f"A name stands twice in the first line: {lines[0]:.60}.")
    odd = pd.Series([len(row) != len(names) for row in rows], dtype=bool)
    _refuse_first(odd, f"it does not have {len(names)} values")
    table = pd.DataFrame(rows, columns=names, dtype=str)
    for name in {"user", "arm"} & set(names):
        _refuse_first(table[name] == "", f"there is no {name}")
    return table


def _wanted() -> str:
    return f"it has to name {', '.join(COUNTS)}; or {', '.join(ROWS)} and, if known, before"


def _refuse_first(wrong: pd.Series | np.ndarray, said: str) -> None:
    """Refuse with the number of the first wrong line, the line of names being the first."""
    if wrong.any():
        raise Refused(f"Line {int(np.argmax(wrong)) + 2}: {said}.")


def _numbers(table: pd.DataFrame, name: str, *, least: float = -np.inf) -> np.ndarray:
    values = pd.to_numeric(table[name], errors="coerce").to_numpy(float)
    for wrong, said in (
        (~np.isfinite(values), "no number"),
        (values < least, f"and cannot be below {least:g}"),
    ):
        at = table[name].iloc[int(np.argmax(wrong))] if wrong.any() else ""
        _refuse_first(wrong, f"{name} is {at or 'empty':.40}, {said}")
    return values


def _two(arms: list[str]) -> tuple[str, str]:
    if len(arms) != 2:
        raise Refused(
            f"Two arms are compared, and {len(arms)} were pasted: {', '.join(arms)[:80]}."
        )
    return arms[0], arms[1]


def of_counts(table: pd.DataFrame) -> tuple[tuple[str, str], Sums]:
    """Arms in the order of their lines, the control first, and their sums."""
    names = _two(list(table["arm"]))
    if names[0] == names[1]:
        raise Refused(f"Both lines are of the arm {names[0]:.40}.")
    users, buyers = (_numbers(table, name, least=0.0) for name in ("users", "buyers"))
    for name, all_users, who in zip(names, users, buyers, strict=True):
        if all_users % 1 or who % 1:
            raise Refused(
                f"Arm {name:.40} has {all_users:g} users and {who:g} buyers: count whole."
            )
        if who > all_users:
            raise Refused(
                f"Arm {name:.40} has more buyers ({who:,.0f}) than users ({all_users:,.0f}): count "
                "each user once."
            )
    _enough(names, users)
    if buyers.sum() in (0, users.sum()):
        raise Refused("All users did the same: there is nothing to compare.")
    return names, Sums(users, buyers, buyers)


def of_users(table: pd.DataFrame) -> tuple[tuple[str, str], Sums]:
    """Arms in the order of their names, the control first, and sums over their users."""
    value = _numbers(table, "value", least=0.0)
    arms = table.groupby("user")["arm"].nunique()
    if (arms > 1).any():
        raise Refused(
            f"{int((arms > 1).sum())} users are in both arms, {arms.idxmax():.40} for one: they "
            "met both versions. Find out why before you leave them out."
        )
    twice = table["user"].duplicated()
    _refuse_first(twice, "this user was there before: add up each user's values first")
    names = _two(sorted(table["arm"].unique()))
    own = [(table["arm"] == name).to_numpy() for name in names]
    columns = {"units": np.ones(len(value)), "y": value, "yy": value**2}
    if "before" in table:
        before = _numbers(table, "before")
        # About their mean: large numbers would lose what they differ by.
        x = before - before.mean()
        columns |= {"x": x, "xx": x**2, "xy": x * value}
    sums = Sums(**{k: np.array([v[rows].sum() for rows in own]) for k, v in columns.items()})
    _enough(names, sums.units)
    if np.ptp(value) == 0:
        raise Refused(f"Every value is {value[0]:g}: there is nothing to compare.")
    return names, sums


def _enough(names: tuple[str, str], users: np.ndarray) -> None:
    for name, count in zip(names, users, strict=True):
        if count < 2:
            raise Refused(f"Arm {name:.40} has {count:.0f} users: it takes at least two of each.")


def _arms(names: tuple[str, str], sums: Sums) -> dict[str, str]:
    return {
        name: f"{users:,.0f} users, mean {mean:.4g}"
        for name, users, mean in zip(names, sums.units, sums.y / sums.units, strict=True)
    }


def _chance(pair: Pair) -> float:
    """The p value of a difference and its error."""
    from scipy.special import ndtr

    return float(2 * ndtr(-abs(pair[0] / pair[1])))


def _p(chance: float) -> str:
    return f"p = {chance:.3f}" if chance >= 0.001 else "p < 0.001"


def _interval(pair: Pair, sums: Sums, alpha: float) -> str:
    """The relative effect with its interval; as it is where the control has nothing."""
    level = float(control_level(sums))
    scale, unit = (level, "share") if np.isfinite(level) else (1.0, "score")
    ends = pair[0] + standard_errors(alpha, 0.5) * pair[1] * np.array([0, -1, 1])
    mean, low, high = (say(float(end / scale), unit) for end in ends)
    return f"{mean} ({low} to {high})"


def _of_buyers(sums: Sums) -> dict[str, str]:
    """The tests of two shares: chi-squared, and the exact one where few buy."""
    from scipy.stats import fisher_exact

    told = {"Chi-squared test": _p(_chance(pooled_difference(sums)))}
    rate = sums.y.sum() / sums.units.sum()
    rare = sums.units.min() * min(rate, 1 - rate) < RARE
    if rare and sums.units.sum() <= MOST_BY_FISHER:
        cells = np.stack([sums.y, sums.units - sums.y]).astype(int)
        told["Fisher's exact test"] = _p(float(fisher_exact(cells).pvalue))
    return told


def _before(sums: Sums) -> Pair:
    assert sums.x is not None and sums.xx is not None
    return difference_of_means(Sums(sums.units, sums.x, sums.xx))


def _of_covariate(sums: Sums, alpha: float) -> dict[str, str]:
    """The comparison adjusted by what was known before (CUPED), where it was pasted."""
    if sums.x is None or sums.xx is None:
        return {}
    if sums.xx.sum() <= 1e-9:
        return {"With CUPED": "nothing, for all had the same before"}
    adjusted = adjusted_difference(sums)
    return {
        "With CUPED": f"{_interval(adjusted, sums, alpha)}, {_p(_chance(adjusted))}",
        "Before the test": _p(_chance(_before(sums))),
    }
