"""The components a message and a report pass, with the load and the time of this design."""

from __future__ import annotations

from cases.spam.labels import REPORTS_SPAM, RESCUES
from cases.spam.serving import Stream
from kit.figure import Card, Cards, Drawn
from kit.run import Run
from kit.words import say
from pipelines.serving import Station

LEARNING = {"never": "never retrained", "weekly": "every week", "nightly": "every night"}
LABELS = {"all": "people read everything", "reports": "reports and rescues alone"}
FULL = {
    "delay": "waits all the same",
    "unscored": "is delivered unscored",
    "drop": "is bounced",
}


def architecture(run: Run) -> Drawn:
    """The way in and the way back.

    Which components does a message pass, and a report? With the servers, the load and the labels of
    this design.
    """
    stream: Stream = run["stream"]
    first, *second = stream.path.stations
    rows = {
        "The way in": [
            _accept(run),
            _stage(run, first, "Parse and score"),
            *(_stage(run, one, "Score the doubtful again") for one in second),
            _act(run),
        ],
        "The way back": [_users(run), _audit(run), _training(run)],
    }
    return Cards(
        rows,
        f"At the usual peak the stages take {say(stream.served.rate_per_s, 'count')} messages a "
        f"second; {stream.headroom:.2g} times as many make the busiest 90 % busy.",
    )


def _accept(run: Run) -> Card:
    design = run.settings
    full = f"a message that finds no room {FULL[design['backpressure']]}"
    if design["architecture"] == "sync":
        return Card("Mail server", ("the sending server waits for the decision", full))
    again = f"{say(design['duplicates'], 'share')} come twice: " + (
        "recognised by message id" if design["dedupe"] == "on" else "worked on twice"
    )
    return Card("Event log", ("mail is accepted first", again, full))


def _stage(run: Run, station: Station, name: str) -> Card:
    load = station.load(float(run["stream"].served.rate_per_s))
    batch = station.batch
    assert batch is not None
    tag, colour = ("overloaded", "alarm") if load >= 1 else (f"{say(load, 'share')} busy", "true")
    return Card(
        name,
        (
            f"{station.servers} servers at {say(station.price_per_hour, 'money')} an hour",
            f"batches of up to {batch.max_batch}, {say(batch.time_ms(batch.max_batch), 'ms')} each",
            f"reads {say(station.share, 'share')} of the mail",
        ),
        tag,
        colour,
    )


def _act(run: Run) -> Card:
    reading = run.reading
    flagged = f"{say(reading('spam_flagged').true, 'share')} of spam is flagged"
    held = f"{say(reading('spam_quarantined').true, 'share')} of spam is quarantined"
    return Card("Act", (held, flagged, f"p99 {say(reading('p99').true, 'ms')}"))


def _users(run: Run) -> Card:
    lines = (
        f"report {say(REPORTS_SPAM, 'share')} of the spam they see",
        f"rescue {say(RESCUES, 'share')} of the legitimate mail in quarantine",
    )
    return Card("Users", lines)


def _audit(run: Run) -> Card:
    design = run.settings
    if design["labels"] == "audited":
        return Card("Audit", (f"people check {say(design['audit'], 'share')} of all mail",))
    return Card("Audit", (LABELS[design["labels"]],), "none", "muted")


def _training(run: Run) -> Card:
    design, live = run.settings, run["live"]
    lines = (
        LEARNING[design["learning"]],
        f"{design['window']} days of mail",
        f"{live.replayed.retrainings} filters since launch",
    )
    return Card("Training", lines)
