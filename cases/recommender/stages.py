"""The stages of the recommender: what each one does, and which choices it reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import data.movies.past as movie_past
from cases.recommender.ceilings import Ceilings
from cases.recommender.learning import Trained, train
from cases.recommender.loop import learn, live
from cases.recommender.plan import LONGEST, Learning, Plan, Ranking, Rules
from cases.recommender.ranking import Ranked, Second, rank, train_second
from cases.recommender.rows import make_rows
from cases.recommender.state import State, at_launch
from data.movies import Movies, movies
from data.movies.constants import SIZES, MovieConstants
from data.world import stream
from pipelines.engine import part_done
from pipelines.evaluation.holdout import held_back
from pipelines.over_time.loop import Log


@dataclass(frozen=True, eq=False)
class Held:
    """What the team trains its trial on, and the takes it holds back: all logs."""

    train: Log
    positives: Log


@dataclass(frozen=True, eq=False)
class Trial:
    """The design as the team tries it on its log: trained on a part of it, in order."""

    trained: Trained
    ranked: Ranked


@dataclass(frozen=True, eq=False)
class Judged:
    """The week that is judged: its state, what serves it, its rows, and the team's own trial.

    `rows` and `paper` are places (users, LONGEST); `paper` are the rows of the trial.
    """

    state: State
    trained: Trained
    second: Second
    ranked: Ranked
    rows: np.ndarray
    held: Held
    tried: Trial
    paper: np.ndarray
    ceilings: Ceilings


def service(*, seed, size, drift, taste, skew, shows, blur, churn, shared):
    """Draw users, titles and the catalogue of the coming weeks, and who likes what."""
    constants = MovieConstants(
        taste=taste, skew=skew, shows=shows, blur=blur, churn=churn, shared=shared, **SIZES[size]
    )
    return movies(seed, drift=drift, constants=constants)


def past(service):
    """Let the previous system fill rows for twelve weeks; only what it showed was logged."""
    world = movie_past.past(service)
    columns = ("week", "user", "item", "slot", "taken", "propensity")
    log = Log(*(world.seen[name].to_numpy() for name in columns))
    return at_launch(service, log, world.truth["watched"].to_numpy())


def learning(*, generator, factors, negatives, ratio, target, logged, serving, stale, cold, seed):
    """Say how scores are learnt."""
    days = stale if serving == "stale" else 0
    quiz = cold == "quiz"
    return Learning(generator, factors, negatives, ratio, target, logged, days, quiz, seed)


def ranking(*, cold, ranker, candidates, seen, serving, found):
    """Say how scores are completed, filtered and ordered."""
    part = found if serving == "approximate" else 1.0
    return Ranking(cold, ranker, candidates, seen, part)


def rules(*, rerank, strength, originals, explore, amount, cold):
    """Say how a row is made of an order."""
    return Rules(rerank, strength, originals, explore, amount, cold == "slots")


def trained(service, past, learning):
    """Fit the candidate generator on the log."""
    return train(service, past.log(service), learning, week=0)


def second(service, past, learning, *, ranker):
    """Fit the ranker on the last weeks of the log, with features of the weeks before."""
    return train_second(service, past.log(service), learning, ranker, week=0)


def ranked(service, past, trained, second, ranking):
    """Fetch each user's candidates and put them in order."""
    return order(service, past, trained, second, ranking)


def rows(service, past, trained, ranked, rules):
    """Fill everybody's row, for every length the dial may have."""
    return fill(service, trained, ranked, rules, week=past.week)


def held(service, past, *, split, seed):
    """Hold back a part of the log, as the team does to judge a design before it is launched."""
    return hold(service, past, split=split, seed=seed)


def tried(service, past, held, learning, ranking, second):
    """Train the design on the team's part of the log and rank by it."""
    return trial(service, held.train, learning, ranking, second, week=past.week)


def paper(service, past, tried, rules):
    """Fill the rows that the team judges on its held-back takes."""
    return fill(service, tried.trained, tried.ranked, rules, week=past.week)


def ceilings(service, past):
    """Fill rows by the truth, by tastes and metadata, and by what endless logs would tell."""
    return Ceilings.of(service, past)


def later(
    service, past, learning, ranking, rules, trained, second,
    *, judged, weeks, mind, retrain, split, seed,
):  # fmt: skip
    """Live through the weeks before the design is judged, if it is not judged at launch."""
    if judged == "launch":
        return None
    plan, model = Plan(learning, ranking, rules, retrain), (trained, second)
    _, state, model = live(service, past, plan, weeks=weeks, mind=mind, model=model, tell=part_done)
    if retrain and state.week % retrain == 0:
        model = learn(service, plan, state, state.week)
    fitted, ranker = model
    own = order(service, state, fitted, ranker, ranking)
    kept = hold(service, state, split=split, seed=seed)
    tested = trial(service, kept.train, learning, ranking, ranker, week=state.week)
    return Judged(
        state, fitted, ranker, own, fill(service, fitted, own, rules, week=state.week), kept,
        tested, fill(service, tested.trained, tested.ranked, rules, week=state.week),
        Ceilings.of(service, state),
    )  # fmt: skip


def judged_week(past, trained, second, ranked, rows, held, tried, paper, ceilings, later):
    """Take the week that is judged: that of launch, or the one after some weeks of the loop."""
    return later or Judged(
        past, trained, second, ranked, rows, held, tried, paper, ceilings
    )  # fmt: skip


def order(
    service: Movies, state: State, trained: Trained, second: Second, ranking: Ranking
) -> Ranked:
    """Candidates and their order in a state, what the seen filter hides left out."""
    hidden = state.hidden(service, ranking.seen)
    return rank(service, trained, second, ranking, week=state.week, hidden=hidden)


def fill(
    service: Movies, trained: Trained, ranked: Ranked, rules: Rules, *, week: int
) -> np.ndarray:
    """Rows of places as long as the dial goes: (users, LONGEST)."""
    return make_rows(service, trained, ranked, rules, week=week, count=LONGEST)[0]


def hold(service: Movies, state: State, *, split: str, seed: int) -> Held:
    """Divide a state's log into what a trial trains on and the takes it is judged by."""
    log = state.log(service)
    rng = stream(seed, "split")
    out = held_back(log.round, log.user, log.taken, split=split, rng=rng)
    return Held(log.at(~out), log.at(out & (log.taken > 0)))


def trial(
    service: Movies, log: Log, learning: Learning, ranking: Ranking, second: Second, *, week: int
) -> Trial:
    """Train on a part of the log and rank; what was taken in that part is hidden by the filter."""
    fitted = train(service, log, learning, week=week)
    users, places = fitted.taken.shape
    hidden = log.table(users, places, log.taken.astype(float)) > 0
    return Trial(fitted, rank(service, fitted, second, ranking, week=week, hidden=hidden))


def taken_back(
    positives: Log, shape: tuple[int, int], weights: np.ndarray | None = None
) -> np.ndarray:
    """The held-back takes as gains (users, places): 1 each, or their weights."""
    gains = np.zeros(shape)
    gains[positives.user, positives.item] = 1.0 if weights is None else weights
    return gains
