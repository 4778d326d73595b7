"""Arguments are the graph: stages are plain functions, a pipeline is a list of them.

A stage's positional parameters name earlier stages, its keyword-only parameters name the choices
it reads, and the first line of its docstring says what it does in the product's words.

>>> def payments(*, seed): "Draw payments."; return list(range(seed))
>>> def total(payments, *, scale): "Add them up."; return scale * sum(payments)
>>> pipeline = Pipeline(payments, total)
>>> pipeline.result("total", {"seed": 4, "scale": 10}).value
60
>>> pipeline.downstream_of("scale")
('total',)
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from pipelines.buffers import freeze
from pipelines.elsewhere import Elsewhere
from pipelines.memo import Kept, Memo
from pipelines.turns import Turns
from pipelines.watching import Watch, hearing

# Results and libraries together keep within the budget; stages at work take up to 350 MB more.
MEMO = Memo(whole=True)

UNKNOWN = 0.5  # seconds a stage is taken to cost that was never made


@dataclass(frozen=True)
class Stage:
    """One step of a pipeline, read off a function's signature."""

    name: str
    function: Callable[..., Any]
    inputs: tuple[str, ...]
    choices: tuple[str, ...]
    summary: str

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Stage:
        """Read inputs, choices and summary off `function`; refuse what the engine cannot run."""
        parameters = inspect.signature(function).parameters.values()
        for parameter in parameters:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                raise TypeError(f"stage {function.__name__}: *{parameter.name} names no input")
        summary = (inspect.getdoc(function) or "").partition("\n")[0]
        if not summary:
            raise TypeError(f"stage {function.__name__} has no docstring to say what it does")
        keyword = inspect.Parameter.KEYWORD_ONLY
        return cls(
            name=function.__name__,
            function=function,
            inputs=tuple(p.name for p in parameters if p.kind is not keyword),
            choices=tuple(p.name for p in parameters if p.kind is keyword),
            summary=summary,
        )


class Pipeline:
    """Stages in order, checked when built: every input is an earlier stage, every name is new.

    `elsewhere` makes the results of all pipelines where there is a cluster.
    """

    elsewhere: ClassVar[Elsewhere | None] = None

    def __init__(self, *functions: Callable[..., Any], memo: Memo = MEMO) -> None:
        self.memo = memo
        self.took: dict[str, float] = {}  # the seconds each stage cost when it was last made
        self.stages: dict[str, Stage] = {}
        for stage in map(Stage.of, functions):
            if stage.name in self.stages:
                raise ValueError(f"two stages are called {stage.name}")
            for name in stage.inputs:
                if name not in self.stages:
                    raise ValueError(f"stage {stage.name} needs {name}, which is no earlier stage")
            self.stages[stage.name] = stage

    @property
    def choices(self) -> frozenset[str]:
        """The names of all choices any stage reads."""
        return frozenset(name for stage in self.stages.values() for name in stage.choices)

    def upstream_of(self, name: str) -> tuple[str, ...]:
        """The stages `name` is made from, itself included, in pipeline order."""
        needed = {name}
        for stage in reversed(self.stages.values()):
            if stage.name in needed:
                needed.update(stage.inputs)
        return tuple(stage for stage in self.stages if stage in needed)

    def downstream_of(self, choice: str) -> tuple[str, ...]:
        """The stages that are made anew when `choice` changes, in pipeline order."""
        touched: list[str] = []
        for stage in self.stages.values():
            if choice in stage.choices or set(touched) & set(stage.inputs):
                touched.append(stage.name)
        return tuple(touched)

    def key(self, name: str, settings: Mapping[str, Any]) -> tuple[Any, ...]:
        """Where a result comes from: its stage, the choices that reach it, never its content."""
        reached = self.upstream_of(name)
        read = sorted({choice for stage in reached for choice in self.stages[stage].choices})
        functions = tuple(self.stages[stage].function for stage in reached)
        return (functions, tuple((choice, settings[choice]) for choice in read))

    def result(self, name: str, settings: Mapping[str, Any], watch: Watch | None = None) -> Kept:
        """The result of stage `name` under `settings`, from memory where it is known."""
        if name not in self.stages:
            raise KeyError(f"no stage is called {name}; there are {', '.join(self.stages)}")
        tell = watch or (lambda stage, phase, seconds: None)
        make = partial(Pipeline.elsewhere.make, self) if Pipeline.elsewhere else self._make
        kept, fresh = self.memo.get(self.key(name, settings), lambda: make(name, settings, tell))
        tell(name, "done" if fresh else "memory", kept.seconds)
        return kept

    def likely(self, names: Iterable[str]) -> float:
        """The seconds some stages are likely to take: what they cost last time."""
        return sum(self.took.get(name, UNKNOWN) for name in names)

    def _make(self, name: str, settings: Mapping[str, Any], tell: Watch) -> Kept:
        stage = self.stages[name]
        inputs = [self.result(name, settings, tell) for name in stage.inputs]
        chosen = {name: settings[name] for name in stage.choices}
        tell(stage.name, "start", 0.0)
        with AT_WORK.turn(self.likely([stage.name])), hearing(stage.name, tell):
            began = time.perf_counter()
            value = freeze(stage.function(*(kept.value for kept in inputs), **chosen))
        self.took[stage.name] = time.perf_counter() - began
        made_from = (self.key(name, settings) for name in stage.inputs)
        return Kept.of(value, self.took[stage.name], made_from)


# As many stages at a time as there are cores to spare; more would only slow each other down.
AT_WORK = Turns(2)
