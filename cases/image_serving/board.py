"""The board of image serving: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "uploads": box("traffic", "Uploads", rate=400),
        "decode": box("gateway", "Gateway and decode", servers=6, p50=4, p99=12),
        "network": box("gpu", "Network on GPUs", batch=16, delay=4, servers=2),
        "small": box("fallback", "Small network on CPUs", trigger=45, takes=10),
        "answer": box("answer", "The picture's class"),
        "predictions": box("predictions"),
        "history": box("offline", "Labelled pictures"),
        "moderators": box("review", "Moderators", share=0.00003),
        "labels": box("labels", half=24, wait=7),
        "trainer": box("trainer", interval=168, duration=8),
        "gate": box("gate", "Gate, also by slice"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
    },
    call="uploads > decode > network > answer; network > small > answer",
    publish="network > predictions; answer > moderators",
    schedule="predictions > history > trainer",
    label="moderators, predictions > labels > trainer",
    deploy="trainer > gate > registry > canary > network",
    watch="decode, network, labels > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, machines, batches, what overflow gets."""
    found: dict[str, Value] = {}
    if trial.wiring.traffic is not None:
        found["traffic"] = round(trial.wiring.traffic.number("rate"), -1)
    models = [each for each in trial.wiring.way if each.of.learnt]
    if models:
        found["replicas"] = round(sum(each.number("servers") for each in models))
    cards = [each for each in models if each.kind == "gpu"]
    if cards:
        found["accelerator"] = "t4"
        found["max_batch"] = round(max(each.number("batch") for each in cards))
        found["max_delay"] = max(each.number("delay") for each in cards)
    gateways = [each for each in trial.wiring.way if each.kind == "gateway"]
    if gateways:
        found["decoders"] = round(sum(each.number("servers") for each in gateways))
    found["overflow"] = "small" if trial.wiring.fallbacks else "wait"
    found["rollout"] = "slices" if trial.graph.kinds("gate") else "direct"
    return found


BOARD = Board(
    task="Draw the system that classifies 400 uploaded pictures a second, 95 in 100 within 50 ms, "
    "at twice and three times that too, and that notices when a new precision hurts a few.",
    reference=REFERENCE,
    demands=Demands(percent=95, within_ms=50, model_age_days=30),
    checks=all_but("S9", "B6", "B7"),
    weighted=("B1", "B2", "B10", "B12"),
    sets=sets,
)
