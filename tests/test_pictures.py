"""The pictures: what they hold, the exact posterior, repeats, and PNGs."""

from __future__ import annotations

import io

import numpy as np
import pytest
from scipy.special import logsumexp

from data.pictures import pictures
from data.pictures.circumstances import Circumstances
from data.pictures.constants import CAMERAS, DIM, GOODS, GROUNDS, NAMES, PRIOR, SIDE
from data.pictures.generator import class_shares, way_shares
from data.pictures.posterior import posterior
from data.pictures.repeats import HOT, LONGEST, upload_numbers
from data.pictures.shapes import WAYS_A_CLASS, covers
from kit.picture import as_png


@pytest.fixture(scope="module")
def world():
    return pictures(seed=3, pictures=1500)


def chances(world):
    return world.truth[[f"p {name}" for name in NAMES]].to_numpy()


def test_the_posterior_is_bayes_rule_written_out():
    """One picture, every cover and colour in turn, with scipy's logsumexp."""
    n = 6
    told = Circumstances(
        blurred=np.arange(n) % 2 == 1,
        dim=np.arange(n) % 3 == 0,
        sticker=np.array([-1, 0, 4, -1, 8, 2]),
        ground=np.arange(n) % len(GROUNDS),
        camera=np.arange(n) % len(CAMERAS),
    )
    pixels = np.random.default_rng(0).normal(0.5, 0.3, (n, 3, SIDE * SIDE)).astype(np.float32)
    shares = way_shares(class_shares("none", 0.0))
    found = posterior(pixels, told, shares)
    for row in range(n):
        camera = CAMERAS[told.camera[row]]
        light = np.array(camera.balance) * (DIM if told.dim[row] else 1.0)
        open_ = told.uncovered()[row]
        cover = covers()[int(told.blurred[row])][:, open_].astype(float)
        ground = np.array(GROUNDS[told.ground[row]])
        likely = []
        for good in GOODS:
            clean = ground[:, None, None] + cover * (np.array(good) - ground)[:, None, None]
            miss = pixels[row][:, None, open_] - light[:, None, None] * clean
            likely.append(-0.5 * (miss**2).sum(axis=(0, 2)) / camera.noise**2)
        with np.errstate(divide="ignore"):
            together = logsumexp(likely, axis=0) + np.log(shares)
        by_class = logsumexp(together.reshape(-1, WAYS_A_CLASS), axis=1)
        assert found[row] == pytest.approx(np.exp(by_class - logsumexp(by_class)), abs=2e-3)


def test_the_posterior_is_calibrated(world):
    """Of what is given a chance of p, a share of p is so."""
    best = chances(world).max(axis=1)
    right = chances(world).argmax(axis=1) == world.truth["class"]
    error = (right - best).mean() / np.sqrt((best * (1 - best)).sum()) * len(best)
    assert abs(error) < 4
    assert chances(world).sum(axis=1) == pytest.approx(np.ones(len(world)))


def test_what_could_be_two_things_stays_open(world):
    """In their last form two classes are one shape: then the chances are those of the classes."""
    unsure = (chances(world).max(axis=1) < 0.6) & world.truth["in plain"].to_numpy()
    assert unsure.any()
    pairs = np.sort(np.argsort(-chances(world)[unsure], axis=1)[:, :2], axis=1)
    alike = {("bottle", "mug"), ("dress", "shirt"), ("bag", "book")}
    named = {tuple(sorted((NAMES[a], NAMES[b]))) for a, b in pairs}
    assert named <= alike


def test_classes_come_as_often_as_said(world):
    counts = np.bincount(world.truth["class"], minlength=len(NAMES))
    for name, count in zip(NAMES, counts, strict=True):
        share = PRIOR.get(name, 0.0)
        assert abs(count - share * len(world)) <= 4 * np.sqrt(len(world) * share * (1 - share)) + 1


def test_a_drift_changes_its_share_and_nothing_else():
    still, shifted = (pictures(seed=5, pictures=300, drift=each) for each in ("none", "camera"))
    new = shifted.seen["camera"].to_numpy() == 1
    assert 0.2 < new.mean() < 0.4
    same = still.about["pixels"][~new] == shifted.about["pixels"][~new]
    assert same.all() and not (still.about["pixels"][new] == shifted.about["pixels"][new]).all()
    goods = pictures(seed=5, pictures=300, drift="goods", share=0.5)
    assert 0.4 < (goods.seen["label"] == "ball").mean() < 0.6


def test_repeats_come_as_often_as_said():
    numbers = upload_numbers(seed=1, uploads=30_000, repeats=0.4, flood=0.2)
    assert (numbers < HOT).mean() == pytest.approx(0.2, abs=0.02)
    late = np.arange(len(numbers)) >= LONGEST
    first = np.zeros(len(numbers), dtype=bool)
    first[np.unique(numbers, return_index=True)[1]] = True
    new = late & (numbers >= HOT) & first
    assert new.sum() / late.sum() == pytest.approx(0.8 * 0.6, abs=0.03)


def test_a_png_is_read_back_as_it_was_written():
    from base64 import b64decode

    from PIL import Image

    pixels = np.random.default_rng(0).random((5, 7, 3))
    data = b64decode(as_png(pixels).split(",", 1)[1])
    back = np.asarray(Image.open(io.BytesIO(data)))
    assert np.array_equal(back, (pixels * 255).round().astype(np.uint8))
