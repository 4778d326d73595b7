"""What every scenario owes. One rule a function; each returns sentences on what is wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import get_type_hints
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd

from kit import compare
from kit.case import Case
from kit.choice import Choice, Design, Refused
from kit.designs import contexts, random_designs, smallest, values_to_try
from kit.run import VERSION, Run
from pipelines.engine import Pipeline
from pipelines.memo import Memo

Rule = Callable[[Case], list[str]]
SAMPLE = 20


def designs_round_trip(case: Case, n: int = 200) -> list[str]:
    """A design comes back the same from an address and from JSON."""
    problems = []
    for design in random_designs(case, n):
        query = dict(parse_qsl(design.query(VERSION), keep_blank_values=True))
        query.pop("v")
        if case.design(query) != design:
            problems.append(f"An address gives another design back: {design.query(VERSION)}.")
        if case.from_json(case.to_json(design)) != design:
            problems.append(f"JSON gives another design back: {design.query(VERSION)}.")
    return problems


def readings_hold(case: Case, n: int = SAMPLE) -> list[str]:
    """Every reading of any legal design is a number, or says why there is none; and no design beats
    the ceiling by more than noise, whatever its own evaluation believes.

    Noise is twice the 95 % interval's half width: with hundreds of readings tried, one half width
    would be passed by luck alone.
    """
    wrong = []
    for design in [*_presets(case), *random_designs(case, n)]:
        run = case.run(design)
        wrong += compare.tried(compare.wrong_in_readings, run)
        wrong += compare.tried(compare.beaten_ceilings, run)
    return list(dict.fromkeys(wrong))


def tracks_fit_the_axis(case: Case) -> list[str]:
    """Every reading has a value a dial position, or one for all; the dial's axis rises."""
    readout = case.run({}).readout
    problems = [] if (np.diff(readout.axis) >= 0).all() else ["The dial's axis does not rise."]
    if not 0 <= readout.at < len(readout.axis):
        problems.append(f"The design's own position {readout.at} is not on the dial.")
    for metric in case.metrics:
        if metric.name not in readout.tracks:
            problems.append(f"{case.final} hands over no {metric.name}.")
            continue
        for part, values in compare.arrays(readout.tracks[metric.name]).items():
            if values.shape[-1] not in (1, len(readout.axis)):
                problems.append(f"{metric.name}.{part} has {values.shape[-1]} positions.")
    return problems


def headlines_are_seen(case: Case) -> list[str]:
    """Each headline says what the team's own evaluation would report."""
    run = case.run({})
    heads = [run.reading(metric.name) for metric in case.metrics if metric.headline]
    return [
        f"{reading.metric.name} is a headline and nothing is seen of it."
        for reading in heads
        if math.isnan(reading.seen) and not reading.why
    ]


def no_dead_knob(case: Case) -> list[str]:
    """Every choice moves a reading or a picture somewhere in its range.

    Tried on the default design, then on those of presets, lessons and briefs, each with as little
    changed as makes the choice apply, until something moves.
    """
    return [
        f"{choice.name} moves no reading and no panel."
        for choice in case.choices
        if not _moves(case, choice, compare.readings_differ)
        and not _moves(case, choice, partial(compare.pictures_differ, case.panels))
    ]


def runs_repeat(case: Case) -> list[str]:
    """The same design gives the same readings again when everything is computed anew."""
    design = smallest(case, case.design())
    first, again = (_afresh(case, []).run(design).readout for _ in range(2))
    return [
        f"{name} differs between two runs of one design."
        for name in first.tracks
        if not compare.same_track(first.tracks[name], again.tracks[name])
    ]


def inputs_stay_whole(case: Case) -> list[str]:
    """No stage, panel or export changes what it was handed."""
    problems: list[str] = []
    run = _afresh(case, problems).run(smallest(case, case.design()))
    made = {name: run[name] for name in case.pipeline.stages}
    before = {name: compare.fingerprint(value) for name, value in made.items()}
    case.export(run)
    for panel in case.panels:
        panel.of(run)
    after = {name: compare.fingerprint(value) for name, value in made.items()}
    changed = [name for name in made if before[name] != after[name]]
    return problems + [f"A panel or the export changes the result of {name}." for name in changed]


def panels_draw(case: Case, n: int = 3) -> list[str]:
    """Every panel draws any legal design, and says in words what it shows."""
    runs = [case.run(design) for design in [*_presets(case), *random_designs(case, n, seed=1)]]
    wrong = [compare.wrong_in_panel(panel, run) for run in runs for panel in case.panels]
    return [sentence for sentence in dict.fromkeys(wrong) if sentence]


def everything_has_a_place(case: Case) -> list[str]:
    """Every choice stands at a stop of the walkthrough (the seed in the header), every panel at a
    stop or in a group of the lab."""
    placed = {name for step in case.steps for name in step.choices} | {"seed"}
    shown = {name for step in case.steps for name in step.panels}
    problems = [f"{c.name} stands at no step." for c in case.choices if c.name not in placed]
    lost = [panel for panel in case.panels if panel.name not in shown and not panel.group.strip()]
    return problems + [f"{panel.name} is shown nowhere." for panel in lost]


def help_says_something_new(case: Case) -> list[str]:
    """Every help text is there, is a sentence, and is not another's."""
    helps = {f"choice {choice.name}": choice.help for choice in case.choices}
    helps |= {f"metric {metric.name}": metric.help for metric in case.metrics}
    helps |= {f"panel {panel.name}": panel.help for panel in case.panels}
    helps |= {f"preset {preset.name}": preset.help for preset in case.presets}
    helps[f"dial {case.dial.name}"] = case.dial.help
    count = Counter(helps.values())
    problems = [f"{name} has no help." for name, text in helps.items() if not text.strip()]
    problems += [f"{name} shares its help." for name, text in helps.items() if count[text] > 1]
    ends = (".", "?", "!", ")")
    return problems + [
        f"{n}: help ends mid-sentence." for n, t in helps.items() if t[-1:] not in ends
    ]


def presets_differ(case: Case) -> list[str]:
    """Every preset is a legal design of its own."""
    settled = {p.name: tuple(case.settled(case.design(p.changes)).items()) for p in case.presets}
    count = Counter(settled.values())
    return [
        f"{name} is the same as another preset." for name in settled if count[settled[name]] > 1
    ]


def stages_fit_together(case: Case) -> list[str]:
    """Every stage says what it takes and returns, and takes what the stage of that name returns."""
    problems, returns = [], {}
    for name, stage in case.pipeline.stages.items():
        hints = get_type_hints(stage.function)
        missing = [part for part in (*stage.inputs, *stage.choices, "return") if part not in hints]
        problems += [f"Stage {name} does not say the type of {part}." for part in missing]
        returns[name] = hints.get("return")
        for given in stage.inputs:
            if given in hints and hints[given] != returns[given]:
                problems.append(f"Stage {name} takes another type of {given} than it is.")
    return problems


def readings_are_sure_or_exact(case: Case) -> list[str]:
    """Every reading of the default design has an interval, or its metric says why it has none."""
    problems = []
    for name, reading in case.run({}).readings().items():
        known = math.isfinite(reading.low) and math.isfinite(reading.high)
        if math.isfinite(reading.true) and not known and not reading.metric.exact:
            problems.append(f"{name} has no interval and says no reason.")
        if known and reading.metric.exact:
            problems.append(f"{name} has an interval and says that it has none.")
    return problems


def bands_leave_out_nothing(case: Case) -> list[str]:
    """A lesson that claims an effect has a band that leaves out no effect at all."""
    return [
        f"The band of {lesson.name} holds {lesson.null:g}: it would pass on no effect."
        for lesson in case.lessons
        if lesson.null is not None and lesson.band[0] <= lesson.null <= lesson.band[1]
    ]


def twists_say_what_they_do(case: Case) -> list[str]:
    """A twist of the world changes the world alone, and every twist says what to expect."""
    worlds = {choice.name for choice in case.choices if choice.world}
    problems = [f"{twist.name} expects nothing." for twist in case.twists if not twist.expects]
    for twist in case.twists:
        ours = set(twist.changes) - worlds
        if ours and twist.kind == "world":
            problems.append(f"{twist.name} changes {', '.join(sorted(ours))}, which is no world's.")
    return problems


COLUMNS = ("time", "split", "label", "label_time", "truth", "score", "decision")


def export_has_rows(case: Case) -> list[str]:
    """The export of the default run has rows, the columns promised, and no name twice."""
    rows = case.export(case.run({}))
    if not isinstance(rows, pd.DataFrame) or not len(rows):
        return ["The export has no rows."]
    if missing := [name for name in COLUMNS if name not in rows]:
        return [f"The export has no {name}." for name in missing]
    doubled = [name for name, times in Counter(map(str, rows.columns)).items() if times > 1]
    return [f"The export has {name} twice." for name in doubled]


def old_links_work(case: Case) -> list[str]:
    """Old names of choices and of their options still stand for a legal design."""
    usual = case.design()
    given = [{old: usual[new]} for old, new in case.aliases.items()]
    given += [{choice.name: old} for choice in case.choices for old in choice.replaced]
    problems = []
    for changes in given:
        try:
            case.design(changes)
        except Refused as refusal:
            problems.append(f"An old link is refused: {refusal}")
    return problems


RULES: tuple[Rule, ...] = (
    help_says_something_new,
    presets_differ,
    everything_has_a_place,
    bands_leave_out_nothing,
    twists_say_what_they_do,
    stages_fit_together,
    designs_round_trip,
    old_links_work,
    tracks_fit_the_axis,
    headlines_are_seen,
    readings_are_sure_or_exact,
    panels_draw,
    export_has_rows,
    runs_repeat,
    inputs_stay_whole,
    no_dead_knob,
    readings_hold,
)


def check(case: Case, rule: Rule) -> list[str]:
    """A rule's sentences on what is wrong; an error it meets is one of them."""
    try:
        return rule(case)
    except Exception as error:
        return [f"The rule could not be tried: {compare.told(error)}."]


def _presets(case: Case) -> list[Design]:
    """The default, and the presets, these at the smallest size."""
    presets = [smallest(case, case.design(preset.changes)) for preset in case.presets]
    return [case.design(), *presets]


def _afresh(case: Case, problems: list[str]) -> Case:
    """The same scenario with nothing remembered; its stages note what they change."""
    stages = case.pipeline.stages.values()
    functions = [compare.watched(stage.function, problems) for stage in stages]
    return replace(case, pipeline=Pipeline(*functions, memo=Memo()))


def _moves(case: Case, choice: Choice, differ: Callable[[Run, Run], bool]) -> bool:
    for design in contexts(case, choice.name):
        base = case.run(design)
        for value in values_to_try(choice, design[choice.name]):
            if differ(base, case.run(case.change(design, {choice.name: value}))):
                return True
    return False
