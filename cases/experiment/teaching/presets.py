"""Designs with a name: ways of working, and places to test in."""

from kit.case import Preset

PRESETS = (
    Preset(
        "dashboard",
        "The dashboard habit",
        "Twenty looks at p below .05, ten metrics, no check of health. Compare claimed and true.",
        {"stopping": "peek", "metrics": 10},
    ),
    Preset(
        "careful",
        "A careful framework",
        "CUPED, planned looks, a strict ratio check, a guardrail with a margin, and shipping by "
        "expected value.",
        {
            "variance": "cuped",
            "stopping": "obrien_fleming",
            "looks": 4,
            "srm": "0.001",
            "guardrail": "margin",
            "ship": "expected",
        },
    ),
    Preset(
        "startup",
        "A small company",
        "Two thousand users a week: which tests are worth running at all?",
        {"traffic": 2_000, "weeks": 8},
    ),
    Preset(
        "auction",
        "The ad auction",
        "Both arms spend the same advertisers' money.",
        {"place": "auction"},
    ),
    Preset(
        "feed",
        "The social feed",
        "Tempting ideas are clickbait here: they win four weeks and lose the year.",
        {"place": "feed", "tempting": 0.2},
    ),
    Preset(
        "market",
        "The marketplace",
        "What one arm buys is missing in the other; clusters of users are assigned.",
        {"place": "market", "unit": "cluster"},
    ),
    Preset(
        "cookies",
        "No login",
        "Assigned by cookie, of which many are lost during a test.",
        {"unit": "cookie"},
    ),
    Preset(
        "ranks",
        "Money by ranks",
        "Mann-Whitney on money, where some ideas are bargains.",
        {"metric": "money", "test": "ranks", "bargains": 0.2},
    ),
)
