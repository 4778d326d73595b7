"""The board of the recommender that is debugged: what is asked, a reference, what it sets."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.recommender import RECOMMENDER
from kit.board.trial import Trial
from kit.choice import Value


def sets(trial: Trial) -> dict[str, Value]:
    """The safeguards that a board has: a gate, a canary, a log of what was served, a monitor."""
    wiring = trial.wiring
    kinds = {each.kind for each in wiring.graph.boxes if each.id in wiring.connected}
    return {
        "golden_users": "on" if "gate" in kinds else "off",
        "version_tags": "on" if "registry" in kinds else "off",
        "reason_codes": "on" if "predictions" in kinds else "off",
        "canary": 0.1 if "canary" in kinds else 0.0,
        "drift_alarm": 4.0 if "monitor" in kinds else 0.0,
    }


BOARD = Board(
    task="Draw the recommender so that the next fault is caught before it has full traffic: what "
    "is checked at publishing, what is logged with each row, and who is told.",
    reference=RECOMMENDER,
    demands=Demands(percent=99, within_ms=150, feature_age_s=60, model_age_days=14),
    checks=all_but("B6"),
    weighted=("B1", "B3", "S9", "B4"),
    sets=sets,
)
