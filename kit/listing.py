"""The list of scenarios: what there is can be told without importing any of them."""

from __future__ import annotations

import ast
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from kit.case import Case
from kit.choice import Refused


@dataclass(frozen=True)
class Listing:
    """Modules that each declare a scenario as CASE, imported when it is asked for.

    A scenario's slug is the last part of its module's name. Its docstring begins
    "Title: what it is about."
    """

    modules: tuple[str, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """What each scenario is called."""
        return tuple(module.rpartition(".")[2] for module in self.modules)

    def about(self, slug: str) -> tuple[str, str]:
        """A scenario's title and what it is about, read off its file."""
        try:
            origin = getattr(find_spec(self._module(slug)), "origin", None) or ""
            text = ast.get_docstring(ast.parse(Path(origin).read_text())) or ""
        except (OSError, SyntaxError, ValueError):
            return slug, "This scenario cannot be read."
        title, _, about = " ".join(text.partition("\n\n")[0].split()).partition(": ")
        return title, about[:1].upper() + about[1:]

    def load(self, slug: str) -> Case:
        """The scenario called `slug`; a `Refused` if there is none, or if it cannot be imported."""
        module = self._module(slug)
        try:
            return import_module(module).CASE
        except Exception as error:
            logging.exception("%s could not be imported", module)
            raise Refused(f"{slug} cannot be opened: {type(error).__name__}.") from error

    def loaded(self, slug: str) -> Case | None:
        """The scenario called `slug` if it was imported already: asking imports nothing."""
        return getattr(sys.modules.get(self._module(slug)), "CASE", None)

    def __iter__(self) -> Iterator[Case]:
        """Every scenario, imported one after the other."""
        return map(self.load, self.slugs)

    def __len__(self) -> int:
        return len(self.modules)

    def _module(self, slug: str) -> str:
        for name, module in zip(self.slugs, self.modules, strict=True):
            if name == slug:
                return module
        raise Refused(f"There is no case called {slug:.80}: there are {', '.join(self.slugs)}.")
