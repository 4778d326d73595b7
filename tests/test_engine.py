"""The engine reruns what lies downstream of a change and nothing else, once, within its bytes."""

from __future__ import annotations

import inspect
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.buffers import freeze, hung_on
from pipelines.engine import Pipeline, Stage
from pipelines.memo import Kept, Memo

CHOICES = ("a", "b", "c", "d")


def made_stage(name, inputs, choices, count):
    """A stage that counts its calls and returns its own provenance, so a stale input shows."""

    def function(*given, **chosen):
        count[name] += 1
        return (name, given, tuple(sorted(chosen.items())))

    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter(i, positional) for i in inputs]
    parameters += [inspect.Parameter(c, inspect.Parameter.KEYWORD_ONLY) for c in choices]
    function.__signature__ = inspect.Signature(parameters)
    function.__name__, function.__doc__ = name, f"Make {name}."
    return function


@st.composite
def graphs(draw):
    """Random pipelines as (name, inputs, choices), each input an earlier stage."""
    stages = []
    for i in range(draw(st.integers(1, 7))):
        earlier = [name for name, _, _ in stages]
        inputs = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        choices = draw(st.lists(st.sampled_from(CHOICES), unique=True, max_size=2))
        stages.append((f"stage{i}", inputs, choices))
    return stages


def reachable(graph, final):
    """The stages `final` is made from, by walking the graph afresh."""
    inputs = {name: needed for name, needed, _ in graph}
    found, todo = set(), [final]
    while todo:
        name = todo.pop()
        found.add(name)
        todo += inputs[name]
    return found


@settings(deadline=None, max_examples=150)
@given(graphs(), st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(0, 2)), max_size=8))
def test_only_what_lies_downstream_of_a_change_is_made_again(graph, edits):
    count = Counter()
    pipeline = Pipeline(*(made_stage(*stage, count) for stage in graph), memo=Memo())
    final = graph[-1][0]
    design = dict.fromkeys(CHOICES, 0)
    seen = {name: set() for name in reachable(graph, final)}
    reads = {
        name: {c for n, _, cs in graph if n in reachable(graph, name) for c in cs} for name in seen
    }
    for name, value in [("a", 0), *edits]:
        design[name] = value
        count.clear()
        result = pipeline.result(final, design).value
        states = {s: tuple(design[c] for c in sorted(reads[s])) for s in seen}
        assert count == {s: 1 for s, state in states.items() if state not in seen[s]}
        for stage, state in states.items():
            seen[stage].add(state)
        afresh = Pipeline(*(made_stage(*stage, Counter()) for stage in graph), memo=Memo())
        assert result == afresh.result(final, design).value


@settings(deadline=None)
@given(graphs(), st.sampled_from(CHOICES))
def test_downstream_is_what_reaches_a_reader_of_the_choice(graph, choice):
    pipeline = Pipeline(*(made_stage(*stage, Counter()) for stage in graph), memo=Memo())
    readers = {name for name, _, choices in graph if choice in choices}
    expected = {name for name, _, _ in graph if reachable(graph, name) & readers}
    assert set(pipeline.downstream_of(choice)) == expected


def test_twenty_threads_share_one_flight():
    calls, arrived, lock = Counter(), [], threading.Lock()

    def slow(*, seed):
        """Wait until everybody has asked."""
        calls["slow"] += 1
        wait_for(lambda: len(arrived) == 20)
        return np.full(3, seed)

    def after(slow):
        """Add them up."""
        calls["after"] += 1
        return slow.sum()

    pipeline = Pipeline(slow, after, memo=Memo())

    def ask(_):
        with lock:
            arrived.append(1)
        return pipeline.result("after", {"seed": 2}).value

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(ask, range(20))) == [6] * 20
    assert calls == {"slow": 1, "after": 1}


def test_an_error_reaches_its_asker_and_is_not_kept():
    tries = []

    def fragile(*, seed):
        """Fail the first time."""
        tries.append(seed)
        if len(tries) == 1:
            raise ZeroDivisionError("once")
        return seed

    pipeline = Pipeline(fragile, memo=Memo())
    with pytest.raises(ZeroDivisionError, match="once"):
        pipeline.result("fragile", {"seed": 5})
    assert pipeline.result("fragile", {"seed": 5}).value == 5
    assert tries == [5, 5]


def test_everybody_who_waited_gets_the_error():
    memo = Memo()

    def fail():
        wait_for(lambda: waiters(memo, "k") == 3)
        raise OSError("no")

    def ask(_):
        try:
            memo.get("k", fail)
        except OSError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == ["no"] * 4
    assert "k" not in memo


def test_a_stopped_thread_stops_alone():
    class Stopped(BaseException):
        """What a page raises in a thread whose person has gone on to something else."""

    memo = Memo()

    def stopped():
        wait_for(lambda: waiters(memo, "k") == 1)
        raise Stopped

    def ask(make):
        try:
            return memo.get("k", make)[0].value
        except Stopped:
            return "stopped"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, stopped)
        wait_for(lambda: "k" in memo._flights)
        second = pool.submit(ask, lambda: Kept.of(7, 0.0))
        assert (first.result(), second.result()) == ("stopped", 7)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 9), unique=True), st.integers(0, 9)),
        min_size=1,
        max_size=40,
    ),
    st.integers(1, 100),
)
def test_bytes_stay_within_the_bound_and_what_is_shared_counts_once(requests, limit):
    memo = Memo(limit=limit)
    for shared, seconds in requests:
        buffers = {address: address + 1 for address in shared}
        key = tuple(shared)
        kept, _ = memo.get(key, lambda b=buffers, s=seconds: Kept(None, float(s), b))
        assert (key in memo) == (kept.nbytes <= limit)
        held = {a: size for each in memo._kept.values() for a, size in each.buffers.items()}
        assert memo.nbytes == sum(held.values()) <= limit
    memo.clear()
    assert memo.nbytes == 0 and not memo._holders


def test_what_went_is_not_made_again_while_somebody_holds_it():
    memo = Memo(limit=30)
    held, _ = memo.get("a", lambda: Kept(None, 0.0, {1: 20}))
    memo.get("b", lambda: Kept(None, 1.0, {2: 20}))
    assert "a" not in memo._kept and "a" in memo
    assert memo.get("a", lambda: pytest.fail("a is there")) == (held, False)
    del held
    memo.get("b", lambda: Kept(None, 1.0, {2: 20}))
    assert "a" not in memo


def test_the_least_recently_used_result_goes_first():
    memo = Memo(limit=30)
    for name in "abc":
        memo.get(name, lambda name=name: Kept(None, 0.0, {ord(name): 10}))
    memo.get("a", lambda: pytest.fail("a was kept"))
    memo.get("d", lambda: Kept(None, 0.0, {1: 10}))
    assert [key for key in "abcd" if key in memo] == ["a", "c", "d"]


def test_what_took_long_for_its_size_outlives_large_cheap_arrays():
    memo = Memo(limit=100)
    memo.get("world", lambda: Kept(None, 2.0, {0: 40}))
    memo.get("model", lambda: Kept(None, 1.0, {1: 5}))
    for number in range(2, 9):
        memo.get(number, lambda n=number: Kept(None, 0.1, {n: 30}))
    assert "world" in memo and "model" in memo and 8 in memo and 2 not in memo


def test_a_process_that_takes_much_beside_its_results_keeps_fewer(monkeypatch):
    memo, beside = Memo(limit=100, whole=True), [40]
    monkeypatch.setattr("pipelines.memo.resident", lambda: beside[0] + memo.nbytes)
    monkeypatch.setattr("pipelines.memo.STEP", 0)
    for number in range(12):
        memo.get(number, lambda n=number: Kept(None, 0.0, {n: 10}))
    assert memo.nbytes == 60
    beside[0] = 9_999
    memo.get("more", lambda: Kept(None, 0.0, {99: 10}))
    assert memo.nbytes == 50


BETWEEN_OTHERS = """
import numpy as np
from pipelines.buffers import give_back_at_once, resident
give_back_at_once()
np.ones(1_000_000)  # freed at once: by itself the allocator would keep what is smaller now
arrays = [np.ones(500_000) for _ in range(40)]
before = resident()
arrays = arrays[::2]
print(before - resident() if before else 80_000_000)
"""


def test_what_lies_between_arrays_that_stay_is_given_back():
    # in a process of its own: threads of other tests take memory meanwhile
    said = subprocess.run([sys.executable, "-c", BETWEEN_OTHERS], capture_output=True, check=True)
    assert int(said.stdout) > 60_000_000


def test_what_others_are_made_from_is_asked_for_with_them():
    memo = Memo(limit=100)
    memo.get("world", lambda: Kept(None, 0.5, {0: 50}))
    memo.get("idle", lambda: Kept(None, 0.5, {9: 30}))
    for number in range(1, 99):
        memo.get(number, lambda n=number: Kept(None, 0.1, {n: 20}, made_from=("world",)))
        assert "world" in memo and number in memo
    assert "idle" not in memo


def test_readings_outlive_what_they_were_made_from():
    memo = Memo(limit=100)
    memo.get("world", lambda: Kept(None, 1.0, {-1: 60}))
    memo.get("readings", lambda: Kept(None, 0.2, {-2: 1}, made_from=("world",)))
    for number in range(8):
        memo.get(number, lambda n=number: Kept(None, 1.0, {n: 50}))
    assert "readings" in memo and "world" not in memo


def test_what_nobody_asks_for_goes_in_the_end():
    memo = Memo(limit=100)
    memo.get("dear", lambda: Kept(None, 2.0, {0: 50}))
    for number in range(1, 200):
        memo.get(number, lambda n=number: Kept(None, 0.1, {n: 40}))
    assert "dear" not in memo


@dataclass(frozen=True)
class Parts:
    """Arrays in a dataclass."""

    array: np.ndarray
    more: MappingProxyType


def test_arrays_of_a_result_are_read_only_wherever_they_are():
    def parts(*, seed):
        """Make arrays in containers."""
        return [Parts(np.zeros(2), MappingProxyType({"in": np.zeros(2)})), {"d": (np.zeros(2),)}]

    value = Pipeline(parts, memo=Memo()).result("parts", {"seed": 1}).value
    for array in (value[0].array, value[0].more["in"], value[1]["d"][0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    assert freeze("text") == "text"


def test_weight_counts_arrays_wherever_they_hide():
    from scipy.sparse import csr_array
    from sklearn.neighbors import NearestNeighbors

    array = np.ones((1000, 10))
    model = NearestNeighbors(algorithm="brute").fit(array)
    frame = pd.DataFrame(array)
    for value in (array, frame, {"a": array}, [array], Parts(array, MappingProxyType({}))):
        assert 80_000 <= weight(value) < 90_000
    assert weight(csr_array(array)) >= 80_000
    assert weight(model) >= 80_000
    assert weight(threading.Lock()) < 1000


def test_a_view_weighs_what_it_keeps_alive_and_what_is_shared_is_named_alike():
    whole = np.ones((1000, 10))
    assert hung_on(whole[:3, 2:4]) == hung_on(whole)
    frame = pd.DataFrame(whole)
    both = hung_on(frame) | hung_on(frame.iloc[:500])
    assert sum(both.values()) < weight(frame) + 2_000
    words = pd.DataFrame({"word": [f"a rather long word {i}" for i in range(1000)]})
    assert weight(words) > 20_000
    assert weight([f"word {i}" for i in range(1000)]) > 50_000


def weight(value):
    """The bytes of a result alone."""
    return Kept.of(value, 0.0).nbytes


def test_the_watch_hears_what_ran_and_what_was_remembered():
    def rows(*, seed):
        """Draw rows."""
        return seed

    def total(rows, *, scale):
        """Add them up."""
        return rows * scale

    pipeline, heard = Pipeline(rows, total, memo=Memo()), []

    def watch(stage, phase, seconds):
        heard.append((stage, phase))

    pipeline.result("total", {"seed": 1, "scale": 1}, watch)
    assert heard == [("rows", "start"), ("rows", "done"), ("total", "start"), ("total", "done")]
    heard.clear()
    pipeline.result("total", {"seed": 1, "scale": 2}, watch)
    assert heard == [("rows", "memory"), ("total", "start"), ("total", "done")]


def test_pipelines_refuse_what_they_cannot_run():
    def rows(*, seed):
        """Draw rows."""

    def lost(nothing):
        """Ask for a stage that is not there."""

    def greedy(*anything):
        """Take whatever there is."""

    def silent(rows):
        pass

    with pytest.raises(ValueError, match="lost needs nothing"):
        Pipeline(rows, lost)
    with pytest.raises(ValueError, match="two stages are called rows"):
        Pipeline(rows, rows)
    with pytest.raises(TypeError, match="names no input"):
        Stage.of(greedy)
    with pytest.raises(TypeError, match="silent has no docstring"):
        Stage.of(silent)
    with pytest.raises(KeyError, match="no stage is called late"):
        Pipeline(rows).result("late", {"seed": 1})


def wait_for(condition):
    """Wait until other threads have got somewhere; give up after ten seconds."""
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until, "the other threads never came"
        time.sleep(0.001)


def waiters(memo, key):
    """How many threads wait for the flight of a key."""
    flight = memo._flights.get(key)
    return len(flight._condition._waiters) if flight else 0
