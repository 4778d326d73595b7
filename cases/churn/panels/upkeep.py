"""What runs every month, when the list is ready, and how long a hold-out has to be kept."""

from __future__ import annotations

import math

import numpy as np

from cases.churn.choices import DETECTORS
from cases.churn.decide import SHARES
from cases.churn.serving import WINDOW, serving
from cases.churn.world import DAYS
from kit.figure import Absent, Card, Cards, Drawn
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.experiments.power import NOTICED

WORKERS = np.arange(1, 17)
HELD = np.geomspace(0.0005, 0.5, 60)  # shares of the list held out
MONTHS = (1, 3, 12)  # for how long


def architecture(run: Run) -> Drawn:
    """What runs every month, and the way back.

    What does a customer pass each month, and when does its outcome reach the model? With the
    figures of this design.
    """
    design, past, policy = run.settings, run["past"], run["policy"]
    observed, window = design["observation_window"], design["training_window"]
    hours, wait = run["serving"].seconds / 3600, past.outcomes.wait
    contacted = say(float(SHARES[policy.at]), "share")
    trained = {
        "never": "once, before launch",
        "schedule": f"every {design['retrain_every']} months",
        "alarm": "when the monitor rings",
        "online": "a little every month",
    }
    rows = {
        "Every month": [
            Card("Warehouse", ("tables as they stood on", "the day of the snapshot")),
            Card("Features", (f"over {observed} months", f"{len(past.prepared.names)} columns")),
            Card(
                "Scoring",
                (f"{design['customer_base']:g} million customers", f"ready after {hours:.1f} h"),
                f"{design['workers']} workers",
                "true",
            ),
            Card(
                "Campaign",
                (f"{contacted} of those due, by {RANKED[policy.rule]}", "logs whom it contacts"),
            ),
        ],
        "And back": [
            Card("Outcome", (f"joins its snapshot after {wait} months",), "late", "alarm"),
            Card("Monitor", (DETECTORS[design["detector"]],)),
            Card("Training", (trained[design["retraining"]], f"on {window} months of snapshots")),
            Card("Model", ("compared with the old list", "before anybody is called")),
        ],
    }
    return Cards(
        rows,
        f"A model trained today knows outcomes of snapshots at least {past.learner.wait} "
        f"month{'s' * (past.learner.wait > 1)} old. The list is ready "
        f"{'before' if hours <= WINDOW / 3600 else 'after'} the campaign starts.",
    )


RANKED = {
    "risk": "risk",
    "value": "expected value, by risk",
    "uplift": "uplift",
    "uplift_value": "expected value, by uplift",
    "random": "chance",
    "all": "no order",
    "none": "no order",
}


def finish(run: Run) -> Drawn:
    """When the list is ready.

    How many workers does the monthly run need? Hours to the last score, against the start of the
    campaign.
    """
    named = ("model", "targeting", "uplift_model", "customer_base")
    settings = {name: run.settings[name] for name in named}
    hours = np.array([serving(**settings, workers=int(n)).seconds for n in WORKERS]) / 3600
    now, limit = run["serving"], WINDOW / 3600
    own = int(run.settings["workers"])
    enough = math.ceil(own * now.seconds / WINDOW)
    return along(
        {
            "time to the last score": (WORKERS, hours),
            "campaign starts": (WORKERS, np.full(len(WORKERS), limit)),
        },
        x="workers",
        y="hours after the month's data are complete",
        log="y",
        colours={"time to the last score": "true", "campaign starts": "alarm"},
        dashed=("campaign starts",),
        marks={"now": (own, now.seconds / 3600)},
        caption=f"{say(now.rows_per_second, 'count')} customers a second: the list is ready after "
        f"{now.seconds / 3600:.1f} hours, and the campaign starts after {limit:.0f}. "
        f"{enough} worker{'s are' if enough > 1 else ' is'} enough.",
    )


def holdout_size(run: Run) -> Drawn:
    """How large a hold-out, for how long.

    Would you notice that the campaign works? The smallest effect that a hold-out can prove, beside
    the effect this design truly has.
    """
    judged, due = run["judged"], run["judged"].by_gain
    reached = due.position <= run.position
    if not reached.any():
        return Absent("Nobody is contacted: there is no effect to prove.")
    rate = float(run["past"].outcomes.leaves[due.row[reached]].mean())
    effect = 1000 * float(due.saved[reached].mean())
    simulated = judged.months * run["subscriptions"].about["customers"]
    monthly = reached.sum() / simulated * float(run.settings["customer_base"]) * 1e6
    noise = 1000 * NOTICED * math.sqrt(rate * (1 - rate))
    curves = {
        f"kept {months} month{'s' * (months > 1)}": noise
        / np.sqrt(monthly * months * HELD * (1 - HELD))
        for months in MONTHS
    }
    needed = {name: _share_needed(curve, abs(effect)) for name, curve in curves.items()}
    wait = say(run["past"].outcomes.wait * DAYS, "days")
    return along(
        {name: (HELD, curve) for name, curve in curves.items()}
        | {"effect of this design": (HELD, np.full(len(HELD), abs(effect)))},
        x="share of the list held out",
        y="smallest effect noticed: leavers per 1,000 contacts",
        log="xy",
        colours={"effect of this design": "true"},
        dashed=("effect of this design",),
        caption=f"Contacts {'avoid' if effect > 0 else 'cause'} {abs(effect):.1f} leavers per "
        f"1,000; without them {say(rate, 'share')} of the list would leave. Share to hold out for "
        "80 % power at a 5 % level: "
        f"{'; '.join(f'{name} {share}' for name, share in needed.items())}. The last "
        f"outcome is known {wait} after the last contact.",
    )


def _share_needed(noticed: np.ndarray, effect: float) -> str:
    """The smallest share held out at which an effect is noticed, as words."""
    enough = np.flatnonzero(noticed <= effect)
    return say(float(HELD[enough[0]]), "share") if len(enough) else "more than half"
