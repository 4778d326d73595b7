"""Lessons about rows, and about a service that learns from what it showed."""

from __future__ import annotations

from cases.recommender.effects import (
    alike_despite_variety,
    alike_over_oracle,
    change,
    explored_over_all,
    gini_at_once,
    gini_over_oracle,
    praise,
    retrained_over_frozen,
    times,
)
from kit.case import Lesson
from kit.choice import Value

OURS = "Ours"
SMALL: dict[str, Value] = {"size": "small"}
MOVING: dict[str, Value] = {"size": "small", "churn": 0.03, "cold": "blend"}
VARIED: dict[str, Value] = {"size": "small", "rerank": "mmr"}

LOOP_LESSONS = (
    Lesson(
        "little_variety_is_cheap",
        "A little MMR costs little.",
        {"plain": SMALL, "a little": {**VARIED, "strength": 0.2}},
        times("click_rate"),
        "titles taken, with MMR 0.2 over without",
        (0.9, 1.02),
        OURS,
        flips="strength = 0.6",
        unit="ratio",
    ),
    Lesson(
        "much_variety_is_dear",
        "Much MMR ruins the row.",
        {"plain": SMALL, "much": {**VARIED, "strength": 0.6}},
        times("click_rate"),
        "titles taken, with MMR 0.6 over without",
        (0.4, 0.87),
        OURS,
        flips="strength = 0.2",
        unit="ratio",
    ),
    Lesson(
        "variety_is_not_coverage",
        "Varied rows show hardly more of the catalogue.",
        {"plain": SMALL, "varied": {**VARIED, "strength": 0.4}},
        change("coverage"),
        "change of the catalogue shown",
        (-0.1, 0.1),
        OURS,
        unit="share",
    ),
    Lesson(
        "varied_rows_stay_alike",
        "A more varied row is not a more varied service: with MMR each row mixes more, and two "
        "users' rows are as alike as before.",
        {"plain": SMALL, "varied": {**VARIED, "strength": 0.4}},
        alike_despite_variety,
        "alikeness between users, with MMR over without",
        (0.85, 1.4),
        "That diversity within and between users are two things: arXiv 2510.14857",
        unit="ratio",
    ),
    Lesson(
        "same_ten_for_all",
        "Popularity gives everybody much the same row.",
        {"ALS": SMALL, "popularity": {**SMALL, "generator": "popularity"}},
        times("homogeneity"),
        "alikeness between users, popularity over ALS",
        (2.0, 100.0),
        "Chaney et al. 2018, How algorithmic confounding increases homogeneity",
        unit="ratio",
    ),
    Lesson(
        "retraining_pays",
        "Where catalogue and tastes move, retraining pays: after forty weeks the model never "
        "retrained has fallen behind.",
        {"retrained": MOVING},
        retrained_over_frozen,
        "titles taken in the last five of forty weeks, retrained over never",
        (1.15, 3.0),
        OURS,
        unit="ratio",
    ),
    Lesson(
        "own_exposure_concentrates",
        "Trained on its own exposure, a service shares out places less evenly than the oracle.",
        {"its own loop": MOVING},
        gini_over_oracle,
        "exposure Gini in the last five of forty weeks, less the oracle's",
        (0.02, 0.5),
        "Mansoury et al. 2020, Feedback loop and bias amplification in recommender systems",
    ),
    Lesson(
        "own_exposure_makes_alike",
        "Trained on its own exposure, a service makes users more alike than their tastes do.",
        {"its own loop": {**MOVING, "cold": "none"}},
        alike_over_oracle,
        "alikeness between users in the last five of forty weeks, over the oracle's",
        (1.5, 6.0),
        "Chaney et al. 2018, How algorithmic confounding increases homogeneity",
        flips="cold = blend lets new titles in and brings it down",
        unit="ratio",
    ),
    Lesson(
        "exploring_spreads_at_once",
        "Places given by lot spread exposure from the first week.",
        {"none": SMALL, "epsilon": {**SMALL, "explore": "epsilon", "amount": 0.15}},
        gini_at_once,
        "change of the exposure Gini at launch",
        (-0.3, -0.03),
        OURS,
    ),
    Lesson(
        "exploring_is_paid_for",
        "Here, over forty weeks, exploring by lot does not earn back what it costs.",
        {"none": MOVING, "epsilon": {**MOVING, "explore": "epsilon", "amount": 0.15}},
        explored_over_all,
        "titles taken over all forty weeks, explored over not",
        (0.8, 1.01),
        "Ours; that it depends on the algorithm: Krauth et al. 2020",
        flips="in the last weeks alone, where titles keep arriving unknown (cold = none), the "
        "explored service can be level",
        unit="ratio",
    ),
    Lesson(
        "praised_by_its_own_log",
        "After some weeks of its own rows the log praises the design: its score is a multiple of "
        "what it was, and its rows are worse.",
        {"at launch": SMALL, "later": {**SMALL, "judged": "later", "weeks": 12}},
        praise,
        "seen nDCG after twelve weeks over that at launch",
        (2.0, 30.0),
        OURS,
        unit="ratio",
    ),
)
