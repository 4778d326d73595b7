"""Situations in which the shipped credit design fails, each with a fix and a tempting wrong one."""

from kit.case import Brief, Goal
from kit.choice import Changes

EVERYBODY: Changes = {"share": 1.0}
NOBODY: Changes = {"share": 0.0}

DROPPED = Brief(
    "dropped",
    "We dropped the attribute",
    "The model reads no group, so it is fair, says the announcement. The regulator counts "
    "approvals and disagrees: get the groups within eight points and keep most of the profit. In "
    "this country cut-offs by group are allowed.",
    {"attribute": "dropped"},
    (
        Goal("accept_gap", "at most", 0.08),
        Goal("profit", "at least", 0.7, of="of_ceiling"),
    ),
    fixes={
        "a cut-off for each group": {
            "method": "thresholds",
            "constraint": "parity",
            "tightness": 0.03,
        },
    },
    decoys={
        "drop the district too": {"attribute": "proxy_dropped"},
        "reweigh the approved loans": {"method": "reweigh"},
    },
    degenerate={"approve nobody": NOBODY, "approve everybody": EVERYBODY},
    debrief="The rest of the file knows the group, and creditworthiness differs: columns cannot be "
    "dropped until no gap is left. What closes it has to look at the group, in training or at the "
    "decision.",
)

SCANDAL = Brief(
    "scandal",
    "0.05 is a scandal",
    "A newspaper took forty applicants of each group from your files and reports a gap. The board "
    "wants to act by tonight. Find out what the gap is, to within four points, and do not pay for "
    "what may not be there.",
    {"sample": 40, "base_gap": 0.1, "noise_gap": 0.1, "size": "large"},
    (
        Goal("accept_gap", "at most", 0.04, of="gap"),
        Goal("accept_gap", "at least", -0.04, of="gap"),
        Goal("profit", "at least", 0.8, of="of_ceiling"),
    ),
    fixes={"look at more people": {"sample": 5000}},
    decoys={
        "parity at once": {"method": "thresholds", "constraint": "parity", "tightness": 0.0},
    },
    degenerate={"approve nobody": NOBODY, "approve everybody": EVERYBODY},
    debrief="Forty people in each group leave a gap open by more than twenty points either way. "
    "Whether it comes out right on a day is luck. Count more people before you change anything.",
)

ACCEPTED = Brief(
    "accepted",
    "The model is fine on accepted loans",
    "Calibrated on every loan in the books, says the report. Officers made those books, from "
    "talks nobody wrote down, and the new model decides without them. Make its chances honest for "
    "all who apply.",
    {"history": "officer"},
    (
        Goal("calibration", "at least", 0.87),
        Goal("calibration", "at most", 1.2),
        Goal("profit", "at least", 0.5, of="of_ceiling"),
    ),
    fixes={"one in twenty at random": {"rejects": "explore", "exploration": 0.05}},
    decoys={
        "let the model label the rest": {"rejects": "fuzzy"},
        "count similar ones more": {"rejects": "reweight"},
        "boosted trees": {"model": "lightgbm"},
    },
    degenerate={"approve nobody": NOBODY, "approve everybody": EVERYBODY},
    debrief="What officers knew is in no column, so nothing made of the columns brings it back. A "
    "few approvals at random do, at a price one can read.",
)

PRICE = Brief(
    "price",
    "Parity at any price",
    "A library made the approval rates equal, and the bank now loses money on every thousand "
    "applications. Keep the groups within seven points and earn again. For once everybody was "
    "given a loan before, so all outcomes are known.",
    {
        "past_approval": 1.0,
        "attribute": "used",
        "method": "exponentiated",
        "objective": "accuracy",
    },
    (
        Goal("accept_gap", "at most", 0.07),
        Goal("profit", "at least", 0.7, of="of_ceiling"),
    ),
    fixes={
        "tell it what a default costs": {"objective": "money"},
        "a cut-off for each group, for profit": {"method": "thresholds"},
    },
    decoys={
        "another method of the library": {"method": "optimizer"},
        "allow a wider gap": {"tightness": 0.1},
        "no method": {"method": "none"},
    },
    degenerate={"approve nobody": NOBODY, "approve everybody": EVERYBODY},
    debrief="The method did what it was asked: equal rates at the fewest errors. A refusal of "
    "somebody good and a default are not the same error here; say so, and parity has a price "
    "instead of a ruin.",
)

BRIEFS = (DROPPED, SCANDAL, ACCEPTED, PRICE)
