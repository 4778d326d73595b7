"""What the command line shows to people: tables, and progress by stage."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from kit.words import say, say_change

if TYPE_CHECKING:
    from kit.case import Case
    from kit.choice import Choice
    from kit.run import Run
    from kit.verdicts import BriefVerdict, LessonVerdict
    from pipelines.watching import Watch

VERDICT = {True: Text("holds", style="green"), False: Text("fails", style="red")}


def show(parts: Iterable[Table | str]) -> None:
    """Print tables and sentences to stdout, as wide as the terminal (100 where there is none)."""
    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    for part in parts:
        console.print(part)


def cases_table(rows: Sequence[tuple[str, str, str]]) -> Table:
    """Every scenario: what to call it, its title, and what it is about."""
    return _table(("case", "title", "about"), rows)


def interviews_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Every interview that is kept."""
    heads = ("interview", "date", "case", "level", "minutes", "led", "brief", "phase", "events")
    return _table(heads, [tuple(f"{row[head]}" for head in heads) for row in rows])


def choices_table(case: Case) -> Table:
    """Every choice of a scenario and its dial: what is allowed, the default, what it means."""
    rows = [(c.name, c.allowed, f"{c.default}", c.help + _when(c)) for c in case.choices]
    dial = case.dial
    rows.append((dial.name, dial.allowed, "auto", f"{dial.help} (Dial: moving it reruns nothing.)"))
    return _table(("choice", "allowed", "default", "meaning"), rows, title=case.title)


def readings_table(run: Run) -> Table:
    """Every reading at the dial's position: seen, true, its interval and the ceiling."""
    rows = []
    for reading in run.readings().values():
        unit = reading.metric.unit
        interval = f"{say(reading.low, unit)} to {say(reading.high, unit)}"
        known = not math.isnan(reading.low)
        parts = (reading.seen, reading.true, reading.ceiling)
        seen, true, ceiling = (say(part, unit) for part in parts)
        missing = math.isnan(reading.true) or math.isnan(reading.seen)
        why = reading.why if missing else ""
        rows.append((reading.metric.label, seen, true, interval if known else "", ceiling, why))
    heads = ("reading", "as seen", "true", "interval", "ceiling", "")
    dial, value = run.case.dial, run.readout.axis[run.position]
    return _table(heads, rows, title=f"{run.case.title}, {dial.label.lower()} {value:.4g}")


def lessons_table(case: Case, verdicts: Sequence[LessonVerdict]) -> Table:
    """Every lesson: its sentence, what was measured, its band, and whether it holds."""
    rows = []
    for verdict in verdicts:
        lesson, unit = verdict.lesson, verdict.lesson.unit
        tell = say_change if lesson.band[0] < 0 else say
        measured = (
            f"{tell(verdict.mean, unit)} ({', '.join(say(e, unit) for e in verdict.effects)})"
        )
        band = " to ".join(say(end, unit) for end in lesson.band)
        rows.append((lesson.name, lesson.sentence, measured, band, VERDICT[verdict.holds]))
    heads = ("lesson", "claim", "mean (by seed)", "band", "verdict")
    return _table(heads, rows, title=case.title)


def briefs_table(case: Case, verdicts: Sequence[BriefVerdict]) -> Table:
    """Every design of every brief: on how many seeds it met all goals, and whether it should."""
    rows = []
    for verdict in verdicts:
        for j in verdict.judgements:
            name = j.kind if j.kind == j.name else f"{j.kind}: {j.name}"
            result = "passes" if j.passes else "fails"
            met = f"{j.good_seeds} of {len(j.seeds)} seeds"
            rows.append((verdict.brief.name, name, met, result, VERDICT[j.as_meant]))
    return _table(("brief", "design", "goals met on", "result", "as meant"), rows, title=case.title)


def rules_table(case: Case, wrong: Mapping[str, Sequence[str]]) -> Table:
    """Every rule of the contract, and what is wrong where it is not kept."""
    rows = [(rule, VERDICT[not told], "\n".join(told)) for rule, told in wrong.items()]
    return _table(("rule", "verdict", "what is wrong"), rows, title=case.title)


@contextmanager
def stages_shown(label: str) -> Iterator[Watch | None]:
    """Name the stage at work on stderr while it runs; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    console = Console(stderr=True)
    with console.status(label) as status:

        def watch(stage: str, phase: str, seconds: float) -> None:
            done = f" {seconds:.0%}" if phase == "part" else ""
            at_work = phase in ("start", "part")
            status.update(f"{label}: {stage}{done}" if at_work else label)
            if phase == "done" and seconds > 1:
                console.print(f"  {stage} {seconds:.1f} s", style="dim")

        yield watch


@contextmanager
def counted(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar of designs done on stderr; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(label, total=total)
        yield lambda count: progress.update(bar, completed=count)


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str | Text]], title: str | None = None
) -> Table:
    table = Table(*heads, title=title and escape(title), title_justify="left")
    for row in rows:
        table.add_row(*(escape(cell) if isinstance(cell, str) else cell for cell in row))
    return table


def _when(choice: Choice) -> str:
    every, some = (
        [f"{name} is {' or '.join(map(str, values))}" for name, values in one.items()]
        for one in (choice.when, choice.when_any)
    )
    parts = [*every, *([" or ".join(some)] if some else [])]
    return f" Applies when {' and '.join(parts)}." if parts else ""
