"""The spam scenario: thresholds, labels, loops, defences, and what happens to bad input."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.metrics import roc_curve
from sklearn.naive_bayes import MultinomialNB

from cases.spam import CASE, features
from cases.spam.decide import Operating, Policy, budget_threshold, two_thresholds
from cases.spam.defences import harm, harmless_rows
from cases.spam.filters import certainty
from cases.spam.judged import ScoredMail
from cases.spam.labels import DELIVERED, FLAGGED, QUARANTINED, Users, known
from cases.spam.live import copies
from cases.spam.time_readings import SPAN, weeks_to_recover
from cases.spam.world import texts
from data.mail import DAY
from pipelines.evaluation.scores import recall_at
from pipelines.text import encoder as encoders
from pipelines.text.bags import Bags, bags_of_mail, tokens

SMALL = {"size": "small"}
POLICY = Policy(thresholds="two", budget=10, false_quarantine=20.0, false_flag=1.0)


@pytest.fixture(scope="module")
def run():
    return CASE.run(SMALL)


# Thresholds and costs


@settings(max_examples=60, deadline=None)
@given(ham=st.floats(0.1, 5), held=st.floats(6, 500), p=st.floats(0.001, 0.999))
def test_thresholds_from_prices_take_the_cheapest_action(ham, held, p):
    flag, quarantine = two_thresholds(1.0, 0.3, ham, held)
    if flag > quarantine:
        return
    price = {DELIVERED: p, FLAGGED: 0.3 * p + ham * (1 - p), QUARANTINED: held * (1 - p)}
    chosen = Operating(POLICY, flag, quarantine).decide(np.array([p]))[0]
    assert price[int(chosen)] <= min(price.values()) + 1e-9


def test_a_budget_is_kept_on_the_mail_it_is_set_on_where_there_is_enough_of_it():
    random = np.random.default_rng(0)
    score, label = random.normal(size=5000), (random.random(5000) < 0.4).astype(int)
    for budget in (50, 333):
        held = (score[label == 0] >= budget_threshold(score, label, budget)).mean()
        assert held <= budget * 1e-4 and held > budget * 1e-4 - 2 / (label == 0).sum()
    assert budget_threshold(score, np.ones(5000), 10) == 30.0


def test_every_budget_has_an_effect_and_a_small_one_is_about_kept_in_truth():
    random = np.random.default_rng(1)
    budgets, truth = (1, 3, 10, 30, 100, 300, 1000), -np.log(random.random(200_000))
    found = [
        [budget_threshold(scores, np.zeros(75), budget) for budget in budgets]
        for scores in -np.log(random.random((200, 75)))
    ]
    assert (np.diff(found, axis=1) < 0).all()
    for budget, thresholds in zip(budgets, np.array(found).T, strict=True):
        assert (
            0.5 * budget < 1e4 * np.median([(truth >= t).mean() for t in thresholds]) < 2 * budget
        )


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=12))
def test_the_least_cost_is_that_of_the_best_two_thresholds(rows):
    score, spam = (np.array(part, float) for part in zip(*rows, strict=True))
    none = np.zeros(len(score), bool)
    mail = ScoredMail(score, score, spam, np.arange(len(score)), none)
    costs = POLICY.error_costs(spam)
    tried = [
        costs[np.arange(len(score)), Operating(POLICY, flag, held).decide(score)].sum()
        for flag, held in itertools.product(np.r_[np.unique(score), np.inf], repeat=2)
    ]
    assert mail.least_cost(POLICY) == pytest.approx(min(tried))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), rate=st.sampled_from([0.0, 0.001, 0.05, 0.5, 1.0]))
def test_recall_at_a_rate_is_a_point_of_the_roc_curve(data, rate):
    n = data.draw(st.integers(2, 60))
    score = np.array(data.draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n)), float)
    spam = np.array(data.draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)))
    if spam.min() == spam.max():
        assert math.isnan(recall_at(spam, score, rate))
        return
    wrong, caught, _ = roc_curve(spam, score, drop_intermediate=False)
    assert recall_at(spam, score, rate) == pytest.approx(caught[wrong <= rate].max())


def test_weeks_to_recover_are_counted_from_the_change_to_the_last_bad_days():
    caught = np.array([[9.0] * 4 + [0.0] * 5 + [9.0] * 8])
    sums = {"spam by day": np.full((1, 17), 10.0), "day of the change": np.array([4.0])}
    found = weeks_to_recover(sums | {"spam quarantined by day": caught})
    assert found[0, 0] == pytest.approx((5 + SPAN - 1) / 7)
    steady = weeks_to_recover(sums | {"spam quarantined by day": np.full((1, 17), 9.0)})
    assert steady[0, 0] == 0.0
    never = weeks_to_recover(sums | {"spam quarantined by day": caught * (np.arange(17) >= 4)})
    assert math.isnan(never[0, 0])


def test_no_false_quarantine_is_no_proof_of_none(run):
    track, judged = run.readout.tracks["false_quarantines"], run["judged"]
    groups = len(np.unique(judged.group[judged.spam == 0]))
    assert track.true[-1] == track.low[-1] == 0
    assert 3 / groups < track.high[-1] / 1e4 < 4 / groups, "the rule of three"


# Labels


def test_users_tell_what_they_see_and_silence_believes_what_was_decided(run):
    mail, rows = run["mail"], np.arange(400)
    n, spam, time = len(mail.spam), mail.spam[:400], mail.world.seen["time"].to_numpy()[:400]
    always = Users(np.ones(n, bool), np.ones(n, bool), np.full(n, DAY), np.zeros(n))
    never = Users(np.zeros(n, bool), np.zeros(n, bool), np.full(n, DAY), np.ones(n))
    for decision in (DELIVERED, QUARANTINED):
        silent = known(mail, never, rows, np.full(400, decision), labels="reports", audit=0.1)
        assert (silent.label == (decision == QUARANTINED)).all()
        assert (silent.at == time + 2 * DAY).all()
    held = known(mail, always, rows, np.full(400, QUARANTINED), labels="reports", audit=0.1)
    assert np.array_equal(held.label, spam) and (held.at[spam == 0] == time[spam == 0] + DAY).all()
    read = known(mail, never, rows, np.full(400, DELIVERED), labels="all", audit=0.1)
    assert np.array_equal(read.label, spam) and (read.weight == 1).all()


def test_an_audit_stands_for_the_silent(run):
    mail, rows = run["mail"], np.arange(400)
    n = len(mail.spam)
    drawn = Users(*(np.zeros(n, bool),) * 2, np.full(n, DAY), np.tile([0.05, 0.9], n // 2))
    found = known(mail, drawn, rows, np.full(400, QUARANTINED), labels="audited", audit=0.1)
    audited = rows % 2 == 0
    assert np.array_equal(found.label[audited], mail.spam[rows][audited])
    assert (found.weight[audited] == 10).all() and (found.weight[~audited] == 0).all()


# Loops


def test_nothing_is_learnt_from_labels_that_are_not_in_yet(run):
    past, mail, examples = run["past"], run["mail"], run["examples"]
    due = (past.at <= mail.live_from * DAY) & (mail.day[: len(past.at)] >= mail.live_from - 21)
    assert len(examples.label) == due.sum() < len(past.at)


def test_learning_moves_scores_only_after_it_was_allowed_to(run):
    frozen, weekly = (CASE.run(SMALL | {"learning": name})["live"] for name in ("never", "weekly"))
    nightly = run["live"]
    day = frozen.rows["day"].to_numpy() - frozen.rows["day"].iloc[0]
    scores = [live.rows["log_odds"].to_numpy() for live in (frozen, nightly, weekly)]
    for later, learnt in ((1, scores[1]), (7, scores[2])):
        assert np.array_equal(scores[0][day < later], learnt[day < later])
        assert not np.array_equal(scores[0][day == later], learnt[day == later])
    assert [live.replayed.retrainings for live in (frozen, nightly, weekly)] == [0, 13, 1]


def test_spammers_react_to_what_is_caught_and_to_nothing_else(run):
    bold, calm = (
        CASE.run(SMALL | {"adversary": "reacts", "tolerated": share})["live"] for share in (0, 1)
    )
    assert bold.tactics[-1].obfuscated > 0.5 and bold.tactics[0].padding == 0
    assert all(one == calm.tactics[0] for one in calm.tactics)
    assert np.allclose(calm.rows["log_odds"], run["live"].rows["log_odds"])


def test_a_cascade_passes_on_what_it_is_told_to():
    for band in (0.0, 0.3, 1.0):
        base = SMALL | {"model": "cascade", "band": band, "labels": "all", "rotation": 0}
        rows = CASE.run(base | {"learning": "never"})["live"].rows
        assert abs(rows["expensive"].mean() - band) < 0.1 and (band or not rows["expensive"].any())
    assert certainty(np.array([2.0, 5.0])).tolist() == [0.0, 3.0]


def test_a_cache_gives_copies_the_first_score_and_saves_work(run):
    bags = bags_of_mail(["a b", "c", "b a", "a b b"], ("a", "b", "c"), np.zeros((4, 4)))
    repeated, first = copies(bags)
    assert repeated.tolist() == [False, False, True, False] and first[2] == 0
    cached = CASE.run(SMALL | {"cache": "on"})
    rows = cached["scored"]
    copied = rows[rows["copy"]]
    firsts = rows.set_index("message").loc[copied["first"], "served"].to_numpy()
    assert len(copied) and np.array_equal(copied["served"].to_numpy(), firsts)
    assert cached.reading("work").true < run.reading("work").true
    assert cached.reading("cache_hits").true == rows["copy"].mean()


# Defences


def test_harm_is_what_learning_does_to_naive_bayes():
    random, words = np.random.default_rng(2), tuple("abcdefgh")
    counts, added = random.poisson(1.0, (40, 8)), random.poisson(3.0, (3, 8))
    good, bad, new = (
        Bags(csr_matrix(c), words, np.zeros((len(c), 4))) for c in (counts[:20], counts[20:], added)
    )

    def mean_log_odds(rows, labels):
        fitted = MultinomialNB(fit_prior=False).fit(rows, labels)
        return np.diff(fitted.predict_joint_log_proba(good.counts)).mean()

    before = mean_log_odds(counts, [0] * 20 + [1] * 20)
    for row, found in zip(added, harm(new, good, bad), strict=True):
        after = mean_log_odds(np.vstack([counts, row]), [0] * 20 + [1] * 21)
        assert found == pytest.approx(after - before, abs=1e-9)


def test_poison_is_rejected_and_spam_is_not():
    run = CASE.run(SMALL | {"adversary": "poison", "poisoned": 0.03, "labels": "all"})
    trusted, live = run["basis"].trusted, run["live"]
    good, bad = (trusted.bags.take(np.flatnonzero(trusted.label == kind)) for kind in (0, 1))
    spam = np.flatnonzero(live.rows["spam"] == 1)
    assert harmless_rows(live.bags.take(spam), good, bad).mean() > 0.99
    assert not harmless_rows(run["poison"].bags, good, bad).any()
    assert harmless_rows(run["poison"].bags, good.take(np.array([], int)), bad).all()


# The stream


def test_an_overloaded_stream_says_so_and_gives_no_percentile():
    run = CASE.run(SMALL | {"workers": 1, "batch": 1, "backpressure": "delay"})
    for name in ("p50", "p95", "p99"):
        reading = run.reading(name)
        assert math.isnan(reading.true) and reading.why.startswith("workers is unstable: load ")
        assert "backlog +" in reading.why
    assert run.reading("missed_deadline").true > 0.5, "who waits for hours is not decided in time"


@pytest.mark.parametrize("backpressure", ["delay", "unscored", "drop"])
def test_more_load_never_helps(backpressure):
    base = SMALL | {"workers": 1, "batch": 1, "queue_limit": 1000, "backpressure": backpressure}
    runs = [CASE.run(base | {"traffic": traffic}) for traffic in (100, 200, 400, 800, 1600, 6400)]
    for name in ("missed_deadline", "bounced", "backlog"):
        assert (np.diff([run.reading(name).true for run in runs]) >= -1e-9).all(), name
    assert (np.diff([run.reading("headroom").true for run in runs]) < 0).all()


def test_mail_never_scored_is_delivered_or_bounced_and_counts():
    full = SMALL | {"workers": 1, "batch": 1, "queue_limit": 0}
    run, bounced = (CASE.run(full | {"backpressure": how}) for how in ("unscored", "drop"))
    rows = run["scored"]
    assert rows["unscored"].mean() > 0.3 and np.isinf(rows.loc[rows["unscored"], "score"]).all()
    assert run.reading("spam_delivered").true >= rows.loc[rows["spam"] == 1, "unscored"].mean()
    assert bounced["scored"]["bounced"].mean() == rows["unscored"].mean()
    assert bounced.reading("error_cost").true > run.reading("error_cost").true


# Bad input, and what people read


def test_without_the_encoder_there_is_a_sentence_and_all_else_works(monkeypatch):
    monkeypatch.delenv(encoders.FOLDER, raising=False)
    features.this_encoder.cache_clear()
    run = CASE.run(SMALL | {"model": "cascade", "dear": "encoder", "seed": 4321})
    assert run.reading("recall_01").why == encoders.HOW and run.reading("p99").true > 0
    assert math.isnan(run.reading("error_cost").true)
    for panel in CASE.panels:
        assert getattr(panel.draw(run), "reason", "") in ("", encoders.HOW)


def test_texts_say_what_bags_count(run):
    mail, arrived = run["mail"], run["arrived"]
    said = [text for part in arrived.phrases for text in texts(mail, part)]
    assert len(said) == len(mail.spam)
    place = {word: i for i, word in enumerate(mail.language.words)}
    for row in (0, 77, 4000):
        counts = np.bincount([place[word] for word in tokens(said[row])], minlength=len(place))
        assert np.array_equal(counts, arrived.bags.counts[row].toarray().ravel())
