"""What the recommender teaches, each sentence an experiment that runs."""

from __future__ import annotations

from cases.recommender.teaching.effects import (
    alike_despite_variety,
    alike_over_best,
    best_over_design,
    explored_over_all,
    few_against_many,
    gini_over_best,
    hybrid_over_parts,
    inflation,
    log_agrees,
    place_of_best,
    popularity_of_best,
    praise,
    random_over_time,
    retrained_over_frozen,
    seen_ratio,
    swapped,
    weakest_most,
)
from kit.case import Lesson
from kit.choice import Value
from kit.effects import gain, ratio

OURS = "Ours"
SAMPLED = "Krichene and Rendle 2020, On sampled metrics for item recommendation"
ALIKE = "Chaney et al. 2018, How algorithmic confounding increases homogeneity"

SMALL: dict[str, Value] = {"size": "small"}
WEAK: dict[str, Value] = {**SMALL, "taste_strength": 3.0, "impressions": 80}
MOVING: dict[str, Value] = {**SMALL, "catalogue_turnover": 0.03, "cold_start": "blend"}
VARIED: dict[str, Value] = {**SMALL, "rerank": "mmr"}
EPSILON: dict[str, Value] = {"exploration": "epsilon", "exploration_amount": 0.15}

POLICIES = (
    Lesson(
        "personal_beats_popular",
        "Where tastes are strong, a personal row beats the popular titles.",
        {"popularity": {"generator": "popularity"}, "ALS": {}},
        ratio("click_rate"),
        "titles taken, ALS over popularity",
        (1.5, 3.5),
        OURS,
        flips="Strength of taste: with weak tastes and a short log, popularity wins.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "popular_beats_personal",
        "With weak tastes and a short log, popularity beats ALS.",
        {"ALS": WEAK, "popularity": {**WEAK, "generator": "popularity"}},
        ratio("click_rate"),
        "titles taken, popularity over ALS",
        (1.05, 2.5),
        OURS,
        flips="Stronger tastes (taste_strength = 8) and a longer log.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "room_above",
        "A good model is far from the clairvoyant rows.",
        {"ALS": {}},
        best_over_design,
        "titles taken, clairvoyant rows over ALS",
        (1.3, 3.0),
        OURS,
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "rmse_is_not_ranking",
        "The least squared error on ratings does not make a good row: factors fitted to ratings "
        "rank worse than popularity.",
        {"popularity": {"generator": "popularity"}, "ratings": {"generator": "rated"}},
        seen_ratio("ndcg"),
        "seen nDCG, ratings over popularity",
        (0.0, 0.9),
        "On ML-100k, nDCG@10 of a rating SVD is 0.096 and of BPR 0.442 (the recommenders "
        "project's benchmark)",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "dot_product_holds",
        "On the same vectors a dot product is no worse than a network on top, and can be searched "
        "with an index.",
        {"MLP head": {"generator": "ncf"}, "dot product": {"generator": "svd"}},
        ratio("click_rate"),
        "titles taken, dot product over MLP head",
        (0.95, 1.5),
        "Rendle et al. 2020, Neural collaborative filtering vs. matrix factorization revisited",
        unit="ratio",
        null=None,
    ),
    Lesson(
        "hybrid_never_loses",
        "Weighed by what is known, ALS and content together are no worse than the better of them, "
        "however little a user has taken.",
        {"default": {}},
        hybrid_over_parts,
        "least over groups of users: hybrid over the better of its parts",
        (0.97, 2.0),
        OURS,
        unit="ratio",
        null=None,
    ),
    Lesson(
        "personal_needs_takes",
        "A personal row pays for users with many takes; for the coldest users popularity is about "
        "as good.",
        {"default": {}},
        few_against_many,
        "ALS over popularity: users with 16 takes and more, over those with less than four",
        (1.3, 4.0),
        OURS,
        unit="ratio",
        null=1.0,
    ),
)

EVALUATION = (
    Lesson(
        "log_knows_the_best",
        "Where exposure was hardly skewed, the log puts the truly best policy first.",
        {"little skew": {"exposure_skew": 0.3}},
        place_of_best,
        "the place by the log of the best of ten policies",
        (1.0, 1.0),
        OURS,
        flips="Exposure skew of the log: at 0.8 it misleads.",
        unit="count",
    ),
    Lesson(
        "log_buries_the_best",
        "Where a few titles got most of the exposure, the truly best policy falls to the middle "
        "or below on the log, and stays first in truth.",
        {"much skew": {"exposure_skew": 0.8}},
        place_of_best,
        "the place by the log of the best of ten policies",
        (5.0, 10.0),
        OURS,
        flips="Exposure skew of the log: at 0.3 the log agrees with the truth.",
        unit="count",
        null=1.0,
    ),
    Lesson(
        "offline_agrees",
        "Without exposure skew, the order of policies offline predicts their order online.",
        {"no skew": {"exposure_skew": 0.0}},
        log_agrees,
        "rank correlation of logged and true, over ten policies",
        (0.6, 1.0),
        "Krauth et al. 2020, Do offline metrics predict online performance",
        flips="Exposure skew of the log: at 0.8 it misleads.",
    ),
    Lesson(
        "offline_misleads",
        "With much exposure skew, policies that score better on the log are worse in truth.",
        {"much skew": {"exposure_skew": 0.8}},
        log_agrees,
        "rank correlation of logged and true, over ten policies",
        (-1.0, -0.05),
        OURS,
        flips="Exposure skew of the log: without any, the orders agree.",
    ),
    Lesson(
        "sampling_reorders",
        "Judged among a hundred sampled titles, policies change places.",
        {"full": {}, "sampled": {"metric": "sampled"}},
        swapped,
        "pairs of policies put in the other order",
        (1.0, 28.0),
        SAMPLED,
        unit="count",
    ),
    Lesson(
        "sampling_inflates",
        "Among a hundred sampled titles the same model scores several times as high.",
        {"full": {}, "sampled": {"metric": "sampled"}},
        inflation("ALS"),
        "ALS's sampled nDCG over its full one",
        (2.0, 10.0),
        SAMPLED,
        flips="A catalogue hardly larger than the sample.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "sampling_helps_the_weak",
        "Sampled negatives flatter weak models most.",
        {"full": {}, "sampled": {"metric": "sampled"}},
        weakest_most,
        "inflation of random rows over that of ALS",
        (1.2, 20.0),
        SAMPLED,
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "random_split_flatters",
        "A random split scores a model higher than the future does.",
        {"EASE": {"generator": "ease"}},
        random_over_time,
        "nDCG, random split over the last two weeks",
        (1.05, 3.0),
        "Measured on ml-100k too, where EASE falls from 0.316 to 0.117",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "popularity_is_strong",
        "On logged data popularity is a strong baseline: it reaches a large part of the best "
        "model's score.",
        {"default": {}},
        popularity_of_best,
        "popularity's logged nDCG over the best model's",
        (0.4, 1.5),
        "KION's contest: popularity reached 75 % of the winner's MAP",
        unit="ratio",
    ),
)

ROWS = (
    Lesson(
        "little_variety_is_cheap",
        "A little MMR costs little.",
        {"plain": SMALL, "a little": {**VARIED, "rerank_strength": 0.2}},
        ratio("click_rate"),
        "titles taken, with MMR 0.2 over without",
        (0.9, 1.02),
        OURS,
        flips="Strength of re-ranking: at 0.6 it costs much.",
        unit="ratio",
        null=None,
    ),
    Lesson(
        "much_variety_is_expensive",
        "Much MMR ruins the row.",
        {"plain": SMALL, "much": {**VARIED, "rerank_strength": 0.6}},
        ratio("click_rate"),
        "titles taken, with MMR 0.6 over without",
        (0.4, 0.87),
        OURS,
        flips="Strength of re-ranking: at 0.2 it costs little.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "variety_is_not_coverage",
        "Varied rows show hardly more of the catalogue.",
        {"plain": SMALL, "varied": {**VARIED, "rerank_strength": 0.4}},
        gain("coverage"),
        "change of the catalogue shown",
        (-0.1, 0.1),
        OURS,
        unit="share",
        null=None,
    ),
    Lesson(
        "varied_rows_stay_alike",
        "A more varied row is not a more varied service: with MMR each row mixes more genres, and "
        "two users' rows overlap as much as before.",
        {"plain": SMALL, "varied": {**VARIED, "rerank_strength": 0.4}},
        alike_despite_variety,
        "overlap between users, with MMR over without",
        (0.85, 1.4),
        "That diversity within and between users are two things: arXiv 2510.14857",
        unit="ratio",
        null=None,
    ),
    Lesson(
        "same_ten_for_all",
        "Popularity gives everybody much the same row.",
        {"ALS": SMALL, "popularity": {**SMALL, "generator": "popularity"}},
        ratio("homogeneity"),
        "overlap between users, popularity over ALS",
        (2.0, 100.0),
        ALIKE,
        unit="ratio",
        null=1.0,
    ),
)

LOOP = (
    Lesson(
        "retraining_pays",
        "Where catalogue and tastes change, retraining pays: after forty weeks the model never "
        "retrained has fallen behind.",
        {"retrained": MOVING},
        retrained_over_frozen,
        "titles taken in the last five of forty weeks, retrained over never",
        (1.15, 3.0),
        OURS,
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "own_exposure_concentrates",
        "Trained on its own exposure, a service spreads places less evenly than the clairvoyant "
        "rows do.",
        {"its own loop": MOVING},
        gini_over_best,
        "exposure Gini in the last five of forty weeks, less that of the clairvoyant rows",
        (0.02, 0.5),
        "Mansoury et al. 2020, Feedback loop and bias amplification in recommender systems",
    ),
    Lesson(
        "own_exposure_makes_alike",
        "Trained on its own exposure, a service makes rows more alike than users' tastes are.",
        {"its own loop": {**MOVING, "cold_start": "none"}},
        alike_over_best,
        "overlap between users in the last five of forty weeks, over that of the clairvoyant rows",
        (1.5, 6.0),
        ALIKE,
        flips="A blend of content (cold_start = blend) lets new titles in and brings it down.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "exploring_spreads_at_once",
        "Places filled at random spread exposure from the first week.",
        {"none": SMALL, "epsilon": {**SMALL, **EPSILON}},
        gain("gini"),
        "change of the exposure Gini at launch",
        (-0.3, -0.03),
        OURS,
    ),
    Lesson(
        "exploring_is_paid_for",
        "Here, over forty weeks, exploring at random does not earn back what it costs.",
        {"none": MOVING, "epsilon": {**MOVING, **EPSILON}},
        explored_over_all,
        "titles taken over all forty weeks, explored over not",
        (0.8, 0.99),
        "Ours; that it depends on the algorithm: Krauth et al. 2020",
        flips="Without content for new titles (cold_start = none), the explored service can be "
        "level in the last weeks.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "praised_by_its_own_log",
        "After twelve weeks of its own rows a design's score on the log is several times what it "
        "was, and its rows are worse.",
        {"at launch": SMALL, "later": {**SMALL, "judged_at": "later", "weeks": 12}},
        praise,
        "seen nDCG after twelve weeks over that at launch",
        (2.0, 30.0),
        OURS,
        unit="ratio",
        null=1.0,
    ),
)

LESSONS = (*POLICIES, *EVALUATION, *ROWS, *LOOP)
