"""The world of mail: what it says of itself holds, and its posterior is the exact one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.mail import COPIED, KEPT, TEMPLATES, Mail, length_law, mail, pick
from data.mail.attacks import Luck, Tactics, answer, good_words, poison_words, sent
from data.mail.language import HAM_TOPICS, IS_SPAM, TOPICS, language, zipf
from data.mail.posterior import log_odds
from data.mail.schedules import DRIFTS, TAKES, schedule
from data.mail.senders import COLUMNS

SPAM_SHARE = 0.4


@pytest.fixture(scope="module")
def world() -> Mail:
    return mail(messages_a_day=300, days=40, live_from=20, spam=SPAM_SHARE, rotation=28, seed=3)


@pytest.fixture(scope="module")
def luck(world):
    return Luck.draw(world)


def within(count, n, chance, sigmas=4.5):
    """Whether a count is within some standard deviations of n draws of a chance."""
    return abs(count - n * chance) <= sigmas * math.sqrt(n * chance * (1 - chance)) + 1


def test_spam_has_its_share_and_topics_keep_to_their_class(world):
    assert within(world.spam.sum(), len(world.spam), SPAM_SHARE)
    topic = world.world.truth["topic"].to_numpy()
    assert np.array_equal(IS_SPAM[topic].astype(int), world.spam)
    assert (np.diff(world.world.seen["time"]) >= 0).all()


def test_topics_come_as_often_as_the_schedule_says(world):
    topic, day, plan = world.world.truth["topic"].to_numpy(), world.day, world.schedule
    for t in range(len(TOPICS)):
        chance = plan.topics[day, t] * np.where(IS_SPAM[t], plan.spam[day], 1 - plan.spam[day])
        spread = math.sqrt((chance * (1 - chance)).sum())
        assert abs((topic == t).sum() - chance.sum()) <= 4.5 * spread + 1, TOPICS[t]


def test_copies_are_as_common_as_said_and_keep_most_of_their_template(world):
    topic, group = (world.world.truth[name].to_numpy() for name in ("topic", "group"))
    copied = group < len(world.templates.topic)
    for spam in (0, 1):
        rows = world.spam == spam
        assert within(copied[rows].sum(), rows.sum(), COPIED[topic[rows]].mean())
    body, model = world.body, world.templates.phrases
    of = np.flatnonzero(copied[body.message])
    source = model.start[group[body.message[of]]] + body.place[of]
    same = body.phrase[of] == model.phrase[source]
    assert same.mean() + 0.01 >= KEPT and same.mean() < 1


def test_lengths_of_fresh_messages_follow_their_law(world):
    topic, group = (world.world.truth[name].to_numpy() for name in ("topic", "group"))
    fresh = group >= len(world.templates.topic)
    law = length_law()
    assert np.allclose(law.sum(axis=1), 1)
    for spam in (0, 1):
        rows = fresh & (world.spam == spam)
        expected = law[topic[rows]] @ np.arange(1, law.shape[1] + 1)
        assert abs(world.body.length[rows].mean() - expected.mean()) < 0.15


def test_every_law_sums_to_one():
    words = language(3)
    assert np.allclose(words.phrase_p.sum(axis=1), 1)
    assert all(np.allclose(law.sum(axis=1), 1) for law in words.fill_p)
    assert np.isclose(zipf(50).sum(), 1) and np.isclose(good_words().sum(), 1)
    assert len(set(words.words)) == len(words.words) == 3 * words.plain


def test_pick_draws_from_the_law_of_its_row():
    law = np.array([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7]])
    row = np.repeat([0, 1], 20_000)
    drawn = pick(law, row, np.random.default_rng(1).random(len(row)))
    for r in (0, 1):
        counts = np.bincount(drawn[row == r], minlength=3)
        assert all(within(counts[i], 20_000, law[r, i]) for i in range(3))


@pytest.mark.parametrize("drift", DRIFTS)
def test_the_mix_sums_to_one_on_every_day_and_moves_when_it_says(drift):
    plan = schedule(days=60, live_from=30, spam=0.3, rotation=20, drift=drift, seed=5)
    assert np.allclose(plan.topics[:, IS_SPAM].sum(axis=1), 1)
    assert np.allclose(plan.topics[:, ~IS_SPAM].sum(axis=1), 1)
    assert plan.topics.min() >= 0 and plan.starts == 40
    before = np.arange(60) < (26 if drift == "returning" else 40)
    assert (plan.changed[before][-10:].max() == 0) or drift == "returning"
    assert (plan.changed.max() > 0) == (drift != "none")


def test_a_rotation_replaces_all_campaigns_and_none_does_not():
    for rotation, same in ((14, False), (0, True)):
        plan = schedule(days=15, live_from=5, spam=0.3, rotation=rotation, drift="none", seed=5)
        first, last = (set(np.flatnonzero(plan.topics[d] * IS_SPAM)) for d in (0, 14))
        assert (first == last) == same
        if not same:
            assert not first & last


def test_a_new_campaign_takes_its_share_and_a_flood_multiplies_the_odds():
    quiet, new, flood = (
        schedule(days=40, live_from=10, spam=0.25, rotation=0, drift=d, seed=5)
        for d in ("none", "new", "flood")
    )
    fresh = np.flatnonzero((new.topics[30] > 0) & (quiet.topics[30] == 0))
    assert len(fresh) == 1 and new.topics[30, fresh[0]] == pytest.approx(TAKES)
    odds = flood.spam[21] / (1 - flood.spam[21])
    assert odds == pytest.approx(5 * 0.25 / 0.75) and flood.spam[30] == 0.25


def test_one_mechanism_never_reshuffles_another(world):
    other = mail(messages_a_day=300, days=40, live_from=20, spam=SPAM_SHARE, rotation=0, seed=3)
    assert np.array_equal(world.spam, other.spam)
    assert np.array_equal(world.world.seen["time"], other.world.seen["time"])


def test_attacks_leave_honest_mail_alone_and_only_add(world, luck):
    rows = np.arange(600)
    plain = sent(world, rows, Tactics(), luck)
    both = sent(world, rows, Tactics(0.5, 12), luck)
    honest = world.spam[rows] == 0
    assert np.array_equal(plain.word[honest[plain.message]], both.word[honest[both.message]])
    assert (both.phrases.length - plain.phrases.length == 4 * world.spam[rows]).all()
    own = ~honest[both.message]
    own &= both.phrases.place[both.phrase_of] < plain.phrases.length[both.message]
    assert within(both.changed[own].sum(), own.sum(), 0.5)
    assert plain.changed.mean() < 0.01


@settings(max_examples=20, deadline=None)
@given(low=st.floats(0, 1), high=st.floats(0, 1))
def test_more_obfuscation_keeps_what_was_obfuscated_before(world, luck, low, high):
    low, high = sorted((low, high))
    rows = np.arange(80)
    less, more = (sent(world, rows, Tactics(share, 0), luck).changed for share in (low, high))
    assert not (less & ~more).any()


def test_a_message_is_the_same_whoever_else_is_asked_about(world, luck):
    alone = sent(world, np.array([417]), Tactics(0.3, 9), luck)
    among = sent(world, np.arange(400, 430), Tactics(0.3, 9), luck)
    assert np.array_equal(alone.word, among.word[among.message == 17])


def test_spammers_do_more_when_caught_and_stop_at_the_most():
    assert answer(Tactics(), 0.4, 0.5) == Tactics()
    now = Tactics()
    for _ in range(100):
        now = answer(now, 1.0, 0.0)
    assert now == Tactics(0.9, 120)


def test_poison_has_every_word_once_or_frequent_honest_ones(world):
    every, frequent = (poison_words(world, 3, recipe) for recipe in ("every", "frequent"))
    assert (every[:, : world.language.plain] == 1).all()
    assert (every[:, world.language.plain :] == 0).all()
    assert frequent.sum(axis=1).min() > 400 and poison_words(world, 0, "every").shape[0] == 0


def by_hand(world: Mail, row: int, tactics: Tactics, luck) -> float:
    """The log odds of one message, topic by topic and phrase by phrase."""
    message = sent(world, np.array([row]), tactics, luck)
    words, plan, day = world.language, world.schedule, world.day[row]
    phrases, fillers = message.phrases.phrase, message.phrases.filler
    sender = world.world.seen.iloc[row]
    law, model = length_law(), world.templates.phrases

    def said(topic, place):
        chance = words.phrase_p[topic, phrases[place]] + 1e-9
        kind = words.slot[phrases[place]]
        return chance * (words.fill_p[kind][topic, fillers[place]] if kind >= 0 else 1.0)

    import data.mail.senders as s

    def sent_by(topic):
        density = math.exp(-0.5 * ((math.log(sender.age) - s.LOG_AGE[topic]) / s.AGE_SPREAD) ** 2)
        density *= math.exp(-0.5 * (math.log(sender.burst) - s.LOG_BURST[topic]) ** 2)
        a, b = s.REPUTATION[0][topic], s.REPUTATION[1][topic]
        beta = math.gamma(a + b) / math.gamma(a) / math.gamma(b)
        density *= beta * sender.reputation ** (a - 1) * (1 - sender.reputation) ** (b - 1)
        return density * s.LINKS[topic] ** sender.links * math.exp(-s.LINKS[topic])

    def chance(topic):
        spam = IS_SPAM[topic]
        own = len(phrases) - (tactics.pads if spam else 0)
        if own < 1:
            return 0.0
        fresh = law[topic, own - 1] if own <= law.shape[1] else 0.0
        fresh *= math.prod(said(topic, place) for place in range(own))
        copies = 0.0
        for k in range(TEMPLATES):
            start = model.start[topic * TEMPLATES + k]
            if model.length[topic * TEMPLATES + k] != own:
                continue
            each = 1.0
            for place in range(own):
                same = phrases[place] == model.phrase[start + place]
                same &= fillers[place] == model.filler[start + place]
                each *= KEPT * same + (1 - KEPT) * said(topic, place)
            copies += each / TEMPLATES
        found = (1 - COPIED[topic]) * fresh + COPIED[topic] * copies
        for place in range(own, len(phrases)):
            found *= sum(good_words()[t] * said(t, place) for t in range(len(HAM_TOPICS)))
        rate = max(tactics.obfuscated, 0.002) if spam else 0.002
        for word, place in zip(message.word, message.phrase_of, strict=True):
            share = rate if place < own else 0.002
            found *= share if word >= words.plain else 1 - share
        mix = plan.topics[day, topic] * (plan.spam[day] if spam else 1 - plan.spam[day])
        return found * sent_by(topic) * mix

    odds = [sum(chance(t) for t in np.flatnonzero(kind)) for kind in (IS_SPAM, ~IS_SPAM)]
    return math.log(odds[0]) - math.log(odds[1])


@pytest.mark.parametrize("tactics", [Tactics(), Tactics(0.4, 0), Tactics(0.2, 9)])
def test_the_posterior_is_what_plain_arithmetic_gives(world, luck, tactics):
    rows = np.array([5, 17, 200, 801, 1500, 4321])
    exact = log_odds(world, rows, sent(world, rows, tactics, luck))
    long = sent(world, rows, tactics, luck).phrases.length > tactics.pads
    for row, found, enough in zip(rows, exact, long, strict=True):
        if enough:
            assert found == pytest.approx(by_hand(world, row, tactics, luck), abs=1e-4)


@pytest.mark.parametrize("tactics", [Tactics(), Tactics(0.3, 0), Tactics(0, 6)])
def test_the_posterior_promises_what_happens(world, luck, tactics):
    rows = np.arange(len(world.spam))
    odds = log_odds(world, rows, sent(world, rows, tactics, luck))
    p = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    for low, high in ((0, 0.02), (0.02, 0.3), (0.3, 0.7), (0.7, 0.98), (0.98, 1.01)):
        inside = (p >= low) & (p < high)
        spread = math.sqrt((p[inside] * (1 - p[inside])).sum())
        assert abs(world.spam[inside].sum() - p[inside].sum()) <= 4.5 * spread + 1


def test_padding_longer_than_a_message_says_it_is_honest_and_stays_finite(world, luck):
    rows = np.arange(300)
    odds = log_odds(world, rows, sent(world, rows, Tactics(0.0, 120), luck))
    assert np.isfinite(odds).all()
    assert (odds[world.spam[rows] == 0] < 0).all() and (odds[world.spam[rows] == 1] > 0).all()


def test_senders_are_known_by_four_facts(world):
    sender = world.world.seen[list(COLUMNS)]
    assert (sender["age"] > 0).all() and sender["reputation"].between(0, 1).all()
    ham = world.spam == 0
    assert sender["reputation"][ham].mean() > sender["reputation"][~ham].mean()
