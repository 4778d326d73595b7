"""Who works first: those who wait before what they look at, short before long, fair to people."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, suppress

import pytest

from pipelines.engine import Pipeline
from pipelines.memo import Memo
from pipelines.turns import AHEAD, BESIDE, WAITED_FOR, Turns, Unwanted, asked


def comer(turns: Turns, name, order: list, seconds: float = 0.0, **how) -> threading.Thread:
    """Somebody who takes a turn and notes it."""

    def take() -> None:
        with suppress(Unwanted), asked(**how), turns.turn(seconds):
            order.append(name)

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    return thread


def order_of(turns: Turns, comers: dict) -> list:
    """In which order those who come while all turns are taken work, each named and described."""
    order: list = []
    with turns.turn():
        threads = [comer(turns, name, order, **how) for name, how in comers.items()]
        while len(turns._waiting) < len(comers):
            time.sleep(0.005)
    for thread in threads:
        thread.join(10)
    return order


def test_those_who_wait_go_first() -> None:
    comers = {rank: {"rank": rank} for rank in (AHEAD, BESIDE, WAITED_FOR)}
    assert order_of(Turns(1, patience=60), comers) == [WAITED_FOR, BESIDE, AHEAD]


def test_short_work_goes_before_long() -> None:
    comers = {"long": {"seconds": 9.0}, "short": {"seconds": 0.1}, "middle": {"seconds": 2.0}}
    assert order_of(Turns(1), comers) == ["short", "middle", "long"]


def test_what_counts_is_when_all_that_was_asked_for_is_there() -> None:
    comers = {"first of many": {"seconds": 0.1, "left": lambda: 9.0}, "last": {"seconds": 0.5}}
    assert order_of(Turns(1), comers) == ["last", "first of many"]


def test_who_had_much_lately_lets_others_go_first() -> None:
    turns = Turns(1)
    turns._had["greedy"] = (20.0, time.monotonic())
    comers = {
        "greedy": {"person": "greedy", "seconds": 0.5},
        "modest": {"person": "modest", "seconds": 2.0},
    }
    assert order_of(turns, comers) == ["modest", "greedy"]
    turns._had["greedy"] = (20.0, time.monotonic() - 600)
    assert order_of(turns, comers) == ["greedy", "modest"]


def test_a_turn_is_charged_to_the_person_who_had_it() -> None:
    turns = Turns(1)
    with asked(person="one"), turns.turn():
        time.sleep(0.05)
    assert turns._had_by("one") >= 0.04 and turns._had_by("other") == 0


def test_who_is_gone_gets_no_turn_and_holds_nobody_up() -> None:
    turns, gone, order = Turns(1), threading.Event(), []
    with turns.turn():
        left = comer(turns, "left", order, gone=gone.is_set)
        stays = comer(turns, "stays", order, seconds=1.0)
        gone.set()
        left.join(10)
    stays.join(10)
    assert order == ["stays"] and turns.free == 1


def test_whoever_waits_with_one_who_left_gets_the_result() -> None:
    def first(*, seed):
        """Take a while."""
        time.sleep(0.3)
        return seed

    def second(first):
        """Follow."""
        return first + 1

    pipeline, gone, found = Pipeline(first, second, memo=Memo()), threading.Event(), []

    def ask(**how) -> threading.Thread:
        def work() -> None:
            with suppress(Unwanted), asked(**how):
                found.append(pipeline.result("second", {"seed": 1}).value)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread

    left = ask(gone=gone.is_set)
    time.sleep(0.1)
    stays = ask()
    gone.set()
    left.join(10)
    stays.join(10)
    assert found == [2]


@pytest.mark.parametrize(("rank", "comes"), [(WAITED_FOR, True), (BESIDE, False), (AHEAD, False)])
def test_what_nobody_waits_for_leaves_a_slot_free(rank: int, comes: bool) -> None:
    turns, order = Turns(2, patience=60), []
    with ExitStack() as busy:
        busy.enter_context(turns.turn())
        thread = comer(turns, rank, order, rank=rank)
        thread.join(0.2)
        assert (order == [rank]) is comes
    thread.join(10)
    assert order == [rank]


def test_what_is_done_ahead_is_not_held_up_for_ever() -> None:
    turns, order = Turns(3, patience=0.05), []
    with turns.turn():
        comer(turns, AHEAD, order, rank=AHEAD).join(10)
        assert order == [AHEAD]


def test_a_turn_that_fails_is_given_back() -> None:
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    assert turns.free == 1
