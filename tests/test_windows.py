"""Windows over time against a loop that counts one event at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.learning.windows import Moments, since_last

SPAN = (0.0, 100.0)
# Whole seconds, so that events at a moment, and at a window's edge, are common.
HAPPENINGS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100)), max_size=30)


def columns(happenings):
    """Entities and times of happenings, as arrays."""
    entity, time = np.array(happenings, dtype=int).reshape(-1, 2).T
    return entity, time.astype(float)


def counted(asked, events, seconds, weights):
    """What windows [moment - seconds, moment) hold, event by event."""
    return [
        sum(
            weight
            for (whose, time), weight in zip(events, weights, strict=True)
            if whose == entity and moment - seconds <= time < moment
        )
        for entity, moment in asked
    ]


@given(HAPPENINGS, HAPPENINGS, st.sampled_from([1, 7, 50, 100, 1000]), st.randoms())
@settings(max_examples=60, deadline=None)
def test_windows_hold_what_a_loop_counts(asked, events, seconds, random):
    weights = [float(random.randint(-3, 9)) for _ in events]
    look_up = Moments.sort(*columns(asked), span=SPAN).events(*columns(events))
    assert look_up.within(seconds).tolist() == counted(asked, events, seconds, [1] * len(events))
    found = look_up.within(seconds, np.array(weights))
    assert found == pytest.approx(counted(asked, events, seconds, weights))


@given(HAPPENINGS, st.sampled_from([1, 7, 1000]))
@settings(max_examples=40, deadline=None)
def test_moments_are_events_that_never_count_themselves(asked, seconds):
    moments = Moments.sort(*columns(asked), span=SPAN)
    own = moments.as_events().within(seconds)
    assert own.tolist() == moments.events(*columns(asked)).within(seconds).tolist()
    assert own.tolist() == counted(asked, asked, seconds, [1] * len(asked))


def test_the_near_edge_is_open_and_the_far_edge_closed():
    moments = Moments.sort(np.array([0]), np.array([10.0]), span=SPAN)
    events = moments.events(np.zeros(4, dtype=int), np.array([3.9, 4.0, 9.9, 10.0]))
    marks = np.array([1.0, 10.0, 100.0, 1000.0])
    assert events.within(6.0, marks).tolist() == [110.0]


def test_windows_are_pandas_rolling_sums():
    rng = np.random.default_rng(4)
    when = np.unique(rng.integers(0, 10**6, 400)).astype(float)
    amount = rng.lognormal(size=len(when))
    rows = pd.DataFrame({"amount": amount}, index=pd.to_datetime(when, unit="s"))
    rolled = rows["amount"].rolling("3600s", closed="left").sum().fillna(0.0)
    moments = Moments.sort(np.zeros(len(when), dtype=int), when, span=(0, 10**6))
    assert moments.as_events().within(3600.0, amount) == pytest.approx(rolled.to_numpy())


@given(HAPPENINGS)
@settings(max_examples=40, deadline=None)
def test_since_last_is_the_gap_to_the_entitys_own_previous_event(happenings):
    entity, time = columns(happenings)
    gaps = pd.Series(time).groupby(entity, sort=False)
    order = np.argsort(time, kind="stable")
    plain = pd.Series(time[order]).groupby(entity[order]).diff().fillna(np.inf).to_numpy()
    expected = np.empty(len(time))
    expected[order] = plain
    assert since_last(entity, time).tolist() == expected.tolist()
    assert np.isinf(since_last(entity, time)).sum() == gaps.ngroups
