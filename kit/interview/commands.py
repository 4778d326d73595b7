"""The command line over the interviews that are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Interviews that were held: list, show, export, import, delete.")
Name = Annotated[
    str, typer.Argument(metavar="INTERVIEW", help="An interview, as `interviews list` names it.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Name every interview that is kept, the latest first."""
    from kit.interview.files import rows
    from kit.interview.store import opened
    from kit.tables import interviews_table, show

    found = rows(opened())
    if as_json:
        return print(json.dumps(found, indent=2))
    show([interviews_table(found)])


@app.command("show")
def show_one(interview: Name, as_json: AsJson = False) -> None:
    """Print the debrief of an interview, the interviewer's notes included."""
    from kit.interview.debrief import debrief
    from kit.interview.store import opened
    from kit.interview.telling import as_markdown, as_record

    found = debrief(opened().log(interview))
    if as_json:
        return print(json.dumps(as_record(found), indent=2, allow_nan=False))
    print(as_markdown(found), end="")


@app.command()
def export(
    interview: Name,
    out: Annotated[Path, typer.Option(help="A file to write: .json, .md or .html.")],
) -> None:
    """Write an interview to a file: its log as JSON, or its debrief to read or to print."""
    from kit.files import free_file, whole
    from kit.interview.files import WRITERS
    from kit.interview.store import opened

    path = free_file(out, tuple(WRITERS))
    text = WRITERS[path.suffix](opened().log(interview))
    with whole(path) as draft:
        draft.write_text(text, "utf-8")
    print(f"{interview} written to {path}")


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A log written by `export`.")],
) -> None:
    """Keep a log that was exported elsewhere, under a name of its own."""
    from kit.files import read_text
    from kit.interview.files import read_log
    from kit.interview.store import opened

    print(f"Kept as {opened().add(read_log(read_text(file)))}")


@app.command()
def delete(interview: Name) -> None:
    """Delete an interview with all that was said in it."""
    from kit.interview.store import opened

    opened().delete(interview)
    print(f"{interview} is deleted.")
