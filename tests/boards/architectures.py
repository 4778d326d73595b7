"""Three reference architectures whose scenarios are still to come; they test the engine."""

from __future__ import annotations

from kit.board.demands import Demands
from kit.board.graph import box, drawn

IMAGES = drawn(
    {
        "uploads": box("traffic", "Uploads", rate=400),
        "decode": box("gateway", "Gateway and decode", servers=6, p50=4, p99=12),
        "gpu": box("gpu", servers=2, batch=16, delay=4),
        "cpu": box("fallback", "CPU model", trigger=45, takes=10),
        "answer": box("answer", "Label"),
        "predictions": box("predictions"),
        "history": box("offline"),
        "review": box("review", share=0.00003),
        "labels": box("labels", "Label join", half=24, wait=7),
        "trainer": box("trainer", interval=168, duration=8),
        "gate": box("gate", "Accuracy gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
    },
    call="uploads > decode > gpu > answer; gpu > cpu > answer",
    publish="gpu > predictions; answer > review",
    schedule="predictions > history > trainer",
    label="review, predictions > labels > trainer",
    deploy="trainer > gate > registry > canary > gpu",
    watch="decode, gpu, labels > monitor",
)
IMAGES_ASK = Demands(percent=95, within_ms=50)

LOG_LINES = drawn(
    {
        "agents": box("traffic", "Agents", rate=20_000, burst=3, burst_s=600),
        "log": box("log", partitions=24),
        "parser": box("stream", "Template miner", each=0.2, servers=12, window=60),
        "detector": box("model", "Detector", servers=240),
        "silent": box("fallback", "Page on counts", trigger=1000),
        "dedupe": box("policy", "Group and mute", servers=64),
        "pager": box("answer", "Pager"),
        "predictions": box("predictions"),
        "history": box("offline"),
        "feedback": box("labels", "Feedback of who was paged", half=12, wait=14),
        "trainer": box("trainer", interval=168, duration=4),
        "gate": box("gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
    },
    publish="agents > log > parser; dedupe > predictions",
    call="parser > detector > dedupe > pager; detector > silent > dedupe",
    schedule="predictions > history > trainer",
    label="pager, predictions > feedback > trainer",
    deploy="trainer > gate > registry > canary > detector",
    watch="log, detector, feedback > monitor",
)
LOG_LINES_ASK = Demands(within_ms=None, feature_age_s=90)

POOLS = {"p1": 25, "p2": 15, "p3": 12, "p4": 10, "p5": 8, "shared": 30}
PLATFORM = drawn(
    {
        "calls": box("traffic", "Product teams", rate=3000),
        "gateway": box("gateway"),
        "features": box("features", p50=3.5, p99=12),
        "router": box("router"),
        **{
            name: box("model", f"Pool {name[1:]}", servers=8, weight=POOLS[name])
            for name in ("p1", "p2", "p3", "p4", "p5")
        },
        "shared": box("model", "Shared pool", p50=8.6, p99=47, servers=20, weight=POOLS["shared"]),
        "answer": box("answer"),
    },
    call="calls > gateway > features > router > p1, p2, p3, p4, p5, shared > answer",
)
