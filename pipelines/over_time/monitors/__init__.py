"""What rings when the world moves, and how well each monitor does.

`distances` compares two samples, `estimates` says how good a model is, with or without labels,
`detectors` watches a stream, `alarms` judges when something rang, `race` does so over many seeds.
"""

from pipelines.over_time.monitors.alarms import Judged, judge
from pipelines.over_time.monitors.detectors import DETECTORS, adwin_rings, rings
from pipelines.over_time.monitors.distances import (
    Comparison,
    chi_squared,
    kolmogorov_smirnov,
    psi,
    wasserstein,
)
from pipelines.over_time.monitors.estimates import expected_auc, expected_rate, known_auc
from pipelines.over_time.monitors.race import Runner, race, steps
from pipelines.over_time.monitors.watching import MONITORS, Monitor, ringing

__all__ = [
    "DETECTORS",
    "MONITORS",
    "Comparison",
    "Judged",
    "Monitor",
    "Runner",
    "adwin_rings",
    "chi_squared",
    "expected_auc",
    "expected_rate",
    "judge",
    "known_auc",
    "kolmogorov_smirnov",
    "psi",
    "race",
    "ringing",
    "rings",
    "steps",
    "wasserstein",
]
