"""The service living on what it shows: it ranks, is answered, logs, and trains again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from cases.recommender.decide import Ranking, Rules, fill, make_rows, order
from cases.recommender.judged import JudgedRows, chance_in, hold, tried
from cases.recommender.model import Learning
from cases.recommender.ranker import Model, fit
from cases.recommender.world import ROW, Ceilings, State, after, is_new
from data.movies import Movies
from pipelines.evaluation.list_metrics import coverage, diversity, exposure, homogeneity
from pipelines.evaluation.ranking_metrics import gini
from pipelines.over_time.loop import Log, turns
from pipelines.ranking.retrieval import best
from pipelines.watching import part_done

WEEKS = 40
"""How long the loop of the panels is."""

DESIGN, CEILING, FROZEN = "this design", "clairvoyant ceiling", "never retrained"

Answered = tuple[Log, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Policy:
    """What is done each week: how scores are learnt, by which kind of `ranker` they are ordered
    anew, how rows are made; trained again every `retrain` weeks (0: never)."""

    learning: Learning
    ranker: str
    ranking: Ranking
    rules: Rules
    retrain: int


def policy(
    learning: Learning, ranking: Ranking, rules: Rules, *, ranker: str, retrain: int
) -> Policy:
    """Put together what is done each week."""
    return Policy(learning, ranker, ranking, rules, retrain)


@dataclass(frozen=True, eq=False)
class Week:
    """What is kept of one week.

    `clicks` is the true share of shown titles that people take, `recorded` what the dashboard says
    of it, `best` what the truly best rows of that week would have reached; `shown` (places,) how
    often each place's title was shown.
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
    trained: bool


@dataclass(frozen=True, eq=False)
class Course:
    """Some weeks of one policy: what was kept of each, the state after them, the model then."""

    weeks: tuple[Week, ...]
    state: State
    model: Model


def live(
    movies: Movies,
    state: State,
    policy: Policy,
    model: Model,
    *,
    weeks: int,
    influence: float,
    by_truth: bool = False,
    tell: Callable[[float], None] = lambda share: None,
) -> Course:
    """Live through some weeks, beginning with a model.

    With `by_truth` rows are made by the true chances instead. `tell` is told the share of the weeks
    that is done.
    """
    kept: list[Week] = []
    unfolding = turns(
        state,
        rounds=weeks,
        first=state.week,
        every=0 if by_truth else policy.retrain,
        model=model,
        learn=partial(learn, movies, policy),
        serve=partial(_serve, movies, policy, by_truth),
        grow=partial(_grow, movies, influence),
    )
    for turn in unfolding:
        kept.append(replace(turn.record, trained=turn.trained and not by_truth))
        state, model = turn.after, turn.model
        tell(len(kept) / weeks)
    return Course(tuple(kept), state, model)


def learn(movies: Movies, policy: Policy, state: State, week: int) -> Model:
    """Train generator and ranker on everything logged before a week."""
    return fit(movies, state.log(movies), policy.learning, policy.ranker, week=week)


def _serve(
    movies: Movies,
    policy: Policy,
    by_truth: bool,
    model: Model,
    state: State,
    week: int,
) -> tuple[Week, Answered]:
    """One week's rows, how people answer, and what is kept of it."""
    truth = state.chance(movies)
    ideal = best(truth, ROW)
    rows, likely = ideal, np.ones(ideal.shape)
    if not by_truth:
        ranked = order(movies, state, model, policy.ranking)
        rows, likely = make_rows(movies, ranked, policy.rules, week=week, count=ROW)
    chance = chance_in(rows, truth)
    watched = movies.answer(week, rows, chance) & movies.people[:, None]
    recorded = movies.recorded(week, rows, watched)
    log = Log.of(week, rows, recorded, likely * movies.examination[: rows.shape[1]])
    kept = _kept(movies, week, rows, chance, chance_in(ideal, truth), recorded)
    return kept, (log, rows, watched)


def _kept(
    movies: Movies,
    week: int,
    rows: np.ndarray,
    chance: np.ndarray,
    top: np.ndarray,
    recorded: np.ndarray,
) -> Week:
    """What is kept of a week: `chance` and `top` are those of the rows and of the best ones."""
    people, seen_at = movies.people, movies.examination[:ROW]
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
        trained=False,
    )


def _grow(movies: Movies, influence: float, state: State, answered: Answered, week: int) -> State:
    log, rows, watched = answered
    return after(movies, state, log, rows, watched, influence=influence)


def later(
    movies: Movies,
    launch: State,
    policy: Policy,
    model: Model,
    *,
    judged_at: str,
    weeks: int,
    influence: float,
    split: str,
    seed: int,
) -> JudgedRows | None:
    """Live through the weeks before the design is judged, if it is not judged at launch."""
    if judged_at == "launch":
        return None
    course = live(
        movies, launch, policy, model, weeks=weeks, influence=influence, tell=part_done
    )  # fmt: skip
    state, serving = course.state, course.model
    if policy.retrain and state.week % policy.retrain == 0:
        serving = learn(movies, policy, state, state.week)
    return judged_in(movies, state, policy, serving, split=split, seed=seed)


def judged_in(
    movies: Movies, state: State, policy: Policy, model: Model, *, split: str, seed: int
) -> JudgedRows:
    """What is judged of a policy in a week of its own loop."""
    week, held = state.week, hold(movies, state, split=split, seed=seed)
    ranked = order(movies, state, model, policy.ranking)
    trial = tried(movies, held.train, policy.learning, policy.ranker, policy.ranking, week=week)
    return JudgedRows(
        state,
        ranked,
        fill(movies, ranked, policy.rules, week=week),
        held,
        trial,
        fill(movies, trial, policy.rules, week=week),
        Ceilings.of(movies, state),
    )


@dataclass(frozen=True, eq=False)
class Loop:
    """Forty weeks by the name of who ranks."""

    courses: dict[str, tuple[Week, ...]]

    def of(self, course: str, name: str) -> np.ndarray:
        """A field of every `Week` of a course: (weeks,)."""
        return np.array([getattr(week, name) for week in self.courses[course]])


def loop(movies: Movies, launch: State, policy: Policy, model: Model, *, influence: float) -> Loop:
    """Live through forty weeks, beside the clairvoyant rows and a design never retrained."""
    courses = {CEILING: (policy, True), DESIGN: (policy, False)}
    if policy.retrain:
        courses[FROZEN] = (replace(policy, retrain=0), False)
    lived = {}
    for turn, (name, (kept, by_truth)) in enumerate(courses.items()):
        lived[name] = live(
            movies, launch, kept, model, weeks=WEEKS, influence=influence, by_truth=by_truth,
            tell=partial(_told, turn, len(courses)),
        ).weeks  # fmt: skip
    return Loop(lived)


def _told(turn: int, courses: int, share: float) -> None:
    part_done((turn + share) / courses)
