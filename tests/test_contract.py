"""The public contract, over every scenario; and that each rule notices when it is broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data.world import World
from kit import contract
from kit.case import Case, Panel
from kit.choice import Choice
from kit.contract import RULES
from kit.designs import applying, contexts, random_designs, values_to_try
from kit.figure import Absent, Chart, Table
from pipelines.engine import Pipeline
from pipelines.memo import Memo
from tests.lamps import CASE as TOY
from tests.scenarios import EVERY


def of_each():
    """Every scenario; its tests share what they computed, so one process runs them all."""
    return [
        pytest.param(case, marks=pytest.mark.xdist_group(case.slug), id=case.slug) for case in EVERY
    ]


# What takes long where a run takes seconds; the toy is always asked.
COSTLY = {contract.no_dead_knob: [pytest.mark.slow], contract.readings_hold: [pytest.mark.broad]}


def owed():
    """Every rule of every scenario; panels are drawn more often in a test of their own."""
    for case in EVERY:
        for rule in RULES:
            if rule is contract.panels_draw and case is not TOY:
                continue
            marks = [pytest.mark.xdist_group(case.slug)]
            marks += [] if case is TOY else COSTLY.get(rule, [])
            yield pytest.param(case, rule, marks=marks, id=f"{case.slug}-{rule.__name__}")


@pytest.mark.parametrize(("case", "rule"), list(owed()))
def test_scenario_keeps(case, rule):
    assert rule(case) == []


@pytest.mark.slow
@pytest.mark.parametrize("case", of_each())
def test_eighty_designs_keep_to_the_contract(case):
    assert contract.readings_hold(case, n=80) == []


@pytest.mark.slow
@pytest.mark.parametrize("case", of_each())
def test_panels_draw_fifteen_designs(case):
    assert contract.panels_draw(case, n=15) == []


def test_random_designs_cover_every_option_and_repeat():
    designs = random_designs(TOY, 30, seed=3)
    assert designs == random_designs(TOY, 30, seed=3) != random_designs(TOY, 30, seed=4)
    assert {design["method"] for design in designs} == {"bins", "reading"}
    assert {2, 1000} <= {design["bins"] for design in designs}
    assert len({(design["seed"], design["noise"]) for design in designs}) == 3
    assert sum(design["share"] == "auto" for design in designs) == 15


def test_a_choice_is_tried_where_it_applies():
    elsewhere = TOY.design({"method": "reading"})
    assert TOY.applies(applying(TOY, elsewhere, "bins"), "bins")
    found = list(contexts(TOY, "bins"))
    assert found[0] == TOY.design() and len(found) == len(set(found)) > 1


def test_the_smallest_size_stands_in_for_the_default():
    stages = TOY.pipeline.stages

    def lamps(*, seed, noise, size):
        """Make lamps, whatever the size."""
        return stages["lamps"].function(seed=seed, noise=noise)

    size = Choice("size", "Size", {"s": "S", "m": "M", "l": "L"}, "m", "How many.", "world")
    functions = [lamps, *(stage.function for stage in list(stages.values())[1:])]
    brief = replace(TOY.briefs[0], shipped={"size": "l"})
    sized = replace(
        TOY,
        choices=(*TOY.choices, size),
        pipeline=Pipeline(*functions, memo=Memo()),
        briefs=(brief,),
    )
    assert {design["size"] for design in random_designs(sized, 9)} == {"s"}
    assert {design["size"] for design in contexts(sized, "bins")} == {"s", "l"}
    assert contract.no_dead_knob(sized) == ["size moves no reading and no panel."]


def test_values_near_the_present_one_are_tried_first():
    choices = {choice.name: choice for choice in TOY.choices}
    assert values_to_try(choices["bins"], 20) == [21, 19, 2, 200, 1000]
    assert values_to_try(choices["method"], "bins") == ["reading"]


def rebuilt(**stages) -> Case:
    """The toy with some of its stages replaced."""
    functions = [stages.get(name, s.function) for name, s in TOY.pipeline.stages.items()]
    return replace(TOY, pipeline=Pipeline(*functions, memo=Memo()))


def broken_readout(change):
    """The toy with its readout changed on the way out."""
    final = TOY.pipeline.stages["readings"].function

    def readings(judged, believed, attainable, *, seed):
        """Read, with something wrong."""
        readout = final(judged, believed, attainable, seed=seed)
        tracks = {name: change(name, track) for name, track in readout.tracks.items()}
        return replace(readout, tracks=tracks)

    return rebuilt(readings=readings)


def only(metric, **parts):
    """Replace parts of one track."""
    return lambda name, track: replace(track, **parts) if name == metric else track


def test_a_dead_knob_is_found():
    real = TOY.pipeline.stages["believed"].function

    def believed(lamps, scores, *, judged):
        """Take the lamps made later, whatever is asked for."""
        return real(lamps, scores, judged="later")

    assert contract.no_dead_knob(rebuilt(believed=believed)) == [
        "judged moves no reading and no panel."
    ]


def test_a_reading_without_value_or_reason_is_found():
    case = broken_readout(only("precision", why=""))
    wrong = contract.readings_hold(case)
    assert wrong and all(w.startswith("precision is not available") for w in wrong)


def test_an_error_in_a_stage_is_told_with_its_design():
    def scores(lamps, learned):
        """Fail where nothing was learned."""
        return learned.to_numpy()[np.zeros(len(lamps), int)]

    wrong = contract.readings_hold(rebuilt(scores=scores))
    assert wrong and all("cannot be run: AttributeError" in sentence for sentence in wrong)
    assert any("method=reading" in sentence for sentence in wrong)
    assert contract.check(rebuilt(scores=scores), contract.no_dead_knob)


def test_a_beaten_ceiling_is_found_on_either_side():
    up = broken_readout(only("recall", ceiling=np.full(101, 0.1)))
    down = broken_readout(only("cost", ceiling=np.full(101, 50.0)))
    assert contract.readings_hold(up)[0].startswith("recall is ")
    assert contract.readings_hold(down)[0].startswith("cost is ")


def test_a_headline_nobody_sees_is_found():
    case = broken_readout(only("recall", seen=None))
    assert contract.headlines_are_seen(case) == ["recall is a headline and nothing is seen of it."]


def test_luck_that_is_not_seeded_is_found():
    def scores(lamps, learned):
        """Score by chance."""
        return np.random.default_rng().random(len(lamps))

    assert "recall differs" in contract.runs_repeat(rebuilt(scores=scores))[0]


def test_a_stage_or_panel_that_changes_its_input_is_found():
    def scores(lamps, learned):
        """Score, and leave a column behind."""
        lamps.seen["score"] = 1.0
        return lamps.seen["reading"].to_numpy()

    assert contract.inputs_stay_whole(rebuilt(scores=scores)) == [
        "Stage scores changes what it was handed."
    ]

    def draw(run):
        run["lamps"].truth["drawn"] = 1.0
        return Absent("Nothing to show.")

    case = replace(TOY, panels=(*TOY.panels, Panel("p", "P?", "Help.", draw)))
    assert contract.inputs_stay_whole(case) == [
        "A panel or the export changes the result of lamps."
    ]


@pytest.mark.parametrize(
    ("drawn", "sentence"),
    [
        (Absent(" "), "says no reason"),
        (Table(pd.DataFrame(), ""), "no caption"),
        (Chart({}, pd.DataFrame(), "Caption.", ""), "cannot see it"),
        (Chart({}, pd.DataFrame(index=range(2_001)), "Caption.", "Alt."), "2,001 rows"),
        ("text", "draws a str"),
        (None, "cannot draw the default: ZeroDivisionError 'division by zero' at "),
    ],
)
def test_a_panel_that_does_not_draw_is_found(drawn, sentence):
    panel = Panel("p", "P?", "Help.", lambda run: drawn or 1 / 0)
    wrong = contract.panels_draw(replace(TOY, panels=(*TOY.panels, panel)), n=1)
    assert wrong and all(w.startswith("p ") for w in wrong)
    assert sentence in wrong[0]


def test_what_has_no_place_or_help_is_found():
    lost = replace(TOY, steps=TOY.steps[:1])
    assert contract.everything_has_a_place(lost) == ["judged stands at no step."]
    nowhere = replace(TOY.panels[1], name="nowhere", group=" ")
    lost = replace(TOY, panels=(*TOY.panels, nowhere))
    assert contract.everything_has_a_place(lost) == ["nowhere is shown nowhere."]
    said = contract.help_says_something_new(lost)
    assert said == ["panel bins shares its help.", "panel nowhere shares its help."]


def test_presets_that_are_the_same_are_found():
    again = replace(TOY.presets[0], name="again", help="The same again.")
    case = replace(TOY, presets=(*TOY.presets, again))
    assert len(contract.presets_differ(case)) == 2


def test_an_empty_export_is_found():
    case = replace(TOY, export=lambda run: pd.DataFrame())
    assert contract.export_has_rows(case) == ["The export has no rows."]
    case = replace(TOY, export=lambda run: TOY.export(run).drop(columns="label_time"))
    assert contract.export_has_rows(case) == ["The export has no label_time."]
    twice = replace(TOY, export=lambda run: pd.concat([TOY.export(run)] * 2, axis=1))
    assert "The export has score twice." in contract.export_has_rows(twice)


def test_a_track_off_the_axis_is_found():
    case = broken_readout(only("cost", true=np.zeros(7)))
    assert contract.tracks_fit_the_axis(case) == ["cost.true has 7 positions."]


def test_a_value_that_does_not_come_back_is_found():
    class Rounded(Choice):
        """Reads a number other than the one it is given."""

        def read(self, given):
            return min(super().read(given) + 0.5, 5.0)

    noise = TOY.choices[1]
    rounded = Rounded(**{name: getattr(noise, name) for name in noise.__dataclass_fields__})
    case = replace(TOY, choices=(TOY.choices[0], rounded, *TOY.choices[2:]))
    assert contract.designs_round_trip(case)


def test_stages_that_do_not_fit_are_found():
    def scores(lamps: World, learned: int) -> np.ndarray:
        """Take something else than what was learned."""
        return np.zeros(len(lamps.seen))

    def untyped(lamps, learned):
        """Say nothing of types."""
        return np.zeros(len(lamps.seen))

    wrong = contract.stages_fit_together(rebuilt(scores=scores))
    assert wrong == ["Stage scores takes another type of learned than it is."]
    untyped.__name__ = "scores"
    wrong = contract.stages_fit_together(rebuilt(scores=untyped))
    assert "Stage scores does not say the type of return." in wrong


def test_a_reading_without_interval_or_reason_is_found():
    case = broken_readout(only("cost", low=None, high=None))
    assert contract.readings_are_sure_or_exact(case) == ["cost has no interval and says no reason."]
    exact = replace(TOY.metrics[2], exact="Arithmetic.")
    said = replace(TOY, metrics=(*TOY.metrics[:2], exact))
    assert contract.readings_are_sure_or_exact(said) == [
        "cost has an interval and says that it has none."
    ]


def test_a_band_that_would_pass_on_no_effect_is_found():
    lesson = replace(TOY.lessons[0], band=(-0.1, 1.0))
    wrong = contract.bands_leave_out_nothing(replace(TOY, lessons=(lesson,)))
    assert wrong == ["The band of by_heart holds 0: it would pass on no effect."]
    nothing = replace(lesson, null=None)
    assert not contract.bands_leave_out_nothing(replace(TOY, lessons=(nothing,)))


def test_a_twist_that_says_nothing_or_changes_what_is_ours_is_found():
    silent = replace(TOY.twists[0], expects=())
    ours = replace(TOY.twists[0], changes={"bins": 3})
    assert contract.twists_say_what_they_do(replace(TOY, twists=(silent,))) == [
        "worn expects nothing."
    ]
    assert contract.twists_say_what_they_do(replace(TOY, twists=(ours,))) == [
        "worn changes bins, which is no world's."
    ]
    order = replace(ours, kind="order")
    assert not contract.twists_say_what_they_do(replace(TOY, twists=(order,)))


def test_an_old_link_that_is_refused_is_found():
    case = replace(TOY, aliases={"buckets": "bins"})
    assert not contract.old_links_work(case)
    method = replace(TOY.choices[2], replaced={"old": {"method": "none of these"}})
    case = replace(TOY, choices=(*TOY.choices[:2], method, *TOY.choices[3:]))
    assert contract.old_links_work(case)[0].startswith("An old link is refused: method cannot be")
