"""The attainable ceiling of payment fraud: the best possible from what is known in time."""

from __future__ import annotations

import numpy as np

from data.payments.constants import DAY, PaymentConstants
from data.payments.densities import micro_density
from data.payments.fraud import Scene, card_odds, intensity, known_traits
from data.world import World

ENTITIES_AT_ONCE = 64
TINY = 1e-12


def attainable(world: World, *, as_of: str = "decision") -> np.ndarray:
    """The best P(fraud) for each payment from amounts, hours and the labels known at its time.

    Knows every constant and schedule of the world, and of its latent state only what can be
    inferred: `as_of="decision"` from the labels that have matured by then, `as_of="no_delay"` from
    the labels of all earlier payments, as if none were late. Returns float64, in row order.

    A Bayesian filter per terminal and per card weighs, for every possible day of compromise, the
    evidence since; the three mechanisms combine as p = 1 - prod_m (1 - p_m). Approximate in four
    places: a label counts from the start of the day after it became known, unless it became known
    on the day of its payment; compromises of one terminal or card are at least as far apart as
    they last; evidence on terminals and on cards is passed between the two filters once each way,
    not to convergence; and a burst of tests is taken for a Poisson stream of its mean rate.
    """
    if as_of not in ("decision", "no_delay"):
        raise ValueError(f"as_of is {as_of!r}; it must be one of decision, no_delay")
    scene, seen = world.about["scene"], world.seen
    rows = {key: seen[key].to_numpy() for key in ("card", "terminal", "day", "time", "reported")}
    rows["known"] = rows["time"] if as_of == "no_delay" else seen["label_time"].to_numpy()
    traits = known_traits(scene, seen)
    by_testing = _testing(scene, rows, traits)
    certain = traits["amount"] > scene.constants.amount_limit
    elsewise = _either(_either(by_testing, certain), scene.constants.background)
    odds = card_odds(scene.constants, traits, slice(None))
    usual = _before_evidence(scene, rows["day"])
    by_card = _cards(scene, rows, odds, by_testing, other=_either(usual, elsewise))
    by_terminal = _terminals(scene, rows, other=_either(by_card, elsewise))
    by_card = _cards(scene, rows, odds, by_testing, other=_either(by_terminal, elsewise))
    miss = (1 - by_terminal) * (1 - by_card) * (1 - by_testing) * (1 - scene.constants.background)
    return np.where(certain, 1.0, 1 - miss)


def _terminals(scene: Scene, rows, *, other) -> np.ndarray:
    """P(fraud by a compromised terminal), from the labels of its earlier payments."""
    constants, share = scene.constants, scene.constants.terminal_share
    weight = _label_evidence(constants, rows["reported"], _either(share, other), other)
    return share * _filter(
        rows["terminal"],
        rows,
        events=[(rows["known"], weight)],
        rate=scene.schedules["terminal_rate"].to_numpy() / len(scene.terminals),
        days_on=constants.terminal_days,
        entities=len(scene.terminals),
    )


def _cards(scene: Scene, rows, odds, by_testing, *, other) -> np.ndarray:
    """P(fraud by a compromised card), from its amounts and hours at once and its labels later."""
    constants = scene.constants
    inside = odds / (1 + odds)
    surprise = (1 - constants.card_share) * (1 + odds)
    labels = _label_evidence(constants, rows["reported"], _either(inside, other), other)
    on = _filter(
        rows["card"],
        rows,
        # a test burst says nothing about the card's amounts
        events=[(rows["time"], (1 - by_testing) * np.log(surprise)), (rows["known"], labels)],
        rate=scene.schedules["card_rate"].to_numpy() / len(scene.customers),
        days_on=constants.card_days,
        entities=len(scene.customers),
    )
    now = on * surprise / (on * surprise + 1 - on)
    return now * inside


def _label_evidence(constants: PaymentConstants, reported, on, off) -> np.ndarray:
    """Log likelihood ratio of a reported label, where fraud has probability `on` against `off`."""
    told = 1 - constants.never_reported - constants.label_noise
    on, off = (constants.label_noise + told * p for p in (on, off))
    one = np.log(np.maximum(on, TINY) / np.maximum(off, TINY))
    zero = np.log(np.maximum(1 - on, TINY) / np.maximum(1 - off, TINY))
    return np.where(reported == 1, one, zero)


def _either(one, other):
    return 1 - (1 - one) * (1 - other)


def _before_evidence(scene: Scene, day) -> np.ndarray:
    """P(fraud by a compromised terminal) on each day for who has seen no label at all."""
    rate = scene.schedules["terminal_rate"].to_numpy() / len(scene.terminals)
    since = np.convolve(rate, np.ones(scene.constants.terminal_days))[: len(rate)]
    return scene.constants.terminal_share * since[day]


def _filter(entity, rows, *, events, rate, days_on: int, entities: int) -> np.ndarray:
    """P(entity is compromised) at each payment, before that payment itself is weighed.

    `events` are pairs (time at which it is known, log likelihood ratio), one of each per payment.
    """
    # by entity and then time, so that every look-up walks through memory in order
    order = np.argsort(entity, kind="stable")
    entity, day, time = entity[order].astype(np.int64), rows["day"][order], rows["time"][order]
    events = [(known[order], weight[order]) for known, weight in events]
    log_odds = np.empty(len(day))
    for first in range(0, entities, ENTITIES_AT_ONCE):
        last = min(first + ENTITIES_AT_ONCE, entities)
        some = slice(*np.searchsorted(entity, [first, last]))
        arrived = np.zeros((2 * days_on - 1, last - first, len(rate)), np.float32)
        for known, weight in events:
            _put(arrived, entity[some] - first, day[some], known[some], weight[some])
        log_odds[some] = _morning_odds(arrived, rate, days_on)[entity[some] - first, day[some]]
    for known, weight in events:
        log_odds += _earlier_today(entity, day, time, known, weight, days=len(rate))
    result = np.empty(len(day))
    result[order] = 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))
    return result


def _put(arrived: np.ndarray, entity, day, known, weight) -> None:
    """Enters evidence at the number of mornings after its day on which it is first known."""
    lag = np.maximum(np.ceil(known / DAY).astype(int) - day, 1)
    soon = lag < len(arrived)
    np.add.at(arrived, (lag[soon], entity[soon], day[soon]), weight[soon].astype(np.float32))


def _morning_odds(arrived: np.ndarray, rate: np.ndarray, days_on: int) -> np.ndarray:
    """Log odds of being compromised at the start of each day, entity x day.

    `arrived[l, e, d]` is the evidence of day d that becomes known l days later. A compromise that
    began a days ago is backed by all known evidence since, or, when it is over, by that of the
    days it lasted; the odds are those begun lately against those over and none at all.
    """
    evidence, known = np.empty_like(arrived), np.zeros_like(arrived[0])
    evidence[0] = 0
    for lag in range(1, len(arrived)):
        known += arrived[lag]
        evidence[lag] = evidence[lag - 1]
        evidence[lag, :, lag:] += known[:, : max(0, len(rate) - lag)]
    evidence[days_on:] -= evidence[: days_on - 1]
    prior = np.log(np.maximum(rate, TINY**8)).astype(np.float32)
    for lag in range(len(arrived)):
        evidence[lag, :, lag:] += prior[: max(0, len(rate) - lag)]
        evidence[lag, :, :lag] = -np.inf
    highest = np.maximum(evidence.max(axis=0), 0)
    evidence -= highest
    np.exp(evidence, out=evidence)
    on = evidence[:days_on].sum(axis=0, dtype=float)
    off = evidence[days_on:].sum(axis=0, dtype=float) + np.exp(-highest)
    return np.log(np.maximum(on, TINY**3)) - np.log(np.maximum(off, TINY**3))


def _earlier_today(entity, day, time, known, weight, *, days: int) -> np.ndarray:
    """Evidence of the same entity's payments of the same day that is known before this one."""
    today = np.flatnonzero(known < (day + 1) * DAY)
    group = (entity * days + day) * DAY
    moment = (group + known - day * DAY)[today]
    order = np.argsort(moment, kind="stable")
    moment, total = moment[order], np.concatenate([[0.0], np.cumsum(weight[today][order])])
    upto = np.searchsorted(moment, group + time - day * DAY, side="left")
    return total[upto] - total[np.searchsorted(moment, group, side="left")]


def _testing(scene: Scene, rows, traits) -> np.ndarray:
    """P(card test), from the run of small payments on the card within a burst's length.

    A test is the first of a burst, which begin at a known rate, or follows one: the odds against
    a genuine payment like it pass along the run.
    """
    small = micro_density(scene.constants, traits["amount"]) > 0
    if scene.terminals["online"].any():
        small &= traits["online"]
    picked = np.flatnonzero(small)
    picked = picked[np.lexsort((rows["time"][picked], rows["card"][picked]))]
    card, time, day = (rows[key][picked] for key in ("card", "time", "day"))
    usual = intensity(scene.constants, traits, picked)
    usual /= micro_density(scene.constants, traits["amount"][picked])
    starts = scene.schedules["testing_rate"].to_numpy()[day] / len(scene.customers) / DAY
    result = np.zeros(len(small))
    odds = _run_odds(scene.constants, card, time, starts / usual, usual)
    result[picked] = odds / (1 + odds)
    return result


def _run_odds(constants: PaymentConstants, card, time, odds, usual) -> np.ndarray:
    """Odds of a card test along runs of small payments: odds_i += odds_(i-1) m exp(-m gap) / usual.

    m is a burst's mean rate; rows sorted by card and time; `odds` are those of a burst's first.
    """
    follow = (constants.burst_smallest + constants.burst_largest) / 2 - 1
    follow /= constants.burst_seconds
    gap = np.diff(time, prepend=-np.inf)
    fresh = (np.diff(card, prepend=-1) != 0) | (gap > constants.burst_seconds)
    here = np.arange(len(card))
    place = here - np.maximum.accumulate(np.where(fresh, here, 0))
    odds = odds.copy()
    for step in range(1, place.max(initial=0) + 1):
        at = np.flatnonzero(place == step)
        odds[at] += follow * np.exp(-follow * gap[at]) * np.minimum(odds[at - 1], 1e12) / usual[at]
    return odds
