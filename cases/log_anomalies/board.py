"""The board of log anomalies: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "lines": box("traffic", "Agents", rate=20000, burst=3, burst_s=600),
        "log": box("log", partitions=48),
        "parser": box("stream", "Parser and windows", each=0.2, servers=14),
        "detector": box("model", "Detectors", p50=0.05, p99=0.2, servers=8),
        "rules": box("policy", "Level and dedupe", servers=48),
        "thresholds": box("fallback", "Fixed thresholds", trigger=500),
        "pager": box("answer", "Pager"),
        "predictions": box("predictions"),
        "history": box("offline"),
        "review": box("review", "On call", share=0.0000001),
        "tickets": box("labels", "Tickets", half=24, wait=3),
        "trainer": box("trainer", interval=24),
        "gate": box("gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
    },
    publish="lines > log > parser; rules > predictions; pager > review",
    call="parser > detector > rules > pager; detector > thresholds > rules",
    schedule="predictions > history > trainer",
    label="pager, review, predictions > tickets > trainer",
    deploy="trainer > gate > registry > canary > detector",
    watch="log, detector, tickets > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, burst, parser workers, learning again."""
    found: dict[str, Value] = {}
    traffic = trial.wiring.traffic
    if traffic is not None:
        found["traffic"] = round(traffic.number("rate"))
        found["burst"] = traffic.number("burst")
    parsers = [each for each in trial.graph.kinds("stream") if each.id in trial.wiring.connected]
    if parsers:
        found["workers"] = round(sum(each.number("servers") for each in parsers))
    chains = trial.ages.chains
    nightly = bool(chains) and chains[0].trainer.number("interval") <= 48
    found["retraining"] = "nightly" if nightly else "never"
    return found


BOARD = Board(
    task="Draw the system that mines 20,000 lines a second, pages somebody within minutes of an "
    "incident, works off an outage's burst of three times that, and learns without its incidents.",
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=2000, model_age_days=5, feature_age_s=90, drain_s=300),
    checks=all_but("B3", "S9"),
    weighted=("B6", "B9"),
    sets=sets,
)
