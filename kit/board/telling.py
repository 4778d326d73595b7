"""A board that ran, told: as plain data for programs, as tables for people, a line for each box."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

from kit.board.declared import Board
from kit.board.demands import Verdict
from kit.board.figures import Figure
from kit.board.reading import as_json, as_link
from kit.board.throwing import Thrown
from kit.board.trial import Spread, Trial
from kit.words import say

if TYPE_CHECKING:
    from rich.table import Table

PERCENTILES = (50, 95, 99)


def record(board: Board, trial: Trial, verdicts: tuple[Verdict, ...]) -> dict[str, Any]:
    """Everything about a board as plain data; what does not apply is null."""
    return {
        "board": as_json(trial.graph),
        "link": as_link(trial.graph),
        "remarks": list(trial.remarks),
        "latency_ms": {f"p{p}": _spread(trial.percentile(p)) for p in PERCENTILES},
        "full": [str(each) for each in trial.full(1.0)],
        "boxes": {id: _numbers(figure) for id, figure in trial.figures.items()},
        "feature_age_s": _number(trial.ages.freshest_s),
        "cost_per_hour": trial.per_hour,
        "cost_per_million": _number(trial.cost_per_million),
        "checks": [{**each.__dict__, "weighted": each.code in board.weighted} for each in verdicts],
        "sets": dict(board.sets(trial)),
    }


def _spread(spread: Spread | None) -> dict[str, float] | None:
    return None if spread is None else dict(spread.__dict__)


def _numbers(figure: Figure) -> dict[str, float | None]:
    return {name: _number(value) for name, value in figure.__dict__.items()}


def _number(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def line_of(figure: Figure) -> str:
    """The line that stands on a box: load and tail, or the backlog, and the age.

    >>> line_of(Figure(rate_per_s=9, load=1.2, backlog_per_s=80))
    'full, +80/s'
    >>> line_of(Figure(load=0.21, p99_ms=10.4, age_s=5))
    '21 % · p99 10 ms · 5.0 s old'
    """
    if figure.load is not None and figure.load >= 1:
        growth = f", +{figure.backlog_per_s:,.0f}/s" if figure.backlog_per_s else ""
        return f"full{growth}"
    parts = [] if figure.load is None else [f"{100 * figure.load:.0f} %"]
    if figure.p99_ms is not None:
        parts.append(f"p99 {say(figure.p99_ms, 'ms')}")
    if figure.age_s is not None:
        parts.append(f"{say(figure.age_s, 'seconds')} old")
    return " · ".join(parts)


def summary(trial: Trial) -> list[tuple[str, str]]:
    """What is known of the whole board at every edit: estimates, ages and cost, as words."""
    found: list[tuple[str, str]] = []
    if trial.way is not None and (full := trial.full(1.0)):
        names = {trial.graph.by_id[each.station.partition(" #")[0]].name for each in full}
        found.append(("Full", ", ".join(sorted(names))))
    if (hint := trial.estimate) is not None:
        said = " / ".join(say(each, "ms") for each in (hint.p50, hint.p95, hint.p99))
        found.append(("Latency p50 / p95 / p99 (estimate)", said))
    ages = trial.ages
    if not isnan(ages.freshest_s):
        found.append(("Freshest features", f"{say(ages.freshest_s, 'seconds')} old"))
    for chain in ages.chains[:1]:
        if not isnan(delay := ages.label_delay_days(chain)):
            hours = chain.trainer.number("interval")
            found.append(("Labels after", say(delay, "days")))
            found.append(("Trained every", say(hours * 3600, "seconds")))
    if trial.per_hour:
        found.append(("Cost", f"{say(trial.per_hour, 'money')} an hour"))
    if isfinite(trial.cost_per_million):
        found.append(("A million answers", say(trial.cost_per_million, "money")))
    return found


def tables(
    board: Board, trial: Trial, verdicts: tuple[Verdict, ...], thrown: Thrown | None
) -> list[Table | str]:
    """A board for the terminal: latency and cost, boxes, checks, what a fault did."""
    shown: list[Table | str] = [_escaped(each) for each in trial.remarks]
    shown += [_summary(trial), _boxes(trial), _checks(board, verdicts)]
    return [*shown, _escaped(thrown.sentence)] if thrown else shown


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _summary(trial: Trial) -> Table:
    table = _table("The system as drawn", "reading", "value", "over the seeds")
    for p in PERCENTILES:
        spread = trial.percentile(p)
        if spread is not None:
            between = f"{say(spread.low, 'ms')} to {say(spread.high, 'ms')}"
            table.add_row(f"Latency p{p}", say(spread.value, "ms"), between)
    for each in trial.full(1.0):
        table.add_row("Full", _escaped(str(each)), "no percentile")
    if not isnan(trial.ages.freshest_s):
        table.add_row("Freshest features", f"{say(trial.ages.freshest_s, 'seconds')} old", "")
    table.add_row("Cost", f"{say(trial.per_hour, 'money')} an hour", "")
    if isfinite(trial.cost_per_million):
        table.add_row("Cost a million answers", say(trial.cost_per_million, "money"), "")
    return table


def _boxes(trial: Trial) -> Table:
    table = _table("Boxes (closed forms)", "box", "kind", "load", "wait", "p99", "age", "$/h")
    for box in trial.graph.boxes:
        figure = trial.figures.get(box.id)
        if figure is None:
            table.add_row(_escaped(box.name), box.of.label, "not connected", *[""] * 4)
            continue
        load = "" if figure.load is None else f"{figure.load:.2f}"
        full = figure.load is not None and figure.load >= 1
        wait = f"+{figure.backlog_per_s:,.0f}/s" if full else _say(figure.wait_ms, "ms")
        rest = (_say(figure.p99_ms, "ms"), _say(figure.age_s, "seconds"))
        cost = _say(figure.per_hour or None, "money")
        table.add_row(_escaped(box.name), box.of.label, load, wait, *rest, cost)
    return table


def _say(value: float | None, unit: str) -> str:
    return "" if value is None else say(value, unit)


def _checks(board: Board, verdicts: tuple[Verdict, ...]) -> Table:
    table = _table("Checks (* weighs most here)", "", "check", "verdict", "evidence", "see it")
    for each in verdicts:
        colour = {"passed": "green", "failed": "red"}.get(each.verdict, "yellow")
        code = f"{each.code}*" if each.code in board.weighted else each.code
        verdict = f"[{colour}]{each.verdict}[/]"
        table.add_row(code, each.title, verdict, _escaped(each.evidence), each.see)
    return table


def _table(title: str, *heads: str) -> Table:
    from rich.table import Table

    return Table(*heads, title=title, title_justify="left")
