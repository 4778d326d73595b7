"""The live months: what was seen and true, what the policies earned, what monitors would say."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.judged import Judged
from cases.churn.readings import NO_CHANGE, TOO_LATE
from kit.figure import Absent, Drawn, lines
from kit.overlay import with_rules, with_shading
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import roc_auc
from pipelines.over_time.monitors import expected_auc

TRUE, ATTAINABLE, CLAIRVOYANT = "this design", "attainable", "clairvoyant"
ARRIVED = "as seen, on labels come in"
EXPECTED = "expected without labels (CBPE)"
COLOURS = {
    TRUE: "true",
    ATTAINABLE: "ceiling",
    CLAIRVOYANT: "clairvoyant",
    ARRIVED: "seen",
    EXPECTED: "pinned",
}
MOST_NAMED = 6


def time_machine(run: Run) -> Drawn:
    """Month by month: the AUC the team saw, the true one and the attainable."""
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    curves = {
        TRUE: judged.auc,
        ATTAINABLE: judged.attainable.auc(),
        ARRIVED: arrived(run),
    }
    chart = lines(
        long(curves, "auc").dropna(),
        x=("month", "month since launch"),
        y=("auc", "ROC AUC of the month"),
        by="curve",
        colours=COLOURS,
        dashed=(ARRIVED,),
        points=True,
        caption=f"{_what_happened(run, judged)} {_greys(run)}",
    )
    return with_shading(with_rules(chart, events(run)), _maturity(run))


def estimates(run: Run) -> Drawn:
    """Three ways of knowing how good the model is: labels, its own chances, the truth."""
    judged, live = run["judged"], run["live"]
    if not judged.months:
        return Absent(TOO_LATE)
    expected = np.array([expected_auc(scores) for scores in live.scores[: judged.months]])
    curves = {
        TRUE: judged.auc,
        EXPECTED: expected,
        ARRIVED: arrived(run),
        CLAIRVOYANT: judged.clairvoyant.auc(),
    }
    after = judged.changed if judged.changed.any() else np.ones(judged.months, dtype=bool)
    off = float(np.nanmean(expected[after] - judged.auc[after]))
    promised, seen = float(live.scores[: judged.months].mean()), float(judged.own.leaves.mean())
    when = "after the change" if judged.changed.any() else "over the months"
    chart = lines(
        long(curves, "auc").dropna(),
        x=("month", "month since launch"),
        y=("auc", "ROC AUC of the month"),
        by="curve",
        colours=COLOURS,
        dashed=(ARRIVED, EXPECTED),
        caption=f"Expected less true AUC {when}: {off:+.3f}. Churn promised "
        f"{say(promised, 'share')}, seen {say(seen, 'share')}.",
    )
    return with_rules(chart, events(run))


def policies(run: Run) -> Drawn:
    """What each retraining policy would have earned so far, training paid."""
    if not run["judged"].months:
        return Absent(TOO_LATE)
    chosen = run.settings["policy"]
    compared = dict.fromkeys(("never", "every", "alarm", chosen))
    earned = {_title(run, name): _earned(run.but(policy=name), run) for name in compared}
    winner = max(earned, key=lambda title: earned[title][-1])
    judged = run["judged"]
    best = judged.best.by_month(judged.best.gain, run.position, judged.months)
    earned["attainable ranking"] = np.cumsum(best)
    total = say(earned[winner][-1], "money")
    return lines(
        long(earned, "earned"),
        x=("month", "month since launch"),
        y=("earned", "profit so far, training paid ($)"),
        by="curve",
        colours={_title(run, chosen): "current", "attainable ranking": "ceiling"},
        dashed=("attainable ranking",),
        caption=f"Best of the policies: {winner.partition(' · ')[0]}, {total} in all. A retraining "
        f"costs {say(run.settings['training_cost'], 'money')}.",
    )


def feature_effects(run: Run) -> Drawn:
    """What each sign says about leaving before and after the change: a linear model of each."""
    from cases.churn.panels.effects import effects

    judged = run["judged"]
    if not judged.changed.any():
        return Absent(NO_CHANGE)
    return effects(run)


def arrived(run: Run) -> np.ndarray:
    """The AUC on labels that came in during each month, of snapshots a wait before."""
    live, past = run["live"], run["past"]
    wait = past.outcomes.wait
    months = run["judged"].months
    found = np.full(months, np.nan)
    for month in range(wait, months):
        found[month] = roc_auc(live.shown[month - wait], live.scores[month - wait])
    return found


def long(curves: dict[str, np.ndarray], value: str) -> pd.DataFrame:
    """Curves by month in long form; months count from 1."""
    parts = [
        pd.DataFrame({"month": np.arange(1, len(y) + 1), value: y, "curve": name})
        for name, y in curves.items()
    ]
    return pd.concat(parts, ignore_index=True)


def events(run: Run) -> pd.DataFrame:
    """When the world changed, the monitor rang and models were replaced."""
    replayed, judged = run["live"].replayed, run["judged"]
    found = [(month, "world changes", "pinned") for month in np.flatnonzero(judged.changed)[:1]]
    listens = run.settings["policy"] == "alarm"
    told = "rings, retrained" if listens else "rings"
    named = len(replayed.alarms) <= MOST_NAMED
    rang = [month for month in replayed.alarms if month < judged.months]
    found += [(month, told if named else "", "alarm") for month in rang]
    if not run["live"].online:
        replaced = sorted(set(replayed.trained) - {0, *(replayed.alarms if listens else ())})
        text = "retrained" if len(replaced) <= MOST_NAMED else ""
        found += [(month, text, "muted") for month in replaced if month < judged.months]
    frame = pd.DataFrame(found, columns=["month", "text", "colour"])
    return frame.assign(month=frame["month"] + 0.5)


def _maturity(run: Run) -> pd.DataFrame:
    """Grey for months whose labels are not in when the last live month begins."""
    live, wait = run["live"], run["past"].outcomes.wait
    months = np.arange(run["judged"].months)
    known = (months + wait < len(live.scores)).astype(float)
    return pd.DataFrame({"start": months + 0.5, "end": months + 1.5, "level": 0.35 * (1 - known)})


def _greys(run: Run) -> str:
    return "Shaded: labels not in when the last live month begins."


def _what_happened(run: Run, judged: Judged) -> str:
    known = judged.auc[~np.isnan(judged.auc)]
    if not len(known):
        return "No month has both customers who leave and who stay."
    replayed = run["live"].replayed
    world = "the world changes" if judged.changed.any() else "the world stays as it is"
    made = "learns online" if run["live"].online else f"retrainings: {replayed.retrainings}"
    return (
        f"True AUC goes from {say(known[0], 'score')} in the first month to "
        f"{say(known[-1], 'score')} in the last; {world}; {made}; alarms: {len(replayed.alarms)}."
    )


NAMES = {
    "never": "never retrained",
    "every": "by the calendar",
    "alarm": "when the monitor rings",
    "online": "online",
}


def _title(run: Run, policy: str) -> str:
    live = run.but(policy=policy)["live"]
    count = 0 if live.online else live.replayed.retrainings
    title = NAMES[policy] + (f" ({count}x)" if count else "")
    return title + (" · this design" if policy == run.settings["policy"] else "")


def _earned(other: Run, run: Run) -> np.ndarray:
    """Profit by the end of each month at this run's share, less what training cost."""
    judged, live = other["judged"], other["live"]
    gains = judged.campaign.by_month(judged.campaign.gain, run.position, judged.months)
    made = np.isin(np.arange(judged.months), list(set(live.replayed.trained) - {0}))
    cost = 0.0 if live.online else float(run.settings["training_cost"])
    return np.cumsum(gains - cost * made)
