"""How well the filter orders mail, and how far its scores can be believed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.export import WORDS
from cases.spam.filters import probability
from cases.spam.judged import Judged, flag_line, judged_live, judged_seen
from kit.figure import Absent, Drawn, Table, lines
from kit.overlay import with_rules
from kit.run import Run
from kit.words import say
from pipelines.evaluation.decisions import Ordered
from pipelines.learning.calibration import reliability as grouped

TRUE, SEEN, CEILING = "this design, true", "this design, as seen", "exact chance of spam"
COLOURS = {TRUE: "true", SEEN: "seen", CEILING: "ceiling"}
POINTS = 120
WIDEST = 15.0  # log odds shown


def hold_of(run: Run) -> float:
    """The quarantine line at the design's position of the dial."""
    return float(run.readout.axis[run.position])


def flag_of(run: Run) -> float:
    """The flag line that goes with it."""
    return min(flag_line(run["operating"]), hold_of(run))


def roc(run: Run) -> Drawn:
    """Spam caught over honest mail caught, on a logarithmic axis."""
    rows = run["judged_rows"]
    if rows["spam"].nunique() < 2:
        return Absent("The judged mail holds one kind of message alone.")
    one, five = run.reading("recall_01"), run.reading("recall_05")
    return lines(
        run.still(_curves),
        x=("wrong", "share of honest mail over the line (log)"),
        y=("caught", "share of spam over the line"),
        by="curve",
        colours=COLOURS,
        dashed=(SEEN,),
        log_x=True,
        y_range=(0.0, 1.0),
        marks=_position(run),
        caption=f"At one false positive in a thousand {say(one.true, 'share')} of the spam is "
        f"caught of {say(one.ceiling, 'share')} that could be; at five in a thousand "
        f"{say(five.true, 'share')} of {say(five.ceiling, 'share')}.",
    )


def _curves(run: Run) -> pd.DataFrame:
    rows = run["judged_rows"]
    parts = {
        TRUE: judged_live(rows),
        SEEN: judged_seen(run["validation"]),
        CEILING: judged_live(rows, "ceiling"),
    }
    return pd.concat([_curve(judged, name) for name, judged in parts.items()])


def _curve(judged: Judged, name: str) -> pd.DataFrame:
    spams, hams = judged.spam.sum(), (1 - judged.spam).sum()
    if not spams or not hams:
        return pd.DataFrame({"wrong": [], "caught": [], "curve": []})
    ordered = Ordered.by(judged.score)
    caught = np.cumsum(judged.spam[ordered.order])
    wrong = np.arange(1, len(caught) + 1) - caught
    ends = np.flatnonzero(np.r_[ordered.scores[1:] != ordered.scores[:-1], True])
    kept = ends[wrong[ends] > 0]
    if not len(kept):
        return pd.DataFrame({"wrong": [], "caught": [], "curve": []})
    wanted = np.geomspace(1, len(kept), POINTS).round().astype(int) - 1
    at = kept[np.unique(wanted)]
    return pd.DataFrame({"wrong": wrong[at] / hams, "caught": caught[at] / spams, "curve": name})


def _position(run: Run) -> pd.DataFrame:
    wrong = run.reading("false_quarantines").true / 1e4
    if not wrong > 0:
        return pd.DataFrame()
    caught = run.reading("spam_quarantined").true
    return pd.DataFrame({"wrong": [wrong], "caught": [caught], "text": ["now"]})


def histogram(run: Run) -> Drawn:
    """Scores of spam and of honest mail, each as shares of their class, and both lines."""
    rows = run["judged_rows"]
    scored = rows[np.isfinite(rows["score"])]
    if scored["spam"].nunique() < 2:
        return Absent("The scored mail holds one kind of message alone.")
    edges = np.linspace(-WIDEST, WIDEST, 61)
    place = np.clip(scored["score"].to_numpy(), -WIDEST + 0.01, WIDEST - 0.01)
    spam = scored["spam"].to_numpy() == 1
    chart = lines(
        pd.concat([_shares(place[~spam], edges, "honest"), _shares(place[spam], edges, "spam")]),
        x=("place", f"log odds of spam (ends hold what is beyond {WIDEST:g})"),
        y=("share", "share of the class in half a unit"),
        by="class",
        colours={"honest": "true", "spam": "seen"},
        caption=_between_lines(run, scored["score"].to_numpy(), spam),
    )
    marks = {"quarantine": hold_of(run)}
    if flag_of(run) < hold_of(run):
        marks = {"flag": flag_of(run)} | marks
    at = np.clip(list(marks.values()), -WIDEST, WIDEST)
    return with_rules(chart, pd.DataFrame({"place": at, "text": list(marks), "colour": "current"}))


def _between_lines(run: Run, score: np.ndarray, spam: np.ndarray) -> str:
    held, over = score >= hold_of(run), score >= flag_of(run)
    doubtful = over & ~held
    return (
        f"{say(held[spam].mean(), 'share')} of scored spam and {say(held[~spam].mean(), 'share')} "
        f"of honest mail are quarantined; between the lines are "
        f"{say(doubtful[spam].mean(), 'share')} and {say(doubtful[~spam].mean(), 'share')}."
    )


def _shares(place: np.ndarray, edges: np.ndarray, name: str) -> pd.DataFrame:
    counts = np.histogram(place, edges)[0]
    middle = (edges[1:] + edges[:-1]) / 2
    return pd.DataFrame({"place": middle, "share": counts / max(1, len(place)), "class": name})


def reliability(run: Run) -> Drawn:
    """What scores promise and what happens, in groups of equally many messages."""
    rows, validation = run["judged_rows"], run["validation"]
    parts = [(probability(rows["said"].to_numpy()), rows["spam"].to_numpy(), TRUE)]
    if len(validation.label):
        parts.append((probability(validation.log_odds), validation.label, SEEN))
    found = pd.concat([grouped(p, y).assign(curve=name) for p, y, name in parts])
    ideal = pd.DataFrame({"said": [0.0, 1.0], "happened": [0.0, 1.0], "curve": "as promised"})
    reading = run.reading("calibration")
    return lines(
        pd.concat([found, ideal])[["said", "happened", "curve"]],
        x=("said", "mean chance of spam the group was given"),
        y=("happened", "share of spam in the group"),
        by="curve",
        colours=COLOURS | {"as promised": "muted"},
        dashed=(SEEN, "as promised"),
        points=True,
        caption=f"Spam promised over spam there is: {say(reading.true, 'ratio')}; "
        f"{say(run.reading('sure').true, 'share')} of the scores are beyond 1 % and 99 %.",
    )


def outcomes(run: Run) -> Drawn:
    """What becomes of spam and of honest mail at these lines."""
    rows = run["judged_rows"]
    score = rows["score"].to_numpy()
    named = np.where(score >= flag_of(run), "flagged", "delivered")
    named = np.where(score >= hold_of(run), "quarantined", named)
    named = np.where(rows["unscored"], "delivered unscored", named)
    named = np.where(rows["lost"], "bounced", named)
    kinds = [*WORDS.values(), "delivered unscored", "bounced"]
    frame = pd.crosstab(named, rows["spam"].to_numpy()).reindex(kinds, fill_value=0)
    frame = frame.reindex(columns=[0, 1], fill_value=0)
    totals = np.maximum(frame.sum(), 1)
    table = pd.DataFrame(
        {
            "what happens": kinds,
            "honest": frame[0].to_numpy(),
            "of honest": (frame[0] / totals[0]).to_numpy(),
            "spam": frame[1].to_numpy(),
            "of spam": (frame[1] / totals[1]).to_numpy(),
        }
    )
    held = frame.loc["quarantined"]
    said = f"{held[0]:,} honest messages lie in quarantine among {held[1]:,} of spam."
    return Table(table, said, {"of honest": "share", "of spam": "share"})
