"""One test in groups of users: where it works, where it seems to, and who is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.experiment.many import GROUPS, SHARES, Groups, in_groups, shown
from cases.experiment.panels.tests import picked
from cases.experiment.world import LOSES_USERS
from data.world import stream
from kit.figure import Drawn, Table
from kit.run import Run
from kit.words import say

MISSING = {"crash": "old phones", "bots": "computers, new users", "redirect": ""}
"""How the names begin of the groups whose users a fault loses: assumed."""


def groups(run: Run, subject: str = "") -> Drawn:
    """One test, in groups of users.

    Where does an idea work, and who is missing? Each group is a test of its own on fewer users, so
    some win by luck. Beside what was read stands what launching does to the group.
    """
    row = picked(run, subject)
    day, found = int(run["stopped"].at[row, run.position]), _in_groups(run)
    effect, error = found.effect[row, day], found.error[row, day]
    half = run["plan"].width[day] * error
    old, new = _users(run, row, day)
    frame = pd.DataFrame(
        {
            "group": list(GROUPS),
            "users, old version": old,
            "users, new version": new,
            "effect read": effect,
            "at least": effect - half,
            "at most": effect + half,
            "true": float(run["launched"]["metric"].iloc[row]) * found.times[row],
        }
    )
    wins, losses = int((effect > half).sum()), int((effect < -half).sum())
    return Table(
        frame,
        f"Read alone, {wins} of {len(frame)} groups call a win and {losses} a loss.{_luck(run)}",
        dict.fromkeys(("users, old version", "users, new version"), "count")
        | dict.fromkeys(("effect read", "at least", "at most", "true"), "share"),
    )


def _in_groups(run: Run) -> Groups:
    return run["grouped"] or run.still(_read_in_groups)


def _read_in_groups(run: Run) -> Groups:
    design = run.settings
    effects = shown(run["setting"], str(design["metric"]), str(design["method"]))
    return in_groups(run["paths"], effects, float(design["apart"]), int(design["seed"]))


def _luck(run: Run) -> str:
    """How many tests of nothing have a group in which something is called."""
    nothing = (run["launched"]["metric"] == 0) & ~run["programme"].truth["faulty"]
    if not nothing.any():
        return ""
    at, found = run.position, _in_groups(run)
    z = found.effect[nothing, at] / found.error[nothing, at]
    called = (np.abs(z) >= run["plan"].width[at]).any(axis=1).mean()
    return f" So do one or more groups in {say(float(called), 'share')} of sound tests of nothing."


def _users(run: Run, row: int, day: int) -> np.ndarray:
    """Users of each arm in each group up to a day: (2, groups)."""
    units = run["entered"].units[row, :, : day + 1].sum(axis=1)[:, None]
    stayed = np.ones(len(SHARES))
    if run["programme"].truth["faulty"].iloc[row] and run.settings["fault"] in LOSES_USERS:
        stayed = _stayed(str(run.settings["fault"]), float(run.settings["loss"]))
    new = SHARES * stayed / (SHARES @ stayed)
    expected = units * np.stack([SHARES, new])
    luck = stream(run.settings["seed"], f"users of groups, idea {row}").standard_normal(
        (2, len(new))
    )
    return np.maximum(np.rint(expected + np.sqrt(expected * (1 - SHARES)) * luck), 0)


def _stayed(fault: str, loss: float) -> np.ndarray:
    """The share of the treatment's users that a fault leaves in each group, `loss` of all lost.

    Where the groups it strikes are fewer than that, the others lose the rest.
    """
    struck = np.array([name.startswith(MISSING[fault]) for name in GROUPS])
    share = float(SHARES[struck].sum())
    beyond = max(loss - share, 0.0) / max(1 - share, 1e-9)
    return np.where(struck, 1 - min(loss / share, 1.0), 1 - beyond)
