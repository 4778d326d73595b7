"""The ideas, what shipping each brings, what its test measures, who enters, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cases.experiment.choices import SIZES
from cases.experiment.places import Spill
from data.experiments import Noise, Setting, Shop, counted, users_by_day
from data.experiments import programme as drawn
from data.experiments.days import buyers_by_day
from data.experiments.ideas import KINDS
from data.experiments.people import DAYS, clicks
from data.world import World, stream
from pipelines.experiments.estimates import Sums
from pipelines.experiments.thompson import thompson

TEMPTING = KINDS.index("tempting")
RAMP_DAYS, RAMP_SHARE = 10, 0.05
DECAY, AMPLITUDE = 5.0, 2.0  # of novelty: days, and how much stronger it is on the first
UNUSED = -1.2  # the same of primacy: at first worse than the old version
INFLATION = {"cluster": 3.45, "switchback": 6.0}
"""How much more sums over clusters and time slices vary than over as many independent users: 50
users a cluster with a correlation of .05 among them; slices of a day's part. Assumed."""
LOOKBACK = {"28": 1.0, "14": 0.9, "7": 0.75}  # of the correlation that is left: assumed
PREFERENCE = 3.0
"""How much stronger a preference shows when both rankings stand in one list: assumed."""
LOST = {"crash": 0.8, "bots": 1.0, "redirect": 0.5, "logging": 1.0, "carry_over": -1.0}
"""How much a fault adds to the treatment's metric, as a multiple of its size."""
OUTAGE = slice(9, 11)
"""Days on which the new version is down; they lose what four weeks would at an even rate."""
LOSES_USERS = ("crash", "bots", "redirect")


def programme(
    *,
    seed: int,
    size: str,
    good: float,
    harmful: float,
    tempting: float,
    bargains: float,
    lift: float,
    effects: str,
    guarded: float,
    faulty: float,
) -> World:
    """Draw the ideas of some years: what each really does, and whose test is at fault."""
    shares = np.array([good, harmful, tempting, bargains])
    shares = shares / max(1.0, shares.sum())
    return drawn(
        seed=seed,
        ideas=SIZES[size],
        good=shares[0],
        harmful=shares[1],
        tempting=shares[2],
        bargains=shares[3],
        lift=lift,
        alike=effects == "alike",
        guarded=guarded,
        faulty=faulty,
    )


def launched(programme: World, spill: Spill, *, metric: str, method: str) -> pd.DataFrame:
    """Work out what each idea brings for good once all have it, in money and in the metric.

    Columns: conversion, basket, clicks, minutes and guard; `lift` of money with returning users,
    `metric` what the metric to decide by would show; all relative.
    """
    truth = programme.truth
    names = ["clicks", "conversion", "basket", "minutes"]
    lasting = truth[names] * spill.launch
    if spill.bait_days is not None:
        bait = (truth["kind"] == TEMPTING).to_numpy()
        # In a feed clickbait is what looks like more of everything, until it does not.
        size = truth["clicks"].to_numpy()[bait] / 2
        for name in ("clicks", "conversion", "minutes"):
            lasting.loc[bait, name] = size * spill.bait_launch
    money = (1 + lasting["conversion"]) * (1 + lasting["basket"])
    shown = {"conversion": lasting["conversion"], "money": money - 1, "minutes": lasting["minutes"]}
    measured = shown.get(metric, lasting["clicks"])
    if method == "interleave":
        measured = PREFERENCE * lasting["clicks"]
    return lasting.assign(
        guard=truth["guard"], lift=money * (1 + truth["guard"]) - 1, metric=measured
    )


def setting(
    programme: World,
    spill: Spill,
    *,
    dynamics: str,
    fault: str,
    loss: float,
    unit: str,
    rho: float,
    variance: str,
    lookback: str,
) -> Setting:
    """Work out what tests measure of the truth, day by day, with their faults."""
    truth = programme.truth
    profile = spill.measured * over_time(dynamics)
    effects = {
        name: truth[name].to_numpy()[:, None] * profile
        for name in ("clicks", "conversion", "minutes")
    }
    effects["basket"] = np.repeat(
        spill.measured * truth["basket"].to_numpy()[:, None], DAYS, axis=1
    )
    if spill.bait_days is not None:
        bait = (truth["kind"] == TEMPTING).to_numpy()
        shown = truth["clicks"].to_numpy()[bait, None] / 2 * spill.measured * spill.bait_days
        for name in ("clicks", "conversion", "minutes"):
            effects[name][bait] = shown
    return Setting(
        effects,
        truth["faulty"].to_numpy()[:, None] * loss * lost_by_day(fault),
        buyers_by_day(holiday=dynamics == "holiday"),
        INFLATION.get(unit, 1.0),
        rho * LOOKBACK[lookback],
        1.0 if variance == "after" else 0.0,
    )


def lost_by_day(fault: str) -> np.ndarray:
    """What a fault adds to the treatment's metric on each day, as a multiple of its size: (days,).

    >>> round(float(lost_by_day("outage")[:28].mean()), 6)
    -1.0
    """
    if fault != "outage":
        return np.full(DAYS, LOST[fault])
    lost = np.zeros(DAYS)
    lost[OUTAGE] = -28.0 / len(lost[OUTAGE])
    return lost


def over_time(dynamics: str) -> np.ndarray:
    """An effect on each day of a test as a multiple of the lasting one: (days,).

    Novelty is 1 + 2 exp(-t / 5), t days after the start; primacy begins below nothing.
    """
    amplitude = {"novelty": AMPLITUDE, "primacy": UNUSED}.get(dynamics, 0.0)
    return 1 + amplitude * np.exp(-np.arange(DAYS) / DECAY)


@dataclass(frozen=True, eq=False)
class Entered:
    """Users of each idea, arm and day (ideas, 2, days), control first; and the treatment's planned
    share of them (ideas, days). `days` are all users that could have entered, (days,)."""

    units: np.ndarray
    planned: np.ndarray
    days: np.ndarray


def entered(
    programme: World,
    setting: Setting,
    *,
    seed: int,
    traffic: int,
    exposure: float,
    split: float,
    ramp: str,
    method: str,
    fault: str,
    loss: float,
) -> Entered:
    """Assign users to arms, day by day; some of a faulty treatment's users are lost."""
    ideas, whole = len(programme), users_by_day(traffic, share=exposure)
    noise = Noise(seed, ideas)
    planned = np.full((ideas, DAYS), split)
    if ramp == "week":
        planned[:, :RAMP_DAYS] = min(RAMP_SHARE, split)
    if method == "bandit":
        planned = _bandit(noise, setting, whole)
    spread = np.sqrt(whole * planned * (1 - planned))
    treated = np.clip(np.rint(whole * planned + spread * noise.assigned), 0, np.rint(whole))
    units = np.stack([np.rint(whole) - treated, treated], axis=1)
    if fault in LOSES_USERS:
        kept = np.where(programme.truth["faulty"], 1 - loss, 1.0)
        units[:, 1] = np.rint(units[:, 1] * kept[:, None])
    return Entered(units, planned, users_by_day(traffic, share=1.0))


def _bandit(noise: Noise, setting: Setting, whole: np.ndarray) -> np.ndarray:
    """The share of the treatment on each day under Thompson's rule, by buyers: (ideas, days)."""
    effect = setting.effects["conversion"] + setting.bias
    level = Shop().conversion * setting.base
    chance = level * np.stack([np.ones_like(effect), 1 + effect], axis=1)
    chance, luck = np.clip(chance, 0, 1), noise["conversions"]

    def play(day: int, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        units, own = whole[day] * np.stack([1 - share, share], axis=1), chance[:, :, day]
        return units, units * own + np.sqrt(units * own * (1 - own)) * luck[:, :, day]

    return thompson(noise.ideas, DAYS, np.sqrt(Shop().conversion), play)


def sums(
    setting: Setting,
    entered: Entered,
    *,
    seed: int,
    metric: str,
    outliers: str,
    cap: int,
    tail: float,
    variance: str,
    reach: float,
) -> Sums:
    """Count the metric for each idea, arm and day: sums over users, and over what is known before.

    The log of money is that of one dollar more, so that nothing spent is nothing. Of triggered
    users alone there are fewer, and the effect on each is as much larger.
    """
    units = entered.units
    if variance == "triggered":
        units = np.rint(units * reach)
        effects = {name: effect / reach for name, effect in setting.effects.items()}
        setting = replace(setting, effects=effects, bias=setting.bias / reach)
    shop, noise = Shop(tail=tail), Noise(seed, len(units))

    def kept(how: str) -> dict[str, np.ndarray]:
        return counted(shop, noise, units, setting, metric=metric, outliers=how, cap=cap)

    if outliers != "one_arm":
        return Sums(units, **kept(outliers))
    old, new = kept("cap"), kept("none")
    return Sums(units, **{k: np.stack([old[k][:, 0], new[k][:, 1]], axis=1) for k in new})


def ranks(
    setting: Setting, entered: Entered, *, seed: int, metric: str, test: str, tail: float
) -> Sums | None:
    """Count ranks of money in place of money, where Mann and Whitney's test is asked for."""
    if metric != "money" or test != "ranks":
        return None
    noise = Noise(seed, len(entered.units))
    parts = counted(Shop(tail=tail), noise, entered.units, setting, metric="money", outliers="rank")
    return Sums(entered.units, **parts)


def preferred(setting: Setting, entered: Entered, *, seed: int, method: str) -> Sums | None:
    """Count clicks on either ranking's results in interleaved lists: the second is the new one.

    All users see both. Of their clicks (units) a share (1 + e) / (2 + e) goes to the new ranking
    (y), where e is the effect on clicks, three times as strong when both stand side by side.
    """
    if method != "interleave":
        return None
    total = entered.units.sum(axis=1) * clicks(Shop()).y
    effect = PREFERENCE * setting.effects["clicks"]
    share = np.clip((1 + effect) / np.maximum(2 + effect, 0.1), 0.0, 1.0)
    luck = stream(seed, "preferences").standard_normal(total.shape, np.float32)
    won = np.clip(total * share + np.sqrt(total * share * (1 - share)) * luck, 0, total)
    y = np.stack([total - won, won], axis=1)
    return Sums(np.stack([total, total], axis=1), y, y)
