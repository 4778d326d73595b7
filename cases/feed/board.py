"""The board of the feed: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "opens": box("traffic", "Pages opened", rate=2000),
        "gateway": box("gateway"),
        "splitter": box("splitter"),
        "graph": box("source", "Follow graph"),
        "beyond": box("vector", "Out of network", servers=120, p50=16, p99=44),
        "users": box("features", "User features"),
        "light": box("light", servers=24),
        "items": box("features", "Item features"),
        "heavy": box("heavy", servers=8),
        "diversity": box("policy", "Diversity re-rank"),
        "page": box("answer", "The page"),
        "latest": box("fallback", "Latest from friends", trigger=150),
        "log": box("log", "Posts and clicks"),
        "stream": box("stream", "Fresh index"),
        "predictions": box("predictions", "Impression log"),
        "history": box("offline"),
        "clicks": box("labels", "Action join", half=6, wait=2),
        "trainer": box("trainer", interval=24, duration=2),
        "gate": box("gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
    },
    call="opens > gateway > splitter > graph, beyond, users > light > items > heavy > diversity >"
    "page; splitter > latest > diversity",
    publish="gateway, splitter > log > stream > graph, items; diversity > predictions",
    schedule="predictions > history > trainer",
    label="predictions, page > clicks > trainer",
    deploy="trainer > gate > registry > canary > heavy",
    watch="log, heavy, clicks > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, the light ranker, counts kept fresh."""
    found: dict[str, Value] = {}
    if trial.wiring.traffic is not None:
        found["traffic"] = round(trial.wiring.traffic.number("rate"))
    light = any(each.kind == "light" for each in trial.wiring.way)
    found["light_ranker"] = "logistic" if light else "none"
    fresh = trial.ages.freshest_s <= BOARD.demands.feature_age_s
    found["features"] = "all" if fresh else "no_counts"
    return found


BOARD = Board(
    task="Draw the system that ranks 2,000 pages a second within 200 ms (99 in 100) and shows a "
    "new post within seconds.",
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=200, feature_age_s=10, model_age_days=5),
    checks=all_but("B6"),
    weighted=("B1", "B7", "B3"),
    sets=sets,
)
