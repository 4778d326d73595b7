"""Designs with a name: ways of working to compare, and a world to meet."""

from kit.case import Preset

PRESETS = (
    Preset(
        "popular",
        "What everybody watches",
        "One list for all: the titles taken most.",
        {"generator": "popularity"},
    ),
    Preset(
        "two_stage",
        "Two stages",
        "Candidates from four sources, ordered again by boosted trees.",
        {"generator": "union", "ranker": "lightgbm", "negatives": "shown"},
    ),
    Preset(
        "careful",
        "A careful service",
        "A blend for cold users and titles, rows with the user's own mix of genres, retrained "
        "weekly.",
        {"cold_start": "blend", "rerank": "calibrated", "rerank_strength": 0.2, "retrain": 1},
    ),
    Preset(
        "notebook",
        "Straight from a notebook",
        "Neural CF, judged on impressions held back at random, among a hundred sampled negatives; "
        "never retrained.",
        {
            "generator": "ncf",
            "split": "random",
            "metric": "sampled",
            "retrain": 0,
            "seen_filter": "off",
        },
    ),
    Preset(
        "habit",
        "A log made by habit",
        "The previous system showed everybody much the same: what was taken is what was shown.",
        {"exposure_skew": 1.0},
    ),
)
