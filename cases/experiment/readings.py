"""Every reading of a programme: what it means, its formula, and where it is read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.experiment.decide import Decided
from cases.experiment.health import Health
from cases.experiment.judged import Ceilings, Gains
from cases.experiment.stopping import Plan, Stopped
from data.experiments.ideas import IDEAS_A_YEAR
from data.experiments.people import DAYS
from data.world import World
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from pipelines.evaluation.tally import Draws, Fixed, Formula, Grid, Part, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout

AXIS = np.arange(1.0, DAYS + 1)
RESAMPLES = 120
NOTHING_SHIPPED = "Nothing was shipped."
NOTHING_SUCH = "There is no such idea, or nothing was called."


def over(part: str, whole: str) -> Formula:
    """One sum over another."""
    return lambda sums: sums[part] / sums[whole]


def a_year(part: str) -> Formula:
    """A sum over all ideas as that of a year's."""
    return lambda sums: IDEAS_A_YEAR * sums[part] / sums["ideas"]


METRICS = (
    Metric(
        "money",
        "Money a year",
        "money",
        "up",
        "What a year's ideas bring in the twelve months after each test began: live, less upkeep, "
        "and during the test. Seen is what the dashboards said; the ceiling is the best that sound "
        "tests allow.",
        "value",
        headline=True,
        formula=a_year("gain"),
        spread=Spread(1.4, 1.0),
    ),
    Metric(
        "false_winners",
        "False winners",
        "share",
        "down",
        "Share of shipped ideas that bring no money. The team takes it for its alpha.",
        "harm",
        headline=True,
        formula=over("false", "shipped"),
        spread=Spread(1.2, 1.2),
    ),
    Metric(
        "found",
        "Good ideas shipped",
        "share",
        "up",
        "Share of the ideas worth their upkeep that went live. The team takes it for its power.",
        "ranking",
        headline=True,
        formula=over("found", "good"),
        spread=Spread(1.2, 1.0),
    ),
    Metric(
        "exaggeration",
        "Claimed over true effect",
        "ratio",
        "one",
        "Of shipped ideas whose metric really rises: the effects claimed over those there are.",
        "calibration",
        headline=True,
        formula=over("told", "real"),
        spread=Spread(1.6, 1.0),
    ),
    Metric(
        "false_alarms",
        "Called, and nothing is there",
        "share",
        "down",
        "Share of sound tests of ideas without any effect that end with a difference called, "
        "either way. It should be alpha.",
        "calibration",
        headline=True,
        formula=over("false alarms", "nothing"),
        spread=Spread(1.2, 1.0),
    ),
    Metric(
        "noticed",
        "Power at the effect looked for",
        "share",
        "up",
        "Share of sound tests of ideas without any effect that would be called a win if they had "
        "the effect looked for. The team takes it for the power it planned.",
        "ranking",
        formula=over("noticed", "nothing"),
        spread=Spread(1.5, 1.0),
    ),
    Metric(
        "coverage",
        "Intervals that hold the truth",
        "share",
        "up",
        "Share of 95 % intervals (one less alpha) that hold what launching the idea for good does "
        "to the metric.",
        "calibration",
        formula=over("covered", "ideas"),
    ),
    Metric(
        "days",
        "Days per test",
        "days",
        "down",
        "Mean days until a test is decided, A/A included.",
        "cost",
        formula=over("days", "ideas"),
        spread=Spread(1.0, 1.2),
    ),
    Metric(
        "wrong_sign",
        "Called the wrong way",
        "share",
        "down",
        "Of differences called where there is an effect, the share with the wrong sign.",
        "harm",
        formula=over("wrong", "called"),
    ),
    Metric(
        "guard_harm",
        "Shipped that drive users away",
        "share",
        "down",
        "Share of shipped ideas after which fewer users come back. The team sees none.",
        "harm",
        formula=over("driving", "shipped"),
        spread=Spread(1.4, 1.1),
    ),
    Metric(
        "unnoticed",
        "Invalid and unnoticed",
        "share",
        "down",
        "Share of all tests that are at fault and taken for sound. The team sees none.",
        "harm",
        formula=over("unnoticed", "ideas"),
    ),
    Metric(
        "thrown_away",
        "Sound tests thrown away",
        "share",
        "down",
        "Share of sound tests that a health check stops.",
        "cost",
        formula=over("thrown away", "sound"),
    ),
    Metric(
        "shipped",
        "Ideas shipped a year",
        "count",
        "none",
        "How many of a year's ideas go live.",
        "volume",
        formula=a_year("shipped"),
        spread=Spread(1.2, 1.0),
    ),
)


def parts(
    programme: World,
    launched: pd.DataFrame,
    health: Health,
    stopped: Stopped,
    noticed: np.ndarray,
    decided: Decided,
    gains: Gains,
) -> Mapping[str, Part]:
    """What the formulas add up, an idea a row and a day of the dial a column."""
    truth, lift = programme.truth, launched["lift"].to_numpy()[:, None]
    metric = launched["metric"].to_numpy()[:, None]
    shipped, called, flagged = decided.shipped, stopped.called, stopped.of(health.flagged)
    invalid = health.invalid[:, None]
    nothing = ((metric == 0) & (~truth["faulty"].to_numpy()[:, None])).astype(float)
    rising, moves = shipped & (metric > 0), metric != 0
    tables = {
        "ideas": np.ones_like(metric),
        "shipped": shipped,
        "false": shipped & (lift <= 0),
        "good": gains.good[:, None],
        "found": shipped & gains.good[:, None],
        "gain": gains.true,
        "told": np.where(rising, decided.claimed, 0.0),
        "real": rising * metric,
        "nothing": nothing,
        "false alarms": nothing * (called != 0),
        "noticed": nothing * noticed,
        "covered": (decided.low <= metric) & (metric <= decided.high),
        "days": decided.day,
        "called": moves & (called != 0),
        "wrong": moves & (called != 0) & (called != np.sign(metric)),
        "driving": shipped & (launched["guard"].to_numpy()[:, None] < 0),
        "unnoticed": invalid & ~flagged,
        "sound": ~invalid,
        "thrown away": ~invalid & flagged,
    }
    row = np.arange(len(metric))
    return {name: Grid(np.asarray(table, float), row) for name, table in tables.items()}


def readings(
    programme: World,
    launched: pd.DataFrame,
    health: Health,
    plan: Plan,
    stopped: Stopped,
    noticed: np.ndarray,
    decided: Decided,
    gains: Gains,
    ceilings: Ceilings,
    *,
    alpha: float,
    power: float,
    seed: int,
    size: str,
) -> Readout:
    """Read every metric on every day of the decision, as seen and as true, with intervals."""
    own = parts(programme, launched, health, stopped, noticed, decided, gains)
    ideas = len(programme)
    resamples = Resamples.draw(ideas, seed=seed, world=f"ideas {size}", resamples=RESAMPLES)
    evidence = Evidence(
        Tally(own, AXIS),
        Draws.of(own, AXIS, resamples),
        Tally(believed(own, gains, ideas, alpha, power), AXIS),
    )
    found = tracks(
        METRICS,
        evidence,
        ceilings={"money": ceilings.attainable},
        why=dict.fromkeys((m.name for m in METRICS), NOTHING_SUCH)
        | dict.fromkeys(("false_winners", "exaggeration", "guard_harm"), NOTHING_SHIPPED),
    )
    marks = {"planned day": plan.day - 1}
    return Readout(AXIS, plan.day - 1, found, marks, resamples.name)


def believed(
    own: Mapping[str, Part], gains: Gains, ideas: int, alpha: float, power: float
) -> Mapping[str, Part]:
    """What the team adds up: what was claimed; alpha and power where it trusts its plan.

    It takes none of its tests to be at fault and none of its winners to drive users away.
    """
    shipped = own["shipped"].total(AXIS, None)

    def by_day(values: np.ndarray) -> Grid:
        return Grid(values[None], np.zeros(1, int))

    return {
        "ideas": Fixed(float(ideas)),
        "shipped": by_day(shipped),
        "gain": Grid(gains.claimed, np.arange(ideas)),
        "days": own["days"],
        "false": by_day(alpha * shipped),
        "driving": by_day(0.0 * shipped),
        "good": Fixed(1.0),
        "found": Fixed(power),
        "real": Fixed(1.0),
        "told": Fixed(1.0),
        "nothing": Fixed(1.0),
        "false alarms": Fixed(alpha),
        "noticed": Fixed(power),
        "covered": Fixed((1 - alpha) * ideas),
        "unnoticed": Fixed(0.0),
    }
