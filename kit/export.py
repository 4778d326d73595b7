"""A run's rows in a folder, so that anyone can recompute its readings with their own tools."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from kit.case import Case
from kit.choice import Refused
from kit.files import free_folder, whole
from kit.record import command, record
from kit.run import Run


def export(case: Case, run: Run, folder: Path) -> str:
    """Write rows.csv, rows.parquet, run.json and columns.md; the folder appears whole or not.

    Returns a sentence that says what was written.
    """
    free_folder(folder)
    rows = case.export(run)
    with whole(folder) as draft:
        draft.mkdir()
        rows.to_csv(draft / "rows.csv", index=False)
        rows.to_parquet(draft / "rows.parquet", index=False)
        (draft / "run.json").write_text(json.dumps(record(run), indent=2) + "\n")
        (draft / "columns.md").write_text(columns(run, rows))
    return f"rows.csv, rows.parquet, run.json and columns.md written to {folder}"


def form_of(case: Case, name: str) -> Callable[[Run, Path], str]:
    """What writes a run in a form: "rows", or one of the scenario's own; else a `Refused`."""
    forms: dict[str, Callable[[Run, Path], str]] = {"rows": partial(export, case), **case.forms}
    if name not in forms:
        raise Refused(f"--as cannot be {name:.80}: {case.slug} is exported as {', '.join(forms)}.")
    return forms[name]


def columns(run: Run, rows: pd.DataFrame) -> str:
    """What an export holds, as Markdown: the run, a line a column, a line a reading.

    A column's meaning is `rows.attrs["columns"][name]`, where the scenario says one.
    """
    meanings = rows.attrs.get("columns", {})
    lines = [f"# {run.case.title}", "", run.case.situation, "", f"    {command(run)}", ""]
    lines += [f"{len(rows):,} rows, one an event.", "", "| column | kind | from | to | meaning |"]
    lines += ["|---|---|---|---|---|"]
    lines += [_column(rows[name], meanings.get(name, "")) for name in rows]
    lines += ["", "| reading | true | seen | unit | meaning |", "|---|---|---|---|---|"]
    for name, reading in run.readings().items():
        parts = (name, _short(reading.true), _short(reading.seen), reading.metric.unit)
        lines.append(_cells(*parts, reading.metric.help))
    return "\n".join(lines) + "\n"


def _column(values: pd.Series, meaning: str) -> str:
    known = values.dropna()
    ends = (known.min(), known.max()) if len(known) else ("none", "none")
    kind = f"{values.dtype}" + (
        f", {values.isna().sum():,} empty" if len(known) < len(values) else ""
    )
    return _cells(str(values.name), kind, *map(_short, ends), meaning)


def _short(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else f"{value!s:.40}"


def _cells(*parts: str) -> str:
    return "| " + " | ".join(part.replace("|", "/") for part in parts) + " |"
