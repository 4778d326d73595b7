"""Writing results so that they are there whole or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from kit.choice import Refused


def free_file(path: Path, suffixes: tuple[str, ...]) -> Path:
    """`path`, if a file with one of `suffixes` can be written there; else a `Refused`."""
    if path.suffix not in suffixes:
        raise Refused(f"--out cannot be {path}: it ends in {', '.join(suffixes)}.")
    if path.is_dir():
        raise Refused(f"--out cannot be {path}: it is a folder.")
    _can_write_in(path.parent)
    return path


def free_folder(path: Path) -> Path:
    """`path`, if a folder can be made there or an empty one is; else a `Refused`."""
    if path.is_dir() and any(path.iterdir()):
        raise Refused(f"--out cannot be {path}: that folder is not empty.")
    if path.exists() and not path.is_dir():
        raise Refused(f"--out cannot be {path}: it is a file.")
    _can_write_in(path.absolute().parent)
    return path


def read_text(path: Path) -> str:
    """The text of a file, or a `Refused`."""
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise Refused(f"{path} cannot be read: {type(error).__name__}.") from None


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place to write a file or folder that moves to `path` once all of it is written."""
    try:
        with TemporaryDirectory(prefix=".sandtable-", dir=path.absolute().parent) as folder:
            draft = Path(folder, path.name)
            yield draft
            if draft.is_dir() and path.is_dir():
                path.rmdir()
            os.replace(draft, path)
    except OSError as error:
        raise Refused(f"{path} could not be written: {error.strerror or error}.") from error


def _can_write_in(folder: Path) -> None:
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder} to write in.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Refused(f"The folder {folder} cannot be written in.")


@dataclass
class Appended:
    """A file of lines that only grows: `lines` are those it held when it was opened."""

    path: Path
    lines: list[str]
    _file: IO[str]

    def add(self, line: str) -> None:
        """Append a line and see it to the disk."""
        self.lines.append(line)
        self._file.write(line + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def remove(self) -> None:
        """Delete the file: its lines have found their place elsewhere."""
        self.path.unlink(missing_ok=True)


@contextmanager
def appended(path: Path) -> Iterator[Appended]:
    """A file of lines to append to, held by nobody else; a `Refused` where somebody holds it."""
    _can_write_in(path.absolute().parent)
    try:
        with path.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Refused(f"Another command is writing to {path}.") from None
            file.seek(0)
            held = file.read()
            if held and not held.endswith("\n"):
                file.write("\n")  # the last line was cut short
            lines = Appended(path, held.splitlines(), file)
            try:
                yield lines
            finally:
                if not lines.lines:
                    lines.remove()
    except OSError as error:
        raise Refused(f"{path} could not be written: {error.strerror or error}.") from error
