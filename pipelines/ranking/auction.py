"""Selling slots: who wins, in which order, at what price a click; many auctions at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RANKS = ("ecpm", "bid", "chance")
PRICES = ("gsp", "first", "vcg")
RESERVES = ("none", "click", "score")


@dataclass(frozen=True)
class Rules:
    """How slots are sold.

    Ads are ranked by `rank`: "ecpm" is bid * chance ** squash, "bid" or "chance" that alone. A
    click costs by `price`: "gsp" what just keeps the place (Edelman, Ostrovsky and Schwarz 2007;
    with squashing, Lahaie and Pennock 2007), "first" the bid, "vcg" the harm done to the others: of
    each slot's further looks what they would just have been won by, so that nobody gains by bidding
    anything but the own value (Myerson 1981). Where only chances rank, no bid keeps a place: "gsp"
    then takes the bid times the next chance over the own one, "vcg" the reserve.
    `reserve` is a least price a click ("click") or a least rank score ("score"), in money.
    `slots` are the examination multipliers, first slot down, falling.
    """

    slots: tuple[float, ...] = (1.0,)
    rank: str = "ecpm"
    squash: float = 1.0
    price: str = "gsp"
    reserve_kind: str = "none"
    reserve: float = 0.0

    def __post_init__(self) -> None:
        for name, known in (("rank", RANKS), ("price", PRICES), ("reserve_kind", RESERVES)):
            if getattr(self, name) not in known:
                given = getattr(self, name)
                raise ValueError(f"{name} is {given!r}; it is one of {', '.join(known)}")
        if self.reserve < 0 or self.squash < 0:
            raise ValueError(f"reserve is {self.reserve}, squash {self.squash}; neither is below 0")
        if not self.slots or list(self.slots) != sorted(self.slots, reverse=True):
            raise ValueError(f"slots are {self.slots}; they fall from the first down")


@dataclass(frozen=True, eq=False)
class Sold:
    """Auctions' outcomes, each array of shape (..., slots).

    `place` is the winner's place in the candidate list, -1 where a slot stays empty; `price` is
    what a click on it costs, 0 where empty.
    """

    place: np.ndarray
    price: np.ndarray

    @property
    def filled(self) -> np.ndarray:
        """Which slots show an ad."""
        return self.place >= 0

    def of(self, values: np.ndarray, *, empty: float = 0.0) -> np.ndarray:
        """The winners' entries of a candidate array, `empty` where a slot has no ad."""
        if not values.shape[-1]:
            return np.full(self.place.shape, empty)
        spread = np.broadcast_to(values, (*self.place.shape[:-1], values.shape[-1]))
        taken = np.take_along_axis(spread, np.maximum(self.place, 0), axis=-1)
        return np.where(self.filled, taken, empty)


def sell(
    bid: np.ndarray,
    chance: np.ndarray,
    rules: Rules,
    *,
    open_to: np.ndarray | None = None,
    boost: np.ndarray | None = None,
) -> Sold:
    """Run an auction for each leading index of `bid` and `chance`, of shape (..., candidates).

    `chance` is the predicted probability of a click in the first slot, from 0 to 1. Ads outside
    `open_to`, with no positive bid or no positive chance, or under the reserve do not take part.
    `boost` multiplies rank scores and is not paid for. Ties go to the earlier candidate.
    """
    _check(bid, chance)
    score = _scores(bid, chance, rules)
    if boost is not None:
        score = score * boost
    allowed = (bid > 0) & (chance > 0)
    if open_to is not None:
        allowed = allowed & open_to
    if rules.reserve_kind == "click":
        allowed = allowed & (bid >= rules.reserve)
    elif rules.reserve_kind == "score":
        allowed = allowed & (score >= rules.reserve)
    place, top = _best(np.where(allowed, score, 0), len(rules.slots) + 1)
    sold = Sold(place[..., :-1], np.zeros(0))
    return Sold(sold.place, _prices(sold.of(bid), top, rules))


def monopoly_reserve(values: np.ndarray) -> float:
    """The price that earns most from one bidder of these values: Myerson's reserve, as drawn.

    >>> monopoly_reserve(np.array([1.0, 2.0, 3.0, 4.0]))
    2.0
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    if not len(ordered):
        return 0.0
    left = np.arange(len(ordered), 0, -1)
    return float(ordered[np.argmax(ordered * left)])


def _check(bid: np.ndarray, chance: np.ndarray) -> None:
    if np.isnan(bid).any() or np.isnan(chance).any():
        raise ValueError("a bid or a probability is not a number")
    if chance.size and not (chance.min() >= 0 and chance.max() <= 1):
        raise ValueError(f"probabilities run from {chance.min()} to {chance.max()}, not 0 to 1")


def _scores(bid: np.ndarray, chance: np.ndarray, rules: Rules) -> np.ndarray:
    if rules.rank == "bid":
        return np.broadcast_to(bid, np.broadcast_shapes(bid.shape, chance.shape))
    if rules.rank == "chance":
        return np.broadcast_to(chance, np.broadcast_shapes(bid.shape, chance.shape))
    return bid * (chance if rules.squash == 1 else chance**rules.squash)


def _best(score: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Places and scores of the `count` best above 0: place -1 and score 0 where there are fewer."""
    places = np.full((*score.shape[:-1], count), -1)
    tops = np.zeros((*score.shape[:-1], count))
    if not score.shape[-1]:
        return places, tops
    left = np.array(score)
    for nth in range(count):
        best = left.argmax(axis=-1)[..., None]
        top = np.take_along_axis(left, best, axis=-1)
        places[..., nth] = np.where(top > 0, best, -1)[..., 0]
        tops[..., nth] = top[..., 0]
        np.put_along_axis(left, best, 0, axis=-1)
    return places, tops


def _prices(bid: np.ndarray, top: np.ndarray, rules: Rules) -> np.ndarray:
    """What a click costs in each slot, from the winners' bids and the best scores (one more)."""
    own = top[..., :-1]
    weight = np.divide(bid, own, out=np.zeros_like(bid), where=own > 0)
    if rules.price == "first":
        return bid
    if rules.price == "vcg":
        return np.minimum(_truthful(own > 0, weight, top[..., 1:], rules), bid)
    asked = np.maximum(top[..., 1:] * weight, _floor(own > 0, weight, rules))
    return np.minimum(asked, bid)


def _floor(sold: np.ndarray, weight: np.ndarray, rules: Rules) -> np.ndarray:
    """The least bid the reserve lets in; `weight` is what bid a unit of score takes."""
    if rules.reserve_kind == "click":
        return np.where(sold, rules.reserve, 0.0)
    return rules.reserve * weight if rules.reserve_kind == "score" else np.zeros_like(weight)


def _truthful(sold: np.ndarray, weight: np.ndarray, after: np.ndarray, rules: Rules) -> np.ndarray:
    """VCG's prices: for each slot from the own one down, the bid that just wins it and not less.

    That bid beats the score `after` the slot and passes the reserve. It is weighed by how much more
    the slot is looked at than the next, and all is shared out over the looks at the own slot.
    """
    seen = np.array(rules.slots)
    if rules.rank == "chance":
        weight = np.zeros_like(weight)
    floor = _floor(sold, weight, rules)[..., None]
    needed = np.maximum(after[..., None, :] * weight[..., None], floor)
    looks = np.triu(np.broadcast_to(seen - np.append(seen[1:], 0.0), (len(seen), len(seen))))
    paid = (needed * looks).sum(axis=-1)
    return np.divide(paid, seen, out=np.zeros_like(paid), where=seen > 0)
