"""Labels: when they come, what their delay costs, and what each way of splitting makes of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.features import DAY
from cases.fraud.judged import foreseen
from cases.fraud.readings import NO_FRAUD
from cases.fraud.world import ceiling, in_population
from data.payments import with_label_delay
from kit.figure import Absent, Drawn
from kit.overlay import with_rules
from kit.panels.along import along
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT
from kit.panels.promises import promises
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import average_precision

DELAYS = (0, 7, 30, 60)
ALERTED, OTHERS = "checked by the old rule's analysts", "all other frauds"
SPLITS = {
    "random": "random rows",
    "entity": "random cards",
    "time": "by time",
    "gap": "by time, with gap",
    "prequential": "three folds, with gap",
}


def arrival(run: Run) -> Drawn:
    """When labels come.

    How old is the newest fraud one can learn from? Frauds the old rule's analysts checked are known
    soon, and are not like the others.
    """
    seen, truth = run["payments"].seen, run["payments"].truth
    fraud = truth["fraud"].to_numpy() == 1
    if not fraud.any():
        return Absent("There is no fraud in this world.")
    told = np.where(seen["reported"] == 1, seen["label_time"] - seen["time"], np.inf) / DAY
    checked, days = seen["incumbent_alert"].to_numpy(), np.arange(0, 91)
    kinds = {ALERTED: fraud & checked, OTHERS: fraud & ~checked}
    wait = run.settings["delay"] + 1
    waited, never = _known(told[fraud], np.array([wait]))[0], float(np.isinf(told[fraud]).mean())
    chart = along(
        {name: (days, _known(told[kind], days)) for name, kind in kinds.items() if kind.any()},
        x="days since the payment",
        y="share of frauds reported by then",
        colours={ALERTED: "one", OTHERS: "two"},
        y_range=(0.0, 1.0),
        caption=f"{say(waited, 'share')} of frauds are known {wait} days on, which is how long "
        f"training waits for labels; {say(never, 'share')} are never reported.",
    )
    return with_rules(chart, pd.DataFrame({"x": [wait], "text": ["training waits"]}))


def delay(run: Run) -> Drawn:
    """What the label delay takes away.

    How much is lost before any model is trained? The same payments, with labels that come sooner or
    later.
    """
    rows, reading = run["live"].rows, run.reading("average_precision")
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    now = run.settings["delay"]
    days = np.array(sorted({*DELAYS, now}))
    best = [_attainable(run, int(one)) for one in days]
    known = average_precision(rows["fraud"].to_numpy(), rows["clairvoyant"].to_numpy())
    return along(
        {ATTAINABLE: (days, np.array(best)), CLAIRVOYANT: (days, np.full(len(days), known))},
        x="label delay (days)",
        y="average precision",
        marks={"this design": (now, reading.true)},
        caption=f"With labels at once {say(best[0], 'score')} would be attainable, after "
        f"{days[-1]} days {say(best[-1], 'score')}; this design reaches "
        f"{say(reading.true, 'score')} at {now} days.",
    )


def _attainable(run: Run, delay: int) -> float:
    """Average precision of the best score that could be known in time, were labels so late."""
    best = run["foreseen"].judged
    if delay != run.settings["delay"]:
        world = with_label_delay(run["payments"], delay)
        counts = in_population(world.seen, removed=run.settings["compromised"] == "removed")
        best = foreseen(world, counts, ceiling(world), run["operating"].policy).judged
    return average_precision(best.fraud, best.ordering, best.ranked)


def splits(run: Run) -> Drawn:
    """What each validation split would have reported.

    Which validation can be believed? The same design under every way of holding rows back, beside
    what happens live.
    """
    true = run.reading("average_precision").true
    if np.isnan(true):
        return Absent(NO_FRAUD)
    return promises(
        {name: _seen(run.with_changes(split=split)) for split, name in SPLITS.items()},
        true,
        compared="rows held back",
        metric="average precision",
        now=SPLITS[run.settings["split"]],
    )


def _seen(run: Run) -> float:
    return average_precision(run["validation"].labels, run["validation"].scores)


def _known(told: np.ndarray, days: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(told), days, side="right") / max(1, len(told))
