"""The live weeks: who trains on what, fraudsters who answer, declined payments that stay silent."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from cases.fraud import CASE, closed_loop, live
from cases.fraud.closed_loop import MULTIPLIERS, ClosedLoop
from cases.fraud.features import DAY
from pipelines.over_time.monitors import psi

SMALL = {"size": "small"}
LAUNCH = 70  # first live day of the small world
ADVERSARY = {"drift": "adversary", "severity": 2}


def run_of(**changes):
    """A run on the small world."""
    return CASE.run(SMALL | changes)


def loop(run, *, declined=0.0, learning_rate=0.0):
    """A course not yet begun, of a run's parts."""
    parts = (run[n] for n in ("payments", "served", "learner", "deployed", "operating", "upkeep"))
    return ClosedLoop(*parts, declined, learning_rate, seed=7)


@pytest.fixture
def learnt(monkeypatch):
    """What the models of a closed loop were given to learn from: payments, in order of training."""
    given = []

    def watched(seen, *others, **choices):
        known = known_at(seen, *others, **choices)
        given.append(seen["payment"].to_numpy()[known.rows])
        return known

    known_at = closed_loop.known_at
    monkeypatch.setattr(closed_loop, "known_at", watched)
    return given


# Retraining


@pytest.mark.parametrize(
    ("policy", "trained"),
    [("never", (0, 0, 0, 0)), ("monthly", (0,) * 4), ("weekly", (0, 1, 2, 3))],
)
def test_schedules_say_whose_model_serves(policy, trained):
    assert run_of(policy=policy)["live"].replayed.trained == trained


def test_a_week_is_scored_by_the_model_that_serves_it():
    frozen, weekly = run_of(), run_of(retraining="weekly")
    one, two = (run["live"].rows for run in (frozen, weekly))
    same = (one["probability"] == two["probability"]).groupby(one["week"]).mean()
    assert same[0] == 1.0 and same[1:].max() < 0.9
    grid, first = weekly["grid"], one["week"] == 3
    assert np.array_equal(grid.scores(3, 3), two["probability"][first])
    assert np.array_equal(grid.scores(0, 3), one["probability"][first])


def test_nothing_declined_a_loop_is_the_open_course():
    open_run = run_of(retraining="weekly")
    course = loop(open_run)
    for week in range(4):
        course.serve(week, week)
    mine, theirs = course.judged(), open_run["live"].rows
    assert np.array_equal(mine["payment"], theirs["payment"])
    assert mine["probability"].to_numpy() == pytest.approx(theirs["probability"].to_numpy())
    assert mine["attainable"].to_numpy() == pytest.approx(theirs["attainable"].to_numpy())


def weeks_of(probability, reported, known_after):
    """A course of as many weeks as there are probabilities, a hundred payments each."""
    weeks = np.repeat(np.arange(len(probability)), 100)
    time = (LAUNCH + 7 * weeks) * DAY
    rows = pd.DataFrame({"week": weeks, "time": time, "label_time": time + known_after * DAY})
    rows["probability"] = np.concatenate(probability)
    rows["reported"] = np.concatenate(reported)
    about = {"live_from": LAUNCH}
    return SimpleNamespace(so_far=lambda: rows, payments=SimpleNamespace(about=about))


def test_an_alarm_on_scores_compares_the_last_week_with_the_models_first():
    luck = np.random.default_rng(2).random((4, 100))
    course = weeks_of([luck[0], luck[0][::-1], luck[0] ** 3, luck[0] ** 3], luck < 0.1, 0)
    rings = [live._rings(course, "scores", week, 0) for week in (1, 2, 3, 4)]
    assert rings == [False, False, True, True]
    assert not live._rings(course, "scores", 3, 2), "one week: nothing to compare it with"
    assert not live._rings(course, "scores", 4, 2), "a model of its own time"
    distance = psi(luck[0], luck[0] ** 3)
    assert distance > live.PSI_RINGS


@pytest.mark.parametrize("delay", [1, 20])
def test_an_alarm_on_labels_waits_for_them(delay):
    rng = np.random.default_rng(3)
    reported = [rng.random(100) < rate for rate in (0.05, 0.05, 0.6, 0.6)]
    course = weeks_of([np.full(100, 0.05)] * 4, reported, delay)
    rings = [live._rings(course, "labels", week, 0) for week in (1, 2, 3, 4)]
    assert rings[:2] == [False, False]
    assert rings[2:] == ([True, True] if delay == 1 else [False, False])
    assert not live._rings(course, "labels", 4, 2), "a model of the time after the change"


def test_an_alarm_on_labels_rings_after_a_change_and_not_without():
    often = {"retraining": "alarm", "alarm": "labels", "delay": 1, "prevalence": 10}
    calm, campaign = run_of(**often), run_of(**often, drift="campaign", severity=2)
    assert calm["live"].replayed.alarms == ()
    replayed = campaign["live"].replayed
    assert replayed.alarms and min(replayed.alarms) > 0
    assert set(replayed.trained) == {0, *replayed.alarms}


# Declined payments


def test_declined_payments_leave_training(learnt):
    course = loop(run_of(action="block", retraining="weekly"), declined=1.0)
    for week in range(3):
        course.serve(week, week)
    declined = [set(f["payment"][f["alerted"]]) for f in course.frames]
    assert course.silent == set.union(*declined) and len(declined[0]) > 20
    assert len(learnt) == 2
    for week, rows in enumerate(learnt, start=1):
        assert not set(rows) & set.union(*declined[:week])
    assert set(learnt[1]) & set(course.frames[0]["payment"]), "what was let through is learnt from"


def test_letting_some_through_keeps_their_labels(learnt):
    course = loop(run_of(action="block", retraining="weekly"), declined=0.5)
    for week in range(3):
        course.serve(week, week)
    alerted = set().union(*(f["payment"][f["alerted"]] for f in course.frames))
    share = len(course.silent) / len(alerted)
    assert abs(share - 0.5) < 4 * np.sqrt(0.25 / len(alerted)) and course.silent < alerted
    assert not set(learnt[-1]) & course.silent
    assert set(learnt[-1]) & (alerted - course.silent)


def test_what_is_declined_costs_labels_only_where_models_are_retrained():
    open_run = run_of(retraining="weekly")["live"].rows["probability"]
    declined = run_of(retraining="weekly", action="block")["live"].rows["probability"]
    let = run_of(retraining="weekly", action="block", exploration_share=0.2)["live"].rows[
        "probability"
    ]
    assert not np.array_equal(open_run, declined) and not np.array_equal(declined, let)
    frozen = run_of()["live"].rows["probability"]
    assert np.array_equal(frozen, run_of(action="block")["live"].rows["probability"])


# Fraudsters who answer


def test_tactics_stay_in_bounds_and_move():
    weeks = run_of(**ADVERSARY)["live"]
    assert weeks.answered and len(weeks.tactics) == 4
    multipliers = [tactics.multiplier for tactics in weeks.tactics]
    assert MULTIPLIERS[0] <= min(multipliers) < max(multipliers) <= MULTIPLIERS[1]
    assert all(0 <= tactics.night <= 1 for tactics in weeks.tactics)
    still = run_of(drift="adversary", severity=0)["live"]
    assert len(set(still.tactics)) == 1


@pytest.mark.parametrize("multiplier", MULTIPLIERS)
def test_at_the_bounds_they_go_no_further(multiplier):
    rng = np.random.default_rng(1)
    amount = rng.lognormal(4, 1, 300)
    caught = amount > 60 if multiplier < 2 else amount < 60
    week = pd.DataFrame(
        {"mechanism": 2, "amount": amount, "time": rng.random(300) * DAY, "alerted": caught}
    )
    now = closed_loop.Tactics(multiplier, 0.5)
    after = closed_loop._answer(now, week, 1.0)
    assert MULTIPLIERS[0] <= after.multiplier <= MULTIPLIERS[1]
    assert after.night == pytest.approx(0.05) or after.night == pytest.approx(0.8)
    assert closed_loop._answer(now, week.head(8), 1.0) == now, "too few to learn from"
    assert closed_loop._answer(now, week, 0.0) == now


def test_they_leave_the_hours_at_which_they_are_caught():
    rng = np.random.default_rng(1)
    time = rng.random(400) * DAY
    week = pd.DataFrame({"mechanism": 2, "amount": rng.lognormal(4, 1, 400), "time": time})
    for caught, night in ((time < DAY / 4, 0.05), (time >= DAY / 4, 0.8)):
        after = closed_loop._answer(closed_loop.Tactics(3.0, 0.2), week.assign(alerted=caught), 1.0)
        assert after.night == pytest.approx(night)


def test_weeks_gone_by_are_never_changed():
    course = loop(run_of(**ADVERSARY), learning_rate=1.0)
    for week in range(4):
        before = course.payments.seen.set_index("payment")
        course.serve(week, 0)
        after = course.payments.seen.set_index("payment").loc[before.index]
        gone = (before["day"] < LAUNCH + 7 * week).to_numpy()
        assert before[gone].equals(after[gone])
        moved = before["amount"].to_numpy() != after["amount"].to_numpy()
        assert moved.any() == (week > 0 and course.tactics[-1] != course.tactics[-2])
    assert [frame["week"].unique().tolist() for frame in course.frames] == [[0], [1], [2], [3]]
    spans = [(frame["day"].min(), frame["day"].max()) for frame in course.frames]
    assert spans == [(LAUNCH + 7 * week, LAUNCH + 7 * week + 6) for week in range(4)]


def test_the_ceiling_is_that_of_the_world_as_it_turned_out():
    still, moved = run_of(), run_of(**ADVERSARY)
    one, two = (run["live"].rows for run in (still, moved))
    assert np.array_equal(one["payment"][one["week"] == 0], two["payment"][two["week"] == 0])
    name = "average_precision"
    assert still.reading(name).ceiling != moved.reading(name).ceiling
    assert moved.reading(name).true < moved.reading(name).ceiling
