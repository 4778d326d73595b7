"""The components a request and a click pass, as this design has them, with their load."""

from __future__ import annotations

from cases.ads_funnel.decide import KEEPS
from cases.ads_funnel.serving import mean_ms
from kit.figure import Card, Cards, Drawn
from kit.run import Run
from kit.words import say
from pipelines.serving import Path, Station


def architecture(run: Run) -> Drawn:
    """The components and their load.

    What does a request pass on its way, and a click on its way back? Each component with this
    design's choice for it, its servers and how busy they are.
    """
    path, design = run["serving"].paths[run.position], _labels(run)
    there = {
        "gateway": (f"{run.settings['traffic']:,} requests a second at peak",),
        "index 1": (design["match"], f"{design['k1']} ads at most, from each of 4 shards"),
        "light ranker": (design["light"], f"keeps {KEEPS[run.position]} ads"),
        "features": ("of the request, and of each ad kept",),
        "heavy ranker": (design["heavy"], f"recalibration: {design['recalibration']}"),
        "auction": (design["rank"], design["price"], f"budgets: {design['pacing']}"),
    }
    forwards = [_card(run, path, name, lines) for name, lines in there.items()]
    forwards.append(Card("Page", (f"{len(run['rules'].slots)} ads", f"if late: {design['late']}")))
    backwards = [
        Card("Log", ("impressions and clicks of what was shown", "nothing of what was not")),
        Card("Counts", ("click rates by ad, advertiser and user, anew every week",)),
        Card(
            "Training",
            (
                f"{design['retrain']}, on {design['window']} weeks",
                design["rows"],
                design["position"],
            ),
        ),
        Card("Exploration", (design["explore"],)),
    ]
    busiest = max(path.stations, key=lambda station: _load(run, station))
    return Cards(
        {"The way of a request": forwards, "The way of a click": backwards},
        f"The busiest is the {busiest.name}, {say(_load(run, busiest), 'share')} loaded.",
    )


def _labels(run: Run) -> dict[str, str]:
    """How people read each choice of the design."""
    return {one.name: one.label_of(run.settings[one.name]) for one in run.case.choices}


def _load(run: Run, station: Station) -> float:
    return station.load(float(run.settings["traffic"]))


def _card(run: Run, path: Path, name: str, lines: tuple[str, ...]) -> Card:
    """A station of the path: its servers, its work on a request, and how loaded it is."""
    station = path[name]
    load = _load(run, station)
    tag, colour = ("overloaded", "alarm") if load >= 1 else (f"{say(load, 'share')} busy", "true")
    title = name.removesuffix(" 1").capitalize()
    work = f"{station.servers} servers, {say(mean_ms(station), 'ms')} a request"
    return Card(title, (work, *lines), tag, colour)
