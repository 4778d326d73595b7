"""The log world: counts as promised, exact odds, one mechanism a stream, and what should not be."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, nbinom, poisson
from sklearn.metrics import roc_auc_score

from cases.log_anomalies import CASE
from cases.log_anomalies.panels import PANELS
from cases.log_anomalies.panels.close import close_up, incidents
from data.logs import EVERY, USUAL, lines, logs
from data.logs.incidents import mixes, multiplier
from data.logs.posterior import attainable, clairvoyant, count_ratios, filtered
from data.logs.sessions import sessions
from kit.choice import Refused
from kit.compare import wrong_in_panel, wrong_in_readings

SETTINGS = {
    "history_days": 3,
    "live_days": 4,
    "kinds": "mixed",
    "share": 0.08,
    "past_share": 0.05,
    "mean_minutes": 40.0,
    "signal": 1.0,
    "overdispersion": 0.3,
    "change": "none",
    "change_day": 2,
    "adversary": "none",
    "noticed": 0.7,
    "seed": 5,
}


def world(**changes):
    """A small world with some settings changed."""
    return logs(**(SETTINGS | changes))


def test_counts_have_the_mean_and_the_variance_they_are_drawn_with():
    calm = world(share=0.0, past_share=0.0)
    counts, rates = calm.about["clean"][:, : len(USUAL)], calm.about["rates"].astype(float)
    assert counts.mean() == pytest.approx(rates.mean(), rel=0.01)
    busy = rates > 1
    off = (counts - rates)[busy] ** 2 / (rates + 0.3 * rates**2)[busy]
    assert off.mean() == pytest.approx(1, abs=0.03)


def test_a_change_leaves_all_other_draws_alone():
    plain, released, attacked = world(), world(change="deploy"), world(adversary="slow")
    assert np.array_equal(plain.about["clean"], released.about["clean"])
    assert np.array_equal(plain.about["events"], attacked.about["events"])
    columns = list(range(len(EVERY)))
    assert (plain.seen[columns].sum(axis=1) == released.seen[columns].sum(axis=1)).all()
    quiet, loud = world(share=0.0), world(signal=2.0)
    outside = (loud.truth["incident"] < 0).to_numpy() & (quiet.truth["incident"] < 0).to_numpy()
    same = quiet.about["clean"][outside] == loud.about["clean"][outside]
    assert same.all(axis=1).mean() > 0.9


def test_ratios_of_counts_are_scipys():
    counts, rates = np.arange(12.0), np.full(12, 3.0)
    for times in (0.25, 4.0):
        r = 1 / 0.3
        own = nbinom.logpmf(counts, r, r / (r + times * rates))
        expected = own - nbinom.logpmf(counts, r, r / (r + rates))
        assert count_ratios(counts, rates, np.array(times), 0.3) == pytest.approx(expected)
        expected = poisson.logpmf(counts, times * rates) - poisson.logpmf(counts, rates)
        assert count_ratios(counts, rates, np.array(times), 0.0) == pytest.approx(expected)


def test_the_filter_is_bayes_rule():
    ratios, prior = np.array([[0.5, -0.2], [1.0, 0.3]]), np.array([0.6, 0.4])
    odds = filtered(ratios, prior, 0.1, 0.2)
    inside = 0.1 * prior * np.exp(ratios[0])
    assert odds[0] == pytest.approx(np.log(inside.sum() / 0.9))
    inside = (inside * 0.8 + 0.9 * 0.1 * prior) * np.exp(ratios[1])
    normal = 0.9 * 0.9 + 0.2 * (0.1 * prior * np.exp(ratios[0])).sum()
    assert odds[1] == pytest.approx(np.log(inside.sum() / normal))


def test_who_knows_more_ranks_minutes_better_and_odds_mean_what_they_say():
    own = world(live_days=14)
    laws = {"share": 0.08, "mean_minutes": 40.0, "signal": 1.0, "overdispersion": 0.3}
    label = own.truth["incident"].to_numpy()[own.about["live_from"] :] >= 0
    odds = attainable(own, kinds="mixed", adversary="none", **laws)
    told = clairvoyant(own, **laws)
    assert 0.8 < roc_auc_score(label, odds) < roc_auc_score(label, told)
    chance = 1 / (1 + np.exp(-odds))
    assert chance.mean() == pytest.approx(label.mean(), abs=0.02)
    sure = chance > 0.9
    assert label[sure].mean() > 0.85


def test_incidents_do_what_they_are_called():
    assert (multiplier("silence", 3, 1.0) == np.where(np.arange(30) == 3, 0, 1)).all()
    assert multiplier("spike", 3, 0.5)[3] == pytest.approx(2)
    assert set(np.unique(mixes())) == {0.5, 1.0, 2.0}
    assert (multiplier("mix", 1, 0.0) == 1).all()


def test_payments_go_an_unusual_way_as_often_as_they_are_told_to():
    told, events = sessions(np.arange(40_000), np.full(40_000, 0.3), seed=1)
    low, high = binom.interval(0.999, 40_000, 0.3)
    assert low < told["strange"].sum() < high
    assert (events >= 0).sum(axis=1).min() >= 3


def test_lines_are_text_of_their_template():
    for template in EVERY:
        for line in lines(template.text, 3, np.random.default_rng(1)):
            assert "{" not in line and len(line.split()) >= len(template.text.split())


DEGENERATE = {
    "nothing goes wrong": {"incident_share": 0.0},
    "nothing ever went wrong": {"contaminated": 0.0, "incident_share": 0.0},
    "half of the history was wrong": {"contaminated": 0.5, "training": "clean"},
    "nobody notices": {"noticed": 0.0, "detector": "logistic"},
    "no signal": {"signal": 0.0},
    "a day of history by the hour": {"history": 1, "window": "60", "detector": "lof"},
    "a parser that never catches up": {"traffic": 200_000, "workers": 1},
    "nobody is paged": {"alarms": 0.001, "signal": 0.0},
    "lines twice": {"change": "duplicates"},
    "a clock that runs behind": {"change": "clock"},
    "groups numbered anew": {"change": "restart", "detector": "new"},
    "nearly no line kept": {"sampling": "before", "sample_share": 0.01, "detector": "pca"},
    "hashes": {"parsing": "none", "detector": "new", "features": "tfidf"},
    "incidents that overlap": {"adversary": "slow", "incident_share": 0.3, "length": 240},
    "next to no incident": {"incident_share": 0.002, "contaminated": 0.002},
    "segments of one window": {"length": 6, "window": "15", "evaluation": "adjusted"},
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_degenerate_design_is_read_and_drawn_or_explained(name):
    run = CASE.run({"size": "small"} | DEGENERATE[name])
    assert wrong_in_readings(run) == []
    quick = [panel for panel in PANELS if not panel.waits_for and panel.name != "contamination"]
    assert [wrong for panel in quick if (wrong := wrong_in_panel(panel, run))] == []


def test_an_incident_that_was_missed_is_shown_first_with_the_level_it_did_not_reach():
    run = CASE.run({"size": "small", "kinds": "drop", "alarms": 0.1})
    known = incidents(run)
    assert next(iter(known.values())).startswith("Missed: drop of one message, day ")
    found = run["judged"].warned.found[:, run.position]
    assert sum(label.startswith("Missed") for label in known.values()) == (~found).sum()
    shown = close_up(run, next(iter(known))).data
    inside = shown[(shown["curve"] == "surprise") & (shown["x"] > 0)]
    level = shown[shown["curve"] == "level"]["y"].iloc[0]
    one = run["judged"].incidents.iloc[int(next(iter(known)))]
    assert (inside[inside["x"] <= one["end"] - one["start"]]["y"] < level).all()


def test_pictures_say_why_the_team_sees_something_else():
    run = CASE.run({"size": "small"})
    for name, word in (("along_levels", "written up"), ("precision_recall", "count as normal")):
        panel = next(panel for panel in PANELS if panel.name == name)
        assert word in panel.of(run).caption
    blind = CASE.run({"size": "small", "noticed": 0.0})
    for name in ("along_levels", "precision_recall"):
        panel = next(panel for panel in PANELS if panel.name == name)
        assert "Without a ticket" in panel.of(blind).caption


@pytest.mark.parametrize(
    ("name", "value"),
    [("contaminated", 0.6), ("window", "7"), ("history", 0), ("detector", "magic"), ("depth", 2)],
)
def test_what_cannot_be_is_refused_with_a_sentence(name, value):
    with pytest.raises(Refused, match=rf"^{name} cannot be {value}: it is "):
        CASE.design({name: value})
