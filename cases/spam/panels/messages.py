"""Messages to read: what was decided, which words weighed, and what each one is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.export import live_texts
from cases.spam.filters import probability
from cases.spam.outcomes import outcomes, thresholds_of
from data.mail.language import TOPICS
from kit.figure import Drawn, Table
from kit.run import Run
from pipelines.text.bags import Bags

EACH = 3
MOST_WORDS = 4
MOST_LETTERS = 320


def messages(run: Run) -> Drawn:
    """Messages to read.

    Would a person have known? Real messages with their score, the words that counted, and what they
    are: the worst mistakes, the closest calls, and some of the rest.
    """
    rows = run["scored"]
    shown = chosen(run)
    texts = run.still(live_texts)
    pulls = run.still(_pulls_of_shown) if _at_rest(run) else pulls_of(run, shown)
    table = pd.DataFrame(
        {
            "is": ["spam" if rows["spam"].iloc[i] else "legitimate" for i in shown],
            "was": outcomes(run).to_numpy()[shown],
            "message": [_short(texts[i]) for i in shown],
            "chance given": probability(rows["served"].to_numpy()[shown]),
            "exact chance": probability(rows["attainable"].to_numpy()[shown]),
            "speaks for spam": [weighty(pulls[i], 1) for i in range(len(shown))],
            "against": [weighty(pulls[i], -1) for i in range(len(shown))],
            "topic": np.array(TOPICS)[rows["topic"].to_numpy()[shown]],
        }
    )
    return Table(
        table,
        "First the legitimate mail scored highest, then the spam scored lowest, then what lies "
        "closest to the quarantine threshold. A word weighs what the log odds fall by without it, "
        "as the filter of the last day reads it.",
        {"chance given": "share", "exact chance": "share"},
    )


def chosen(run: Run) -> np.ndarray:
    """Rows worth reading: the worst of both kinds of mistakes, and the closest calls."""
    rows = run["scored"]
    score = rows["served"].to_numpy()
    spam = rows["spam"].to_numpy() == 1
    order = np.argsort(-score, kind="stable")
    worst = [order[~spam[order]][:EACH], order[::-1][spam[order[::-1]]][:EACH]]
    close = np.argsort(np.abs(score - thresholds_of(run).quarantine), kind="stable")[: 2 * EACH]
    found = np.concatenate([*worst, close])
    return np.array(list(dict.fromkeys(found.tolist())), dtype=int)


def pulls_of(run: Run, shown: np.ndarray) -> list[dict[str, float]]:
    """What each word of the shown messages adds to the log odds: found by leaving it out."""
    live = run["live"]
    bags: Bags = live.bags.take(shown)
    mailbox = live.rows["mailbox"].to_numpy()[shown]
    whole = live.filter.log_odds(bags, mailbox)
    counts = bags.counts.tocsr()
    message = np.repeat(np.arange(len(shown)), np.diff(counts.indptr))
    word = counts.indices
    if not len(word):
        return [{} for _ in shown]
    without = counts[message].tolil()
    without[np.arange(len(word)), word] = 0
    less = Bags(
        without.tocsr(),
        bags.words,
        bags.sender[message],
        None if bags.vectors is None else bags.vectors[message],
    )
    left = live.filter.log_odds(less, mailbox[message])
    found: list[dict[str, float]] = [{} for _ in shown]
    for i, column, rest in zip(message, word, left, strict=True):
        found[i][bags.words[column]] = float(whole[i] - rest)
    return found


def _at_rest(run: Run) -> bool:
    return run.design[run.case.dial.name] == "auto"


def _pulls_of_shown(run: Run) -> list[dict[str, float]]:
    return pulls_of(run, chosen(run))


def weighty(pulls: dict[str, float], sign: int, most: int = MOST_WORDS) -> str:
    """The words that pull most towards spam (`sign` 1) or away from it (-1), each with its pull."""
    heavy = sorted(pulls.items(), key=lambda pair: -sign * pair[1])[:most]
    told = [f"{word} {pull:+.1f}" for word, pull in heavy if sign * pull >= 0.05]
    return ", ".join(told) or "nothing much"


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"
