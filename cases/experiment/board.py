"""The board of the experiment framework: what is asked, a reference, and what a board sets here."""

from __future__ import annotations

from data.experiments.people import DAYS, Shop
from kit.board.declared import Board, all_but
from kit.board.demands import Demands
from kit.board.graph import box, drawn
from kit.board.trial import Trial
from kit.choice import Value

REFERENCE = drawn(
    {
        "visits": box("traffic", "Visits", rate=0.25, timeout=1000),
        "gateway": box("gateway"),
        "features": box("features", "What is known of the user"),
        "assignment": box("splitter", "Assignment by hash", share=1.0, unit="user"),
        "model": box("model", "Old version and new", servers=4),
        "page": box("answer", "The page"),
        "old": box("fallback", "Old version"),
        "exposures": box("log", "Exposures and outcomes"),
        "sums": box("stream", "Sums by day and arm", window=3600),
        "units": box("offline", "Sums of units"),
        "predictions": box("predictions", "What was shown"),
        "outcomes": box("labels", "Outcomes join", half=72, wait=14),
        "decision": box("trainer", "Analysis and decision", interval=672, duration=1),
        "health": box("gate", "Ratio, A/A and guardrails", duration=60),
        "flags": box("registry", "Feature flags"),
        "ramp": box("canary", "Ramp", share=0.05, soak=2880),
        "monitor": box("monitor"),
    },
    call="visits > gateway > features > assignment > model > page;features, model > old > page",
    publish="gateway, assignment > exposures > sums; model > predictions",
    schedule="exposures, sums > units > decision",
    label="predictions > outcomes > decision",
    deploy="decision > health > flags > ramp > model",
    watch="exposures, model, outcomes > monitor",
)
WEEK_S = 7 * 86_400.0
VISITS = Shop().sessions / 4  # a user's in a week
UNITS = {"user": "user", "session": "session", "request": "session"}
LONG_RAMP = 1440.0 * 7  # minutes from which a ramp is a part of the test


def sets(trial: Trial) -> dict[str, Value]:
    """The choices that follow from a board: users, unit, length, checks before launch, the ramp."""
    found: dict[str, Value] = {}
    wiring = trial.wiring
    if wiring.traffic is not None:
        users = wiring.traffic.number("rate") * WEEK_S / VISITS
        found["traffic"] = int(min(max(round(users, -2), 200), 5_000_000))
    split = [each for each in wiring.way if each.kind == "splitter"]
    if split:
        found["unit"] = UNITS[str(split[0].values["unit"])]
        found["exposure"] = min(max(split[0].number("share"), 0.01), 1.0)
    chains = [chain for chain in trial.ages.chains if chain.labels]
    if chains:
        weeks = chains[0].trainer.number("interval") * 3600 / WEEK_S
        found["weeks"] = min(max(round(weeks), 1), DAYS // 7)
    found["srm"] = "0.001" if _any(trial, "gate") else "none"
    long = [each for each in _any(trial, "canary") if each.number("soak") >= LONG_RAMP]
    return {**found, "ramp": "week" if long else "none"}


def _any(trial: Trial, kind: str) -> list:
    return [each for each in trial.graph.kinds(kind) if each.id in trial.wiring.connected]


BOARD = Board(
    task="Draw the system that splits users between the old version and the new, logs who met "
    "which, joins what they did, and lets nothing go live that failed a check. A page is answered "
    "within 100 ms (99 in 100).",
    reference=REFERENCE,
    demands=Demands(
        percent=99,
        within_ms=100,
        model_age_days=60,
        share_hit=0.05,
    ),
    checks=all_but("B6", "B7", "B10"),
    weighted=("S9", "S2", "S8", "S11"),
    sets=sets,
)
