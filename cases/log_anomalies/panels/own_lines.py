"""Lines of one's own: how they are cut into entries, and which message each is taken for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.log_anomalies.parsing import grouped
from kit.figure import Absent, Drawn, Table
from kit.run import Run
from pipelines.text.entries import Entry, entries

MOST = 200
EXAMPLE = """\
2026-05-03 10:00:01 payment 0fa3c1 captured batch 118
2026-05-03 10:00:02 java.lang.IllegalStateException: pool exhausted at worker 3
    at com.pay.Pool.take(Pool.java:71)
    at com.pay.Capture.run(Capture.java:18)
2026-05-03 10:00:02 heartbeat 71 from node-4
2026-05-03 10:00:02 heartbeat 71 from node-4
2026-05-03 09:59:58 disk /dev/sda1 is 97 % full <b>now</b>
2026-05-03 10:00:03 \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}w\N{REPLACEMENT CHARACTER}
"""


def own_lines(run: Run, typed: str = "") -> Drawn:
    """Lines of your own, mined.

    Which of them would the parser take for messages it knows? It has mined the history
    first. A new message is news to the rule for new messages; a stack trace should be one entry.
    """
    design = run.settings
    if design["parsing"] not in ("drain", "masking"):
        return Absent(
            "A hash of the line, or a list of templates from the code, says nothing of other "
            "lines: choose Drain or regular expressions."
        )
    found = entries(typed or EXAMPLE)
    if not found:
        return Absent("There is no line to mine: each is empty.")
    own, known = found[:MOST], _of_the_history(run)
    texts = [*known, *(each.message for each in own)]
    group, names = grouped(texts, design["parsing"], design["similarity"], design["depth"])
    met = set(group[: len(known)])
    rows = [
        _row(each, names[number], number in met)
        for each, number in zip(own, group[len(known) :], strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["entry", "lines", "message as mined", "met before", "odd"])
    news = int((frame["met before"] == "no").sum())
    left = f" Only the first {MOST} are shown." if len(found) > MOST else ""
    return Table(
        frame,
        f"{sum(len(each.lines) for each in found)} lines are {len(found)} entries; {news} of those "
        f"shown were never met, {sum(not each.message for each in own)} do not parse.{left}",
        {"lines": "count"},
    )


def _of_the_history(run: Run) -> list[str]:
    """Mined lines of the messages that were written before launch."""
    past = run["counted"].messages[: run["logs"].about["live_from"]]
    lines = run["parsed"].lines
    return list(lines.loc[lines["message"].isin(np.flatnonzero(past.sum(axis=0))), "text"])


def _row(entry: Entry, name: str, met: bool) -> tuple[str, int, str, str, str]:
    first, odd = entry.lines[0], "; ".join(entry.remarks)
    if not entry.message:
        return first, len(entry.lines), "", "", odd
    return first, len(entry.lines), name, "yes" if met else "no", odd
