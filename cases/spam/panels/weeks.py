"""The live weeks: campaigns nobody catches, policies that keep up, spammers who answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.decide import Operating
from cases.spam.judged import ScoredMail
from cases.spam.labels import QUARANTINED
from cases.spam.outcomes import outcomes
from data.mail.language import HAM_TOPICS, TOPICS
from kit.figure import Absent, Drawn, bars
from kit.heat import heat
from kit.panels.legend import ATTAINABLE, TRUE
from kit.panels.over_time import Event, by_period, over_time
from kit.panels.policies import policies as compared
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import average_precision

FEW = 5  # messages of a campaign in a week below which no share is shown
DAYS = "day since launch"
POLICIES = {"never": "never", "weekly": "every week", "nightly": "every night"}


def campaigns(run: Run) -> Drawn:
    """Each campaign, week by week.

    Which spam gets through, and since when? A campaign that is new to the filter is missed.
    """
    spam = run["scored"].assign(held=outcomes(run) == "quarantined")
    spam = spam[spam["spam"] == 1]
    spam = spam.assign(name=np.array(TOPICS)[spam["topic"]], week=spam["week"].astype(int) + 1)
    cells = spam.groupby(["name", "week"])["held"].agg(["mean", "count"]).reset_index()
    cells = cells[cells["count"] >= FEW]
    if cells.empty:
        return Absent("Too few messages of any campaign to tell a share.")
    cells["text"] = [say(share, "share") for share in cells["mean"]]
    first = cells.groupby("name")["week"].transform("min")
    cells = cells.assign(first=first).sort_values(["first", "name", "week"])
    worst = cells.loc[cells["mean"].idxmin()]
    return heat(
        cells.rename(columns={"mean": "caught"})[["name", "week", "caught", "text"]],
        x=("week", "week since launch"),
        y=("name", "campaign, in order of appearance"),
        level=("caught", "share quarantined"),
        text="text",
        caption=f"Worst caught is {worst['name']} in week {worst['week']}: {worst['text']}. A "
        "campaign that is new to the filter starts low.",
    )


def legitimate_topics(run: Run) -> Drawn:
    """Legitimate mail quarantined or flagged, by topic.

    Who loses mail for the spam that is stopped?
    """
    ham = run["scored"].assign(outcome=outcomes(run))
    ham = ham[ham["spam"] == 0]
    if ham.empty:
        return Absent("There is no legitimate mail among the judged messages.")
    names = np.array(HAM_TOPICS)[ham["topic"].to_numpy()]
    kinds = {name: ham["outcome"] == name for name in ("quarantined", "flagged")}
    shares = pd.DataFrame({"topic": names, **kinds}).groupby("topic").mean()
    worst = shares.sum(axis=1).idxmax()
    return bars(
        shares.reset_index().melt("topic", var_name="what", value_name="share"),
        x=("topic", "legitimate topic"),
        y=("share", "share of its messages"),
        by="what",
        colours={"quarantined": "one", "flagged": "two"},
        stacked=True,
        horizontal=True,
        caption=f"Most is held or warned about of {worst}: "
        f"{say(shares.loc[worst, 'quarantined'], 'share')} quarantined, "
        f"{say(shares.loc[worst, 'flagged'], 'share')} flagged.",
    )


def time_machine(run: Run) -> Drawn:
    """Day by day: true and attainable.

    When did the filter fall behind, and does learning bring it back?
    """
    day = _day(run)
    curves = {
        name: by_period(average_precision, day, mail.spam, mail.score, periods=day.max() + 1)
        for name, mail in ((TRUE, run["judged"]), (ATTAINABLE, run["attainable"]))
    }
    own = curves[TRUE][np.isfinite(curves[TRUE])]
    if not len(own):
        return Absent("No day holds spam.")
    third, count = max(1, len(own) // 3), run["live"].replayed.retrainings
    return over_time(
        curves,
        period=DAYS,
        value="average precision of the day",
        events=_events(run),
        caption=f"On average {say(own[:third].mean(), 'score')} in the first third of the days, "
        f"{say(own[-third:].mean(), 'score')} in the last; retrained {count} times.",
    )


def policies(run: Run) -> Drawn:
    """Retraining never, weekly, nightly.

    Is retraining worth it? What errors have cost so far, at the same thresholds.
    """
    runs = {name: run.with_changes(learning=policy) for policy, name in POLICIES.items()}
    day, least = _day(run), run["operating"].policy.from_costs
    costs = {name: _costs(each["judged"], each["operating"], day) for name, each in runs.items()}
    best = Operating(run["operating"].policy, *least)
    return compared(
        costs | {ATTAINABLE: _costs(run["attainable"], best, day)},
        chosen=POLICIES[run.settings["learning"]],
        period=DAYS,
        value="cost of errors so far ($)",
        better="down",
        retrainings={name: each["live"].replayed.retrainings for name, each in runs.items()},
    )


def _costs(mail: ScoredMail, operating: Operating, day: np.ndarray) -> np.ndarray:
    """What errors cost ($) on each day."""
    each = operating.policy.error_costs(mail.spam)[
        np.arange(len(day)), np.where(mail.bounced, QUARANTINED, operating.decide(mail.score))
    ]
    return np.bincount(day, each)


def tactics(run: Run) -> Drawn:
    """What spammers do.

    Do they react to the filter? Words obfuscated, words added, and what is caught.
    """
    live, mail = run["live"], run["mail"]
    spam = live.rows[live.rows["spam"] == 1]
    held = (spam["decision"] == QUARANTINED).groupby(spam["day"] - mail.live_from).mean()
    caught = held.reindex(range(len(live.tactics))).to_numpy()
    last = live.tactics[-1]
    return over_time(
        {
            "spam quarantined": caught,
            "words obfuscated": np.array([one.obfuscated for one in live.tactics]),
            "good words, hundreds": np.array([one.padding / 100 for one in live.tactics]),
        },
        period=DAYS,
        value="share; hundreds of words",
        colours={"spam quarantined": "true", "words obfuscated": "two"},
        events=_events(run),
        caption=f"On the last day {say(last.obfuscated, 'share')} of the words are obfuscated and "
        f"{last.padding} good words appended; {say(caught[-1], 'share')} is quarantined.",
    )


def _day(run: Run) -> np.ndarray:
    """The live day of each scored message, from 0."""
    return run["scored"]["day"].to_numpy() - run["mail"].live_from


def _events(run: Run) -> list[Event]:
    """When the world or the spammers changed."""
    mail, design = run["mail"], run.settings
    events = []
    if design["drift"] != "none":
        events.append(Event(mail.schedule.starts - mail.live_from, "world changes", "world"))
    if design["adversary"] in ("obfuscate", "good_words", "reacts"):
        events.append(Event(run["arrived"].attack_from - mail.live_from, "attack", "alarm"))
    return events
