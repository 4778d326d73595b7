"""The rows behind the readings: one a round, and the round on the table once it is closed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.irrelevant_items.faults import NAMES
from cases.irrelevant_items.judged import believed
from kit.run import Run

COLUMNS = {
    "split": "rounds: those that readings are made of; faults: the hundred replayed under the "
    "safeguards; healthy: days on which all is well; guards: the safeguards in place; table: the "
    "round on the table, there once its diagnosis is committed",
    "time": "minutes until the hunt stopped; of faults until somebody knew",
    "label": "the diagnosis, by number, at the dial's minute",
    "label_time": "minutes until the fault was over",
    "truth": "the true cause, by number; of faults too",
    "score": "belief in the likeliest cause at the dial's minute",
    "given": "belief in the true cause then",
    "decision": "1 where the fix applied cures the cause; of faults, where a safeguard stopped it "
    "before full traffic",
    "minutes": "until one cause was likely enough, the time limit where none was",
    "best_minutes": "the same of the order with the most bits a minute",
    "spoilt": "visits spoilt by the dial's minute",
    "lost": "the same as the dashboard counts them, by clicks",
    "told": "bits told by the dial's minute",
    "spent": "minutes of probes until then",
    "known": "1 where whoever asks everything names the cause; of faults, where the team hears",
    "rang": "safeguards that rang on a healthy day",
    "guard": "a safeguard in place",
    "cost": "engineer-days a quarter of a safeguard",
    **{f"cause_{number}": name for number, name in enumerate(NAMES)},
}


def export(run: Run) -> pd.DataFrame:
    """Every round and every fault that readings are made of.

    Right is the share of rounds with label equal to truth, bits a minute the sum of told over that
    of spent, caught and wrong fixes follow from decision, false alarms are seven times the mean of
    rang, the others means or sums of their columns. While a round is open it is not among the rows.
    """
    parts, own = [_rounds(run), *_prevention(run)], run["own"]
    if not own.open:
        last = {"split": "table", "time": own.hunt.stopped[0], "truth": NAMES.index(own.cause)}
        last |= {"label": NAMES.index(own.diagnosis), "score": own.hunt.belief[0, -1].max()}
        parts.append(pd.DataFrame([last]))
    rows = pd.concat(parts, ignore_index=True)
    rows.attrs["columns"] = COLUMNS
    return rows


def _rounds(run: Run) -> pd.DataFrame:
    judged, hunt, fixed, at = run["judged"], run["hunt"], run["fixed"], run.position
    return pd.DataFrame(
        {
            "split": "rounds",
            "time": hunt.stopped,
            "label": believed(hunt)[:, at].argmax(axis=1),
            "label_time": fixed.cured,
            "truth": run["rounds"].fault,
            "score": judged.sure[:, at],
            "given": judged.given[:, at],
            "decision": fixed.right.astype(int),
            "minutes": np.where(hunt.sure, hunt.stopped, run.settings["time_limit"]),
            "best_minutes": run["attainable"].minutes,
            "spoilt": judged.spoilt[:, at],
            "lost": judged.lost[:, at],
            "told": judged.told[:, at],
            "spent": judged.spent[:, at],
            "known": run["attainable"].right.astype(int),
        }
    )


def _prevention(run: Run) -> list[pd.DataFrame]:
    """The faults replayed, the healthy days and the safeguards."""
    watch = run["watch"]
    faults = {"time": watch.told, "truth": watch.cause, "decision": watch.before.astype(int)}
    checks = {check.name: check.cost for check in watch.checks}
    return [
        pd.DataFrame({"split": "faults", **faults, "known": watch.noticed.astype(int)}),
        pd.DataFrame({"split": "healthy", "rang": watch.falsely}),
        pd.DataFrame({"split": "guards", "guard": list(checks), "cost": list(checks.values())}),
    ]
