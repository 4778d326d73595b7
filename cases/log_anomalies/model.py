"""Detectors of windows: fitted on what is taken for normal, each with what its scores promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.log_anomalies.choices import COLUMNWISE
from cases.log_anomalies.features import PHASES, Windows, transformed
from data.world import stream
from pipelines.detection import deviations as of_columns
from pipelines.detection import outliers
from pipelines.detection.tails import Tail

SUPERVISED = ("logistic", "boosted")


@dataclass(frozen=True)
class Recipe:
    """How scores are made: up to three detectors, how they are combined, what they are shown."""

    detectors: tuple[str, ...]
    combine: str
    features: str
    scaler: str
    pooling: str
    training: str
    history: int
    seed: int


@dataclass(frozen=True, eq=False)
class Detector:
    """A fitted detector: `score` of the rows of some windows, what it promises (`tail`), and how
    far each group is from usual (`parts`: windows, groups) where it judges group by group."""

    kind: str
    score: Callable[[np.ndarray], np.ndarray]
    tail: Tail
    parts: Callable[[np.ndarray], np.ndarray] | None
    three_sigma: float


def recipe(
    *,
    detector: str,
    second: str,
    third: str,
    combine: str,
    features: str,
    scaler: str,
    pooling: str,
    training: str,
    history: int,
    seed: int,
) -> Recipe:
    """Choose detectors and what they learn from."""
    named = tuple(dict.fromkeys(name for name in (detector, second, third) if name != "none"))
    return Recipe(named, combine, features, scaler, pooling, training, history, seed)


@dataclass(frozen=True, eq=False)
class Material:
    """What a detector is fitted on: windows, their counts (perhaps replayed), the rows to learn
    from, which of all windows have a ticket, and which groups are known."""

    windows: Windows
    counts: np.ndarray
    rows: np.ndarray
    ticket: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """The groups met in training."""
        return self.counts[self.rows].sum(axis=0) > 0


def fitted(kind: str, material: Material, recipe: Recipe) -> Detector:
    """Fit one detector."""
    score, parts = _makers(kind)(kind, material, recipe)
    reference = score(material.rows)
    if kind in SUPERVISED:
        reference = reference[~material.ticket[material.rows]]
    three = 3.0 if kind in COLUMNWISE and recipe.pooling == "max" else _three_sigma(reference)
    return Detector(kind, score, Tail.of(reference), parts, three)


def surprises(detectors: tuple[Detector, ...], rows: np.ndarray, combine: str) -> np.ndarray:
    """-log10 of how often a normal window is as unusual, for some rows: all detectors together.

    The calibrated maximum takes the most surprising and multiplies its chance by how many were
    asked; "any" does not; "vote" takes the second most surprising.
    """
    each = np.stack([one.tail.surprise(one.score(rows)) for one in detectors])
    if len(each) == 1:
        return each[0]
    ordered = np.sort(each, axis=0)
    if combine == "vote":
        return ordered[-2]
    return np.maximum(ordered[-1] - np.log10(len(each)) * (combine == "max"), 0.0)


def _three_sigma(scores: np.ndarray) -> float:
    known = scores[np.isfinite(scores)]
    return float(known.mean() + 3 * known.std()) if len(known) else 0.0


Made = tuple[Callable[[np.ndarray], np.ndarray], Callable[[np.ndarray], np.ndarray] | None]


def _makers(kind: str) -> Callable[[str, Material, Recipe], Made]:
    special = {
        "random": _random,
        "new": _new,
        "sequence": _sequence,
        "latency": _latency,
        "stream": _stream,
    }
    if kind in COLUMNWISE:
        return _columns
    return special.get(kind, _learned)


def _columns(kind: str, material: Material, recipe: Recipe) -> Made:
    """Group by group: deviations, pooled to one score."""
    parts = deviations(kind, material, recipe)
    return lambda rows: of_columns.pooled(parts(rows), recipe.pooling), parts


def deviations(kind: str, material: Material, recipe: Recipe) -> Callable[[np.ndarray], np.ndarray]:
    """Signed deviations of each group in some rows; 0 for groups never met."""
    known, phase = np.flatnonzero(material.known), material.windows.phase
    usual: of_columns.Usual | of_columns.Seasonal
    if kind in ("seasonal", "ewma", "cusum"):
        usual = seasonal_of(material)
        plain = material.windows.counts
    else:
        fit = {"z": of_columns.standard, "robust": of_columns.robust, "iqr": of_columns.fences}
        plain, shown = _shown(material, recipe)
        usual = fit[kind](shown[material.rows][:, known])
    over_time: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "ewma": of_columns.smoothed,
        "cusum": of_columns.cusum,
    }
    after = over_time.get(kind)
    if after:
        past = usual.deviations(material.counts[material.rows][:, known], phase[material.rows])
        level = of_columns.standard(past)

    def parts(rows: np.ndarray) -> np.ndarray:
        own = usual.deviations(plain[rows][:, known], phase[rows])
        found = np.zeros((len(rows), len(material.known)))
        found[:, known] = after((own - level.centre) / level.width) if after else own
        return found

    return parts


def seasonal_of(material: Material) -> of_columns.Seasonal:
    """The usual counts of each known group by the hour."""
    rows = material.rows
    known = np.flatnonzero(material.known)
    return of_columns.seasonal(
        material.counts[rows][:, known], material.windows.phase[rows], PHASES
    )


def _shown(material: Material, recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    """All windows as a detector is shown them, and the same with the counts it is fitted on."""
    if recipe.features == "residual":
        known = np.flatnonzero(material.known)
        usual, found = seasonal_of(material), []
        for counts in (material.windows.counts, material.counts):
            whole = np.zeros(counts.shape)
            whole[:, known] = usual.deviations(counts[:, known], material.windows.phase)
            found.append(whole)
        return found[0], found[1]
    document = (material.counts[material.rows] > 0).mean(axis=0)
    plain, fit = (
        transformed(counts, recipe.features, document)
        for counts in (material.windows.counts, material.counts)
    )
    return plain, fit


def _learned(kind: str, material: Material, recipe: Recipe) -> Made:
    """scikit-learn's detectors on scaled columns; those of tickets see all channels."""
    known = np.flatnonzero(material.known)
    plain, fit = (part[:, known] for part in _shown(material, recipe))
    if kind in SUPERVISED:
        beside = channels(material)
        plain, fit = (np.column_stack([part, beside]) for part in (plain, fit))
    by = fit if recipe.scaler == "all" else fit[material.rows]
    scale = of_columns.standard(by)
    x = scale.deviations(fit[material.rows], material.windows.phase)
    if kind in SUPERVISED:
        labels = material.ticket[material.rows]
        model = outliers.supervised(kind, x, labels, seed=recipe.seed)
    else:
        model = outliers.fitted(kind, x, seed=recipe.seed)
    return lambda rows: model.score((plain[rows] - scale.centre) / scale.width), None


def channels(material: Material) -> np.ndarray:
    """What is beside the counts: new messages, strange payments, milliseconds; (windows, 3)."""
    every = np.arange(len(material.windows.start))
    return np.column_stack(
        [make("", material, None)[0](every) for make in (_new, _sequence, _latency)]
    )


def _new(kind: str, material: Material, recipe: Recipe | None) -> Made:
    """Lines of groups that training never met; every line where a group means nothing tomorrow."""
    known, windows = material.known, material.windows
    unknown = (
        windows.counts[:, ~known].sum(axis=1) if windows.steady else windows.counts.sum(axis=1)
    )
    return lambda rows: unknown[rows].astype(float), None


def _sequence(kind: str, material: Material, recipe: Recipe | None) -> Made:
    """Strange payments beyond those there always are, in standard deviations."""
    windows, rows = material.windows, material.rows
    usual = (windows.flagged[rows].sum() + 0.5) / (windows.paid[rows].sum() + 1)
    beyond = windows.flagged - usual * windows.paid
    z = beyond / np.sqrt(windows.paid * usual * (1 - usual) + 0.3)
    return lambda own: z[own], None


def _latency(kind: str, material: Material, recipe: Recipe | None) -> Made:
    """The mean log of milliseconds, in standard errors of a window with as many lines."""
    windows, rows = material.windows, material.rows
    mean = windows.log_ms[rows].sum() / max(windows.timed[rows].sum(), 1)
    off = (windows.log_ms - mean * windows.timed) / np.sqrt(np.maximum(windows.timed, 1))
    width = max(float(off[rows].std()), 1e-9) if len(rows) else 1.0
    return lambda own: np.abs(off[own]) / width, None


def _random(kind: str, material: Material, recipe: Recipe) -> Made:
    """A score that knows nothing."""
    score = stream(recipe.seed, "random score").random(len(material.windows.start))
    return lambda rows: score[rows], None


def _stream(kind: str, material: Material, recipe: Recipe) -> Made:
    """river's half-space trees: every window is scored, then learned, in the order of time."""
    known = np.flatnonzero(material.known)
    counts = np.log1p(material.windows.counts[:, known])
    scale = of_columns.standard(counts[material.rows])
    squeezed = outliers.squeezed((counts - scale.centre) / scale.width)
    score = outliers.half_space_trees(squeezed, seed=recipe.seed)
    return lambda rows: score[rows], None
