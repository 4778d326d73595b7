"""The components a payment and a label pass, as this design has them, with their load."""

from __future__ import annotations

from cases.fraud.serving import Service
from kit.figure import Card, Cards, Drawn
from kit.run import Run
from kit.words import say
from pipelines.serving import Station

SAID = {
    "gateway": ("takes the payment in, asks the others",),
    "feature store": ("what is known of the card and the terminal",),
    "velocity counters": ("payments of the last minutes and hours",),
}


def architecture(run: Run) -> Drawn:
    """The way of a payment and the way of a label.

    Which components does a payment pass before it is approved, and a label before it is learnt
    from? Each with its servers and how busy they are.
    """
    service: Service = run["serving"]
    there = [_card(run, station) for station in service.timed.path.stations]
    busiest = max(service.timed.path.stations, key=lambda one: _load(run, one))
    late = say(service.timed.missed.value, "share")
    return Cards(
        {"The way of a payment": [*there, _decision(run)], "The way of a label": _back(run)},
        f"The busiest is the {busiest.name}, {say(_load(run, busiest), 'share')} loaded; {late} of "
        f"the payments have no score after {run.settings['deadline']} ms.",
    )


def _card(run: Run, station: Station) -> Card:
    load = _load(run, station)
    tag, colour = ("overloaded", "alarm") if load >= 1 else (f"{say(load, 'share')} busy", "true")
    assert station.service is not None
    work = f"{station.servers} servers, {say(station.service.mean_ms, 'ms')} a payment"
    own = {"model": (_label(run, "model"),), "rules": (f"line: {_label(run, 'rule')}",)}
    lines = SAID.get(station.name, ()) or own.get(station.name, ())
    return Card(station.name.capitalize(), (work, *lines), tag, colour)


def _decision(run: Run) -> Card:
    staffed = run["operating"].policy.action in ("review", "bands")
    calls = (f"analysts call {run.settings['capacity']} cards a day",) if staffed else ()
    late = "approved if there is no score in time"
    return Card("Decision", (f"an alert: {_label(run, 'action').lower()}", *calls, late))


def _back(run: Run) -> list[Card]:
    design, age = run.settings, run["serving"].feature_age
    known = "no windows" if age != age else f"windows {say(age, 'seconds')} old when served"
    return [
        Card("Decision log", ("features as served, score, threshold, version",)),
        Card("Reports", (f"waited for {design['delay']} days", "some never come")),
        Card("Training", (f"the last {design['window']} days", _label(run, "late_labels").lower())),
        Card("Features", (_label(run, "freshness").lower(), known)),
        Card("Upkeep", (f"retrained: {_label(run, 'retraining').lower()}",)),
    ]


def _label(run: Run, name: str) -> str:
    """How people read the design's value of a choice."""
    choice = next(one for one in run.case.choices if one.name == name)
    return choice.label_of(run.settings[name])


def _load(run: Run, station: Station) -> float:
    return station.load(float(run["serving"].timed.traffic))
