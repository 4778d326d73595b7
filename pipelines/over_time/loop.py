"""A closed loop: a policy ranks, the world answers, the log grows, the model is trained again.

The loop itself is six lines; what a scenario brings are three functions. `learn` trains on what
was logged, `serve` lets the policy rank and the world answer, `grow` adds what was logged and lets
the world move on. The oracle is the same loop with a `learn` that looks at the truth, so it can be
drawn beside any policy, on the same draws.

>>> counted = turns(0, rounds=4, every=2, learn=lambda state, now: f"model of {now}",
...                 serve=lambda model, state, now: (model, 1), grow=lambda state, log, now: state + log)
>>> [(turn.record, turn.state) for turn in counted]
[('model of 0', 0), ('model of 0', 1), ('model of 2', 2), ('model of 2', 3)]
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from pipelines.ranking.retrieval import NOBODY

State = TypeVar("State")
Model = TypeVar("Model")
Record = TypeVar("Record")
Logged = TypeVar("Logged")


@dataclass(frozen=True, eq=False)
class Turn(Generic[State, Model, Record]):
    """One round: what was known before it and after, whose model served it, what is kept of it."""

    round: int
    state: State
    after: State
    model: Model
    trained: bool
    record: Record


def turns(
    state: State,
    *,
    rounds: int,
    every: int,
    learn: Callable[[State, int], Model],
    serve: Callable[[Model, State, int], tuple[Record, Logged]],
    grow: Callable[[State, Logged, int], State],
    model: Model | None = None,
    first: int = 0,
) -> Iterator[Turn[State, Model, Record]]:
    """Live through `rounds` rounds from `first` on; yields each once it is over.

    A model is trained in the first round, unless `model` is handed in, and then whenever the
    round's number is a multiple of `every` (0: never again).
    """
    for now in range(first, first + rounds):
        due = model is None or bool(every and now > first and now % every == 0)
        serving: Model = learn(state, now) if due or model is None else model
        record, logged = serve(serving, state, now)
        grown = grow(state, logged, now)
        yield Turn(now, state, grown, serving, due, record)
        state, model = grown, serving


@dataclass(frozen=True, eq=False)
class Log:
    """Impressions, one a row: when, who, what, in which slot (from 0), whether it was taken.

    `propensity` is the chance, before the round, that the policy would show this user this item:
    what an inverse-propensity estimate divides by. `taken` is what was recorded, 0 or 1.
    """

    round: np.ndarray
    user: np.ndarray
    item: np.ndarray
    slot: np.ndarray
    taken: np.ndarray
    propensity: np.ndarray

    def __len__(self) -> int:
        return len(self.user)

    @classmethod
    def of(
        cls,
        now: int,
        rows: np.ndarray,
        taken: np.ndarray,
        propensity: np.ndarray,
        users: np.ndarray | None = None,
    ) -> Log:
        """The log of one round: `rows` (users, slots) of items, NOBODY where a slot is empty.

        `taken` and `propensity` have the same shape; `users` are the users' numbers, from 0 on
        where none are given.
        """
        people = np.arange(len(rows)) if users is None else users
        user = np.broadcast_to(people[:, None], rows.shape)
        slot = np.broadcast_to(np.arange(rows.shape[1]), rows.shape)
        shown = rows != NOBODY
        count = int(shown.sum())
        return cls(
            np.full(count, now, dtype=np.int32),
            user[shown].astype(np.int32),
            rows[shown].astype(np.int32),
            slot[shown].astype(np.int16),
            taken[shown].astype(np.int8),
            propensity[shown].astype(np.float32),
        )

    @classmethod
    def joined(cls, logs: Sequence[Log]) -> Log:
        """Several logs, one after another."""
        names = tuple(cls.__dataclass_fields__)
        return cls(*(np.concatenate([getattr(log, name) for log in logs]) for name in names))

    def at(self, rows: np.ndarray) -> Log:
        """Some of the impressions, by a boolean or an index array."""
        return Log(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def table(self, users: int, items: int, values: np.ndarray | None = None) -> np.ndarray:
        """Sums of `values` (by default 1 an impression) by user and item: (users, items)."""
        cell = self.user.astype(np.int64) * items + self.item
        sums = np.bincount(cell, values, users * items)
        return sums.reshape(users, items).astype(np.float32)
