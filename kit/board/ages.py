"""How old what a system decides with is: features, labels and models, from what is drawn.

Ages of features in seconds, of labels and models in days.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite, nan

from kit.board.graph import Box
from kit.board.wiring import Wiring
from pipelines.serving import batch_feature_age, model_age, stream_feature_age

HOUR, DAY = 3600.0, 86_400.0
INPUTS = ("traffic", "gateway", "features", "transform", "log", "stream", "batch", "offline")
OUTPUTS = ("model", "gpu", "heavy", "light", "scorer", "table", "policy", "answer", "predictions")
OUTCOMES = ("labels", "review")
HOLDERS = ("features", "vector", "source", "cache", "table")  # what decisions read features from


@dataclass(frozen=True)
class Chain:
    """How a served model comes about: boxes from the label join to the server.

    `gate`, `registry` and `canary` are None where the chain has none.
    """

    server: Box
    trainer: Box
    gate: Box | None
    registry: Box | None
    canary: Box | None
    labels: tuple[Box, ...]


class Ages:
    """The ages on a board."""

    def __init__(self, wiring: Wiring, loads: dict[str, float]) -> None:
        self.wiring, self.loads = wiring, loads

    def feature_age(self, box: Box, seen: frozenset[str] = frozenset()) -> float:
        """Seconds since what a box holds was true, by its freshest source; nan with none."""
        if box.id in seen:
            return nan
        own, fed = self._own(box), self._fed(box, seen | {box.id})
        if box.kind in ("stream", "log", "batch", "scorer"):
            return own + (fed if isfinite(fed) else 0.0)
        return fed + own if isfinite(fed) else fed

    def _fed(self, box: Box, seen: frozenset[str]) -> float:
        feeders = self.wiring.sources(box, "publish", "schedule")
        ages = [self.feature_age(each, seen) for each in feeders if each.of.lane == "data"]
        return min((age for age in ages if age == age), default=nan)

    def _own(self, box: Box) -> float:
        if box.kind == "stream":
            lag = inf if self.loads.get(box.id, 0) >= 1 else box.number("window") / 2
            if lag == inf:
                return inf
            return stream_feature_age(box.number("watermark"), box.number("each") / 1000, lag)
        if box.kind == "log":
            return box.number("p50") / 1000
        if box.kind == "batch":
            values = (box.number("interval") * HOUR, box.number("duration") * HOUR)
            return batch_feature_age(*values, box.number("publish") * 60).mean
        if box.kind == "scorer":
            return job_hours(box) * HOUR
        return box.number("ttl") / 2 if box.kind == "cache" else 0.0

    @cached_property
    def held(self) -> dict[str, float]:
        """The age in seconds of what each box holds that decisions read, where it is fed."""
        kinds = (*HOLDERS, "stream")  # in a stream, features may be held by what makes them
        boxes = [b for b in self.wiring.graph.boxes if b.kind in kinds and self._counts(b)]
        ages = {box.id: self.feature_age(box) for box in boxes}
        return {id: age for id, age in ages.items() if age == age}

    def _counts(self, box: Box) -> bool:
        read = box.kind == "table" and box.id in self.wiring.connected
        return read or box.id in self.wiring.on_the_way

    @property
    def freshest_s(self) -> float:
        """The age of the freshest features that decisions can see; nan if nothing is fed."""
        return min(self.held.values(), default=nan)

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """How each model that is served comes about, where a trainer leads to it."""
        return tuple(chain for box in self.servers for chain in self._chain(box))

    @cached_property
    def servers(self) -> tuple[Box, ...]:
        """The boxes that serve a model: on the way to the answer, or scoring in a job."""
        every = self.wiring.graph.boxes
        return tuple(
            box for box in every if box.of.learnt
            and (box.id in self.wiring.on_the_way or (box.kind == "scorer" and self._read(box)))
        )  # fmt: skip

    def _read(self, scorer: Box) -> bool:
        ends = self.wiring.after((scorer,), "schedule", "publish", "call")
        return any(each.kind in ("table", "answer") for each in ends)

    def _chain(self, server: Box) -> tuple[Chain, ...]:
        back = self.wiring.before((server,), "deploy")
        parts = {box.kind: box for box in reversed(back)}
        trainer = parts.get("trainer")
        if trainer is None:
            return ()
        sources = self.wiring.sources(trainer, "label")
        found = tuple(each for each in sources if each.kind in OUTCOMES)
        gate, registry, canary = (parts.get(name) for name in ("gate", "registry", "canary"))
        return (Chain(server, trainer, gate, registry, canary, found),)

    def label_delay_days(self, chain: Chain) -> float:
        """Days until an outcome can be learnt from, by the quickest way; nan if never."""
        return min((self.outcome_days(each) for each in chain.labels), default=nan)

    def outcome_days(self, box: Box) -> float:
        """Days that a label join waits, or that an item takes through human review."""
        if box.kind == "labels":
            return box.number("wait")
        load = self.loads.get(box.id, 0.0)
        handling = 1 / box.number("pace") / 24
        return inf if load >= 1 else handling / (1 - load)

    def model_age_days(self, chain: Chain) -> float:
        """Days since the freshest event a model has learnt from, on the day it goes live."""
        delay = self.label_delay_days(chain)
        if not isfinite(delay):
            return delay
        wait = chain.trainer.number("interval") / 2 if self.by_calendar(chain) else 0.0
        return model_age(
            label_delay=delay,
            trigger_wait=wait / 24,
            training=chain.trainer.number("duration") / 24,
            gate=chain.gate.number("duration") / 1440 if chain.gate else 0.0,
            rollout=chain.canary.number("soak") / 1440 if chain.canary else 0.0,
        )

    def by_calendar(self, chain: Chain) -> bool:
        """Whether a trainer runs on its timetable: by choice, or as no monitor can call it."""
        calls = self.wiring.sources(chain.trainer, "watch", "publish", "call", "schedule")
        alarmed = any(each.kind == "monitor" for each in calls)
        return chain.trainer.values["trigger"] == "schedule" or not alarmed

    def watched(self, *kinds: str) -> tuple[tuple[Box, Box], ...]:
        """Which connected boxes of some kinds a monitor watches, and which monitor."""
        return tuple(
            (box, monitor)
            for monitor in self.wiring.graph.kinds("monitor")
            for box in self.wiring.sources(monitor, "watch")
            if box.kind in kinds and self._feeds(box)
        )

    def _feeds(self, box: Box) -> bool:
        """Whether a box has a part in the system besides being watched."""
        kinds = ("call", "publish", "schedule", "deploy", "label")
        return bool(self.wiring.sources(box, *kinds) or self.wiring.targets(box, *kinds))

    def detection_hours(self) -> float:
        """Hours until somebody knows that an input has drifted; inf where nobody looks."""
        inputs = [monitor.number("delay") / 60 for _, monitor in self.watched(*INPUTS)]
        late = [
            self.outcome_days(box) * 24 + monitor.number("delay") / 60
            for box, monitor in self.watched(*OUTCOMES)
        ]
        return min([*inputs, *late], default=inf)

    def output_alarm_hours(self) -> float:
        """Hours until somebody knows that a model answers badly; inf where nobody looks."""
        seen = [monitor.number("delay") / 60 for _, monitor in self.watched(*OUTPUTS)]
        late = [
            self.outcome_days(box) * 24 + monitor.number("delay") / 60
            for box, monitor in self.watched(*OUTCOMES)
        ]
        return min([*seen, *late], default=inf)

    def share_hit(self, chain: Chain) -> float:
        """Share of a day's users whom a bad model serves that its gate has let pass.

        While a canary soaks, only its share is served; the alarm rings after the monitor's delay,
        and going back takes the registry's time, or a whole new training without one.
        """
        until = min(self.output_alarm_hours(), 24.0)
        if chain.registry is not None and chain.registry.number("versions") > 1:
            until += chain.registry.number("rollback") / 60
        else:
            until += chain.trainer.number("duration") + chain.trainer.number("interval") / 2
        soak = chain.canary.number("soak") / 60 if chain.canary else 0.0
        share = chain.canary.number("share") if chain.canary else 1.0
        return min(share * min(until, soak) + max(until - soak, 0.0), 24.0) / 24


def job_hours(scorer: Box) -> float:
    """Hours that a batch scorer takes for all its rows."""
    rows, each = scorer.number("rows") * 1e6, scorer.number("each") / 1000
    return rows * each / scorer.number("servers") / 3600


def known_share(labels: Box) -> float:
    """Share of the outcomes known when a label join stops waiting: half, half of the rest ..."""
    return float(1 - 0.5 ** (labels.number("wait") * 24 / labels.number("half")))
