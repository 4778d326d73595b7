"""How well the scores order payments, and how far they can be believed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.panels.outcomes import threshold_of
from cases.fraud.readings import NO_FRAUD
from kit.figure import Absent, Drawn, lines
from kit.overlay import with_rules
from kit.run import Run
from kit.words import say
from pipelines.evaluation.decisions import Ordered
from pipelines.learning.calibration import logit

TRUE, SEEN = "this design, true", "this design, as seen"
ATTAINABLE, CLAIRVOYANT = "attainable ceiling", "clairvoyant ceiling"
COLOURS = {TRUE: "true", SEEN: "seen", ATTAINABLE: "ceiling", CLAIRVOYANT: "clairvoyant"}
POINTS = 70
RETURN = "expected saving over expected cost, power of ten"


def precision_recall(run: Run) -> Drawn:
    """Precision over recall: the design as it is and as it seems, and both ceilings."""
    rows = run["live"].rows
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    aware = run["operating"].policy.rule == "amount"
    off = " Its line minds amounts too, so it need not stand on its curve." if aware else ""
    reading = run.reading("average_precision")
    return lines(
        run.still(_curves),
        x=("recall", "recall: share of frauds alerted"),
        y=("precision", "precision: share of alerts that are fraud"),
        by="curve",
        colours=COLOURS,
        dashed=(SEEN,),
        y_range=(0.0, 1.0),
        marks=_position(run),
        caption=f"Average precision {say(reading.true, 'score')} of an attainable "
        f"{say(reading.ceiling, 'score')}; the fraud rate, a useless score's, is "
        f"{say(rows['fraud'].mean(), 'share')}.{off}",
    )


def _curves(run: Run) -> pd.DataFrame:
    rows, validation = run["live"].rows, run["validation"]
    fraud = rows["fraud"].to_numpy()
    parts = [
        _curve(ordering(rows), fraud, TRUE),
        _curve(rows["attainable"].to_numpy(), fraud, ATTAINABLE),
        _curve(rows["clairvoyant"].to_numpy(), fraud, CLAIRVOYANT),
        _curve(validation.scores, validation.labels, SEEN),
    ]
    return pd.concat([part for part in parts if len(part)])


def reliability(run: Run) -> Drawn:
    """What the scores promise and what happens, in groups from the many low to the few high."""
    rows, validation = run["live"].rows, run["validation"]
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    parts = [
        _promises(rows["probability"].to_numpy(), rows["fraud"].to_numpy(), TRUE),
        _promises(validation.scores, validation.labels, SEEN),
    ]
    if not any(map(len, parts)):
        return Absent("No group of payments both promises fraud and holds some.")
    found = pd.concat([part for part in parts if len(part)])
    ends = np.array([found["said"].min(), found["said"].max()])
    ideal = pd.DataFrame({"said": ends, "happened": ends, "curve": "as promised"})
    reading = run.reading("calibration")
    seen = "" if np.isnan(reading.seen) else f"; the team sees {say(reading.seen, 'ratio')}"
    return lines(
        pd.concat([found, ideal]),
        x=("said", "mean score of the group (probability promised)"),
        y=("happened", "share of fraud in the group"),
        by="curve",
        colours=COLOURS | {"as promised": "muted"},
        dashed=(SEEN, "as promised"),
        log_x=True,
        log_y=True,
        points=True,
        caption=f"Fraud promised over fraud there is: {say(reading.true, 'ratio')}{seen}. "
        "Above the grey line there is more fraud than promised, below it less.",
    )


def classes(run: Run) -> Drawn:
    """Scores of frauds and of honest payments, each as shares of their class, and the threshold."""
    rows = run["live"].rows
    scored = rows[~rows["unscored"]]
    if not scored["fraud"].any():
        return Absent("No fraud among the payments that got a score.")
    return_axis = run["operating"].policy.rule == "amount"
    spread, kind = (_decades, RETURN) if return_axis else (logit, "log odds")
    place = spread(_scores(run, scored))
    at, fraud = float(spread(np.array([threshold_of(run)]))[0]), scored["fraud"].to_numpy() == 1
    edges = np.linspace(place.min() - 0.01, place.max() + 0.01, 61)
    above, wrong = (say((place[of] >= at).mean(), "share") for of in (fraud, ~fraud))
    chart = lines(
        pd.concat([_shares(place[~fraud], edges, "honest"), _shares(place[fraud], edges, "fraud")]),
        x=("place", f"score ({kind})"),
        y=("share", "share of the class in a sixtieth of the range"),
        by="class",
        colours={"honest": "true", "fraud": "seen"},
        caption=f"{above} of scored frauds and {wrong} of scored honest payments lie at or above "
        "the threshold.",
    )
    shown = [float(np.clip(at, edges[0], edges[-1]))]
    rule = pd.DataFrame({"place": shown, "text": ["threshold"], "colour": ["current"]})
    return with_rules(chart, rule)


def ordering(rows: pd.DataFrame) -> np.ndarray:
    """What average precision orders payments by: the probability, unscored payments last."""
    return np.where(rows["unscored"], -1.0, rows["probability"])


def _scores(run: Run, rows: pd.DataFrame) -> np.ndarray:
    """What the threshold is compared with."""
    policy = run["operating"].policy
    return policy.score(rows["probability"].to_numpy(), rows["amount"].to_numpy())


def _curve(scores: np.ndarray, fraud: np.ndarray, name: str) -> pd.DataFrame:
    """Precision and recall where the score is about to fall: equal scores are alerted together."""
    ordered = Ordered.by(scores)
    hits = np.cumsum(fraud[ordered.order])
    if not len(hits) or not hits[-1]:
        return pd.DataFrame()
    wanted = np.unique(np.geomspace(1, len(hits), POINTS).round().astype(int))
    counts = np.unique(np.searchsorted(ordered.scores, ordered.scores[wanted - 1], side="right"))
    return pd.DataFrame(
        {"recall": hits[counts - 1] / hits[-1], "precision": hits[counts - 1] / counts}
    ).assign(curve=name)


def _position(run: Run) -> pd.DataFrame:
    """Where the design stands on its own curve: by alerts raised, whoever is free to act."""
    rows = run["live"].rows
    alerted = (_scores(run, rows) >= threshold_of(run)) & ~rows["unscored"].to_numpy()
    if not alerted.any():
        return pd.DataFrame()
    fraud = rows["fraud"].to_numpy()
    recall, precision = fraud[alerted].sum() / fraud.sum(), fraud[alerted].mean()
    return pd.DataFrame({"recall": [recall], "precision": [precision], "text": ["now"]})


def _promises(scores: np.ndarray, labels: np.ndarray, name: str) -> pd.DataFrame:
    """Mean score and share of fraud in groups that each hold half of the payments still left,
    from the lowest scores up; groups where either is 0 have no place on a log axis."""
    if not len(scores):
        return pd.DataFrame()
    left = len(scores) * 0.5 ** np.arange(1, 20)
    cuts = np.unique(len(scores) - left[left >= 25].astype(int))
    groups = np.split(np.argsort(scores, kind="stable"), cuts)
    found = [(scores[rows].mean(), labels[rows].mean()) for rows in groups if len(rows)]
    frame = pd.DataFrame(found, columns=["said", "happened"]).assign(curve=name)
    return frame[(frame["said"] > 0) & (frame["happened"] > 0)]


def _decades(score: np.ndarray) -> np.ndarray:
    return np.log10(np.clip(score, 1e-6, 1e9))


def _shares(place: np.ndarray, edges: np.ndarray, name: str) -> pd.DataFrame:
    counts = np.histogram(place, edges)[0]
    middle = (edges[1:] + edges[:-1]) / 2
    return pd.DataFrame({"place": middle, "share": counts / max(1, len(place)), "class": name})
