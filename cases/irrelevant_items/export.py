"""The rows behind the readings: one a round, and the round on the table once it is closed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.irrelevant_items.faults import NAMES
from cases.irrelevant_items.judged import MINUTES
from kit.run import Run

COLUMNS = {
    "split": "rounds: those that readings are made of; table: the round on the table, there once "
    "its diagnosis is committed",
    "time": "minutes until the hunt stopped",
    "label": "the diagnosis, by number, at the dial's minute",
    "label_time": "minutes until the fault was over",
    "truth": "the true cause, by number",
    "score": "belief in the likeliest cause at the dial's minute",
    "given": "belief in the true cause then",
    "decision": "1 where the fix applied cures the cause",
    "minutes": "until one cause was likely enough, the time limit where none was",
    "best_minutes": "the same of the order with the most bits a minute",
    "spoilt": "visits spoilt by the dial's minute",
    "known": "1 where whoever asks everything names the cause",
    **{f"cause_{number}": name for number, name in enumerate(NAMES)},
}


def export(run: Run) -> pd.DataFrame:
    """Every round that readings are made of.

    Right is the share of rounds with label equal to truth, the others are means of their columns,
    wrong fixes one less the mean decision. While a round is open it is not among the rows.
    """
    judged, hunt, fixed, at = run["judged"], run["hunt"], run["fixed"], run.position
    step = (hunt.clock <= MINUTES[at]).sum(axis=1) - 1
    belief = hunt.belief[np.arange(len(step)), step]
    rows = pd.DataFrame(
        {
            "split": "rounds",
            "time": hunt.stopped,
            "label": belief.argmax(axis=1),
            "label_time": fixed.cured,
            "truth": run["rounds"].fault,
            "score": judged.sure[:, at],
            "given": judged.given[:, at],
            "decision": fixed.right.astype(int),
            "minutes": np.where(hunt.sure, hunt.stopped, run.settings["time_limit"]),
            "best_minutes": run["attainable"].minutes,
            "spoilt": judged.spoilt[:, at],
            "known": run["attainable"].right.astype(int),
        }
    )
    own = run["own"]
    if not own.open:
        last = {"split": "table", "time": own.hunt.stopped[0], "truth": NAMES.index(own.cause)}
        last |= {"label": NAMES.index(own.diagnosis), "score": own.hunt.belief[0, -1].max()}
        rows = pd.concat([rows, pd.DataFrame([last])], ignore_index=True)
    rows.attrs["columns"] = COLUMNS
    return rows
