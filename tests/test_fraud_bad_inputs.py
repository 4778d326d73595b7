"""Payment fraud with what should not happen: refused with a sentence, or explained.

What a design cannot express (negative amounts, ids twice, a clock that runs back, another currency)
the world rules out: see the tests of the payment world.
"""

from __future__ import annotations

import pytest

from cases.fraud import CASE
from cases.fraud.panels import PANELS
from kit.choice import Refused
from kit.compare import wrong_in_panel, wrong_in_readings
from kit.figure import Absent

SMALL = {"size": "small"}
RARE = SMALL | {"prevalence": 0.05, "world": "easy", "delay": 60, "window": 7}

DEGENERATE = {
    "no fraud at all": RARE | {"seed": 1},
    "hardly any fraud anywhere": RARE | {"seed": 4},
    "no fraud is known at launch": RARE | {"seed": 4, "late_labels": "feedback"},
    "rare, and known cards removed": RARE | {"seed": 4, "compromised": "removed"},
    "a week to learn from, and late labels": SMALL | {"window": 7, "delay": 30},
    "the delay leaves nothing to hold back": SMALL | {"delay": 30, "window": 84},
    "validation has no training days": SMALL | {"delay": 40, "window": 42, "split": "prequential"},
    "feedback only, and little of it": SMALL | {"window": 7, "late_labels": "feedback"},
    "two models, one of few rows": SMALL | {"window": 7, "delay": 30, "late_labels": "two"},
    "nobody to call": SMALL | {"capacity": 0},
    "nobody to call, and as many alerts": SMALL | {"capacity": 0, "rule": "capacity"},
    "nobody to call, or decline": SMALL | {"capacity": 0, "action": "bands", "rule": "amount"},
    "more calls than cards": SMALL | {"capacity": 1000, "rule": "capacity"},
    "every payment alerted": SMALL | {"threshold": 0},
    "no payment alerted": SMALL | {"threshold": 1e9},
    "no payment scored in time": SMALL | {"traffic": 20_000, "replicas": 1},
    "resampled without a fraud": RARE | {"seed": 4, "resampling": "smote", "resampled_rows": "all"},
    "calibrated on one class": RARE | {"seed": 4, "calibration": "isotonic"},
    "encoded without a fraud": RARE | {"seed": 4, "features": "encoded", "encoding": "global"},
    "labels at once": SMALL | {"delay": 0, "late_labels": "feedback"},
}
# One of each kind of trouble; the slow tests draw them all.
DRAWN = {
    "no fraud at all",
    "hardly any fraud anywhere",
    "the delay leaves nothing to hold back",
    "nobody to call",
    "no payment alerted",
    "no payment scored in time",
}
REFUSED = {
    "prevalence": (0, 100, "many", float("nan")),
    "capacity": (-5, 1001, 2.5, True),
    "delay": (-1, 91, "soon"),
    "window": (0, 365),
    "threshold": (-0.1, "high", float("inf")),
    "model": ("bigger", ""),
    "severity": (3, -1),
    "traffic": (0, 10**9),
    "colour": ("red",),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_degenerate_design_is_read_or_explained(name):
    assert wrong_in_readings(CASE.run(DEGENERATE[name])) == []


@pytest.mark.parametrize(
    "name",
    [name if name in DRAWN else pytest.param(name, marks=pytest.mark.slow) for name in DEGENERATE],
)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_degenerate_design_is_drawn_or_explained(name):
    run = CASE.run(DEGENERATE[name])
    wrong = [wrong_in_panel(panel, run) for panel in PANELS]
    assert [sentence for sentence in wrong if sentence] == []
    captions = [getattr(panel.draw(run), "caption", "") for panel in PANELS]
    assert [caption for caption in captions if "nan" in caption.lower()] == []


def test_the_worlds_are_as_degenerate_as_they_are_called():
    none, rare, early = (
        CASE.run(DEGENERATE[name])
        for name in (
            "no fraud at all",
            "hardly any fraud anywhere",
            "the delay leaves nothing to hold back",
        )
    )
    assert none["live"].rows["fraud"].sum() == 0 < rare["live"].rows["fraud"].sum()
    assert rare["history"].labels.sum() == 0 < len(rare["history"].rows)
    assert len(early["validation"].labels) == 0 < len(early["history"].rows)


def test_without_fraud_pictures_of_it_say_why_they_are_not_there():
    run = CASE.run(DEGENERATE["no fraud at all"])
    absent = {panel.name for panel in PANELS if isinstance(panel.draw(run), Absent)}
    assert absent >= {"precision_recall", "mechanisms", "slices", "regret", "delay", "time_machine"}
    assert not absent & {"confusion", "path", "policies"}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values]
)
def test_what_is_not_allowed_is_refused_with_a_sentence(name, value):
    with pytest.raises(Refused) as refusal:
        CASE.design({name: value})
    said = str(refusal.value)
    assert name in said and said.endswith(".")
    assert str(value)[:20] in said or name == "colour"
