"""Somebody's own experiment: found again by scipy; what cannot be is refused with a sentence."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from streamlit.testing.v1 import AppTest

from cases.experiment.pasted import EXAMPLE, answer, of_counts, of_users, read
from kit.choice import Refused
from pipelines.experiments.estimates import adjusted_difference, difference_of_means

PLAN = {"planned": 0.5, "alpha": 0.05}


def people(seed=1, effect=0.2, **changed):
    """A line for each user, as text."""
    rng = np.random.default_rng(seed)
    before = rng.gamma(2.0, 5.0, 800)
    arm = np.where(np.arange(800) % 2, "new", "old")
    value = before + rng.gamma(2.0, 2.0, 800) + effect * (arm == "new")
    table = pd.DataFrame({"user": np.arange(800), "arm": arm, "value": value, "before": before})
    return table.assign(**changed)


def as_text(table, mark=","):
    kept = io.StringIO()
    table.to_csv(kept, index=False, sep=mark)
    return kept.getvalue()


def test_counts_are_compared_as_scipy_does():
    found = answer(EXAMPLE, **PLAN)
    cells = np.array([[500, 9_500], [571, 10_080 - 571]])
    p = stats.chi2_contingency(cells, correction=False).pvalue
    assert found.implied["Chi-squared test"] == f"p = {p:.3f}"
    ratio = stats.chisquare([10_000, 10_080]).pvalue
    assert found.implied["Ratio check"] == f"p = {ratio:.3f}"
    assert found.kind == "yes" and "13 %" in found.implied["new over old"]
    assert answer(EXAMPLE, **PLAN).kind == "yes"


def test_few_buyers_are_compared_exactly():
    found = answer("arm,users,buyers\na,60,1\nb,60,3\n", **PLAN)
    p = stats.fisher_exact([[1, 3], [59, 57]]).pvalue
    assert found.implied["Fisher's exact test"] == f"p = {p:.3f}" and found.kind == "maybe"


@given(st.integers(0, 2**32 - 1), st.sampled_from(",;\t"))
@settings(max_examples=10, deadline=None)
def test_users_are_compared_as_scipy_and_a_regression_do(seed, mark):
    table = people(seed)
    names, sums = of_users(read(as_text(table, mark)))
    assert names == ("new", "old")
    one, other = (table[table["arm"] == name]["value"] for name in names)
    difference, error = difference_of_means(sums)
    peer = stats.ttest_ind(other, one, equal_var=False)
    assert difference / error == pytest.approx(peer.statistic, rel=1e-9)
    less = adjusted_difference(sums)[1]
    rho = np.corrcoef(table["value"], table["before"])[0, 1]
    assert (less / error) ** 2 == pytest.approx(1 - rho**2, rel=0.05)


def test_a_ratio_far_from_the_plan_comes_before_the_result():
    lost = "arm,users,buyers\nold,10000,500\nnew,9500,571\n"
    found = answer(lost, **PLAN)
    assert found.kind == "no" and "who is missing" in found.sentence
    assert answer(lost, **PLAN | {"planned": 9_500 / 19_500}).kind == "yes"


def test_a_covariate_from_after_is_asked_about_and_one_that_is_constant_does_nothing():
    after = people()
    after["before"] = after["value"] + 5 * (after["arm"] == "new")
    found = answer(as_text(after), **PLAN)
    assert found.kind == "no" and "really from before" in found.sentence
    same = answer(as_text(people(before=3.0)), **PLAN)
    assert same.implied["With CUPED"].startswith("nothing")


def counts(*lines):
    return "\n".join(["arm,users,buyers", *lines])


def users(*lines):
    return "\n".join(["user,arm,value", *lines])


REFUSED = {
    "": "Nothing was pasted",
    "hello": "The first line is hello",
    "arm,users,buyers": "0 were pasted",
    "arm,users,buyers,arm\\na,1,1,1": "A name stands twice",
    users(): "0 were pasted",
    users("u,a,nan", "v,b,2"): "Line 2: value is nan, no number",
    "arm,users\na,1": "it has to name arm, users, buyers",
    counts("a,10,1"): "1 were pasted",
    counts("a,10,1", "b,10,1", "c,10,1"): "3 were pasted",
    counts("a,10,1", "a,10,2"): "Both lines are of the arm a",
    counts("a,10,1", "b,10,12"): r"more buyers \(12\) than users \(10\)",
    counts("a,-10,1", "b,10,1"): "Line 2: users is -10, and cannot be below 0",
    counts("a,10,1", "b,ten,1"): "Line 3: users is ten, no number",
    counts("a,10,1", "b,,1"): "Line 3: users is empty, no number",
    counts("a,inf,1", "b,10,1"): "Line 2: users is inf, no number",
    counts("a,10.5,1", "b,10,1"): "count whole",
    counts("a,0,0", "b,10,1"): "Arm a has 0 users",
    counts("a,1,0", "b,10,1"): "Arm a has 1 users",
    counts("a,10,0", "b,10,0"): "All users did the same",
    counts(",10,1", "b,10,1"): "Line 2: there is no arm",
    counts("a,10,1,7,8", "b,10,1"): "Line 2: it does not have 3 values",
    users("u,a,1", "u,b,2", "v,a,1"): "1 users are in both arms, u for one",
    users("u,a,1", "u,a,2", "v,b,1"): "Line 3: this user was there before",
    users("u,a,1", "v,a,2"): "1 were pasted",
    users("u,a,-1", "v,b,2"): "Line 2: value is -1, and cannot be below 0",
    users("u,a,x", "v,b,2"): "Line 2: value is x, no number",
    users("u,a,1", ",b,2"): "Line 3: there is no user",
    users("u,a,1", "v,b,2"): "Arm a has 1 users",
    users("u,a,1", "v,a,1", "w,b,1", "x,b,1"): "Every value is 1",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30].replace("\n", "|"))
def test_what_cannot_be_is_refused_with_a_sentence(text):
    with pytest.raises(Refused, match=REFUSED[text]):
        answer(text, **PLAN)


def test_the_first_line_of_counts_is_the_control():
    names, sums = of_counts(read(EXAMPLE))
    assert names == ("old", "new") and sums.units.tolist() == [10_000, 10_080]


def page() -> None:
    """The page of experiments, as streamlit runs it."""
    from cases.experiment import CASE
    from ui.page import show

    show(CASE)


def test_the_page_compares_what_is_pasted_and_says_what_cannot_be():
    at = AppTest.from_function(page, default_timeout=120)
    at.query_params["show"] = "decide"
    at.run()
    assert any("new is above old" in each.value for each in at.caption)
    at.text_area[0].set_value(counts("**a**,10,12", "b,10,1")).run()
    errors = [re.sub(r"\\([!-/:-@[-`{-~])", r"\1", each.value) for each in at.info]
    assert any("Arm **a** has more buyers (12) than users (10)" in each for each in errors)
