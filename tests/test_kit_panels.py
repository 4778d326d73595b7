"""The standard panels: what they draw of plain numbers, whatever the order of rows."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_curve, roc_curve

import kit.panels
from kit.colours import COLOURS
from kit.figure import Absent
from kit.panels import curves, legend, over_time
from kit.panels.along import along, of_track, standing
from kit.panels.histogram import score_histogram
from kit.panels.importance import importance
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT, SEEN, TRUE
from kit.panels.lorenz import EVENLY, lorenz
from kit.panels.over_time import Event
from kit.panels.path import stations
from kit.panels.policies import policies
from kit.panels.promises import promises
from kit.panels.reliability import reliability
from pipelines.learning.calibration import reliability as grouped
from pipelines.over_time.replay import Replayed
from pipelines.serving import Lognormal, Station, simulate
from pipelines.serving import Path as RequestPath
from tests.lamps import CASE

WORDS = {"x": "threshold", "y": "cost ($)", "caption": "Said."}


def curve(chart, name):
    """One curve of a chart."""
    found = chart.data[chart.data["curve"] == name]
    assert len(found)
    return found


def rules(chart):
    """The upright lines laid over a chart."""
    return [layer["data"]["values"][0] for layer in chart.spec["layer"] if layer.get("layer")]


def rows(seed=0, count=2_000, levels=40):
    """Scores with many ties, and labels drawn from them."""
    random = np.random.default_rng(seed)
    scores = random.integers(1, levels, count) / levels
    labels = (random.random(count) < scores**3).astype(int)
    return scores, labels


def precision_recall(scored):
    """Precision over recall of scored rows, by name."""
    points = {name: curves.precision_recall_points(*each) for name, each in scored.items()}
    return curves.precision_recall(points, recall="recall", precision="precision", caption=".")


def roc(scored):
    """The ROC curve of scored rows, by name."""
    points = {name: curves.roc_points(*each) for name, each in scored.items()}
    return curves.roc(points, wrong="wrong", caught="caught", caption=".")


# No picture depends on the order of rows

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1)), min_size=1, max_size=400)
SCORED = [
    precision_recall,
    roc,
    lambda each: reliability(each, promised="said", happened="came", caption="."),
    lambda each: reliability(each, promised="said", happened="came", caption=".", rare=True),
]


@pytest.mark.parametrize("draw", SCORED)
@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_no_curve_of_scores_depends_on_the_order_of_rows(draw, pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    drawn = []
    for order in (pairs, shuffled):
        scores, labels = np.array(order, dtype=float).T
        drawn.append(draw({TRUE: (scores / 8, labels)}))
    one, other = drawn
    assert type(one) is type(other)
    if not isinstance(one, Absent):
        pd.testing.assert_frame_equal(one.data, other.data)


def test_one_score_for_all_is_one_point():
    labels = np.repeat([0, 1], [900, 300])
    for rare in (False, True):
        chart = reliability(
            {TRUE: (np.full(1200, 0.3), labels)},
            promised="said",
            happened="came",
            caption=".",
            rare=rare,
        )
        assert curve(chart, TRUE)[["x", "y"]].to_numpy() == pytest.approx(np.array([[0.3, 0.25]]))


@given(ROWS, st.integers(1, 20), st.booleans())
@settings(max_examples=60, deadline=None)
def test_groups_hold_every_row_once_and_no_score_twice(pairs, bins, halving):
    scores, labels = np.array(pairs, dtype=float).T
    table = grouped(scores, labels, bins, halving=halving)
    assert table["rows"].sum() == len(scores)
    assert (table["happened"] * table["rows"]).sum() == pytest.approx(labels.sum())
    assert (np.diff(table["said"]) > 0).all() and len(table) <= len(np.unique(scores))


# Curves of scores


def test_every_point_is_one_of_scikit_learn_s():
    scores, labels = rows()
    drawn = precision_recall({TRUE: (scores, labels)})
    precision, recall, _ = precision_recall_curve(labels, scores)
    theirs = {(round(x, 9), round(y, 9)) for x, y in zip(recall, precision, strict=True)}
    assert {
        (round(x, 9), round(y, 9)) for x, y in curve(drawn, TRUE)[["x", "y"]].to_numpy()
    } < theirs
    drawn = roc({TRUE: (scores, labels)})
    wrong, caught, _ = roc_curve(labels, scores, drop_intermediate=False)
    theirs = {(round(x, 9), round(y, 9)) for x, y in zip(wrong, caught, strict=True)}
    assert {
        (round(x, 9), round(y, 9)) for x, y in curve(drawn, TRUE)[["x", "y"]].to_numpy()
    } < theirs


def test_curves_without_a_class_are_left_out():
    scores = np.array([0.1, 0.9])
    every = {TRUE: (scores, np.ones(2)), SEEN: (scores, np.zeros(2)), "none": (scores[:0],) * 2}
    drawn = precision_recall(every)
    assert set(drawn.data["curve"]) == {TRUE}
    assert isinstance(roc(every), Absent)


def test_both_classes_are_whole_and_thresholds_stay_in_the_picture():
    scores, labels = rows()
    words = {"score": "score", "classes": ("honest", "fraud"), "caption": "."}
    chart = score_histogram(
        scores, labels == 1, thresholds={"line": 0.5, "far": 9.0}, within=(0.2, 0.8), **words
    )
    assert chart.data.groupby("curve")["y"].sum().to_numpy() == pytest.approx([1, 1])
    assert [(rule["text"], rule["x"]) for rule in rules(chart)] == [("line", 0.5), ("far", 0.8)]
    one_class = score_histogram(scores, labels > 9, thresholds={}, **words)
    assert isinstance(one_class, Absent)


def test_importance_is_shares_of_what_is_above_zero():
    chart = importance(["a", "b", "c"], np.array([1.0, -5.0, 3.0]), of="the gain", nothing="None.")
    assert chart.data.to_numpy().tolist() == [["c", 0.75], ["a", 0.25]]
    assert chart.caption.startswith("c carries 75 % of the gain")
    for weights in (None, np.zeros(3)):
        assert (
            importance(["a", "b", "c"], weights, of="the gain", nothing="None.").reason == "None."
        )


# Along an axis


def test_what_has_no_place_on_an_axis_is_left_out():
    line = (np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, -1.0, np.nan, 4.0]))
    assert along({TRUE: line}, **WORDS).data["x"].tolist() == [0, 1, 3]
    assert along({TRUE: line}, log="x", **WORDS).data["x"].tolist() == [1, 3]
    assert along({TRUE: line}, log="xy", **WORDS).data["x"].tolist() == [3]
    assert isinstance(along({TRUE: (line[0][:1], line[1][:1])}, log="x", **WORDS), Absent)


def test_names_have_their_colours_everywhere():
    line = (np.arange(3), np.arange(3))
    chart = along(dict.fromkeys((*legend.NAMED, "mine"), line), **WORDS, colours={"mine": "muted"})
    scale = chart.spec["layer"][0]["encoding"]["color"]["scale"]
    given_to = dict(zip(scale["domain"], scale["range"], strict=True))
    assert given_to == {
        name: COLOURS[key] for name, key in (legend.NAMED | {"mine": "muted"}).items()
    }
    dashes = chart.spec["layer"][0]["encoding"]["strokeDash"]["scale"]
    broken = [n for n, p in zip(dashes["domain"], dashes["range"], strict=True) if p != [1, 0]]
    assert broken == [SEEN]


def test_a_reading_along_the_dial_holds_the_reading():
    run = CASE.run({})
    name = next(n for n, track in run.readout.tracks.items() if len(track.true) > 1)
    drawn = of_track(run, name)
    assert len(drawn[TRUE][0]) <= 85 and set(drawn) <= {TRUE, SEEN, ATTAINABLE}
    at = (float(run.readout.axis[run.position]), run.reading(name).true)
    assert standing(run, name) == {"now": at}
    assert at[1] in drawn[TRUE][1] or len(run.readout.axis) > 85


# Over time


def test_events_stand_where_they_happened_and_greys_where_labels_are_missing():
    chart = over_time.over_time(
        {TRUE: np.array([0.5, np.nan, 0.4])},
        period="week",
        value="score",
        caption="Said.",
        events=[Event(1.5, "world changes", "world"), Event(0, "launch")],
        unknown=np.array([0.0, 0.5, 1.0]),
    )
    assert curve(chart, TRUE)["x"].tolist() == [1, 3]
    assert [(rule["x"], rule["text"]) for rule in rules(chart)] == [
        (2.0, "world changes"),
        (0.5, "launch"),
    ]
    spans = chart.spec["layer"][0]["data"]["values"]
    assert [(span["start"], span["end"], span["level"]) for span in spans][2] == (2.5, 3.5, 1.0)
    assert (
        chart.caption == "Said. Grey: labels still missing at the end, 100 % of the last period's."
    )


def test_alarms_are_told_from_planned_retrainings():
    told = over_time.events_of(Replayed((0, 1, 2, 2, 2), (2, 4)))
    assert [(event.at, event.text) for event in told] == [
        (2, "alarm, retrained"),
        (4, "alarm"),
        (1, "retrained"),
    ]
    many = over_time.events_of(Replayed(tuple(range(20)), ()))
    assert len(many) == 19 and {event.text for event in many} == {""}


def test_the_best_policy_is_never_a_ceiling():
    amounts = {
        "never": np.array([5.0, 1.0]),
        "weekly": np.array([4.0, 4.0]),
        CLAIRVOYANT: np.array([9.0, 9.0]),
    }
    words = {"period": "week", "value": "saved ($)", "chosen": "never"}
    chart = policies(amounts, retrainings={"weekly": 1}, note="More.", **words)
    assert chart.caption == "Best of the policies: weekly, $8.00 in all. More."
    assert curve(chart, "weekly (1x)")["y"].tolist() == [4, 8]
    assert curve(chart, "never · this design")["y"].tolist() == [5, 6]
    assert policies(amounts, better="down", **words).caption.startswith(
        "Best of the policies: never"
    )


# Promises, shares, paths


def test_the_promise_furthest_from_the_truth_is_named():
    seen = {"random": 0.9, "time": 0.6, "none": np.nan}
    chart = promises(seen, 0.5, compared="split", metric="average precision", now="time")
    assert chart.caption == 'Furthest from the truth is "random": 0.900 is reported, 0.500 is true.'
    assert chart.data["way"].unique().tolist() == ["random", "time · now"]
    own = promises(seen, {"random": 0.9, "time": 0.1, "none": 0.2}, compared="split", metric="AUC")
    assert '"time"' in own.caption
    assert isinstance(promises({"none": np.nan}, 0.5, compared="split", metric="AUC"), Absent)


def test_a_lorenz_curve_holds_the_gini():
    amounts = np.random.default_rng(0).exponential(size=500)
    chart = lorenz({TRUE: amounts, SEEN: np.zeros(5)}, holders="titles", total="looks", caption=".")
    own = curve(chart, TRUE)
    gini = 1 - 2 * np.trapezoid(own["y"], own["x"])
    assert gini == pytest.approx(0.5, abs=0.05), "half, for exponential amounts"
    assert (own["y"].to_numpy() <= curve(chart, EVENLY)["y"].to_numpy() + 1e-12).all()
    assert SEEN not in set(chart.data["curve"])


def test_stations_show_load_and_times_only_where_there_are_any():
    path = RequestPath(
        Station("gateway", 16, Lognormal(1, 4)), Station("model", 8, Lognormal(3, 10))
    )
    words = {"requests": "payments", "note": "Late ones pass."}
    calm = stations(path, simulate(path, 500, requests=2_000), rate=500, **words)
    assert calm.data["mean wait"].notna().all() and calm.caption.endswith("Late ones pass.")
    assert "At 500 payments a second 50 % are answered within" in calm.caption
    full = stations(path, simulate(path, 3_000, requests=2_000), rate=3_000, **words)
    assert full.data["mean wait"].isna().all() and "model is unstable" in full.caption
    assert "model" in stations(path, None, rate=500, **words).caption


# The table of contents


def test_the_table_of_contents_names_every_function():
    folder = Path(kit.panels.__file__).parent
    trees = {path.stem: ast.parse(path.read_text()) for path in folder.glob("*.py")}
    public = {
        f"{stem}.{node.name}"
        for stem, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert public and not [name for name in public if f"`{name}`" not in kit.panels.__doc__]


def test_few_words_are_asked_of_a_scenario():
    folder = Path(kit.panels.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                assert len(node.args.kwonlyargs) <= 8, node.name
