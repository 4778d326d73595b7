"""The words a palette is declared with: kinds of boxes and their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kit.choice import Choice, Range, Value

ASSUMED = "assumed"


@dataclass(frozen=True)
class Parameter:
    """A number or a word of a box: what is allowed, its unit, where the default comes from."""

    choice: Choice
    unit: str = ""
    source: str = ASSUMED

    @property
    def name(self) -> str:
        return self.choice.name

    @property
    def default(self) -> Value:
        return self.choice.default


@dataclass(frozen=True)
class Kind:
    """A kind of box.

    `work` says how it spends time on the way to an answer: "" not at all (it passes on at once),
    "single" a request at a time, "batches" many together, "event" a fixed time an event.
    `vital`: without it there is no answer, so it should have a fallback. `cacheable`: a cache
    before it can save calls to it. `learnt`: it serves a model, which somebody has to train.
    """

    name: str
    label: str
    lane: str
    help: str
    parameters: tuple[Parameter, ...] = ()
    work: str = ""
    vital: bool = False
    cacheable: bool = False
    learnt: bool = False

    def __getitem__(self, name: str) -> Parameter:
        return next(each for each in self.parameters if each.name == name)

    @property
    def defaults(self) -> dict[str, Value]:
        """The value of every parameter that nobody has set."""
        return {each.name: each.default for each in self.parameters}


def number(
    name: str,
    label: str,
    default: float,
    low: float,
    high: float,
    unit: str = "",
    *,
    help: str,
    source: str = ASSUMED,
) -> Parameter:
    """A parameter that is any number from `low` to `high`."""
    within = Range(low, high, step=0.1, whole=False)
    return Parameter(Choice(name, label, within, float(default), help, ""), unit, source)


def count(
    name: str, label: str, default: int, high: int, unit: str = "", *, help: str, low: int = 1
) -> Parameter:
    """A parameter that is a whole number from `low` to `high`."""
    return Parameter(Choice(name, label, Range(low, high), default, help, ""), unit)


def one_of(name: str, label: str, options: Mapping[str, str], *, help: str) -> Parameter:
    """A parameter that is one of some words; the first is the default."""
    return Parameter(Choice(name, label, options, next(iter(options)), help, ""))
