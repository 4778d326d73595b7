"""What an interviewer would answer when asked, and what a canary can tell at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from cases.platform.live import met_by
from cases.platform.signals import DILUTED, LABEL_CV, compared, matured
from cases.platform.world import SOAKS
from data.platform import BUDGET, TRAFFIC
from kit.feasibility import Answer, Ask, Feasibility
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
        "Budgets": f"{say(BUDGET, 'share')} of what a team's models earn",
    }


LONGEST = float(SOAKS[-1])
POWER = 0.8
"""How often a harm that can be told from luck is found."""


@dataclass(frozen=True)
class Canary:
    """How releases are tried: share and unit of the canary, the rate of false aborts of one test;
    and of the model in the middle by traffic, its requests a second; hours of soak, days until an
    outcome is known."""

    share: float
    unit: str
    false_abort: float
    rate: float
    soak: float
    label_days: float

    def smallest(self, share: float, hours: float, given: Mapping[str, float]) -> float:
        """The smallest relative harm that matured labels tell from luck after so many hours.

        (z of the false-abort rate + z of the power) times the standard error of the difference,
        in one test at the end; unbounded where nobody meets the version, or nobody else is left.
        """
        known = float(matured(np.array([hours]), 24 * given["label_days"])[0])
        told = compared(given["rate"], share, self.unit) * known / LABEL_CV**2
        if told <= 0:
            return math.inf
        z = NormalDist().inv_cdf(1 - self.false_abort) + NormalDist().inv_cdf(POWER)
        return z / math.sqrt(told) / (1.0 if self.unit == "user" else DILUTED)


def _ground(run: Run) -> Canary:
    design = run.settings
    share = float(design["share"]) if design["rollout"] in ("canary", "both") else 0.0
    return Canary(
        share,
        str(design["unit"]),
        float(design["false_abort"]),
        float(run["fleet"]["rate"].median()),
        float(run.readout.axis[run.position]),
        float(design["label_days"]),
    )


def _asks(canary: Canary) -> tuple[Ask, ...]:
    return (
        Ask("harm", "Harm to be found, of a model's value", "share", 0.05, 0.001, 1.0),
        Ask("soak", "Within hours of soak", "count", max(canary.soak, 1.0), 0.25, LONGEST),
        Ask("label_days", "Outcomes known after days", "count", canary.label_days, 0.05, 60.0),
        Ask("rate", "The model's requests a second", "count", canary.rate, 0.1, 10_000.0),
    )


def _answer(canary: Canary, given: Mapping[str, float]) -> Answer:
    hours, share = given["soak"], canary.share
    known = float(matured(np.array([hours]), 24 * given["label_days"])[0])
    met = float(met_by(share, np.array([hours]), canary.unit)[0])
    implied = {
        "Requests to the canary": say(3600 * given["rate"] * share * hours, "count"),
        "Of them with an outcome by then": say(3600 * given["rate"] * share * known, "count"),
        "Users of the model who meet it": say(met, "share"),
        "Smallest harm that labels tell from luck": say(
            canary.smallest(share, hours, given), "share"
        ),
    }
    return Answer(implied, *_verdict(canary, given))


def _verdict(canary: Canary, given: Mapping[str, float]) -> tuple[str, str]:
    now = canary.smallest(canary.share, given["soak"], given)
    half = canary.smallest(0.5, given["soak"], given)
    most = canary.smallest(0.5, LONGEST, given)
    wanted = f"a harm of {say(given['harm'], 'share')}"
    if given["harm"] >= now:
        return "yes", f"This canary finds {wanted} in {say(POWER, 'share')} of cases."
    if given["harm"] >= half:
        return "maybe", f"Not with this share; a canary of half of the traffic would find {wanted}."
    if given["harm"] >= most:
        return "maybe", f"Not so soon: half of the traffic for two weeks would find {wanted}."
    return (
        "no",
        f"No canary finds {wanted}: half of the traffic for two weeks tells no less than "
        f"{say(most, 'share')} from luck.",
    )


FEASIBILITY = Feasibility(_ground, _asks, _answer)
