"""An experiment of one's own, judged by the design's plan."""

from __future__ import annotations

import pandas as pd

from cases.experiment.pasted import EXAMPLE, answer
from kit.choice import Refused
from kit.figure import Absent, Drawn, Table
from kit.run import Run


def own_experiment(run: Run, typed: str = "") -> Drawn:
    """Your own experiment.

    Paste two lines of counts (arm, users, buyers), the old version first; or a line for each user
    (user, arm, value and, if known, before: the value before the test). The share planned for the
    second arm and alpha are those of the design.
    """
    design = run.settings
    try:
        found = answer(typed or EXAMPLE, planned=design["split"], alpha=design["alpha"])
    except Refused as refused:
        return Absent(str(refused))
    lines = pd.DataFrame(found.implied.items(), columns=["what", "found"])
    return Table(lines, found.sentence)
