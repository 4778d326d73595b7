"""Policies side by side: what each would have earned, or cost, by the end of each period."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kit.figure import Absent, Chart
from kit.panels.legend import CEILINGS
from kit.panels.over_time import over_time
from kit.words import say


def policies(
    amounts: Mapping[str, np.ndarray],
    *,
    chosen: str,
    period: str,
    value: str,
    better: str = "up",
    retrainings: Mapping[str, int] | None = None,
    note: str = "",
) -> Chart | Absent:
    """Money so far under each policy: is acting more often worth what it costs?

    `amounts` maps each policy's name to what it earns ($) in each period, or costs if `better` is
    "down"; they are added up here. A name of `legend.CEILINGS` is drawn beside the policies and is
    none of them. `chosen` is the design's own policy; `retrainings` says how often each policy
    trained. The caption names the policy that ends best, followed by `note`.
    """
    counts = retrainings or {}
    totals = {name: np.cumsum(each) for name, each in amounts.items()}
    ends = {name: total[-1] for name, total in totals.items() if name not in CEILINGS}
    best = (max if better == "up" else min)(ends, key=lambda name: ends[name])
    titles = {name: _title(name, counts.get(name, 0), name == chosen) for name in totals}
    return over_time(
        {titles[name]: total for name, total in totals.items()},
        period=period,
        value=value,
        caption=f"Best of the policies: {best}, {say(ends[best], 'money')} in all. {note}".strip(),
        colours={titles[chosen]: "current"},
        dashed=CEILINGS,
    )


def _title(name: str, retrained: int, own: bool) -> str:
    return name + (f" ({retrained}x)" if retrained else "") + (" · this design" if own else "")
