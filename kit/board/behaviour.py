"""Checks B1 to B12: how a board behaves when it runs, judged with a margin over three seeds."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, isnan

from kit.board.demands import OPEN, Demands, judged
from kit.board.throwing import Fault, recovery_s, throw
from kit.board.trial import Killed, Spread, Trial
from kit.words import say

MARGIN = 0.02  # a target counts as met when the worst seed is so much below it
Found = tuple[str, str, str, str]  # verdict, evidence, how to see it, the fault to throw
NOTHING = "nothing runs on the way to an answer"


def _latency(trial: Trial, demands: Demands, times: float) -> Found:
    see, fault = f"Run the board at {times:g} times the traffic.", f"traffic:{times:g}"
    if demands.within_ms is None:
        return OPEN, "no latency is asked for", see, fault
    if trial.way is None:
        return judged(False), NOTHING, see, fault
    if full := trial.full(times):
        return judged(False), _full(trial, full), see, fault
    spread = trial.percentile(demands.percent, times)
    assert spread is not None
    return judged(within(spread, demands)), _said(spread, demands), see, fault


def within(spread: Spread, demands: Demands) -> bool:
    """Whether the worst seed meets the latency target with the margin."""
    return demands.within_ms is not None and spread.high <= demands.within_ms * (1 - MARGIN)


def _said(spread: Spread, demands: Demands) -> str:
    interval = f"{say(spread.low, 'ms')} to {say(spread.high, 'ms')} over the seeds"
    asked = f"asked: {say(demands.within_ms or 0, 'ms')}"
    return f"p{demands.percent:g} {say(spread.value, 'ms')} ({interval}); {asked}"


def _full(trial: Trial, full) -> str:
    told = full[0]
    box = trial.graph.by_id[told.station.partition(" #")[0]]
    growth = f"backlog +{told.backlog_growth_per_s:,.0f}/s"
    return f"{box.name} is full: load {told.load:.2f}, {growth}, so there is no percentile"


def usual(trial: Trial, demands: Demands) -> Found:
    """The latency target at the usual traffic."""
    return _latency(trial, demands, 1.0)


def doubled(trial: Trial, demands: Demands) -> Found:
    """The latency target at twice the traffic."""
    return _latency(trial, demands, 2.0)


def tripled(trial: Trial, demands: Demands) -> Found:
    """At three times the traffic the target holds; or the board turns work away and recovers."""
    verdict, evidence, see, fault = _latency(trial, demands, 3.0)
    sheds = [box for box in trial.wiring.way if box.capped]
    if verdict != judged(False) or trial.way is None or not sheds:
        return verdict, evidence, see, fault
    thrown = throw(trial, Fault("traffic", times=3.0))
    recovers = thrown.recovered_s <= demands.recover_s and thrown.failed_after <= 0.01
    told = f"{evidence}; turned away {say(thrown.failed_during, 'share')}, "
    told += f"still failing afterwards {say(thrown.failed_after, 'share')}"
    return judged(recovers), told, see, fault


def survives(trial: Trial, demands: Demands) -> Found:
    """Requests are still answered while any one box is down."""
    see = "Kill the box."
    vital = [box for box in trial.wiring.way if box.of.vital or box.kind == "cache"]
    if trial.way is None or not vital:
        return judged(False), NOTHING if trial.way is None else "no box to kill", see, ""
    tried = [trial.killed(box) for box in vital]
    worst = max(tried, key=lambda each: (each.failed, each.degraded))
    fault = f"kill:{worst.box.id}"
    return judged(worst.failed <= demands.failed_share), _worst(worst), see, fault


def _worst(worst: Killed) -> str:
    failed, degraded = say(worst.failed, "share"), say(worst.degraded, "share")
    told = f"worst is {worst.box.name}: {failed} fail, {degraded} are answered by the fallback"
    return told + (f"; without it {worst.full[0].station} is full" if worst.full else "")


def recovers(trial: Trial, demands: Demands) -> Found:
    """Soon after a burst everything is as before."""
    see, fault = "Make traffic a burst.", f"traffic:{trial.burst:g}"
    if trial.way is None:
        return judged(False), NOTHING, see, fault
    seconds = recovery_s(trial)
    told = f"{say(seconds, 'seconds')} after the burst" if isfinite(seconds) else "never by itself"
    asked = f"asked: {say(demands.recover_s, 'seconds')}"
    return judged(seconds <= demands.recover_s), f"{told}; {asked}", see, fault


def drains(trial: Trial, demands: Demands) -> Found:
    """What a burst leaves in the queue is worked off in time."""
    see, fault = "Make traffic a burst.", f"traffic:{trial.burst:g}"
    box, waiting, seconds = trial.drain()
    if box is None:
        return judged(False), "no events are worked off", see, fault
    told = f"{box.name}: {waiting:,.0f} events wait after the burst, {say(seconds, 'seconds')} to "
    told += f"drain; asked: {say(demands.drain_s, 'seconds')}"
    return judged(seconds <= demands.drain_s), told, see, fault


def features_are_fresh(trial: Trial, demands: Demands) -> Found:
    """The freshest features that decisions see are fresh enough."""
    age, see = trial.ages.freshest_s, "Change something and wait until a decision knows."
    if isnan(age):
        return judged(False), "nothing feeds what decisions look up", see, ""
    told = f"{say(age, 'seconds')}; asked: {say(demands.feature_age_s, 'seconds')}"
    return judged(age <= demands.feature_age_s), told, see, ""


def model_is_fresh(trial: Trial, demands: Demands) -> Found:
    """No served model is older than is asked."""
    see = "Look up the last event that the model has learnt from."
    ages = [trial.ages.model_age_days(chain) for chain in trial.ages.chains]
    if not ages or any(isnan(age) for age in ages):
        return judged(False), "a served model is never trained on outcomes", see, ""
    told = (
        f"{say(max(ages), 'days')} when it goes live; asked: {say(demands.model_age_days, 'days')}"
    )
    return judged(max(ages) <= demands.model_age_days), told, see, ""


def drift_is_noticed(trial: Trial, demands: Demands) -> Found:
    """A feature that drifts is noticed in time."""
    hours, see = trial.ages.detection_hours(), "Poison a feature."
    if not isfinite(hours):
        return judged(False), "no monitor watches inputs or outcomes", see, "poison"
    told = f"{say(hours * 3600, 'seconds')}; asked: {say(demands.notice_hours * 3600, 'seconds')}"
    return judged(hours <= demands.notice_hours), told, see, "poison"


def is_affordable(trial: Trial, demands: Demands) -> Found:
    """A million answers cost no more than is asked."""
    cost, see = trial.cost_per_million, "Add the prices of the boxes."
    if not isfinite(cost):
        return judged(False), "no million is ever answered", see, ""
    asked = f"asked: {say(demands.cost_per_million, 'money')}"
    told = f"{say(cost, 'money')} a million answers; {asked}"
    return judged(cost <= demands.cost_per_million), told, see, ""


def bad_model_is_stopped(trial: Trial, demands: Demands) -> Found:
    """A bad model that its gate lets pass reaches few people before it is taken back."""
    see, chains = "Deploy a bad model.", trial.ages.chains
    if not chains:
        return judged(False), "no trainer leads to a served model", see, "bad_model"
    share = max(trial.ages.share_hit(chain) for chain in chains)
    told = f"{say(share, 'share')} of a day's users; asked: {say(demands.share_hit, 'share')}"
    return judged(share <= demands.share_hit), told, see, "bad_model"


def has_headroom(trial: Trial, demands: Demands) -> Found:
    """The busiest connected box has room to spare."""
    see = "Read the loads on the boxes."
    loads = {id: load for id, load in trial.loads.items() if id in trial.wiring.connected}
    if not loads:
        return judged(False), "nothing is loaded", see, ""
    busiest = max(loads, key=lambda id: loads[id])
    told = f"{trial.graph.by_id[busiest].name} is busiest, load {loads[busiest]:.2f}"
    return judged(loads[busiest] < demands.busy), f"{told}; asked: {demands.busy:g}", see, ""


BEHAVIOUR: dict[str, tuple[str, Callable[[Trial, Demands], Found]]] = {
    "B1": ("Fast enough at the usual traffic", usual),
    "B2": ("Fast enough at twice the traffic", doubled),
    "B3": ("Stands three times the traffic, or recovers", tripled),
    "B4": ("Answers while a box is down", survives),
    "B5": ("Recovers after a burst", recovers),
    "B6": ("Works the queue off", drains),
    "B7": ("Features are fresh", features_are_fresh),
    "B8": ("The model is fresh", model_is_fresh),
    "B9": ("A drifted feature is noticed", drift_is_noticed),
    "B10": ("Affordable", is_affordable),
    "B11": ("A bad model is stopped", bad_model_is_stopped),
    "B12": ("Room to spare", has_headroom),
}
