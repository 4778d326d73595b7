"""The board of the platform: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "requests": box("traffic", "Requests", rate=3000),
        "gateway": box("gateway", servers=48),
        "features": box("features", servers=96),
        "router": box("router"),
        "top": box("model", "Pools of the busiest", p50=8, p99=25, servers=40, weight=4),
        "shared": box("model", "Shared pool", p50=8, p99=25, servers=60, weight=6),
        "rules": box("policy", "Answer policy", servers=32),
        "answer": box("answer", "Answers"),
        "defaults": box("fallback", "Default answers", trigger=80),
        "log": box("log", partitions=48),
        "stream": box("stream", "Feature pipeline", each=0.5, servers=24),
        "offline": box("offline"),
        "predictions": box("predictions"),
        "labels": box("labels", "Outcome join", half=48, wait=14),
        "trainer": box("trainer", interval=24, duration=2),
        "gate": box("gate", duration=120),
        "registry": box("registry", versions=5),
        "canary": box("canary", share=0.1, soak=1440),
        "monitor": box("monitor"),
    },
    call="requests > gateway > features > router > top, shared > rules > answer;"
    "gateway, features, top, shared > defaults > rules",
    publish="gateway > log > stream > features; log > offline; rules > predictions",
    schedule="predictions > offline > trainer",
    label="predictions > labels > trainer",
    deploy="trainer > gate > registry > canary > top, shared",
    watch="log, top, shared, labels > monitor",
)

TASK = (
    "Draw the platform that answers 3,000 requests a second to fifty models within 100 ms "
    "(99 in 100), trains and ships them again, and keeps one team's fault from the others."
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: servers, canary, registry, schedule, freshness."""
    found: dict[str, Value] = {}
    models = [each for each in trial.wiring.way if each.of.learnt]
    if models:
        found["replicas"] = round(min(400, max(8, sum(each.number("servers") for each in models))))
    canaries = [each for each in trial.graph.kinds("canary") if each.id in trial.wiring.connected]
    found["rollout"] = "canary" if canaries else "all"
    if canaries:
        found["share"] = canaries[0].number("share")
        found["soak"] = min(336.0, canaries[0].number("soak") / 60)
    kept = [each for each in trial.graph.kinds("registry") if each.id in trial.wiring.connected]
    found["versions_kept"] = round(min(60, kept[0].number("versions"))) if kept else 0
    found["freshness"] = "streaming" if trial.ages.freshest_s <= 3600 else "batch"
    chains = trial.ages.chains
    nightly = bool(chains) and chains[0].trainer.number("interval") <= 48
    found["schedule"] = "nightly" if nightly else "weekly"
    return found


BOARD = Board(
    task=TASK,
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=100, model_age_days=21, feature_age_s=60, share_hit=0.1),
    checks=all_but("S9", "B3"),
    weighted=("B2", "B4", "B11", "S7"),
    sets=sets,
)
