"""What an interviewer would answer when asked, and whether what somebody asks for is possible."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from cases.image_serving.day import PATIENCE
from cases.image_serving.machines import Machines
from cases.image_serving.serving import BUSIEST
from cases.image_serving.world import posterior_of
from data.pictures.constants import CLASSES, RARE
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say
from pipelines.vision.profile import record

ROOM = 0.7
"""Load up to which replicas are planned."""


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, promises, goods, labels and machines, read off the world."""
    design, uploads = run.settings, run["uploads"]
    rare = uploads.seen["label"].isin(RARE).mean()
    night = float(design["traffic"])
    return {
        "Traffic": f"{night:,.0f} uploads a second at night, {BUSIEST * night:,.0f} in the "
        f"afternoon, {float(design['sale']) * night:,.0f} in the sale",
        "Promise": f"{say(float(design['deadline']), 'ms')} for the service, 95 in 100; a user "
        f"waits {say(PATIENCE, 'ms')}",
        "Goods": f"{len(CLASSES)} classes; {' and '.join(RARE)} are {say(float(rare), 'share')} of "
        "the pictures",
        "Attainable ceiling": f"{say(float(posterior_of(uploads).max(axis=1).mean()), 'share')} "
        "right, by the exact posterior",
        "Labels": f"{say(float(design['labelled']), 'share')} of the pictures, by moderators",
        "Uploads": f"{design['megapixels']:g} megapixels; {say(float(design['repeats']), 'share')} "
        "come again",
        "Batch times": f"measured on {record()['machine']['processor']}, "
        f"{record()['runs']} runs each",
    }


def _ground(run: Run) -> dict[str, Any]:
    machines: Machines = run["machines"]
    alone = run["serving"].alone
    return {
        "rate": BUSIEST * float(run.settings["traffic"]),
        "deadline": float(run.settings["deadline"]),
        "alone": float(np.percentile(alone, 95)),
        "each": machines.main.each_per_s / max(machines.main.share, 1e-9),
        "price": machines.main.price,
        "accuracy": run.reading("accuracy").true,
        "best": run.reading("accuracy").ceiling,
        "replicas": machines.replicas(BUSIEST * float(run.settings["traffic"])),
    }


def _asks(ground: Mapping[str, float]) -> tuple[Ask, ...]:
    return (
        Ask("rate", "Uploads a second", "count", ground["rate"], 1.0, 1e6),
        Ask("deadline", "95 in 100 within", "ms", ground["deadline"], 0.1, 1e5),
        Ask("accuracy", "Accuracy asked for", "share", 0.9, 0.01, 1.0),
    )


def _answer(ground: Mapping[str, float], given: Mapping[str, float]) -> Answer:
    needed = math.ceil(given["rate"] / ground["each"] / ROOM)
    implied = {
        "Replicas of this network": f"{needed:,} ({say(ROOM, 'share')} loaded)",
        "They cost a day": say(24 * needed * ground["price"], "money"),
        "Work alone, 95 in 100": say(ground["alone"], "ms"),
        "Accuracy now": say(ground["accuracy"], "share"),
    }
    return Answer(implied, *_verdict(ground, given, needed))


def _verdict(
    ground: Mapping[str, float], given: Mapping[str, float], needed: int
) -> tuple[str, str]:
    best, now = say(ground["best"], "share"), say(ground["accuracy"], "share")
    if given["accuracy"] > ground["best"]:
        return "no", f"Nobody can be so right: of what was drawn the attainable ceiling is {best}."
    if given["deadline"] < ground["alone"]:
        return "maybe", "Not with this network: its work alone takes longer, without any queue."
    if given["accuracy"] > ground["accuracy"]:
        return "maybe", f"This design is right in {now}; the attainable ceiling is {best}."
    if needed > ground["replicas"]:
        return "maybe", f"It takes {needed:,} replicas; this design has {ground['replicas']:,.0f}."
    return "yes", f"{ground['replicas']:,.0f} replicas are enough, with room to spare."


FEASIBILITY = Feasibility(_ground, _asks, _answer)
