"""The board of the recommender that is debugged: what is asked, a reference, what it sets."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "visits": box("traffic", "Visits", rate=1000),
        "gateway": box("gateway"),
        "splitter": box("splitter"),
        "users": box("features", "User features"),
        "vector": box("vector"),
        "together": box("source", "Watched together", p50=4.5, p99=22, servers=24),
        "fresh": box("source", "New titles"),
        "light": box("light", servers=10),
        "cache": box("cache", "Cached item features"),
        "items": box("features", "Item features"),
        "heavy": box("heavy", servers=4),
        "rerank": box("policy", "Re-rank"),
        "shelf": box("answer", "The shelf"),
        "popular": box("fallback", "Popular titles", trigger=100),
        "log": box("log"),
        "stream": box("stream", "Session features"),
        "predictions": box("predictions", "Impression log"),
        "history": box("offline"),
        "clicks": box("labels", "Click join", half=6, wait=2),
        "trainer": box("trainer", interval=336, duration=4),
        "gate": box("gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
    },
    call="visits > gateway > splitter > users, vector, together, fresh > light > cache > items >"
    "heavy > rerank > shelf; splitter > popular > rerank",
    publish="gateway, splitter > log > stream > users; rerank > predictions",
    schedule="predictions > history > trainer",
    label="predictions, shelf > clicks > trainer",
    deploy="trainer > gate > registry > canary > heavy",
    watch="log, heavy, clicks > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The safeguards that a board has: a gate, a canary, a log of what was served, a monitor."""
    kinds = {each.kind for each in trial.wiring.graph.boxes}
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
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=150, feature_age_s=60, model_age_days=14),
    checks=all_but("B6"),
    weighted=("B1", "B3", "S9", "B4"),
    sets=sets,
)
