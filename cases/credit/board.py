"""The board of credit scoring: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "applications": box("traffic", "Applications", rate=50, timeout=1500),
        "gateway": box("gateway"),
        "bureau": box("features", "Credit bureau", p50=220, p99=900, servers=64),
        "model": box("model", servers=2),
        "rules": box("policy", "Cut-off and reasons"),
        "decision": box("answer", "Offer, refusal with reasons"),
        "later": box("fallback", "No offer yet", trigger=1200),
        "log": box("log"),
        "history": box("offline"),
        "review": box("review", "Objections", share=0.0000005, reviewers=2, pace=2),
        "repayments": box("labels", "Repayments join", half=4380, wait=365),
        "trainer": box("trainer", interval=720, duration=1),
        "gate": box("gate", "Gate with audit by group"),
        "registry": box("registry"),
        "canary": box("canary"),
        "predictions": box("predictions"),
        "monitor": box("monitor"),
    },
    call="applications > gateway > bureau > model > rules > decision;bureau, model > later > rules",
    publish="gateway > log > history; rules > predictions; decision > review",
    schedule="predictions > history; history > trainer",
    label="predictions > repayments > trainer; review > repayments",
    deploy="trainer > gate > registry > canary > model",
    watch="log, model, repayments > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, servers, and the deadline."""
    found: dict[str, Value] = {}
    if trial.wiring.traffic is not None:
        found["traffic"] = round(trial.wiring.traffic.number("rate"))
    models = [each for each in trial.wiring.way if each.of.learnt]
    if models:
        found["replicas"] = round(sum(each.number("servers") for each in models))
    if trial.wiring.fallbacks:
        waits = min(f.number("trigger") for _, f in trial.wiring.fallbacks)
        found["deadline"] = 100 * max(1, round(waits / 100))
    return found


BOARD = Board(
    task="Draw the system that answers 50 applications a second within 1.5 s (99 in 100), asks a "
    "bureau on the way, gives reasons for a refusal, and learns from repayments that come a year "
    "later.",
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=1500, feature_age_s=60, model_age_days=450),
    checks=all_but("S9", "B6", "B7"),
    weighted=("S2", "S4", "S6", "S7"),
    sets=sets,
)
