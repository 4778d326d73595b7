"""Choices, dials and the designs made of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

Value = str | int | float
Changes = dict[str, Value]


class Refused(ValueError):
    """Something a person gave that is not allowed; the message is a sentence for them."""


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`; whole ones where `whole`.

    `usual` is the part of the range offered first: a value outside it is allowed and carries a
    warning. `step` is how far one press of a key moves the control.
    """

    low: float
    high: float
    step: float = 1
    whole: bool = True
    usual: tuple[float, float] | None = None

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.low:.12g} to {self.high:.12g}"


@dataclass(frozen=True)
class Choice:
    """A pick: one legal value at a time, from named options or from a range of numbers.

    `options` maps each legal value to its label, or is a `Range`. `when` names the choices (and
    their values) under which this one applies, and `when_any` those of which one is enough;
    elsewhere it has no effect and is set aside.
    `leaks` maps options to the sentence that says why the team's own evaluation is then too good.
    `world` marks a choice about the world, which a brief or a twist may fix but a design may not.
    `replaced` maps options of older versions to what stands for them today, so that old links work.
    """

    name: str
    label: str
    options: Mapping[str, str] | Range
    default: Value
    help: str
    group: str
    when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    when_any: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    leaks: Mapping[str, str] = field(default_factory=dict)
    world: bool = False
    replaced: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.help:
            raise ValueError(f"choice {self.name} has no help")
        self.read(self.default)

    def applies(self, settled: Mapping[str, Value]) -> bool:
        """Whether it has an effect where the choices before it are settled so."""
        every = all(settled[name] in values for name, values in self.when.items())
        some = [settled[name] in values for name, values in self.when_any.items()]
        return every and (not some or any(some))

    @property
    def allowed(self) -> str:
        """What may be chosen, as words."""
        return str(self.options) if isinstance(self.options, Range) else ", ".join(self.options)

    def read(self, given: Any) -> Value:
        """The legal value that `given` (text or value) stands for, or a `Refused`."""
        if isinstance(self.options, Range):
            return self._number(given, self.options)
        if str(given) not in self.options:
            raise Refused(f"{self.name} cannot be {given!s:.80}: it is one of {self.allowed}.")
        return str(given)

    def _number(self, given: Any, within: Range) -> Value:
        refusal = Refused(f"{self.name} cannot be {given!s:.80}: it is {within}.")
        try:
            number = float(given)
        except (TypeError, ValueError, OverflowError):
            raise refusal from None
        if isinstance(given, bool) or not math.isfinite(number):
            raise refusal
        if not within.low <= number <= within.high or (within.whole and number != round(number)):
            raise refusal
        return int(number) if within.whole else number

    def label_of(self, value: Value) -> str:
        """How a value is shown to people."""
        return f"{value:.12g}" if isinstance(self.options, Range) else self.options[value]  # type: ignore[index, str-format]

    def unusual(self, value: Value) -> bool:
        """Whether a value is allowed but outside the range met in practice."""
        if not isinstance(self.options, Range) or self.options.usual is None:
            return False
        return not self.options.usual[0] <= float(value) <= self.options.usual[1]


@dataclass(frozen=True)
class Dial:
    """A position scrubbed in the browser: it selects a row of a run and never makes a new one.

    Its value is `AUTO` (where the design itself puts it) or a number between `low` and `high`.
    """

    name: str
    label: str
    help: str
    low: float = 0.0
    high: float = math.inf
    unit: str = ""
    replaced: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    @property
    def allowed(self) -> str:
        """What may be chosen, as words."""
        top = " up" if math.isinf(self.high) else f" to {self.high:.12g}"
        return f"{AUTO}, or a number from {self.low:.12g}{top}"

    def read(self, given: Any) -> Value:
        """The legal position that `given` stands for, or a `Refused`."""
        if given == AUTO:
            return AUTO
        try:
            number = float(given)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if isinstance(given, bool) or not (self.low <= number <= self.high and number < math.inf):
            raise Refused(f"{self.name} cannot be {given!s:.80}: it is {self.allowed}.")
        return number


AUTO = "auto"


@dataclass(frozen=True, eq=False)
class Design(Mapping[str, Value]):
    """One legal value for every choice and dial of a case: the whole identity of a run.

    Immutable and hashable. Made by `Case.design`, which checks every value.
    """

    case: str
    chosen: tuple[tuple[str, Value], ...]

    def __getitem__(self, name: str) -> Value:
        return dict(self.chosen)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self.chosen))

    def __len__(self) -> int:
        return len(self.chosen)

    def __hash__(self) -> int:
        return hash((self.case, self.chosen))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Design) and (self.case, self.chosen) == (other.case, other.chosen)

    def query(self, version: int) -> str:
        """The design as the query of an address, every choice written out, with a version."""
        return urlencode({"v": version, **{name: as_text(value) for name, value in self.chosen}})

    def differs_from(self, other: Design) -> dict[str, tuple[Value, Value]]:
        """The choices in which two designs differ: name to (other's value, own value)."""
        return {name: (other[name], self[name]) for name in self if self[name] != other[name]}


def as_text(value: Value) -> str:
    """A value as it stands in an address or on a command line; `read` gives the same value back."""
    return value if isinstance(value, str) else repr(value)
