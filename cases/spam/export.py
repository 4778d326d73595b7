"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.filters import probability
from cases.spam.judged import flag_line
from cases.spam.labels import DELIVERED, FLAGGED, QUARANTINED
from cases.spam.world import texts
from data.mail.language import TOPICS
from kit.run import Run

WORDS = {DELIVERED: "delivered", FLAGGED: "flagged", QUARANTINED: "quarantined"}

COLUMNS = {
    "split": "live: messages after launch, of which the true readings are made; validation: "
    "held-back messages, of which the team's are",
    "message": "number of the message",
    "day": "day since the world began",
    "time": "second since the world began at which it came",
    "mailbox": "customer whose mail it is",
    "text": "the message as it was read",
    "topic": "honest topic, or spam campaign",
    "group": "near-copies of one message share it",
    "label": "1 where the team takes the message for spam (live: will ever)",
    "label_time": "second at which that is known",
    "truth": "1 for spam",
    "log_odds": "the filter's log odds of spam",
    "score": "what the line is compared with: the log odds (a cached copy's are the first one's); "
    "-inf where the message was delivered unscored or bounced",
    "ceiling": "the exact log odds of spam, by the law the message was drawn with",
    "probability": "the chance of spam the log odds stand for",
    "decision": "delivered, flagged, quarantined, or bounced for want of room",
    "unscored": "1 where there was no room and the message was delivered unscored",
    "dear": "1 where a cascade's dear model read it",
}


def export(run: Run) -> pd.DataFrame:
    """Held-back and live messages, one row each, with everything a reading is made of."""
    live, operating = run["judged_rows"], run["operating"]
    hold = float(run.readout.axis[run.position])
    known = run["live"].known
    rows = live[["message", "day", "time", "mailbox"]].copy()
    rows.insert(0, "split", "live")
    rows["text"] = live_texts(run)
    rows["topic"] = np.array(TOPICS)[live["topic"].to_numpy()]
    rows["group"] = live["group"]
    rows["label"], rows["label_time"] = known.label, known.at
    rows["truth"] = live["spam"]
    for name in ("log_odds", "score", "ceiling"):
        rows[name] = live[name]
    rows["unscored"], rows["dear"] = (live[n].astype(np.int8) for n in ("unscored", "dear"))
    rows["probability"] = probability(live["said"].to_numpy())
    rows["decision"] = _decided(rows["score"].to_numpy(), hold, flag_line(operating))
    rows.loc[live["lost"].to_numpy(), "decision"] = "bounced"
    validation = run["validation"]
    held = pd.DataFrame(
        {
            "split": "validation",
            "group": validation.group,
            "label": validation.label,
            "log_odds": validation.log_odds,
            "score": validation.log_odds,
            "probability": probability(validation.log_odds),
            "decision": _decided(validation.log_odds, hold, flag_line(operating)),
        }
    )
    together = pd.concat([held, rows], ignore_index=True) if len(held) else rows
    together.attrs["columns"] = COLUMNS
    return together


def live_texts(run: Run) -> list[str]:
    """The live messages as a person reads them, in the order of the live rows."""
    live, mail = run["live"], run["mail"]
    found = [text for messages in live.sent for text in texts(mail, messages)]
    return found[-len(live.rows) :]


def _decided(score: np.ndarray, hold: float, flag: float) -> np.ndarray:
    flagged = np.where(score >= min(flag, hold), WORDS[FLAGGED], WORDS[DELIVERED])
    return np.where(score >= hold, WORDS[QUARANTINED], flagged)
