"""What an interviewer would answer when asked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from data.platform import TRAFFIC
from kit.run import Run
from kit.words import say


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, releases, labels, features and the cost of errors, read off the world."""
    world, design = run["platform"], run.settings
    models, truth = world.about["models"], world.truth
    graph = world.about["graph"]
    reach = np.array([graph.reached(name).sum() for name in graph.names])
    harm = truth["effect"] < -0.003
    return {
        "Traffic": f"{TRAFFIC * design['traffic']:,.0f} requests a second at peak to "
        f"{len(models)} models of {models['team'].nunique()} teams; the busiest takes "
        f"{say(models['traffic'].max(), 'share')}",
        "Worth": f"{say(models['value'].sum(), 'money')} a day, if all are fresh and none is "
        f"broken",
        "Releases": f"{design['releases']} a week; {say(float(harm.mean()), 'share')} do harm, and "
        "nobody knows which",
        "Labels": f"known after {say(design['label_days'], 'days')} on average",
        "Features": f"{len(graph.names)}; one reaches {np.median(reach):.0f} models at the median, "
        f"{reach.max()} at most; {design['faults']:g} break a month",
        "Deadline": f"{say(design['deadline'], 'ms')} for 99 of 100 answers",
        "Launch": f"the shop team gets {design['burst']:g} times its traffic for two hours a day",
        "Decay": f"a model loses {say(100 * float(run['fleet']['decay'].median()), 'count')} % "
        f"of its "
        "worth a day at the median, measured on two real models",
    }
