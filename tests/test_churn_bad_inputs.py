"""Churn with what should not happen: refused with a sentence, or explained."""

from __future__ import annotations

import pytest

from cases.churn import CASE
from cases.churn.panels import PANELS
from kit.choice import Refused
from kit.compare import wrong_in_panel, wrong_in_readings

TINY = {"size": "tiny"}
DEGENERATE = {
    "labels take longer than the history": {"gap": 12, "horizon": 30},
    "no outcome of most live months is known": {"gap": 2, "horizon": 20},
    "a gap longer than the window": {"gap": 6, "horizon": 1},
    "a month without a leaver": {"business": "telecom", "horizon": 1, "seed": 49},
    "a training window of one class": {"business": "telecom", "memory": 1, "horizon": 1},
    "customers worth less than nothing": {"value": -200.0, "targeting": "value"},
    "no trial": {"trial": 0.0, "targeting": "uplift"},
    "hardly a trial": {"trial": 0.05, "targeting": "uplift_value", "horizon": 20},
    "everybody in the trial": {"trial": 1.0, "policy": "every"},
    "the change is over before launch": {"drift": "price", "drift_start": -12},
    "the change starts at launch": {"drift": "price", "drift_start": 0, "policy": "alarm"},
    "no change of any size": {"drift": "prior", "severity": 0.0},
    "nothing is contacted": {"targeting": "none"},
    "nobody, by budget": {"budget": 0.0},
    "everybody": {"targeting": "all", "share": 1.0},
    "the same chance for everybody": {"model": "constant", "policy": "alarm"},
    "all are held out": {"drift": "campaign", "holdout": 0.5, "learn_from": "holdout"},
    "a hold-out of nobody": {
        "drift": "campaign",
        "holdout": 0.0,
        "learn_from": "holdout",
        "policy": "every",
    },
    "silence for a whole quarter": {"definition": "inactive", "inactive_days": 90, "horizon": 1},
    "complete rows only, one a customer": {"missing": "drop", "rows": "one", "memory": 1},
    "without any noise": {"noise": 0.0},
    "gaps left to models that mind": {"missing": "native", "policy": "online", "model": "deep"},
    "calibrated on hardly anything": {"calibration": "isotonic", "memory": 1, "rows": "one"},
    "online without a label": {"gap": 12, "horizon": 30, "policy": "online"},
}
REFUSED = {
    "horizon": (0, 31, 2.5, "long"),
    "gap": (-1, 13),
    "value": (-1000, "dear", float("nan")),
    "trial": (1.5, -0.1),
    "share": (1.2, -0.5, "all"),
    "memory": (0, 99),
    "detector": ("gut feeling",),
    "severity": (3, -1),
    "seed": (-1, 2**40),
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
    captions = [getattr(panel.draw(run), "caption", "") for panel in PANELS]
    assert [caption for caption in captions if "nan" in caption.lower()] == []


def test_the_designs_are_as_degenerate_as_they_are_called():
    late = CASE.run(TINY | DEGENERATE["labels take longer than the history"])
    assert len(late["past"].known(0).rows) == 0 and late["deployed"].positives == 0
    assert late["judged"].months == 0 and "too long" in late.reading("profit").why
    few = CASE.run(TINY | DEGENERATE["no outcome of most live months is known"])
    assert 0 < few["judged"].months < 30
    none = CASE.run(TINY | DEGENERATE["a month without a leaver"])
    assert (none["judged"].own.leaves.sum(axis=1) == 0).any()
    assert len(CASE.run(TINY | DEGENERATE["no trial"])["trial"].rows) == 0


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values]
)
def test_what_is_not_allowed_is_refused_with_a_sentence(name, value):
    with pytest.raises(Refused) as refusal:
        CASE.design({name: value})
    said = str(refusal.value)
    assert name in said and said.endswith(".")
