"""Checks S1 to S12: what a board must have, whatever its shape.

Only what is connected counts: a stray cache earns nothing. Each check looks for a behaviour (the
outcome can reach training), never for a certain drawing.
"""

from __future__ import annotations

from collections.abc import Callable

from kit.board.ages import INPUTS, OUTCOMES, OUTPUTS
from kit.board.graph import Box
from kit.board.trial import Trial

JOBS = ("batch", "scorer", "offline", "trainer", "labels", "gate", "registry")
LOOKED_UP = ("features", "cache", "vector", "source", "table", "audit", "predictions", "fallback")
Found = tuple[bool, str, str]  # passed, evidence, how to see it


def names(boxes: tuple[Box, ...] | list[Box]) -> str:
    """Boxes as words."""
    return ", ".join(box.name for box in boxes) or "none"


def every_path_ends(trial: Trial) -> Found:
    """Every way of a request ends in an answer, or at a box that is only looked up."""
    wiring = trial.wiring
    calls = {a.id for a, _ in wiring.links}
    ends = [box for box in wiring.way if box.id not in calls]
    ends += [f for _, f in wiring.fallbacks if not wiring.targets(f, "call")]
    lost = [b for b in ends if b.kind not in ("answer", *LOOKED_UP)]
    if not any(box.kind == "answer" for box in wiring.way):
        tables = [b for b in wiring.graph.kinds("table", "answer") if _is_read(trial, b)]
        return bool(tables), f"answers reached: {names(tables)}", "Follow the calls from traffic."
    return not lost, f"ends that answer nobody: {names(lost)}", "Follow the calls from traffic."


def _is_read(trial: Trial, box: Box) -> bool:
    back = trial.wiring.before((box,), "schedule", "publish", "call")
    return any(each.kind == "scorer" for each in back)


def labels_reach_training(trial: Trial) -> Found:
    """What really happened comes back to the trainer of every model that is served."""
    chains = {c.server.id: c for c in trial.ages.chains}
    without = [s for s in trial.ages.servers if s.id not in chains]
    blind = [c.server for c in chains.values() if not _learns(trial, c)]
    seen = f"models nobody trains: {names(without)}; trained without outcomes: {names(blind)}"
    return bool(chains) and not without and not blind, seen, "Follow the label arrows backwards."


def _learns(trial: Trial, chain) -> bool:
    """Whether a label join or review before the trainer gets outcomes of decisions."""
    kinds = ("label", "publish", "schedule", "call")
    return any(len(trial.wiring.before((each,), *kinds)) > 1 for each in chain.labels)


def monitor_watches(trial: Trial) -> Found:
    """A monitor looks at what goes in, at what comes out and at what turned out true."""
    groups = {"inputs": INPUTS, "outputs": OUTPUTS, "labels": OUTCOMES}
    missing = [name for name, kinds in groups.items() if not trial.ages.watched(*kinds)]
    return not missing, f"not watched: {', '.join(missing) or 'none'}", "Let an input drift."


def fallback_covers(trial: Trial) -> Found:
    """Every box without which there is no answer has a fallback."""
    bare = uncovered(trial)
    vital = [box for box in trial.wiring.way if box.of.vital]
    seen = f"{len(vital)} boxes can be killed; without a fallback: {names(bare)}"
    return bool(vital) and not bare, seen, "Kill the box."


def uncovered(trial: Trial) -> list[Box]:
    """The vital boxes on the way without which requests fail: no fallback stands in for them."""
    vital = [box for box in trial.wiring.way if box.of.vital]
    if trial.way is None:
        return vital
    return [box for box in vital if trial.killed(box).failed > 0]


def one_transform(trial: Trial) -> Found:
    """Training sees the features that serving sees: one transform for both, or logged ones."""
    wiring, learning = trial.wiring, ("offline", "labels", "trainer", "batch")
    kinds = ("publish", "schedule", "label")
    for box in wiring.graph.kinds("transform"):
        onward = wiring.after((box,), *kinds)
        if box.values["shared"] == "yes" and box.id in wiring.on_the_way and _any(onward, learning):
            return True, f"{box.name} serves both", "Compare a feature as served and as trained on."
    for box in wiring.graph.kinds("predictions"):
        logs = any(each.id in wiring.on_the_way for each in wiring.before((box,), *kinds))
        if (
            box.values["features"] == "yes"
            and logs
            and _any(wiring.after((box,), *kinds), learning)
        ):
            return True, f"{box.name} keeps the features as served", "Read a row of the log."
    for box in wiring.graph.kinds("batch"):
        onward = wiring.after((box,), "schedule")
        if _any(onward, ("scorer",)) and _any(onward, ("trainer", "offline", "labels")):
            return True, f"{box.name} makes the features of both", "Read a row of each."
    no = "no transform and no log of served features leads to training"
    return False, no, "Compare a feature as served and as trained on."


def _any(boxes: tuple[Box, ...], kinds: tuple[str, ...]) -> bool:
    return any(box.kind in kinds for box in boxes)


def point_in_time(trial: Trial) -> Found:
    """Training rows hold the features as they were when the decision was made."""
    feeds = [
        box for box in trial.wiring.graph.kinds("offline")
        if _any(trial.wiring.after((box,), "schedule", "label", "publish"), ("trainer",))
    ]  # fmt: skip
    right = [box for box in feeds if box.values["point_in_time"] == "yes"]
    seen = f"stores that training reads: {names(feeds)}; joined point in time: {names(right)}"
    return bool(feeds) and len(right) == len(feeds), seen, "Look for a feature from after its row."


def can_go_back(trial: Trial) -> Found:
    """A registry with a version to go back to stands between every trainer and its server."""
    able = [c for c in trial.ages.chains if c.registry and c.registry.number("versions") > 1]
    without = [s for s in trial.ages.servers if s not in [c.server for c in able]]
    seen = f"models without a way back: {names(without)}"
    return bool(able) and not without, seen, "Deploy a bad model."


def gate_before_deploy(trial: Trial) -> Found:
    """No model is served that no gate has let pass."""
    gated = [c.server for c in trial.ages.chains if c.gate]
    without = [s for s in trial.ages.servers if s not in gated]
    return bool(gated) and not without, f"models without a gate: {names(without)}", "Deploy one."


def splitter_logs(trial: Trial) -> Found:
    """An experiment can be run: a splitter comes before a served model, and its unit is logged."""
    wiring = trial.wiring
    for box in wiring.way:
        if box.kind == "splitter":
            models = [b for b in wiring.after((box,), "call") if b.of.learnt]
            logs = _any(wiring.targets(box, "publish"), ("log", "predictions"))
            seen = f"{box.name} before: {names(models)}; unit logged: {'yes' if logs else 'no'}"
            return bool(models) and logs, seen, "Count users by variant in the log."
    return False, "no splitter on the way to the answer", "Count users by variant in the log."


def no_call_to_a_job(trial: Trial) -> Found:
    """No request waits for what runs on a timetable."""
    wrong = [(a, b) for a, b in trial.wiring.links if b.kind in JOBS]
    told = "; ".join(f"{a.name} calls {b.name}" for a, b in wrong) or "none"
    way = bool(trial.wiring.way) or bool(trial.ages.servers)
    return way and not wrong, f"calls to jobs: {told}", "Follow the calls from traffic."


def predictions_are_logged(trial: Trial) -> Found:
    """Every decision is kept as it was made."""
    logs = [
        box for box in trial.wiring.graph.kinds("predictions")
        if any(
            each.id in trial.wiring.on_the_way or each in trial.ages.servers
            for each in trial.wiring.before((box,), "publish", "schedule")
        )
    ]  # fmt: skip
    return bool(logs), f"logs that decisions reach: {names(logs)}", "Look one decision up."


def retries_are_bounded(trial: Trial) -> Found:
    """Retries stay within a budget, or a full queue turns them away."""
    traffic = trial.wiring.traffic
    if traffic is None:
        return bool(trial.ages.servers), "nobody retries a job", "Kill the job."
    retries = int(traffic.number("retries"))
    breakers = [box for box in trial.wiring.way if box.kind == "breaker"]
    capped = [b for b in trial.wiring.way if b.capped]
    seen = f"{retries} retries; budgets: {names(breakers)}; queues with an end: {names(capped)}"
    way = bool(trial.wiring.way)
    return way and (not retries or bool(breakers or capped)), seen, "Make traffic three times."


STRUCTURE: dict[str, tuple[str, Callable[[Trial], Found]]] = {
    "S1": ("Every way ends in an answer", every_path_ends),
    "S2": ("Outcomes reach training", labels_reach_training),
    "S3": ("A monitor watches inputs, outputs and labels", monitor_watches),
    "S4": ("A fallback covers every box that can be killed", fallback_covers),
    "S5": ("Training and serving use the same features", one_transform),
    "S6": ("Training rows are joined point in time", point_in_time),
    "S7": ("A bad model can be taken back", can_go_back),
    "S8": ("A gate stands before every deployment", gate_before_deploy),
    "S9": ("An experiment can be run and read", splitter_logs),
    "S10": ("No request waits for a job", no_call_to_a_job),
    "S11": ("Decisions are logged", predictions_are_logged),
    "S12": ("Retries are bounded", retries_are_bounded),
}
