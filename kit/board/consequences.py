"""What faults of data, models and labels do to a board, in a sentence each."""

from __future__ import annotations

from math import inf

from kit.board.ages import known_share
from kit.board.trial import Trial
from kit.words import say


def poisoned(trial: Trial) -> str:
    """What a poisoned feature does until somebody notices."""
    hours = trial.ages.detection_hours()
    if hours == inf:
        return "A feature is poisoned, and nobody notices: no monitor watches inputs or outcomes."
    rate = trial.wiring.traffic.number("rate") if trial.wiring.traffic else 0.0
    return (
        f"A feature is poisoned: noticed after {say(hours * 3600, 'seconds')}, "
        f"after {rate * hours * 3600:,.0f} decisions made with it."
    )


def bad_model(trial: Trial) -> str:
    """How far a bad model gets that its gate has let pass."""
    if not trial.ages.chains:
        return "No trainer leads to a served model, so none can be deployed."
    worst = max(trial.ages.chains, key=trial.ages.share_hit)
    share = say(trial.ages.share_hit(worst), "share")
    alarm = trial.ages.output_alarm_hours()
    rings = f"after {say(alarm * 3600, 'seconds')}" if alarm < inf else "never"
    return (
        f"A bad model in {worst.server.name}: the alarm rings {rings}; it serves {share} of a day."
    )


def late_labels(trial: Trial, times: float) -> str:
    """What training misses when outcomes come `times` as late."""
    joins = [box for chain in trial.ages.chains for box in chain.labels if box.kind == "labels"]
    if not joins:
        return "No label join leads to training, so nothing changes."
    slow = joins[0]
    late = trial.graph.with_values(slow.id, half=slow.number("half") * times).by_id[slow.id]
    return (
        f"Outcomes come {times:g} times as late: of those that {slow.name} waits for, "
        f"{say(known_share(late), 'share')} are known in time instead of "
        f"{say(known_share(slow), 'share')}; the rest are taught as a no."
    )
