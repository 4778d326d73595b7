"""The inbox and the quarantine of one customer on one day, as its users meet them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cases.spam.export import live_texts
from cases.spam.filters import probability
from cases.spam.labels import QUARANTINED
from cases.spam.outcomes import BOUNCED, outcomes, thresholds_of
from cases.spam.panels.messages import pulls_of, weighty
from kit.figure import Absent, Card, Cards, Drawn
from kit.run import Run
from kit.words import say

SHOWN = 6  # messages a row
LETTERS = 130
HELD = ("quarantined", BOUNCED)
TAGS = {  # by outcome: how legitimate mail and how spam are marked
    "delivered": (("", "muted"), ("spam, missed", "alarm")),
    "delivered unscored": (("not scored", "muted"), ("spam, not scored", "alarm")),
    "flagged": (("flagged by mistake", "current"), ("spam, flagged", "true")),
    "quarantined": (("legitimate, lost", "alarm"), ("spam", "true")),
    BOUNCED: (("legitimate, bounced", "alarm"), ("spam, bounced", "true")),
}


def inboxes(run: Run) -> dict[str, str]:
    """Every customer's day, as "customer-day": the most mail lost first, then the most spam seen.

    Both by the design's own thresholds, wherever the dial stands.
    """
    rows, operating = run["scored"], run["operating"]
    held = operating.decide(rows["score"].to_numpy()) == QUARANTINED
    spam = rows["spam"].to_numpy() == 1
    found = pd.DataFrame(
        {
            "key": _keys(run),
            "lost": held & ~spam,
            "missed": spam & (rows["score"] < min(operating.flag, operating.quarantine)),
        }
    )
    days = found.groupby("key", sort=False).sum()
    telling = {
        days["lost"].idxmax(): "Most legitimate mail lost: ",
        days["missed"].idxmax(): "Most spam in the inbox: ",
    }
    return {
        key: telling.get(key, "") + _label(key) for key in dict.fromkeys([*telling, *days.index])
    }


def _keys(run: Run) -> np.ndarray:
    rows, first = run["scored"], run["mail"].live_from
    return np.array(
        [
            f"{box}-{day}"
            for box, day in zip(rows["mailbox"] + 1, rows["day"] - first + 1, strict=True)
        ]
    )


def _numbers(key: str) -> tuple[int, ...]:
    return tuple(map(int, key.split("-")))


def _label(key: str) -> str:
    customer, _, day = key.partition("-")
    return f"customer {customer}, day {day}"


def inbox(run: Run, subject: str = "") -> Drawn:
    """An inbox and its quarantine.

    What do users meet? Pick any customer's day: what reaches the inbox, and what they would find in
    quarantine if they looked.
    """
    key = subject or next(iter(inboxes(run)), "")
    own = np.flatnonzero(_keys(run) == key)
    if not len(own):
        return Absent("No mail came to this customer on that day.")
    became, spam = outcomes(run).to_numpy()[own], run["scored"]["spam"].to_numpy()[own] == 1
    held = np.isin(became, HELD)
    rows = {
        f"Inbox, {say(int((~held).sum()), 'count')} messages": own[~held],
        f"Quarantine, {say(int(held.sum()), 'count')} messages": own[held],
    }
    missed, lost = (~held & spam & (became != "flagged")).sum(), (held & ~spam).sum()
    return Cards(
        {name: list(_cards(run, _telling(run, part))) for name, part in rows.items()},
        f"{_label(key).capitalize()}: spam in the inbox without a warning: {missed}; legitimate "
        f"mail lost: {lost}. Up to {SHOWN} of each are shown, the most expensive mistakes first, "
        "then the closest to the quarantine threshold.",
    )


def _telling(run: Run, part: np.ndarray) -> np.ndarray:
    """The messages of a part to show: the most expensive errors first, then the closest calls."""
    rows, operating = run["scored"].iloc[part], thresholds_of(run)
    costs = operating.policy.error_costs(rows["spam"].to_numpy())
    cost = costs[np.arange(len(part)), operating.decide(rows["score"].to_numpy())]
    near = np.abs(rows["served"] - operating.quarantine)
    return part[np.lexsort((near, -cost))][:SHOWN]


def _cards(run: Run, shown: np.ndarray) -> Iterator[Card]:
    """A card a message: its first sentence, who sends it, and why it was scored so."""
    texts, became, rows = run.still(live_texts), outcomes(run), run["scored"].iloc[shown]
    senders = run["mail"].world.seen.iloc[rows["message"]]
    for i, (pulls, at) in enumerate(zip(pulls_of(run, shown), shown, strict=True)):
        title, _, rest = texts[at].partition(". ")
        tag, colour = TAGS[became.iloc[at]][int(rows["spam"].iloc[i])]
        chance = float(probability(rows["served"].iloc[i]))
        sender = senders.iloc[i]
        yield Card(
            title.rstrip("."),
            (
                rest if len(rest) <= LETTERS else rest[:LETTERS].rsplit(" ", 1)[0] + " …",
                f"sender known for {say(sender['age'], 'days')}, "
                f"reputation {say(sender['reputation'], 'share')}, {sender['links']:.0f} links",
                f"chance of spam {say(chance, 'share')}; for: {weighty(pulls, 1, 2)}; "
                f"against: {weighty(pulls, -1, 2)}",
            ),
            tag,
            colour,
        )
