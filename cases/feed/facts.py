"""What an interviewer would answer when asked, read off the feed and its log."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cases.feed.readings import DEADLINE
from cases.feed.sourcing import STANDS_FOR
from data.feed.constants import COMPLAINTS, DAYS
from data.feed.log import DAYS_LOGGED
from kit.run import Run
from kit.words import say


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, pool, people, the log, rates, attention and the horizon."""
    feed, log = run["feed"], run["log"]
    made, real = feed.constants, ~log.fake
    likes, negative = (float(log.labels[real, head].mean()) for head in (0, 8))
    follows = int(np.median(feed.users.follows.sum(axis=1)))
    return {
        "Traffic": f"{run.settings['traffic']:,} pages a second; a page within "
        f"{say(DEADLINE, 'ms')}",
        "Pool": f"some {STANDS_FOR:,} candidates a request out of hundreds of millions of posts; "
        f"{made.posts} a period are simulated one by one",
        "People": f"{made.users} readers and {made.authors} authors stand for all; half the "
        f"readers follow {follows} or more",
        "Log": f"{int(real.sum()):,} posts shown in {DAYS_LOGGED} days by the previous system, "
        f"{made.listed} a page, {say(made.swapped, 'share')} of pages in random order",
        "Rates": f"{say(likes, 'share')} of what was shown was liked; the log keeps every "
        f"complaint and of all else one row in {COMPLAINTS:.0f}, and still only "
        f"{say(negative, 'share')} of its rows have one",
        "Survey": f"readers of {say(made.surveyed, 'share')} of what was shown were asked how glad "
        "they were of it",
        "Horizon": f"a test runs four weeks; this page goes on for {DAYS} days",
    }
