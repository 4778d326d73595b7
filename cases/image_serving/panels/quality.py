"""How right the networks are: by slice, by cut-off, and how far their word can be taken."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.image_serving.decide import goes_on
from cases.image_serving.world import posterior_of
from data.pictures.constants import CLASSES, NAMES, SLICES
from kit.figure import Absent, Drawn, bars
from kit.heat import heat
from kit.panels.along import along
from kit.panels.experiment import experiment as planned
from kit.panels.legend import ATTAINABLE
from kit.panels.reliability import reliability as promised
from kit.run import Run
from kit.words import say, say_change

CUTS = np.round(np.linspace(0, 1, 26), 2)
LABELLED_A_DAY = 2_000
"""Pictures moderators label a day for an experiment: assumed."""


def by_slice(run: Run) -> Drawn:
    """Accuracy by slice, before and after.

    Which slice pays for a new precision? The mean may hold while one slice falls. Beside both, the
    attainable ceiling on the same pictures.
    """
    before = run.with_changes(precision="fp32")
    after = run.with_changes(rollout="direct")
    ways = {"as designed, without a gate": after["judged"].right}
    if _compares(run):
        ways = {"32-bit floats": before["judged"].right} | ways
    ways[ATTAINABLE] = run["attainable"].right
    inside = {"all": np.ones(len(run["uploads"]), dtype=bool)} | dict(run["judged"].slices)
    rows = [
        (f"{name} ({which.sum():,})", way, float(right[which].mean()))
        for name, which in inside.items()
        if which.any()
        for way, right in ways.items()
    ]
    return bars(
        pd.DataFrame(rows, columns=["slice", "network", "accuracy"]),
        x=("slice", "slice (pictures)"),
        y=("accuracy", "accuracy"),
        by="network",
        colours={
            "32-bit floats": "muted",
            ATTAINABLE: "ceiling",
            "as designed, without a gate": "true",
        },
        horizontal=True,
        caption=_largest_fall(before, after) + " " + _gate(run)
        if _compares(run)
        else "This design runs in 32-bit floats; in 8 bits both would stand side by side.",
    )


def _compares(run: Run) -> bool:
    """Whether the design asks for another precision than 32-bit floats."""
    return run.settings["precision"] != "fp32" and run.settings["way"] != "exit"


def _largest_fall(before: Run, after: Run) -> str:
    inside = before["judged"].slices
    falls = {
        name: float((before["judged"].right - after["judged"].right)[inside[name]].mean())
        for name in SLICES
        if inside[name].any()
    }
    worst = max(falls, key=lambda name: falls[name])
    mean = float((before["judged"].right - after["judged"].right).mean())
    return (
        f"Against 32-bit floats the mean changes by {say_change(-mean, 'share')}, "
        f'"{worst}" by {say_change(-falls[worst], "share")}.'
    )


def _gate(run: Run) -> str:
    release = run["release"]
    if release.failed:
        return f"The gate kept 32-bit floats: {', '.join(release.failed)} fell too far."
    return "" if run.settings["rollout"] == "direct" else "The gate let it through."


def parts(run: Run) -> Mapping[str, str]:
    """Which pictures one may count: all, or a slice."""
    inside = run["judged"].slices
    return {"all": "All pictures"} | {n: n.capitalize() for n in SLICES if inside[n].any()}


def confusion(run: Run, subject: str = "") -> Drawn:
    """What is taken for what, before and after.

    Which goods does a new precision mix up? A row is what a picture shows, a column what is
    answered. Where two numbers stand, the first is that of 32-bit floats; shades say what became
    more and what less.
    """
    inside = run["judged"].slices.get(subject, np.ones(len(run["uploads"]), dtype=bool))
    if not inside.any():
        return Absent("No picture is of this kind.")
    after, before = _counted(run.with_changes(rollout="direct"), inside), np.zeros(1)
    if compares := _compares(run):
        before = _counted(run.with_changes(precision="fp32"), inside)
    level = (after - before) / np.maximum(after.sum(axis=1, keepdims=True), 1)
    before = np.broadcast_to(before, after.shape)
    rows = [
        (NAMES[i], CLASSES[j], level[i, j], _cell(before[i, j], after[i, j], compares))
        for i in np.flatnonzero(after.sum(axis=1))
        for j in range(len(CLASSES))
    ]
    frame = pd.DataFrame(rows, columns=["shown", "answered", "level", "text"])
    return heat(
        frame.assign(level=0.5 + frame["level"] / 2) if compares else frame,
        x=("answered", "answered"),
        y=("shown", "shown"),
        level=("level", "change (50 %: none)" if compares else "share of the row"),
        text="text",
        either_way=compares,
        caption=f"Wrong of {int(after.sum()):,} pictures: {_wrong(after):,}"
        + (f"; in 32-bit floats {_wrong(before):,}." if compares else "."),
    )


def _counted(run: Run, inside: np.ndarray) -> np.ndarray:
    """How many pictures that show a class are answered with another: (11 shown, 10 answered)."""
    found = np.zeros((len(NAMES), len(CLASSES)))
    shown = run["uploads"].truth["class"].to_numpy()[inside]
    np.add.at(found, (shown, run["answers"].kind[inside]), 1)
    return found


def _cell(before: float, after: float, compares: bool) -> str:
    if not before and not after:
        return ""
    return f"{before:.0f} > {after:.0f}" if compares else f"{after:.0f}"


def _wrong(counted: np.ndarray) -> int:
    return int(counted.sum() - np.trace(counted))


def cascade(run: Run) -> Drawn:
    """What a cascade saves, by how much it passes on.

    Where would you cut? On the left the first network answers all, on the right the second. A
    cascade can even beat its second network: each is sure of other pictures.
    """
    shown = run if run.settings["way"] != "one" else run.with_changes(way="cascade")
    said, posterior = shown["said"], posterior_of(run["uploads"])
    row = np.arange(len(posterior))
    first, main = (posterior[row, each.argmax(axis=1)] for each in (said.first, said.main))
    surest = said.first.max(axis=1)
    went = [goes_on(surest, cut) for cut in CUTS]
    share = np.array([each.mean() for each in went])
    right = np.array([np.where(each, main, first).mean() for each in went])
    cut = float(shown.settings["cutoff"])
    now = goes_on(surest, cut)
    best = float(posterior.max(axis=1).mean())
    ends = np.array([0.0, 1.0])
    return along(
        {
            "cascade": (share, right),
            "second network alone": (ends, np.full(2, main.mean())),
            ATTAINABLE: (ends, np.full(2, best)),
        },
        x="share of pictures passed on",
        y="accuracy",
        colours={"cascade": "true", "second network alone": "muted"},
        dashed=("second network alone",),
        marks={f"sure from {cut:g}": (float(now.mean()), float(np.where(now, main, first).mean()))},
        caption=f"Passing on {say(float(now.mean()), 'share')} reaches "
        f"{say(float(np.where(now, main, first).mean()), 'share')}; the second network alone "
        f"{say(float(main.mean()), 'share')}."
        + ("" if run.settings["way"] != "one" else " (Shown as if there were a cascade.)"),
    )


def reliability(run: Run) -> Drawn:
    """How sure against how right.

    May a cut-off be read as a chance? Below the grey diagonal the answers claim more than they
    keep, as they do of cameras and goods they have never met.
    """
    judged = run["judged"]
    gap = float(judged.sure.mean() - judged.right.mean())
    return promised(
        {"true": (judged.sure.astype(float), judged.right)},
        promised="chance the answer claims",
        happened="chance that it is right",
        caption=f"On average the answers claim {say(abs(gap), 'share')} "
        f"{'more' if gap > 0 else 'less'} than they keep.",
    )


def experiment(run: Run) -> Drawn:
    """The smallest change an A/B test notices, by labelled pictures in each arm.

    Only pictures that somebody labels show accuracy, so moderators and not the traffic set how
    long a test takes. Latency needs minutes.
    """
    return planned(
        run,
        metrics=("accuracy", "worst_slice"),
        unit="labelled pictures",
        entities=len(run["uploads"]),
        units_a_day=LABELLED_A_DAY,
        note=f"Taken: moderators label {LABELLED_A_DAY:,} pictures a day.",
    )
