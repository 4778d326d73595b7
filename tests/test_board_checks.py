"""Every check can be failed and passed, by boards that differ in one arrow."""

from __future__ import annotations

import pytest

from cases.churn.board import BOARD as CHURN
from cases.fraud.board import BOARD as FRAUD
from cases.recommender.board import BOARD as RECOMMENDER
from cases.spam.board import BOARD as SPAM
from kit.board.checking import CODES, check
from kit.board.declared import differences
from kit.board.demands import Demands
from kit.board.graph import Box, Graph, box, drawn
from kit.board.trial import Trial

FAST = Demands(percent=99, within_ms=60)


def small(**more):
    """Traffic, a model server, an answer, and what a test adds."""
    boxes = {"t": box("traffic", rate=300), "m": box("model", servers=4), "a": box("answer")}
    return drawn({**boxes, **more}, call="t > m > a")


def detour(**values):
    """A board whose model may be asked by way of one more box, and the same with that arrow."""
    graph = small(x=box("gpu", **values))
    return graph.with_arrow("m", "x", "call"), graph


SLOW = {"fixed": 100, "each": 0.1, "batch": 64, "servers": 40}
FULL_AT_TWICE = {"fixed": 2, "each": 1, "batch": 2, "servers": 1, "delay": 0}
DEAR = {"price": 500, "servers": 20}
TIGHT = {"fixed": 0.5, "each": 3, "batch": 100, "servers": 1, "delay": 0}

CASES = {
    "S1": (FRAUD, "rules > decision"),
    "S2": (FRAUD, "chargebacks > trainer"),
    "S3": (FRAUD, "chargebacks > monitor"),
    "S4": (RECOMMENDER, "splitter > popular"),
    "S5": (FRAUD, "rules > predictions"),
    "S6": (FRAUD, "history > trainer"),
    "S7": (FRAUD, "gate > registry"),
    "S8": (FRAUD, "trainer > gate"),
    "S9": (RECOMMENDER, "splitter > log"),
    "S11": (FRAUD, "rules > predictions"),
    "B4": (RECOMMENDER, "splitter > popular"),
    "B7": (FRAUD, "stream > counters"),
    "B8": (FRAUD, "chargebacks > trainer"),
    "B9": (FRAUD, "log > monitor"),
    "B11": (FRAUD, "registry > canary"),
}


@pytest.mark.parametrize("code", CASES)
def test_a_reference_passes_and_fails_without_one_arrow(code):
    board, arrow = CASES[code]
    source, target = arrow.split(" > ")
    demands = Demands(**{**board.demands.__dict__, "notice_hours": 1.0})
    with_it, without = board.reference, board.reference.without_arrow(source, target)
    assert len(with_it.arrows) == len(without.arrows) + 1
    passed, failed = (check(Trial(graph), code, demands) for graph in (with_it, without))
    assert passed.passed, passed.evidence
    assert failed.verdict == "failed", failed.evidence
    assert passed.evidence != failed.evidence


@pytest.mark.parametrize(
    ("code", "values", "demands"),
    [
        ("B1", SLOW, FAST),
        ("B2", FULL_AT_TWICE, FAST),
        ("B3", FULL_AT_TWICE, FAST),
        ("B5", FULL_AT_TWICE, FAST),
        ("B10", DEAR, Demands(cost_per_million=500)),
        ("B12", TIGHT, Demands()),
    ],
)
def test_one_more_call_can_be_too_much(code, values, demands):
    with_it, without = detour(**values)
    assert check(Trial(without), code, demands).passed
    verdict = check(Trial(with_it), code, demands)
    assert verdict.verdict == "failed", verdict.evidence


def test_no_request_may_wait_for_a_job():
    graph = small(j=box("batch"))
    waiting = graph.with_arrow("m", "j", "call")
    assert check(Trial(graph), "S10", FAST).passed
    assert not check(Trial(waiting), "S10", FAST).passed
    assert check(Trial(graph.with_arrow("m", "j", "publish")), "S10", FAST).passed


def test_retries_need_a_budget_that_is_on_the_way():
    boxes = {"t": box("traffic", rate=300, retries=3), "b": box("breaker"), "m": box("model")}
    graph = drawn({**boxes, "a": box("answer")}, call="t > b; t > m > a")
    assert check(Trial(graph), "S12", FAST).passed
    assert not check(Trial(graph.without_arrow("t", "b")), "S12", FAST).passed


def test_a_queue_needs_enough_readers():
    graph = SPAM.reference
    assert check(Trial(graph), "B6", SPAM.demands).passed
    few = graph.with_values("stream", servers=10)
    assert not check(Trial(few), "B6", SPAM.demands).passed
    cut = graph.without_arrow("log", "stream")
    assert not check(Trial(cut), "B6", SPAM.demands).passed


def test_every_check_is_tried_above():
    others = {"B1", "B2", "B3", "B5", "B6", "B10", "B12", "S10", "S12"}
    assert set(CASES) | others == set(CODES)


@pytest.mark.parametrize(
    "kind", ["cache", "fallback", "monitor", "registry", "gate", "predictions"]
)
def test_a_stray_box_earns_nothing(kind):
    bare = small()
    stray = Graph((*bare.boxes, Box("stray", kind)), bare.arrows)
    for code in CODES:
        one, other = (check(Trial(graph), code, FAST) for graph in (bare, stray))
        assert (one.verdict, one.evidence) == (other.verdict, other.evidence)


def test_another_topology_that_behaves_passes_too():
    """One fallback called by the gateway covers what three arrows cover in the reference."""
    graph = FRAUD.reference
    for source in ("features", "counters", "model"):
        graph = graph.without_arrow(source, "rules_only")
    assert not check(Trial(graph), "S4", FRAUD.demands).passed
    other = Trial(graph.with_arrow("gateway", "rules_only", "call"))
    assert check(other, "S4", FRAUD.demands).passed
    assert check(other, "B4", FRAUD.demands).passed


def test_a_board_that_turns_work_away_stands_three_times_the_traffic():
    demands = Demands(within_ms=60)
    graph = small().with_values("m", servers=2)
    assert not check(Trial(graph), "B3", demands).passed
    assert check(Trial(graph.with_values("m", room=20)), "B3", demands).passed


def test_an_empty_board_fails_every_check_and_breaks_none():
    for board in (FRAUD, CHURN):
        assert not [each for each in board.judge(Trial(Graph())) if each.passed]


def test_a_reference_is_told_as_a_difference():
    own = FRAUD.reference.without_box("canary").with_arrow("gateway", "rules", "call")
    more, fewer = differences(own, FRAUD.reference)
    assert "Canary" in more and "Model registry → Canary (deploy)" in more
    assert fewer == ["Gateway → Rules or re-ranking (call)"]
