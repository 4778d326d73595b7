"""Lamps off the line: how small a scenario can be.

Lamps leave a line, a sensor measures wear, some are inspected.
A lamp's wear decides how likely it is to fail, and that likelihood is the truth no model sees. The
sensor reads the wear with noise. Everything a scenario needs is on this page: a world, five stages,
choices, a dial, metrics, panels, steps, a preset, a lesson, a brief, a twist and the rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.world import World, stream
from kit.case import Brief, Case, Goal, Lesson, Panel, Preset, Step, Twist
from kit.checks import checked
from kit.choice import Choice, Dial, Range
from kit.figure import Absent, Chart, Table, lines
from kit.metric import Metric
from kit.run import Run
from pipelines.engine import Pipeline
from pipelines.readout import Readout, Track

LAMPS, MISS, SHARES = 4000, 20.0, np.linspace(0, 1, 101)


def lamps(*, seed: int, noise: float) -> World:
    """Make lamps: the first half is there to learn from, the second half is made later."""
    wear = stream(seed, "wear").normal(size=LAMPS)
    chance = 1 / (1 + np.exp(3 - 1.5 * wear))
    reading = wear + noise * stream(seed, "sensor").normal(size=LAMPS)
    fault = stream(seed, "faults").random(LAMPS) < chance
    seen = pd.DataFrame(
        {"reading": reading, "fault": fault, "later": np.arange(LAMPS) * 2 >= LAMPS}
    )
    return World(seen, pd.DataFrame({"chance": chance}))


def learned(lamps: World, *, method: str, bins: int) -> pd.Series | None:
    """Learn how often lamps fail in each bin of the sensor's readings; nothing for the reading."""
    if method == "reading":
        return None
    past = lamps.seen[~lamps.seen["later"]]
    edges = np.unique(np.quantile(past["reading"], np.linspace(0, 1, bins + 1)[1:-1]))
    place = np.searchsorted(edges, past["reading"])
    rates = past.groupby(place)["fault"].mean().reindex(range(len(edges) + 1), fill_value=0.0)
    return pd.Series(rates.to_numpy(), index=[*edges, np.inf])


def scores(lamps: World, learned: pd.Series | None) -> np.ndarray:
    """Score every lamp: the higher, the sooner it is inspected."""
    reading = lamps.seen["reading"].to_numpy()
    if learned is None:
        return reading.copy()
    return learned.to_numpy()[np.searchsorted(learned.index[:-1], reading)]


def judged_rows(lamps: World, *, judged: str) -> np.ndarray:
    """Choose the lamps the team judges itself by."""
    later = lamps.seen["later"].to_numpy()
    return later.copy() if judged == "later" else ~later


def inspected(lamps: World, scores: np.ndarray, judged_rows: np.ndarray) -> Readout:
    """Inspect the highest scores, for every share that could be inspected at once."""
    later = lamps.seen["later"].to_numpy()
    chance, fault = lamps.truth["chance"].to_numpy(), lamps.seen["fault"].to_numpy(float)
    seen = _readings(scores[judged_rows], fault[judged_rows][None])
    true = _readings(scores[later], chance[later][None])
    best = _readings(chance[later], chance[later][None])
    weights = stream(0, "resamples").poisson(1.0, (60, later.sum()))
    draws = _readings(scores[later], chance[later] * weights, weights)
    why = {"precision": "No lamp is inspected, so there is nothing to be right about."}
    tracks = {}
    for name in true:
        low, high = np.quantile(draws[name][:, 1:], [0.025, 0.975], axis=0)
        ends = [np.concatenate([true[name][0, :1], side]) for side in (low, high)]
        parts = (true[name][0], seen[name][0], *ends, best[name][0], draws[name])
        tracks[name] = Track(*parts, why=why.get(name, ""))
    return Readout(SHARES, int(np.argmin(seen["cost"][0])), tracks, resamples="later lamps")


def _readings(score, fault, weights=None) -> dict[str, np.ndarray]:
    """Recall, precision and cost per lamp, one column a share; `fault` has one row a resample."""
    order = np.argsort(-score, kind="stable")
    weights = np.ones_like(fault) if weights is None else weights
    cuts = np.round(SHARES * len(score)).astype(int)
    caught, count = (
        np.pad(np.cumsum(part[:, order], axis=1), ((0, 0), (1, 0)))[:, cuts]
        for part in (fault, weights)
    )
    with np.errstate(invalid="ignore"):
        precision = caught / count
    cost = (count + MISS * (caught[:, -1:] - caught)) / count[:, -1:]
    return {"recall": caught / caught[:, -1:], "precision": precision, "cost": cost}


def draw_shares(run: Run) -> Chart:
    """Recall along the share inspected: seen, true and the ceiling."""
    track = run.readout.tracks["recall"]
    parts = {"seen": track.seen, "true": track.true, "ceiling": track.ceiling}
    frame = pd.DataFrame({"share": SHARES, **parts}).melt("share", var_name="what")
    caption = f"{run.reading('recall').true:.0%} of faults are found at the chosen share."
    shades = {name: name for name in parts}
    x, y = ("share", "Share inspected"), ("value", "Share of faults found")
    return lines(frame, x=x, y=y, by="what", colours=shades, caption=caption)


def draw_bins(run: Run) -> Table | Absent:
    """What was learned: the fault share of each bin."""
    if run["learned"] is None:
        return Absent("Nothing was learned: the sensor's reading is the score.")
    frame = run["learned"].rename("faults").rename_axis("reading up to").reset_index()
    return Table(frame.head(50), f"{len(frame)} bins were learned.", {"faults": "share"})


def facts(run: Run) -> dict[str, str]:
    """What an interviewer would give when asked."""
    return {"Lamps": f"{LAMPS:,}", "Faulty": f"{run['lamps'].seen['fault'].mean():.1%}"}


def export(run: Run) -> pd.DataFrame:
    """One row a lamp: what was seen, its part, label, score, truth and whether it is inspected."""
    world, score = run["lamps"], run["scores"]
    later = world.seen["later"].to_numpy()
    rank = pd.Series(-score).groupby(later).rank(method="first")
    cut = np.round(run.readout.axis[run.position] * later.sum())
    return world.seen.join(world.truth).assign(score=score, inspected=rank <= cut)


def flattery(same: Run) -> float:
    """How much more recall the team sees than there is."""
    reading = same.reading("recall")
    return reading.seen - reading.true


CASE = Case(
    slug="lamps",
    title="Lamps off the line",
    situation="Inspect the lamps most likely to fail.",
    tension="Each inspection costs, and each faulty lamp that leaves costs more.",
    learn="Why a score must be judged on lamps it has not met.",
    facts=facts,
    choices=(
        Choice("seed", "Seed", Range(0, 9999), 1, "Which lamps were made.", "world", world=True),
        Choice(
            "noise",
            "Sensor noise",
            Range(0, 5, step=0.1, whole=False, usual=(0.1, 1.0)),
            0.5,
            "How far the sensor is off, in standard deviations of wear.",
            "world",
            world=True,
        ),
        Choice(
            "method",
            "Score",
            {"bins": "Fault share by bin", "reading": "The reading itself"},
            "bins",
            "What lamps are ordered by.",
            "model",
        ),
        Choice(
            "bins",
            "Bins",
            Range(2, 1000, usual=(2, 200)),
            20,
            "How finely readings are cut; each bin is learned from fewer lamps.",
            "model",
            when={"method": ("bins",)},
        ),
        Choice(
            "judged",
            "Judged on",
            {"later": "Lamps made later", "same": "Lamps learned from"},
            "later",
            "Which lamps the team measures itself by.",
            "evaluation",
            leaks={"same": "The score has met the lamps it is judged on."},
        ),
    ),
    groups={"world": "World", "model": "Model", "evaluation": "Evaluation"},
    dial=Dial("share", "Share inspected", "How many lamps are inspected.", high=1.0, unit="share"),
    pipeline=Pipeline(lamps, learned, scores, judged_rows, inspected),
    final="inspected",
    metrics=(
        Metric("recall", "Faults found", "share", "up", "Of all faults.", "value", headline=True),
        Metric("precision", "Hit rate", "share", "up", "Inspections that find one.", "ranking"),
        Metric("cost", "Cost a lamp", "money", "down", "Inspecting and missing.", "cost", True),
    ),
    panels=(
        Panel("shares", "What does one more inspection find?", "Recall by share.", draw_shares),
        Panel("bins", "What was learned?", "Fault share by bin of the reading.", draw_bins),
    ),
    steps=(
        Step(
            "model",
            "Score",
            "What would you order lamps by?",
            "By the reading: the chance of a fault rises with it.",
            ("noise", "method", "bins"),
            ("shares", "bins"),
        ),
        Step("judge", "Judge", "How would you know?", "On lamps made later.", ("judged",)),
    ),
    presets=(Preset("fine", "Very fine bins", "Learns single lamps by heart.", {"bins": 1000}),),
    lessons=(
        Lesson(
            "by_heart",
            "Bins learned by heart look far better on the lamps they were learned from.",
            {"same": {"bins": 1000, "judged": "same", "share": 0.1}},
            flattery,
            "recall seen less recall there is",
            (0.1, 1.0),
            "Arithmetic: with two lamps a bin, a bin's share is mostly its own two labels.",
            flips="With few bins (bins=10) nothing is learned by heart.",
            unit="share",
        ),
    ),
    briefs=(
        Brief(
            "too_fine",
            "Everything looked perfect",
            "A colleague shipped a score that found nearly every fault, on paper.",
            {"bins": 1000, "judged": "same"},
            (Goal("recall", "at least", 0.7), Goal("cost", "at most", 0.85)),
            fixes={
                "coarser": {"bins": 10, "judged": "later"},
                "reading": {"method": "reading"},
            },
            decoys={"finer still": {"bins": 900}},
            degenerate={"inspect none": {"share": 0.0}, "inspect all": {"share": 1.0}},
            debrief="Two lamps a bin are too few to learn from.",
        ),
    ),
    twists=(Twist("worn", "The sensor ages.", {"noise": 1.5}, "What do you notice first?"),),
    export=export,
)
checked(CASE)
