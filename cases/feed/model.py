"""What is learnt from the log: ten engagements, what people say of posts, and who comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.feed.features import HALF, FeatureStore, once_per_community
from data.ads import pair_draw
from data.feed import Feed
from data.feed.constants import COMPLAINTS, HEADS, WEIGHTS
from data.feed.log import DAYS_LOGGED, FeedLog
from data.world import stream
from pipelines.learning.resampling import undo_undersampling
from pipelines.ranking.heads import Heads, fit_heads
from pipelines.ranking.positions import assumed_power, propensity_weights

HELD = DAYS_LOGGED - 4  # the days from which on a split by time holds rows back
TREES = {"small": 15, "medium": 25, "large": 30}
BAIT, TOXIC, CRAFT = 3, 4, 5  # columns of the table


@dataclass(frozen=True)
class Recipe:
    """How models are trained; see the choices of the same names.

    `counts` says whether models see what others did, `once` whether a community's complaints about
    an author count once.
    """

    model: str
    counts: bool
    negatives: str
    negatives_per_positive: int
    label_window: float
    rows_per_user: int
    split: str
    position_bias: str
    once: bool
    trees: int


@dataclass(frozen=True, eq=False)
class Trained:
    """The fitted heads with what else the score may use.

    `survey` and `returning` are weights of the table's columns, the last one the level. `held` are
    the rows of the log that the team judges by, `said` the chances it predicted for them (the
    chance of engaging where shown). `rates` are the heads' rates in training, `eta` the power of
    attention that the correction assumed, `kept` the share of rows without engagement trained on.
    """

    recipe: Recipe
    heads: Heads
    survey: np.ndarray
    returning: np.ndarray
    held: np.ndarray
    said: np.ndarray
    rates: np.ndarray
    eta: float
    kept: float

    def chances(self, table: np.ndarray) -> np.ndarray:
        """What the heads say of a table (n, columns), as if at the first place: (n, outputs)."""
        given = np.hstack([table, np.ones((len(table), 1), np.float32)])
        found = self.heads.predict(given if self.recipe.position_bias == "feature" else table)
        return _as_they_are(found, self.heads.kind, self.kept)

    def told(self, table: np.ndarray) -> np.ndarray:
        """How glad people would say they are, by the survey: (n,)."""
        return table @ self.survey[:-1] + self.survey[-1]

    def returns(self, table: np.ndarray) -> np.ndarray:
        """What a post does to how often people come, by who came: (n,)."""
        return table @ self.returning[:-1]


def recipe(
    *,
    size: str,
    heavy_ranker: str,
    features: str,
    negatives: str,
    negatives_per_positive: int,
    label_window: int,
    rows_per_user: int,
    split: str,
    position_bias: str,
    complaints_counted: str,
) -> Recipe:
    """Fix how the models are trained, and on which rows."""
    return Recipe(
        model=heavy_ranker,
        counts=features == "all",
        negatives=negatives,
        negatives_per_positive=negatives_per_positive,
        label_window=label_window,
        rows_per_user=rows_per_user,
        split=split,
        position_bias=position_bias,
        once=complaints_counted == "once",
        trees=TREES[size],
    )


def trained(feed: Feed, log: FeedLog, feature_store: FeatureStore, recipe: Recipe) -> Trained:
    """Train a model for each engagement, and learn from the survey and from who came back.

    Heads train on the second two weeks of the log, but for the rows the team judges by.
    """
    held, rows = _parts(feed, log, recipe)
    user, post, place, labels, group, kept = _rows(feed, log, feature_store, recipe, rows)
    table = feature_store.table(user, post[:, None], counts=recipe.counts, live=False)[:, 0]
    swap = log.swapped & (log.day < HELD)
    clicks = log.labels[swap][:, :7].max(axis=1).astype(float)
    eta = assumed_power(recipe.position_bias, feed.eta, log.place[swap], clicks)
    weights = np.where(labels, propensity_weights(place, eta)[:, None], 1).astype(np.float32)
    given = np.hstack([table, place[:, None]]) if recipe.position_bias == "feature" else table
    heads = fit_heads(
        given.astype(np.float32), labels, kind=recipe.model, values=WEIGHTS, weights=weights,
        groups=group, trees=recipe.trees, seed=feed.seed,
    )  # fmt: skip
    return Trained(
        recipe=recipe,
        heads=heads,
        survey=_from_survey(log, feature_store, recipe),
        returning=_from_visits(feed, log, feature_store, recipe),
        held=held,
        said=_said(log, feature_store, recipe, heads, eta, kept, held),
        rates=np.maximum(log.labels[rows].mean(axis=0), 1e-7) / _EACH,
        eta=eta,
        kept=kept,
    )


_EACH = np.where(np.arange(len(HEADS)) < HEADS.index("negative"), 1.0, COMPLAINTS)


def _as_they_are(found: np.ndarray, kind: str, kept: float) -> np.ndarray:
    """Outputs as chances at their natural rate: thinning undone, complaints of one month."""
    if kind == "lambdarank":
        return found
    natural = undo_undersampling(found, kept)
    return (natural / _EACH if kind == "heads" else natural).astype(np.float32)


def _parts(feed: Feed, log: FeedLog, recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    """Rows the team judges by, and rows it trains on."""
    late: np.ndarray = np.asarray(log.day >= HALF)
    if recipe.once:
        late = late & once_per_community(feed, log)
    if recipe.split == "time":
        out = log.day >= HELD
    else:
        out = pair_draw(feed.seed, "held sessions", log.session, np.array(0)) < 0.25
    return np.flatnonzero(late & out & ~log.fake), np.flatnonzero(late & ~out)


def _rows(feed: Feed, log: FeedLog, store: FeatureStore, recipe: Recipe, rows: np.ndarray):
    """Training rows by the negatives wanted: users, posts, places, labels, lists."""
    labels = log.labels[rows] & (log.hours[rows] <= recipe.label_window)
    keep = np.ones(len(rows), bool)
    if recipe.negatives == "skip_above":
        keep = _above_the_last(log.session[rows], log.place[rows], labels)
    if recipe.rows_per_user:
        lot = pair_draw(feed.seed, "balance", log.session[rows], log.place[rows])
        keep &= _first_of_each(log.user[rows], recipe.rows_per_user, lot)
    user, post, place = log.user[rows][keep], log.post[rows][keep], log.place[rows][keep]
    labels, group = labels[keep], log.session[rows][keep]
    if recipe.negatives in ("random", "unseen"):
        shown = labels.any(axis=1) if recipe.negatives == "random" else np.ones(len(user), bool)
        parts = _unshown(feed, log, store, (user, post, place, labels, group), shown, recipe)
        user, post, place, labels, group = parts
    thin, kept = _thinned(
        labels, recipe.negatives_per_positive, pair_draw(feed.seed, "thinning", group, place)
    )
    return user[thin], post[thin], place[thin], labels[thin], group[thin], kept


def _thinned(labels: np.ndarray, ratio: int, lot: np.ndarray) -> tuple[np.ndarray, float]:
    """Rows left when at most `ratio` without any engagement stay for each with one; their share.

    `lot` is a draw that belongs to the row, so that a row more elsewhere changes nothing here.
    """
    engaged = labels.any(axis=1)
    wanted = ratio * max(int(engaged.sum()), 1)
    rest = np.flatnonzero(~engaged)
    kept = rest[np.argsort(lot[rest], kind="stable")[:wanted]]
    return np.sort(np.r_[np.flatnonzero(engaged), kept]), (
        len(kept) / len(rest) if len(rest) else 1.0
    )


def _above_the_last(session, place, labels) -> np.ndarray:
    """Rows at or above the lowest engagement of their session, so that they were passed over."""
    deepest = np.zeros(int(session.max(initial=0)) + 1, int)
    engaged = labels.any(axis=1)
    np.maximum.at(deepest, session[engaged], place[engaged])
    return place <= deepest[session]


def _first_of_each(user: np.ndarray, most: int, lot: np.ndarray) -> np.ndarray:
    """At most so many rows of any one user, at random."""
    order = np.lexsort((lot, user))
    starts = np.searchsorted(user[order], user[order])
    kept = np.zeros(len(user), bool)
    kept[order[np.arange(len(user)) - starts < most]] = True
    return kept


def _met(log: FeedLog, user: np.ndarray, post: np.ndarray) -> np.ndarray:
    """Whether each user was ever shown each post."""
    width = 1 + max(int(log.post.max(initial=0)), int(post.max(initial=0)))
    return np.isin(user * width + post, log.user * width + log.post)


def _unshown(
    feed: Feed, log: FeedLog, store: FeatureStore, parts, shown: np.ndarray, recipe: Recipe
):
    """Rows kept, and pairs that were never shown, at a random place, as no engagement."""
    user, post, place, labels, group = (part[shown] for part in parts)
    times = 4 if recipe.negatives == "random" else 1
    rng, posts = stream(feed.seed, "unshown"), feed.in_period(-1)
    pick = rng.integers(0, len(user), times * len(user)) if len(user) else np.zeros(0, int)
    # What nobody showed are posts the previous system thought little of.
    dull = posts[np.argsort(store.column["likes"][posts], kind="stable")[: len(posts) // 2]]
    pool = dull if recipe.negatives == "unseen" else posts
    lots = pool[rng.integers(0, len(pool), len(pick))]
    spots = rng.permutation(place)[rng.integers(0, len(place), len(pick))] if len(pick) else pick
    fresh = ~_met(log, user[pick], lots)
    pick, lots, spots = pick[fresh], lots[fresh], spots[fresh]
    return (
        np.r_[user, user[pick]],
        np.r_[post, lots],
        np.r_[place, spots],
        np.vstack([labels, np.zeros((len(pick), labels.shape[1]), bool)]),
        np.r_[group, group[pick]],
    )


def _said(log: FeedLog, store: FeatureStore, recipe: Recipe, heads, eta, kept, held) -> np.ndarray:
    """What the heads say of the rows held back, where those stood: (rows, outputs), float32."""
    table = store.table(log.user[held], log.post[held, None], counts=recipe.counts, live=False)
    place = log.place[held]
    given = table[:, 0]
    if recipe.position_bias == "feature":
        given = np.hstack([given, place[:, None].astype(np.float32)])
    seen = (1 / propensity_weights(place, eta)).astype(np.float32)
    return _as_they_are(heads.predict(given), heads.kind, kept) * seen[:, None]


def _from_survey(log: FeedLog, store: FeatureStore, recipe: Recipe) -> np.ndarray:
    """Least squares of people's answers on the table's columns, the level last."""
    rows = np.flatnonzero(~np.isnan(log.survey))
    table = store.table(log.user[rows], log.post[rows, None], counts=recipe.counts, live=False)
    return _least_squares(table[:, 0], log.survey[rows], 1.0)


def _from_visits(feed: Feed, log: FeedLog, store: FeatureStore, recipe: Recipe) -> np.ndarray:
    """Least squares of how often people came on what they were shown on average.

    Only bait, toxicity and craft may explain it: with a value a user there is little to learn from.
    """
    users = feed.constants.users
    times = np.maximum(np.bincount(log.user, minlength=users), 1)
    columns = [
        np.bincount(log.user, store.column[name][log.post], users) / times
        for name in ("bait", "toxic", "craft")
    ]
    slope = _least_squares(np.stack(columns, axis=1), log.visits / DAYS_LOGGED, 0.02)
    width = 13 if recipe.counts else 10
    weights = np.zeros(width + 1, np.float32)
    weights[[BAIT, TOXIC, CRAFT]] = slope[:3]
    return weights


def _least_squares(table: np.ndarray, goal: np.ndarray, ridge: float) -> np.ndarray:
    if not len(goal):
        return np.zeros(table.shape[1] + 1, np.float32)
    centre = table.mean(axis=0)
    rows = (table - centre).astype(float)
    square = rows.T @ rows + ridge * np.eye(rows.shape[1])
    slope = np.linalg.solve(square, rows.T @ (goal - goal.mean()))
    return np.r_[slope, goal.mean() - centre @ slope].astype(np.float32)
