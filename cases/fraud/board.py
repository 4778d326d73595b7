"""The board of payment fraud: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "payments": box("traffic", "Payments", rate=500),
        "gateway": box("gateway"),
        "features": box("features"),
        "counters": box("features", "Velocity counters", p50=1.5, p99=6),
        "model": box("model", servers=8),
        "rules": box("policy", "Rules"),
        "decision": box("answer", "Approve, decline or review"),
        "rules_only": box("fallback", "Rules only"),
        "log": box("log"),
        "stream": box("stream", "Stream counters"),
        "nightly": box("batch", "Nightly features"),
        "history": box("offline"),
        "review": box("review", "Analysts", share=0.0000005, reviewers=5, pace=0.75),
        "chargebacks": box("labels", "Chargeback join", half=240, wait=40),
        "trainer": box("trainer", interval=168, duration=1),
        "gate": box("gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "predictions": box("predictions"),
        "monitor": box("monitor"),
    },
    call="payments > gateway > features, counters > model > rules > decision;"
    "features, counters, model > rules_only > rules",
    publish="gateway > log > stream > counters; log > history; rules > predictions;"
    "decision > review",
    schedule="history > nightly > features; predictions > history; history > trainer",
    label="predictions > chargebacks > trainer; review > chargebacks",
    deploy="trainer > gate > registry > canary > model",
    watch="log, model, chargebacks > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, replicas, deadline, freshness, retraining."""
    found: dict[str, Value] = {}
    if trial.wiring.traffic is not None:
        found["traffic"] = round(trial.wiring.traffic.number("rate"))
    models = [each for each in trial.wiring.way if each.of.learnt]
    if models:
        found["replicas"] = round(sum(each.number("servers") for each in models))
    if trial.wiring.fallbacks:
        found["deadline"] = round(min(f.number("trigger") for _, f in trial.wiring.fallbacks))
    found["freshness"] = "streaming" if trial.ages.freshest_s <= 3600 else "nightly"
    found["policy"] = _retraining(trial)
    reviews = [each for each in trial.graph.kinds("review") if each.id in trial.wiring.connected]
    if reviews:
        found["capacity"] = round(
            sum(r.number("reviewers") * r.number("pace") * 8 for r in reviews)
        )
    return found


def _retraining(trial: Trial) -> str:
    """When a model is fitted again: on an alarm, weekly, monthly, or never."""
    chains = trial.ages.chains
    if not chains or not all(chain.labels for chain in chains):
        return "never"
    if not trial.ages.by_calendar(chains[0]):
        return "alarm"
    return "weekly" if chains[0].trainer.number("interval") <= 10 * 24 else "monthly"


BOARD = Board(
    task="Draw the system that scores each of 500 payments a second within 100 ms (99 in 100), "
    "learns from chargebacks that come weeks later, and still decides when a box is down.",
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=100, feature_age_s=60, model_age_days=60),
    checks=all_but("S9"),
    weighted=("B1", "B4", "S2", "S4", "S5"),
    sets=sets,
)
