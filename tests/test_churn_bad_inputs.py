"""Churn with what should not happen: refused with a sentence, or explained."""

from __future__ import annotations

import pytest

from cases.churn import CASE
from cases.churn.panels import PANELS
from kit.compare import wrong_in_panel, wrong_in_readings

TINY = {"size": "tiny"}
DEGENERATE = {
    "labels take longer than the history": {"gap": 12, "horizon": 30},
    "no outcome of most live months is known": {"gap": 2, "horizon": 20},
    "a gap longer than the window": {"gap": 6, "horizon": 1},
    "a month without a leaver": {"business": "telecom", "horizon": 1, "seed": 49},
    "a training window of one class": {"business": "telecom", "training_window": 1, "horizon": 1},
    "customers worth less than nothing": {"customer_value": -200.0, "targeting": "value"},
    "no trial": {"trial_share": 0.0, "targeting": "uplift"},
    "hardly a trial": {"trial_share": 0.05, "targeting": "uplift_value", "horizon": 20},
    "everybody in the trial": {"trial_share": 1.0, "retraining": "schedule"},
    "the change is over before launch": {"drift": "price", "drift_start": -12},
    "the change starts at launch": {"drift": "price", "drift_start": 0, "retraining": "alarm"},
    "no change of any size": {"drift": "prior", "severity": 0.0},
    "nothing is contacted": {"targeting": "none"},
    "nobody, by budget": {"capacity": 0.0},
    "everybody": {"targeting": "all", "share": 1.0},
    "the same chance for everybody": {"model": "constant", "retraining": "alarm"},
    "all are held out": {"drift": "campaign", "holdout": 0.5, "learn_from": "holdout"},
    "a hold-out of nobody": {
        "drift": "campaign",
        "holdout": 0.0,
        "learn_from": "holdout",
        "retraining": "schedule",
    },
    "silence for a whole quarter": {"definition": "inactive", "inactive_days": 90, "horizon": 1},
    "complete rows only, one a customer": {"missing": "drop", "rows": "one", "training_window": 1},
    "without any noise": {"noise": 0.0},
    "gaps left to models that mind": {"missing": "native", "retraining": "online", "model": "deep"},
    "calibrated on hardly anything": {
        "calibration": "isotonic",
        "training_window": 1,
        "rows": "one",
    },
    "online without a label": {"gap": 12, "horizon": 30, "retraining": "online"},
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_degenerate_design_is_read_or_explained(name):
    assert wrong_in_readings(CASE.run(TINY | DEGENERATE[name])) == []


@pytest.mark.parametrize(
    "name",
    [
        "no trial",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in (
                "labels take longer than the history",
                "a month without a leaver",
                "customers worth less than nothing",
                "nothing is contacted",
                "the same chance for everybody",
                "all are held out",
                "gaps left to models that mind",
            )
        ),
    ],
)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_degenerate_design_is_drawn_or_explained(name):
    run = CASE.run(TINY | DEGENERATE[name])
    wrong = [wrong_in_panel(panel, run) for panel in PANELS]
    assert [sentence for sentence in wrong if sentence] == []
    captions = [getattr(panel.of(run), "caption", "") for panel in PANELS]
    assert [caption for caption in captions if "nan" in caption.lower()] == []


def test_the_designs_are_as_degenerate_as_they_are_called():
    late = CASE.run(TINY | DEGENERATE["labels take longer than the history"])
    assert len(late["past"].known(0).rows) == 0 and late["deployed"].positives == 0
    assert late["judged"].months == 0 and "too long" in late.reading("profit").why
    few = CASE.run(TINY | DEGENERATE["no outcome of most live months is known"])
    assert 0 < few["judged"].months < 30
    none = CASE.run(TINY | DEGENERATE["a month without a leaver"])
    assert (none["judged"].leaves.sum(axis=1) == 0).any()
    assert len(CASE.run(TINY | DEGENERATE["no trial"])["trial"].rows) == 0
