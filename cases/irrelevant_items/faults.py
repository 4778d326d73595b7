"""What can go wrong: each fault is a setting of the real pipeline that should not be as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STAGES = (
    "ingest", "label", "features", "train", "publish", "index",
    "retrieve", "rank", "filter", "cache", "log", "experiment",
)  # fmt: skip
"""The twelve stages of the recommender, in the order in which a title passes them."""


@dataclass(frozen=True)
class Settings:
    """How each stage is set; the defaults are the healthy pipeline.

    Shares are from 0 to 1. `late` and `stale` are weeks: events dated after now, and the age of
    the model. `label` is what counts as a yes: taken, shown, or (clickbait) soon left again.
    """

    bots: bool = False  # ingest
    shared: bool = False  # ingest: two people behind most accounts
    late: int = 0  # ingest
    label: str = "taken"  # label
    nulls: bool = False  # features: on phones
    scaled: bool = False  # features: served in another scale than trained
    penalty: float = 0.1  # train
    stale: int = 0  # publish
    mixed: bool = False  # publish: vectors of users and of titles from two trainings
    shift: int = 0  # index: places by which ids are off
    missing: float = 0.0  # index
    recall: float = 1.0  # retrieve
    fallback: bool = False  # rank: it times out, and what is popular fills in
    seen_filter: bool = True  # filter
    language_filter: bool = True  # filter
    same_row: bool = False  # cache: on phones the key leaves out the user
    lost: float = 0.0  # log: share of clicks on phones that never arrive
    explored: float = 0.0  # experiment
    wrong_arm: float = 0.0  # experiment: share of users in an arm that serves what is popular


@dataclass(frozen=True)
class Fault:
    """A cause: the stage it sits in, what it is, the fix that cures it, and others that do too."""

    stage: str
    label: str
    fix: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    too: tuple[str, ...] = ()

    def applied(self) -> Settings:
        """The pipeline with this fault in it."""
        return Settings(**self.settings)


FIXES = {
    "nothing": "Do nothing",
    "retrain": "Train again, on clean data",
    "roll_back_model": "Roll back the model",
    "rebuild_index": "Rebuild the index",
    "roll_back_index": "Roll back the index",
    "mend_features": "Mend the join or the scale",
    "mend_serving": "Mend the ranker, clear the cache",
    "filter_on": "Turn the filter on again",
    "block_bots": "Block bots, split accounts",
    "stop_test": "Stop the experiment",
    "mend_log": "Mend the log",
}

FAULTS = {
    "none": Fault("none", "Nothing is wrong", "nothing"),
    "bots": Fault("ingest", "A bot ring on 25 titles", "block_bots", {"bots": True}),
    "shared": Fault("ingest", "Two people behind one account", "block_bots", {"shared": True}),
    "time_zone": Fault("ingest", "Events dated after now", "mend_log", {"late": 4}),
    "impressions": Fault("label", "Impressions logged as takes", "retrain", {"label": "shown"}),
    "clickbait": Fault("label", "Trained for clicks soon left", "retrain", {"label": "clickbait"}),
    "nulls": Fault("features", "Null features on phones", "mend_features", {"nulls": True}),
    "scale": Fault("features", "Served in another scale", "mend_features", {"scaled": True}),
    "regularised": Fault("train", "Over-regularised", "roll_back_model", {"penalty": 100.0}),
    "stale": Fault("publish", "Stale model", "retrain", {"stale": 9}),
    "mixed": Fault("publish", "Vectors of two trainings", "roll_back_model", {"mixed": True}),
    "off_by_one": Fault(
        "index", "Ids off by one", "rebuild_index", {"shift": 1}, ("roll_back_index",)
    ),
    "half_index": Fault(
        "index", "Half the index missing", "rebuild_index", {"missing": 0.5}, ("roll_back_index",)
    ),
    "low_recall": Fault("retrieve", "Search finds a third", "rebuild_index", {"recall": 0.35}),
    "timeout": Fault("rank", "Ranker times out", "mend_serving", {"fallback": True}),
    "seen_off": Fault("filter", "Seen filter off", "filter_on", {"seen_filter": False}),
    "language": Fault("filter", "Language filter off", "filter_on", {"language_filter": False}),
    "cache": Fault("cache", "Cache key without the user", "mend_serving", {"same_row": True}),
    "lost_clicks": Fault("log", "Clicks on phones are lost", "mend_log", {"lost": 0.6}),
    "exploring": Fault("experiment", "Explores four slots in ten", "stop_test", {"explored": 0.4}),
    "wrong_arm": Fault("experiment", "Half sit in the wrong arm", "stop_test", {"wrong_arm": 0.5}),
    "two": Fault(
        "publish", "Stale model, seen filter off", "retrain", {"stale": 9, "seen_filter": False}
    ),
}  # fmt: skip
"""Every cause there may be, healthy first."""

NAMES = tuple(FAULTS)
NO_FAULT = 0.2
"""Share of rounds in which nothing is wrong."""

SCOPES = {
    "all": "Everywhere",
    "platform": "On phones",
    "hosts": "On 5 % of hosts",
    "before": "Since before the window",
}
