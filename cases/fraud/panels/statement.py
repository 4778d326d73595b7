"""A card's statement: its payments in order, which were stopped, and which were fraud."""

from __future__ import annotations

import pandas as pd

from cases.fraud.panels.outcomes import MECHANISMS, STOPPED, outcomes
from kit.figure import Absent, Card, Cards, Drawn
from kit.run import Run
from kit.words import say

LISTED = 30  # cards one may pick, beside the most telling
SHOWN = 16  # payments of a statement that fit on a page
DAY = 86_400


def cards(run: Run) -> dict[str, str]:
    """Cards with fraud or an alert in the live weeks: the worst miss, the best catch, and an
    honest customer turned away first."""
    rows = outcomes(run)
    fraud, stopped = rows["fraud"] == 1, rows["outcome"] == STOPPED
    telling = {
        "Worst miss: ": rows[fraud & ~stopped].groupby("card")["amount"].sum(),
        "Most stopped: ": rows[fraud & stopped].groupby("card")["amount"].sum(),
        "Turned away: ": rows[~fraud & stopped].groupby("card")["amount"].sum(),
    }
    named: dict[int, str] = {}
    for text, money in telling.items():
        if len(money):
            named.setdefault(money.idxmax(), text)
    touched = rows.loc[fraud | rows["alerted"], "card"].unique()[:LISTED]
    return {str(card): f"{named.get(card, '')}card {card}" for card in [*named, *touched]}


def statement(run: Run, subject: str = "") -> Drawn:
    """A card's statement.

    What did the customer see? The payments of a card from shortly before its first fraud on, with
    the chance the model gave, and which were stopped.
    """
    rows = outcomes(run)
    listed = cards(run)
    if not listed:
        return Absent("No card had a fraud or an alert in the live weeks.")
    card = int(subject or next(iter(listed)))
    own = rows[rows["card"] == card].sort_values("time")
    if own.empty:
        return Absent("This card made no payment in the live weeks.")
    shown = [_payment(each) for _, each in _around(own).iterrows()]
    return Cards({f"Card {card}": shown}, _told(own))


def _around(own: pd.DataFrame) -> pd.DataFrame:
    """The payments that are shown: a few before the first fraud (or alert), then what follows."""
    fraud = own["fraud"] == 1
    marked = (fraud if fraud.any() else own["alerted"]).to_numpy()
    first = int(marked.argmax()) if marked.any() else 0
    begin = max(0, min(first - 3, len(own) - SHOWN))
    return own.iloc[begin : begin + SHOWN]


def _payment(row: pd.Series) -> Card:
    fraud, hour = row["fraud"] == 1, (row["time"] % DAY) / 3600
    what = f"fraud: {MECHANISMS[row['mechanism']]}" if fraud else "honest"
    when = f"day {row['day']}, {int(hour)}:{int(hour % 1 * 60):02d}, terminal {row['terminal']}"
    chance = "no score in time" if row["unscored"] else f"chance {say(row['probability'], 'share')}"
    colour = "alarm" if fraud else "muted"
    tag = row["outcome"] if row["alerted"] or row["unscored"] else ""
    return Card(f"${row['amount']:,.2f}", (what, when, chance), tag, colour)


def _told(own: pd.DataFrame) -> str:
    fraud, stopped = own["fraud"] == 1, own["outcome"] == STOPPED
    lost = own.loc[fraud & ~stopped, "amount"].sum()
    return (
        f"{(fraud & stopped).sum()} of {fraud.sum()} frauds on this card were stopped, "
        f"{say(float(lost), 'money')} went through; {(~fraud & stopped).sum()} of "
        f"{(~fraud).sum()} honest payments were held up. Which were fraud is known here, and by "
        "the team weeks later, or never."
    )
