"""One reader's page: before and after the penalty, and why a post stands where it does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.feed.candidates import SOURCES
from cases.feed.decide import NAMES, PENALTIES, UNIT
from cases.feed.panels.year import rivals
from data.feed.constants import HEADS
from data.feed.texts import author_name, post_text
from kit.figure import Absent, Drawn, Table, waterfall
from kit.run import Run
from kit.words import say
from pipelines.ranking.diversity import author_factor
from pipelines.ranking.retrieval import NOBODY

SHOWN = 10
SHORT = NAMES | {
    "click": "clicks",
    "dwell": "long stays",
    "video": "videos",
    "reply_back": "answered replies",
}
PLUS, MINUS, TOTAL = "adds", "takes away", "stands at"


def reader_of(run: Run) -> int:
    """A reader who follows somebody and whose page the penalty changes most."""
    pages = run["first_pages"].posts
    one, other = rivals(run).values()
    top = min(SHOWN, pages.shape[2])
    alike = (pages[one][:, :top, None] == pages[other][:, None, :top]).any(axis=2).sum(axis=1)
    follows = run["feed"].users.follows.any(axis=1)
    return int(np.argmin(alike + 100 * ~follows))


def before_and_after(run: Run) -> Drawn:
    """The first posts of one reader's page under two penalties, in words, with the reasons."""
    reader, pages = reader_of(run), run["first_pages"].posts
    (one, a), (other, b) = rivals(run).items()
    before, after = ([int(p) for p in pages[at][reader] if p != NOBODY] for at in (a, b))
    if not before and not after:
        return Absent("No post reaches this reader's page.")
    union = list(dict.fromkeys([*after[:SHOWN], *before[:SHOWN]]))
    rows = [_line(run, reader, post, before, after) for post in union]
    columns = ["after", "before", "post", "why it is here", "glad", "bait", "points", "author"]
    frame = pd.DataFrame(rows, columns=columns)
    gone = sum(post not in after[:SHOWN] for post in before[:SHOWN])
    likes = _tastes(run, reader)
    return Table(
        frame,
        f"Reader {reader}, who likes {likes}. Before is {one}, after is {other}: of the first "
        f"{min(SHOWN, len(before))} posts {gone} make room. Why: the source, and the engagement "
        "that brings most points. Glad is what the reader would say, -1 to 1; bait is estimated; "
        "points are the true engagement of a look.",
        {"before": "count", "after": "count"} | dict.fromkeys(("glad", "bait", "points"), "score"),
    )


def _line(run: Run, reader: int, post: int, before: list[int], after: list[int]) -> tuple:
    feed = run["feed"]
    author = int(feed.posts.seen["author"].iat[post])
    place = _candidate(run, reader, post)
    return (
        after.index(post) + 1 if post in after else np.nan,
        before.index(post) + 1 if post in before else np.nan,
        post_text(feed, post),
        _reason(run, reader, place),
        float(run["true_values"].glad[0, reader, place]),
        float(run["predicted"].bait[0, reader, place]),
        float(run["true_values"].value[0, reader, place]),
        author_name(feed, author),
    )


def _candidate(run: Run, reader: int, post: int) -> int:
    return int(np.flatnonzero(run["candidates"].posts[0, reader] == post)[0])


def _tastes(run: Run, reader: int) -> str:
    """The two topics nearest to a reader's true taste, in words."""
    from data.feed import topic_centres
    from data.feed.constants import TOPICS

    feed = run["feed"]
    near = topic_centres(feed.constants, feed.seed) @ feed.users.taste[reader]
    first, second = np.argsort(-near)[:2]
    return f"{TOPICS[first]} and {TOPICS[second]}"


def _reason(run: Run, reader: int, place: int) -> str:
    """Where it came from, and the head that speaks most for it."""
    source = SOURCES[int(run["candidates"].source[0, reader, place])]
    chances = run["predicted"].chances[0, reader, place]
    if len(chances) != len(HEADS):
        return source
    parts = np.nan_to_num(run["weights"].parts(chances))
    return f"{source}; {SHORT[HEADS[int(np.argmax(parts))]]}"


def _called(head: int) -> str:
    return NAMES[HEADS[head]]


def why_here(run: Run) -> Drawn:
    """The score of the reader's first post, head by head, down to where it stands."""
    reader, at = reader_of(run), run.position
    page = run["first_pages"].posts[at][reader]
    if page[0] == NOBODY:
        return Absent("No post reaches this reader's page.")
    post = int(page[0])
    place = _candidate(run, reader, post)
    parts = _parts(run, reader, place, at)
    frame = _stacked(parts)
    feed = run["feed"]
    shown = [name for name, value in sorted(parts.items(), key=lambda p: -abs(p[1]))][:2]
    return waterfall(
        frame,
        category=("part", ""),
        start=("from", "score, in standard deviations of points"),
        end="to",
        by="kind",
        colours={PLUS: "true", MINUS: "seen", TOTAL: "muted"},
        caption=f"First for reader {reader}: \u201c{post_text(feed, post)}\u201d by "
        f"{author_name(feed, int(feed.posts.seen['author'].iat[post]))}. "
        f"What counts most: {' and '.join(shown)}. The next post stands at "
        f"{say(_second(run, at, reader), 'score')}.",
    )


def _second(run: Run, at: int, reader: int) -> float:
    scores = run["year"].pages.scores[at, reader]
    return float(scores[1]) if len(scores) > 1 and np.isfinite(scores[1]) else float("nan")


def _parts(run: Run, reader: int, place: int, at: int) -> dict[str, float]:
    """The parts of a post's score in order; they add up to the number it was ranked by."""
    spot = (0, reader, place)
    scored, predicted, settings = run["scored"], run["predicted"], run.settings
    chances = predicted.chances[spot]
    several = len(chances) == len(HEADS)
    raw = run["weights"].parts(chances) / scored.spread if several else chances / scored.spread
    raw = np.nan_to_num(raw)
    named = [_called(i) for i in range(len(HEADS))] if several else ["the model"]
    parts = {name: float(value) for name, value in zip(named, raw, strict=True)}
    network = float(np.nan_to_num(scored.engagement[spot])) / scored.spread - float(raw.sum())
    parts["out of network"] = network
    parts["quality head"] = settings["quality_weight"] * float(scored.quality[spot])
    parts["coming back"] = settings["return_weight"] * float(scored.returns[spot])
    parts["clickbait penalty"] = -UNIT * PENALTIES[at] * float(predicted.bait[spot])
    final = float(run["year"].pages.scores[at, reader, 0])
    parts["re-ranking"] = final - sum(parts.values())
    return {name: value for name, value in parts.items() if abs(value) > 0.004}


def _stacked(parts: dict[str, float]) -> pd.DataFrame:
    """Bars from one running total to the next, and the total."""
    ends = np.cumsum(list(parts.values()))
    starts = np.r_[0.0, ends[:-1]]
    kinds = [PLUS if value >= 0 else MINUS for value in parts.values()]
    frame = pd.DataFrame({"part": list(parts), "from": starts, "to": ends, "kind": kinds})
    total = pd.DataFrame({"part": ["score"], "from": [0.0], "to": [ends[-1]], "kind": [TOTAL]})
    return pd.concat([frame, total], ignore_index=True)


def decays(run: Run) -> Drawn:
    """What an author's first, second and later posts on a page are worth."""
    settings = run.settings
    earlier = np.arange(6)
    factor = author_factor(earlier, settings["author_decay"], settings["author_floor"])
    frame = pd.DataFrame(
        {
            "post of the same author": [f"number {n + 1}" for n in earlier],
            "keeps": factor,
        }
    )
    authors = run.reading("authors_page").true
    return Table(
        frame,
        f"The share of its score a post keeps; {authors:.1f} authors stand on a page of "
        f"{settings['page_size']} posts.",
        {"keeps": "share"},
    )
