"""Who works first: visitors who wait, then what they look at, then what nobody asked for yet."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import pytest

from pipelines.turns import AHEAD, BESIDE, WAITED_FOR, Turns, ranked


def comer(turns: Turns, rank: int, order: list[int]) -> threading.Thread:
    """Somebody who takes a turn at a rank and notes it."""

    def take() -> None:
        with ranked(rank), turns.turn():
            order.append(rank)

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    return thread


def test_those_who_wait_go_first() -> None:
    turns, order = Turns(1, patience=60), []
    with turns.turn():
        threads = [comer(turns, rank, order) for rank in (AHEAD, BESIDE, WAITED_FOR)]
        while len(turns._waiting) < 3:
            time.sleep(0.005)
    for thread in threads:
        thread.join(10)
    assert order == [WAITED_FOR, BESIDE, AHEAD]


@pytest.mark.parametrize(("rank", "comes"), [(WAITED_FOR, True), (BESIDE, False), (AHEAD, False)])
def test_what_nobody_waits_for_leaves_a_slot_free(rank: int, comes: bool) -> None:
    turns, order = Turns(2, patience=60), []
    with ExitStack() as busy:
        busy.enter_context(turns.turn())
        thread = comer(turns, rank, order)
        thread.join(0.2)
        assert (order == [rank]) is comes
    thread.join(10)
    assert order == [rank]


def test_what_is_done_ahead_is_not_held_up_for_ever() -> None:
    turns, order = Turns(3, patience=0.05), []
    with turns.turn():
        comer(turns, AHEAD, order).join(10)
        assert order == [AHEAD]


def test_a_turn_that_fails_is_given_back() -> None:
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    assert turns.free == 1
