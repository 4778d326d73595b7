"""Payments by card at terminals, some of them fraud: the world of the payment-fraud scenario."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd

from data.payments.bursts import draw_bursts
from data.payments.constants import DAY, DRIFTS, MECHANISMS, PRESETS, PaymentConstants
from data.payments.entities import draw_customers, draw_genuine, draw_terminals
from data.payments.fraud import Scene, act, clairvoyant, compromised
from data.payments.labels import report
from data.payments.schedules import plan
from data.world import World

__all__ = [
    "DRIFTS",
    "MECHANISMS",
    "PRESETS",
    "PaymentConstants",
    "Tactics",
    "next_tactics",
    "payments",
    "with_tactics",
]


@dataclass(frozen=True)
class Tactics:
    """How card fraud is played: the amount multiplier, and the share moved to the night."""

    multiplier: float
    night: float


def payments(
    *,
    preset: str = "hard",
    customers: int = 1500,
    terminals: int = 3000,
    days: int = 126,
    live_from: int = 84,
    drift: str = "none",
    severity: float = 1.0,
    label_delay: float = 7.0,
    prevalence: float = 1.0,
    seed: int = 0,
) -> World:
    """A payment world of `days` days, of which those from `live_from` on are live.

    `preset` names the constants; `drift` what changes shortly after going live, scaled by
    `severity` (0 to 2); `prevalence` multiplies the rates of compromise; labels take about
    `label_delay` days. Raises ValueError for a value outside its options or range.

    `seen` is sorted by time (seconds since day 0): payment, time, day, card, terminal, amount,
    online, reported, label_time, incumbent_alert. `truth`: p, fraud, mechanism (see
    `MECHANISMS`), terminal_on, card_on, burst (-1 for none).
    """
    _check(preset, customers, terminals, days, live_from, drift)
    _check_range("severity", severity, 0, 2)
    _check_range("label_delay", label_delay, 0, 90)
    _check_range("prevalence", prevalence, 0, 50)
    _check_range("seed", seed, 0, 2**63)
    constants = PRESETS[preset]
    size = {"customers": customers, "terminals": terminals}
    schedules = plan(
        constants,
        drift=drift,
        severity=severity,
        prevalence=prevalence,
        days=days,
        live_from=live_from,
        **size,
    )
    scene = _scene(constants, schedules, label_delay, live_from, seed=seed, **size)
    about = {"preset": preset, "drift": drift, "severity": severity, "prevalence": prevalence}
    return _unfold(_numbered(scene), about | {"seed": seed, "days": days})


def with_tactics(world: World, *, from_time: float, to_time: float, tactics: Tactics) -> World:
    """The same world with card fraud played differently on the days that start in the interval.

    Times are seconds since day 0. The same payments are fraud, with the same luck; their amounts
    and hours, the probabilities, the alerts and label times follow the tactics. A payment keeps
    its id; rows are sorted by time again.
    """
    if not 0 < tactics.multiplier < np.inf or not 0 <= tactics.night <= 1:
        raise ValueError(f"tactics need a multiplier above 0 and a night share in 0..1: {tactics}")
    scene: Scene = world.about["scene"]
    start = np.arange(len(scene.schedules)) * DAY
    acts = (start >= from_time) & (start < to_time)
    schedules = scene.schedules.copy()
    schedules.loc[acts, "multiplier"] = tactics.multiplier
    schedules.loc[acts, "fraud_night"] = tactics.night
    about = {key: world.about[key] for key in ("preset", "drift", "severity", "prevalence")}
    about |= {key: world.about[key] for key in ("seed", "days")}
    return _unfold(replace(scene, schedules=schedules), about)


def with_label_delay(world: World, delay: float) -> World:
    """The same payments and frauds, with labels that take about `delay` days (0 to 90)."""
    _check_range("label_delay", delay, 0, 90)
    about = {key: world.about[key] for key in ("preset", "drift", "severity", "prevalence")}
    about |= {key: world.about[key] for key in ("seed", "days")}
    return _unfold(replace(world.about["scene"], label_delay=float(delay)), about)


def next_tactics(
    tactics: Tactics,
    *,
    multipliers: np.ndarray,
    night: np.ndarray,
    caught: np.ndarray,
    learning_rate: float,
) -> Tactics:
    """Where the fraudsters move: towards the tactics that were blocked least.

    `caught[i]` is the recent share blocked with `multipliers[i]` and `night[i]` (NaN: not tried).
    They go the part `learning_rate` (0 stays, 1 jumps) of the way to the least blocked, the first
    of equals.
    """
    _check_range("learning_rate", learning_rate, 0, 1)
    caught = np.asarray(caught, dtype=float).ravel()
    if caught.size == 0 or np.isnan(caught).all():
        return tactics
    best = int(np.nanargmin(caught))
    goal = float(np.ravel(multipliers)[best]), float(np.ravel(night)[best])
    return Tactics(
        multiplier=tactics.multiplier + learning_rate * (goal[0] - tactics.multiplier),
        night=tactics.night + learning_rate * (goal[1] - tactics.night),
    )


def _scene(constants, schedules, label_delay, live_from, *, customers, terminals, seed) -> Scene:
    people = draw_customers(constants, customers=customers, seed=seed)
    shops = draw_terminals(constants, terminals=terminals, seed=seed)
    draws, bursts = _draws(constants, schedules, people, shops, seed=seed)
    usual = draws["terminal"][draws["usual"]]
    volume = {"terminal": np.bincount(usual, minlength=terminals), "card": people["rate"]}
    on = {
        f"{kind}_on": compromised(
            schedules[f"{kind}_rate"].to_numpy(),
            usual=float(schedules[f"{kind}_rate"].iloc[0]),
            order=np.argsort(np.asarray(volume[kind]), kind="stable"),
            days_on=getattr(constants, f"{kind}_days"),
            name=f"{kind} compromised",
            seed=seed,
        )
        for kind in ("terminal", "card")
    }
    return Scene(
        constants=constants,
        customers=people,
        terminals=shops,
        schedules=schedules,
        draws=draws.drop(columns="usual"),
        bursts=bursts,
        label_delay=float(label_delay),
        live_from=live_from,
        **on,
    )


def _draws(constants, schedules, people, shops, *, seed) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All payments before fraud acts, by time: the usual ones, a holiday's and the card tests."""
    volume = schedules["volume"].to_numpy()
    usual, more = (
        draw_genuine(constants, people, shops, expected=expected, name=name, seed=seed)
        for name, expected in {"usual": np.ones(len(volume)), "holiday": volume - 1}.items()
    )
    rate = schedules["testing_rate"].to_numpy()
    tests, bursts = draw_bursts(constants, shops, rate, customers=len(people), seed=seed)
    parts = [usual.assign(usual=True), more.assign(usual=False), tests.assign(usual=False)]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True), bursts


def _numbered(scene: Scene) -> Scene:
    """The scene with its draws in the order in which payments happen: their ids from then on."""
    order = np.argsort(act(scene)[0]["time"].to_numpy(), kind="stable")
    return replace(scene, draws=scene.draws.iloc[order].reset_index(drop=True))


def _unfold(scene: Scene, about: dict) -> World:
    happened, truth = act(scene)
    happened.insert(0, "payment", np.arange(len(happened)))
    order = np.argsort(happened["time"].to_numpy(), kind="stable")
    happened, truth, luck = (
        frame.iloc[order].reset_index(drop=True) for frame in (happened, truth, scene.draws)
    )
    seen = report(scene, happened, truth["fraud"].to_numpy(), luck)
    truth.insert(0, "p", clairvoyant(scene, happened, truth))
    plans = {key: scene.schedules[key].to_numpy() for key in scene.schedules}
    about = about | {
        "constants": asdict(scene.constants),
        "schedules": plans,
        "changed": plans["changed"],
        "customers": scene.customers,
        "terminals": scene.terminals,
        "live_from": scene.live_from,
        "label_delay": scene.label_delay,
        "tactics": Tactics(float(plans["multiplier"][-1]), float(plans["fraud_night"][-1])),
        "scene": scene,
    }
    return World(seen=seen, truth=truth, about=about)


def _check(preset, customers, terminals, days, live_from, drift) -> None:
    if preset not in PRESETS:
        raise ValueError(f"preset is {preset!r}; it must be one of {', '.join(PRESETS)}")
    if drift not in DRIFTS:
        raise ValueError(f"drift is {drift!r}; it must be one of {', '.join(DRIFTS)}")
    for name, value in {"customers": customers, "terminals": terminals, "days": days}.items():
        if value < 1:
            raise ValueError(f"{name} is {value}; it must be at least 1")
    if not 0 <= live_from < days:
        raise ValueError(f"live_from is {live_from}; it must be a day from 0 to {days - 1}")


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} is {value}; it must lie between {low} and {high}")
