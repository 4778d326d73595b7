"""The board of the ads funnel: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "requests": box("traffic", "Ad requests", rate=5000),
        "gateway": box("gateway", servers=32),
        "splitter": box("splitter"),
        "shards": box("vector", "Index shards", shards=8, servers=80, p50=3, p99=15),
        "light": box("light", servers=80),
        "features": box("features", servers=96),
        "heavy": box("heavy", batch=64, fixed=2, each=0.7, delay=2, servers=16),
        "calibration": box("policy", "Calibration"),
        "auction": box("policy", "Auction and pacing"),
        "ads": box("answer", "Ads on the page"),
        "house_ads": box("fallback", "Light ranker's order", trigger=80),
        "log": box("log"),
        "stream": box("stream", "Click counters", each=1),
        "predictions": box("predictions"),
        "history": box("offline"),
        "conversions": box("labels", "Conversion join", half=24, wait=7),
        "trainer": box("trainer", "Hourly trainer", interval=1, duration=0.5),
        "gate": box("gate"),
        "registry": box("registry"),
        "canary": box("canary"),
        "monitor": box("monitor"),
    },
    call="requests > gateway > splitter > shards > light > features > heavy > calibration >"
    "auction > ads; splitter > house_ads > auction",
    publish="gateway, splitter > log > stream > features; auction > predictions",
    schedule="predictions > history > trainer",
    label="predictions, ads > conversions > trainer",
    deploy="trainer > gate > registry > canary > heavy",
    watch="log, heavy, conversions > monitor",
)


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: traffic, rankers, what stands in, retraining."""
    found: dict[str, Value] = {}
    if trial.wiring.traffic is not None:
        found["traffic"] = round(trial.wiring.traffic.number("rate"))
    models = [each for each in trial.wiring.way if each.of.learnt]
    if models:
        found["fleet"] = round(sum(each.number("servers") for each in models))
    if not any(each.kind == "light" for each in trial.wiring.way):
        found["light"] = "none"
    found["late"] = "light" if trial.wiring.fallbacks else "blank"
    chains = [chain for chain in trial.ages.chains if chain.labels]
    hours = chains[0].trainer.number("interval") if chains else 0.0
    found["retrain"] = "never" if not chains else "weekly" if hours <= 240 else "half"
    return found


BOARD = Board(
    task="Draw the funnel that answers 5,000 ad requests a second within 100 ms (99 in 100), at "
    "twice that too, and that learns from conversions which come days later.",
    reference=REFERENCE,
    demands=Demands(percent=99, within_ms=100, feature_age_s=60, model_age_days=14),
    checks=all_but("B6"),
    weighted=("B1", "B2", "S2", "B10"),
    sets=sets,
)
