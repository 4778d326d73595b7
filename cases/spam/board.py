"""The board of spam filtering: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "mail": box("traffic", "Mail", rate=2000, burst=3, burst_s=600),
        "log": box("log", partitions=24),
        "stream": box("stream", "Stream features", each=3, servers=14),
        "model": box("gpu", "Micro-batched model", servers=6),
        "flag_all": box("fallback", "Deliver with a warning", trigger=500),
        "actions": box("policy", "Action store"),
        "inbox": box("answer", "Inbox or quarantine"),
        "predictions": box("predictions"),
        "history": box("offline"),
        "audit": box("review", "Sampled review", share=0.00003),
        "reports": box("labels", "Reports and reviews", half=12, wait=3),
        "trainer": box("trainer", interval=24),
        "gate": box("gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
        "unread": box("dead_letter"),
    },
    publish="mail > log > stream > unread; actions > predictions; inbox > audit",
    call="stream > model > actions > inbox; model > flag_all > actions",
    schedule="predictions > history > trainer",
    label="inbox, audit, predictions > reports > trainer",
    deploy="trainer > gate > registry > canary > model",
    watch="log, model, reports > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, burst, workers, batches, queue, learning."""
    found: dict[str, Value] = {"architecture": "queue" if trial.wiring.streamed else "sync"}
    traffic = trial.wiring.traffic
    if traffic is not None:
        found["traffic"] = round(traffic.number("rate"))
        found["burst"] = traffic.number("burst")
        found["burst_minutes"] = max(1, round(traffic.number("burst_s") / 60))
    models = [each for each in trial.wiring.way if each.of.learnt]
    if models:
        found["workers"] = round(sum(each.number("servers") for each in models))
    if batching := [each for each in models if each.of.work == "batches"]:
        found["batch"] = round(batching[0].number("batch"))
        found["linger"] = round(batching[0].number("delay"))
    caches = any(each.kind == "cache" for each in trial.wiring.way)
    found["cache"] = "on" if caches else "off"
    found["learning"] = _learning(trial)
    found["labels"] = _labels(trial)
    return found


def _learning(trial: Trial) -> str:
    chains = [chain for chain in trial.ages.chains if chain.labels]
    if not chains:
        return "never"
    return "nightly" if chains[0].trainer.number("interval") <= 48 else "weekly"


def _labels(trial: Trial) -> str:
    """Where labels come from: people's reports alone, or an audit of messages at random too."""
    trainers = tuple(chain.trainer for chain in trial.ages.chains)
    sources = {each.kind for each in trial.wiring.before(trainers, "label")}
    return "audited" if "review" in sources else "reports"


BOARD = Board(
    task="Draw the system that filters 2,000 messages a second from a stream, works a ten-minute "
    "burst of three times that off within five minutes, and learns from reports that are biased.",
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=2000, model_age_days=5, feature_age_s=60, drain_s=300),
    checks=all_but("B3", "S9"),
    weighted=("B6", "B5", "S2", "B9"),
    sets=sets,
)
