"""The process of an interview: how the design was arrived at."""

from __future__ import annotations

from kit.interview.checks import Check, Lost, at, at_end, counted, few, share_of
from kit.interview.describing import described
from kit.interview.predictions import Prediction, brier, predictions
from kit.interview.trace import Moment, Trace, reading
from kit.words import say

ENOUGH_QUESTIONS = 3
ENOUGH_GUESSES = 3
MANY_HINTS = 10


def process_checks(read: Trace) -> tuple[Check, ...]:
    """Asking, committing, predicting, changing, time, twists and help, in the order they come."""
    return (
        _asked(read),
        _committed(read),
        _predicted(read),
        _directions(read),
        _sureness(read),
        _one_at_a_time(read),
        _reached(read),
        _twists(read),
        _hints(read),
        _looks(read),
        _changes(read),
    )


def _asked(read: Trace) -> Check:
    picks = read.of("pick")
    first = picks[0].event.number if picks else read.end.length + 1
    asked = [event.payload["about"] for event in read.end.asked if event.number < first]
    count = len(asked)
    share = min(1.0, count / ENOUGH_QUESTIONS) if picks else None
    told = f"{counted(count, 'question')} before the first change"
    lost: tuple[Lost, ...] = ()
    if picks and count < ENOUGH_QUESTIONS:
        lost = (at(picks[0], f"The first change came after {counted(count, 'question')}."),)
    return Check("asked", "process", "Asked before designing", share,
                 f"{told}: {'; '.join(asked)}." if asked else f"{told}.",
                 "Ask what an error costs, how often, and when labels come.", lost)  # fmt: skip


def _committed(read: Trace) -> Check:
    visited = [name for name in read.by_stop if name in read.plan.stops]
    visited = [name for name in visited if read.by_stop[name] > 0 or read.end.stop(name).answers]
    bad = [name for name in visited if not _answered_first(read, name)]
    lost = [_unanswered(read, name) for name in bad]
    good = len(visited) - len(bad)
    return Check("committed", "process", "Committed before the answer was seen",
                 share_of(good, len(visited)),
                 f"{good} of {counted(len(visited), 'stop')} answered before the answer was open.",
                 "Write two sentences before anything is revealed: what you would do, and why.",
                 few(lost))  # fmt: skip


def _answered_first(read: Trace, name: str) -> bool:
    stop = read.end.stop(name)
    return bool(stop.answers) and not stop.open_unanswered


def _unanswered(read: Trace, name: str) -> Lost:
    stop, title = read.end.stop(name), read.plan.stops[name]
    if stop.revealed:
        clock = read.clock_of(stop.revealed)
        return Lost(stop.revealed, clock, f"{title}: the answer was opened with nothing committed.")
    ends = [(number, until) for place, _, until, number in read.visits if place == name]
    number, until = ends[-1] if ends else (0, read.seconds)
    return Lost(number or read.end.length, until, f"{title}: left with nothing committed.")


def _predicted(read: Trace) -> Check:
    picks = read.of("pick")
    unsaid = [moment for moment in picks if moment.before.pending is None]
    good = len(picks) - len(unsaid)
    lost = (at(moment, f"Not predicted: {moment.event.payload['said']}.") for moment in unsaid)
    return Check("predicted", "process", "Predicted before running", share_of(good, len(picks)),
                 f"{good} of {counted(len(picks), 'change')} predicted first.",
                 "Before a change runs, say which way and about how much.", few(lost))  # fmt: skip


def _directions(read: Trace) -> Check:
    known = [each for each in predictions(read) if each.hit is not None]
    wrong = [each for each in known if not each.hit]
    good = len(known) - len(wrong)
    return Check("directions", "process", "Directions right", share_of(good, len(known)),
                 f"{good} of {counted(len(known), 'prediction')} went the way that was said.",
                 "Take the lessons on what you were wrong about.",
                 few(_missed(each) for each in wrong))  # fmt: skip


def _missed(each: Prediction) -> Lost:
    return Lost(each.number, each.clock, f"{each.said}; measured: {each.measured}.")


def _sureness(read: Trace) -> Check:
    known = [each for each in predictions(read) if each.hit is not None]
    score = brier(known)
    enough = score is not None and len(known) >= ENOUGH_GUESSES
    share = max(0.0, 1 - 2 * score) if enough and score is not None else None
    sentence = f"Too few predictions ({len(known)}) to judge how sure to be."
    if share is not None:
        sentence = f"Brier score {score:.2f} over {len(known)} predictions (0 is perfect)."
    worst = [each for each in known if not each.hit and each.sure > 0.6] if share else []
    worst.sort(key=lambda each: -each.sure)
    return Check("sureness", "process", "As sure as right", share, sentence,
                 "Say a lower number when the effect could go either way.",
                 few(_missed(each) for each in worst))  # fmt: skip


def _one_at_a_time(read: Trace) -> Check:
    """Of the runs after a change, those in which one choice had changed."""
    one, many = 0, []
    changed: set[str] = set()
    for moment in read.of("pick", "ran"):
        if moment.event.kind == "pick":
            changed |= set(moment.event.payload["changes"])
        elif changed:
            if len(changed) == 1:
                one += 1
            else:
                many.append(at(moment, f"{counted(len(changed), 'choice')} changed in one run."))
            changed = set()
    return Check("one", "process", "One thing changed at a time", share_of(one, one + len(many)),
                 f"{one} of {counted(one + len(many), 'run')} changed one choice.",
                 "Change one thing, read what it did, then the next.", few(many))  # fmt: skip


def _reached(read: Trace) -> Check:
    stops = read.plan.stops
    missed = [title for name, title in stops.items() if read.by_stop.get(name, 0.0) <= 0]
    good = len(stops) - len(missed)
    lost = [at_end(read, f"Never reached: {', '.join(missed)}.")] if missed else []
    over = [
        f"{name} took {say(spent, 'seconds')}, planned {say(planned, 'seconds')}."
        for name, (spent, planned) in read.by_phase.items()
        if spent > 1.5 * planned
    ]
    return Check("reached", "process", "Stops reached in time", share_of(good, len(stops)),
                 " ".join([f"{good} of {counted(len(stops), 'stop')} reached.", *over]),
                 "Keep to the phases: leave a stop when its time is over.", few(lost))  # fmt: skip


def _twists(read: Trace) -> Check:
    thrown = read.of("twist")
    quiet = [moment for moment in thrown if not _answered(read, moment)]
    good = len(thrown) - len(quiet)
    lost = (at(moment, f"No answer: {moment.event.payload['sentence']}") for moment in quiet)
    told = " ".join(f"{_effect(read, each)} {_reply(read, each)}".strip() for each in thrown)
    return Check("twists", "process", "Twists answered", share_of(good, len(thrown)),
                 f"{good} of {counted(len(thrown), 'twist')} answered. {told}".strip(),
                 "Say what a twist does before touching the design.", few(lost))  # fmt: skip


def _answered(read: Trace, twist: Moment) -> tuple[Moment, ...]:
    """The answers committed and the changes of the design after a twist."""
    later = read.of("committed", "pick", "dial")
    return tuple(moment for moment in later if moment.event.number > twist.event.number)


def _reply(read: Trace, twist: Moment) -> str:
    """What was done first after a twist, and how long it took."""
    answers = _answered(read, twist)
    if not answers:
        return ""
    after = say(answers[0].clock - twist.clock, "seconds")
    what = described(answers[0].event, read.plan)
    return f"Answered first, after {after}: {what.rstrip('.')}{'' if what.endswith('…') else '.'}"


def _effect(read: Trace, twist: Moment) -> str:
    """What a twist did to the reading that decides, and where it stood at the end."""
    name = read.plan.lead
    unit = read.plan.metrics.get(name, {}).get("unit", "score")
    runs = [m.event for m in read.of("ran")]
    before = [run for run in runs if run.number < twist.event.number]
    after = [run for run in runs if run.number > twist.event.number]
    values = [reading(run, name) for run in (*before[-1:], *after[:1], *after[-1:])]
    if len(values) < 3 or any(value is None for value in values):
        return ""
    a, b, c = (say(value, unit) for value in values if value is not None)
    label = read.plan.metrics[name]["label"]
    return f"{label}: {a} before, {b} after it, {c} at the end."


def _hints(read: Trace) -> Check:
    hints = read.of("hint")
    lost = (
        at(m, f"Hint {m.event.payload['level']} at {_title(read, m.event.payload['stop'])}.")
        for m in hints
    )
    share = max(0.0, 1 - len(hints) / MANY_HINTS) if read.of("started") else None
    return Check("hints", "process", "Without help", share, f"{counted(len(hints), 'hint')} taken.",
                 "Try the follow-up questions before a hint.", few(lost))  # fmt: skip


def _title(read: Trace, stop: str) -> str:
    return read.plan.stops.get(stop, stop)


def _looks(read: Trace) -> Check:
    return _budget(read, "looked", read.plan.asks.looks, "looks", "Truth asked for sparingly",
                   "look at the truth", "Decide by what a team would see.")  # fmt: skip


def _changes(read: Trace) -> Check:
    return _budget(read, "pick", read.plan.asks.changes, "changes", "Changes within the budget",
                   "change of the design", "Think a change through before it runs.")  # fmt: skip


def _budget(
    read: Trace, kind: str, allowed: int | None, name: str, label: str, what: str, to_do: str
) -> Check:
    done = read.of(kind)
    share = None if allowed is None else min(1.0, allowed / max(1, len(done)))
    beyond = done[allowed:] if allowed is not None else ()
    lost = (at(moment, f"One {what} more than the level allows ({allowed}).") for moment in beyond)
    budget = f", {allowed} allowed" if allowed is not None else ""
    many = f"{len(done)} {what.replace(name[:-1], name) if len(done) != 1 else what}"
    return Check(name, "process", label, share, f"{many}{budget}.", to_do, few(lost))
