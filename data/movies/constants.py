"""Every constant of the movie worlds, with its unit."""

from __future__ import annotations

from dataclasses import dataclass

DRIFTS = ("none", "tastes", "holiday", "surge", "bots", "outage", "autoplay")
"""Ways the world may change around launch."""

GENRES = (
    "Drama", "Comedy", "Thriller", "Action", "Romance", "Science fiction",
    "Horror", "Documentary", "Family", "Crime", "Fantasy", "History",
)  # fmt: skip

SIZES: dict[str, dict[str, int]] = {
    "tiny": {"users": 200, "titles": 200},
    "small": {"users": 500, "titles": 450},
    "usual": {"users": 1_200, "titles": 900},
    "large": {"users": 5_000, "titles": 3_000},
}


@dataclass(frozen=True)
class MovieConstants:
    """What a movie world is made of. Weeks before 0 are the past; live weeks count from 0.

    A title shown is accepted with chance = examination(slot) x sigmoid(taste <theta, q> + quality
    + level); a title watched in the last `cooldown` weeks with `again` times that, one shown in
    them and left with `met` times that.
    """

    users: int = 1_500
    titles: int = 1_000  # in the catalogue at any one time
    past_weeks: int = 12
    live_weeks: int = 60

    concentration: float = 0.15  # of the Dirichlet laws of tastes and of genre mixes
    taste: float = 8.0  # log odds between a title of one's own genre and one of another
    quality: float = 0.5  # standard deviation of title quality, log odds
    level: float = -3.2  # log odds of a title that is nothing to one
    blur: float = 0.12  # standard deviation of the noise on the metadata a team can see
    again: float = 0.1
    met: float = 0.75
    cooldown: int = 6  # weeks
    slots: int = 20  # the longest row
    dimming: float = 0.5  # examination of slot r is r ** -dimming

    shows: float = 240.0  # impressions of a median user in the past
    activity: float = 0.85  # standard deviation of log activity
    skew: float = 0.3  # exposure falls with an item's exposure rank to this power
    aimed: float = 2.0  # log odds by which the past system favoured a title of one's own genre
    deserved: float = 0.3  # correlation of exposure rank and quality
    recent: float = 0.35  # share of titles released within the past weeks
    newest: float = 0.03  # share of titles released just now, without any log
    buzz: float = 0.5  # share of a new title's impressions in the weeks after its release
    joined: float = 0.3  # share of users who joined within the past weeks
    originals: float = 0.15  # share of titles the service owns

    churn: float = 0.01  # share of titles that are replaced, a live week
    arrivals: float = 0.003  # share of users who leave and are replaced, a live week
    shared: float = 0.0  # share of accounts on which two people take turns
    moved: float = 0.25  # share of users whose taste changed within the past weeks
    moves: float = 0.005  # share of users whose taste changes, a live week

    tastes_moved: float = 0.5  # drift "tastes": share of users who change about launch
    holiday: float = 2.5  # drift "holiday": log odds the holiday genre gains
    holiday_weeks: int = 3
    surge: float = 0.3  # drift "surge": share of users who joined last week
    bots: float = 0.06  # drift "bots": share of accounts
    ring: int = 25  # titles the bots take
    outage: float = 0.6  # drift "outage": share of titles whose metadata is lost
    autoplay: float = 0.35  # drift "autoplay": chance that the first title counts as taken
