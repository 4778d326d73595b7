"""Another model or resampling on the page, against the plain library calls it contains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from benchmarks.rounds import Row, compare, growth, seconds
from cases.fraud import CASE
from cases.fraud.model import VALIDATION, Examples
from data.world import stream
from kit.case import Case
from kit.run import Run
from pipelines.engine import Pipeline
from pipelines.evaluation.splitting import folds
from pipelines.memo import Memo

BEFORE = {"model": "amount"}
"""The design the visitor comes from: its world and features are there, none of the fits."""

PICKS: dict[str, dict[str, str]] = {
    "logistic regression": {"model": "logistic"},
    "undersampling, logistic regression": {"model": "logistic", "resampling": "under"},
    "oversampling, logistic regression": {"model": "logistic", "resampling": "over"},
    "SMOTE, logistic regression": {"model": "logistic", "resampling": "smote"},
    "boosted trees": {"model": "lightgbm"},
    "undersampling, boosted trees": {"model": "lightgbm", "resampling": "under"},
}


def rows(*, quick: bool) -> Iterator[Row]:
    """Each pick cold, the dial on the default design, and growth of the readings."""
    size, rounds = ("small", 1) if quick else ("live", 3)
    timed = [turn(size) for _ in range(rounds)]
    for name in PICKS:
        ours, theirs = (median(one[name][who] for one in timed) for who in (0, 1))
        peer = "the plain fits and predictions in it"
        yield Row(f"Pick {name}", ours, peer, theirs, timed[0][name][2])
    yield dial(size, rounds)
    yield readings_growth(("small", "live") if quick else ("small", "live", "large"), rounds)


def turn(size: str) -> dict[str, tuple[float, float, str]]:
    """CPU-seconds of each pick on a fresh copy of the case, and of the plain calls in it."""
    case = fresh()
    case.run(BEFORE | {"size": size}).readings()
    timed = {}
    for name, pick in PICKS.items():
        run = case.run(pick | {"size": size})
        ours = seconds(lambda run=run: run.readout)
        plain = plain_calls(run, pick)
        scored = f"{len(run['history'].rows):,} rows to learn from, all readings of "
        note = scored + f"{len(run['live'].rows):,} judged payments"
        timed[name] = ours, seconds(plain), note
    return timed


def fresh() -> Case:
    """The fraud case with a memory of its own."""
    stages = [stage.function for stage in CASE.pipeline.stages.values()]
    return replace(CASE, pipeline=Pipeline(*stages, memo=Memo()))


def plain_calls(run: Run, pick: Mapping[str, str]) -> Callable[[], Any]:
    """The same fits and predictions by imbalanced-learn and the model's library alone."""
    parts = asked(run)
    past, (train, _) = Examples.of(run["past"], run["seen"], run["offline"]), split(run)
    before, whole = past.take(train), Examples.of(run["history"], run["seen"], run["offline"])

    def calls() -> None:
        fit_plain(before.matrix, before.labels, pick)(parts["held back"])
        model = fit_plain(whole.matrix, whole.labels, pick)
        model(parts["recent"]), model(parts["live"])

    return calls


def split(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the past that are trained on and held back where the team judges its model."""
    past, settings = Examples.of(run["past"], run["seen"], run["offline"]), run.settings
    (parts,) = folds(
        past.day,
        past.ids[:, 1],
        split=settings["split"],
        gap=settings["delay"] + 1,
        window=settings["window"],
        length=VALIDATION,
        rng=stream(settings["seed"], "split"),
    )
    return parts


def asked(run: Run) -> dict[str, np.ndarray]:
    """The feature rows a run asks its models about."""
    matrix, live, recent = run["served"].matrix, len(run["live"].rows), len(run["recent"])
    past = Examples.of(run["past"], run["seen"], run["offline"])
    return {
        "held back": past.matrix[split(run)[1]],
        "recent": matrix[-live - recent : -live],
        "live": matrix[-live:],
    }


def fit_plain(features: np.ndarray, labels: np.ndarray, pick: Mapping[str, str]) -> Callable:
    """Resample and fit as one would in a notebook; the prediction function."""
    from imblearn.over_sampling import SMOTE, RandomOverSampler
    from imblearn.under_sampling import RandomUnderSampler
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    samplers = {"under": RandomUnderSampler, "over": RandomOverSampler, "smote": SMOTE}
    if "resampling" in pick:
        sampler = samplers[pick["resampling"]](random_state=0)
        features, labels = sampler.fit_resample(features, labels)
    if pick["model"] == "lightgbm":
        return boost_plain(features, labels)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200, tol=1e-3))
    return model.fit(features, labels).predict_proba


def boost_plain(features: np.ndarray, labels: np.ndarray) -> Callable:
    """LightGBM with the parameters the case fits with."""
    import lightgbm

    from pipelines.learning.training import BOOSTING, ROUNDS

    data = lightgbm.Dataset(features, labels, params=BOOSTING)
    return lightgbm.train(BOOSTING, data, num_boost_round=ROUNDS).predict


def dial(size: str, rounds: int) -> Row:
    """All readings at another position of the dial, against the metric functions there."""
    from benchmarks.thresholds import by_sklearn

    run = CASE.run({"size": size, "model": "logistic"})
    rows, axis = run["live"].rows, run.readout.axis
    labels, scores = rows["fraud"].to_numpy(), rows["probability"].to_numpy()
    places = np.linspace(0, len(axis) - 1, 100).astype(int).tolist()
    return compare(
        f"Every reading at another position of the dial, {len(rows):,} payments",
        lambda: [run.readings(place) for place in places],
        "scikit-learn's three metric functions",
        lambda: by_sklearn(labels, scores, float(axis[len(axis) // 2])),
        rounds=rounds,
        per=(len(places), 1),
        note=f"{len(CASE.metrics)} readings, seen and true, with intervals and ceilings; on the "
        "page the browser answers by itself",
    )


def readings_growth(sizes: tuple[str, ...], rounds: int) -> Row:
    """Reading all metrics off scores that are there, over the sizes of the case."""
    runs = {size: CASE.run({"size": size, "model": "logistic"}) for size in sizes}
    stage = CASE.pipeline.stages[CASE.final]

    def read(run: Run) -> None:
        inputs = [run[name] for name in stage.inputs]
        stage.function(*inputs, **{name: run.settings[name] for name in stage.choices})

    works = {len(run["live"].rows): lambda run=run: read(run) for run in runs.values()}
    return growth("All readings at all thresholds", works, rounds=rounds, of="judged payments")
