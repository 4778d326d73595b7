"""The machines of the service: what each does with a picture, how long it takes, what it costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from cases.image_serving.decide import Answers
from cases.image_serving.model import Release
from cases.image_serving.world import Repeats
from kit.service import SMALL_SERVER
from pipelines.serving import Autoscale, Batch, Lognormal, Path, Station
from pipelines.serving.scaling import WarmPool
from pipelines.vision.accelerators import ACCELERATORS
from pipelines.vision.profile import SIDES, recorded
from pipelines.vision.shapes import FIRST, REST, Part

PIXELS = dict(zip(("32", "24", "16"), SIDES, strict=True))
"""Pixels along a side that each input size stands for."""

TAIL = 3.0  # a decoder's 99th percentile over its median: assumed
SHRUNK_MS = 0.8  # decoding what a phone has shrunk: assumed
ON_ACCELERATOR_MS = 0.15  # decoding a megapixel on an accelerator: assumed
ACCELERATOR_CV = 0.1  # spread of an accelerator's batch times: assumed
ALONE_SHARE = 0.1  # of the arithmetic that a second thread cannot share (Amdahl): assumed
HOP_MS = 0.3  # from one half of a split model to the other: assumed


def decode_ms(megapixels: float) -> float:
    """Median time to decode and resize a photo on one small server: assumed."""
    return 1.0 + megapixels


@dataclass(frozen=True)
class Crew:
    """Replicas of a network or of a part of one: their batches, who comes, what one costs."""

    name: str
    replicas: int
    batch: Batch
    share: float
    price: float

    @property
    def each_per_s(self) -> float:
        """Pictures a second that one replica serves, batches full."""
        return 1000 * self.batch.max_batch / self.batch.time_ms(self.batch.max_batch)

    def station(self, replicas: int, dead: int = 0) -> Station:
        """The crew as a station of the path; dead replicas cost and do nothing."""
        alive = max(1, replicas - dead)
        price = self.price * replicas / alive
        # One draw decides for all crews who comes: whom the second sees the first has seen.
        return Station(
            self.name,
            alive,
            batch=self.batch,
            share=max(self.share, 1e-6),
            price_per_hour=price,
            route=("cache", 0.0),
        )


@dataclass(frozen=True)
class Machines:
    """Everything a picture passes: stations before the model, and the crews; the last one scales.

    `hits` is the share of uploads that the cache answers, `start_up_s` how long a new replica
    takes.
    """

    before: tuple[Station, ...]
    crews: tuple[Crew, ...]
    autoscale: Autoscale | None
    warm: WarmPool
    dead: int
    hits: float

    @property
    def main(self) -> Crew:
        """The crew of the network that costs most, which the autoscaler looks after."""
        return self.crews[-1]

    def replicas(self, rate: float) -> int:
        """How many replicas of the main crew there are at a steady rate."""
        rule = self.autoscale
        if rule is None:
            return self.main.replicas
        busy = rate * self.main.share / self.main.each_per_s
        return min(max(math.ceil(busy / rule.target - 1e-9), rule.least), rule.most)

    def path(self, rate: float) -> Path:
        """The request path at a steady rate."""
        count = self.replicas(rate)
        extra = sum(self.warm.servers * crew.price for crew in self.crews[-1:])
        crews = [crew.station(crew.replicas) for crew in self.crews[:-1]]
        if self.crews[0].name == HALVES[0]:  # a split model scales as a whole
            crews = [self.crews[0].station(count, self.dead)]
        last = self.main.station(count, self.dead)
        last = replace(last, price_per_hour=last.price_per_hour + extra / last.servers)
        return Path(*self.before, *crews, last)

    def alone(self) -> Path:
        """The path for a single picture: nothing to wait for, in a batch of its own."""
        crews = [
            replace(crew, batch=replace(crew.batch, max_batch=1, max_delay_ms=0.0)).station(1)
            for crew in self.crews
        ]
        return Path(*self.before, *crews)


HALVES = ("first half", "second half")


def machines(
    answers: Answers,
    repeated: Repeats,
    release: Release,
    *,
    model: str,
    side: str,
    way: str,
    first: str,
    accelerator: str,
    threads: str,
    replicas: int,
    first_replicas: int,
    placement: str,
    max_batch: int,
    max_delay: float,
    decode: str,
    decoders: int,
    megapixels: float,
    cache: int,
    dead: int,
    autoscaler: str,
    target: float,
    most: int,
    sync: int,
    start_up: int,
    warm: int,
) -> Machines:
    """Set the machines up: decoders, cache, and replicas of the networks with their batch times."""
    hits = repeated.hits(cache)
    forms = Forms(accelerator, int(threads), PIXELS[side], max_batch, max_delay)
    beside = 0.0
    if decode == "model":
        per_picture = decode_ms(megapixels)
        beside = per_picture if accelerator == "cpu" else ON_ACCELERATOR_MS * megapixels
    crews = _crews(
        forms,
        way,
        placement,
        Part(model, release.precision),
        first,
        replicas,
        first_replicas,
        1 - hits,
        answers.passed_on,
        beside,
    )
    rule = None
    if autoscaler == "on":
        ready = start_up / 2 if placement == "split" else start_up
        floor = max(1, min(most - dead, 1))
        rule = Autoscale(
            "model", target, floor, max(1, most - dead), 86_400.0, float(sync), float(ready)
        )
    pool = WarmPool(warm if rule else 0)
    return Machines(
        _before(decode, decoders, megapixels, cache), crews, rule, pool, 0 if rule else dead, hits
    )


@dataclass(frozen=True)
class Forms:
    """What batches look like on the machines chosen."""

    accelerator: str
    threads: int
    side: int
    max_batch: int
    max_delay: float

    def batch(self, part: Part, beside: float = 0.0) -> Batch:
        """The batches of a file: times on record, or a published curve; `beside` ms a picture are
        spent on decoding it."""
        if self.accelerator == "cpu":
            times, shared = recorded(part, self.side), 1 - ALONE_SHARE + ALONE_SHARE * self.threads
            t0, each = (taken * shared / self.threads for taken in (times.t0_ms, times.per_item_ms))
            return Batch(t0, each + beside, self.max_batch, self.max_delay, times.cv)
        card = ACCELERATORS[self.accelerator]
        network, share = _on_card(part)
        each = share * card.per_picture_ms(network, self.side)
        most = min(self.max_batch, card.most)
        return Batch(card.t0_ms, each + beside, most, self.max_delay, ACCELERATOR_CV)

    @property
    def price(self) -> float:
        """Dollars an hour for one replica."""
        if self.accelerator == "cpu":
            return SMALL_SERVER * self.threads
        return ACCELERATORS[self.accelerator].price_per_hour


def _on_card(part: Part) -> tuple[str, float]:
    """The network whose arithmetic a file does, and which share of it."""
    if part in (FIRST, REST):
        whole = recorded(FIRST, SIDES[0]).per_item_ms + recorded(REST, SIDES[0]).per_item_ms
        return "large", recorded(part, SIDES[0]).per_item_ms / whole
    return part.network, 1.0


def _crews(
    forms: Forms,
    way: str,
    placement: str,
    part: Part,
    first: str,
    replicas: int,
    first_replicas: int,
    come: float,
    passed_on: float,
    beside: float,
) -> tuple[Crew, ...]:
    """The crews of a design; `come` of the pictures get past the cache."""
    if way == "one" and placement == "replicate":
        return (Crew("model", replicas, forms.batch(part, beside), come, forms.price),)
    if way == "one":
        whole = forms.batch(part, beside)
        half = replace(whole, t0_ms=whole.t0_ms / 2 + HOP_MS, per_item_ms=whole.per_item_ms / 2)
        count = max(1, replicas // 2)
        return tuple(Crew(name, count, half, come, forms.price) for name in HALVES)
    looks, goes = (Part(first), part) if way == "cascade" else (FIRST, REST)
    return (
        Crew("first look", first_replicas, forms.batch(looks, beside), come, forms.price),
        Crew("model", replicas, forms.batch(goes), come * passed_on, forms.price),
    )


def _before(decode: str, decoders: int, megapixels: float, cache: int) -> tuple[Station, ...]:
    """Gateway, or decoders, and the cache."""
    stations = []
    if decode == "model":
        stations.append(Station("gateway", 8, Lognormal(0.2, 0.8), price_per_hour=SMALL_SERVER))
    else:
        median = decode_ms(megapixels) if decode == "server" else SHRUNK_MS
        work = Lognormal(median, TAIL * median)
        stations.append(Station("decode", decoders, work, price_per_hour=SMALL_SERVER))
    if cache:
        stations.append(Station("cache", 8, Lognormal(0.4, 1.5), price_per_hour=SMALL_SERVER / 4))
    return tuple(stations)
