"""The spam scenario: lines, labels, loops, defences, and what happens to bad input."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.metrics import average_precision_score, roc_curve
from sklearn.naive_bayes import MultinomialNB

from cases.spam import CASE
from cases.spam.decide import Policy, budget_threshold, two_thresholds
from cases.spam.defences import HARM, harm, harmless_rows
from cases.spam.filters import certainty, probability
from cases.spam.judged import cost, recall_at, recalls_at
from cases.spam.labels import DELIVERED, QUARANTINED, Users, known
from cases.spam.live import copies
from cases.spam.world import texts
from data.mail import DAY
from kit.compare import wrong_in_readings
from pipelines.text import encoder as encoders
from pipelines.text.bags import Bags, bags_of_mail, tokens
from pipelines.text.models import fit_text

SMALL = {"size": "small"}


@pytest.fixture(scope="module")
def run():
    return CASE.run(SMALL)


# Lines


@settings(max_examples=60, deadline=None)
@given(ham=st.floats(0.1, 5), held=st.floats(6, 500), p=st.floats(0.001, 0.999))
def test_lines_from_prices_take_the_cheapest_action(ham, held, p):
    flag, hold = two_thresholds(1.0, 0.3, ham, held)
    if flag > hold:
        return
    price = {"deliver": p, "flag": 0.3 * p + ham * (1 - p), "hold": held * (1 - p)}
    chosen = "hold" if p >= hold else "flag" if p >= flag else "deliver"
    assert price[chosen] <= min(price.values()) + 1e-9


def test_a_budget_is_kept_on_the_mail_it_is_set_on():
    random = np.random.default_rng(0)
    score, label = random.normal(size=5000), (random.random(5000) < 0.4).astype(int)
    for budget in (0, 1, 10, 333):
        line = budget_threshold(score, label, budget)
        held = (score[label == 0] >= line).mean()
        assert held <= budget * 1e-4 and held > budget * 1e-4 - 2 / (label == 0).sum()
    assert budget_threshold(score, np.ones(5000), 10) == 30.0


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


def test_recall_under_weights_is_recall_of_repeated_rows():
    random = np.random.default_rng(1)
    score, spam = random.normal(size=200), random.integers(0, 2, 200)
    weights = random.poisson(1.0, (5, 200)).astype(float)
    for row, found in zip(weights, recalls_at(spam, score, 0.05, weights), strict=True):
        times = row.astype(int)
        assert found == pytest.approx(recall_at(spam.repeat(times), score.repeat(times), 0.05))


def test_costs_are_counted_at_their_prices():
    policy = Policy("two", 10, 20.0, 1.0)
    assert cost(policy, 2, 3, 10, 5) == pytest.approx(0.01 * (40 + 3 + 3 + 5))


# Labels


@pytest.fixture
def told(run):
    mail = run["mail"]
    n = len(mail.spam)
    always = Users(np.ones(n, bool), np.ones(n, bool), np.full(n, DAY), np.zeros(n))
    never = Users(np.zeros(n, bool), np.zeros(n, bool), np.full(n, DAY), np.ones(n))
    return mail, always, never


def test_silence_believes_what_was_decided(told):
    mail, _, never = told
    rows = np.arange(400)
    for decision in (DELIVERED, QUARANTINED):
        found = known(mail, never, rows, np.full(400, decision), labels="reports", audit=0.1)
        assert (found.label == (decision == QUARANTINED)).all()
        assert (found.at == mail.world.seen["time"].to_numpy()[rows] + 2 * DAY).all()


def test_reports_and_rescues_tell_the_truth_after_their_delay(told):
    mail, always, _ = told
    rows, spam = np.arange(400), mail.spam[:400]
    held = known(mail, always, rows, np.full(400, QUARANTINED), labels="reports", audit=0.1)
    assert np.array_equal(held.label, spam)
    time = mail.world.seen["time"].to_numpy()[rows]
    assert (held.at[spam == 0] == time[spam == 0] + DAY).all()


def test_an_audit_stands_for_the_silent(told):
    mail, _, never = told
    rows = np.arange(400)
    drawn = replace(never, audit=np.tile([0.05, 0.9], len(mail.spam) // 2))
    found = known(mail, drawn, rows, np.full(400, QUARANTINED), labels="audited", audit=0.1)
    audited = rows % 2 == 0
    assert np.array_equal(found.label[audited], mail.spam[rows][audited])
    assert (found.weight[audited] == 10).all() and (found.weight[~audited] == 0).all()


def test_people_who_read_all_know_all(told):
    mail, _, never = told
    rows = np.arange(400)
    found = known(mail, never, rows, np.full(400, DELIVERED), labels="all", audit=0.1)
    assert np.array_equal(found.label, mail.spam[rows]) and (found.weight == 1).all()


# Loops


def test_nothing_is_learnt_from_labels_that_are_not_in_yet(run):
    past, mail, examples = run["past"], run["mail"], run["examples"]
    due = (past.at <= mail.live_from * DAY) & (mail.day[: len(past.at)] >= mail.live_from - 21)
    assert len(examples.label) == due.sum() < len(past.at)


def test_learning_moves_scores_only_after_it_was_allowed_to():
    frozen, nightly, weekly = (
        CASE.run(SMALL | {"learning": name})["live"] for name in ("never", "nightly", "weekly")
    )
    day = frozen.rows["day"].to_numpy() - frozen.rows["day"].iloc[0]
    scores = [live.rows["log_odds"].to_numpy() for live in (frozen, nightly, weekly)]
    assert np.array_equal(scores[0][day == 0], scores[1][day == 0])
    assert not np.array_equal(scores[0][day == 1], scores[1][day == 1])
    assert np.array_equal(scores[0][day < 7], scores[2][day < 7])
    assert not np.array_equal(scores[0][day == 7], scores[2][day == 7])
    assert [live.replayed.retrainings for live in (frozen, nightly, weekly)] == [0, 13, 1]


def test_spammers_react_to_what_is_caught_and_to_nothing_else():
    bold = CASE.run(SMALL | {"adversary": "reacts", "tolerated": 0.0})["live"]
    calm = CASE.run(SMALL | {"adversary": "reacts", "tolerated": 1.0})["live"]
    assert bold.tactics[-1].obfuscated > 0.5 and bold.tactics[0].padding == 0
    assert all(one == calm.tactics[0] for one in calm.tactics)
    plain = CASE.run(SMALL)["live"].rows
    assert np.allclose(calm.rows["log_odds"], plain["log_odds"])


def test_an_online_filter_forgets_nothing_and_reads_only_news():
    base = SMALL | {"model": "nb", "sender": "without", "labels": "all"}
    refit, online = (CASE.run(base | {"update": how})["live"] for how in ("refit", "online"))
    assert online.replayed.retrainings == refit.replayed.retrainings == 13
    assert not np.allclose(refit.rows["log_odds"], online.rows["log_odds"])


def test_a_cascade_passes_on_what_it_is_told_to():
    for band in (0.0, 0.3, 1.0):
        base = SMALL | {"model": "cascade", "band": band, "labels": "all", "rotation": 0}
        rows = CASE.run(base)["live"].rows
        assert abs(rows["dear"].mean() - band) < 0.1
    alone = CASE.run(SMALL | {"model": "cascade", "band": 0.0})["live"].rows
    assert not alone["dear"].any()
    assert certainty(np.array([2.0, 5.0])).tolist() == [0.0, 3.0]


def test_copies_are_found_by_their_words(run):
    bags = bags_of_mail(["a b", "c", "b a", "a b b"], ("a", "b", "c"), np.zeros((4, 4)))
    repeated, first = copies(bags)
    assert repeated.tolist() == [False, False, True, False] and first[2] == 0


def test_a_cache_gives_copies_the_first_score_and_saves_work():
    off, on = (CASE.run(SMALL | {"cache": name}) for name in ("off", "on"))
    rows = on["judged_rows"]
    copied = rows[rows["copy"]]
    firsts = rows.set_index("message").loc[copied["first"], "said"].to_numpy()
    assert len(copied) and np.array_equal(copied["said"].to_numpy(), firsts)
    assert on.reading("work").true < off.reading("work").true
    assert on.reading("cache_hits").true == rows["copy"].mean()


# Defences


def test_harm_is_what_learning_does_to_naive_bayes():
    random = np.random.default_rng(2)
    words = tuple("abcdefgh")
    counts = random.poisson(1.0, (40, 8))
    good, bad = (Bags(csr_matrix(c), words, np.zeros((20, 4))) for c in (counts[:20], counts[20:]))
    new = Bags(csr_matrix(random.poisson(3.0, (3, 8))), words, np.zeros((3, 4)))

    def honest(rows, labels):
        fitted = MultinomialNB(fit_prior=False).fit(rows, labels)
        joint = fitted.predict_joint_log_proba(good.counts)
        return (joint[:, 1] - joint[:, 0]).mean()

    before = honest(counts, [0] * 20 + [1] * 20)
    for i, found in enumerate(harm(new, good, bad)):
        after = honest(np.vstack([counts, new.counts[[i]].toarray()]), [0] * 20 + [1] * 21)
        assert found == pytest.approx(after - before, abs=1e-9)


def test_poison_is_rejected_and_spam_is_not():
    run = CASE.run(SMALL | {"adversary": "poison", "poisoned": 0.03, "labels": "all"})
    trusted, live = run["basis"].trusted, run["live"]
    good, bad = (trusted.bags.take(np.flatnonzero(trusted.label == kind)) for kind in (0, 1))
    spam = np.flatnonzero(live.rows["spam"] == 1)
    assert harmless_rows(live.bags.take(spam), good, bad).mean() > 0.99
    assert not harmless_rows(run["poison"].bags, good, bad).any()
    assert harmless_rows(run["poison"].bags, good.take(np.array([], int)), bad).all() and HARM > 0


# Bad input


def test_a_training_day_of_honest_mail_alone_gives_its_share_and_a_reason():
    run = CASE.run(SMALL | {"spam_share": 0.02, "window": 3, "split": "time", "labels": "reports"})
    assert wrong_in_readings(run) == [] and run.reading("recall_01").ceiling > 0
    fitted = fit_text(csr_matrix(np.eye(4)), np.zeros(4), model="nb")
    assert probability(fitted.log_odds(csr_matrix(np.eye(4))))[0] < 0.01


@pytest.mark.parametrize("adversary", ["good_words", "reacts"])
def test_padding_beyond_any_message_leaves_readings_finite(adversary):
    design = SMALL | {"adversary": adversary, "tolerated": 0.0, "labels": "all"}
    design |= {"padding": 120} if adversary == "good_words" else {}
    run = CASE.run(design)
    assert np.isfinite(run["judged_rows"]["ceiling"]).all()
    assert run.reading("average_precision").ceiling == pytest.approx(1.0, abs=0.01)


def test_what_is_delivered_twice_is_worked_on_once_or_twice():
    once, twice = (CASE.run(SMALL | {"duplicates": 0.5, "dedupe": name}) for name in ("on", "off"))
    assert once.reading("twice").true == 0 and twice.reading("twice").true == 5000
    assert twice["stream"].served.rate_per_s == pytest.approx(
        1.5 * once["stream"].served.rate_per_s
    )


def test_labels_that_come_out_of_order_are_learnt_by_when_they_came(run):
    past = run["past"]
    assert (np.diff(past.at) < 0).any(), "they do come out of order"
    late = past.at > run["mail"].live_from * DAY
    assert late.any() and len(run["examples"].label) <= (~late).sum()


def test_an_overloaded_stream_says_so_and_gives_no_percentile():
    run = CASE.run(SMALL | {"workers": 1, "batch": 1, "backpressure": "delay"})
    for name in ("p50", "p95", "p99"):
        reading = run.reading(name)
        assert math.isnan(reading.true) and reading.why.startswith("workers is unstable: load ")
        assert "backlog +" in reading.why
    panel = next(panel for panel in CASE.panels if panel.name == "queue_depth")
    assert "backlog +" in panel.draw(run).caption


def test_mail_never_scored_is_delivered_and_counts():
    run = CASE.run(SMALL | {"workers": 1, "batch": 1, "room": 0})
    rows = run["judged_rows"]
    assert rows["unscored"].mean() > 0.3 and np.isinf(rows.loc[rows["unscored"], "score"]).all()
    assert run.reading("spam_delivered").true >= rows.loc[rows["spam"] == 1, "unscored"].mean()
    bounced = CASE.run(SMALL | {"workers": 1, "batch": 1, "room": 0, "backpressure": "drop"})
    assert bounced["judged_rows"]["lost"].mean() == rows["unscored"].mean()
    assert bounced.reading("cost").true > run.reading("cost").true


def test_without_the_encoder_there_is_a_sentence_and_all_else_works(monkeypatch):
    from cases.spam import features

    monkeypatch.delenv(encoders.FOLDER, raising=False)
    features.this_encoder.cache_clear()
    run = CASE.run(SMALL | {"model": "cascade", "dear": "encoder", "seed": 4321})
    assert run.reading("recall_01").why == encoders.HOW and run.reading("p99").true > 0
    assert math.isnan(run.reading("cost").true)
    for panel in CASE.panels:
        drawn = panel.draw(run)
        assert getattr(drawn, "reason", "") in ("", encoders.HOW)


def test_texts_say_what_bags_count(run):
    mail, arrived = run["mail"], run["arrived"]
    said = [text for part in arrived.phrases for text in texts(mail, part)]
    assert len(said) == len(mail.spam)
    for row in (0, 77, 4000):
        place = {word: i for i, word in enumerate(mail.language.words)}
        counts = np.zeros(len(place))
        for word in tokens(said[row]):
            counts[place[word]] += 1
        assert np.array_equal(counts, arrived.bags.counts[row].toarray().ravel())


def test_the_ceiling_orders_better_than_any_filter_here(run):
    rows = run["judged_rows"]
    best = average_precision_score(rows["spam"], rows["ceiling"])
    assert best > average_precision_score(rows["spam"], rows["said"])
    assert run.reading("average_precision").ceiling == pytest.approx(best)


def test_csv_keeps_quotes_tabs_and_lines(tmp_path, run):
    rows = CASE.export(run).head(3).copy()
    rows["text"] = ['"quoted", and more', "a\ttab", "two\nlines"]
    rows.to_csv(tmp_path / "rows.csv", index=False)
    assert pd.read_csv(tmp_path / "rows.csv")["text"].tolist() == rows["text"].tolist()
