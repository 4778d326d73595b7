"""Every kind of model fits, says probabilities, and comes out the same twice."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from pipelines.learning.calibration import calibrator, logit, reliability
from pipelines.learning.resampling import Resampling
from pipelines.learning.training import MODELS, Recipe, fit, standard

METHODS = ("none", "weights", "under", "over", "smote", "adasyn", "focal")
CORRECTED = Resampling("under", corrected=True)
EVERY_MODEL = pytest.mark.parametrize("model", MODELS)
LEARN = [model for model in MODELS if model not in ("constant", "isolation")]


def draw(rows=4000, seed=0):
    """Rows, labels and the probability they were drawn with, a tenth of them positive."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(rows, 4)).astype(np.float32)
    chance = 1 / (1 + np.exp(3.2 - 1.5 * features[:, 0] - features[:, 1]))
    return features, (rng.random(rows) < chance).astype(np.int8), chance


@pytest.fixture(scope="module")
def rows():
    """What the models here learn from."""
    return draw()


@EVERY_MODEL
def test_a_model_says_probabilities_of_rows_it_never_saw(rows, model):
    features, labels, _ = rows
    fitted = fit(features, labels, Recipe(model))
    far = np.vstack([draw(seed=1)[0], np.full((2, 4), 50.0), np.full((2, 4), -50.0)])
    said = fitted.predict(far.astype(np.float32))
    assert said.shape == (len(far),)
    assert said.min() >= 0 and said.max() <= 1
    assert (fitted.rows, fitted.positives) == (len(labels), labels.sum())


@pytest.mark.parametrize("model", LEARN)
def test_what_learns_from_labels_finds_the_signal(rows, model):
    features, labels, _ = rows
    later, outcome, chance = draw(seed=1)
    said = fit(features, labels, Recipe(model)).predict(later)
    found = roc_auc_score(outcome, said)
    assert found > (0.6 if model == "tree" else 0.7)
    assert found < roc_auc_score(outcome, chance) + 0.01, "nothing beats the truth"
    backwards = fit(features, 1 - labels, Recipe(model)).predict(later)
    assert roc_auc_score(outcome, backwards) < 0.5


def test_isolation_reads_no_labels(rows):
    features, labels, _ = rows
    one = fit(features, labels, Recipe("isolation")).predict(features)
    assert np.array_equal(one, fit(features, 1 - labels, Recipe("isolation")).predict(features))


@EVERY_MODEL
@pytest.mark.parametrize("value", [0, 1])
@pytest.mark.parametrize("calibration", ["none", "isotonic"])
def test_one_class_gives_that_class(rows, model, value, calibration):
    features, labels, _ = rows
    fitted = fit(features, np.full_like(labels, value), Recipe(model, calibration=calibration))
    assert (fitted.predict(features[:9]) == value).all()


@EVERY_MODEL
def test_no_rows_give_nought(model):
    fitted = fit(np.empty((0, 4)), np.empty(0, dtype=np.int8), Recipe(model))
    assert fitted.predict(np.ones((3, 4))).tolist() == [0.0, 0.0, 0.0]


@EVERY_MODEL
def test_one_recipe_one_model(rows, model):
    features, labels, _ = rows
    recipe = Recipe(model, Resampling("smote", 0.5), "sigmoid", seed=3)
    one, same = (fit(features, labels, recipe).predict(features) for _ in range(2))
    assert np.array_equal(one, same)


@pytest.mark.parametrize("resampling", [*map(Resampling, METHODS), CORRECTED], ids=str)
def test_what_is_done_about_imbalance_moves_probabilities_as_it_should(rows, resampling):
    features, labels, _ = rows
    said = fit(features, labels, Recipe("logistic", resampling)).predict(features).mean()
    if resampling.method == "none" or resampling.corrected:
        assert said == pytest.approx(labels.mean(), rel=0.15)
    else:
        assert said > 1.5 * labels.mean(), "rows are reweighted towards positives"


def test_weights_are_worth_as_much_as_copies(rows):
    features, labels, _ = rows
    copied, weighed = (
        fit(features, labels, Recipe("logistic", Resampling(name))).predict(features)
        for name in ("over", "weights")
    )
    assert copied == pytest.approx(weighed, abs=0.06)


def test_depth_is_the_number_of_questions(rows):
    features, labels, _ = rows
    for depth in (1, 3):
        said = fit(features, labels, Recipe("shallow_tree", depth=depth)).predict(features)
        assert 2 ** (depth - 1) < len(np.unique(said)) <= 2**depth


def test_the_amount_rule_is_the_rate_in_each_twentieth(rows):
    features, labels, _ = rows
    said = fit(features, labels, Recipe("amount")).predict(features)
    order = np.argsort(features[:, 0], kind="stable")
    for part in np.array_split(order, 20):
        inner = part[2:-2]
        assert len(np.unique(said[inner])) == 1
        assert said[inner[0]] == pytest.approx(labels[part].mean(), abs=0.01)


def test_a_scale_fitted_elsewhere_is_used(rows):
    features, labels, _ = rows
    own = fit(features, labels, Recipe("logistic")).predict(features)
    given = fit(features, labels, Recipe("logistic"), scale=standard(features)).predict(features)
    assert np.array_equal(own, given)
    stretched = (np.zeros(4), np.full(4, 1000.0))
    other = fit(features, labels, Recipe("logistic"), scale=stretched).predict(features)
    assert np.std(other) < 0.1 * np.std(own), "regularised towards nothing"


def test_a_column_that_never_varies_is_left_at_its_size():
    mean, spread = standard(np.array([[1.0, 5.0], [3.0, 5.0]]))
    assert mean.tolist() == [2.0, 5.0] and spread.tolist() == [1.0, 1.0]
    mean, spread = standard(np.array([[0.0, 5.0], [6.0, 5.0]]))
    assert spread.tolist() == [3.0, 1.0]


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_calibration_mends_shifted_scores(method):
    _, labels, chance = draw(seed=2)
    shifted = 1 / (1 + np.exp(-(logit(chance) + 2.5)))
    mend = calibrator(shifted, labels, method=method)
    _, outcome, fresh = draw(seed=3)
    late = 1 / (1 + np.exp(-(logit(fresh) + 2.5)))
    mended = mend(late)
    assert brier_score_loss(outcome, mended) < 0.8 * brier_score_loss(outcome, late)
    assert mended.mean() == pytest.approx(outcome.mean(), rel=0.1)
    assert (np.diff(mended[np.argsort(late)]) >= 0).all(), "the order stays"
    ordered = average_precision_score(outcome, late)
    if method == "sigmoid":
        assert average_precision_score(outcome, mended) == pytest.approx(ordered)
    else:
        assert len(np.unique(mended)) < 100, "steps, and ties on each of them"


def test_sigmoid_undoes_a_shift_of_the_log_odds():
    _, labels, chance = draw(rows=40_000, seed=2)
    mend = calibrator(1 / (1 + np.exp(-(logit(chance) + 2.5))), labels, method="sigmoid")
    for truth in (0.02, 0.1, 0.4):
        shifted = 1 / (1 + np.exp(-(logit(np.array([truth])) + 2.5)))
        assert mend(shifted)[0] == pytest.approx(truth, rel=0.12)


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_a_calibrated_model_keeps_its_promises(rows, method):
    features, labels, _ = rows
    later, outcome, _ = draw(seed=1)
    for imbalance in ("weights", "smote"):
        raw, mended = (
            fit(
                features, labels, Recipe("logistic", Resampling(imbalance), calibration=name)
            ).predict(later)
            for name in ("none", method)
        )
        assert raw.sum() > 2 * outcome.sum()
        assert mended.sum() == pytest.approx(outcome.sum(), rel=0.25)


def test_the_last_quarter_is_kept_for_calibration(rows):
    features, labels, _ = rows
    found = fit(features, labels, Recipe("logistic", Resampling("weights"), calibration="isotonic"))
    base = fit(features[:3000], labels[:3000], Recipe("logistic", Resampling("weights"))).predict
    mend = calibrator(base(features[3000:]), labels[3000:], method="isotonic")
    assert np.array_equal(found.predict(features), mend(base(features)))
    assert (found.rows, found.positives) == (4000, labels.sum())


def test_calibration_on_one_class_changes_nothing():
    scores = np.array([0.1, 0.5])
    assert calibrator(scores, np.zeros(2, int), method="isotonic")(scores) is scores
    with pytest.raises(ValueError, match="no calibration is called beta"):
        calibrator(scores, np.array([0, 1]), method="beta")


def test_reliability_is_the_mean_of_each_twelfth():
    _, labels, chance = draw()
    table = reliability(chance, labels)
    assert table["rows"].sum() == len(labels) and np.ptp(table["rows"]) <= 1
    assert (table["said"] * table["rows"]).sum() == pytest.approx(chance.sum())
    assert (table["happened"] * table["rows"]).sum() == labels.sum()
    assert (np.diff(table["said"]) > 0).all()
    noise = np.sqrt(table["said"] * (1 - table["said"]) / table["rows"])
    assert (abs(table["happened"] - table["said"]) < 4 * noise).all(), "the truth is calibrated"


def test_sigmoid_is_scikit_learns_with_platts_targets():
    from sklearn.calibration import _SigmoidCalibration

    rng = np.random.default_rng(4)
    for count in (6, 30, 3000):
        scores = rng.random(count)
        labels = (rng.random(count) < scores).astype(int)
        labels[:2] = 0, 1
        theirs = _SigmoidCalibration().fit(logit(scores), labels).predict(logit(scores))
        ours = calibrator(scores, labels, method="sigmoid")(scores)
        assert ours == pytest.approx(theirs, abs=2e-3)


def test_few_rows_that_part_cleanly_are_not_certain():
    """Four rows a side say no more than 5/6 (Platt's target): without targets it was 1."""
    scores, labels = np.repeat([0.3, 0.7], 4), np.repeat([0, 1], 4)
    said = calibrator(scores, labels, method="sigmoid")(np.array([0.3, 0.7]))
    assert said == pytest.approx([1 / 6, 5 / 6], abs=1e-3)


@pytest.mark.parametrize("model", ["logistic"])
@pytest.mark.parametrize("offset", [0.0, 1e3, 1e5])
def test_a_column_far_from_nought_is_learnt_from_alike(rows, model, offset):
    features, labels, _ = rows
    far = (features + np.array([0, offset, 0, 0])).astype(np.float32)
    near, moved = (fit(part, labels, Recipe(model)).predict(part) for part in (features, far))
    assert moved == pytest.approx(near, abs=0.02)


def test_a_later_row_that_moves_a_nearly_constant_column_is_no_millions_away():
    nearly = np.full((1000, 1), 0.1, np.float32) + np.float32(1e-9)
    assert standard(nearly)[1].tolist() == [1.0]
    tiny = np.random.default_rng(1).normal(1e-9, 1e-10, (1000, 1))
    assert standard(tiny)[1] == pytest.approx(tiny.std(axis=0)), "small is not constant"
