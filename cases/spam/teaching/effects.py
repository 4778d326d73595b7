"""What the spam lessons measure over their runs."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cases.spam.decide import two_thresholds
from data.mail.language import HAM_TOPICS
from kit.effects import gain, true
from kit.run import Run
from pipelines.evaluation.scores import average_precision, recall_at
from pipelines.serving import simulate
from pipelines.serving.queues import mg1_mean_wait

REQUESTS = 100_000
TIMES_THE_WORK = 100.0  # of the cheap stage


def lost(plain: Run, attacked: Run) -> float:
    """Average precision that an attack takes, on the days since it began."""
    return precision_after(plain) - precision_after(attacked)


def precision_after(run: Run) -> float:
    """Average precision on the days since spammers attack."""
    late = attacked_days(run)
    return average_precision(late["spam"].to_numpy(), late["score"].to_numpy())


def attacked_days(run: Run) -> pd.DataFrame:
    """The judged messages since spammers attack, if they do."""
    rows = run["scored"]
    return rows[rows["day"] >= run["arrived"].attack_from]


def least_ceiling(*runs: Run) -> float:
    """The lowest average precision of the exact chance of spam."""
    return min(run.reading("average_precision").ceiling for run in runs)


def recall_left(*runs: Run) -> float:
    """Of pairs (clean, attacked), the largest share of recall at 0.5 % that is left."""
    found = [recall_after(run) for run in runs]
    return max(after / before for before, after in zip(found[::2], found[1::2], strict=True))


def recall_after(run: Run) -> float:
    """Recall at 0.5 % false positives on the days since spammers attack."""
    late = attacked_days(run)
    return recall_at(late["spam"].to_numpy(), late["score"].to_numpy(), 0.005)


def late_precision(run: Run) -> float:
    """Average precision of the last live week."""
    rows = last_week(run)
    return average_precision(rows["spam"].to_numpy(), rows["score"].to_numpy())


def last_week(run: Run) -> pd.DataFrame:
    """The judged messages of the last seven days."""
    rows = run["scored"]
    return rows[rows["day"] > rows["day"].max() - 7]


def honest_flagged(run: Run, odds: float = 1.0) -> float:
    """Share of legitimate mail given at least these odds of spam."""
    rows = run["scored"]
    return float((rows.loc[rows["spam"] == 0, "served"] >= math.log(odds)).mean())


def sure_spam(run: Run) -> float:
    """Share of spam given nine tenths or more."""
    rows = run["scored"]
    return float((rows.loc[rows["spam"] == 1, "served"] >= math.log(9)).mean())


def poison_hurts(nb: Run, nb_fed: Run, linear: Run, linear_fed: Run) -> float:
    """How much more legitimate mail naive Bayes flags once poisoned, beyond what the other does."""
    fed = honest_flagged(nb_fed) - honest_flagged(nb)
    return fed - (honest_flagged(linear_fed) - honest_flagged(linear))


def spam_forgotten(clean: Run, fed: Run) -> float:
    """Sure spam lost to a dictionary, where no more legitimate mail is flagged; else NaN."""
    if honest_flagged(fed) > honest_flagged(clean):
        return math.nan
    return sure_spam(clean) - sure_spam(fed)


def formula_excess(run: Run) -> float:
    """What lines from the formula cost on the exact chance of spam, beyond the best in hindsight.

    NaN where the formula does not give .588 and .984 for the prices 1, .3, 1 and 20.
    """
    told = np.round(two_thresholds(1.0, 0.3, 1.0, 20.0), 3)
    if not np.array_equal(told, [0.588, 0.984]):
        return math.nan
    best, operating = run["attainable"], run["operating"]
    costs = operating.policy.error_costs(best.spam)
    told_cost = costs[np.arange(len(costs)), operating.decide(best.score)].sum()
    return float(told_cost / best.least_cost(operating.policy) - 1)


def waits_off(*runs: Run) -> float:
    """The largest relative distance of a simulated mean wait from Pollaczek-Khinchine's."""
    return max(abs(_waits(run)[0] / _theory(run) - 1) for run in runs)


def tail_over_mean(quiet: Run, busy: Run) -> float:
    """Milliseconds the 99th percentile of the wait grows for each that the mean grows."""
    (mean, tail), (more, longer) = _waits(quiet), _waits(busy)
    return (longer - tail) / (more - mean)


def _waits(run: Run) -> tuple[float, float]:
    stream = run["stream"]
    rate = float(stream.served.rate_per_s)
    seed = int(run.settings["seed"])
    one = simulate(stream.path, rate, requests=REQUESTS, seed=seed).stations[0]
    return one.mean_wait_ms, one.p99_wait_ms


def _theory(run: Run) -> float:
    stream = run["stream"]
    batch = stream.path.stations[0].batch
    return float(mg1_mean_wait(stream.served.rate_per_s, batch.time_ms(1), batch.cv**2))


def burst_off(run: Run) -> float:
    """Relative distance of the backlog from (burst rate less capacity) times its length."""
    stage, design = run["stream"].monday.stages["workers"], run.settings
    plain = (design["burst"] * design["traffic"] - stage.capacity) * 60 * design["burst_minutes"]
    return abs(stage.peak_backlog / plain - 1)


def cascade_saves(whole: Run, part: Run) -> float:
    """How many times less work a cascade does, where its expensive stage takes a hundred times the
    work, than reading everything with it; NaN where it loses over two points of recall at 0.5 %."""
    if gain("recall_05")(whole, part) < -0.02:
        return math.nan
    return (1 + TIMES_THE_WORK) / (1 + TIMES_THE_WORK * true(part, "expensive_share"))


def never_heard_of(reports: Run, audited: Run) -> float:
    """Newsletters quarantined in the last week without an audit, beyond those with one; NaN where
    the share has fallen by a tenth since the first week by itself."""
    first, last = (_news_held(run, week) for run, week in ((reports, 0), (reports, -1)))
    if last < 0.9 * first:
        return math.nan
    return last - _news_held(audited, -1)


def _news_held(run: Run, week: int) -> float:
    rows = run["scored"]
    news = rows[rows["topic"] == HAM_TOPICS.index("newsletter")]
    weeks = sorted(news["week"].unique())
    held = news["score"] >= run["operating"].quarantine
    return float(held[news["week"] == weeks[week]].mean())


def flattery(split: Run, other: Run) -> float:
    """How much more average precision the first run's split promises than the second's."""
    promises = [run.reading("average_precision").seen for run in (split, other)]
    return promises[0] - promises[1]


def seen_moves(legitimate: Run, leaky: Run) -> float:
    """How far what the team sees moves, as average precision."""
    return abs(flattery(leaky, legitimate))
