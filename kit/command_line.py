"""The command line over any list of scenarios."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kit.case import Case
from kit.choice import Refused, as_text
from kit.interview import commands
from kit.listing import Listing
from kit.run import VERSION
from kit.settings import settle

if TYPE_CHECKING:
    from kit.board.graph import Graph

app = typer.Typer(
    help="Practise ML system design on systems that run.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(commands.app, name="interviews")
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
    listing: Listing = context.obj
    told = [(slug, *listing.about(slug)) for slug in listing.slugs]
    if as_json:
        return _print_json(
            [dict(zip(("case", "title", "about"), row, strict=True)) for row in told]
        )
    from kit.tables import cases_table, show

    show([cases_table(told)])


@app.command("show")
def show_case(context: typer.Context, case: CaseName, as_json: AsJson = False) -> None:
    """Show every choice and the dial: what is allowed, the default, what it means."""
    found = context.obj.load(case)
    if as_json:
        from kit.record import declaration

        return _print_json(declaration(found))
    from kit.tables import choices_table, show

    show([choices_table(found)])


@app.command()
def run(
    context: typer.Context, case: CaseName, changes: Changes = None, as_json: AsJson = False
) -> None:
    """Run one design: every reading as seen and as it is, at the dial's position."""
    from kit.record import record
    from kit.tables import readings_table, show, stages_shown

    found = context.obj.load(case)
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
    from kit.record import lesson_record
    from kit.tables import lessons_table, show, stages_shown
    from kit.verdicts import check_lesson, lesson_seeds

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
    from kit.record import brief_record
    from kit.tables import briefs_table, show, stages_shown
    from kit.verdicts import check_brief

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
    """Run every combination of some choices and write a row for each; goes on where it stopped."""
    from kit.sweep import cores, designs_of, sweep_to
    from kit.tables import counted

    found = context.obj.load(case)
    values = read_grid(found, grid)
    designs = designs_of(found, values)
    if jobs > cores():
        print(f"{jobs} processes on {cores()} cores would wait for each other: {cores()} are used.")
    with counted(found.title, len(designs)) as done:
        swept = sweep_to(
            found, values, out, jobs=min(jobs, cores()), scheduler=scheduler, done=done
        )
    print(f"{len(swept.rows)} designs written to {out}")
    for place, why in sorted(swept.failed.items()):
        print(f"{designs[place].query(VERSION)} failed: {why}", file=sys.stderr)
    _end(not swept.failed)


@app.command("cluster")
def run_cluster(
    start: Annotated[bool, typer.Option("--start", help="Start one on this machine.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Workers to start.")] = 2,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Its scheduler's port.")] = 8786,
) -> None:
    """Say what a cluster needs, on many machines; or start one on this one, until Ctrl-C."""
    from kit.cluster import keep_up, recipe

    return keep_up(workers, port) if start else print(recipe(port, workers))


@app.command("export")
def export_run(
    context: typer.Context,
    case: CaseName,
    out: Annotated[Path, typer.Option(help="A folder to make; it may exist if it is empty.")],
    changes: Changes = None,
    form: Annotated[str, typer.Option("--as", help="rows, or a scenario's own.")] = "rows",
) -> None:
    """Write a run's rows, its readings and what the columns mean; or another form of it."""
    from kit.export import form_of
    from kit.files import free_folder
    from kit.tables import stages_shown

    found = context.obj.load(case)
    design = found.design(read_changes(found, changes or []))
    write = form_of(found, form)
    free_folder(out)
    with stages_shown(found.title) as watch:
        said = write(found.run(design, watch), out)
    print(said)


@app.command("board")
def run_board(
    context: typer.Context,
    case: CaseName,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A board as JSON; else the reference.")
    ] = None,
    fault: Annotated[str | None, typer.Option(help="Throw one, such as kill:model.")] = None,
    as_json: AsJson = False,
    svg: Annotated[bool, typer.Option("--svg", help="Print the board as SVG.")] = False,
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Print it as Mermaid.")] = False,
) -> None:
    """Run a drawn architecture: latency, load and age by box, cost, every check."""
    from kit.board.drawing import as_mermaid, as_svg
    from kit.board.telling import line_of, record, tables
    from kit.board.throwing import read_fault, throw
    from kit.board.trial import Trial
    from kit.tables import show

    board = context.obj.load(case).board
    if board is None:
        raise Refused(f"{case} has no board yet.")
    trial = Trial(board.reference if file is None else read_board(file))
    if svg:
        return print(as_svg(trial.graph, {i: line_of(f) for i, f in trial.figures.items()}))
    if mermaid:
        return print(as_mermaid(trial.graph), end="")
    thrown = throw(trial, read_fault(fault, trial)) if fault else None
    verdicts = board.judge(trial)
    if as_json:
        told = {"fault": thrown.sentence} if thrown else {}
        return _print_json({"case": case, **record(board, trial, verdicts), **told})
    show(tables(board, trial, verdicts, thrown))


@app.command()
def check(context: typer.Context, cases: CaseNames = None) -> None:
    """Try the public contract on scenarios. Ends with 1 if a rule is not kept."""
    from kit.contract import RULES
    from kit.contract import check as try_rule
    from kit.tables import rules_table, show, stages_shown

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


def find_all(listing: Listing, slugs: Sequence[str] | None) -> list[Case]:
    """The scenarios called so; all of them where no name is given."""
    return [listing.load(slug) for slug in slugs or listing.slugs]


def read_board(file: Path) -> Graph:
    """The board in a file, or a `Refused`."""
    from kit.board.reading import read_json
    from kit.files import read_text

    return read_json(read_text(file))


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
    found: dict[str, list[Any]] = {}
    for name, values in grid.items():
        choice = case.choice(case.aliases.get(name, name))
        found[choice.name] = [choice.read(value) for value in values.split(",")]
    return found


def main(listing: Listing, arguments: Sequence[str] | None = None) -> int:
    """Run a command line; wrong input gives 2 and one sentence on stderr."""
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    command = typer.main.get_command(app)
    try:
        settle()
        code = command.main(words, prog_name="sandtable", standalone_mode=False, obj=listing)
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
