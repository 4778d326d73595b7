"""Lessons about whom to contact."""

from __future__ import annotations

from cases.churn.effects import gain, of_oracle, reads
from cases.churn.lessons_learning import OURS, SMALL
from kit.case import Lesson
from kit.choice import Changes

ALIGNED: Changes = {**SMALL, "response": "aligned"}
UPLIFT: Changes = {"targeting": "uplift", "trial": 0.2}
BOOSTED: Changes = {**UPLIFT, "uplift_model": "lightgbm"}
VERBRAKEN = "Verbraken et al. 2013 (expected value of a contact); measured here"
FIELD = (
    "Ascarza, Iyengar and Schleicher 2016, a field experiment in which treated customers left "
    "more often; Ascarza 2018"
)

MONEY_LESSONS = (
    Lesson(
        "risk_is_right_where_aligned",
        "Where a contact keeps a fixed part of whoever would leave, ranking by the expected value "
        "of a contact, from risk alone, earns nearly what an oracle does.",
        {"expected value by risk": {**ALIGNED, "targeting": "value"}},
        of_oracle,
        "share of the oracle's profit",
        (0.85, 1.0),
        OURS,
        "response = misaligned: the same rule loses money.",
        unit="share",
    ),
    Lesson(
        "risk_beats_uplift_where_aligned",
        "In that world risk also beats a boosted T-learner, whatever the size of its trial.",
        {
            "T-learner on a trial of all": {**ALIGNED, **BOOSTED, "trial": 1.0},
            "risk": {**ALIGNED, "trial": 1.0},
        },
        gain("profit"),
        "profit per 1,000 due won by risk",
        (100.0, 2500.0),
        OURS,
        "response = misaligned.",
        unit="money",
    ),
    Lesson(
        "value_beats_risk",
        "Where customers are worth different amounts, the expected value of a contact ranks better "
        "than the chance to leave.",
        {"risk": ALIGNED, "expected value": {**ALIGNED, "targeting": "value"}},
        gain("profit"),
        "profit per 1,000 due won",
        (100.0, 1500.0),
        VERBRAKEN,
        "How far customers' values differ, and response = misaligned.",
        unit="money",
    ),
    Lesson(
        "risk_loses_where_misaligned",
        "Where the disengaged are reminded to go, contacting those most likely to leave loses "
        "money.",
        {"risk": {}},
        reads("profit"),
        "profit per 1,000 due",
        (-3000.0, -300.0),
        f"{OURS}; {FIELD} (direction)",
        "response = aligned.",
        unit="money",
    ),
    Lesson(
        "worse_than_chance",
        "It loses more than contacting as many at random: the better it ranks, the worse.",
        {"at random": {"targeting": "random"}, "risk": {}},
        gain("profit"),
        "profit per 1,000 due, risk less random",
        (-1500.0, -20.0),
        OURS,
        "response = aligned.",
        unit="money",
    ),
    Lesson(
        "contacts_can_drive_away",
        "Then more of those contacted leave than would have.",
        {"risk": {}},
        reads("saved"),
        "churn avoided per 1,000 contacts",
        (-80.0, -3.0),
        FIELD,
        unit="count",
    ),
    Lesson(
        "linear_uplift_pays",
        "A linear T-learner on a trial of a fifth of the customers earns in the same world.",
        {"uplift": UPLIFT},
        reads("profit"),
        "profit per 1,000 due",
        (50.0, 1500.0),
        OURS,
        "The trial: see the next two.",
        unit="money",
    ),
    Lesson(
        "uplift_wants_simple_learners",
        "On that trial boosted trees earn far less than the linear learner: an effect is a small "
        "difference of two chances.",
        {"boosted": BOOSTED, "linear": UPLIFT},
        gain("profit"),
        "profit per 1,000 due won by the linear learner",
        (50.0, 2500.0),
        OURS,
        "The size of the trial.",
        unit="money",
    ),
    Lesson(
        "uplift_needs_data",
        "With every customer in the trial, five times the rows, the boosted learner earns more.",
        {"a fifth in the trial": BOOSTED, "all of them": {**BOOSTED, "trial": 1.0}},
        gain("profit"),
        "profit per 1,000 due won by the larger trial",
        (20.0, 2500.0),
        OURS,
        unit="money",
    ),
    Lesson(
        "everybody_is_too_many",
        "Contacting everybody loses in the misaligned world: most would have stayed and take the "
        "offer.",
        {"everybody": {**SMALL, "targeting": "all"}},
        reads("profit"),
        "profit per 1,000 due",
        (-20_000.0, -4000.0),
        OURS,
        "What a customer is worth, and response = aligned.",
        unit="money",
    ),
    Lesson(
        "everybody_may_pay_where_aligned",
        "Where a contact helps everybody, and a customer is worth $400, even that earns.",
        {"everybody": {**ALIGNED, "targeting": "all", "value": 400.0}},
        reads("profit"),
        "profit per 1,000 due",
        (200.0, 6000.0),
        OURS,
        "At $300 it does not here: what is kept no longer pays for the offers.",
        unit="money",
    ),
)
