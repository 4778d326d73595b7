"""Drain groups lines as drain3 does, and grouping accuracy is what benchmarks mean by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.drain import Drain, grouping_accuracy, masked

RECORD = Path(__file__).parent / "drain3"
RECORDED = json.loads((RECORD / "groups.json").read_text())
LINES = (RECORD / "lines.txt").read_text().splitlines()


@pytest.mark.parametrize("own", RECORDED, ids=lambda own: f"{own['similarity']}-{own['depth']}")
def test_groups_are_drain3s(own):
    drain = Drain(own["similarity"], own["depth"], own["children"])
    assert [drain.add(line).number for line in LINES] == own["groups"]
    assert [group.template for group in drain.groups[:60]] == own["templates"]


def test_grouping_accuracy_counts_lines_of_groups_that_are_exactly_right():
    assert grouping_accuracy([0, 0, 1], [3, 3, 4], [1, 1, 1]) == 1.0
    assert grouping_accuracy([0, 0, 1], [3, 3, 3], [1, 1, 1]) == 0.0
    assert grouping_accuracy([0, 0, 1, 1], [3, 3, 4, 5], [1, 1, 5, 5]) == pytest.approx(2 / 12)


@given(st.lists(st.text(alphabet="ab1 <*>", max_size=12), max_size=30))
def test_every_line_fits_the_template_of_its_group(lines):
    drain = Drain()
    groups = [drain.add(line) for line in lines]
    for line, group in zip(lines, groups, strict=True):
        tokens = line.split()
        assert len(tokens) == len(group.tokens)
        pairs = zip(group.tokens, tokens, strict=True)
        assert all(own in (given, "<*>") for own, given in pairs)


def test_masks_leave_words():
    line = "payment 0a1b2c3d4 from 10.0.0.7 wrote /var/data/3/part-1 in 12.5 ms"
    assert masked(line) == "payment <ID> from <IP> wrote <PATH> in <NUM> ms"
