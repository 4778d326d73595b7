"""Replaying time: schedules, alarms, and a grid that does nothing twice."""

from __future__ import annotations

import threading
from collections import Counter

import numpy as np
import pytest

from pipelines.over_time.replay import Replayed, ScoreGrid, replay


@pytest.mark.parametrize(
    ("every", "trained"),
    [
        (0, (0, 0, 0, 0, 0, 0, 0)),
        (1, (0, 1, 2, 3, 4, 5, 6)),
        (3, (0, 0, 0, 3, 3, 3, 6)),
        (10, (0, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_schedules_retrain_when_they_say(every, trained):
    found = replay(7, every=every)
    assert found.trained == trained and found.alarms == ()
    assert found.retrainings == len(set(trained)) - 1


def test_an_alarm_trains_for_the_period_it_rings_in_and_hears_who_serves():
    heard = []

    def alarm(period, trained):
        heard.append((period, trained))
        return period in (2, 5)

    found = replay(7, alarm=alarm)
    assert found == Replayed((0, 0, 2, 2, 2, 5, 5), (2, 5))
    assert heard == [(1, 0), (2, 0), (3, 2), (4, 2), (5, 2), (6, 5)], "never in the first period"
    assert found.retrainings == 2


def test_an_alarm_adds_to_a_schedule():
    found = replay(6, every=4, alarm=lambda period, trained: period == 2)
    assert found == Replayed((0, 0, 2, 2, 4, 4), (2,))


def test_each_period_is_served_before_the_alarm_of_the_next():
    order = []
    replay(
        3,
        alarm=lambda period, trained: bool(order.append(("alarm", period))),
        serve=lambda period, trained: order.append(("serve", period, trained)),
    )
    expected = [("serve", 0, 0), ("alarm", 1), ("serve", 1, 0), ("alarm", 2), ("serve", 2, 0)]
    assert order == expected


def test_no_time_is_no_trouble():
    assert replay(0, every=1) == Replayed((), ()) and replay(0).retrainings == 0


def counting_grid():
    """A grid of recognisable scores, and counters of what it did."""
    trained, scored = Counter(), Counter()

    def train(period):
        trained[period] += 1

        def model(of):
            scored[period, of] += 1
            return np.array([10.0 * period + of])

        return model

    return ScoreGrid(train), trained, scored


def test_a_grid_trains_and_scores_when_first_asked_and_once():
    grid, trained, scored = counting_grid()
    assert not trained and not scored
    served = replay(6, every=2, serve=lambda period, by: grid.scores(by, period)).trained
    assert [grid.scores(by, period)[0] for period, by in enumerate(served)] == [
        *(0, 1, 22, 23, 44, 45)
    ]
    assert trained == {0: 1, 2: 1, 4: 1} and set(scored.values()) == {1} and len(scored) == 6
    replay(6, serve=lambda period, by: grid.scores(by, period))
    assert trained == {0: 1, 2: 1, 4: 1} and len(scored) == 10 and set(scored.values()) == {1}


def test_asked_from_several_threads_a_grid_still_does_things_once():
    grid, trained, scored = counting_grid()
    threads = [threading.Thread(target=grid.scores, args=(1, 2)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trained == {1: 1} and scored == {(1, 2): 1}
