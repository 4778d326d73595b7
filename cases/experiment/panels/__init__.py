"""The pictures of an experiment, in the order in which they are shown."""

from cases.experiment.panels import (
    architecture,
    groups,
    looks,
    money,
    one_test,
    own,
    programme,
    size,
    tests,
)
from cases.experiment.pasted import EXAMPLE
from kit.case import panel

PANELS = (
    panel(tests.dashboard, "tests", subjects=tests.ideas),
    panel(money.by_day, "money"),
    panel(programme.claimed, "programme"),
    panel(programme.decisions, "programme"),
    panel(money.division, "money"),
    panel(own.own_experiment, "tests", typed=EXAMPLE, seen_only=True),
    panel(architecture.architecture, "tests"),
    panel(money.place, "places"),
    panel(programme.metrics, "metrics"),
    panel(size.size, "size"),
    panel(size.power_curve, "size"),
    panel(size.shrink, "size"),
    panel(one_test.estimate, "tests", subjects=tests.ideas),
    panel(one_test.path, "tests", subjects=tests.ideas),
    panel(groups.groups, "tests", subjects=tests.ideas),
    panel(looks.looks, "looks"),
    panel(looks.boundaries, "looks"),
    panel(looks.a_a, "looks"),
    panel(programme.many, "metrics"),
    panel(size.ratio, "health"),
    panel(size.faults, "health"),
    panel(money.effect_over_time, "places"),
    panel(programme.methods, "programme"),
)
