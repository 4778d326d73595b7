"""What a team has before it: the dashboard as far as it was looked at, and one user's request."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

import cases.irrelevant_items.signatures as signatures
from cases.irrelevant_items.judged import MINUTES
from cases.irrelevant_items.probes import ASKED, OUTCOMES, PROBES, Window
from cases.irrelevant_items.served import ROW, Service
from data.movies.constants import GENRES
from kit.figure import Absent, Card, Cards, Chart, Table, bars
from kit.run import Run
from kit.words import say

NOTHING = "Nothing was asked by this minute: the first probe is still running."
EMPTY = "An empty slot"
OF_A_USER = 5  # complaining users one may pick


def minute(run: Run) -> float:
    """The dial's minute."""
    return float(MINUTES[run.position])


def dashboard(run: Run) -> Table | Absent:
    """What was read so far, and is it unusual?

    Every probe answered by the dial's minute: yesterday, today, how far two healthy days lie apart
    (the usual spread), and how many of these lie between. Three are odd, nine are far.
    """
    asked, today = run["own"].asked_by(minute(run)), run["today"]
    if not len(asked):
        return Absent(NOTHING)
    spread = signatures.kept().spread
    rows = [
        {
            "probe": PROBES[ASKED[number]].label,
            "usual": say(float(today.usual[number]), PROBES[ASKED[number]].unit),
            "today": say(float(today.reads[number]), PROBES[ASKED[number]].unit),
            "usual spread": say(float(spread[number]), PROBES[ASKED[number]].unit),
            "spreads off": round(float(np.clip(today.off[number], -999, 999)), 1),
            "answer": OUTCOMES[int(today.answers[number])],
        }
        for number in asked
    ]
    odd = sum(row["answer"] != "as usual" for row in rows)
    return Table(
        pd.DataFrame(rows),
        f"{len(rows)} probes answered, {odd} of them not as usual.",
        {"spreads off": "count"},
    )


SLICES: Mapping[str, tuple[str, str]] = {
    "platform": ("phones", "web"),
    "history": ("took little", "took much"),
    "newcomers": ("took nothing yet", "took something"),
    "hosts": ("one host in twenty", "the other hosts"),
}
"""What users are split by, and the names of both parts."""


def slices(run: Run) -> dict[str, str]:
    """What the click rate may be split by."""
    return {name: f"{first} and {other}" for name, (first, other) in SLICES.items()}


def platforms(run: Run, subject: str) -> Chart | Absent:
    """Is it the same for all users?

    The click rate of yesterday and today, once the probe that splits it was asked: an average
    hides a fault that only some users meet.
    """
    own, today = run["own"], run["today"]
    if ASKED.index("platforms") not in own.asked_by(minute(run)):
        return Absent(
            f'Not known yet: ask the probe "{PROBES["platforms"].label}" at "First probes" or '
            '"The order".'
        )
    by = subject if subject in SLICES else "platform"
    days = {"yesterday": today.before, "today": today.now}
    parts = {day: _split(seen, by) for day, seen in days.items()}
    empty = [name for name in SLICES[by] if any(not part[name].size for part in parts.values())]
    if empty:
        return Absent(f"No user looked at is in this part ({empty[0]}): it has no click rate.")
    rows = [
        (name, day, float(clicks.mean()))
        for day, part in parts.items()
        for name, clicks in part.items()
    ]
    falls = (
        f"{say(1 - now.mean() / max(parts['yesterday'][name].mean(), 1e-9), 'share')} "
        f"({name}, {len(now)} users)"
        for name, now in parts["today"].items()
    )
    return bars(
        pd.DataFrame(rows, columns=["part", "day", "rate"]),
        x=("part", "users"),
        y=("rate", "click rate of a slot"),
        by="day",
        colours={"yesterday": "muted", "today": "seen"},
        caption=f"It fell by {' and by '.join(falls)}.",
    )


def _split(seen: Window, by: str) -> dict[str, np.ndarray]:
    """The clicks of both parts of the users looked at: each (users, slots)."""
    took = seen.service.taken.sum(axis=1)
    little = (took < np.median(took))[seen.user]
    first = {
        "platform": seen.phone,
        "history": little,
        "newcomers": took[seen.user] == 0,
        "hosts": seen.service.host[seen.user],
    }[by]
    return dict(zip(SLICES[by], (seen.clicks[first], seen.clicks[~first]), strict=True))


def users(run: Run) -> Mapping[str, str]:
    """Users who may have written: those whose row lost most of what they like first, then those
    whose row changed most."""
    service, today = run["service"], run["today"]
    same = (today.rows[:, :, None] == service.sound[:, None, :]).any(axis=2).sum(axis=1)
    lost = _liked(service, service.sound) - _liked(service, today.rows)
    first = np.lexsort((same, -lost))[:OF_A_USER]
    names = {str(user): f"user {user}, on {_device(service, user)}" for user in first}
    return names


def _device(service: Service, user: int) -> str:
    return "a phone" if service.phone[user] else "the web"


def request(run: Run, subject: str) -> Cards:
    """What does the complaining user see?

    The row as it is served today, and yesterday's. Once the request was replayed (a probe of its
    own), or the round is closed, every stage it passed: where good titles turn into others is
    where to look.
    """
    service, today, own = run["service"], run["today"], run["own"]
    names = users(run)
    user = int(subject) if subject in names else int(next(iter(names)))
    rows = {f"Yesterday, user {user}": service.sound[user], "Today": today.rows[user]}
    replayed = ASKED.index("replay") in own.asked_by(minute(run)) or not own.open
    if replayed:
        stages = {f"Replayed: {name}": each[user] for name, each in today.served.found.items()}
        rows = {f"Yesterday, user {user}": service.sound[user]} | stages
        rows["Today"] = today.rows[user]
    note = "" if replayed else " The stages between show once the request is replayed."
    if subject and subject not in names:
        note += f" User {subject:.20} is not among those who wrote: the first of them is shown."
    return Cards(
        {name: _cards(service, user, items) for name, items in rows.items()},
        _likes(service, user, today.rows[user]) + note,
    )


def _likes(service: Service, user: int, row: np.ndarray) -> str:
    """How a user's rows of both days fit to what was taken before."""
    if not service.taken[user].any():
        return f"User {user} has taken nothing yet: no row can be held against a taste."
    genre = _favourite(service, user)
    return (
        f"User {user} took mostly {genre}; today's row holds {_of_genre(service, row, genre)} of "
        f"{ROW} such titles, yesterday's {_of_genre(service, service.sound[user], genre)}."
    )


def _genre(service: Service, item: int) -> str:
    return GENRES[int(service.movies.known_mix(0)[item].argmax())]


def _favourite(service: Service, user: int) -> str:
    mix = service.taken[user] @ service.movies.known_mix(0)
    return GENRES[int(mix.argmax())]


def _of_genre(service: Service, items: np.ndarray, genre: str) -> int:
    return sum(_genre(service, int(item)) == genre for item in items if item >= 0)


def _liked(service: Service, rows: np.ndarray) -> np.ndarray:
    """Titles of each user's favourite genre in rows of titles (users, places), by user."""
    mix = service.movies.known_mix(0)
    favourite = (service.taken @ mix).argmax(axis=1)
    return ((mix.argmax(axis=1)[rows] == favourite[:, None]) & (rows >= 0)).sum(axis=1)


def _cards(service: Service, user: int, items: np.ndarray) -> list[Card]:
    return [
        _card(service, user, int(item))
        if item >= 0
        else Card(EMPTY, tag="no title", colour="alarm")
        for item in items
    ]


def _card(service: Service, user: int, item: int) -> Card:
    """A poster, with what is odd about it."""
    odd = ""
    if service.taken[user, item]:
        odd = "taken before"
    elif service.foreign[item]:
        odd = "foreign"
    title = str(service.movies.titles.seen["title"].iloc[item])
    return Card(title, (_genre(service, item),), odd, "alarm" if odd else "muted")
