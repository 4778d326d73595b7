"""What a team has before it: the dashboard as far as it was looked at, and one user's request."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.irrelevant_items.judged import MINUTES
from cases.irrelevant_items.probes import ASKED, OUTCOMES, PROBES
from cases.irrelevant_items.served import ROW, Service
from data.movies.constants import GENRES
from kit.figure import Absent, Card, Cards, Chart, Table, bars
from kit.run import Run
from kit.words import say

NOTHING = "Nothing was asked by this minute: the first probe is still running."
OF_A_USER = 5  # complaining users one may pick


def minute(run: Run) -> float:
    """The dial's minute."""
    return float(MINUTES[run.position])


def dashboard(run: Run) -> Table | Absent:
    """What was read so far, and is it unusual?

    Every probe answered by the dial's minute: yesterday, today, and how many usual spreads lie
    between. Three are odd, nine are far.
    """
    asked, today = run["own"].asked_by(minute(run)), run["today"]
    if not len(asked):
        return Absent(NOTHING)
    rows = [
        {
            "probe": PROBES[ASKED[number]].label,
            "usual": say(float(today.usual[number]), PROBES[ASKED[number]].unit),
            "today": say(float(today.reads[number]), PROBES[ASKED[number]].unit),
            "spreads off": round(float(np.clip(today.off[number], -999, 999)), 1),
            "answer": OUTCOMES[int(today.answers[number])],
        }
        for number in asked
    ]
    odd = sum(row["answer"] != "as usual" for row in rows)
    return Table(pd.DataFrame(rows), f"{len(rows)} probes answered, {odd} of them not as usual.")


def platforms(run: Run) -> Chart | Absent:
    """Is it the same on phones and on the web?

    The click rate of yesterday and today, once the probe that splits it was asked: an average
    hides a fault that only some users meet.
    """
    own, today = run["own"], run["today"]
    if ASKED.index("platforms") not in own.asked_by(minute(run)):
        return Absent("The click rate was not split by platform yet.")
    rows = [
        (where, day, float(rates[place]))
        for place, where in enumerate(("phones", "web"))
        for day, rates in (("yesterday", today.before), ("today", today.now))
    ]
    falls = 1 - today.now / np.maximum(today.before, 1e-9)
    return bars(
        pd.DataFrame(rows, columns=["platform", "day", "rate"]),
        x=("platform", "platform"),
        y=("rate", "click rate of a slot"),
        by="day",
        colours={"yesterday": "muted", "today": "seen"},
        caption=f"It fell by {say(float(falls[0]), 'share')} on phones and by "
        f"{say(float(falls[1]), 'share')} on the web.",
    )


def users(run: Run) -> Mapping[str, str]:
    """Users who may have written, those whose row changed most first."""
    service, today = run["service"], run["today"]
    same = (today.rows[:, :, None] == service.sound[:, None, :]).any(axis=2).sum(axis=1)
    first = np.argsort(same, kind="stable")[:OF_A_USER]
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
    taken = _favourite(service, user)
    note = "" if replayed else " The stages between show once the request is replayed."
    return Cards(
        {name: _cards(service, user, items) for name, items in rows.items()},
        f"User {user} took mostly {taken}; today's row holds "
        f"{_of_genre(service, today.rows[user], taken)} of {ROW} such titles, yesterday's "
        f"{_of_genre(service, service.sound[user], taken)}.{note}",
    )


def _genre(service: Service, item: int) -> str:
    return GENRES[int(service.movies.known_mix(0)[item].argmax())]


def _favourite(service: Service, user: int) -> str:
    mix = service.taken[user] @ service.movies.known_mix(0)
    return GENRES[int(mix.argmax())]


def _of_genre(service: Service, items: np.ndarray, genre: str) -> int:
    return sum(_genre(service, int(item)) == genre for item in items if item >= 0)


def _cards(service: Service, user: int, items: np.ndarray) -> list[Card]:
    return [_card(service, user, int(item)) for item in items if item >= 0]


def _card(service: Service, user: int, item: int) -> Card:
    """A poster, with what is odd about it."""
    odd = ""
    if service.taken[user, item]:
        odd = "taken before"
    elif service.foreign[item]:
        odd = "foreign"
    title = str(service.movies.titles.seen["title"].iloc[item])
    return Card(title, (_genre(service, item),), odd, "alarm" if odd else "muted")
