"""What an interviewer would answer when asked, read off the service and its log."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kit.run import Run
from kit.words import say


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, catalogue, log, users, click rate, and how fast things change."""
    service, past, settings = run["service"], run["past"], run.settings
    made, log = service.constants, past.logs[0]
    takes = np.bincount(log.user, log.taken, made.users)
    rate = f"{say(float(log.taken.mean()), 'share')} of what was shown" if len(log) else "no log"
    return {
        "Traffic": f"{settings['traffic']:,} requests a second at peak, answered within "
        f"{say(settings['deadline'], 'ms')}",
        "Catalogue": f"{10_000 * settings['catalogue']:,.0f} titles; {made.titles:,} of them are "
        f"simulated one by one, {say(made.churn, 'share')} replaced a week",
        "Users": f"{made.users:,} are simulated; half have taken at most {np.median(takes):.0f} "
        f"titles, {say(float((takes < 5).mean()), 'share')} fewer than five",
        "Log": f"{len(log):,} impressions and {int(log.taken.sum()):,} takes of twelve weeks, in "
        "rows of ten filled by an older system",
        "Taken": rate,
        "A row": "ten titles; the second is looked at "
        f"{say(float(service.examination[1]), 'share')} as often as the first, the tenth "
        f"{say(float(service.examination[9]), 'share')}",
        "Labels": "a take is known at once, what was watched of it the next day",
    }
