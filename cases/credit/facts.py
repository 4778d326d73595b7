"""What an interviewer would answer when asked."""

from __future__ import annotations

from collections.abc import Mapping

from cases.credit.decide import GAIN, break_even
from cases.credit.world import GROUPS
from kit.run import Run
from kit.words import say

NOTE = "This page teaches. It is no legal advice: what the law asks differs by country and product."


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, base rates, delay, the cost of errors, and whose outcome is seen."""
    live, past, design = run["live"], run["past"], run.settings
    rates = [live.default[live.group == g] for g in range(len(GROUPS))]
    granted = (past.seen["approved"] == 1).mean()
    return {
        "Traffic": f"1,000 applications a day; {design['traffic']:,} requests for a quote a "
        f"second at peak; here {len(live.seen):,} applications stand for the year",
        "Groups": f"{say(float(live.group.mean()), 'share')} of applicants belong to group B, the "
        "attribute that the law protects",
        "Defaults": "; ".join(
            f"group {name} {say(float(rate.mean()), 'share') if len(rate) else 'nobody'}"
            for name, rate in zip(GROUPS, rates, strict=True)
        )
        + " if everybody were given a loan",
        "Money": f"a repaid loan earns {say(GAIN, 'money')}, a default costs "
        f"{say(GAIN * design['loss'], 'money')}: break-even at a chance of "
        f"{say(break_even(design['loss']), 'share')}",
        "Labels": f"known {design['delay']} months after the loan, and only of the "
        f"{say(float(granted), 'share')} that the old policy approved",
        "Deadline": say(design["deadline"], "ms"),
        "Note": NOTE,
    }
