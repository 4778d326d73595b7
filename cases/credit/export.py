"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.credit.judged import Judged
from cases.credit.world import Applicants
from kit.run import Run

COLUMNS = {
    "split": "live: the applicants decided on, of which the true readings are made; validation: "
    "past applicants held back, of which the team's are",
    "time": "month of the application; launch is month 0",
    "label_time": "month in which the outcome is known",
    "group": "0 for group A, 1 for group B; of validation rows as the audit has it",
    "young": "1 under thirty",
    "bureau": "what the bureau says of creditworthiness, in spreads",
    "income": "what the stated income says of it",
    "district": "1 or 0",
    "approved_before": "whether the old policy approved; -1 where it did not decide",
    "known": "1 where the outcome counts in the readings of the split",
    "label": "1 where the books say default, or will",
    "truth": "1 where the loan defaults, or would",
    "chance": "the true chance of default",
    "attainable": "the exact chance given all that is observed; live rows",
    "promised": "the chance of default that the design states",
    "score": "what applicants are ranked by: the higher, the sooner approved",
    "decision": "1 where approved at the dial's position",
    "lot": "the number that decides where a method draws by lot",
}


def export(run: Run) -> pd.DataFrame:
    """Held-back and live applicants, one row each, with everything a reading is made of.

    Profit is 1 for each repaid and less the cost of a default for each defaulted loan among
    approved and known rows, times $100, over known rows, times 1,000. Gaps are differences of the
    groups' shares.
    """
    live, past = run["live"], run["past"]
    own = _rows(live, run["judged"], np.arange(len(live.seen)), run.position)
    own["attainable"] = live.best
    audited = run["audited"]
    held = _rows(past, run["believed"], audited, run.position)
    held["attainable"] = np.nan
    held["truth"] = past.default[audited].astype(int)
    held.insert(0, "split", "validation")
    own.insert(0, "split", "live")
    rows = pd.concat([held, own], ignore_index=True)
    rows.attrs["columns"] = COLUMNS
    return rows


def _rows(people: Applicants, judged: Judged, at: np.ndarray, position: int) -> pd.DataFrame:
    seen = people.seen.iloc[at].reset_index(drop=True)
    return pd.DataFrame(
        {
            "time": seen["month"],
            "label_time": seen["label_month"],
            "group": judged.group,
            **{name: seen[name] for name in ("young", "bureau", "income", "district")},
            "approved_before": seen["approved"],
            "known": judged.known.astype(np.int8),
            "label": seen["recorded"],
            "truth": judged.default.astype(int),
            "chance": people.chance[at],
            "promised": judged.promised,
            "score": judged.score,
            "decision": judged.approved(position).astype(np.int8),
            "lot": people.lots[at],
        }
    )
