"""The live weeks: campaigns that go dark, policies that keep up, spammers who answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.decide import FLAGGED_SPAM
from cases.spam.judged import cost
from cases.spam.panels.quality import CEILING, COLOURS, TRUE, flag_of, hold_of
from data.mail.language import HAM_TOPICS, TOPICS
from kit.figure import Absent, Drawn, bars, heat, lines
from kit.overlay import with_rules
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import average_precision

FEW = 5  # messages of a campaign in a week below which no share is shown
POLICIES = {"never": "never", "weekly": "every week", "nightly": "every night"}
assert 0 < FLAGGED_SPAM < 1


def campaigns(run: Run) -> Drawn:
    """The share of each campaign's spam quarantined, week by week."""
    rows = run["judged_rows"]
    spam = rows[rows["spam"] == 1]
    spam = spam.assign(held=spam["score"] >= hold_of(run), name=np.array(TOPICS)[spam["topic"]])
    cells = spam.groupby(["name", "week"])["held"].agg(["mean", "count"]).reset_index()
    cells = cells[cells["count"] >= FEW]
    if cells.empty:
        return Absent("Too few messages of any campaign to tell a share.")
    cells["text"] = [say(share, "share") for share in cells["mean"]]
    cells["week"] = cells["week"].astype(int) + 1
    first = cells.groupby("name")["week"].min().sort_values(kind="stable").index
    cells["order"] = cells["name"].map({name: i for i, name in enumerate(first)})
    cells = cells.sort_values(["order", "week"])
    worst = cells.loc[cells["mean"].idxmin()]
    return heat(
        cells.rename(columns={"mean": "caught"})[["name", "week", "caught", "text"]],
        x=("week", "week since launch"),
        y=("name", "campaign, in order of appearance"),
        level=("caught", "share quarantined"),
        text="text",
        caption=f"Worst caught is {worst['name']} in week {worst['week']}: {worst['text']}. A "
        "campaign that is new to the filter starts dark.",
    )


def honest_topics(run: Run) -> Drawn:
    """Honest mail held back or warned about, by topic."""
    rows = run["judged_rows"]
    ham = rows[rows["spam"] == 0]
    if ham.empty:
        return Absent("There is no honest mail among the judged messages.")
    held, over = ham["score"] >= hold_of(run), ham["score"] >= flag_of(run)
    names = np.array(HAM_TOPICS)[ham["topic"].to_numpy()]
    frame = pd.DataFrame({"topic": names, "quarantined": held, "flagged": over & ~held})
    shares = frame.groupby("topic")[["quarantined", "flagged"]].mean()
    table = shares.reset_index().melt("topic", var_name="what", value_name="share")
    worst = shares.sum(axis=1).idxmax()
    return bars(
        table,
        x=("topic", "honest topic"),
        y=("share", "share of its messages"),
        by="what",
        colours={"quarantined": "seen", "flagged": "current"},
        stacked=True,
        horizontal=True,
        caption=f"Most is held or warned about of {worst}: "
        f"{say(shares.loc[worst, 'quarantined'], 'share')} quarantined, "
        f"{say(shares.loc[worst, 'flagged'], 'share')} flagged.",
    )


def time_machine(run: Run) -> Drawn:
    """Day by day: how well the filter orders mail, and how well it could be ordered."""
    rows = run["judged_rows"]
    day = rows["day"].to_numpy() - run["mail"].live_from
    score = np.where(np.isfinite(rows["score"]), rows["score"], -1e4)
    spam = rows["spam"].to_numpy()
    curves = {TRUE: score, CEILING: rows["ceiling"].to_numpy()}
    parts = [
        pd.DataFrame({"day": np.arange(1, day[-1] + 2), "ap": _by_day(day, spam, s), "curve": name})
        for name, s in curves.items()
    ]
    found = pd.concat(parts).dropna()
    if found.empty:
        return Absent("No day holds spam.")
    own = found.loc[found["curve"] == TRUE, "ap"].to_numpy()
    third = max(1, len(own) // 3)
    count = run["live"].replayed.retrainings
    chart = lines(
        found,
        x=("day", "day since launch"),
        y=("ap", "average precision of the day"),
        by="curve",
        colours=COLOURS,
        caption=f"On average {say(own[:third].mean(), 'score')} in the first third of the days, "
        f"{say(own[-third:].mean(), 'score')} in the last; retrained {count} times.",
    )
    return with_rules(chart, events(run))


def events(run: Run) -> pd.DataFrame:
    """When the world or the spammers changed, in days since launch."""
    mail, design = run["mail"], run.settings
    found = []
    if design["drift"] != "none":
        found.append((mail.schedule.starts - mail.live_from + 0.5, "world changes", "pinned"))
    if design["adversary"] in ("obfuscate", "good_words", "reacts"):
        found.append((run["arrived"].attack_from - mail.live_from + 0.5, "attack", "alarm"))
    return pd.DataFrame(found, columns=["day", "text", "colour"])


def _by_day(day: np.ndarray, spam: np.ndarray, score: np.ndarray) -> np.ndarray:
    return np.array(
        [average_precision(spam[day == d], score[day == d]) for d in range(int(day[-1]) + 1)]
    )


def policies(run: Run) -> Drawn:
    """What errors have cost so far under each way of learning, and at best."""
    found = {name: run.but(learning=policy) for policy, name in POLICIES.items()}
    price = run["operating"].policy
    curves = {name: _running(each, price, "score") for name, each in found.items()}
    curves["exact chance of spam"] = _running(run, price, "ceiling")
    parts = [
        pd.DataFrame({"day": np.arange(1, len(y) + 1), "cost": y, "policy": name})
        for name, y in curves.items()
    ]
    ends = {name: y[-1] for name, y in curves.items()}
    told = ", ".join(f"{name} {say(end, 'money')}" for name, end in ends.items())
    return lines(
        pd.concat(parts),
        x=("day", "day since launch"),
        y=("cost", "cost of errors so far ($)"),
        by="policy",
        colours={
            "never": "seen",
            "every week": "current",
            "every night": "true",
            "exact chance of spam": "ceiling",
        },
        caption=f"After all live days: {told}.",
    )


def _running(run: Run, price, column: str) -> np.ndarray:
    """The cost of errors added up day by day, at this run's own lines."""
    rows, operating = run["judged_rows"], run["operating"]
    score, spam = rows[column].to_numpy(), rows["spam"].to_numpy() == 1
    flag, hold = price.from_costs if column == "ceiling" else (operating.flag, operating.hold)
    held, over = score >= hold, score >= flag
    each = cost(price, held & ~spam, over & ~held & ~spam, over & ~held & spam, ~over & spam)
    day = rows["day"].to_numpy() - run["mail"].live_from
    return np.cumsum(np.bincount(day, each))


def tactics(run: Run) -> Drawn:
    """What spammers do each day, and how much of their mail is quarantined."""
    live, mail = run["live"], run["mail"]
    rows = live.rows[live.rows["spam"] == 1]
    day = rows["day"].to_numpy() - mail.live_from
    caught = pd.Series(rows["decision"].to_numpy() == 2).groupby(day).mean()
    days = np.arange(len(live.tactics))
    curves = {
        "spam quarantined": caught.reindex(days).to_numpy(),
        "words obfuscated": np.array([one.obfuscated for one in live.tactics]),
        "good words, hundreds": np.array([one.padding / 100 for one in live.tactics]),
    }
    parts = [pd.DataFrame({"day": days + 1, "share": y, "what": n}) for n, y in curves.items()]
    last = live.tactics[-1]
    chart = lines(
        pd.concat(parts).dropna(),
        x=("day", "day since launch"),
        y=("share", "share; hundreds of words"),
        by="what",
        colours={"spam quarantined": "true", "words obfuscated": "seen"},
        caption=f"On the last day {say(last.obfuscated, 'share')} of the words are obfuscated and "
        f"{last.padding} good words appended; {say(caught.iloc[-1], 'share')} is quarantined.",
    )
    return with_rules(chart, events(run))
