"""Text: whatever arrives becomes counts, and every representation and model is the library's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from pipelines.text import encoder as encoders
from pipelines.text.bags import LONGEST, Bags, bags_of_mail, stacked, tokens
from pipelines.text.encoder import HOW, Encoder, Missing, encoder, pooled
from pipelines.text.features import (
    BINS,
    BUCKETS,
    GRAMS,
    REPRESENTATIONS,
    fitted_columns,
    prepare,
    text_transform,
    unknown_words,
)
from pipelines.text.models import TEXT_MODELS, UPDATED, constant, fit_text, update

WORDS = ("free", "prize", "now", "meeting", "minutes", "the", "pr1ze", "cake", "love", "sale")
TEXTS = [
    "free prize now now",
    "the meeting minutes",
    "free the prize",
    "the cake",
    "sale now free pr1ze",
    "love the cake the cake",
    "minutes the meeting love",
    "prize sale sale now",
] * 6
LABELS = np.array([1, 0, 1, 0, 1, 0, 0, 1] * 6)
SENDER = np.random.default_rng(0).normal(size=(len(TEXTS), 4))
BAGS = bags_of_mail(TEXTS, WORDS, SENDER)

ODD = {
    "empty": ("", []),
    "blanks": (" \t\n ", []),
    "emoji": ("\U0001f600\U0001f680", ["\U0001f600", "\U0001f680"]),
    "tags alone": ("<html><body><br/></body></html>", []),
    "tags and entities": (b"<b>Fre&eacute;</b> &amp; now", ["freé", "now"]),
    "no UTF-8": (b"free \xff\xfe prize", ["free", "prize"]),
    "a tag never closed": ("free < prize", ["free", "prize"]),
    "nothing known": ("zzz qqq", ["zzz", "qqq"]),
    "null bytes": (b"free\x00prize", ["free", "prize"]),
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_arrives_becomes_words(name):
    mail, words = ODD[name]
    assert tokens(mail) == words


def test_a_megabyte_is_read_in_part():
    assert len(tokens("spam " * 200_000)) == LONGEST // len("spam ")


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_no_mail_raises(mail):
    assert all(isinstance(word, str) and word for word in tokens(mail))


@pytest.mark.parametrize("model", TEXT_MODELS)
def test_odd_mail_gets_a_finite_score(model):
    prepared = prepare(BAGS, BAGS, representation="words", sender=False, dense=model == "lightgbm")
    columns = fitted_columns(prepared, BAGS)
    fitted = fit_text(columns(BAGS), LABELS, model=model)
    odd = bags_of_mail([mail for mail, _ in ODD.values()], WORDS, np.zeros((len(ODD), 4)))
    assert np.isfinite(fitted.log_odds(columns(odd))).all()
    assert len(fitted.log_odds(columns(odd.take(np.array([], dtype=int))))) == 0


def test_bags_are_what_counting_the_text_gives():
    theirs = CountVectorizer(vocabulary=WORDS).transform(TEXTS)
    assert (BAGS.counts != theirs).nnz == 0
    both = stacked([BAGS.take(np.arange(5)), BAGS.take(np.arange(5, len(TEXTS)))])
    assert (both.counts != BAGS.counts).nnz == 0 and np.array_equal(both.sender, SENDER)


def test_hashed_words_and_grams_are_scikit_learns():
    how = {"alternate_sign": False, "norm": None}
    prepared = prepare(BAGS, BAGS, representation="hashed", sender=False, dense=False)
    theirs = HashingVectorizer(n_features=BUCKETS, token_pattern=r"\S+", **how).transform(TEXTS)
    ours = text_transform(prepared, BAGS)(BAGS)
    assert np.allclose(ours.toarray(), normalize(theirs).toarray())
    prepared = prepare(BAGS, BAGS, representation="chars", sender=False, dense=False)
    grams = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=GRAMS, **how)
    theirs = grams.transform(TEXTS)
    theirs.data = 1 + np.log(theirs.data)
    ours = text_transform(prepared, BAGS)(BAGS)
    assert np.allclose(ours.toarray(), normalize(theirs).toarray(), atol=1e-6)


def test_tfidf_is_scikit_learns_on_training_mail_and_on_all_by_mistake():
    train = BAGS.take(np.arange(16))
    for name, rows in (("tfidf", 16), ("tfidf_all", len(TEXTS))):
        prepared = prepare(train, BAGS, representation=name, sender=False, dense=False)
        theirs = TfidfVectorizer(min_df=2).fit(TEXTS[:rows])
        kept = [w for w in WORDS if w in theirs.vocabulary_]
        order = [theirs.vocabulary_[word] for word in kept]
        ours = text_transform(prepared, train)(BAGS).toarray()
        assert np.allclose(ours, theirs.transform(TEXTS).toarray()[:, order], atol=1e-6)


@pytest.mark.parametrize("representation", REPRESENTATIONS)
@pytest.mark.parametrize("dense", [False, True])
def test_columns_depend_on_the_message_alone(representation, dense):
    prepared = prepare(BAGS, BAGS, representation=representation, sender=True, dense=dense)
    columns = fitted_columns(prepared, BAGS)
    whole, some = columns(BAGS), columns(BAGS.take(np.array([3, 30])))
    full = whole if isinstance(whole, np.ndarray) else whole.toarray()
    part = some if isinstance(some, np.ndarray) else some.toarray()
    assert np.allclose(full[[3, 30]], part, atol=1e-5)
    assert np.allclose(full[:, -4 * BINS :].sum(axis=1), 4), "one bin a fact"


def test_unknown_words_are_counted():
    train = BAGS.take(np.array([0, 1]))
    rows = bags_of_mail(["free cake cake love"], WORDS, np.zeros((1, 4)))
    assert unknown_words(rows, train).tolist() == [3]


def library(model, matrix):
    """What the library itself gives as log odds or margin."""
    if model in ("nb", "complement"):
        fitted = {"nb": MultinomialNB, "complement": ComplementNB}[model]().fit(matrix, LABELS)
        joint = fitted.predict_joint_log_proba(matrix)
        return joint[:, 1] - joint[:, 0]
    if model == "logistic":
        fitted = LogisticRegression(C=1.0, max_iter=200, tol=1e-3)
    else:
        fitted = LinearSVC(C=0.05, max_iter=1000, tol=1e-2, random_state=0)
    return fitted.fit(matrix, LABELS).decision_function(matrix)


@pytest.mark.parametrize("model", ["nb", "complement", "logistic", "svm"])
def test_log_odds_are_the_librarys(model):
    matrix = BAGS.counts
    assert np.allclose(
        fit_text(matrix, LABELS, model=model).log_odds(matrix), library(model, matrix)
    )


@pytest.mark.parametrize("model", UPDATED)
def test_an_update_moves_the_model_and_leaves_the_first_one_alone(model):
    first = fit_text(BAGS.counts, LABELS, model=model)
    before = first.log_odds(BAGS.counts)
    # From now on "cake" means spam.
    cakes = bags_of_mail(["the cake"] * 40, WORDS, np.zeros((40, 4)))
    after = update(first, cakes.counts, np.ones(40, dtype=int), None)
    cake = np.array([text == "the cake" for text in TEXTS])
    assert (after.log_odds(BAGS.counts)[cake] > before[cake]).all()
    assert np.array_equal(first.log_odds(BAGS.counts), before)
    assert update(first, cakes.counts[:0], np.array([]), None) is first


def test_online_naive_bayes_is_naive_bayes_on_all_of_it():
    half = np.arange(24)
    first = fit_text(BAGS.counts[half], LABELS[half], model="nb")
    both = update(first, BAGS.counts[24:], LABELS[24:], None)
    assert np.allclose(both.log_odds(BAGS.counts), library("nb", BAGS.counts))


def test_no_weight_exceeds_the_limit():
    for model in ("nb", "logistic", "svm"):
        fitted = fit_text(BAGS.counts, LABELS, model=model, limit=0.2)
        assert np.abs(fitted.weights).max() <= 0.2


@pytest.mark.parametrize("model", TEXT_MODELS)
def test_one_class_alone_gives_its_share(model):
    for label, sign in ((0, -1), (1, 1)):
        fitted = fit_text(BAGS.counts, np.full(len(TEXTS), label), model=model)
        assert np.sign(fitted.log_odds(BAGS.counts)).tolist() == [sign] * len(TEXTS)
    assert constant(0.5).log_odds(BAGS.counts)[0] == 0.0


# The encoder


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """An encoder whose states are simple, and the texts it was asked for."""
    monkeypatch.setenv(encoders.KEPT, str(tmp_path))
    asked = []

    def read(texts):
        asked.extend(texts)
        longest = max(len(text.split()) for text in texts)
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text.split())] = [len(word) for word in text.split()]
        return ids, (ids > 0).astype(np.int64), np.zeros_like(ids)

    return Encoder("toy", read, lambda batch: np.eye(20)[batch[0]]), asked


def test_vectors_are_mean_states_of_length_one_in_the_order_asked(toy):
    model, _ = toy
    vectors = model.encode(["aa aa", "b", "aa b", "b"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert vectors[0, 2] == 1 and np.array_equal(vectors[1], vectors[3])
    assert vectors[2, 1] == pytest.approx(vectors[2, 2])


def test_a_text_is_encoded_once_and_kept(toy):
    model, asked = toy
    first = model.encode(["a bb", "ccc", "a bb"])
    assert sorted(asked) == ["a bb", "ccc"]
    assert np.array_equal(model.encode(["a bb", "ccc", "a bb"]), first) and len(asked) == 2


def test_what_was_kept_and_is_broken_is_made_again(toy, tmp_path):
    model, asked = toy
    first = model.encode(["a", "bb"])
    for file in tmp_path.glob("vectors-*"):
        file.write_bytes(b"broken")
    assert np.array_equal(model.encode(["a", "bb"]), first) and len(asked) == 4


def test_padding_does_not_count():
    states = np.arange(12.0).reshape(1, 3, 4)
    alone = pooled(states[:, :2], np.ones((1, 2)))
    assert np.allclose(pooled(states, np.array([[1, 1, 0]])), alone)


def test_without_it_there_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.delenv(encoders.FOLDER, raising=False)
    assert encoder() == Missing(HOW) and "pip install" in HOW
    monkeypatch.setenv(encoders.FOLDER, str(tmp_path))
    assert "no model.onnx" in encoder().reason
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("nothing")
    assert isinstance(encoder(), Missing) and encoder().reason.endswith(".")


def test_bags_carry_vectors_along():
    vectors = np.arange(2.0 * len(TEXTS)).reshape(-1, 2)
    with_them = Bags(BAGS.counts, WORDS, SENDER, vectors)
    assert np.array_equal(with_them.take(np.array([4])).vectors, vectors[[4]])
    assert stacked([with_them, BAGS]).vectors is None
