"""The drawing of a recommender, for the scenarios that are played in one."""

from __future__ import annotations

from kit.board.graph import box, drawn

RECOMMENDER = drawn(
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
