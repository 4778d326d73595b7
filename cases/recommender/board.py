"""The board of the recommender: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.recommender import RECOMMENDER
from kit.board.trial import Trial
from kit.choice import Value


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, retrieval, ranker, retraining."""
    found: dict[str, Value] = {}
    if trial.wiring.traffic is not None:
        found["traffic"] = round(trial.wiring.traffic.number("rate"))
    searches = [each for each in trial.wiring.way if each.kind == "vector"]
    if searches:
        found["serving"] = "approximate" if searches[0].number("recall") < 1 else "exact"
        found["index_recall"] = max(searches[0].number("recall"), 0.3)
        found["retrieval_servers"] = round(
            sum(s.number("servers") * s.number("shards") for s in searches)
        )
    elif any(each.kind == "table" for each in trial.wiring.graph.boxes):
        found["serving"] = "precomputed"
    if any(each.kind in ("heavy", "model", "gpu") for each in trial.wiring.way):
        found["ranker"] = "lightgbm"
    chains = [chain for chain in trial.ages.chains if chain.labels]
    weeks = chains[0].trainer.number("interval") / 168 if chains else 0.0
    found["retrain"] = min(max(round(weeks), 1), 26) if chains else 0
    return found


BOARD = Board(
    task="Draw the system that fills a shelf 1,000 times a second within 150 ms (99 in 100): "
    "several sources of candidates, two rankers, and something to show when a box is down.",
    reference=RECOMMENDER,
    demands=Demands(percent=99, within_ms=150, feature_age_s=60, model_age_days=14),
    checks=all_but("B6"),
    weighted=("B1", "B3", "S9", "B4"),
    sets=sets,
)
