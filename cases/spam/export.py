"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.filters import probability
from cases.spam.outcomes import BOUNCED, decisions, thresholds_of
from cases.spam.world import texts
from data.mail.language import TOPICS
from kit.run import Run

COLUMNS = {
    "split": "live: messages after launch, of which the true readings are made; validation: "
    "held-back messages, of which the team's are",
    "message": "number of the message",
    "day": "day since the world began",
    "time": "second since the world began at which it came",
    "mailbox": "customer whose mail it is",
    "text": "the message as it was read",
    "topic": "legitimate topic, or spam campaign",
    "group": "near-copies of one message share it",
    "label": "1 where the team takes the message for spam (live: will ever)",
    "label_time": "second at which that is known",
    "truth": "1 for spam",
    "log_odds": "the filter's log odds of spam",
    "score": "what the threshold is compared with: the log odds (a cached copy's are the first "
    "one's); -inf where the message was delivered unscored or bounced",
    "attainable": "the exact log odds of spam, by the law the message was drawn with",
    "probability": "the chance of spam the log odds stand for",
    "decision": "delivered, flagged, quarantined, or bounced for want of room",
    "unscored": "1 where there was no room and the message was delivered unscored",
    "expensive": "1 where a cascade's expensive model read it",
}


def export(run: Run) -> pd.DataFrame:
    """Held-back and live messages, one row each, with everything a reading is made of."""
    scored, known, operating = run["scored"], run["live"].known, thresholds_of(run)
    live = scored[["message", "day", "time", "mailbox", "group"]].assign(
        split="live",
        text=live_texts(run),
        topic=np.array(TOPICS)[scored["topic"]],
        label=known.label,
        label_time=known.at,
        truth=scored["spam"],
        log_odds=scored["log_odds"],
        score=scored["score"],
        attainable=scored["attainable"],
        probability=probability(scored["served"].to_numpy()),
        decision=decisions(scored["score"].to_numpy(), operating),
        unscored=scored["unscored"].astype(np.int8),
        expensive=scored["expensive"].astype(np.int8),
    )
    live.loc[scored["bounced"], "decision"] = BOUNCED
    validation = run["validation"]
    held = pd.DataFrame(
        {
            "split": "validation",
            "group": validation.group,
            "label": validation.label,
            "log_odds": validation.log_odds,
            "score": validation.log_odds,
            "probability": probability(validation.log_odds),
            "decision": decisions(validation.log_odds, operating),
        }
    )
    together = pd.concat([held, live], ignore_index=True) if len(held) else live
    together = together[list(COLUMNS)]
    together.attrs["columns"] = COLUMNS
    return together


def live_texts(run: Run) -> list[str]:
    """The live messages as a person reads them, in the order of the live rows."""
    live, mail = run["live"], run["mail"]
    found = [text for messages in live.sent for text in texts(mail, messages)]
    return found[-len(live.rows) :]
