"""Every reading of the platform: what it means, its formula, and where it is read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cases.platform.judged import Books, Sums
from cases.platform.measured import BLOCKS, Measured
from cases.platform.serving import Pools
from cases.platform.training import Trained
from cases.platform.world import SOAKS
from data.world import World
from kit.metric import Metric, Spread
from kit.readings import Evidence, spread_out, tracks
from kit.service import HEADROOM, MISSED_DEADLINE, P99, SERVING_COST, service_tracks
from pipelines.evaluation.tally import Draws, Grid, Part, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, Track, track

USUAL_SOAK = 24.0
WHY = {
    "lived": "No bad release served anybody.",
    "found": "No monitor found a bad release.",
    "undone": "Nothing was rolled back.",
    "caught": "No release is bad.",
    "false_aborts": "No good release was tried.",
    "refused": "No release is good.",
}
"""Why a reading may be missing."""

METRICS = (
    Metric(
        "value",
        "Value a day",
        "money",
        "up",
        "What all models earn a day, with what releases add, less what bad releases, age, broken "
        "features, skew, slow answers and the platform cost. What the company decides by.",
        role="value",
        headline=True,
        formula=lambda s: (
            (
                s["base"]
                + s["released"]
                - s["base"] * s["aged"] / s["worth"]
                - s["broken"]
                - s["skewed"]
                - s["unserved"]
                - s["cost"]
            )
            / s["days"]
        ),
        spread=Spread(4.0, 1.5),
    ),
    Metric(
        "reached",
        "Users met by a bad release, a day",
        "count",
        "down",
        "People who met a version that does harm, counted once a release. The team knows of those "
        "it found out. Decides share, unit and soak of a canary.",
        role="harm",
        headline=True,
        formula=lambda s: s["reached"] / s["days"],
    ),
    Metric(
        "lived",
        "Hours a bad release lives",
        "count",
        "down",
        "From the first user it serves until nobody meets it any more, on average. The team sees "
        "those it found. Decides what to monitor.",
        role="harm",
        headline=True,
        formula=lambda s: s["lived"] / s["bad live"],
        spread=Spread(1.2, 1.2),
    ),
    Metric(
        "model_age",
        "Age of models",
        "days",
        "down",
        "Mean age of the newest label that a serving model learned from, weighed by value: labels, "
        "queue, training, gate and soak. The team counts to the end of training and overlooks the "
        "soak. Decides the schedule.",
        role="cost",
        headline=True,
        formula=lambda s: s["hours"] / s["worth"] / 24,
    ),
    Metric(
        "quality",
        "Average precision of two real models",
        "score",
        "up",
        "Two small models really fitted on joined histories and served: what held-back rows of the "
        "joined history say, and what they do live. Decides join, transform and freshness.",
        role="ranking",
        headline=True,
        spread=Spread(1.8, 1.0),
    ),
    replace(P99, headline=True, spread=Spread(2.8)),
    Metric(
        "others_p99",
        "99th percentile of teams that do not launch",
        "ms",
        "down",
        "What the launch of one team does to the answers of the others. Decides about pools and "
        "quotas.",
        role="latency",
        spread=Spread(5.0, 1.0),
    ),
    Metric(
        "busiest",
        "Load of the busiest pool",
        "share",
        "down",
        "Work over servers in the pool that runs out first, while one team launches. Decides where "
        "servers are missing.",
        role="latency",
        exact="Arithmetic on requests, their work and servers.",
    ),
    MISSED_DEADLINE,
    HEADROOM,
    SERVING_COST,
    Metric(
        "caught",
        "Bad releases caught before all users",
        "share",
        "up",
        "Share of bad releases that the gate, the schema check, the shadow or the canary kept from "
        "serving everybody. Decides which signals to watch.",
        role="ranking",
        formula=lambda s: s["bad caught"] / s["bad"],
    ),
    Metric(
        "false_aborts",
        "Good releases stopped",
        "share",
        "down",
        "Share of releases that do no harm, passed the gate, and were stopped all the same; each "
        "comes again a week later. Decides the abort rule.",
        role="harm",
        formula=lambda s: s["good stopped"] / s["good tried"],
    ),
    Metric(
        "refused",
        "Good releases refused at the gate",
        "share",
        "down",
        "Share of harmless releases that the offline test turns away. Decides margin and rows.",
        role="harm",
        formula=lambda s: s["good refused"] / s["good"],
    ),
    Metric(
        "releases",
        "Releases a week that serve everybody",
        "count",
        "up",
        "Versions that went through gate and rollout. Decides whether the process holds teams up.",
        role="volume",
        formula=lambda s: s["shipped"] / s["days"] * 7,
        spread=Spread(1.1, 1.1),
    ),
    Metric(
        "harm",
        "Lost to bad releases, a day",
        "money",
        "down",
        "What versions that do harm cost while they serve, in part or in full. One half of what "
        "the "
        "soak weighs.",
        role="harm",
        formula=lambda s: s["harm"] / s["days"],
        spread=Spread(1.3, 1.0),
    ),
    Metric(
        "waited",
        "Missed on good releases, a day",
        "money",
        "down",
        "What good versions would have earned in the hours before all users had them, and those "
        "that "
        "were stopped. The other half of what the soak weighs.",
        role="cost",
        formula=lambda s: s["missed"] / s["days"],
        spread=Spread(1.5, 1.5),
    ),
    Metric(
        "found",
        "Hours to detect",
        "count",
        "down",
        "From the hour a bad release serves everybody until a monitor finds it, of those that any "
        "finds. Decides what to monitor, and how many false alarms to bear.",
        role="harm",
        formula=lambda s: s["found"] / s["rang"],
        spread=Spread(1.2, 1.2),
    ),
    Metric(
        "undone",
        "Hours to roll back",
        "count",
        "down",
        "From finding a bad release to being rid of it. Decides what the registry keeps.",
        role="harm",
        formula=lambda s: s["undone"] / s["rolled"],
        spread=Spread(1.2, 1.2),
    ),
    Metric(
        "stale",
        "Lost to old models, a day",
        "money",
        "down",
        "What models lose to the age of what they learned, at the pace measured on real models. "
        "Decides how often each is trained.",
        role="cost",
        formula=lambda s: s["base"] * s["aged"] / s["worth"] / s["days"],
        spread=Spread(5.0, 5.0),
    ),
    Metric(
        "broken",
        "Lost to broken features, a day",
        "money",
        "down",
        "What models lose while a feature stands still or changes its unit, through the graph of "
        "features. Decides monitors on inputs, defaults and the time to live.",
        role="harm",
        formula=lambda s: s["broken"] / s["days"],
    ),
    Metric(
        "skew",
        "Training-serving skew",
        "score",
        "down",
        "How far served features lie from those trained on, in standard deviations, mean over the "
        "features of two real models. Decides about one transform.",
        role="drift",
        spread=Spread(3.3, 1.0),
    ),
    Metric(
        "backlog",
        "Trainings that wait",
        "count",
        "down",
        "Jobs in the queue, on average over the hours of a month. Decides machines and order.",
        role="cost",
        formula=lambda s: s["waiting"] / s["months"],
    ),
    Metric(
        "cost",
        "Cost of the platform, a day",
        "money",
        "down",
        "Servers, training, features, registry, monitors, alarms and shadows, of all teams. "
        "Decides "
        "what is worth its price.",
        role="cost",
        formula=lambda s: s["cost"] / s["days"],
        spread=Spread(1.3, 1.0),
    ),
    Metric(
        "alarms",
        "Alarms a day",
        "count",
        "down",
        "True ones, and false ones as many as the owners bear. Decides how closely to look.",
        role="volume",
        formula=lambda s: s["alarms"] / s["days"],
    ),
    Metric(
        "answered",
        "Decisions an audit can trace",
        "share",
        "up",
        "Share of the decisions an auditor may ask about whose version is still in the registry "
        "and "
        "whose training data can be made again. Decides versions kept and logged features.",
        role="value",
        exact="Arithmetic on versions kept, how often models change, and how far back is asked.",
    ),
)


def readings(
    platform: World,
    judged: Books,
    attainable: float,
    measured: Measured,
    trained: Trained,
    served: Pools,
    *,
    deadline: int,
    join: str,
    versions_kept: int,
    audit_days: int,
    seed: int,
) -> Readout:
    """Read every metric at every soak, as seen and as true, with intervals over months."""
    months = platform.about["months"]
    ages = judged.ages
    resamples = Resamples.draw(months + len(ages["worth"]), seed=seed, world="platform")
    own = parts(judged.true, ages)
    told = parts(judged.seen, {"worth": ages["worth"], **overlooked(ages)})
    evidence = Evidence(Tally(own, SOAKS), Draws.of(own, SOAKS, resamples), Tally(told, SOAKS))
    base = float(judged.true["base"].sum() / judged.true["days"].sum())
    found = tracks(
        METRICS,
        evidence,
        ceilings={"value": base + attainable, "reached": 0.0, "lived": None},
        why=WHY,
        budgets={"alarms": 12.0},
    )
    found |= _of_real_models(measured)
    found |= _of_pools(served, deadline)
    found |= {
        metric.name: spread_out(found[metric.name], metric)
        for metric in METRICS
        if metric.name in found and metric.formula is None
    }
    found["answered"] = track(traceable(platform, judged, join, versions_kept, audit_days))
    value = found["value"].true
    marks = {"usual": int(np.searchsorted(SOAKS, USUAL_SOAK)), "best": int(np.argmax(value))}
    return Readout(SOAKS, marks["usual"], found, marks, resamples.name)


def parts(sums: Sums, ages: Sums) -> Mapping[str, Part]:
    """What the formulas add up, month by month, and ages model by model.

    Months and models are resampled, each as a whole: other months would bring other releases, other
    models other ages.
    """
    months, models = len(sums["days"]), len(ages["worth"])
    found: dict[str, Part] = {
        name: Grid(np.broadcast_to(each, (months, each.shape[1])).astype(float), np.arange(months))
        for name, each in {**sums, "months": np.ones((months, 1))}.items()
    }
    of_models = months + np.arange(models)
    return found | {name: Grid(each, of_models) for name, each in ages.items()}


def overlooked(ages: Sums) -> Sums:
    """What a team knows of ages: none of what they take, and nothing of the soak."""
    return {"aged": np.zeros_like(ages["worth"]), "hours": ages["hours"][:, :1]}


def traceable(
    platform: World, judged: Books, join: str, versions_kept: int, audit_days: int
) -> float:
    """The share of the decisions of the last `audit_days` days that can be traced.

    A registry of k versions reaches back k times the days between two versions of a model.
    """
    if join == "latest":
        return 0.0  # the values that were joined are written over since
    models, months = len(platform.about["models"]), platform.about["months"]
    usual = int(np.searchsorted(SOAKS, USUAL_SOAK))
    shipped = judged.true["shipped"][:, usual].sum() + judged.true["trainings"].sum()
    between = 28 * months * models / max(float(shipped), 1.0)
    return min(1.0, versions_kept * between / audit_days)


def _of_real_models(measured: Measured) -> dict[str, Track]:
    """Quality and skew with intervals from ten parts of the live rows (Student's t)."""
    own, honest = measured.fed, measured.honest
    blocks = np.mean([each.blocks for each in own], axis=0)
    served = float(np.mean([each.served for each in own]))
    ceiling = float(np.mean([max(a.served, b.served) for a, b in zip(own, honest, strict=True)]))
    half, wide = _half(blocks), _half(measured.skew_blocks)
    skew = measured.skew
    return {
        "quality": track(
            served,
            float(np.mean([each.seen for each in own])),
            served - half,
            served + half,
            ceiling,
        ),
        "skew": track(skew, low=max(skew - wide, 0.0), high=skew + wide),
    }


def _of_pools(served: Pools, deadline: int) -> dict[str, Track]:
    """Latency, deadline, headroom and price of the whole path; the others' tail; the load."""
    others = served.others
    return service_tracks(served.timed, deadline, seen_p99=_believed(served)) | {
        "others_p99": track(
            others.value, low=others.low, high=others.high, budget=deadline, why=served.why_others
        ),
        "busiest": track(float(served.pools["load"].max()), budget=0.9),
    }


def _half(blocks: np.ndarray) -> float:
    return 2.262 * float(blocks.std(ddof=1)) / math.sqrt(BLOCKS)


def _believed(served: Pools) -> float:
    """The 99th percentile a team adds up from the stations' own, without queues."""
    return float(
        sum(getattr(each.service, "p99_ms", 0.0) for each in served.timed.path.stations[:2])
        + max(getattr(each.service, "p99_ms", 0.0) for each in served.timed.path.stations[2:])
    )
