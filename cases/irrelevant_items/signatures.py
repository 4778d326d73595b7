"""What every fault looks like: probes read off the pipeline over many worlds, and kept.

The kept arrays are made by this module run as a script, `python -m
cases.irrelevant_items.signatures`, and lie beside it as plain numbers under a key that follows
from the code they were made with. Under any other key they are made anew.
"""

from __future__ import annotations

import ast
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

import cases.irrelevant_items.faults as faults
import cases.irrelevant_items.probes as probes
import cases.irrelevant_items.served as served
import data.movies.constants
import data.movies.entities
import data.movies.generator
import data.movies.past
from cases.irrelevant_items.faults import FAULTS, NAMES, SCOPES
from cases.irrelevant_items.probes import (
    ASKED,
    EDGES,
    PROBES,
    USUAL,
    measure,
    reach_of,
    window,
)
from cases.irrelevant_items.served import Served, Service, within

WORLDS = 24
"""Worlds that signatures are made of; half of them teach the posterior, half judge it."""

DAYS = 8
"""Healthy days before the one that is looked at."""

FIRST = 50_000  # seeds of those worlds: none that a page may ask for
KEPT = Path(__file__).with_name("signatures.npz")
PARTS = ("all", "platform", "hosts")
"""Scopes that are served differently; a fault since before the window is served as everywhere."""


@dataclass(frozen=True, eq=False)
class Signatures:
    """What was read: `values` (worlds, faults, parts, probes), `healthy` (worlds, days, probes) on
    earlier days, when all was well, and `spoilt` and `lost` (worlds, faults, parts): the shares of
    what is watched, and of clicks in the log, that a fault costs."""

    values: np.ndarray
    healthy: np.ndarray
    spoilt: np.ndarray
    lost: np.ndarray

    @property
    def spread(self) -> np.ndarray:
        """How far apart two healthy days lie, by probe: (probes,)."""
        floors = np.array([probe.floor for probe in PROBES.values()])
        return np.maximum(self.changes.std(axis=(0, 1)), floors)

    @property
    def changes(self) -> np.ndarray:
        """How much each probe reads more than the day before, all being well: (worlds, days - 1,
        probes)."""
        return np.diff(self.healthy, axis=1)

    def off(self, scope: str) -> np.ndarray:
        """How many spreads off each probe is: (worlds, faults, probes).

        Where a fault began before the window, a trend compares like with like: it is as far off as
        on a healthy day.
        """
        part = PARTS.index(scope) if scope in PARTS else 0
        off = (self.values[:, :, part] - self.healthy[:, -1][:, None]) / self.spread
        if scope == "before":
            trend = np.array([probe.trend for probe in PROBES.values()])
            off = np.where(trend, off[:, :1], off)
        return off

    def outcomes(self, scope: str) -> np.ndarray:
        """What each probe answers: a number in OUTCOMES, (worlds, faults, probes)."""
        return np.searchsorted(EDGES, self.off(scope))

    def chances(self, scope: str, worlds: slice = slice(None)) -> np.ndarray:
        """How likely each answer is under each fault: (faults, probes, answers).

        Counted over `worlds`, with a tenth of a world added to each answer.
        """
        found = self.outcomes(scope)[worlds]
        counts = np.stack([(found == answer).sum(axis=0) for answer in range(len(EDGES) + 1)], -1)
        return (counts + 0.1) / (counts + 0.1).sum(axis=-1, keepdims=True)


def looked_at(service: Service, whole: Served, scope: str, day: int) -> np.ndarray:
    """What every probe reads on a day: (probes,)."""
    rows, reach = within(service, whole, scope), reach_of(service, scope)
    return measure(window(service, whole, rows, reach, day))


def of_world(seed: int) -> Signatures:
    """Signatures of one world: every fault, everywhere and in part."""
    service = Service(seed)
    sound = service.watched(service.sound).mean()
    clicks = service.clicked(service.sound).mean()
    size = (len(FAULTS), len(PARTS))
    values, spoilt, lost = np.zeros((*size, len(PROBES))), np.zeros(size), np.zeros(size)
    for row, fault in enumerate(FAULTS.values()):
        whole = served.served(service, fault.applied())
        for column, scope in enumerate(PARTS):
            rows = within(service, whole, scope)
            kept = np.where(service.phone[:, None], 1.0 - whole.settings.lost, 1.0)
            values[row, column] = looked_at(service, whole, scope, day=0)
            spoilt[row, column] = 1.0 - service.watched(rows).mean() / sound
            lost[row, column] = 1.0 - (service.clicked(rows) * kept).mean() / clicks
    healthy = served.served(service, faults.Settings())
    days = np.array([looked_at(service, healthy, "all", day) for day in range(-DAYS, 0)])
    return Signatures(values[None], days[None], spoilt[None], lost[None])


NUMBERS = ("values", "healthy", "spoilt", "lost")


def made(worlds: int = WORLDS) -> Signatures:
    """Signatures over several worlds: about two seconds each."""
    each = [of_world(FIRST + number) for number in range(worlds)]
    return Signatures(*(np.concatenate([getattr(one, name) for one in each]) for name in NUMBERS))


def code_key() -> str:
    """A key that changes when the code that makes signatures does, and not with its comments."""
    world = data.movies
    modules = (world.constants, world.entities, world.generator, world.past)
    paths = [str(each.__file__) for each in (*modules, faults, probes, served)]
    trees = [ast.dump(_bare(ast.parse(Path(path).read_text()))) for path in paths]
    return f"{zlib.crc32(''.join(trees).encode()):08x}"


def _bare(tree: ast.Module) -> ast.Module:
    """A module without the texts that only people read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            node.body = [line for line in node.body if not _is_text(line)] or [ast.Pass()]
    return tree


def _is_text(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


@cache
def kept() -> Signatures:
    """The kept signatures, or new ones where the code has changed since."""
    if KEPT.exists():
        with np.load(KEPT, allow_pickle=False) as found:
            if str(found["key"]) == code_key():
                return Signatures(*(found[name].astype(float) for name in NUMBERS))
    return made()


def keep() -> None:
    """Make signatures and write them beside this module."""
    fresh = made()
    arrays = {name: getattr(fresh, name).astype(np.float32) for name in NUMBERS}
    np.savez_compressed(KEPT, allow_pickle=False, key=np.array(code_key()), **arrays)


__all__ = ["ASKED", "NAMES", "SCOPES", "USUAL", "Signatures", "keep", "kept", "made"]

if __name__ == "__main__":
    keep()
