"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.log_anomalies.judged import Judged
from kit.run import Run

COLUMNS = {
    "what": "window: one window scored; incident: one thing that went wrong; payment: one payment",
    "split": "live: after launch, of which the true readings are made; backtest: the part of the "
    "history held back, of which the team's are",
    "time": "minute since the world began at which the window, incident or payment begins",
    "end": "minute at which it is over",
    "label": "window: 1 where half of it lies in an incident the team knows of (live: in any); "
    "incident: 1 where it was written up; payment: as truth",
    "label_time": "minute at which that is known",
    "truth": "1 where something was wrong",
    "score": "surprise: -log10 of how often a normal window is as unusual; payment: 1 if flagged",
    "decision": "window: 1 where the surprise reaches the level; payment: 1 if flagged",
    "page": "1 where the window pages somebody",
    "page_time": "minute at which the page is there: the window's end and the parser's lag",
    "kind": "what kind of incident",
    "attainable": "probability of an incident given all that was logged, mean over the window",
}


def export(run: Run) -> pd.DataFrame:
    """Windows, incidents and payments of the live weeks and of the backtest, one row each.

    `decision` is at the dial's level. An incident is found when a page comes after it begins and no
    later than five minutes after it ends; a page at any other time is false.
    """
    live = _judged(run, run["judged"], "live", run["deployed"].rows)
    live.loc[live["what"] == "window", "attainable"] = run["attainable"].of_windows
    held = _judged(run, run["believed"], "backtest", run["backtest"].rows)
    together = pd.concat([held, live, *_payments(run)], ignore_index=True)
    together.attrs["columns"] = COLUMNS
    return together


def _judged(run: Run, judged: Judged, split: str, rows: np.ndarray) -> pd.DataFrame:
    frame, met = _windows(run, judged, split, rows), _incidents(judged, split)
    return pd.concat([frame, met], ignore_index=True) if len(met) else frame.assign(kind=None)


def _windows(run: Run, judged: Judged, split: str, rows: np.ndarray) -> pd.DataFrame:
    """A row for each window scored."""
    windows, at = run["windows"], run.position
    level = np.log10(windows.a_day / run.readout.axis[at])
    end = windows.end[rows].astype(float)
    return pd.DataFrame(
        {
            "what": "window",
            "split": split,
            "time": windows.start[rows].astype(float),
            "end": end,
            "label": judged.label.astype(int),
            "label_time": end,
            "truth": windows.inside(run["logs"].about["incidents"])[rows].astype(int),
            "score": judged.surprise,
            "decision": (judged.surprise >= level).astype(int),
            "page": judged.raised[at].astype(int),
            "page_time": judged.times,
        }
    )


def _incidents(judged: Judged, split: str) -> pd.DataFrame:
    """A row for each incident judged by."""
    found = judged.incidents
    return pd.DataFrame(
        {
            "what": "incident",
            "split": split,
            "time": found["start"].astype(float),
            "end": found["end"].astype(float),
            "label": found["ticket"].astype(int) if len(found) else [],
            "label_time": found["known"] if len(found) else [],
            "truth": 1,
            "kind": found["kind"],
        }
    )


def _payments(run: Run) -> list[pd.DataFrame]:
    orders, found = run["orders"], []
    for split, rows, guess in (
        ("backtest", orders.backtest, orders.guess),
        ("live", orders.live, orders.flagged),
    ):
        strange = orders.strange[rows].astype(int)
        frame = pd.DataFrame({"what": "payment", "split": split, "time": orders.minute[rows]})
        frame["end"] = frame["label_time"] = frame["time"]
        frame["label"] = frame["truth"] = strange
        frame["score"] = frame["decision"] = guess[rows].astype(int)
        found.append(frame)
    return found
