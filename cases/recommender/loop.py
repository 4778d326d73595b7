"""The service living on what it shows: it ranks, is answered, logs, and trains again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from cases.recommender.learning import Trained, train
from cases.recommender.plan import ROW, Plan
from cases.recommender.ranking import Second, rank, train_second
from cases.recommender.rows import is_new, make_rows
from cases.recommender.state import State, after
from data.movies import Movies
from pipelines.evaluation.list_metrics import coverage, diversity, exposure, homogeneity
from pipelines.evaluation.ranking_metrics import gini
from pipelines.over_time.loop import Log, turns
from pipelines.ranking.retrieval import best

Model = tuple[Trained, Second]


@dataclass(frozen=True, eq=False)
class Week:
    """What is kept of one week.

    `clicks` is the true share of shown titles that people take, `recorded` what the dashboard says
    of it, `best` what the truly best rows of that week would have reached; `shown` (places,) how
    often each place's title was shown; `row` one user's row of places.
    """

    week: int
    clicks: float
    recorded: float
    best: float
    gini: float
    coverage: float
    homogeneity: float
    diversity: float
    new: float
    shown: np.ndarray
    row: np.ndarray
    trained: bool


Answered = tuple[Log, np.ndarray, np.ndarray]


def live(
    movies: Movies,
    state: State,
    plan: Plan,
    *,
    weeks: int,
    mind: float,
    model: Model | None = None,
    oracle: bool = False,
    follow: int = 0,
    tell: Callable[[float], None] = lambda share: None,
) -> tuple[list[Week], State, Model]:
    """Live through some weeks; the weeks, the state after them, and the model that then serves.

    `model` is the one that serves first, trained here where none is given. With `oracle` rows are
    made by the true chances instead. `follow` is the user whose rows are kept.
    """
    lived: list[Week] = []
    model = model or learn(movies, plan, state, state.week)
    unfolding = turns(
        state,
        rounds=weeks,
        first=state.week,
        every=0 if oracle else plan.every,
        model=model,
        learn=partial(learn, movies, plan),
        serve=partial(_serve, movies, plan, follow, oracle),
        grow=partial(_grow, movies, mind),
    )
    for turn in unfolding:
        lived.append(replace(turn.record, trained=turn.trained and not oracle))
        state, model = turn.after, turn.model
        tell(len(lived) / weeks)
    return lived, state, model


def learn(movies: Movies, plan: Plan, state: State, week: int) -> tuple[Trained, Second]:
    """Train generator and ranker on everything logged before a week."""
    log = state.log(movies)
    trained = train(movies, log, plan.learning, week=week)
    return trained, train_second(movies, log, plan.learning, plan.ranking.ranker, week=week)


def _serve(
    movies: Movies, plan: Plan, follow: int, oracle: bool, model: Model, state: State, week: int
) -> tuple[Week, Answered]:
    """One week's rows, how people answer, and what is kept of it."""
    truth = state.chance(movies)
    ideal = best(truth, ROW)
    rows, likely = ideal, np.ones(ideal.shape)
    if not oracle:
        ranked = rank(
            movies,
            model[0],
            model[1],
            plan.ranking,
            week=week,
            hidden=state.hidden(movies, plan.ranking.seen),
        )
        rows, likely = make_rows(movies, model[0], ranked, plan.rules, week=week, count=ROW)
    chance = np.where(rows >= 0, np.take_along_axis(truth, np.maximum(rows, 0), axis=1), 0.0)
    watched = movies.answer(week, rows, chance) & movies.people[:, None]
    recorded = movies.recorded(week, rows, watched)
    log = Log.of(week, rows, recorded, likely * movies.examination[: rows.shape[1]])
    kept = _kept(movies, week, rows, chance, truth, ideal, recorded, follow)
    return kept, (log, rows, watched)


def _kept(movies: Movies, week: int, rows, chance, truth, ideal, recorded, follow: int) -> Week:
    people, seen_at = movies.people, movies.examination[:ROW]
    top = np.take_along_axis(truth, ideal, axis=1)
    shown = exposure(rows[people], movies.constants.titles)
    return Week(
        week=week,
        clicks=float((chance[people] * seen_at).mean()),
        recorded=float(recorded.mean()),
        best=float((top[people] * seen_at[: top.shape[1]]).mean()),
        gini=gini(shown),
        coverage=coverage(rows[people], np.ones(movies.constants.titles, dtype=bool)),
        homogeneity=homogeneity(rows[people]),
        diversity=float(np.nanmean(diversity(rows[people], movies.true_mix(week)))),
        new=float(shown[is_new(movies, week)].sum() / max(shown.sum(), 1)),
        shown=shown.astype(np.float32),
        row=rows[follow],
        trained=False,
    )


def _grow(movies: Movies, mind: float, state: State, answered: Answered, week: int) -> State:
    log, rows, watched = answered
    return after(movies, state, log, rows, watched, mind=mind)
