"""Every network in every precision: how right, and how fast on the machines of a design."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cases.image_serving.machines import PIXELS, Forms, Machines
from cases.image_serving.model import says
from cases.image_serving.serving import BUSIEST, Rules, at_rate
from cases.image_serving.world import posterior_of
from data.world import World
from pipelines.vision.shapes import PRECISIONS, WIDTHS, Part

JUDGED_ON = 400  # of the pictures


@dataclass(frozen=True)
class Member:
    """A network in a precision: accuracy, and the 95th percentile in the busiest hour (ms; NaN
    where it cannot answer so many)."""

    part: Part
    accuracy: float
    p95: float


def family(
    uploads: World,
    machines: Machines,
    *,
    side: str,
    accelerator: str,
    threads: str,
    max_batch: int,
    max_delay: float,
    traffic: int,
    seed: int,
) -> tuple[Member, ...]:
    """Run every network in every precision on some pictures, and time it on these machines."""
    posterior = posterior_of(uploads)[:JUDGED_ON]
    pixels = uploads.about["pixels"][:JUDGED_ON]
    forms = Forms(accelerator, int(threads), PIXELS[side], max_batch, max_delay)
    patient = Rules("wait", 0, None)
    found = []
    for part in [Part(name, form) for name in WIDTHS for form in PRECISIONS]:
        if accelerator != "cpu" and part.precision != "fp32":
            continue
        kind = says(part, pixels, side).argmax(axis=1)
        crew = replace(machines.main, batch=forms.batch(part))
        alike = replace(machines, crews=(*machines.crews[:-1], crew))
        timed = at_rate(alike, patient, BUSIEST * traffic, 50.0, "poisson", seed)
        right = float(posterior[np.arange(len(kind)), kind].mean())
        found.append(Member(part, right, timed.p95.value))
    return tuple(found)
