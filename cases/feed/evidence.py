"""The sums behind the readings: of pages, of days, of authors, and of what the heads said.

Every part is summed over readers, authors or lists at each penalty, under weights where those are
resampled; the formulas beside the metrics (`cases.feed.readings`) divide them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cases.feed.ceilings import Ceilings
from cases.feed.decide import PENALTIES
from cases.feed.judged import FirstPages, Pairs
from cases.feed.live import Year
from data.feed import Feed
from data.feed.constants import HEADS
from kit.readings import Evidence
from pipelines.evaluation.ranking_metrics import cross_entropy, entropy
from pipelines.evaluation.tally import Draws, Fixed, Formula, Grid, Part, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples

TEST = 28
WEEK = 7
ASKED = 5  # one reader in so many answers the survey
SPANS = {
    "engagement_7": ("engagement", slice(0, WEEK)),
    "engagement_28": ("engagement", slice(0, TEST)),
    "engagement_240": ("engagement", slice(-WEEK, None)),
    "engagement_year": ("engagement", slice(None)),
    "actives_7": ("visits", slice(0, WEEK)),
    "actives_28": ("visits", slice(TEST - WEEK, TEST)),
    "actives_240": ("visits", slice(-WEEK, None)),
}
"""What is averaged over which days."""
LATER = {
    "engagement_240": "engagement_28",
    "engagement_year": "engagement_28",
    "actives_240": "actives_28",
}
"""What the team takes for what it cannot see yet when its four-week test ends."""

AXIS = np.array(PENALTIES)
NEVER_SAID = Fixed(np.nan)

Parts = dict[str, Part]
Sums = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class LooksByHolder:
    """The looks that each author, post or age gets in all.

    `holder` (positions, rows, k) says whose a look is, -1 for nobody's, `looks` how much of one it
    is; rows are readers. The total is (positions, holders), or (resamples, positions, holders).
    """

    holder: np.ndarray
    looks: np.ndarray
    holders: int

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """The sum over readers, for each holder at each position."""
        if resamples is None:
            return np.stack([table.sum(axis=0) for table in self._tables()])
        return np.stack([resamples.weights @ table for table in self._tables()], axis=1)

    def _tables(self) -> Iterator[np.ndarray]:
        """Looks by reader and holder at each position, one after the other: (rows, holders)."""
        rows = len(self.holder[0])
        for holder, looks in zip(self.holder, self.looks, strict=True):
            row, place = np.nonzero(holder >= 0)
            cell = row * self.holders + holder[row, place]
            sums = np.bincount(cell, looks[row, place], rows * self.holders)
            yield sums.reshape(rows, self.holders)


def of_readers(
    feed: Feed,
    year: Year,
    pages: FirstPages,
    random_pairs: Pairs,
    held_back: Pairs,
    ceilings: Ceilings,
    resamples: Resamples,
) -> Evidence:
    """What is summed over readers: their first pages, their days, and pairs of them with posts."""
    days = of_days(year)
    own = {**_pages(feed, pages, ceilings), **days, **_heads(random_pairs, random_pairs.said)}
    asked = pages.glad[:, ::ASKED]
    seen: Parts = {
        "readers": own["readers"],
        "value": _each(pages.logged),
        "gladness": _each((1 + asked) / 2),
        "readers asked": Fixed(asked.shape[1]),
        **days,
        **{later: days[known] for later, known in LATER.items()},
        **_heads(held_back, held_back.said),
    }
    best = {**_best(ceilings), **_heads(random_pairs, random_pairs.target)}
    return Evidence(
        Tally(own, AXIS),
        Draws.of(own, AXIS, resamples),
        Tally(seen, AXIS),
        Tally(best, AXIS),
    )


def _best(ceilings: Ceilings) -> Parts:
    """Of a page by its best order; of each reading of the year by the best policy of the family."""
    days = of_days(ceilings.year)
    highest = {name: days[name].total(AXIS, None).max() for name in SPANS}
    readers = ceilings.year.visits.shape[2]
    page = {"value": readers * ceilings.value, "gladness": (1 + ceilings.glad) / 2}
    ideal = {"gain": 1.0, "can gain": 1.0, "readers asked": 1.0, "readers": readers}
    return {name: Fixed(float(value)) for name, value in {**highest, **page, **ideal}.items()}


def of_authors(feed: Feed, year: Year, resamples: Resamples) -> Evidence:
    """What is summed over authors: who still posts, and who gets an answer in the first period."""
    authors = np.arange(feed.constants.authors)
    after = min(-(-TEST // feed.constants.days), feed.constants.periods - 1)
    own: Parts = {
        "authors": Summand(np.ones(len(authors)), authors),
        "silent": _each(1.0 - year.active[:, -1]),
        "unanswered": _each(np.exp(-year.feedback[:, 0])),
    }
    seen: Parts = {"authors": own["authors"], "silent": _each(1.0 - year.active[:, after])}
    return Evidence(Tally(own, AXIS), Draws.of(own, AXIS, resamples), Tally(seen, AXIS))


def of_lists(ndcg: np.ndarray, resamples: Resamples) -> Evidence:
    """What is summed over lists: the nDCG (lists,) of the order learnt from their clicks."""
    lists = np.arange(len(ndcg))
    own: Parts = {"lists": Summand(np.ones(len(ndcg)), lists), "ndcg": Summand(ndcg, lists)}
    return Evidence(Tally(own, AXIS), Draws.of(own, AXIS, resamples))


def of_days(year: Year) -> Parts:
    """A reader's mean over the days of each of SPANS, and how many readers there are."""
    means = {
        name: getattr(year, what)[:, days].mean(axis=1, dtype=float)
        for name, (what, days) in SPANS.items()
    }
    readers = np.ones(year.visits.shape[2])
    return {
        "readers": Summand(readers, np.arange(len(readers))),
        **{name: _each(values) for name, values in means.items()},
    }


def _pages(feed: Feed, pages: FirstPages, ceilings: Ceilings) -> Parts:
    """Sums over the readers' first pages, and the looks that authors, posts and ages get."""
    first, hours = feed.in_period(0), feed.posts.truth["real_age"].to_numpy()
    ages = np.unique(hours[first])
    there = pages.posts >= 0
    age = np.where(there, np.searchsorted(ages, hours[pages.posts]), -1)
    place = np.where(there, np.searchsorted(first, pages.posts), -1)
    ideal = ceilings.ndcg_ideal
    attacked = there & feed.authors.attacked[pages.author]
    deserved = ceilings.year.views[0, 0]
    deserved = deserved[feed.authors.attacked].sum() / max(deserved.sum(), 1e-9)
    by_holder = {
        "looks by author": LooksByHolder(pages.author, pages.looks, feed.constants.authors),
        "looks by post": LooksByHolder(place, pages.looks, len(first)),
        "looks by age": LooksByHolder(age, pages.looks, len(ages)),
    }
    by_reader = {
        "looks": pages.looks.sum(axis=2),
        "value": pages.value,
        "gladness": (1 + pages.glad) / 2,
        "readers asked": np.ones(pages.glad.shape),
        "gain": np.where(ideal > 0, pages.gain / np.where(ideal > 0, ideal, 1), 0),
        "can gain": np.broadcast_to((ideal > 0).astype(float), pages.gain.shape),
        "looks at followed": pages.followed,
        "looks at attacked": (pages.looks * attacked).sum(axis=2),
        "toxicity": pages.toxic,
        "complaints": pages.complaints,
        "authors on a page": pages.authors,
        "topics on a page": pages.topics,
    }
    fixed = {"hours": Fixed(ages), "deserved": Fixed(max(deserved, 1e-9))}
    return {**by_holder, **{name: _each(table) for name, table in by_reader.items()}, **fixed}


def _heads(pairs: Pairs, said: np.ndarray) -> Parts:
    """Log loss of each head's chances, how many engagements there are, and how many pairs."""
    found: Parts = {"pairs": Summand(np.ones(len(pairs.user)), pairs.user)}
    for place, name in enumerate(HEADS):
        target = pairs.target[:, place]
        found[f"{name} happens"] = Summand(target, pairs.user)
        found[f"{name} loss"] = (
            Summand(cross_entropy(target, said[:, place]), pairs.user) if len(said) else NEVER_SAID
        )
    return found


def _each(table: np.ndarray) -> Grid:
    """A number for each reader (or author) under each policy, (policies, readers)."""
    return Grid(table.T.astype(float), np.arange(table.shape[1]))


def per(above: str, below: str, times: float = 1.0) -> Formula:
    """One sum over another."""
    return lambda sums: times * sums[above] / sums[below]


def median_age(sums: Sums) -> np.ndarray:
    """The age in seconds below which half of all looks lie."""
    looks = np.cumsum(sums["looks by age"], axis=-1)
    at = (looks < looks[..., -1:] / 2).sum(axis=-1)
    return np.where(looks[..., -1] > 0, 3600 * sums["hours"].ravel()[at], np.nan)


def top_share(sums: Sums) -> np.ndarray:
    """The share of looks of the hundredth of authors with most, at least of one author."""
    looks = np.sort(sums["looks by author"], axis=-1)
    top = max(1, round(0.01 * looks.shape[-1]))
    return looks[..., -top:].sum(axis=-1) / looks.sum(axis=-1)


def normalised_entropy(head: str) -> Formula:
    """Mean log loss of a head over the entropy of its rate; NaN where there is one class only."""

    def formula(sums: Sums) -> np.ndarray:
        pairs = np.maximum(sums["pairs"], 1)
        usual = entropy(sums[f"{head} happens"] / pairs)
        return np.where(usual > 0, sums[f"{head} loss"] / pairs / usual, np.nan)

    return formula
