"""What only these lessons measure: click chances of the rows, and what the artefact ranks first."""

from __future__ import annotations

from cases.irrelevant_items.probes import ASKED
from kit.run import Run

NOTICED = 7.849
"""(1.96 + 0.8416) squared: what a test at 5 % with 80 % power asks for."""

DROP = 0.05  # relative


def lost_to_random(run: Run) -> float:
    """Of the clicks that personal rows win over random ones, the share that is lost."""
    service, rows = run["service"], run["today"].rows
    # A random row, too, leaves out what was taken and what nobody understands.
    random = float(service.chance[~(service.taken | service.foreign)].mean())
    sound = float(service.clicked(service.sound).mean())
    return (sound - float(service.clicked(rows).mean())) / (sound - random)


def hidden_by_average(run: Run) -> float:
    """How much more of their clicks phones lose than all users together."""
    service, rows = run["service"], run["today"].rows
    now, before = service.clicked(rows), service.clicked(service.sound)
    phones = 1 - now[service.phone].mean() / before[service.phone].mean()
    return float(phones - (1 - now.mean() / before.mean()))


def clicks_won(run: Run) -> float:
    """Relative change of the click chance of a row."""
    service, rows = run["service"], run["today"].rows
    return float(service.clicked(rows).mean() / service.clicked(service.sound).mean() - 1)


def offline_apart(serving: Run, training: Run) -> float:
    """How much more of the offline quality the second run's artefact loses than the first's."""
    return _offline_lost(training) - _offline_lost(serving)


def _offline_lost(run: Run) -> float:
    at = ASKED.index("offline")
    return float(1 - run["today"].reads[at] / run["today"].usual[at])


def impressions_needed(run: Run) -> float:
    """Impressions before and after that show a fall by a twentieth, from the click rate."""
    rate = float(run["today"].usual[ASKED.index("clicks")])
    return 2 * NOTICED * (1 - rate) / (rate * DROP**2)
