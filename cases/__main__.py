"""Every scenario from the command line: `sandtable`, or `python -m cases`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cases import ALL
from cases.case import Case
from cases.choice import Refused, as_text

app = typer.Typer(
    help="Practise ML system design on systems that run.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case, as `list` names it.")]
CaseNames = Annotated[
    list[str] | None, typer.Argument(metavar="[CASE ...]", help="Cases; all of them by default.")
]
Changes = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CHOICE=VALUE ...]", help="What differs from the default design."),
]
Grid = Annotated[
    list[str], typer.Argument(metavar="CHOICE=V1,V2,...", help="Values to combine, a choice each.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command("list")
def list_cases(context: typer.Context, as_json: AsJson = False) -> None:
    """Name every scenario."""
    cases = context.obj
    if as_json:
        rows = [{"case": c.slug, "title": c.title, "situation": c.situation} for c in cases]
        return _print_json(rows)
    from cases.tables import cases_table, show

    show([cases_table(cases)])


@app.command("show")
def show_case(context: typer.Context, case: CaseName, as_json: AsJson = False) -> None:
    """Show every choice and the dial: what is allowed, the default, what it means."""
    found = find(context.obj, case)
    if as_json:
        from cases.record import declaration

        return _print_json(declaration(found))
    from cases.tables import choices_table, show

    show([choices_table(found)])


@app.command()
def run(
    context: typer.Context, case: CaseName, changes: Changes = None, as_json: AsJson = False
) -> None:
    """Run one design: every reading as seen and as it is, at the dial's position."""
    from cases.record import record
    from cases.tables import readings_table, show, stages_shown

    found = find(context.obj, case)
    design = found.design(read_changes(found, changes or []))
    with stages_shown(found.title) as watch:
        result = found.run(design, watch)
        result.readings()
    if as_json:
        return _print_json(record(result))
    show([readings_table(result), *found.leaks(design)])


@app.command()
def lessons(
    context: typer.Context,
    cases: CaseNames = None,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds each lesson is run on.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Run the lessons: claim, measured effect, band, verdict. Ends with 1 if one fails."""
    from cases.record import lesson_record
    from cases.tables import lessons_table, show, stages_shown
    from cases.verdicts import check_lesson, lesson_seeds

    holds, records = True, []
    for case in find_all(context.obj, cases):
        verdicts = []
        for lesson in case.lessons:
            with stages_shown(f"{case.title}: {lesson.name}") as watch:
                verdicts.append(check_lesson(case, lesson, lesson_seeds(seeds), watch))
        holds = holds and all(verdict.holds for verdict in verdicts)
        records += [lesson_record(case, verdict) for verdict in verdicts]
        if not as_json:
            show([lessons_table(case, verdicts)])
    _end(holds, records if as_json else None)


@app.command()
def briefs(context: typer.Context, cases: CaseNames = None, as_json: AsJson = False) -> None:
    """Judge every design of every brief over five seeds. Ends with 1 if one is not as meant."""
    from cases.record import brief_record
    from cases.tables import briefs_table, show, stages_shown
    from cases.verdicts import check_brief

    holds, records = True, []
    for case in find_all(context.obj, cases):
        verdicts = []
        for brief in case.briefs:
            with stages_shown(f"{case.title}: {brief.name}") as watch:
                verdicts.append(check_brief(case, brief, watch=watch))
        holds = holds and all(verdict.holds for verdict in verdicts)
        records += [brief_record(case, verdict) for verdict in verdicts]
        if not as_json:
            show([briefs_table(case, verdicts)])
    _end(holds, records if as_json else None)


@app.command("sweep")
def run_sweep(
    context: typer.Context,
    case: CaseName,
    grid: Grid,
    out: Annotated[Path, typer.Option(help="A file to write: .csv, .json or .parquet.")],
    jobs: Annotated[int, typer.Option(min=1, help="Processes to run in.")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a dask scheduler.")] = None,
) -> None:
    """Run every combination of some choices and write a row for each."""
    from cases.files import free_file
    from cases.sweep import SUFFIXES, designs_of, sweep, write
    from cases.tables import counted

    found = find(context.obj, case)
    values = read_grid(found, grid)
    total = len(designs_of(found, values))
    free_file(out, SUFFIXES)
    with counted(found.title, total) as done:
        frame = sweep(found, values, jobs=jobs, scheduler=scheduler, done=done)
    write(frame, out)
    print(f"{len(frame)} designs written to {out}")


@app.command("export")
def export_run(
    context: typer.Context,
    case: CaseName,
    out: Annotated[Path, typer.Option(help="A folder to make; it may exist if it is empty.")],
    changes: Changes = None,
) -> None:
    """Write a run's rows, its readings and what the columns mean."""
    from cases.export import export
    from cases.files import free_folder
    from cases.tables import stages_shown

    found = find(context.obj, case)
    design = found.design(read_changes(found, changes or []))
    free_folder(out)
    with stages_shown(found.title) as watch:
        export(found.run(design, watch), out)
    print(f"rows.csv, rows.parquet, run.json and columns.md written to {out}")


@app.command()
def check(context: typer.Context, cases: CaseNames = None) -> None:
    """Try the public contract on scenarios. Ends with 1 if a rule is not kept."""
    from cases.contract import RULES
    from cases.contract import check as try_rule
    from cases.tables import rules_table, show, stages_shown

    holds = True
    for case in find_all(context.obj, cases):
        wrong = {}
        for rule in RULES:
            name = rule.__name__.replace("_", " ")
            with stages_shown(f"{case.title}: {name}"):
                wrong[name] = try_rule(case, rule)
        holds = holds and not any(wrong.values())
        show([rules_table(case, wrong)])
    _end(holds)


def find(cases: Sequence[Case], slug: str) -> Case:
    """The case called `slug`, or a `Refused` that lists what there is."""
    for case in cases:
        if case.slug == slug:
            return case
    names = ", ".join(case.slug for case in cases) or "none yet"
    raise Refused(f"There is no case called {slug:.80}: there are {names}.")


def find_all(cases: Sequence[Case], slugs: Sequence[str] | None) -> list[Case]:
    """The cases called so; all of them where no name is given."""
    return [find(cases, slug) for slug in slugs] if slugs else list(cases)


def read_changes(case: Case, words: Sequence[str]) -> dict[str, str]:
    """CHOICE=VALUE words as what differs from the default, or a `Refused`."""
    changes: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not name or not equals:
            first = case.choices[0]
            example = f"{first.name}={as_text(first.default)}"
            raise Refused(f"{word:.80} is not CHOICE=VALUE, such as {example}.")
        if name in changes:
            raise Refused(f"{name:.80} is given twice.")
        changes[name] = value
    return changes


def read_grid(case: Case, words: Sequence[str]) -> dict[str, list[Any]]:
    """CHOICE=V1,V2 words as the legal values to combine, or a `Refused`."""
    grid: Mapping[str, str] = read_changes(case, words)
    return {
        name: [case.choice(case.aliases.get(name, name)).read(value) for value in values.split(",")]
        for name, values in grid.items()
    }


def main(arguments: Sequence[str] | None = None, cases: Sequence[Case] = ALL) -> int:
    """Run a command line; wrong input gives 2 and one sentence on stderr."""
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    command = typer.main.get_command(app)
    try:
        code = command.main(words, prog_name="sandtable", standalone_mode=False, obj=tuple(cases))
    except Refused as refusal:
        return _refuse(str(refusal))
    except Exception as error:
        # typer's own refusals carry this method; the class has no public name in every version
        if not hasattr(error, "format_message"):
            raise
        return _refuse(error.format_message().splitlines()[0].rstrip(".") + ".")
    return code if isinstance(code, int) else 0


def _refuse(sentence: str) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return 2


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=2, allow_nan=False))


def _end(holds: bool, records: Sequence[Any] | None = None) -> None:
    if records is not None:
        _print_json(records)
    if not holds:
        raise typer.Exit(1)


if __name__ == "__main__":
    sys.exit(main())
