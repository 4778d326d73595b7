"""What an interviewer would answer when asked, read off the market."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cases.ads_funnel.past import Facts
from kit.run import Run
from kit.words import say


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, corpus, click rate, values, budgets and the deadline."""
    market, past = run["market"], Facts.of(run["past"])
    made, settings = market.constants, run.settings
    value = market.ads.truth["value"]
    return {
        "Traffic": f"{settings['traffic']:,} requests a second at peak, answered within "
        f"{say(settings['deadline'], 'ms')}",
        "Corpus": f"{made.corpus:,} ads; {made.ads:,} of {made.advertisers} advertisers run in "
        "this market and are simulated one by one",
        "A page": f"up to {len(made.slots)} ads; a lower slot is looked at "
        f"{', '.join(say(each, 'share') for each in made.slots[1:])} as often as the first",
        "Click rate": f"{say(past.clicks / max(past.impressions, 1), 'share')} of what the "
        "previous system showed",
        "Log": f"{past.impressions:,} impressions and {past.clicks:,} clicks of six weeks",
        "A click": f"worth {say(float(np.median(value)), 'money')} to half the advertisers, more "
        f"than {say(float(np.quantile(value, 0.9)), 'money')} to a tenth",
        "Budgets": f"{say(1000 * made.budget, 'money')} of daily money a thousand requests in all",
    }
