"""Stages on other machines: each is one task of a dask cluster, named after where it comes from.

The scheduler knows a task by that name, so that what several people or servers ask for is computed
once; its result stays with the workers for as long as a server may still need it. Only results that
somebody reads come over here.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pipelines.buffers import freeze
from pipelines.memo import Kept
from pipelines.turns import LOOK, Unwanted, asker
from pipelines.watching import Watch

RETRIES = 3  # how often a task is begun again when the worker it ran on has died
HELD = 2_000  # results a server asks the workers to keep, those it asked for last


class Graph(Protocol):
    """What is asked of a pipeline."""

    @property
    def stages(self) -> Mapping[str, Any]:
        """Each stage's function, inputs and choices, by name."""

    def key(self, name: str, settings: Mapping[str, Any]) -> tuple[Any, ...]:
        """Where a result comes from."""

    def upstream_of(self, name: str) -> tuple[str, ...]:
        """The stages a result is made from, itself included."""


class Elsewhere:
    """A cluster that makes results for pipelines, through a `distributed.Client`."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self._held: OrderedDict[str, Any] = OrderedDict()

    def make(self, pipeline: Graph, wanted: str, settings: Mapping[str, Any], tell: Watch) -> Kept:
        """The result of a stage under settings, and what it cost there."""
        futures: dict[str, Any] = {}
        for name in pipeline.upstream_of(wanted):
            futures[name] = self._submit(pipeline, name, settings, futures)
        for name, future in futures.items():
            self._await(name, future, tell)
        value, seconds = futures[wanted].result()
        return Kept.of(freeze(value), seconds)

    def _submit(
        self, pipeline: Graph, name: str, settings: Mapping[str, Any], made: Mapping[str, Any]
    ) -> Any:
        stage, task = pipeline.stages[name], task_name(name, pipeline.key(name, settings))
        future = self._held.get(task)
        if future is None or future.status in ("cancelled", "lost", "error"):
            chosen = {choice: settings[choice] for choice in stage.choices}
            inputs = [made[each] for each in stage.inputs]
            how = {"key": task, "retries": RETRIES, "priority": -asker().rank}
            future = self.client.submit(labour, stage.function, chosen, *inputs, **how)
        self._held[task] = future
        self._held.move_to_end(task)
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return future

    def _await(self, name: str, future: Any, tell: Watch) -> None:
        """Until a task is done; gives up, with no word to the cluster, when nobody wants it."""
        if future.done():
            return
        from distributed import wait

        tell(name, "start", 0.0)
        while not future.done():
            if asker().gone():
                raise Unwanted
            try:
                wait(future, timeout=LOOK)
            except TimeoutError:
                continue


def labour(
    function: Callable[..., Any], chosen: Mapping[str, Any], *inputs: tuple[Any, float]
) -> tuple[Any, float]:
    """A stage's result and the seconds it cost, made by a worker from the results before it."""
    values = [freeze(value) for value, _ in inputs]
    began = time.perf_counter()
    value = function(*values, **chosen)
    return value, time.perf_counter() - began


def task_name(stage: str, key: tuple[Any, ...]) -> str:
    """The name of a task, the same in every process: its stage, then where the result comes from.

    >>> task_name("total", ((task_name,), (("scale", 2),)))
    'total-1214d396f332123b'
    """
    functions, chosen = key
    named = [(function.__module__, function.__qualname__) for function in functions]
    return f"{stage}-{hashlib.sha256(repr((named, chosen)).encode()).hexdigest()[:16]}"
