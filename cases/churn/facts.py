"""What an interviewer would answer when asked, and the ground for a feasibility check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.churn.decide import SHARES
from cases.churn.live import by_month
from cases.churn.world import DAYS
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say


def facts(run: Run) -> Mapping[str, str]:
    """Customers, churn, the wait for labels, and what errors cost, read off the world."""
    past, design = run["past"], run.settings
    places = past.subscriptions.about["customers"]
    leaves = run["judged"].leaves
    monthly = by_month(past, past.subscriptions.truth["hazard"].to_numpy()).mean()
    rate = say(float(leaves.mean()), "share") if leaves.size else "not known in time"
    return {
        "Customers": f"{design['customer_base']:g} million, of which {places:,} are simulated",
        "Churn": f"{say(float(monthly), 'share')} a month; {rate} within an outcome window",
        "Labels": f"known {say(past.outcomes.wait * DAYS, 'days')} after the snapshot",
        "A customer kept": f"is worth {say(design['customer_value'], 'money')} on average, "
        "in proportion to the bill",
        "A contact": f"costs {say(design['contact_cost'], 'money')}, and an offer of "
        f"{say(design['offer_cost'], 'money')} to whoever stays",
        "Campaign": f"once a month, {say(design['capacity'], 'share')} of the customers due, each "
        f"due once in {design['horizon']} months",
        "Scoring": "within four hours of the month's data being complete",
    }


@dataclass(frozen=True, eq=False)
class Ground:
    """Profit and churn avoided at every share: of this design and of the attainable ranking."""

    profit: np.ndarray
    best: np.ndarray
    value: float
    offer: float
    contact: float
    rate: float


def ground(run: Run) -> Ground:
    """Read the curves off the run."""
    track = run.readout.tracks["profit"]
    leaves = run["judged"].leaves
    best = np.full(1, np.nan) if track.ceiling is None else track.ceiling
    return Ground(
        np.broadcast_to(track.true, SHARES.shape),
        np.broadcast_to(best, SHARES.shape),
        float(run.settings["customer_value"]),
        float(run.settings["offer_cost"]),
        float(run.settings["contact_cost"]),
        float(leaves.mean()) if leaves.size else 0.1,
    )


def asks(ground: Ground) -> tuple[Ask, ...]:
    """What somebody may state or ask for."""
    return (
        Ask("rate", "Share that leaves", "share", ground.rate, 0.0001, 0.99),
        Ask("value", "Value of a customer kept ($)", "money", ground.value, -1e4, 1e5),
        Ask("cost", "Offer and contact ($)", "money", ground.offer + ground.contact, 0.01, 1e4),
        Ask("kept", "Of leavers contacted, share kept", "share", 0.3, 0.0, 1.0),
        Ask("profit", "Profit per 1,000 due asked for ($)", "money", 300.0, -1e6, 1e6),
    )


def answer(ground: Ground, given: Mapping[str, float]) -> Answer:
    """What a contact has to change to pay, and whether the profit can be had at any share."""
    needed = given["cost"] / given["value"] if given["value"] > 0 else float("inf")
    implied = {
        "A contact has to keep": f"{say(needed, 'share')} of those contacted"
        if needed <= 1
        else "more than everybody",
        "Contacting at random keeps": say(given["kept"] * given["rate"], "share"),
        "Lift over random needed to pay": say(
            needed / max(given["kept"] * given["rate"], 1e-9), "ratio"
        ),
    }
    wanted = f"{say(given['profit'], 'money')} per 1,000 due"
    if needed > 1:
        return Answer(implied, "no", "No contact can pay: it costs more than a customer is worth.")
    own, best = (
        float(np.nanmax(np.nan_to_num(c, nan=-np.inf))) for c in (ground.profit, ground.best)
    )
    if not np.isfinite(own):
        return Answer(implied, "maybe", "No outcome is known in time to tell.")
    if own >= given["profit"]:
        share = say(float(SHARES[int(np.nanargmax(ground.profit))]), "share")
        return Answer(implied, "yes", f"This design reaches {wanted}; it earns most at {share}.")
    if best >= given["profit"]:
        sentence = f"This design earns {say(own, 'money')} at best; the attainable ranking "
        return Answer(implied, "maybe", sentence + f"reaches {say(best, 'money')} per 1,000 due.")
    sentence = f"No design can reach {wanted}: even the attainable ranking earns "
    return Answer(implied, "no", sentence + f"{say(best, 'money')} at its best share.")


FEASIBILITY = Feasibility(ground, asks, answer)
