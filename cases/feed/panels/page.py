"""One reader's page as a phone shows it, before and after the penalty, and why a post is first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.feed.candidates import SOURCES
from cases.feed.decide import NAMES, PENALTIES, UNIT
from cases.feed.panels.year import rivals
from data.feed import topic_centres
from data.feed.constants import HEADS, TOPICS
from data.feed.texts import author_name, post_text
from kit.figure import Absent, Card, Cards, Drawn, Table, waterfall
from kit.run import Run
from kit.words import say
from pipelines.ranking.diversity import author_factor
from pipelines.ranking.retrieval import NOBODY

SHOWN = 10
PLUS, MINUS, TOTAL = "adds", "takes away", "final score"


def readers(run: Run) -> dict[str, str]:
    """All readers by number: the page the penalty changes most, the worst miss, the best page."""
    pages, reached = run["first_pages"], run["first_pages"].value[run.readout.at]
    top = pages.posts[:, :, :SHOWN]
    other = run.readout.at or run.readout.marks["best over the year"] or 1
    alike = (top[0][:, :, None] == top[other][:, None, :]).any(axis=2).sum(axis=1)
    follows = run["feed"].users.follows.any(axis=1)
    best = np.maximum(run["best_posts"].top_value[:, : pages.posts.shape[2]], 0)
    looked = run["feed"].looked_at(np.arange(1, best.shape[1] + 1))
    telling = {
        int(np.argmin(alike + 100 * ~follows)): "Changed most: ",
        int(np.argmax(best @ looked - reached)): "Worst miss: ",
        int(np.argmax(reached)): "Best page: ",
    }
    tastes = _tastes(run)
    everybody = dict.fromkeys([*telling, *range(len(reached))])
    return {str(one): f"{telling.get(one, '')}reader {one}, {tastes[one]}" for one in everybody}


def _tastes(run: Run) -> list[str]:
    """The two topics nearest to each reader's true taste, in words."""
    feed = run["feed"]
    near = feed.users.taste @ topic_centres(feed.constants, feed.seed).T
    first = np.argsort(-near, axis=1)[:, :2]
    return [f"{TOPICS[one]} and {TOPICS[other]}" for one, other in first]


@dataclass(frozen=True, eq=False)
class Followed:
    """A reader's first page under two policies, and all that is known of its posts."""

    run: Run
    reader: int

    @classmethod
    def of(cls, run: Run, subject: str) -> Followed:
        """Look up a reader by number; the most telling one without."""
        return cls(run, int(subject or next(iter(readers(run)))))

    def page(self, policy: int) -> list[int]:
        """The posts of the page under a policy, the first place first."""
        posts = self.run["first_pages"].posts[policy][self.reader]
        return [int(post) for post in posts if post != NOBODY]

    def candidate(self, post: int) -> int:
        """The place of a post among the reader's candidates."""
        posts = self.run["candidates"].posts[0, self.reader]
        return int(np.flatnonzero(posts == post)[0])

    def author(self, post: int) -> str:
        """Who wrote a post."""
        feed = self.run["feed"]
        return author_name(feed, int(feed.posts.seen["author"].iat[post]))

    def reason(self, post: int) -> str:
        """Where a post came from, and the engagement that adds most to its score."""
        place = self.candidate(post)
        source = SOURCES[int(self.run["candidates"].source[0, self.reader, place])]
        chances = self.run["predicted"].chances[0, self.reader, place]
        if len(chances) != len(HEADS):
            return source
        parts = np.nan_to_num(self.run["weights"].parts(chances))
        return f"{source}, for {NAMES[HEADS[int(np.argmax(parts))]]}"

    def card(self, post: int, tag: str, colour: str) -> Card:
        """A post as the phone shows it, with what is true of it below."""
        spot, hours = (0, self.reader, self.candidate(post)), self.run["feed"].posts.truth
        true = self.run["true_values"]
        age = say(3600 * float(hours["real_age"].iat[post]), "seconds")
        return Card(
            post_text(self.run["feed"], post),
            (
                f"{self.author(post)}, {age} ago",
                f"Here because: {self.reason(post)}",
                f"Glad {true.glad[spot]:+z.2f}, {true.value[spot]:.2f} points per look, clickbait "
                f"{self.run['predicted'].bait[spot]:.2f}",
            ),
            tag,
            colour,
        )


def phones(run: Run, subject: str) -> Drawn:
    """A reader's page, before and after.

    What does the penalty change for a person? The same reader, the same posts, two orders.
    """
    followed = Followed.of(run, subject)
    (one, a), (other, b) = rivals(run).items()
    before, after = followed.page(a), followed.page(b)
    if not before and not after:
        return Absent("No post reaches this reader's page.")
    mine = {one: a, other: b}
    named = {n: f"{n} · this design" if at == run.position else n for n, at in mine.items()}
    gone = sum(post not in after[:SHOWN] for post in before[:SHOWN])
    values = run["first_pages"].value[:, followed.reader]
    return Cards(
        {
            named[one]: [followed.card(*_left(post, after)) for post in before[:SHOWN]],
            named[other]: [
                followed.card(*_moved(post, place, before))
                for place, post in enumerate(after[:SHOWN])
            ],
        },
        f"Reader {followed.reader} likes {_tastes(run)[followed.reader]}. From {one} to {other}, "
        f"{gone} of the first {min(SHOWN, len(before))} posts make room; the page brings "
        f"{values[a]:.2f} points with {one} and {values[b]:.2f} with {other}. Glad is what the "
        "reader would say, -1 to 1; clickbait is the estimate that the penalty uses.",
        shape="phone",
    )


def _left(post: int, after: list[int]) -> tuple[int, str, str]:
    """A post of the page before: whether it is gone afterwards."""
    return (post, "", "muted") if post in after[:SHOWN] else (post, "makes room", "muted")


def _moved(post: int, place: int, before: list[int]) -> tuple[int, str, str]:
    """A post of the page after: where it was before."""
    was = before.index(post) if post in before else SHOWN
    if was >= SHOWN:
        return post, "new", "current"
    up = was - place
    return post, f"{'up' if up > 0 else 'down'} {abs(up)}" if up else "", "muted"


def why_here(run: Run, subject: str) -> Drawn:
    """Why this post is first.

    Which engagement decides? The score of the reader's first post, part by part.
    """
    followed, at = Followed.of(run, subject), run.position
    page = followed.page(at)
    if not page:
        return Absent("No post reaches this reader's page.")
    parts = score_parts(followed, page[0], at)
    largest = sorted(parts, key=lambda name: -abs(parts[name]))[:2]
    scores = run["year"].pages.scores[at, followed.reader]
    following = f" The next post has {say(float(scores[1]), 'score')}." if len(page) > 1 else ""
    return waterfall(
        _steps(parts),
        category=("part", "part of the score"),
        start=("from", "score, in standard deviations of points"),
        end="to",
        by="kind",
        colours={PLUS: "one", MINUS: "two", TOTAL: "muted"},
        caption=f"First for reader {followed.reader}: \u201c{post_text(run['feed'], page[0])}"
        f"\u201d by {followed.author(page[0])}. What counts most: {' and '.join(largest)}."
        f"{following}",
    )


def score_parts(followed: Followed, post: int, at: int) -> dict[str, float]:
    """The parts of the first post's score in order; they add up to the number it is ranked by."""
    run, spot = followed.run, (0, followed.reader, followed.candidate(post))
    scored, predicted, settings = run["scored"], run["predicted"], run.settings
    chances = predicted.chances[spot]
    several = len(chances) == len(HEADS)
    raw = np.nan_to_num(run["weights"].parts(chances) if several else chances) / scored.spread
    named = [NAMES[head] for head in HEADS] if several else ["the model"]
    parts = {name: float(value) for name, value in zip(named, raw, strict=True)}
    network = float(np.nan_to_num(scored.engagement[spot])) / scored.spread - float(raw.sum())
    parts["out of network"] = network
    parts["survey head"] = settings["quality_weight"] * float(scored.quality[spot])
    parts["returning"] = settings["return_weight"] * float(scored.returns[spot])
    parts["clickbait penalty"] = -UNIT * PENALTIES[at] * float(predicted.bait[spot])
    final = float(run["year"].pages.scores[at, followed.reader, 0])
    parts["re-ranking"] = final - sum(parts.values())
    return {name: value for name, value in parts.items() if abs(value) > 0.004}


def _steps(parts: dict[str, float]) -> pd.DataFrame:
    """Bars from one running total to the next, and the total."""
    ends = np.cumsum(list(parts.values()))
    kinds = [PLUS if value >= 0 else MINUS for value in parts.values()]
    starts = np.r_[0.0, ends[:-1]]
    frame = pd.DataFrame({"part": list(parts), "from": starts, "to": ends, "kind": kinds})
    total = pd.DataFrame({"part": ["score"], "from": [0.0], "to": [ends[-1]], "kind": [TOTAL]})
    return pd.concat([frame, total], ignore_index=True)


def decays(run: Run) -> Drawn:
    """What an author's next post is worth.

    How soon does one author's post make room for another's?
    """
    settings, earlier = run.settings, np.arange(6)
    factor = author_factor(earlier, settings["author_decay"], settings["author_floor"])
    names = [f"number {n + 1}" for n in earlier]
    authors = run.reading("authors_page").true
    return Table(
        pd.DataFrame({"post of the same author": names, "keeps": factor}),
        f"The share of its score that a post keeps. There are {authors:.1f} authors on a page of "
        f"{settings['page_size']} posts.",
        {"keeps": "share"},
    )
