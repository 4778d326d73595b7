"""Labels: when they come, what their delay costs, and what each way of splitting makes of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.features import DAY
from cases.fraud.panels.quality import ATTAINABLE, CLAIRVOYANT, COLOURS
from cases.fraud.readings import NO_FRAUD
from kit.figure import Absent, Drawn, bars, lines
from kit.overlay import with_rules
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
    """How many days after a fraud its label is known, for checked and for other payments."""
    seen, truth = run["payments"].seen, run["payments"].truth
    fraud = truth["fraud"].to_numpy() == 1
    if not fraud.any():
        return Absent("There is no fraud in this world.")
    told = np.where(seen["reported"] == 1, seen["label_time"] - seen["time"], np.inf) / DAY
    checked = seen["incumbent_alert"].to_numpy()
    days = np.arange(0, 91)
    parts = [
        pd.DataFrame({"days": days, "known": _known(told[fraud & mask], days), "curve": name})
        for name, mask in ((ALERTED, checked), (OTHERS, ~checked))
        if (fraud & mask).any()
    ]
    never = float(np.isinf(told[fraud]).mean())
    delay = run.settings["delay"]
    waited = _known(told[fraud], np.array([delay + 1]))[0]
    chart = lines(
        pd.concat(parts),
        x=("days", "days since the payment"),
        y=("known", "share of frauds reported by then"),
        by="curve",
        colours={ALERTED: "seen", OTHERS: "true"},
        y_range=(0.0, 1.0),
        caption=f"{say(waited, 'share')} of frauds are known {delay + 1} "
        f"days on, which is how long training waits for labels; {say(never, 'share')} "
        "are never reported.",
    )
    return with_rules(chart, pd.DataFrame({"days": [delay + 1], "text": ["training waits"]}))


def delay(run: Run) -> Drawn:
    """What could be known at best, with the same payments and labels that come sooner or later."""
    rows = run["live"].rows
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    now = run.settings["delay"]
    days = sorted({*DELAYS, now})
    best = [_attainable(run.but(delay=one)) for one in days]
    known = average_precision(rows["fraud"].to_numpy(), rows["clairvoyant"].to_numpy())
    frame = pd.concat(
        [
            pd.DataFrame({"days": days, "ap": best, "curve": ATTAINABLE}),
            pd.DataFrame({"days": days, "ap": known, "curve": CLAIRVOYANT}),
        ]
    )
    reading = run.reading("average_precision")
    return lines(
        frame,
        x=("days", "label delay (days)"),
        y=("ap", "average precision"),
        by="curve",
        colours=COLOURS,
        points=True,
        marks=pd.DataFrame({"days": [now], "ap": [reading.true], "text": ["this design"]}),
        caption=f"With labels at once {say(best[0], 'score')} would be attainable, after "
        f"{days[-1]} days {say(best[-1], 'score')}; this design reaches "
        f"{say(reading.true, 'score')} at {now} days.",
    )


def _attainable(run: Run) -> float:
    """Average precision of the best score that could be known in time."""
    best = run["foreseen"].judged
    return average_precision(best.fraud, best.ordering, best.ranked)


def splits(run: Run) -> Drawn:
    """What the team would report under each way of holding rows back, beside what is true."""
    true = run.reading("average_precision").true
    if np.isnan(true):
        return Absent(NO_FRAUD)
    seen = {name: _seen(run.but(split=name)) for name in SPLITS}
    rows = [
        (SPLITS[name] + (" · now" if name == run.settings["split"] else ""), what, value)
        for name, value in seen.items()
        for what, value in (("seen", value), ("true", true))
    ]
    frame = pd.DataFrame(rows, columns=["split", "what", "ap"]).dropna()
    known = {name: value for name, value in seen.items() if not np.isnan(value)}
    said = "No split holds back a fraud to be judged on."
    if known:
        top = max(known, key=lambda name: known[name])
        said = (
            f"The same model: {SPLITS[top]} promises most, {say(known[top], 'score')}; the "
            f"live weeks give {say(true, 'score')}."
        )
    return bars(
        frame,
        x=("split", "rows held back"),
        y=("ap", "average precision"),
        by="what",
        colours={"seen": "seen", "true": "true"},
        horizontal=True,
        caption=said,
    )


def _seen(run: Run) -> float:
    return average_precision(run["validation"].labels, run["validation"].scores)


def _known(told: np.ndarray, days: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(told), days, side="right") / max(1, len(told))
