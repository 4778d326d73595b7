"""The board of subscriber churn: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "warehouse": box("offline", "Warehouse"),
        "features": box("batch", "Monthly features", interval=720, duration=2, publish=10),
        "scorer": box("scorer", rows=10, each=2, servers=2, window=4),
        "scores": box("table"),
        "campaign": box("answer", "Campaign"),
        "predictions": box("predictions"),
        "outcomes": box("labels", "Outcome after the horizon", half=1080, wait=90),
        "trainer": box("trainer", interval=720, duration=1),
        "gate": box("gate"),
        "registry": box("registry"),
        "monitor": box("monitor", delay=15),
    },
    schedule="warehouse > features > scorer > scores > campaign; warehouse > trainer;"
    "scores > predictions; features > trainer",
    label="predictions, campaign > outcomes > trainer",
    deploy="trainer > gate > registry > scorer",
    watch="features, scorer, outcomes > monitor",
)
MONTH = 720.0  # hours


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: customers, workers, retraining and its months."""
    found: dict[str, Value] = {}
    scorers = [each for each in trial.graph.kinds("scorer") if each.id in trial.wiring.connected]
    if scorers:
        found["customer_base"] = scorers[0].number("rows")
        found["workers"] = round(scorers[0].number("servers"))
    chains = [chain for chain in trial.ages.chains if chain.labels]
    if not chains:
        return {**found, "retraining": "never"}
    if not trial.ages.by_calendar(chains[0]):
        return {**found, "retraining": "alarm"}
    months = min(max(round(chains[0].trainer.number("interval") / MONTH), 1), 12)
    return {**found, "retraining": "schedule", "retrain_every": months}


BOARD = Board(
    task="Draw the job that scores ten million customers within four hours every month, from "
    "features as they were, and that learns from who left three months later.",
    reference=REFERENCE,
    demands=Demands(within_ms=None, feature_age_s=21 * 86_400, model_age_days=120),
    checks=("S1", "S2", "S3", "S5", "S6", "S7", "S8", "S10", "S11", "B7", "B8", "B9", "B11", "B12"),
    weighted=("B7", "B8", "S6"),
    sets=sets,
)
