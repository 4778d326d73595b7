"""How well the filter orders mail, and how far its scores can be believed."""

from __future__ import annotations

from cases.spam.filters import probability
from cases.spam.readings import ONE_KIND
from kit.figure import Absent, Drawn
from kit.panels import reliability as promised
from kit.panels.along import Curve
from kit.panels.curves import roc as curves
from kit.panels.curves import roc_points
from kit.panels.legend import ATTAINABLE, SEEN, TRUE
from kit.run import Run
from kit.words import say

STAGES = {TRUE: "judged", SEEN: "believed", ATTAINABLE: "attainable"}


def roc(run: Run) -> Drawn:
    """Spam caught against legitimate mail caught.

    How much better could any filter be, where it matters? The axis is logarithmic, since nobody
    accepts more than one false positive in a hundred.
    """
    if run["scored"]["spam"].nunique() < 2:
        return Absent(ONE_KIND)
    one, five = run.reading("recall_01"), run.reading("recall_05")
    wrong = run.reading("false_quarantines").true / 1e4
    return curves(
        run.still(_points),
        wrong="share of legitimate mail over the threshold (log)",
        caught="share of spam over the threshold",
        now=(wrong, run.reading("spam_quarantined").true) if wrong > 0 else None,
        caption=f"At one false positive in a thousand {say(one.true, 'share')} of the spam is "
        f"caught of {say(one.ceiling, 'share')} that could be; at five in a thousand "
        f"{say(five.true, 'share')} of {say(five.ceiling, 'share')}.",
    )


def _points(run: Run) -> dict[str, Curve]:
    mail = {name: run[stage] for name, stage in STAGES.items()}
    return {name: roc_points(one.score, one.spam) for name, one in mail.items() if len(one.spam)}


def reliability(run: Run) -> Drawn:
    """Predicted probability against the share of spam.

    May thresholds be computed from costs? Only where a score of 0.98 means spam in 98 of 100.
    """
    mail = {name: run[STAGES[name]] for name in (TRUE, SEEN)}
    return promised.reliability(
        {name: (probability(one.log_odds), one.spam) for name, one in mail.items()},
        promised="mean predicted probability of the group",
        happened="share of spam in the group",
        caption="Predicted over actual spam: "
        f"{say(run.reading('calibration').true, 'ratio')}; "
        f"{say(run.reading('sure').true, 'share')} of the scores are beyond 1 % and 99 %.",
    )
