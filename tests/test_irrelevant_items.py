"""The hunt for irrelevant items: faults in the pipeline, beliefs, the best order, and the seal."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import cases.irrelevant_items.served as working
from cases.irrelevant_items import CASE, signatures
from cases.irrelevant_items.decide import AUTOMATIC, MENDING, ROLLING_BACK, Hunt, played
from cases.irrelevant_items.envelopes import HIDDEN, holding
from cases.irrelevant_items.faults import FAULTS, FIXES, NAMES, STAGES, Settings
from cases.irrelevant_items.judged import right_by_minute
from cases.irrelevant_items.model import Beliefs
from cases.irrelevant_items.probes import ASKED, PROBES, measure, window
from cases.irrelevant_items.served import ROW, Service, served
from cases.irrelevant_items.world import sealed_in
from kit.choice import Refused
from kit.compare import picture
from kit.figure import Text
from kit.record import record
from pipelines.ranking.retrieval import NOBODY

SERVICE = Service(3)


def test_every_stage_has_a_fault_and_every_fault_a_fix():
    assert {fault.stage for fault in FAULTS.values()} == {*STAGES, "none"}
    assert {fix for fault in FAULTS.values() for fix in (fault.fix, *fault.too)} <= set(FIXES)


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


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_makes_a_stage_train_longer_than_another(fault, monkeypatch):
    """The seconds of a stage are shown: they may not tell a fault of training from others."""
    assert len(SERVICE.models) > 8
    monkeypatch.setattr(working, "learnt", None)
    assert served(SERVICE, FAULTS[fault].applied()).model in SERVICE.models.values()


def test_kept_signatures_are_what_the_pipeline_gives_today():
    with np.load(signatures.KEPT, allow_pickle=False) as kept:
        # Where this fails, run python -m cases.irrelevant_items.signatures.
        assert str(kept["key"]) == signatures.code_key()
        fresh = signatures.of_world(signatures.FIRST)
        for name in signatures.NUMBERS:
            assert np.allclose(kept[name][0], getattr(fresh, name)[0], atol=2e-3), name


def small(seed: int = 5) -> Beliefs:
    """Four causes and four probes, each a minute more than the last, with two answers."""
    rng = np.random.default_rng(seed)
    yes = rng.uniform(0.05, 0.95, (4, 1, 4))
    chances = np.stack([yes, 1 - yes], axis=-1)
    prior = rng.permutation([0.4, 0.3, 0.2, 0.1])[:, None]
    return Beliefs(prior, chances, np.array([2.0, 3.0, 4.0, 5.0]), np.ones(4, dtype=bool))


ANSWERS = np.array(list(itertools.product(range(2), repeat=4)))
"""Every way in which four probes with two answers can answer."""

SEEDS = st.integers(0, 2**32 - 1)


def by_hand(beliefs: Beliefs, prior: np.ndarray, probe: int) -> float:
    """Bits that one probe tells: the mutual information of cause and answer, by scipy."""
    joint = prior[:, None] * beliefs.chances[:, 0, probe]
    apart = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return float(stats.entropy(joint.ravel(), apart.ravel(), base=2))


def likely(beliefs: Beliefs) -> np.ndarray:
    """How likely each cause comes with each row of ANSWERS: (causes, 16), by enumeration."""
    each = beliefs.chances[:, 0, np.arange(4), ANSWERS]
    return beliefs.prior[:, :1] * each.prod(axis=-1)


def asked_in(beliefs: Beliefs, plan: tuple[str, ...], limit: float = 99.0) -> Hunt:
    """The hunt by a plan for every row of ANSWERS, never sure."""
    return played(beliefs, ANSWERS, plan, stop_at=2.0, time_limit=limit)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_next_probe_is_the_one_brute_force_finds(seed):
    beliefs = small(seed)
    found = asked_in(beliefs, (AUTOMATIC,) * 4)
    for row, answers in enumerate(ANSWERS):
        state, left = beliefs.prior[:, 0], set(range(4))
        for asked in found.asked[row]:
            rates = {n: by_hand(beliefs, state, n) / beliefs.minutes[n] for n in left}
            assert rates[asked] == pytest.approx(max(rates.values()), abs=1e-9)
            state = state * beliefs.chances[:, 0, asked, answers[asked]]
            state, left = state / state.sum(), left - {asked}
        assert np.allclose(found.belief[row, -1], state)


@given(SEEDS, st.permutations(ASKED[:4]))
@settings(max_examples=40, deadline=None)
def test_beliefs_add_up_bits_are_never_negative_and_the_order_is_nothing_to_them(seed, order):
    beliefs = small(seed)
    found = asked_in(beliefs, tuple(order))
    assert np.allclose(found.belief.sum(axis=-1), 1)
    assert (beliefs.bits(found.belief.reshape(-1, 4, 1)) >= 0).all()
    joint = likely(beliefs)
    assert np.allclose(found.belief[:, -1], (joint / joint.sum(axis=0)).T)


def right_by(beliefs: Beliefs, hunt: Hunt) -> float:
    """The chance that the likeliest cause of a hunt over ANSWERS is the true one."""
    return float(likely(beliefs)[hunt.belief[:, -1].argmax(axis=1), np.arange(16)].sum())


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_nobody_is_right_more_often_than_who_asks_everything(seed):
    beliefs = small(seed)
    everything = likely(beliefs).max(axis=0).sum()
    plans = [(AUTOMATIC,) * 4, *itertools.permutations(ASKED[:4])]
    for plan, limit in itertools.product(plans, (5.0, 9.0, 99.0)):
        assert right_by(beliefs, asked_in(beliefs, plan, limit)) <= everything + 1e-12


def test_no_fixed_order_is_right_more_often_than_the_most_bits_a_minute():
    """On average over small catalogues: on a single one a look ahead may do better."""
    limit, lead = 9.0, []
    for seed in range(30):
        beliefs = small(seed)
        ours = right_by(beliefs, asked_in(beliefs, (AUTOMATIC,) * 4, limit))
        orders = itertools.permutations(ASKED[:4])
        others = [right_by(beliefs, asked_in(beliefs, order, limit)) for order in orders]
        lead.append((ours - max(others), ours - np.mean(others)))
    best, typical = np.mean(lead, axis=0)
    assert typical > 0.02 and best > -0.02


@cache
def run(**changes):
    return CASE.run(changes)


def sealed(number: int):
    return run(envelope=number)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_sealed_fault_is_nowhere_but_in_what_was_measured(fault):
    """Address, readings, facts and exported files are the same whatever the envelope holds."""
    number = holding(fault, 1)[0]
    one, plain = sealed(number), sealed(holding("none", 1)[0])
    assert one["cause"] == fault and one["own"].cause == ""
    for a, b in zip(one.readout.tracks.values(), plain.readout.tracks.values(), strict=True):
        assert np.array_equal(a.true, b.true, equal_nan=True)
    assert CASE.export(one).equals(CASE.export(plain))
    assert dict(CASE.facts(one)) == dict(CASE.facts(plain))
    told = [record(each) | {"seconds": {}} for each in (one, plain)]
    told[0]["choices"]["envelope"] = plain.design["envelope"]
    assert json.dumps(told[0]) == json.dumps(told[1])
    assert fault not in dict(parse_qsl(one.design.query(1))).values()


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


def test_an_envelope_that_stays_shut_is_opened_by_no_diagnosis():
    number = holding("stale", 1)[0]
    kept = run(envelope=number, fault="kept", diagnosis="stale")
    plain = run(envelope=holding("none", 1)[0])
    for panel in CASE.panels:
        drawn = picture(panel.of(kept))
        assert FAULTS["stale"].label not in drawn or drawn == picture(panel.of(plain)), panel.name
    assert kept["own"].cause == "" and CASE.export(kept).equals(CASE.export(plain))


@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_every_fault_can_be_hidden(fault):
    found, changes = HIDDEN.seal(fault, 11)
    assert found == fault or (not fault and found in FAULTS)
    kept = CASE.design(changes)
    assert CASE.run(kept)["cause"] == found and found not in kept.query(1)
    assert set(HIDDEN.options) <= set(CASE.choice(HIDDEN.answer).options)


def test_a_seed_draws_one_fault_and_seeds_draw_many():
    assert HIDDEN.seal("", 4) == HIDDEN.seal("", 4)
    assert len({HIDDEN.seal("", seed)[0] for seed in range(40)}) > 10


def panel_called(name):
    return next(panel for panel in CASE.panels if panel.name == name)


def test_one_envelope_in_five_holds_nothing():
    held = [sealed_in(number) for number in range(2_000)]
    assert abs(held.count("none") / len(held) - 0.2) < 0.03
    assert set(held) == set(NAMES)


def test_an_unknown_fault_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="No fault is called gremlins"):
        holding("gremlins")


HEADLINES: dict[str, Callable[[dict[str, pd.DataFrame]], float]] = {
    "right": lambda of: (of["rounds"]["label"] == of["rounds"]["truth"]).mean(),
    "given": lambda of: of["rounds"]["given"].mean(),
    "minutes": lambda of: of["rounds"]["minutes"].mean(),
    "behind": lambda of: (of["rounds"]["minutes"] - of["rounds"]["best_minutes"]).mean(),
    "spoilt": lambda of: of["rounds"]["spoilt"].mean(),
    "wrong_fixes": lambda of: 1 - of["rounds"]["decision"].mean(),
    "bits": lambda of: of["rounds"]["told"].sum() / of["rounds"]["spent"].sum(),
    "caught": lambda of: of["faults"]["decision"].mean(),
    "detect": lambda of: of["faults"]["time"].mean(),
    "false_alarms": lambda of: 7 * of["healthy"]["rang"].mean(),
    "guard_cost": lambda of: of["guards"]["cost"].sum(),
}


@pytest.mark.parametrize("changes", [{}, {"scope": "platform", "minute": 14, "drift_alarm": 2.0}])
def test_every_reading_follows_from_the_exported_rows(changes):
    each = CASE.run(changes)
    of = dict(list(CASE.export(each).groupby("split")))
    assert HEADLINES.keys() == {metric.name for metric in CASE.metrics}
    for name, formula in HEADLINES.items():
        assert formula(of) == pytest.approx(each.reading(name).true, rel=1e-9, abs=1e-12), name
    rounds, faults = of["rounds"], of["faults"]
    assert rounds["score"].mean() == pytest.approx(each.reading("right").seen, rel=1e-9)
    assert rounds["known"].mean() == pytest.approx(each.reading("right").ceiling, rel=1e-9)
    assert rounds["lost"].mean() == pytest.approx(each.reading("spoilt").seen, rel=1e-9)
    heard = faults["decision"].sum() / faults["known"].sum()
    assert heard == pytest.approx(each.reading("caught").seen, rel=1e-9)


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
    assert panel.draw(run(), "nobody").rows == panel.draw(run(), "").rows
    assert "not among those who wrote" in picture(panel.draw(run(), "nobody"))


@contextmanager
def taking(seen, everything):
    """A run in whose past everybody took everything, or nothing."""
    taken = seen["service"].taken
    kept = taken.copy()
    taken[:] = everything
    try:
        yield
    finally:
        taken[:] = kept


def test_a_user_without_history_has_no_taste_to_hold_a_row_against():
    seen = run()
    user = next(iter(panel_called("request").subjects(seen)))
    with taking(seen, False):
        assert "has taken nothing yet" in picture(panel_called("request").draw(seen, user))


def test_a_part_without_users_has_no_click_rate():
    split = panel_called("platforms")
    seen = run(probe_1="platforms", minute=200)
    assert "fell by" in picture(split.draw(seen, "history"))
    assert "took nothing yet" in picture(split.draw(seen, "newcomers"))
    with taking(seen, True):
        assert "no click rate" in picture(split.draw(seen, "newcomers"))


def test_an_open_round_has_no_postmortem_and_a_closed_one_is_text_to_copy():
    assert "commit a diagnosis" in panel_called("postmortem").of(run()).reason
    closed = panel_called("postmortem").of(run(diagnosis="stale"))
    assert isinstance(closed, Text) and closed.text.startswith("What happened\n")


def test_a_fix_that_breaks_something_spoils_visits_until_somebody_looks_again():
    whole, broken, seen = (
        run(breaks=breaks, recheck=recheck).reading("spoilt").true
        for breaks, recheck in ((0.0, "off"), (1.0, "off"), (1.0, "on"))
    )
    assert whole < seen < broken
    assert run(fix="nothing", breaks=1.0).reading("spoilt").true == pytest.approx(
        run(fix="nothing", breaks=0.0).reading("spoilt").true
    )


def test_an_index_rolled_back_is_healthy_sooner_unless_it_was_wrong_before():
    rebuilt, rolled, too_late, others = (
        run(fault=fault, fix=fix, breaks=0.0, scope=scope)
        for fault, fix, scope in (
            ("half_index", "rebuild_index", "all"),
            ("half_index", "roll_back_index", "all"),
            ("half_index", "roll_back_index", "before"),
            ("low_recall", "roll_back_index", "all"),
        )
    )
    assert rolled["fixed"].right.all() and rebuilt["fixed"].right.all()
    assert np.allclose(rebuilt["fixed"].cured - rolled["fixed"].cured, MENDING - ROLLING_BACK)
    assert rolled.reading("spoilt").true < rebuilt.reading("spoilt").true
    assert not too_late["fixed"].right.any() and not others["fixed"].right.any()


def test_the_best_order_is_drawn_beside_with_its_minutes_and_its_share():
    drawn = panel_called("diagnosed").of(run())
    curve = drawn.data[drawn.data["curve"] == "most bits a minute"]
    reached = right_by_minute(run()["rounds"], run()["attainable"].best)
    assert np.allclose(curve["y"], reached)
    assert f"{run()['attainable'].minutes.mean():.0f} minutes" in drawn.caption


def test_every_probe_not_asked_yet_is_offered_with_its_minutes():
    drawn = panel_called("next_probe").of(run(minute=0)).data
    offered = {f"{probe.label}, {probe.minutes} min" for probe in PROBES.values()}
    assert set(drawn["probe"]) == offered


def test_the_dashboard_says_how_far_two_healthy_days_lie_apart():
    drawn = panel_called("dashboard").of(run(minute=200)).data
    assert len(drawn) and (drawn["usual spread"] != "").all()


def test_titles_that_were_all_deleted_leave_empty_slots_that_nobody_clicks():
    gone = served(SERVICE, replace(Settings(), missing=1.0))
    assert (gone.rows == NOBODY).all()
    assert SERVICE.clicked(gone.rows).sum() == 0 == SERVICE.watched(gone.rows).sum()
    assert np.isfinite(measure(window(SERVICE, gone, gone.rows, 1.0, 0))).all()
    empty = Laid(run(), today=replace(run()["today"], rows=np.full_like(gone.rows, NOBODY)))
    cards = panel_called("request").draw(empty, "")
    assert [card.title for card in cards.rows["Today"]] == ["An empty slot"] * ROW


class Laid:
    """A run with another result of some stages."""

    def __init__(self, run, **results):
        self.run, self.results = run, results

    def __getitem__(self, stage):
        return self.results[stage] if stage in self.results else self.run[stage]

    def __getattr__(self, name):
        return getattr(self.run, name)


def test_what_may_be_asked_of_a_hunt_is_answered_by_what_orders_reach():
    check = CASE.feasibility
    ground = check.ground(run())
    asked = {ask.name: ask.start for ask in check.asks(ground)}
    for changes, kind in (({"right": 0.05, "deadline": 60}, "yes"), ({"right": 1.0}, "no")):
        assert check.answer(ground, asked | changes).kind == kind
    slow = check.ground(run(probe_1="offline", probe_2="recall"))
    assert check.answer(slow, asked | {"right": 0.5, "deadline": 15}).kind == "maybe"
