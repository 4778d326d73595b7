"""The hunt for irrelevant items: faults in the pipeline, beliefs, the best order, and the seal."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qsl

import numpy as np
import pytest

from cases.irrelevant_items import CASE, signatures
from cases.irrelevant_items.decide import AUTOMATIC, played
from cases.irrelevant_items.envelopes import holding
from cases.irrelevant_items.faults import FAULTS, FIXES, NAMES, STAGES, Settings
from cases.irrelevant_items.model import Beliefs, entropy
from cases.irrelevant_items.probes import PROBES
from cases.irrelevant_items.served import ROW, Service, served
from cases.irrelevant_items.world import sealed_in
from kit.choice import Refused
from kit.compare import picture

SERVICE = Service(3)


def test_every_stage_has_a_fault_and_every_fault_a_fix():
    assert {fault.stage for fault in FAULTS.values()} == {*STAGES, "none"}
    assert {fault.fix for fault in FAULTS.values()} <= set(FIXES)


def test_the_healthy_pipeline_hides_what_was_taken_and_what_nobody_understands():
    rows = SERVICE.sound
    assert rows.shape == (len(SERVICE.taken), ROW)
    assert not SERVICE.taken[np.arange(len(rows))[:, None], rows].any()
    assert not SERVICE.foreign[rows].any()
    assert all(len(set(row)) == ROW for row in rows)


def test_ids_off_by_one_serve_the_neighbours():
    plain = replace(Settings(), seen_filter=False, language_filter=False)
    sound, off = served(SERVICE, plain), served(SERVICE, replace(plain, shift=1))
    known = SERVICE.taken.any(axis=1)  # others have scores that are all alike
    assert np.array_equal(off.rows[known], (sound.rows[known] + 1) % SERVICE.chance.shape[1])
    assert off.model is sound.model


@pytest.mark.parametrize("name", ["off_by_one", "timeout", "cache", "seen_off", "nulls"])
def test_faults_of_serving_leave_the_artefact_as_it_is(name):
    assert served(SERVICE, FAULTS[name].applied()).model is SERVICE.healthy


def test_kept_signatures_are_what_the_pipeline_gives_today():
    with np.load(signatures.KEPT, allow_pickle=False) as kept:
        # Where this fails, run python -m cases.irrelevant_items.signatures.
        assert str(kept["key"]) == signatures.code_key()
        fresh = signatures.of_world(signatures.FIRST)
        for name in signatures.NUMBERS:
            assert np.allclose(kept[name][0], getattr(fresh, name)[0], atol=2e-3), name


SMALL = ("popularity", "seen", "versions", "fallbacks")


def small() -> Beliefs:
    """Four causes and four probes, each a minute more than the last, with two answers."""
    rng = np.random.default_rng(5)
    yes = rng.uniform(0.05, 0.95, (4, 1, 4))
    chances = np.stack([yes, 1 - yes], axis=-1)
    prior = np.array([0.4, 0.3, 0.2, 0.1])[:, None]
    return Beliefs(prior, chances, np.array([2.0, 3.0, 4.0, 5.0]), np.ones(4, dtype=bool))


def by_hand(beliefs: Beliefs, prior: np.ndarray, probe: int) -> float:
    """Expected bits of one probe, answer by answer."""
    before, after = entropy(prior), 0.0
    for answer in range(2):
        joint = prior * beliefs.chances[:, 0, probe, answer]
        after += joint.sum() * entropy(joint / joint.sum())
    return float(before - after)


def test_the_next_probe_is_the_one_brute_force_finds():
    beliefs = small()
    prior = beliefs.prior[:, 0]
    told = beliefs.bits(beliefs.prior[None])[0]
    each = [by_hand(beliefs, prior, probe) for probe in range(4)]
    assert np.allclose(told, each, atol=1e-12)
    for answers in itertools.product(range(2), repeat=4):
        found = played(beliefs, np.array([answers]), (AUTOMATIC,) * 4, stop_at=2.0, time_limit=99.0)
        state, left = prior, set(range(4))
        for asked in found.asked[0]:
            rates = {n: by_hand(beliefs, state, n) / beliefs.minutes[n] for n in left}
            assert asked == max(rates, key=rates.__getitem__)
            state = state * beliefs.chances[:, 0, asked, answers[asked]]
            state, left = state / state.sum(), left - {asked}
        assert np.allclose(found.belief[0, -1], state)


def expected(beliefs: Beliefs, order: tuple[int, ...], limit: float) -> float:
    """Chance that the likeliest cause is right after a fixed order within the minutes."""
    asked, spent = [], 0.0
    for probe in order:
        if spent + beliefs.minutes[probe] <= limit:
            spent += beliefs.minutes[probe]
            asked.append(probe)
    right = 0.0
    for answers in itertools.product(range(2), repeat=len(asked)):
        joint = beliefs.prior[:, 0].copy()
        for probe, answer in zip(asked, answers, strict=True):
            joint = joint * beliefs.chances[:, 0, probe, answer]
        right += joint.max()
    return right


def test_no_fixed_order_is_much_better_than_the_most_bits_a_minute():
    beliefs, limit = small(), 9.0
    best = max(expected(beliefs, order, limit) for order in itertools.permutations(range(4)))
    right = 0.0
    for answers in itertools.product(range(2), repeat=4):
        found = played(
            beliefs, np.array([answers]), (AUTOMATIC,) * 4, stop_at=2.0, time_limit=limit
        )
        cause = found.belief[0, -1].argmax()
        weight = np.prod([beliefs.chances[cause, 0, n, a] for n, a in enumerate(answers)])
        right += beliefs.prior[cause, 0] * weight
    assert right >= best - 0.03


@cache
def run(**changes):
    return CASE.run(changes)


def sealed(number: int):
    return run(envelope=number)


def test_a_sealed_fault_is_nowhere_but_in_what_was_measured():
    """Address, readings and exported rows are the same whatever the envelope holds."""
    one, other = (sealed(holding(name, 1)[0]) for name in ("off_by_one", "seen_off"))
    assert one["cause"] != other["cause"]
    assert one.readings() == other.readings() or all(
        np.array_equal(a.true, b.true, equal_nan=True)
        for a, b in zip(one.readout.tracks.values(), other.readout.tracks.values(), strict=True)
    )
    assert CASE.export(one).equals(CASE.export(other))
    for each in (one, other):
        address = dict(parse_qsl(each.design.query(1)))
        assert each["cause"] not in address.values()
        assert each["own"].cause == ""


EVIDENCE = ("dashboard", "platforms", "request", "posterior", "next_probe", "steps")


@pytest.mark.parametrize("fault", ["off_by_one", "timeout", "seen_off", "cache"])
def test_no_picture_of_a_sealed_round_names_its_fault(fault):
    run_, plain = sealed(holding(fault, 1)[0]), sealed(holding("none", 1)[0])
    for panel in CASE.panels:
        drawn = picture(panel.of(run_))
        if panel.name in EVIDENCE:
            assert FAULTS[fault].label not in drawn, panel.name
        else:
            assert drawn == picture(panel.of(plain)), panel.name


def test_a_committed_diagnosis_opens_the_envelope():
    number = holding("stale", 1)[0]
    text = picture(panel_called("postmortem").of(run(envelope=number, diagnosis="mixed")))
    assert FAULTS["stale"].label in text and "which is wrong" in text


def panel_called(name):
    return next(panel for panel in CASE.panels if panel.name == name)


def test_one_envelope_in_five_holds_nothing():
    held = [sealed_in(number) for number in range(2_000)]
    assert abs(held.count("none") / len(held) - 0.2) < 0.03
    assert set(held) == set(NAMES)


def test_an_unknown_fault_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="No fault is called gremlins"):
        holding("gremlins")


def test_headline_readings_follow_from_the_exported_rows():
    for changes in ({}, {"scope": "platform", "minute": 14}):
        each = CASE.run(changes)
        rows = CASE.export(each)
        rows = rows[rows["split"] == "rounds"]
        true = {name: each.reading(name).true for name in ("right", "minutes", "wrong_fixes")}
        assert abs((rows["label"] == rows["truth"]).mean() - true["right"]) < 1e-9
        assert abs(rows["minutes"].mean() - true["minutes"]) < 1e-9
        assert abs(1 - rows["decision"].mean() - true["wrong_fixes"]) < 1e-9
        assert abs(rows["spoilt"].mean() - each.reading("spoilt").true) < 1e-3
        assert abs(rows["score"].mean() - each.reading("right").seen) < 1e-9
        assert abs(rows["known"].mean() - each.reading("right").ceiling) < 1e-9


def test_a_probe_for_which_nothing_was_logged_tells_nothing():
    dark = run(reason_codes="off", version_tags="off")["beliefs"]
    bits = dark.bits(dark.prior[None])[0]
    silent = [bool(probe.needs) for probe in PROBES.values()]
    assert (bits[silent] < 1e-12).all()
    assert (bits[~np.array(silent)] > 0).all()


def test_the_same_probe_twice_is_passed_over():
    twice = run(**{f"probe_{number}": "clicks" for number in range(1, 9)})
    assert ((twice["hunt"].asked >= 0).sum(axis=1) == 1).all()


def test_a_request_of_a_user_who_is_not_there_shows_the_first():
    panel = panel_called("request")
    assert picture(panel.draw(run(), "nobody")) == picture(panel.draw(run(), ""))
