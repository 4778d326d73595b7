"""The product: the pictures themselves, and what the networks say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from cases.image_serving.model import says
from cases.image_serving.panels.names import named
from cases.image_serving.world import posterior_of
from data.pictures.constants import CLASSES, NAMES, SLICES
from kit.figure import Absent, Card, Cards, Drawn
from kit.heat import heat
from kit.panels.legend import ATTAINABLE
from kit.picture import as_png
from kit.run import Run
from kit.words import say
from pipelines.vision.shapes import PRECISIONS, WIDTHS, Part

SHOWN = 8
SPOKEN = 0.05  # chances below have a shade and no number


def kinds(run: Run) -> Mapping[str, str]:
    """The pictures one may look at: those that tell most, then slice by slice."""
    inside = run["judged"].slices
    found = {"telling": "Wrong answers, where a better one was possible"}
    found |= {"split": "Pictures that could be either of two goods"}
    if run.settings["way"] != "one":
        found |= {"passed": "Pictures that the first network passes on"}
    return found | {name: name.capitalize() for name in SLICES if inside[name].any()}


def pictures(run: Run, subject: str = "") -> Drawn:
    """Uploads, and what the service says of them.

    What makes a picture hard? Pick a kind; each card says what is on the picture, what the service
    answered and how sure it was, and what the attainable ceiling says.
    """
    which = _which(run, subject or "telling")
    if not len(which):
        return Absent("No picture is of this kind.")
    wrong = run["answers"].kind[which] != run["uploads"].truth["class"].to_numpy()[which]
    rows: dict[str, Sequence[Card]] = {
        name: [_card(run, int(at)) for at in which[chosen][:SHOWN]]
        for name, chosen in (("Answered wrongly", wrong), ("Answered rightly", ~wrong))
        if chosen.any()
    }
    share = say(float(1 - wrong.mean()), "share")
    return Cards(rows, f"{len(which):,} pictures are of this kind; {share} are answered rightly.")


def _which(run: Run, kind: str) -> np.ndarray:
    """The pictures of a kind, the most telling first."""
    right, best = run["judged"].right, posterior_of(run["uploads"])
    order = np.argsort(-(best.max(axis=1) - right), kind="stable")
    if kind == "telling":
        inside = best.max(axis=1) - right > 0.5
    elif kind == "split":
        inside = best.max(axis=1) < 0.7
    elif kind == "passed":
        inside = run["answers"].went_on
    else:
        inside = run["judged"].slices[kind]
    return order[inside[order]]


def _card(run: Run, at: int) -> Card:
    """One upload: what is on it, what was answered, what was possible."""
    uploads, answers = run["uploads"], run["answers"]
    best, label = posterior_of(uploads)[at], str(uploads.seen["label"][at])
    given = CLASSES[answers.kind[at]]
    right = given == label
    said = f"answer: {given}, {say(float(answers.sure[at]), 'share')} sure"
    small = f"small network: {CLASSES[answers.fallback[at]]}"
    possible = f"attainable: {NAMES[best.argmax()]}, {say(float(best.max()), 'share')}"
    seen = as_png(np.moveaxis(uploads.about["pixels"][at], 0, -1))
    return Card(
        label,
        (f"upload {at}", said, small, possible),
        "right" if right else "wrong",
        "true" if right else "alarm",
        seen,
    )


def single(run: Run) -> Mapping[str, str]:
    """Pictures one may put to every network: wrong ones first."""
    label = run["uploads"].seen["label"]
    which = [*_which(run, "telling")[:12], *_which(run, "split")[:6], *range(12)]
    return {str(at): f"upload {at}: {label[at]}" for at in dict.fromkeys(map(int, which))}


def opinions(run: Run, subject: str = "") -> Drawn:
    """What every network says of one picture.

    Do they agree, and how sure are they? The large network's 8-bit forms stand below; the last row
    is the exact posterior of what was drawn.
    """
    at = int(subject or next(iter(single(run))))
    pixels, side = run["uploads"].about["pixels"][at : at + 1], str(run.settings["side"])
    parts = [Part(name) for name in WIDTHS] + [Part("large", form) for form in PRECISIONS[1:]]
    said = {named(part): says(part, pixels, side)[0] for part in parts}
    rows = [
        (name, kind, float(chance), f"{100 * chance:.0f}" if chance >= SPOKEN else "")
        for name, chances in (said | {ATTAINABLE: posterior_of(run["uploads"])[at]}).items()
        for kind, chance in zip(NAMES, chances, strict=False)
    ]
    label = run["uploads"].seen["label"][at]
    right = [name for name, chances in said.items() if CLASSES[chances.argmax()] == label]
    return heat(
        pd.DataFrame(rows, columns=["network", "class", "chance", "text"]),
        x=("class", "class"),
        y=("network", "network"),
        level=("chance", "chance"),
        text="text",
        caption=f"Upload {at} shows a {label}. {len(right)} of {len(said)} networks say so. "
        "Numbers: chances in per cent.",
    )
