"""The two ceilings of churn: who knows every customer's state, and who filters it from signs.

The state of a customer is (personal level, deviation, price sensitivity): linear and Gaussian. Its
filter takes minutes, surveys, promotions as they are; counts, answers and staying on enter by
their likelihood's slope and curvature at the forecast (an extended Kalman filter).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.subscriptions.constants import PRESETS, SIGNS, SubscriptionConstants
from data.subscriptions.effects import (
    Chances,
    chances,
    effects,
    expected_hazard,
    future_hazard,
)
from data.world import World

Array = np.ndarray
ENGAGEMENT, SENSITIVITY = np.array([1.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, eq=False)
class States:
    """What is known of each row's state (personal, deviation, sensitivity): mean of shape
    (3, rows), covariance of shape (3, 3, rows)."""

    mean: Array
    covariance: Array

    def along(self, weights: Array) -> tuple[Array, Array]:
        """Mean and deviation of a weighted sum of the state, one a row."""
        variance = np.einsum("i,ijr,j->r", weights, self.covariance, weights)
        return weights @ self.mean, np.sqrt(np.maximum(variance, 0.0))


def clairvoyant(world: World, *, gap: int, horizon: int) -> Chances:
    """The chances of each row to who knows engagement and price sensitivity, and what will move."""
    e = world.truth["engagement"].to_numpy()
    sensitivity = world.truth["sensitivity"].to_numpy()
    constants, moves, month = _known(world)
    hazards = [world.truth["hazard"].to_numpy()]
    deviation = e - world.truth["personal"].to_numpy() - moves["shift"][month]
    variance = constants.engagement_sd**2
    for ahead in range(1, gap + horizon):
        at = np.minimum(month + ahead, world.about["months"] - 1)
        faded = (constants.phi**ahead - 1) * deviation
        level = e + faded + moves["shift"][at] - moves["shift"][month]
        spread = np.sqrt(variance * (1 - constants.phi ** (2 * ahead)))
        hazards.append(_ahead(world, level, sensitivity, at, ahead, spread))
    return chances(hazards, gap, effects(world.about["response"], e, sensitivity))


def attainable(world: World, states: States, *, gap: int, horizon: int) -> Chances:
    """The chances of each row given all that was observed of the customer until its month.

    `states` are those of `filtered`.
    """
    constants, moves, month = _known(world)
    shift = moves["shift"][month]
    (e, e_sd), (s, s_sd) = states.along(ENGAGEMENT), states.along(SENSITIVITY)
    weights = np.stack(
        [moves["engagement"][month], moves["engagement"][month], moves["price"][month]]
    )
    spread = np.sqrt(_quadratic(states.covariance, weights))
    tickets = world.seen["tickets"].to_numpy()
    index = (weights * states.mean).sum(axis=0) + moves["engagement"][month] * shift
    now = _rest(world, index, month, 0) + constants.tickets * tickets
    hazards = [expected_hazard(now, spread)]
    for ahead in range(1, gap + horizon):
        hazards.append(_filtered_ahead(world, states, month, ahead))
    found = effects(world.about["response"], e + shift, s, spread=(e_sd, s_sd))
    return chances(hazards, gap, found)


def _filtered_ahead(world: World, states: States, month: Array, ahead: int) -> Array:
    """The expected hazard some months ahead, the world staying as it is in the row's month."""
    constants, moves, _ = _known(world)
    fade = constants.phi**ahead
    b, p = moves["engagement"][month], moves["price"][month]
    weights = np.stack([b, b * fade, p])
    fresh = constants.engagement_sd**2 * (1 - fade**2)
    variance = _quadratic(states.covariance, weights) + b**2 * fresh
    level = states.mean[0] + fade * states.mean[1] + moves["shift"][month]
    index = b * level + p * states.mean[2]
    own = np.array([1.0, fade, 0.0])
    together = np.einsum("i,ijr,jr->r", own, states.covariance, weights) + b * fresh
    spread = np.sqrt(np.maximum(variance, 1e-12))
    return _to_come(constants, _rest(world, index, month, ahead), spread, level, together / spread)


def _ahead(
    world: World, level: Array, sensitivity: Array, at: Array, ahead: int, spread: float
) -> Array:
    """The expected hazard some months ahead, to who knows the state now and all that moves."""
    constants, moves, _ = _known(world)
    b = moves["engagement"][at]
    index = b * level + moves["price"][at] * sensitivity
    rest = _rest(world, index, at, ahead)
    return _to_come(constants, rest, np.abs(b) * spread, level, np.sign(b) * spread)


def _to_come(
    constants: SubscriptionConstants, index: Array, spread: Array, level: Array, slope: Array
) -> Array:
    return future_hazard(
        index,
        spread,
        level,
        slope,
        rate=constants.ticket_rate,
        rate_slope=constants.ticket_slope,
        ticket=constants.tickets,
    )


def _rest(world: World, index: Array, month: Array, ahead: int) -> Array:
    """The log odds with what is known of the customer anyway: base, contract, tenure."""
    constants, moves, _ = _known(world)
    tenure = world.seen["tenure"].to_numpy() + ahead
    annual = world.seen["annual"].to_numpy()
    known = constants.annual * annual + constants.tenure * np.log1p(tenure)
    return index + moves["base"][month] + known


def _known(world: World) -> tuple[SubscriptionConstants, dict[str, Array], Array]:
    return PRESETS[world.about["preset"]], world.about["moves"], world.seen["month"].to_numpy()


def _quadratic(covariance: Array, weights: Array) -> Array:
    """w' C w for weights of shape (3, rows)."""
    return np.maximum(np.einsum("ir,ijr,jr->r", weights, covariance, weights), 0.0)


def filtered(world: World) -> States:
    """What is known of each row's state from the signs of its customer up to its month."""
    months, places = world.about["months"], world.about["customers"]
    constants = PRESETS[world.about["preset"]]
    signs = {
        name: world.seen[name].to_numpy(dtype=float).reshape(months, places)
        for name in (*SIGNS_READ, "tenure", "annual", "start")
    }
    start = np.array([constants.personal_sd, constants.engagement_sd, 1.0]) ** 2
    belief = _Belief(np.zeros((3, places)), np.tile(np.diag(start)[:, :, None], places))
    means, covariances = np.empty((months, 3, places)), np.empty((months, 3, 3, places))
    for month in range(months):
        now = {name: values[month] for name, values in signs.items()}
        if month:
            belief.pass_a_month(constants, fresh=now["start"] == month, start=start)
        belief.read(world, month, now)
        means[month], covariances[month] = belief.mean, belief.covariance
        belief.stayed(world, month, now)
    return States(
        np.ascontiguousarray(means.swapaxes(0, 1)).reshape(3, -1),
        np.ascontiguousarray(np.moveaxis(covariances, 0, 2)).reshape(3, 3, -1),
    )


SIGNS_READ = ("minutes", "logins", "tickets", "calls", "promo", "survey", "downgrade")


@dataclass(eq=False)
class _Belief:
    """A Gaussian over each place's state, taken from month to month."""

    mean: Array
    covariance: Array

    def pass_a_month(self, constants: SubscriptionConstants, fresh: Array, start: Array) -> None:
        """Let deviations fade and wander; a place with a newcomer starts afresh."""
        fade = np.array([1.0, constants.phi, 1.0])
        self.mean = np.where(fresh, 0.0, fade[:, None] * self.mean)
        faded = fade[:, None, None] * self.covariance * fade[None, :, None]
        faded[1, 1] += constants.engagement_sd**2 * (1 - constants.phi**2)
        self.covariance = np.where(fresh, np.diag(start)[:, :, None], faded)

    def observe(self, weights: Array, surprise: Array, noise: Array | float) -> None:
        """Update by a sign `weights . state + error` that surprised by so much; NaN tells nothing.

        `noise` is the error's variance; infinite where the sign says nothing.
        """
        with_state = np.tensordot(weights, self.covariance, 1)
        total = weights @ with_state + noise
        gain = np.where(np.isfinite(surprise), with_state / total, 0.0)
        self.mean = self.mean + gain * np.nan_to_num(surprise)
        self.covariance = self.covariance - gain[:, None] * with_state[None]

    def read(self, world: World, month: int, now: dict[str, Array]) -> None:
        """Take in one month's signs."""
        constants, noise = PRESETS[world.about["preset"]], world.about["noise"]
        self._shift = world.about["moves"]["shift"][month]
        self._minutes(now["minutes"], noise)
        exact = 1e-6
        error = now["survey"] - self._level()
        self.observe(ENGAGEMENT, error, (noise * SIGNS.survey_sd) ** 2 + exact)
        self.observe(
            SENSITIVITY, now["promo"] - self.mean[2], (noise * SIGNS.promo_sd) ** 2 + exact
        )
        self._count(now["logins"], *SIGNS.logins)
        self._count(now["calls"], *SIGNS.calls)
        self._count(now["tickets"], constants.ticket_rate, constants.ticket_slope)
        self._happened(
            now["downgrade"], SIGNS.downgrade[0], np.array([-SIGNS.downgrade[1]] * 2 + [0.5])
        )
        if world.about["missing"] == "engagement":
            answered = np.isfinite(now["survey"]).astype(float)
            self._happened(answered, 0.0, SIGNS.answer_slope * ENGAGEMENT)

    def stayed(self, world: World, month: int, now: dict[str, Array]) -> None:
        """Who is still there next month did not leave: that tells a little as well."""
        constants, moves, _ = _known(world)
        weights = np.array([moves["engagement"][month]] * 2 + [moves["price"][month]])
        rest = moves["base"][month] + constants.tickets * now["tickets"]
        rest = rest + constants.annual * now["annual"] + constants.tenure * np.log1p(now["tenure"])
        self._happened(np.zeros_like(rest), rest, weights)

    def _level(self) -> Array:
        return self.mean[0] + self.mean[1] + self._shift

    def _minutes(self, minutes: Array, noise: float) -> None:
        """Log minutes, weighed by how likely it is that the meter worked."""
        variance = (noise * SIGNS.minutes_sd) ** 2 + 1e-6
        error = np.log(minutes) - 4 - self._level()
        if noise:
            spread = np.tensordot(ENGAGEMENT, self.covariance, 1)[:2].sum(axis=0) + variance
            odds = SIGNS.glitches / (1 - SIGNS.glitches)
            gap = (error**2 - (error - SIGNS.glitch) ** 2) / (2 * spread)
            broken = 1 / (1 + np.exp(-np.clip(gap, -50, 50)) / odds)
            error = np.where(broken > 0.5, error - SIGNS.glitch, error)
        self.observe(ENGAGEMENT, error, variance)

    def _count(self, count: Array, level: float, slope: float) -> None:
        """A Poisson count: its log likelihood's slope and curvature at the forecast."""
        rate = np.exp(level + slope * self._level())
        self.observe(ENGAGEMENT, (count - rate) / (slope * rate), 1 / (slope**2 * rate))

    def _happened(self, event: Array, rest: Array | float, weights: Array) -> None:
        """A yes or no with log odds `rest + weights . state`, in the same way."""
        shift = weights[:2].mean() * self._shift
        chance = 1 / (1 + np.exp(-(rest + weights @ self.mean + shift)))
        curve = np.maximum(chance * (1 - chance), 1e-6)
        self.observe(weights, (event - chance) / curve, 1 / curve)
